-- Several journals; what stands in an entry's margin beside its day, tags and star. The margin has
-- a table of its own: few entries have one, and a column after `body` would cost reading the body.
ALTER TABLE journal ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN is_default INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN entries INTEGER NOT NULL DEFAULT 0;

UPDATE journal SET is_default = 1 WHERE id = (SELECT min(id) FROM journal);
UPDATE journal SET entries =
    (SELECT count(*) FROM entry WHERE journal_id = journal.id AND trashed_at IS NULL);

CREATE UNIQUE INDEX journal_default ON journal (is_default) WHERE is_default = 1;
CREATE INDEX entry_journal ON entry (journal_id, position) WHERE trashed_at IS NULL;

-- How many entries outside the trash a journal holds, for the sidebar of every page.
CREATE TRIGGER journal_entered AFTER INSERT ON entry WHEN new.trashed_at IS NULL BEGIN
    UPDATE journal SET entries = entries + 1 WHERE id = new.journal_id;
END;

CREATE TRIGGER journal_left AFTER DELETE ON entry WHEN old.trashed_at IS NULL BEGIN
    UPDATE journal SET entries = entries - 1 WHERE id = old.journal_id;
END;

CREATE TRIGGER journal_changed AFTER UPDATE OF journal_id, trashed_at ON entry
WHEN old.journal_id <> new.journal_id OR (old.trashed_at IS NULL) <> (new.trashed_at IS NULL) BEGIN
    UPDATE journal SET entries = entries - 1 WHERE id = old.journal_id AND old.trashed_at IS NULL;
    UPDATE journal SET entries = entries + 1 WHERE id = new.journal_id AND new.trashed_at IS NULL;
END;

ALTER TABLE tag ADD COLUMN color TEXT;

CREATE TABLE entry_margin (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    pinned_at INTEGER,
    mood INTEGER CHECK (mood BETWEEN 1 AND 5),
    place TEXT NOT NULL DEFAULT '',
    latitude REAL,
    longitude REAL,
    weather TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX margin_pinned ON entry_margin (pinned_at) WHERE pinned_at IS NOT NULL;
CREATE INDEX margin_mood ON entry_margin (mood, entry_id) WHERE mood IS NOT NULL;
CREATE INDEX margin_place ON entry_margin (place) WHERE place <> '';
CREATE INDEX margin_weather ON entry_margin (weather) WHERE weather <> '';

-- The people entries tell of.
CREATE TABLE companion (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE entry_companion (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    companion_id INTEGER NOT NULL REFERENCES companion (id),
    PRIMARY KEY (entry_id, companion_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_companion_companion ON entry_companion (companion_id, entry_id);
