"""The full-text indexes over articles and comments, and what keeps them in step with their tables."""

from __future__ import annotations

from sqlite_utils import Database

# sqlite-utils' own enable_fts indexes columns only. Here the indexed text of most rows is their body, which
# need not be kept twice: search_text is set only where it differs.
SEARCH_INDEXES = (
    """CREATE VIEW comments_searched (id, text, author) AS
    SELECT id, coalesce(search_text, body), author FROM comments""",
    """CREATE VIRTUAL TABLE comments_fts USING fts5
    (text, author, content='comments_searched', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER comments_fts_insert AFTER INSERT ON comments BEGIN
    INSERT INTO comments_fts (rowid, text, author) VALUES (new.id, coalesce(new.search_text, new.body), new.author);
    END""",
    """CREATE TRIGGER comments_fts_delete AFTER DELETE ON comments BEGIN
    INSERT INTO comments_fts (comments_fts, rowid, text, author)
    VALUES ('delete', old.id, coalesce(old.search_text, old.body), old.author);
    END""",
    """CREATE TRIGGER comments_fts_update AFTER UPDATE OF body, search_text, author ON comments
    WHEN old.body IS NOT new.body OR old.search_text IS NOT new.search_text OR old.author IS NOT new.author BEGIN
    INSERT INTO comments_fts (comments_fts, rowid, text, author)
    VALUES ('delete', old.id, coalesce(old.search_text, old.body), old.author);
    INSERT INTO comments_fts (rowid, text, author) VALUES (new.id, coalesce(new.search_text, new.body), new.author);
    END""",
    """CREATE VIEW articles_searched (id, title, text) AS
    SELECT id, title, coalesce(search_text, body) FROM articles""",
    """CREATE VIRTUAL TABLE articles_fts USING fts5
    (title, text, content='articles_searched', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, new.title, coalesce(new.search_text, new.body));
    END""",
    """CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text)
    VALUES ('delete', old.id, old.title, coalesce(old.search_text, old.body));
    END""",
    """CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, body, search_text ON articles
    WHEN old.title IS NOT new.title OR old.body IS NOT new.body OR old.search_text IS NOT new.search_text BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text)
    VALUES ('delete', old.id, old.title, coalesce(old.search_text, old.body));
    INSERT INTO articles_fts (rowid, title, text) VALUES (new.id, new.title, coalesce(new.search_text, new.body));
    END""",
)


def make_search_indexes(db: Database) -> None:
    """Make the full-text indexes with the triggers that keep them in step."""
    for statement in SEARCH_INDEXES:
        db.execute(statement)
