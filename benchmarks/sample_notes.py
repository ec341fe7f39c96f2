"""What Robin wrote down: who was met, why it ended, who was hired, what was done, what each month taught."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator

TALLOWBROOK = "Tallowbrook Transit / Operations Analyst"
MARROWFINCH = "Marrowfinch Logistics / Senior Planning Analyst"
QUILLHAVEN = "Quillhaven Foods / Supply Planning Lead"
FERNMOOR = "Fernmoor Health Trust / Operations Analyst"
OSTERVANE = "Ostervane Rail / Service Planner"
PELLWORTH = "Pellworth Retail Group / Demand Planner"
SABLEROW = "Sablerow Partners / Business Analyst"
CASTERVOLT = "Castervolt Energy / Operations Insight Analyst"
ZEPHYRMOOR = "Zephyrmoor Wind / Operations Analyst"
GANTRYDALE = "Gantrydale Ports / Senior Operations Analyst"
BRINDLEMARK = "Brindlemark Freight / Planning Lead"
QUINCEWATER = "Quincewater Drinks / Demand Planner"
FROSTWICK = "Frostwick Cold Chain / Planning Analyst"
FALLOWMERE = "Fallowmere Water / Service Planner"
ELDERGLADE = "Elderglade Council / Service Planner"
SALTMARROW = "Saltmarrow Shipping / Planning Analyst"
HARTSEDGE = "Hartsedge Rail / Service Planning Analyst"

# recorded on, application, name, part, company, title
PEOPLE = (
    ("01-30", MARROWFINCH, "Sunniva Harlowpike", "interviewer", "Marrowfinch Logistics", "Planning Manager"),
    ("02-03", FALLOWMERE, "Odalys Ferrow", "recruiter", "Fallowmere Water", "Talent Partner"),
    ("02-04", QUILLHAVEN, "Joss Petrakis", "referral", "Sablerow Partners", "Senior Consultant"),
    ("02-10", TALLOWBROOK, "Imke Sandoval", "hiring_manager", "Tallowbrook Transit", "Head of Planning"),
    ("02-10", TALLOWBROOK, "Tomas Lindqvayle", "interviewer", "Tallowbrook Transit", "Senior Planner"),
    ("02-19", "Larkhollow Homes / Business Analyst", "Mika Thornbury", "referral", "Larkhollow Homes", "Head of Sales Planning"),
    ("02-24", SALTMARROW, "Leif Carmody", "recruiter", "Farrowgate Recruitment", "Recruiter"),
    ("02-27", QUILLHAVEN, "Corin Massenoy", "hiring_manager", "Quillhaven Foods", "Supply Chain Director"),
    ("03-20", FERNMOOR, "Agnes Underdahl", "hiring_manager", "Fernmoor Health Trust", "Head of Patient Flow"),
    ("03-27", OSTERVANE, "Wren Adeyomo", "interviewer", "Ostervane Rail", "Service Planning Manager"),
    ("04-07", PELLWORTH, "Thaddeus Brill", "interviewer", "Pellworth Retail Group", "Demand Planning Lead"),
    ("04-09", SABLEROW, "Joss Petrakis", "referral", "Sablerow Partners", "Senior Consultant"),
    ("04-24", SABLEROW, "Delphine Arkwellow", "interviewer", "Sablerow Partners", "Partner"),
    ("05-19", CASTERVOLT, "Rufus Inglebee", "hiring_manager", "Castervolt Energy", "Head of Operations Insight"),
    ("06-22", ZEPHYRMOOR, "Halima Dufresnoy", "hiring_manager", "Zephyrmoor Wind", "Operations Manager"),
    ("06-24", "Pebblewright Quarries / Operations Analyst", "Ansel Brookmire", "referral", "Pebblewright Quarries", "Fleet Coordinator"),
    ("07-06", GANTRYDALE, "Bastien Crowhurstle", "hiring_manager", "Gantrydale Ports", "Planning Manager"),
    ("07-15", GANTRYDALE, "Ottilie Ruskin-Vane", "interviewer", "Gantrydale Ports", "Terminal Planner"),
    ("07-28", "Underhallow Archives / Operations Manager", "Dorrit Vancely", "referral", "Underhallow Archives", "Archivist"),
    ("08-20", BRINDLEMARK, "Marek Solbergh", "interviewer", "Brindlemark Freight", "Network Planning Manager"),
    ("08-25", FROSTWICK, "Noor Castellane", "hiring_manager", "Frostwick Cold Chain", "Operations Director"),
    ("08-26", HARTSEDGE, "Yuki Farrant-Moss", "hiring_manager", "Hartsedge Rail", "Planning Manager"),
    ("09-18", TALLOWBROOK, "Imke Sandoval", "hiring_manager", "Tallowbrook Transit", "Head of Planning"),
)  # fmt: skip

# recorded on, application, reason, sub-reason, says, words
EVIDENCE = (
    ("02-16", FALLOWMERE, "logistics", "start date", "guess_early", "I could not start before March; she went quiet after that"),
    ("02-20", MARROWFINCH, "more_qualified", "experience", "guess_early", "not enough experience for a senior role"),
    ("03-03", TALLOWBROOK, "not_demonstrated", "communication", "guess_early", "I talked too fast in the last round"),
    ("03-10", QUILLHAVEN, "more_qualified", "experience", "guess_early", "they want somebody who has led a team"),
    ("03-20", QUILLHAVEN, "more_qualified", "experience", "referral_hearsay", "Joss: twelve years in food, and a team of five"),
    ("03-31", FERNMOOR, "not_demonstrated", "skill depth", "guess_early", "my answer on patient data was thin"),
    ("04-09", OSTERVANE, "logistics", "pay", "guess_early", "I named my salary too early"),
    ("04-17", OSTERVANE, "not_demonstrated", "assessment", "feedback", "Wren: the analysis was right, but the recommendation came on the last slide and we had stopped listening"),
    ("04-20", PELLWORTH, "more_qualified", "domain", "guess_early", "I have never worked in retail"),
    ("05-05", SABLEROW, "not_demonstrated", "assessment", "guess_early", "the case again?"),
    ("05-08", ELDERGLADE, "never_considered", "late", "guess_early", "seven weeks of silence, then a very short call"),
    ("05-12", SABLEROW, "internal_or_known", "ex-employee", "referral_first_hand", "Joss was on the panel: they had worked with her until 2023, the case was a formality"),
    ("06-01", CASTERVOLT, "not_demonstrated", "assessment", "guess_early", "I put the recommendation first this time and it still was not enough"),
    ("08-04", GANTRYDALE, "not_demonstrated", "communication", "guess_early", "I was nervous with the director"),
    ("05-20", QUILLHAVEN, "more_qualified", "experience", "feedback", "Corin, late but kind: she had brought a team of five through a recall, and that decided it"),
    ("08-05", QUINCEWATER, "not_demonstrated", "assessment", "referral_hearsay", "the agency heard that the forecast had no error bars"),
    ("08-06", GANTRYDALE, "more_qualified", "domain", "feedback", "Bastien: you were second of seventy. The other one has run a night shift on a quay"),
    ("09-02", BRINDLEMARK, "more_qualified", "experience", "guess_early", "they asked three times about leading people"),
    ("09-14", TALLOWBROOK, "mistaken_hire", "left within twelve months", "feedback", "Imke: it was the wrong match, and that was our mistake"),
)  # fmt: skip

# recorded on, application, what is known: from where, how, hired, seen, left, reopened, note, banded credentials
HIRES = (
    ("04-21", TALLOWBROOK, {"hire": "hire-1", "hired_from": "external", "how_known": "welcome post of the company", "hired": "2026-04-01", "seen": "2026-04-21",
        "credentials": {"years": "3–5", "relevant_years": "1–2", "education": 6, "seniority": "IC2", "recency": 2, "skills": ["Excel", "Power BI"], "domain": "retail"}}),
    ("04-22", MARROWFINCH, {"hire": "hire-2", "hired_from": "internal", "how_known": "team page", "hired": "2026-03-16", "seen": "2026-04-22",
        "note": "moved over from dispatch in the same building",
        "credentials": {"years": "8–10", "relevant_years": "5–8", "education": 6, "seniority": "IC2", "recency": 0, "skills": ["Excel", "SQL", "Capacity planning"], "domain": "transport"}}),
    ("05-04", QUILLHAVEN, {"hire": "hire-3", "hired_from": "external", "how_known": "Joss", "hired": "2026-04-13", "seen": "2026-05-04",
        "credentials": {"years": "10–15", "relevant_years": "10–15", "education": 7, "seniority": "lead", "recency": 0, "skills": ["Demand forecasting", "Excel", "SAP", "SQL"], "certificates": ["CPIM"], "domain": "food"}}),
    ("05-20", FERNMOOR, {"hire": "hire-4", "hired_from": "internal", "how_known": "staff newsletter", "hired": "2026-05-01", "seen": "2026-05-20",
        "note": "had filled the post for half a year already",
        "credentials": {"years": "10–15", "relevant_years": "10–15", "education": 7, "seniority": "lead", "recency": 0, "skills": ["Capacity planning", "Excel", "Power BI", "Process mapping", "SQL"], "domain": "health"}}),
    ("06-02", OSTERVANE, {"hire": "hire-5", "hired_from": "external", "how_known": "LinkedIn", "hired": "2026-05-04", "seen": "2026-06-02", "note": "came back to planning after two and a half years elsewhere",
        "credentials": {"years": "5–8", "relevant_years": "3–5", "education": 7, "seniority": "IC3", "recency": 30, "skills": ["Excel", "Rostering", "Stakeholder management"], "complete": ["skills"], "domain": "transport"}}),
    ("06-18", PELLWORTH, {"hire": "hire-6", "hired_from": "external", "how_known": "heard at the careers fair", "hired": "2026-05-18", "seen": "2026-06-18",
        "note": "only that she comes from another grocer", "credentials": {"domain": "retail"}}),
    ("07-02", SABLEROW, {"hire": "hire-7", "hired_from": "external", "how_known": "Joss", "hired": "2026-06-01", "seen": "2026-07-02",
        "note": "had worked there until 2023",
        "credentials": {"years": "8–10", "relevant_years": "5–8", "education": 6, "seniority": "IC2", "recency": 0, "skills": ["Excel", "Power BI", "Workshop facilitation"], "domain": "consulting"}}),
    ("07-21", CASTERVOLT, {"hire": "hire-8", "hired_from": "internal", "how_known": "LinkedIn", "hired": "2026-06-15", "seen": "2026-07-21",
        "note": "came through the trainee programme",
        "credentials": {"years": "2–3", "relevant_years": "1–2", "education": 6, "seniority": "IC1", "recency": 0, "skills": ["Excel", "Power BI"], "domain": "energy"}}),
    ("09-14", TALLOWBROOK, {"hire": "hire-1", "hired_from": "external", "how_known": "welcome post of the company; Imke", "hired": "2026-04-01", "seen": "2026-04-21",
        "left": "2026-09-04", "reopened": "2026-09-14", "note": "left after five months; the description was rewritten",
        "credentials": {"years": "3–5", "relevant_years": "1–2", "education": 6, "seniority": "IC2", "recency": 2, "skills": ["Excel", "Power BI"], "domain": "retail"}}),
)  # fmt: skip

# application, recorded on: requirement, strength, dimension, value
POSTINGS = {
    (TALLOWBROOK, "01-12"): (("Three years of planning experience", "must", "years", "3"), ("Bachelor's degree", "must", "education", "6"), ("Excel", "must", "skill", "Excel"), ("SQL", "should", "skill", "SQL"), ("Power BI", "should", "skill", "Power BI"), ("Public transport", "should", "domain", "transport")),
    (MARROWFINCH, "01-21"): (("Five years in logistics planning", "must", "years", "5"), ("Bachelor's degree", "should", "education", "6"), ("SQL", "must", "skill", "SQL"), ("Capacity planning", "must", "skill", "Capacity planning"), ("Logistics", "should", "domain", "transport")),
    (QUILLHAVEN, "02-04"): (("Eight years in supply planning", "must", "years", "8"), ("CPIM", "must", "certificate", "CPIM"), ("Has led a team", "must", "seniority", "lead"), ("Master's degree", "should", "education", "7"), ("Demand forecasting", "must", "skill", "Demand forecasting"), ("SAP", "should", "skill", "SAP"), ("Food", "should", "domain", "food")),
    (FERNMOOR, "02-17"): (("Three years as an analyst", "must", "years", "3"), ("Bachelor's degree", "must", "education", "6"), ("SQL", "must", "skill", "SQL"), ("Process mapping", "should", "skill", "Process mapping"), ("Health care", "should", "domain", "health")),
    (OSTERVANE, "03-09"): (("Three years in timetable planning", "must", "years", "3"), ("Degree in transport", "should", "education", "6"), ("Rostering", "must", "skill", "Rostering"), ("Stakeholder management", "must", "skill", "Stakeholder management"), ("SQL", "must", "skill", "SQL"), ("Power BI", "should", "skill", "Power BI"), ("Rail", "should", "domain", "transport")),
    (PELLWORTH, "03-18"): (("Three years in demand planning", "must", "years", "3"), ("Demand forecasting", "must", "skill", "Demand forecasting"), ("Excel", "must", "skill", "Excel"), ("Retail", "should", "domain", "retail")),
    (SABLEROW, "04-09"): (("Five years as an analyst", "must", "years", "5"), ("Bachelor's degree", "must", "education", "6"), ("Workshop facilitation", "must", "skill", "Workshop facilitation"), ("Power BI", "should", "skill", "Power BI"), ("Consulting", "should", "domain", "consulting")),
    (TALLOWBROOK, "09-15"): (("Three years of planning experience", "must", "years", "3"), ("Bachelor's degree", "should", "education", "6"), ("Excel", "must", "skill", "Excel"), ("SQL", "must", "skill", "SQL"), ("Rostering", "must", "skill", "Rostering"), ("Demand forecasting", "should", "skill", "Demand forecasting"), ("Public transport", "should", "domain", "transport")),
    (CASTERVOLT, "04-16"): (("Three years in operations analysis", "must", "years", "3"), ("Bachelor's degree", "must", "education", "6"), ("SQL", "must", "skill", "SQL"), ("Power BI", "must", "skill", "Power BI"), ("Energy", "should", "domain", "energy")),
}  # fmt: skip

# done on, application, step, person, outcome, words, put off until
STEPS = (
    ("02-10", TALLOWBROOK, "thank_email", "Imke Sandoval", "answered", "the Sunday timetable", ""),
    ("02-11", TALLOWBROOK, "connect_interviewer", "Imke Sandoval", "answered", "", ""),
    ("02-11", TALLOWBROOK, "connect_interviewer", "Tomas Lindqvayle", "answered", "", ""),
    ("02-20", TALLOWBROOK, "thank_note", "Imke Sandoval", "done", "", ""),
    ("02-28", QUILLHAVEN, "thank_email", "Corin Massenoy", "done", "", ""),
    ("03-02", QUILLHAVEN, "connect_interviewer", "Corin Massenoy", "no_answer", "", ""),
    ("03-04", TALLOWBROOK, "thank_manager", "Imke Sandoval", "answered", "she will think of me", ""),
    ("03-11", QUILLHAVEN, "thank_manager", "Corin Massenoy", "no_answer", "", ""),
    ("03-12", QUILLHAVEN, "ask_referral", "Joss Petrakis", "answered", "twelve years in food, and a team of five", ""),
    ("03-21", FERNMOOR, "thank_email", "Agnes Underdahl", "done", "", ""),
    ("04-02", FERNMOOR, "thank_manager", "Agnes Underdahl", "no_answer", "", ""),
    ("04-14", OSTERVANE, "ask_feedback", "Wren Adeyomo", "answered", "recommendation first, then the analysis", ""),
    ("04-21", TALLOWBROOK, "who_was_hired", "", "done", "from another city, external", ""),
    ("04-21", PELLWORTH, "ask_feedback", "Thaddeus Brill", "refused", "company policy", ""),
    ("04-22", MARROWFINCH, "who_was_hired", "", "done", "from dispatch", ""),
    ("04-30", TALLOWBROOK, "compare", "", "done", "", ""),
    ("05-04", QUILLHAVEN, "who_was_hired", "", "done", "", ""),
    ("05-06", QUILLHAVEN, "compare", "", "done", "", ""),
    ("05-07", SABLEROW, "ask_referral", "Joss Petrakis", "answered", "they had worked with her before", ""),
    ("05-11", QUILLHAVEN, "connect_with_hire", "hire-3", "snoozed", "", "2026-06-01"),
    ("05-20", FERNMOOR, "who_was_hired", "", "done", "", ""),
    ("05-20", CASTERVOLT, "thank_email", "Rufus Inglebee", "done", "", ""),
    ("05-25", MARROWFINCH, "connect_with_hire", "hire-2", "answered", "", ""),
    ("05-29", "Hollowick Stores / Demand Planner", "who_was_hired", "", "skipped", "a form letter, let it go", ""),
    ("05-29", "Gantrydale Ports / Planning Analyst", "who_was_hired", "", "skipped", "a form letter, let it go", ""),
    ("05-29", "Juniperfen Dairy / Supply Planner", "who_was_hired", "", "skipped", "a form letter, let it go", ""),
    ("05-29", "Fallowmere Water / Service Planner", "who_was_hired", "", "skipped", "a form letter, let it go", ""),
    ("05-29", "Willowgauge Instruments / Operations Analyst", "who_was_hired", "", "skipped", "a form letter, let it go", ""),
    ("05-29", "Cindershore Steel / Supply Planner", "who_was_hired", "", "skipped", "a form letter, let it go", ""),
    ("05-29", "Nettlequay Tools / Operations Analyst", "who_was_hired", "", "skipped", "a form letter, let it go", ""),
    ("06-02", OSTERVANE, "who_was_hired", "", "done", "", ""),
    ("06-03", CASTERVOLT, "thank_manager", "Rufus Inglebee", "no_answer", "", ""),
    ("06-04", QUILLHAVEN, "connect_with_hire", "hire-3", "skipped", "", ""),
    ("06-08", OSTERVANE, "connect_with_hire", "hire-5", "answered", "", ""),
    ("06-09", OSTERVANE, "compare", "", "done", "", ""),
    ("06-18", PELLWORTH, "who_was_hired", "", "done", "", ""),
    ("07-02", SABLEROW, "who_was_hired", "", "done", "", ""),
    ("07-03", MARROWFINCH, "coffee", "hire-2", "answered", "posts are shown inside two weeks before anybody else sees them", ""),
    ("07-06", SABLEROW, "compare", "", "done", "", ""),
    ("07-06", PELLWORTH, "compare", "", "skipped", "too little is known", ""),
    ("07-16", GANTRYDALE, "thank_email", "Bastien Crowhurstle", "answered", "", ""),
    ("07-16", GANTRYDALE, "thank_email", "Ottilie Ruskin-Vane", "done", "", ""),
    ("07-20", ZEPHYRMOOR, "thank_manager", "Halima Dufresnoy", "answered", "stay in touch, a second wind farm opens in spring", ""),
    ("07-21", CASTERVOLT, "who_was_hired", "", "done", "", ""),
    ("07-29", OSTERVANE, "coffee", "hire-5", "answered", "she practised the case aloud on two friends", ""),
    ("08-05", GANTRYDALE, "thank_manager", "Bastien Crowhurstle", "answered", "second of seventy", ""),
    ("08-21", BRINDLEMARK, "thank_email", "Marek Solbergh", "done", "", ""),
    ("08-24", CASTERVOLT, "connect_with_hire", "hire-8", "skipped", "", ""),
    ("08-26", FROSTWICK, "thank_email", "Noor Castellane", "answered", "", ""),
    ("09-03", BRINDLEMARK, "ask_feedback", "Marek Solbergh", "no_answer", "", ""),
    ("09-09", TALLOWBROOK, "role_open_again", "Imke Sandoval", "answered", "", ""),
    ("09-26", TALLOWBROOK, "thank_email", "Imke Sandoval", "answered", "", ""),
    ("10-05", GANTRYDALE, "who_was_hired", "", "no_answer", "nobody to be found", ""),
)  # fmt: skip

# month: plans (if, then, obstacle), what came of the plans of the month before, an answer to oneself
MONTHS = {
    "01": ((("a week has passed without an answer", "I will write one friendly line and then let it go", "I will want to refresh the page instead"),), (), "Nine letters out. I would tell a friend: you have begun, that was the hard part."),
    "02": ((("I sit down after an interview", "I will write the thank-you note before I take off my coat", "tiredness"), ("I get a case", "I will ask what decision it should help with", "fear of looking slow")), (("done", "two lines, and then I slept"),), "Four noes and three talks. Being seen and being chosen are two things."),
    "03": ((("a rejection comes after I have met somebody", "I will ask for one sentence of feedback within a week", "it stings"),), (("done", "Imke answered within the hour"), ("not yet", "I forgot when the case came by mail")), "The panel at Tallowbrook was the best hour of this winter, and it was still a no."),
    "04": ((("I present a case", "I will say the recommendation on the first slide", "I love my analysis"), ("two months have passed", "I will look who was hired", "I would rather not know")), (("done", "asked two people, one called me back"),), "Wren's ten minutes were worth more than thirty letters."),
    "05": ((("it is the first of June", "I will stop applying for two weeks and rewrite the résumé", "it feels like giving up"),), (("done", "it felt too blunt, and it was right"), ("done", "two hires, and one of them was never a race")), "I am tired, and that is allowed. Fewer letters this month."),
    "06": ((("I find a job that fits", "I will write to somebody who does that work before I apply", "shyness"),), (("done", "sixteen days without a letter"),), "Mika took out the paragraph about forklifts. The first line now says what changed because I was there."),
    "07": ((("a case asks for a forecast", "I will show how unsure it is", "it looks like weakness"), ("a talk goes well", "I will ask who else I should meet", "politeness")), (("done", "three letters, three talks"),), "Six talks in a month. I notice that I sleep."),
    "08": ((("somebody asks about leading people", "I will tell the story of the night the roster failed", "I have never practised it"),), (("done", "they asked more about it than about anything else"), ("not yet", "it never fitted")), "Second of seventy. It hurts more than seventieth, and it is worth more."),
    "09": ((("an offer comes", "I will ask for two days and read it with Aunt Dilys", "relief"),), (("done", "told it to Yuki, badly, and then to Imke, well"),), "I said no to an offer. Last winter I would not have believed that."),
    "10": ((("it is the first of December", "I will write to the seven people who helped", "the new job"),), (("done", "two days, soup, signed"),), "Same company, same role, another year. What changed: them a little, me a little, and who knew whom."),
}  # fmt: skip
# day, application, round, with whom, then what was asked, how it went, what Robin would say now
DEBRIEFS = (
    ("01-30", MARROWFINCH, "screening", "interviewer", (("Tell me about yourself", "partly", "what changed because I was there, in three sentences"), ("Why do you want to move to logistics?", "well", ""))),
    ("02-10", TALLOWBROOK, "first", "hiring_manager, interviewer", (("Why us?", "well", ""), ("How would you plan a Sunday?", "well", ""))),
    ("02-27", QUILLHAVEN, "first", "hiring_manager", (("When have you led a team?", "poorly", "the night the roster failed, and who I called first"), ("Tell me about yourself", "partly", ""))),
    ("03-20", FERNMOOR, "first", "hiring_manager", (("How would you explain a forecast to a ward?", "partly", "begin with the number of beds"), ("A conflict with a colleague?", "partly", ""))),
    ("07-15", GANTRYDALE, "first", "hiring_manager, interviewer", (("What do planners do on a bad day?", "well", ""), ("Have you led people at night?", "poorly", ""))),
    ("08-20", BRINDLEMARK, "first", "interviewer", (("How do you lead people who are not yours?", "poorly", "the night the roster failed: four calls, one plan, everybody home"), ("Why us?", "well", ""))),
    ("09-25", TALLOWBROOK, "first", "hiring_manager", (("Tell me about a time you led", "well", ""), ("What went wrong the last time you were here?", "well", "I talked too fast, and said so"))),
)  # fmt: skip
# recorded on, application, what was expected, by when, how sure
PREDICTIONS = (
    ("01-21", MARROWFINCH, "screening", "2026-02-21", 0.5),
    ("02-19", TALLOWBROOK, "offer", "2026-03-19", 0.7),
    ("02-27", QUILLHAVEN, "offer", "2026-03-27", 0.4),
    ("03-20", FERNMOOR, "offer", "2026-04-20", 0.5),
    ("03-27", OSTERVANE, "interview", "2026-04-27", 0.7),
    ("04-07", PELLWORTH, "interview", "2026-05-07", 0.5),
    ("04-24", SABLEROW, "interview", "2026-05-24", 0.6),
    ("05-11", CASTERVOLT, "interview", "2026-06-11", 0.6),
    ("07-01", ZEPHYRMOOR, "interview", "2026-08-01", 0.7),
    ("07-24", GANTRYDALE, "offer", "2026-08-24", 0.4),
    ("08-11", BRINDLEMARK, "interview", "2026-09-11", 0.6),
    ("10-01", TALLOWBROOK, "offer", "2026-11-01", 0.6),
)  # fmt: skip
EXPERIMENT = {
    "text": "CV B: first line says what changed because I was there, and I write to somebody before I apply",
    "details": {"split": "resume", "groups": ["CV A", "CV B"], "measure": "share with an interview within 45 days", "n_needed": 15, "began": "2026-06-15"},
}  # fmt: skip
# recorded on, month, application, with whom, advice, insight, recommendation, what I did with it
AIR = (
    ("04-17", "04", OSTERVANE, "Wren Adeyomo", "say the recommendation first", "the panel decides in the first five minutes", "", "rebuilt my case slides"),
    ("06-13", "06", "", "Mika Thornbury", "write to people before you apply", "a letter is read differently when the name is known", "Halima at Zephyrmoor", "wrote to six people this summer"),
    ("07-03", "07", MARROWFINCH, "hire-2", "get to know a team before it has a vacancy", "posts are shown inside two weeks before anybody else sees them", "", "asked three planners what their teams will need next year"),
    ("07-29", "07", OSTERVANE, "hire-5", "practise the case aloud on two friends", "the master's degree came up once, the rehearsal in every round", "the planners' meet-up in August", "went there, and met Frostwick"),
    ("08-06", "08", GANTRYDALE, "Bastien Crowhurstle", "get one night on a quay", "second of seventy", "Tove at Copperwick", "spent a night shift with the crane planners"),
    ("09-10", "09", TALLOWBROOK, "Imke Sandoval", "ask about the Sunday timetable again", "they had missed somebody who asks why", "", "brought a count of missed connections"),
)  # fmt: skip


def notes_json() -> bytes:
    """Return the notes, oldest first, one to a line."""
    notes = sorted(_notes(), key=lambda note: note["on"])
    lines = ",\n".join(json.dumps(note, ensure_ascii=False) for note in notes)
    return f"[\n{lines}\n]\n".encode()


def _notes() -> Iterator[dict]:
    for day, application, name, part, company, title in PEOPLE:
        yield _note("person", day, application, name=name, part=part, company=company, title=title)
    for day, application, reason, sub_reason, says, words in EVIDENCE:
        yield _note(
            "evidence",
            day,
            application,
            reason=reason,
            sub_reason=sub_reason,
            says=says,
            words=words,
            date=f"2026-{day}",
        )
    for day, application, known in HIRES:
        yield _note("hire", day, application, **known)
    for (application, day), asked in POSTINGS.items():
        for requirement, strength, dimension, value in asked:
            yield _note(
                "posting",
                day,
                application,
                requirement=requirement,
                strength=strength,
                dimension=dimension,
                value=value,
            )
    for day, application, step, person, outcome, words, until in STEPS:
        yield _note(
            "step",
            day,
            application,
            step=step,
            person=person,
            date=f"2026-{day}",
            outcome=outcome,
            words=words,
            until=until,
        )
    for day, application, round_, part, questions in DEBRIEFS:
        for asked, went, now in questions:
            about = {"round": round_, "part": part, "date": f"2026-{day}"}
            yield _note("debrief", day, application, **about, asked=asked, went=went, now=now)
    yield from _reflections()


def _reflections() -> Iterator[dict]:
    before: tuple = ()
    for month, (plans, came, answer) in MONTHS.items():
        for plan, (outcome, words) in zip(before, came, strict=True):
            yield _reflection(month, "review", _if_then(plan), outcome=outcome, came=words)
        for plan in plans:
            yield _reflection(
                month, "plan", _if_then(plan), **dict(zip(("if", "then", "obstacle"), plan, strict=True))
            )
        yield _reflection(
            month, "answer", answer, prompt="What would you write to a friend in the same place?"
        )
        before = plans
    for day, application, expected, by, probability in PREDICTIONS:
        told = {"application": application, "expected": expected, "by": by, "probability": probability}
        yield _reflection(day[:2], "prediction", f"{application}: {expected} by {by}", day, **told)
    yield _reflection("06", "experiment", EXPERIMENT["text"], "06-15", **EXPERIMENT["details"])
    for day, month, application, person, *told in AIR:
        words = dict(zip(("advice", "insight", "recommendation", "did"), told, strict=True))
        yield _reflection(month, "air", told[0], day, application=application, person=person, **words)


def _reflection(month: str, kind: str, text: str, day: str = "", **details) -> dict:
    """Return a reflection; without a day it was written on the last day of its month."""
    last = calendar.monthrange(2026, int(month))[1]
    told = {name: value for name, value in details.items() if value}
    return _note(
        "reflection", day or f"{month}-{last}", "", month=f"2026-{month}", kind=kind, text=text, details=told
    )


def _if_then(plan: tuple[str, str, str]) -> str:
    return f"If {plan[0]}, then {plan[1]}."


def _note(record: str, day: str, application: str, **columns) -> dict:
    known = {name: value for name, value in columns.items() if value not in ("", None)}
    return (
        {"record": record, "on": f"2026-{day}"}
        | ({"application": application} if application else {})
        | known
    )
