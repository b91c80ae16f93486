-- Files that are on their way in, part by part. Their rows in `media` and `chunk` become final when
-- they are complete; what was left half way is removed at the next unlock.
CREATE TABLE upload (
    media_id INTEGER PRIMARY KEY REFERENCES media (id) ON DELETE CASCADE,
    begun_at INTEGER NOT NULL
) STRICT;
