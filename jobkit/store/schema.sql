-- The store of one search. Facts only, appended: no fact is updated, and nothing is deleted but by
-- `forget`. What can be computed (applications, links, due steps) is computed on load.

-- One row for each command that wrote something: the unit of `history` and `undo`.
CREATE TABLE changes (
  change   INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,                          -- UTC, 2026-10-31T08:15:00
  command  TEXT NOT NULL,                          -- add, log, why, hire, undo …
  summary  TEXT NOT NULL,                          -- in words, for the person
  retracts INTEGER REFERENCES changes (change),    -- the change that this one takes back
  sum      INTEGER                                 -- of the rows it wrote, to find damage; none: not known
);

-- A file as it was on the day it was added.
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

-- One row or message of a source, kept whole. `key` is its content and its occurrence among equals,
-- so the same row met again, in any file and in any order, is known.
CREATE TABLE records (
  record  INTEGER PRIMARY KEY,
  source  INTEGER NOT NULL REFERENCES sources (source),
  key     TEXT NOT NULL,
  origin  TEXT NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('understood', 'set aside', 'problem')),
  reason  TEXT NOT NULL,
  content TEXT NOT NULL                            -- JSON: every cell as written
);
CREATE INDEX records_key ON records (key);
CREATE INDEX records_source ON records (source);

-- A record that a later file holds too.
CREATE TABLE sightings (
  source INTEGER NOT NULL REFERENCES sources (source),
  record INTEGER NOT NULL REFERENCES records (record),
  PRIMARY KEY (source, record)
) WITHOUT ROWID;

-- What was not understood in a record.
CREATE TABLE problems (
  record  INTEGER NOT NULL REFERENCES records (record),
  field   TEXT NOT NULL,
  value   TEXT NOT NULL,
  problem TEXT NOT NULL,
  action  TEXT NOT NULL
);
CREATE INDEX problems_record ON problems (record);

-- Dated things that happened to an application; `event` is made from the record's content, so it
-- is the same in every store that holds the record.
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
CREATE INDEX events_event ON events (event);
CREATE INDEX events_record ON events (record);

-- Rows of the other tables: evidence, hires, people, credentials, postings, steps, reflections,
-- links (two events that are, or are not, one application) and mappings of columns.
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
CREATE INDEX facts_table ON facts (table_name);
CREATE INDEX facts_record ON facts (record);
