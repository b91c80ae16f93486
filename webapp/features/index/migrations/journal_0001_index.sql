-- What the entries say, folded (folding.py). rowid is entry.position, so reading backwards is
-- newest first without sorting. The tokenizer keeps all that folding keeps: Cn because SQLite's
-- Unicode is older than Python's, So because emoji can be looked for.
CREATE VIRTUAL TABLE entry_index USING fts5(
    title, body, tags,
    content='', contentless_delete=1,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* So Co Cn'"
);
-- A leaf of the index must fit into one encrypted page (4,096 bytes less 80 for SQLCipher less
-- 35 for the row), or each leaf costs a second, overflow page.
INSERT INTO entry_index(entry_index, rank) VALUES ('pgsz', 3960);
-- Words gathered in memory before a segment is written, in bytes: imports are a third quicker.
INSERT INTO entry_index(entry_index, rank) VALUES ('hashsize', 16777216);

-- Every word of the index with the number of entries that have it; holds nothing of its own.
CREATE VIRTUAL TABLE entry_word USING fts5vocab(entry_index, 'row');
