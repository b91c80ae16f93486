-- The people of this computer and what opens their journals. Nothing anyone wrote is here.
CREATE TABLE user (
    person_id TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    username_folded TEXT NOT NULL UNIQUE,
    email TEXT,
    password_hash TEXT NOT NULL,
    salt BLOB NOT NULL,
    mib INTEGER NOT NULL,
    passes INTEGER NOT NULL,
    lanes INTEGER NOT NULL,
    is_admin INTEGER NOT NULL DEFAULT 0,
    is_disabled INTEGER NOT NULL DEFAULT 0,
    joined_at INTEGER NOT NULL,
    opened_on TEXT,
    code_is_kept INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL DEFAULT 0,
    password_set_at INTEGER NOT NULL
) STRICT;

CREATE TABLE key_slot (
    person_id TEXT NOT NULL REFERENCES user (person_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    salt BLOB NOT NULL,
    mib INTEGER NOT NULL,
    passes INTEGER NOT NULL,
    lanes INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (person_id, kind)
) STRICT;

-- Fingerprints of recovery codes. The current one has no replaced_at; the earlier ones are kept to
-- say so when one of them is typed.
CREATE TABLE recovery_code (
    person_id TEXT NOT NULL REFERENCES user (person_id) ON DELETE CASCADE,
    salt BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    replaced_at INTEGER
) STRICT;

-- What this computer remembers for all its people.
CREATE TABLE computer (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
