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

-- Each fact, and whether it can be read.
CREATE TEMP VIEW IF NOT EXISTS told_facts AS
SELECT *, CASE WHEN json_valid(body) THEN json_type(body) = 'object' ELSE 0 END AS is_readable FROM facts;

CREATE TEMP VIEW IF NOT EXISTS sound_facts AS
SELECT * FROM told_facts WHERE change NOT IN (SELECT change FROM temp.retracted)
 AND (record IS NULL OR record NOT IN (SELECT record FROM temp.replaced));

-- Each with the name of its file, and whether that lists different jobs on different rows.
CREATE TEMP VIEW IF NOT EXISTS sound_records AS
SELECT r.*, s.name, s.exclusive FROM records r JOIN sound_sources s ON s.source = r.source
WHERE record IS NULL OR record NOT IN (SELECT record FROM temp.replaced);

-- The records that each file holds: those first read in it, and those that others held before.
CREATE TEMP VIEW IF NOT EXISTS held AS
SELECT source, record FROM records UNION ALL SELECT source, record FROM sightings;

-- Which entry stands in which file that lists different jobs on different rows.
CREATE TEMP VIEW IF NOT EXISTS listed_entries AS
SELECT DISTINCT e.entry, s.source FROM sound_events e JOIN held h USING (record)
 JOIN sound_sources s ON s.source = h.source WHERE s.exclusive;

-- The records that a later reading of the same ones has replaced.
INSERT OR IGNORE INTO temp.replaced SELECT j.value FROM facts f, json_each(f.body, '$.records') j
WHERE f.table_name = 'replaced' AND change NOT IN (SELECT change FROM temp.retracted);
