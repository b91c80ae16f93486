-- Which photos and files an entry's text names, in the order of the text, with what a list needs
-- to show them, so that a list never opens the media file.
CREATE TABLE entry_media (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    uid TEXT NOT NULL,
    mime TEXT NOT NULL,
    is_picture INTEGER NOT NULL,
    alt TEXT NOT NULL,
    PRIMARY KEY (entry_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_media_uid ON entry_media (uid);
