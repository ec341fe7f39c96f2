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

CREATE TEMP VIEW IF NOT EXISTS sound_records AS
SELECT r.* FROM records r JOIN sound_sources s ON s.source = r.source
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

-- The records that a later reading of the same ones has replaced.
INSERT OR IGNORE INTO temp.replaced SELECT j.value FROM facts f, json_each(f.body, '$.records') j
WHERE f.table_name = 'replaced' AND change NOT IN (SELECT change FROM temp.retracted);
