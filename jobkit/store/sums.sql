-- Rows as they were written, each behind the change that wrote it.
SELECT change, change, at, command, summary, retracts FROM changes;
SELECT change, change, name, kind, size, exclusive, layout FROM sources;
SELECT s.change, r.* FROM records r JOIN sources s USING (source);
SELECT s.change, g.* FROM sightings g JOIN sources s USING (source);
SELECT s.change, p.* FROM problems p JOIN records r USING (record) JOIN sources s USING (source);
SELECT change, event, change, record, entry, kind, date, company, role, channel, location, url, note, text, details
FROM events;
SELECT change, fact, table_name, change, record, entry, event, recorded, replaces, body FROM facts;
