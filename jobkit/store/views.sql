-- What still counts of a store, named `sound_…` for the time of a connection: without what was taken back
-- (`retracted` is filled first), or read anew since (`replaced`, by the last statement).
CREATE TEMP TABLE IF NOT EXISTS retracted (change INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS replaced (record INTEGER PRIMARY KEY);
DELETE FROM temp.retracted;
DELETE FROM temp.replaced;

CREATE TEMP VIEW IF NOT EXISTS sound_sources AS
SELECT * FROM sources WHERE change NOT IN (SELECT change FROM temp.retracted);

CREATE TEMP VIEW IF NOT EXISTS sound_events AS
SELECT * FROM events WHERE change NOT IN (SELECT change FROM temp.retracted)
 AND (record IS NULL OR record NOT IN (SELECT record FROM temp.replaced));

CREATE TEMP VIEW IF NOT EXISTS sound_facts AS
SELECT * FROM facts WHERE change NOT IN (SELECT change FROM temp.retracted)
 AND (record IS NULL OR record NOT IN (SELECT record FROM temp.replaced));

-- Each with the name of its file, and whether that lists different jobs on different rows.
CREATE TEMP VIEW IF NOT EXISTS sound_records AS
SELECT r.*, s.name, s.exclusive FROM records r JOIN sound_sources s ON s.source = r.source
WHERE record IS NULL OR record NOT IN (SELECT record FROM temp.replaced);

-- The records that each file holds: those first read in it, and those that others held before.
CREATE TEMP VIEW IF NOT EXISTS held AS
SELECT source, record FROM records UNION ALL SELECT source, record FROM sightings;

-- The lists of which a later one holds at least half of the rows: its earlier versions.
CREATE TEMP VIEW IF NOT EXISTS superseded AS
WITH listed AS (
    SELECT h.source, r.key FROM held h JOIN sound_sources s USING (source) JOIN records r USING (record)
    WHERE s.exclusive
  ),
  sizes AS (SELECT source, count(*) AS n FROM listed GROUP BY source)
SELECT DISTINCT a.source FROM listed a JOIN listed b USING (key) JOIN sizes s ON s.source = a.source
WHERE a.source < b.source GROUP BY a.source, b.source HAVING 2 * count(*) >= s.n;

-- Which entry stands in which file that lists different jobs on different rows.
CREATE TEMP VIEW IF NOT EXISTS listed_entries AS
SELECT DISTINCT e.entry, s.source FROM sound_events e JOIN held h USING (record)
 JOIN sound_sources s ON s.source = h.source WHERE s.exclusive;

-- What was not understood; what is doubted of a line is settled once the line was set right.
CREATE TEMP VIEW IF NOT EXISTS open_problems AS
SELECT r.name, r.origin, p.field, p.value, p.problem, p.action, s.change, e.company, e.role,
  r.record, p.rowid AS place
FROM problems p JOIN sound_records r USING (record) JOIN sources s USING (source)
 LEFT JOIN events e ON e.id = (SELECT min(id) FROM events WHERE record = r.record)
WHERE (p.field <> 'résumé' OR (r.source, r.origin) NOT IN
  (SELECT c.source, c.origin FROM sound_facts f JOIN records c USING (record)
   WHERE f.fact IN (SELECT replaces FROM sound_facts)))
 AND NOT EXISTS (SELECT 1 FROM events x JOIN sound_facts f USING (event) WHERE x.record = r.record
  AND f.table_name = 'corrections');

-- The events that the person recorded, or set right the kind or the day of.
CREATE TEMP VIEW IF NOT EXISTS by_hand AS
SELECT event, date, change FROM sound_events WHERE record IS NULL
 UNION ALL SELECT f.event, e.date, f.change FROM sound_facts f JOIN sound_events e USING (event)
 WHERE table_name = 'corrections' AND (body LIKE '%"kind"%' OR body LIKE '%"date"%');

-- By what an event that was set right is known again in a row of a list that was edited since.
CREATE TEMP VIEW IF NOT EXISTS twins AS
SELECT e.event, e.kind, e.date, e.company, e.role, s.name FROM events e
 JOIN records r USING (record) JOIN sources s USING (source)
WHERE s.exclusive AND e.event IN (SELECT event FROM sound_facts WHERE table_name = 'corrections');

-- The people whom files list, with the file and the day it was added.
CREATE TEMP VIEW IF NOT EXISTS listed_people AS
SELECT f.fact, r.source, substr(c.at, 1, 10) AS day FROM sound_facts f JOIN records r USING (record)
 JOIN sources s USING (source) JOIN changes c ON c.change = s.change WHERE f.table_name = 'people';

-- Who wrote, or invited, by whatever tells of an event.
CREATE TEMP VIEW IF NOT EXISTS writers AS
SELECT json_extract(r.content, '$.From') AS sender, json_extract(r.content, '$.Organizer') AS organizer,
  e.company, e.role, e.id
FROM sound_events e JOIN records r USING (record)
WHERE r.content LIKE '%"From":%' OR r.content LIKE '%"Organizer":%';

-- The facts that stand in no file.
CREATE TEMP VIEW IF NOT EXISTS written_down AS
SELECT fact FROM sound_facts WHERE record IS NULL
 AND table_name NOT IN ('backups', 'doubts', 'readers', 'replaced');

-- The records that a later reading of the same ones has replaced.
INSERT OR IGNORE INTO temp.replaced SELECT j.value FROM facts f, json_each(f.body, '$.records') j
WHERE f.table_name = 'replaced' AND change NOT IN (SELECT change FROM temp.retracted);
