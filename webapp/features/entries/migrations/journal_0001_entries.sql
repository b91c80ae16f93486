-- Journals, entries and tags. `position` is the order of the timeline and the row id of the
-- search index: day since year 1 << 20 | minute of the day << 9 | running number.
-- `body` stands last, so that lists never read the pages it fills.
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    position INTEGER NOT NULL UNIQUE,
    journal_id INTEGER NOT NULL DEFAULT 1 REFERENCES journal (id),
    day TEXT NOT NULL,
    time TEXT NOT NULL,
    zone TEXT NOT NULL,
    instant INTEGER NOT NULL,
    name TEXT NOT NULL,
    summary TEXT NOT NULL,
    words INTEGER NOT NULL,
    starred INTEGER NOT NULL DEFAULT 0,
    trashed_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    title TEXT,
    body TEXT NOT NULL
) STRICT;

CREATE INDEX entry_timeline ON entry (position) WHERE trashed_at IS NULL;
CREATE INDEX entry_trash ON entry (trashed_at) WHERE trashed_at IS NOT NULL;
CREATE INDEX entry_starred ON entry (position) WHERE starred = 1 AND trashed_at IS NULL;

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    uses INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE entry_tag (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tag (id),
    in_text INTEGER NOT NULL,
    PRIMARY KEY (entry_id, tag_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_tag_tag ON entry_tag (tag_id, entry_id);

-- How many entries outside the trash carry a tag; counting them for every page would read the
-- whole table.
CREATE TRIGGER tag_used AFTER INSERT ON entry_tag
WHEN EXISTS (SELECT 1 FROM entry WHERE id = new.entry_id AND trashed_at IS NULL) BEGIN
    UPDATE tag SET uses = uses + 1 WHERE id = new.tag_id;
END;

CREATE TRIGGER tag_unused AFTER DELETE ON entry_tag
WHEN EXISTS (SELECT 1 FROM entry WHERE id = old.entry_id AND trashed_at IS NULL) BEGIN
    UPDATE tag SET uses = uses - 1 WHERE id = old.tag_id;
END;

CREATE TRIGGER entry_trashed AFTER UPDATE OF trashed_at ON entry
WHEN (old.trashed_at IS NULL) <> (new.trashed_at IS NULL) BEGIN
    UPDATE tag SET uses = uses + iif(new.trashed_at IS NULL, 1, -1)
    WHERE id IN (SELECT tag_id FROM entry_tag WHERE entry_id = new.id);
END;

-- Before the cascade would: then the entry is still there to be asked whether it counts.
CREATE TRIGGER entry_deleted BEFORE DELETE ON entry BEGIN
    DELETE FROM entry_tag WHERE entry_id = old.id;
END;

CREATE INDEX tag_uses ON tag (uses);

INSERT INTO journal (id, name, color, created_at)
VALUES (1, 'Daily', 'blue', CAST(unixepoch() AS INTEGER) * 1000);
