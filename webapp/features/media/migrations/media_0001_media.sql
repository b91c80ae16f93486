-- Photos and files, each stored once. Rows are added and removed, never changed, so that a backup
-- needs only those that it does not have yet. `width` and `height` are those of the picture as it
-- is seen; NULL means that it is no picture, or none that can be shown.
CREATE TABLE media (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    sha256 BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mime TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    name TEXT NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;

-- All chunks but the last are 262144 bytes long, so that any part is found by counting. They are
-- written before the row they belong to: only then the hash is known.
CREATE TABLE chunk (
    media_id INTEGER NOT NULL
        REFERENCES media (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    ordinal INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (media_id, ordinal)
) STRICT;

CREATE TABLE thumb (
    media_id INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    mime TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (media_id, size)
) STRICT;
