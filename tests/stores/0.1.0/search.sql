PRAGMA application_id = 1785684587;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE changes (
  change   INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,                          -- UTC, 2026-10-31T08:15:00
  command  TEXT NOT NULL,                          -- add, log, why, hire, undo …
  summary  TEXT NOT NULL,                          -- in words, for the person
  retracts INTEGER REFERENCES changes (change),    -- the change that this one takes back
  sum      INTEGER                                 -- of the rows it wrote, to find damage; none: not known
);
INSERT INTO "changes" VALUES(1,'2026-11-29T02:47:57','add','added t.csv',NULL,47318721000);
INSERT INTO "changes" VALUES(2,'2026-11-29T02:47:57','add','added li.zip',NULL,16286546947);
INSERT INTO "changes" VALUES(3,'2026-11-29T02:47:57','add','added mail.mbox',NULL,15801558047);
INSERT INTO "changes" VALUES(4,'2026-11-29T02:47:59','add','added r.json',NULL,30465457111);
INSERT INTO "changes" VALUES(5,'2026-11-29T02:47:59','add','added n.json',NULL,15501229757);
INSERT INTO "changes" VALUES(6,'2026-11-29T02:47:59','log','applied Fennick & Co, Clerk',NULL,1826296264);
INSERT INTO "changes" VALUES(7,'2026-11-29T02:47:59','log','screening Fennick & Co, Clerk',NULL,6001906130);
INSERT INTO "changes" VALUES(8,'2026-11-29T02:47:59','log','rejected Quellbach GmbH, Data Analyst',NULL,6261586557);
INSERT INTO "changes" VALUES(9,'2026-11-29T02:47:59','log','withdrawn Fennick & Co, Clerk',NULL,3634964211);
INSERT INTO "changes" VALUES(10,'2026-11-29T02:47:59','why','evidence for Quellbach GmbH, Data Analyst',NULL,4067014630);
INSERT INTO "changes" VALUES(11,'2026-11-29T02:47:59','why','evidence for Quellbach GmbH, Data Analyst',NULL,4222410231);
INSERT INTO "changes" VALUES(12,'2026-11-29T02:47:59','hire','hires for Quellbach GmbH, Data Analyst',NULL,3499370750);
INSERT INTO "changes" VALUES(13,'2026-11-29T02:48:00','hire','hires for Quellbach GmbH, Data Analyst',NULL,5872032985);
INSERT INTO "changes" VALUES(14,'2026-11-29T02:48:00','hire','hires for Quellbach GmbH, Data Analyst',NULL,1103364066);
INSERT INTO "changes" VALUES(15,'2026-11-29T02:48:00','person','people for Pineholt Rail, Planner',NULL,5262090534);
INSERT INTO "changes" VALUES(16,'2026-11-29T02:48:00','person','people',NULL,3517749623);
INSERT INTO "changes" VALUES(17,'2026-11-29T02:48:00','done','steps for Quellbach GmbH, Data Analyst',NULL,5201522891);
INSERT INTO "changes" VALUES(18,'2026-11-29T02:48:00','done','steps for Quellbach GmbH, Data Analyst',NULL,5255000732);
INSERT INTO "changes" VALUES(19,'2026-11-29T02:48:00','done','steps for Quellbach GmbH, Data Analyst',NULL,7242756181);
INSERT INTO "changes" VALUES(20,'2026-11-29T02:48:00','done','steps for Pineholt Rail, Planner',NULL,4587120227);
INSERT INTO "changes" VALUES(21,'2026-11-29T02:48:00','reflect','reflections',NULL,4833798468);
INSERT INTO "changes" VALUES(22,'2026-11-29T02:48:00','reflect','reflections',NULL,4289815054);
INSERT INTO "changes" VALUES(23,'2026-11-29T02:48:01','reflect','reflections',NULL,6428018269);
INSERT INTO "changes" VALUES(24,'2026-11-29T02:48:01','reflect','reflections',NULL,4694247129);
INSERT INTO "changes" VALUES(25,'2026-11-29T02:48:01','reflect','reflections',NULL,8053889558);
INSERT INTO "changes" VALUES(26,'2026-11-29T02:48:01','reflect','reflections',NULL,7063811812);
INSERT INTO "changes" VALUES(27,'2026-11-29T02:48:01','correct','corrected one of reflections',NULL,2580070123);
INSERT INTO "changes" VALUES(28,'2026-11-29T02:48:01','split','an entry stands by itself',NULL,3816380583);
INSERT INTO "changes" VALUES(29,'2026-11-29T02:48:01','merge','two entries are one',NULL,6165586686);
INSERT INTO "changes" VALUES(30,'2026-11-29T02:48:01','correct','an event: date',NULL,5267114273);
INSERT INTO "changes" VALUES(31,'2026-11-29T02:48:02','correct','corrected one of credentials',NULL,3833298486);
INSERT INTO "changes" VALUES(32,'2026-11-29T02:48:02','correct','corrected one of credentials',NULL,1308157185);
INSERT INTO "changes" VALUES(33,'2026-11-29T02:48:02','log','closed Ostrava Foods, Baker',NULL,4046045685);
INSERT INTO "changes" VALUES(34,'2026-11-29T02:48:02','undo','took back 33: closed Ostrava Foods, Baker',33,2672194432);
CREATE TABLE events (
  id       INTEGER PRIMARY KEY,
  event    TEXT NOT NULL,
  change   INTEGER NOT NULL REFERENCES changes (change),
  record   INTEGER REFERENCES records (record),    -- none: written down by the person
  entry    TEXT NOT NULL,                          -- events of one entry are one try at one job
  kind     TEXT NOT NULL,
  date     TEXT,
  company  TEXT NOT NULL,
  role     TEXT NOT NULL,
  channel  TEXT NOT NULL,
  location TEXT NOT NULL,
  url      TEXT NOT NULL,
  note     TEXT NOT NULL,
  text     TEXT NOT NULL,
  details  TEXT NOT NULL                           -- JSON
);
INSERT INTO "events" VALUES(1,'d91bd4e23070',1,1,'a096ab12bece0055f3682163c661605d:1','applied','2026-01-05','Quellbach GmbH','Data Analyst','referral','','','kind people','','{"referred": true}');
INSERT INTO "events" VALUES(2,'88a3c516306b',1,1,'a096ab12bece0055f3682163c661605d:1','interview','2026-01-20','Quellbach GmbH','Data Analyst','referral','','','kind people','','{"referred": true}');
INSERT INTO "events" VALUES(3,'a7759ea8fdf3',1,1,'a096ab12bece0055f3682163c661605d:1','rejected',NULL,'Quellbach GmbH','Data Analyst','referral','','','kind people','Rejected','{"referred": true}');
INSERT INTO "events" VALUES(4,'448e74f7c692',1,2,'bb912106a861bd9f86265268a22eabb2:1','applied','2026-01-06','Ostrava Foods','Baker','job board','','','','','{}');
INSERT INTO "events" VALUES(5,'64bdb20fc0df',1,3,'935e86258843dceb152b606526a62115:1','applied','2026-02-02','Pineholt Rail','Planner','company site','','','','','{}');
INSERT INTO "events" VALUES(6,'c11fb605ac1b',1,3,'935e86258843dceb152b606526a62115:1','interview','2026-02-16','Pineholt Rail','Planner','company site','','','','','{}');
INSERT INTO "events" VALUES(7,'390259ab2249',1,3,'935e86258843dceb152b606526a62115:1','offer',NULL,'Pineholt Rail','Planner','company site','','','','Offer','{}');
INSERT INTO "events" VALUES(8,'13f53fec762f',1,4,'451538fac0f69a0abe5dcae750c3268a:1','applied','2026-06-02','Pineholt Rail','Senior Planner','company site','','','','','{}');
INSERT INTO "events" VALUES(9,'9c3d7e27cc5a',1,5,'296519ee311076145b56738ea9050f33:1','applied',NULL,'Thistlewick Glass','Clerk','','','','a day that is none','','{"date_written": "2026-02-30"}');
INSERT INTO "events" VALUES(10,'4ae55bace179',1,6,'3245bdf1d55e958a6587834826d69c4c:1','applied','2026-03-03','Marrowby Inc','Analyst','job board','','','','','{}');
INSERT INTO "events" VALUES(11,'22747b8eb6d2',1,6,'3245bdf1d55e958a6587834826d69c4c:1','rejected',NULL,'Marrowby Inc','Analyst','job board','','','','Rejected','{}');
INSERT INTO "events" VALUES(12,'da9829ac4ede',2,8,'12cb13d6cbc5333d6714f066c4ee10cf:1','applied','2026-04-07','Lakeford Metals','Planning Analyst','LinkedIn','','https://www.linkedin.example/jobs/view/41','','','{}');
INSERT INTO "events" VALUES(13,'9674589be22b',3,10,'003d3a65df8a0e18899c027604b323c7:1','acknowledged','2026-04-07','Lakeford Metals','Planning Analyst','','','','','We have received your application for the position of Planning Analyst.','{"company_why": "“applying to Lakeford Metals” in the subject", "message_id": "<0@mail.example>", "thread": "<0@mail.example>"}');
INSERT INTO "events" VALUES(14,'2de954f4204b',3,11,'4ccc825f25fe932a4a3078cdf79fb801:1','rejected','2026-05-04','Lakeford','Planning Analyst','','','','','Unfortunately, we have decided to move forward with other candidates.','{"company_why": "the sender''s address, jobs@lakeford.example", "message_id": "<1@mail.example>", "thread": "<1@mail.example>"}');
INSERT INTO "events" VALUES(15,'e6f3516eb3cb',6,NULL,'ca8f5c73be642bbebb72ddcd03b86c15','applied','2026-03-09','Fennick & Co','Clerk','','','','','','{}');
INSERT INTO "events" VALUES(16,'4221082f0d73',7,NULL,'ca8f5c73be642bbebb72ddcd03b86c15','screening','2026-03-20','Fennick & Co','Clerk','','','','by phone','','{}');
INSERT INTO "events" VALUES(17,'a0ebf4d906c2',8,NULL,'a096ab12bece0055f3682163c661605d:1','rejected','2026-02-03','Quellbach GmbH','Data Analyst','','','','','','{}');
INSERT INTO "events" VALUES(18,'75b43b29d769',9,NULL,'ca8f5c73be642bbebb72ddcd03b86c15','withdrawn','2026-04-01','Fennick & Co','Clerk','','','','','','{}');
INSERT INTO "events" VALUES(19,'a368a2cec866',33,NULL,'bb912106a861bd9f86265268a22eabb2:1','closed','2026-05-05','Ostrava Foods','Baker','','','','','','{}');
CREATE TABLE facts (
  id         INTEGER PRIMARY KEY,
  fact       TEXT NOT NULL,
  table_name TEXT NOT NULL,
  change     INTEGER NOT NULL REFERENCES changes (change),
  record     INTEGER REFERENCES records (record),
  entry      TEXT NOT NULL,                        -- the try at a job it came with, if any
  event      TEXT,                                 -- an event of the application it is about
  recorded   TEXT NOT NULL,                        -- the day it became known to this search
  replaces   TEXT,                                 -- the fact that it corrects
  body       TEXT NOT NULL                         -- JSON: the columns of its table
);
INSERT INTO "facts" VALUES(1,'8f3877971bb9','people',2,7,'fed35f86f1e4b5d15a48131eb2960b25:1',NULL,'2019-05-02',NULL,'{"company": "Quellbach GmbH", "connected": "2019-05-02", "name": "Odd Fellowes", "part": "contact", "title": "Buyer", "url": "https://www.linkedin.example/in/odd"}');
INSERT INTO "facts" VALUES(2,'e9f92f5473cd','credentials',2,9,'b8c18eb272ca3fefd424595128243060:1',NULL,'2026-11-29',NULL,'{"name": "Forecasting", "section": "skill"}');
INSERT INTO "facts" VALUES(3,'0e87c9a67e8b','credentials',4,13,'a780c321ea6e7047bba4b6f5f5fdfb8a:1',NULL,'2026-11-29',NULL,'{"ended": "2025-12", "organisation": "Brackenhall Freight", "place": "work[0]", "section": "role", "started": "2019-03", "title": "Analyst"}');
INSERT INTO "facts" VALUES(4,'4220f8cc58d3','credentials',4,14,'061d24bcbbcd5ea3267421da538bed67:1',NULL,'2026-11-29',NULL,'{"field": "Transport", "level": 6.0, "organisation": "Greyford University", "place": "education[0]", "section": "education", "title": "Bachelor"}');
INSERT INTO "facts" VALUES(5,'56df1b346783','credentials',4,15,'e1808817d39e3eff065d5c2dfa9bfaae:1',NULL,'2026-11-29',NULL,'{"name": "Excel", "place": "skills[0].name", "section": "skill"}');
INSERT INTO "facts" VALUES(6,'ea172a817f66','credentials',4,16,'997d83653f2a8d2af5d6d21c7677fb03:1',NULL,'2026-11-29',NULL,'{"name": "Excell", "place": "skills[1].name", "section": "skill"}');
INSERT INTO "facts" VALUES(7,'d61fe4eb6f25','postings',5,17,'1aaa0b4b5b1e92b3b36b45d378ec8736:1',NULL,'2026-01-04',NULL,'{"about": "Quellbach GmbH / Data Analyst", "dimension": "skill", "recorded": "2026-01-04", "requirement": "SQL", "strength": "must", "value": "SQL"}');
INSERT INTO "facts" VALUES(8,'1cb5a61720ce','people',5,18,'998376d579ddd98a4801e85da86bb245:1',NULL,'2026-01-20',NULL,'{"about": "Quellbach GmbH / Data Analyst", "company": "Quellbach GmbH", "email": "imke@quellbach.example", "name": "Imke Sandover", "part": "hiring_manager", "recorded": "2026-01-20"}');
INSERT INTO "facts" VALUES(9,'ab8bc9f19814','evidence',10,NULL,'','d91bd4e23070','2026-11-29',NULL,'{"date": "2026-02-03", "reason": "not_demonstrated", "says": "guess_early"}');
INSERT INTO "facts" VALUES(10,'af4a7c033f4e','evidence',11,NULL,'','d91bd4e23070','2026-11-29',NULL,'{"date": "2026-02-10", "reason": "more_qualified", "says": "feedback", "words": "ten years"}');
INSERT INTO "facts" VALUES(11,'dc3805e14cb0','hires',12,NULL,'','d91bd4e23070','2026-11-29',NULL,'{"credentials": {"skills": ["SQL", "Python"], "years": "8-10"}, "hire": "hire-1", "hired": "2026-04-01", "hired_from": "external", "how_known": "their site", "seen": "2026-11-29"}');
INSERT INTO "facts" VALUES(12,'681c2a965bc4','hires',13,NULL,'','d91bd4e23070','2026-11-29','dc3805e14cb0','{"credentials": {"recency": 0, "seniority": "IC3", "skills": ["SQL"], "years": "10–15"}, "hire": "hire-1", "hired": "2026-04-01", "hired_from": "external", "how_known": "their site", "seen": "2026-11-29"}');
INSERT INTO "facts" VALUES(13,'2ae70d71cbfb','hires',14,NULL,'','d91bd4e23070','2026-11-29','681c2a965bc4','{"credentials": {"recency": 0, "seniority": "IC3", "skills": ["SQL"], "years": "10–15"}, "hire": "hire-1", "hired": "2026-04-01", "hired_from": "external", "how_known": "their site", "left": "2026-09-01", "seen": "2026-11-29"}');
INSERT INTO "facts" VALUES(14,'4cc7420dbd98','people',15,NULL,'','64bdb20fc0df','2026-11-29',NULL,'{"email": "nell@pineholt.example", "name": "Nell Farrow", "part": "referral"}');
INSERT INTO "facts" VALUES(15,'c12be3570334','people',16,NULL,'',NULL,'2026-11-29',NULL,'{"company": "Ostrava Foods", "name": "Ole Contact", "part": "contact", "phone": "+44 20 7946 0311", "title": "Miller"}');
INSERT INTO "facts" VALUES(16,'60e3b17609d3','steps',17,NULL,'','d91bd4e23070','2026-11-29',NULL,'{"date": "2026-02-04", "outcome": "done", "person": "Imke Sandover", "step": "thank_manager"}');
INSERT INTO "facts" VALUES(17,'825df7ef83c4','evidence',18,NULL,'','d91bd4e23070','2026-11-29',NULL,'{"date": "2026-02-12", "reason": "not_demonstrated", "says": "feedback", "words": "we missed an example"}');
INSERT INTO "facts" VALUES(18,'6890d24f16bd','steps',18,NULL,'','d91bd4e23070','2026-11-29',NULL,'{"date": "2026-02-12", "outcome": "answered", "step": "ask_feedback", "words": "we missed an example"}');
INSERT INTO "facts" VALUES(19,'0d69578c4222','reflections',19,NULL,'','d91bd4e23070','2026-11-29',NULL,'{"details": {"advice": "Show the work", "insight": "They plan by hand", "person": "the person hired"}, "kind": "air", "month": "2026-06", "text": "Show the work"}');
INSERT INTO "facts" VALUES(20,'8c3b4b3d3f48','steps',19,NULL,'','d91bd4e23070','2026-11-29',NULL,'{"date": "2026-06-04", "outcome": "done", "person": "the person hired", "step": "coffee"}');
INSERT INTO "facts" VALUES(21,'9be34271de7a','steps',20,NULL,'','64bdb20fc0df','2026-11-29',NULL,'{"date": "2026-02-17", "outcome": "snoozed", "step": "thank_note", "until": "2026-02-20"}');
INSERT INTO "facts" VALUES(22,'15c77942d50b','reflections',21,NULL,'',NULL,'2026-11-29',NULL,'{"details": {"if": "a reply takes a month", "obstacle": "no time", "then": "I ask once"}, "kind": "plan", "month": "2026-02", "text": "If a reply takes a month, then I ask once"}');
INSERT INTO "facts" VALUES(23,'f4542f5736a0','reflections',22,NULL,'',NULL,'2026-11-29',NULL,'{"details": {}, "kind": "answer", "month": "2026-02", "text": "It was a month"}');
INSERT INTO "facts" VALUES(24,'7ef5a39aa0d4','reflections',23,NULL,'',NULL,'2026-11-29',NULL,'{"details": {}, "kind": "air", "month": "2026-02", "text": "Ask earlier"}');
INSERT INTO "facts" VALUES(25,'9d978c58045f','reflections',24,NULL,'',NULL,'2026-11-29',NULL,'{"details": {"probability": 0.6}, "kind": "prediction", "month": "2026-02", "text": "0.6 an interview at Pineholt Rail"}');
INSERT INTO "facts" VALUES(26,'8282330bc6e7','reflections',25,NULL,'',NULL,'2026-11-29',NULL,'{"details": {}, "kind": "experiment", "month": "2026-02", "text": "short letters"}');
INSERT INTO "facts" VALUES(27,'b1503789e81a','reflections',26,NULL,'',NULL,'2026-11-29',NULL,'{"details": {"outcome": "done"}, "kind": "review", "month": "2026-03", "text": "If a reply takes a month, then I ask once"}');
INSERT INTO "facts" VALUES(28,'9496b68e4b1f','reflections',27,NULL,'','d91bd4e23070','2026-11-29','0d69578c4222','{"details": {"advice": "Show the work", "did": "A page of pictures", "insight": "They plan by hand", "person": "the person hired"}, "kind": "air", "month": "2026-06", "text": "Show the work"}');
INSERT INTO "facts" VALUES(29,'ca80eeddd926','links',28,NULL,'',NULL,'2026-11-29',NULL,'{"one": "2de954f4204b", "other": "da9829ac4ede", "same": false}');
INSERT INTO "facts" VALUES(30,'d7cd73b8166b','links',29,NULL,'',NULL,'2026-11-29',NULL,'{"one": "4ae55bace179", "other": "13f53fec762f", "same": true}');
INSERT INTO "facts" VALUES(31,'b8d24d59cabc','corrections',30,NULL,'','9c3d7e27cc5a','2026-11-29',NULL,'{"date": "2026-02-28"}');
INSERT INTO "facts" VALUES(32,'8ca5f38373b3','credentials',31,NULL,'',NULL,'2026-11-29','ea172a817f66','{"name": "SQL", "place": "skills[1].name", "section": "skill"}');
INSERT INTO "facts" VALUES(33,'79ba26d20290','credentials',32,NULL,'',NULL,'2026-11-29','56df1b346783','{"name": "Excel", "place": "skills[0].name", "section": "dropped"}');
CREATE TABLE problems (
  record  INTEGER NOT NULL REFERENCES records (record),
  field   TEXT NOT NULL,
  value   TEXT NOT NULL,
  problem TEXT NOT NULL,
  action  TEXT NOT NULL
);
INSERT INTO "problems" VALUES(5,'Date applied','2026-02-30','“2026-02-30” is no day of the calendar.','Correct it in the file and add it again, or record it with jobkit log.');
CREATE TABLE records (
  record  INTEGER PRIMARY KEY,
  source  INTEGER NOT NULL REFERENCES sources (source),
  key     TEXT NOT NULL,
  origin  TEXT NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('understood', 'set aside', 'problem')),
  reason  TEXT NOT NULL,
  content TEXT NOT NULL                            -- JSON: every cell as written
);
INSERT INTO "records" VALUES(1,1,'a096ab12bece0055f3682163c661605d:1','t.csv:2','understood','','{"Company": "Quellbach GmbH", "Date applied": "2026-01-05", "Interview": "2026-01-20", "Notes": "kind people", "Role": "Data Analyst", "Source": "referral", "Status": "Rejected"}');
INSERT INTO "records" VALUES(2,1,'bb912106a861bd9f86265268a22eabb2:1','t.csv:3','understood','','{"Company": "Ostrava Foods", "Date applied": "2026-01-06", "Interview": "", "Notes": "", "Role": "Baker", "Source": "job board", "Status": ""}');
INSERT INTO "records" VALUES(3,1,'935e86258843dceb152b606526a62115:1','t.csv:4','understood','','{"Company": "Pineholt Rail", "Date applied": "2026-02-02", "Interview": "2026-02-16", "Notes": "", "Role": "Planner", "Source": "company site", "Status": "Offer"}');
INSERT INTO "records" VALUES(4,1,'451538fac0f69a0abe5dcae750c3268a:1','t.csv:5','understood','','{"Company": "Pineholt Rail", "Date applied": "2026-06-02", "Interview": "", "Notes": "", "Role": "Senior Planner", "Source": "company site", "Status": "Applied"}');
INSERT INTO "records" VALUES(5,1,'296519ee311076145b56738ea9050f33:1','t.csv:6','problem','','{"Company": "Thistlewick Glass", "Date applied": "2026-02-30", "Interview": "", "Notes": "a day that is none", "Role": "Clerk", "Source": "", "Status": "Applied"}');
INSERT INTO "records" VALUES(6,1,'3245bdf1d55e958a6587834826d69c4c:1','t.csv:7','understood','','{"Company": "Marrowby Inc", "Date applied": "2026-03-03", "Interview": "", "Notes": "", "Role": "Analyst", "Source": "job board", "Status": "Rejected"}');
INSERT INTO "records" VALUES(7,2,'fed35f86f1e4b5d15a48131eb2960b25:1','li.zip[Connections.csv]:2','understood','','{"Company": "Quellbach GmbH", "Connected On": "02 May 2019", "Email Address": "", "First Name": "Odd", "Last Name": "Fellowes", "Position": "Buyer", "URL": "https://www.linkedin.example/in/odd"}');
INSERT INTO "records" VALUES(8,2,'12cb13d6cbc5333d6714f066c4ee10cf:1','li.zip[Jobs/Job Applications.csv]:2','understood','','{"Application Date": "4/7/26, 8:11 AM", "Company Name": "Lakeford Metals", "Contact Email": "", "Contact Phone Number": "", "Job Title": "Planning Analyst", "Job Url": "https://www.linkedin.example/jobs/view/41", "Question And Answers": "", "Resume Name": ""}');
INSERT INTO "records" VALUES(9,2,'b8c18eb272ca3fefd424595128243060:1','li.zip[Skills.csv]:2','understood','','{"Name": "Forecasting"}');
INSERT INTO "records" VALUES(10,3,'003d3a65df8a0e18899c027604b323c7:1','mail.mbox:1','understood','','{"Date": "Tue, 07 Apr 2026 09:00:00 +0000", "From": "jobs@lakeford.example", "Message-ID": "<0@mail.example>", "Subject": "Thank you for applying to Lakeford Metals", "Text": "We have received your application for the position of Planning Analyst. We will get back to you.", "To": "robin@mail.example"}');
INSERT INTO "records" VALUES(11,3,'4ccc825f25fe932a4a3078cdf79fb801:1','mail.mbox:2','understood','','{"Date": "Mon, 04 May 2026 09:00:00 +0000", "From": "jobs@lakeford.example", "Message-ID": "<1@mail.example>", "Subject": "Your application for Planning Analyst", "Text": "Unfortunately, we have decided to move forward with other candidates.", "To": "robin@mail.example"}');
INSERT INTO "records" VALUES(12,3,'04213b850ea66f3333b98cdb328f7cef:1','mail.mbox:3','set aside','not about an application','{"Date": "Tue, 05 May 2026 09:00:00 +0000", "From": "cousin@mail.example", "Message-ID": "<2@mail.example>", "Subject": "Lunch on Sunday?"}');
INSERT INTO "records" VALUES(13,4,'a780c321ea6e7047bba4b6f5f5fdfb8a:1','r.json, work[0]','understood','','{"ended": "2025-12", "organisation": "Brackenhall Freight", "section": "role", "started": "2019-03", "title": "Analyst"}');
INSERT INTO "records" VALUES(14,4,'061d24bcbbcd5ea3267421da538bed67:1','r.json, education[0]','understood','','{"field": "Transport", "level": "6.0", "organisation": "Greyford University", "section": "education", "title": "Bachelor"}');
INSERT INTO "records" VALUES(15,4,'e1808817d39e3eff065d5c2dfa9bfaae:1','r.json, skills[0].name','understood','','{"name": "Excel", "section": "skill"}');
INSERT INTO "records" VALUES(16,4,'997d83653f2a8d2af5d6d21c7677fb03:1','r.json, skills[1].name','understood','','{"name": "Excell", "section": "skill"}');
INSERT INTO "records" VALUES(17,5,'1aaa0b4b5b1e92b3b36b45d378ec8736:1','n.json:1','understood','','{"application": "Quellbach GmbH / Data Analyst", "dimension": "skill", "on": "2026-01-04", "record": "posting", "requirement": "SQL", "strength": "must", "value": "SQL"}');
INSERT INTO "records" VALUES(18,5,'998376d579ddd98a4801e85da86bb245:1','n.json:2','understood','','{"application": "Quellbach GmbH / Data Analyst", "company": "Quellbach GmbH", "email": "imke@quellbach.example", "name": "Imke Sandover", "on": "2026-01-20", "part": "hiring_manager", "record": "person"}');
CREATE TABLE sightings (
  source INTEGER NOT NULL REFERENCES sources (source),
  record INTEGER NOT NULL REFERENCES records (record),
  PRIMARY KEY (source, record)
) WITHOUT ROWID;
CREATE TABLE sources (
  source    INTEGER PRIMARY KEY,
  change    INTEGER NOT NULL REFERENCES changes (change),
  name      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  sha256    TEXT NOT NULL,
  size      INTEGER NOT NULL,
  exclusive INTEGER NOT NULL,                      -- 1: different entries of it are different jobs
  layout    TEXT NOT NULL                          -- JSON: heading, role, why
);
INSERT INTO "sources" VALUES(1,1,'t.csv','tracker table','86a1f6026f9d5c649336d5aeb2de843db5dd396c17fb78f161c2981f61f5565a',424,1,'[["Company", "company", "heading"], ["Role", "role", "heading"], ["Date applied", "stage:applied", "heading; each day says its own order"], ["Status", "status", "heading"], ["Interview", "stage:interview", "heading; each day says its own order"], ["Source", "channel", "heading"], ["Notes", "note", "heading"]]');
INSERT INTO "sources" VALUES(2,2,'li.zip','LinkedIn export','3f3709eae71f623bd9371d2925e739bc0e69bc7de70c0a17fd77459243c4cbab',882,1,'[["connections: First Name", "first", "heading"], ["connections: Last Name", "last", "heading"], ["connections: Connected On", "date", "heading"], ["connections: Company", "company", "heading"], ["connections: Position", "title", "heading"], ["connections: URL", "url", "heading"], ["connections: Email Address", "email", "heading"], ["job applications: Application Date", "date", "heading"], ["job applications: Company Name", "company", "heading"], ["job applications: Job Title", "role", "heading"], ["job applications: Job Url", "url", "heading"], ["job applications: Resume Name", "resume", "heading"], ["skills: Name", "name", "heading"]]');
INSERT INTO "sources" VALUES(3,3,'mail.mbox','mailbox','7162186908adb35926a80c7955d3cf20606ba3addf54de0cc3fb674ed787acfe',1093,0,'[]');
INSERT INTO "sources" VALUES(4,4,'r.json','JSON Resume','68edae851a3a8da5c15f0801f87487a6213aa00926c5ed2abaa7f51f6b48049d',332,1,'[]');
INSERT INTO "sources" VALUES(5,5,'n.json','notes','292cbdf641a08fd49584e5eb13d5322b5d1ffa11c73cef92887475ee5dc9a7bc',376,0,'[]');
CREATE INDEX records_key ON records (key);
CREATE INDEX records_source ON records (source);
CREATE INDEX problems_record ON problems (record);
CREATE INDEX events_event ON events (event);
CREATE INDEX events_record ON events (record);
CREATE INDEX facts_table ON facts (table_name);
CREATE INDEX facts_record ON facts (record);
COMMIT;
