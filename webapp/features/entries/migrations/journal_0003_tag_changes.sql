-- Tags renamed, merged or deleted across entries, with what each entry was before, to be undone.
CREATE TABLE tag_change (
    id INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    target TEXT NOT NULL,
    color TEXT,
    entries INTEGER NOT NULL DEFAULT 0
) STRICT;

-- `version` is what the change has made of the entry; `fields` its tag field before, as JSON;
-- `body` its text before, NULL where that stays as it was.
CREATE TABLE tag_change_entry (
    change_id INTEGER NOT NULL REFERENCES tag_change (id) ON DELETE CASCADE,
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    fields TEXT NOT NULL,
    body TEXT,
    PRIMARY KEY (change_id, entry_id)
) STRICT;

CREATE INDEX tag_change_entry_entry ON tag_change_entry (entry_id);
