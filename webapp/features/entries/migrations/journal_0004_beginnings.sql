-- The person's own templates, and which questions have been shown in this round.
CREATE TABLE template (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE question_shown (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE
) STRICT;
