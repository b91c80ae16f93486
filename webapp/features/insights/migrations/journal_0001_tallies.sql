-- What was written outside the trash, by day, by hour and by tag: kept by triggers, so that no page
-- that counts ever reads an entry. A row whose count is 0 counts as none.
CREATE TABLE day_tally (
    day TEXT PRIMARY KEY,
    entries INTEGER NOT NULL DEFAULT 0,
    words INTEGER NOT NULL DEFAULT 0,
    mood_1 INTEGER NOT NULL DEFAULT 0,
    mood_2 INTEGER NOT NULL DEFAULT 0,
    mood_3 INTEGER NOT NULL DEFAULT 0,
    mood_4 INTEGER NOT NULL DEFAULT 0,
    mood_5 INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- `weekday` counts from Sunday, 0, as SQLite does.
CREATE TABLE hour_tally (
    year INTEGER NOT NULL,
    weekday INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    entries INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (year, weekday, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag_tally (
    year INTEGER NOT NULL,
    tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
    entries INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (year, tag_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_tally_tag ON tag_tally (tag_id);

INSERT INTO day_tally
SELECT e.day, count(*), sum(e.words), sum(m.mood IS 1), sum(m.mood IS 2), sum(m.mood IS 3),
    sum(m.mood IS 4), sum(m.mood IS 5)
FROM entry e LEFT JOIN entry_margin m ON m.entry_id = e.id
WHERE e.trashed_at IS NULL GROUP BY e.day;

INSERT INTO hour_tally
SELECT CAST(substr(day, 1, 4) AS INTEGER), CAST(strftime('%w', day) AS INTEGER),
    CAST(substr(time, 1, 2) AS INTEGER), count(*)
FROM entry WHERE trashed_at IS NULL GROUP BY 1, 2, 3;

INSERT INTO tag_tally
SELECT CAST(substr(e.day, 1, 4) AS INTEGER), t.tag_id, count(*)
FROM entry_tag t JOIN entry e ON e.id = t.entry_id WHERE e.trashed_at IS NULL GROUP BY 1, 2;

CREATE TRIGGER tally_entered AFTER INSERT ON entry WHEN new.trashed_at IS NULL BEGIN
    INSERT INTO day_tally (day, entries, words) VALUES (new.day, 1, new.words)
    ON CONFLICT DO UPDATE SET entries = entries + 1, words = words + excluded.words;
    INSERT INTO hour_tally VALUES (CAST(substr(new.day, 1, 4) AS INTEGER),
        CAST(strftime('%w', new.day) AS INTEGER), CAST(substr(new.time, 1, 2) AS INTEGER), 1)
    ON CONFLICT DO UPDATE SET entries = entries + 1;
END;

-- Before the margin goes with it: then its mood can still be asked.
CREATE TRIGGER tally_left BEFORE DELETE ON entry WHEN old.trashed_at IS NULL BEGIN
    UPDATE day_tally SET entries = entries - 1, words = words - old.words WHERE day = old.day;
    UPDATE hour_tally SET entries = entries - 1
    WHERE year = CAST(substr(old.day, 1, 4) AS INTEGER)
        AND weekday = CAST(strftime('%w', old.day) AS INTEGER)
        AND hour = CAST(substr(old.time, 1, 2) AS INTEGER);
    DELETE FROM entry_margin WHERE entry_id = old.id;
END;

CREATE TRIGGER tally_changed AFTER UPDATE OF day, time, words, trashed_at ON entry
WHEN (old.day, old.time, old.words, old.trashed_at IS NULL)
    IS NOT (new.day, new.time, new.words, new.trashed_at IS NULL)
BEGIN
    UPDATE day_tally SET entries = entries - 1, words = words - old.words,
        mood_1 = mood_1 - (SELECT count(*) FROM entry_margin WHERE entry_id = old.id AND mood = 1),
        mood_2 = mood_2 - (SELECT count(*) FROM entry_margin WHERE entry_id = old.id AND mood = 2),
        mood_3 = mood_3 - (SELECT count(*) FROM entry_margin WHERE entry_id = old.id AND mood = 3),
        mood_4 = mood_4 - (SELECT count(*) FROM entry_margin WHERE entry_id = old.id AND mood = 4),
        mood_5 = mood_5 - (SELECT count(*) FROM entry_margin WHERE entry_id = old.id AND mood = 5)
    WHERE day = old.day AND old.trashed_at IS NULL;
    INSERT INTO day_tally (day, entries, words, mood_1, mood_2, mood_3, mood_4, mood_5)
    SELECT new.day, 1, new.words, coalesce(max(mood IS 1), 0), coalesce(max(mood IS 2), 0),
        coalesce(max(mood IS 3), 0), coalesce(max(mood IS 4), 0), coalesce(max(mood IS 5), 0)
    FROM entry_margin WHERE entry_id = new.id HAVING new.trashed_at IS NULL
    ON CONFLICT DO UPDATE SET entries = entries + 1, words = words + excluded.words,
        mood_1 = mood_1 + excluded.mood_1, mood_2 = mood_2 + excluded.mood_2,
        mood_3 = mood_3 + excluded.mood_3, mood_4 = mood_4 + excluded.mood_4,
        mood_5 = mood_5 + excluded.mood_5;
    UPDATE hour_tally SET entries = entries - 1
    WHERE old.trashed_at IS NULL AND year = CAST(substr(old.day, 1, 4) AS INTEGER)
        AND weekday = CAST(strftime('%w', old.day) AS INTEGER)
        AND hour = CAST(substr(old.time, 1, 2) AS INTEGER);
    INSERT INTO hour_tally
    SELECT CAST(substr(new.day, 1, 4) AS INTEGER), CAST(strftime('%w', new.day) AS INTEGER),
        CAST(substr(new.time, 1, 2) AS INTEGER), 1 WHERE new.trashed_at IS NULL
    ON CONFLICT DO UPDATE SET entries = entries + 1;
END;

CREATE TRIGGER tally_tags_changed AFTER UPDATE OF day, trashed_at ON entry
WHEN (old.day, old.trashed_at IS NULL) IS NOT (new.day, new.trashed_at IS NULL) BEGIN
    UPDATE tag_tally SET entries = entries - 1
    WHERE old.trashed_at IS NULL AND year = CAST(substr(old.day, 1, 4) AS INTEGER)
        AND tag_id IN (SELECT tag_id FROM entry_tag WHERE entry_id = old.id);
    INSERT INTO tag_tally
    SELECT CAST(substr(new.day, 1, 4) AS INTEGER), tag_id, 1 FROM entry_tag
    WHERE entry_id = new.id AND new.trashed_at IS NULL
    ON CONFLICT DO UPDATE SET entries = entries + 1;
END;

CREATE TRIGGER tally_tagged AFTER INSERT ON entry_tag BEGIN
    INSERT INTO tag_tally
    SELECT CAST(substr(day, 1, 4) AS INTEGER), new.tag_id, 1 FROM entry
    WHERE id = new.entry_id AND trashed_at IS NULL
    ON CONFLICT DO UPDATE SET entries = entries + 1;
END;

CREATE TRIGGER tally_untagged AFTER DELETE ON entry_tag BEGIN
    UPDATE tag_tally SET entries = entries - 1
    WHERE tag_id = old.tag_id AND year = (SELECT CAST(substr(day, 1, 4) AS INTEGER) FROM entry
        WHERE id = old.entry_id AND trashed_at IS NULL);
END;

CREATE TRIGGER tally_retagged AFTER UPDATE OF tag_id ON entry_tag BEGIN
    UPDATE tag_tally SET entries = entries - 1
    WHERE tag_id = old.tag_id AND year = (SELECT CAST(substr(day, 1, 4) AS INTEGER) FROM entry
        WHERE id = old.entry_id AND trashed_at IS NULL);
    INSERT INTO tag_tally
    SELECT CAST(substr(day, 1, 4) AS INTEGER), new.tag_id, 1 FROM entry
    WHERE id = new.entry_id AND trashed_at IS NULL
    ON CONFLICT DO UPDATE SET entries = entries + 1;
END;

CREATE TRIGGER tally_mood_set AFTER INSERT ON entry_margin WHEN new.mood IS NOT NULL BEGIN
    UPDATE day_tally SET mood_1 = mood_1 + (new.mood = 1), mood_2 = mood_2 + (new.mood = 2),
        mood_3 = mood_3 + (new.mood = 3), mood_4 = mood_4 + (new.mood = 4),
        mood_5 = mood_5 + (new.mood = 5)
    WHERE day = (SELECT day FROM entry WHERE id = new.entry_id AND trashed_at IS NULL);
END;

CREATE TRIGGER tally_mood_gone AFTER DELETE ON entry_margin WHEN old.mood IS NOT NULL BEGIN
    UPDATE day_tally SET mood_1 = mood_1 - (old.mood = 1), mood_2 = mood_2 - (old.mood = 2),
        mood_3 = mood_3 - (old.mood = 3), mood_4 = mood_4 - (old.mood = 4),
        mood_5 = mood_5 - (old.mood = 5)
    WHERE day = (SELECT day FROM entry WHERE id = old.entry_id AND trashed_at IS NULL);
END;

CREATE TRIGGER tally_mood_changed AFTER UPDATE OF mood ON entry_margin
WHEN old.mood IS NOT new.mood BEGIN
    UPDATE day_tally SET mood_1 = mood_1 + (new.mood IS 1) - (old.mood IS 1),
        mood_2 = mood_2 + (new.mood IS 2) - (old.mood IS 2),
        mood_3 = mood_3 + (new.mood IS 3) - (old.mood IS 3),
        mood_4 = mood_4 + (new.mood IS 4) - (old.mood IS 4),
        mood_5 = mood_5 + (new.mood IS 5) - (old.mood IS 5)
    WHERE day = (SELECT day FROM entry WHERE id = new.entry_id AND trashed_at IS NULL);
END;
