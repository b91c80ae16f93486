-- What entries were before they were changed. `version` is the entry's own number; NULL for a text
-- that never was the entry's, such as one of two that were put together. `state` is zlib over JSON.
CREATE TABLE entry_version (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    version INTEGER,
    made_at INTEGER NOT NULL,
    why TEXT NOT NULL,
    words INTEGER NOT NULL,
    state BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX entry_version_number ON entry_version (entry_id, version);
CREATE INDEX entry_version_time ON entry_version (entry_id, made_at);
