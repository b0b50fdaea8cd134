"""The full-text indexes over articles, comments and past wordings, and what keeps them in step with their tables."""

from __future__ import annotations

from sqlite_utils import Database

from archiver.archive.search_facts import facts_sql

TOKENIZER = "unicode61 remove_diacritics 2"
FULL_TEXT_INDEXES = ("comments_fts", "articles_fts", "versions_fts", "article_versions_fts")


def _comment(row: str, site: str | None = None) -> str:
    """What the index of comments holds of a row, as SQL; its site is its article's unless it is given."""
    site = site or f"(SELECT site_id FROM articles WHERE id = {row}.article_id)"
    facts = facts_sql(row, site, is_comment=True)
    return f"{row}.id, coalesce({row}.search_text, {row}.body), coalesce({row}.search_author, {row}.author), {facts}"


def _article(row: str) -> str:
    facts = facts_sql(row, f"{row}.site_id", is_comment=False)
    byline = f"coalesce({row}.search_byline, {row}.byline)"
    return f"{row}.id, {row}.title, coalesce({row}.search_text, {row}.body), {byline}, {facts}"


def _differ(*columns: str) -> str:
    return " OR ".join(f"old.{column} IS NOT new.{column}" for column in columns)


_COMMENTS = "comments_fts (rowid, text, author, facts)"
_NOT_COMMENTS = "comments_fts (comments_fts, rowid, text, author, facts)"
_ARTICLES = "articles_fts (rowid, title, text, byline, facts)"
_NOT_ARTICLES = "articles_fts (articles_fts, rowid, title, text, byline, facts)"
_OF_A_COMMENT = (
    "article_id",
    "body",
    "search_text",
    "author",
    "search_author",
    "published_at",
    "published_local",
    "depth",
    "state",
)
_OF_AN_ARTICLE = (
    "title",
    "body",
    "search_text",
    "byline",
    "search_byline",
    "published_at",
    "published_local",
    "site_id",
)

# sqlite-utils' own enable_fts indexes columns only. Here the indexed text of most rows is their body, which
# need not be kept twice: search_text, like names' own columns, is set only where it differs. Past wordings are few,
# and keep theirs.
SEARCH_INDEXES = (
    f"CREATE VIEW comments_searched (id, text, author, facts) AS SELECT {_comment('comments')} FROM comments",
    f"""CREATE VIRTUAL TABLE comments_fts USING fts5
    (text, author, facts, content='comments_searched', content_rowid='id', tokenize='{TOKENIZER}')""",
    f"""CREATE TRIGGER comments_fts_insert AFTER INSERT ON comments BEGIN
    INSERT INTO {_COMMENTS} SELECT {_comment("new")};
    END""",
    f"""CREATE TRIGGER comments_fts_delete AFTER DELETE ON comments BEGIN
    INSERT INTO {_NOT_COMMENTS} SELECT 'delete', {_comment("old")};
    END""",
    f"""CREATE TRIGGER comments_fts_update AFTER UPDATE OF {", ".join(_OF_A_COMMENT)} ON comments
    WHEN {_differ(*_OF_A_COMMENT)} BEGIN
    INSERT INTO {_NOT_COMMENTS} SELECT 'delete', {_comment("old")};
    INSERT INTO {_COMMENTS} SELECT {_comment("new")};
    END""",
    f"""CREATE TRIGGER comments_fts_site AFTER UPDATE OF site_id ON articles WHEN {_differ("site_id")} BEGIN
    INSERT INTO {_NOT_COMMENTS} SELECT 'delete', {_comment("c", "old.site_id")} FROM comments c
    WHERE c.article_id = old.id;
    INSERT INTO {_COMMENTS} SELECT {_comment("c", "new.site_id")} FROM comments c WHERE c.article_id = old.id;
    END""",
    f"CREATE VIEW articles_searched (id, title, text, byline, facts) AS SELECT {_article('articles')} FROM articles",
    f"""CREATE VIRTUAL TABLE articles_fts USING fts5
    (title, text, byline, facts, content='articles_searched', content_rowid='id', tokenize='{TOKENIZER}')""",
    f"""CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO {_ARTICLES} SELECT {_article("new")};
    END""",
    f"""CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO {_NOT_ARTICLES} SELECT 'delete', {_article("old")};
    END""",
    f"""CREATE TRIGGER articles_fts_update AFTER UPDATE OF {", ".join(_OF_AN_ARTICLE)} ON articles
    WHEN {_differ(*_OF_AN_ARTICLE)} BEGIN
    INSERT INTO {_NOT_ARTICLES} SELECT 'delete', {_article("old")};
    INSERT INTO {_ARTICLES} SELECT {_article("new")};
    END""",
    f"CREATE VIRTUAL TABLE versions_fts USING fts5 (text, author, tokenize='{TOKENIZER}')",
    """CREATE TRIGGER versions_fts_delete AFTER DELETE ON versions BEGIN
    DELETE FROM versions_fts WHERE rowid = old.id;
    END""",
    f"CREATE VIRTUAL TABLE article_versions_fts USING fts5 (title, text, byline, tokenize='{TOKENIZER}')",
    """CREATE TRIGGER article_versions_fts_delete AFTER DELETE ON article_versions BEGIN
    DELETE FROM article_versions_fts WHERE rowid = old.id;
    END""",
)


def make_search_indexes(db: Database) -> None:
    """Make the full-text indexes with the triggers that keep them in step."""
    for statement in SEARCH_INDEXES:
        db.execute(statement)
