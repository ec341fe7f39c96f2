-- insert_event: appends an event.
INSERT INTO events (event, change, record, entry, kind, date, company, role, channel, location, url, note, text,
  details)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- insert_fact: appends a row of another table.
INSERT INTO facts (fact, table_name, change, record, entry, event, recorded, replaces, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?);

-- events: what counts as events, with file and place.
SELECT e.event, e.kind, e.date, e.company, e.role, e.channel, e.location, e.url, e.note, e.text, s.name, r.origin,
  e.entry, e.details
FROM sound_events e LEFT JOIN records r USING (record) LEFT JOIN sources s USING (source) ORDER BY e.id;

-- kinds: what events say of kind and day, with file and place.
SELECT s.name, r.origin, e.event, e.kind, e.date
FROM sound_events e LEFT JOIN records r USING (record) LEFT JOIN sources s USING (source);

-- facts: the readable facts of a table, with file and place.
SELECT f.replaces, f.body, f.fact, f.entry, f.event, f.recorded, r.origin, s.name
FROM sound_facts f LEFT JOIN records r USING (record) LEFT JOIN sources s USING (source)
WHERE f.table_name = ? AND f.is_readable
ORDER BY f.id;

-- written_with: the facts about some events that the person wrote down in one change with them.
SELECT f.fact FROM sound_facts f JOIN sound_events e USING (event)
WHERE e.record IS NULL AND f.change = e.change AND e.event IN (SELECT value FROM json_each(?));

-- broken: the facts that cannot be read, with file and place.
SELECT s.name, r.origin, f.fact
FROM sound_facts f LEFT JOIN records r USING (record) LEFT JOIN sources s USING (source)
WHERE NOT f.is_readable;

-- every_person: the people, undone ones too.
SELECT fact, record, body FROM told_facts WHERE table_name = 'people' AND is_readable;

-- firsts: what may name an application; which of an appointment counts, a `Search` knows.
SELECT event, company, role, entry, date, kind FROM sound_events
WHERE NOT EXISTS (SELECT 1 FROM sound_facts WHERE table_name = 'corrections')
 AND json_extract(details, '$.uid') IS NULL
ORDER BY date IS NULL, date, event;

-- of_a_day: the jobs with an event of a kind on a day, but those that were set right since.
SELECT event, company, role, details ->> 'time' FROM sound_events WHERE kind = ? AND date = ?
 AND event NOT IN (SELECT event FROM sound_facts WHERE table_name = 'corrections');

-- turned_down: the rejections between two days, but those that were set right since.
SELECT role, company, date FROM sound_events WHERE kind = 'rejected' AND date > ? AND date <= ?
 AND event NOT IN (SELECT event FROM sound_facts WHERE table_name = 'corrections')
ORDER BY date DESC;

-- superseded: the lists of which a later one holds at least half of the rows, its earlier versions.
WITH listed AS (
    SELECT h.source, r.key FROM held h JOIN sound_sources s USING (source) JOIN records r USING (record)
    WHERE s.exclusive
  ),
  sizes AS (SELECT source, count(*) AS n FROM listed GROUP BY source)
SELECT DISTINCT a.source FROM listed a JOIN listed b USING (key) JOIN sizes s ON s.source = a.source
WHERE a.source < b.source GROUP BY a.source, b.source HAVING 2 * count(*) >= s.n;

-- previous: the version of a list before this one, that of which it holds half the rows, else the last of its name.
WITH same AS (
    SELECT h.source, count(*) AS n FROM held h JOIN sightings g USING (record)
    WHERE g.source = :source AND h.source < :source GROUP BY h.source
  ),
  earlier AS (
    SELECT s.source,
      coalesce(same.n, 0) * 2 >= (SELECT count(*) FROM held h WHERE h.source = s.source) AS is_same
    FROM sound_sources s LEFT JOIN same USING (source)
    WHERE s.source < :source AND s.exclusive AND s.kind = :kind AND (s.name = :name OR same.n > 0)
  )
SELECT source, is_same FROM earlier JOIN sound_sources USING (source)
WHERE is_same OR name = :name ORDER BY is_same DESC, source DESC LIMIT 1;

-- missing: the rows of the version before that stand in this one no more.
SELECT record FROM sound_records WHERE state <> 'set aside'
 AND record IN (SELECT record FROM held WHERE source = :before)
 AND record NOT IN (SELECT record FROM sightings WHERE source = :source);

-- kept: what the latest try at the same file kept of it.
SELECT r.key, r.state FROM held h JOIN records r USING (record)
WHERE h.source = (SELECT max(source) FROM sound_sources WHERE sha256 = ? AND source < ?);

-- reading: how a record was read.
SELECT state, origin, coalesce((SELECT entry FROM events e WHERE e.record = r.record), key), content
FROM records r WHERE record = ?;

-- read_events: what events were read in a record.
SELECT event, kind, date, company, role, channel, location, url, note, text, details FROM events
WHERE record = ? ORDER BY id;

-- read_facts: what else was read in a record.
SELECT fact, table_name, body FROM facts WHERE record = ? ORDER BY id;

-- rows: the rows of a list, as they stand in it.
SELECT r.origin, r.content FROM held h JOIN sound_records r USING (record) WHERE h.source = ?1
ORDER BY r.source = ?1 DESC, record;

-- cells: the rows in which some events were read.
SELECT e.event, r.content FROM sound_events e JOIN records r USING (record)
WHERE e.event IN (SELECT value FROM json_each(?));

-- listed_entries: which entry stands in which file that lists different jobs on different rows.
SELECT entry, source FROM listed_entries;

-- doubts: how often the person decided on a link, and how many files list two of these entries as different jobs.
SELECT (SELECT count(*) FROM sound_facts WHERE table_name = 'links') + (SELECT count(*) FROM
 (SELECT 1 FROM listed_entries WHERE entry IN (SELECT value FROM json_each(?)) GROUP BY source HAVING count(*) > 1));

-- open_problems: what was not understood; what is doubted of a line is settled once the line was set right.
SELECT r.name, r.origin, p.field, p.value, p.problem, p.action, s.change, e.company, e.role
FROM problems p JOIN sound_records r USING (record) JOIN sources s USING (source)
 LEFT JOIN events e ON e.id = (SELECT min(id) FROM events WHERE record = r.record)
WHERE (p.field <> 'résumé' OR (r.source, r.origin) NOT IN
  (SELECT c.source, c.origin FROM sound_facts f JOIN records c USING (record)
   WHERE f.fact IN (SELECT replaces FROM sound_facts)))
 AND NOT EXISTS (SELECT 1 FROM events x JOIN sound_facts f USING (event) WHERE x.record = r.record
  AND f.table_name = 'corrections')
ORDER BY r.record, p.rowid;

-- by_hand: the events that the person recorded, or set right the kind or the day of.
SELECT event, date, change FROM sound_events WHERE record IS NULL
UNION ALL SELECT f.event, e.date, f.change FROM sound_facts f JOIN sound_events e USING (event)
WHERE table_name = 'corrections' AND (body LIKE '%"kind"%' OR body LIKE '%"date"%') ORDER BY change;

-- twins: by what an event that was set right is known again in a row of a list that was edited since.
SELECT e.event, e.kind, e.date, e.company, e.role, s.name FROM events e
 JOIN records r USING (record) JOIN sources s USING (source)
WHERE s.exclusive AND e.event IN (SELECT event FROM sound_facts WHERE table_name = 'corrections');

-- listed_people: the people whom files list, with the file and the day it was added.
SELECT f.fact, r.source, substr(c.at, 1, 10) FROM sound_facts f JOIN records r USING (record)
 JOIN sources s USING (source) JOIN changes c ON c.change = s.change WHERE f.table_name = 'people';

-- writers: who wrote, or invited, in what tells of an event.
SELECT DISTINCT json_extract(r.content, '$.From'), json_extract(r.content, '$.Organizer'), e.company, e.role
FROM sound_events e JOIN records r USING (record)
WHERE r.content LIKE '%"From":%' OR r.content LIKE '%"Organizer":%' ORDER BY e.id;

-- letters_aside: the letters that tell of no application.
SELECT name, origin, reason, content FROM sound_records WHERE NOT exclusive AND state = 'set aside'
ORDER BY record;

-- n_written_down: how many facts stand in no file.
SELECT count(*) FROM sound_facts WHERE record IS NULL
 AND table_name NOT IN ('backups', 'doubts', 'readers', 'replaced');

-- of_more: the records that tell of more than a person.
SELECT record FROM events WHERE record NOTNULL
UNION SELECT record FROM facts WHERE record NOTNULL AND table_name <> 'people';

-- same_file: the files with these bytes and this name, the newest first.
SELECT source, kind FROM sound_sources WHERE sha256 = ? AND name = ? ORDER BY source DESC;

-- same_bytes: whether a file with these bytes is known.
SELECT 1 FROM sound_sources WHERE sha256 = ?;

-- added_at: when a file was added, in seconds.
SELECT strftime('%s', at) FROM changes JOIN sources USING (change) WHERE source = ?;

-- states: how many records of a file are understood, set aside, problems.
SELECT r.state, count(*) FROM held h JOIN records r USING (record) WHERE h.source = ? GROUP BY 1;

-- held: the records of the files with these bytes that were added before another.
SELECT record FROM held JOIN sound_sources USING (source) WHERE sha256 = ? AND source < ?;

-- every_id: the ids of events and facts, with their records.
SELECT event, record FROM sound_events UNION SELECT fact, record FROM sound_facts;

-- insert_source: appends a file.
INSERT INTO sources (change, name, kind, size, exclusive, layout, sha256) VALUES (?, ?, ?, ?, ?, ?, ?);

-- adverts: the job advertisements that were set aside.
SELECT content FROM sound_records WHERE state = 'set aside' AND reason = 'job advertisement';

-- n_hires: how many people hired were recorded, undone ones too.
SELECT count(DISTINCT json_extract(body, '$.hire')) FROM facts WHERE table_name = 'hires';

-- written_in: in which change each fact and event was written.
SELECT fact, change FROM facts UNION SELECT event, change FROM events;

-- entries: the entries of some events, undone ones too.
SELECT event, entry FROM events WHERE event IN (SELECT value FROM json_each(?));

-- of_change: the ids of what a change wrote.
SELECT event FROM events WHERE change = ?1 UNION SELECT fact FROM facts WHERE change = ?1;

-- records: every row and message, with file and place.
SELECT name, origin, state, reason, content FROM sound_records ORDER BY record;

-- addressed: what may name the person: letters to them, and messages of theirs.
SELECT content FROM sound_records WHERE content LIKE '%"OUTGOING"%' OR content LIKE '%"To": %';
