-- What was brought in, one row an import, so that it can be told and taken back as one. `left_out`
-- is JSON: what did not come in or came in with a doubt (the first of it), and how often which.
CREATE TABLE import_batch (
    id INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    format TEXT NOT NULL,
    source TEXT NOT NULL,
    entries INTEGER NOT NULL,
    pictures INTEGER NOT NULL,
    doubles INTEGER NOT NULL,
    first_day TEXT,
    last_day TEXT,
    left_out TEXT NOT NULL,
    taken_back_at INTEGER
) STRICT;

-- Where an entry came from: the id it had there (or ''), what makes it the same (day, time and
-- words, hashed) and the rest of its record as JSON, so that a better reader can run again.
-- Ids and hashes have no index: an import reads them all, once, before it begins.
CREATE TABLE import_source (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    batch_id INTEGER NOT NULL REFERENCES import_batch (id),
    source_id TEXT NOT NULL,
    source_hash BLOB NOT NULL,
    record TEXT NOT NULL
) STRICT;

CREATE INDEX import_source_batch ON import_source (batch_id);
