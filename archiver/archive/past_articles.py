"""The index of the words that articles no longer say in their headline or text."""

from __future__ import annotations

from archiver.archive import Archive
from archiver.archive.identity import words_key
from archiver.archive.rows import insert_many
from archiver.archive.search_text import indexed_name, indexed_text

# A page that broke off says less than the article did. Texts are not asked for: they are long, and versions many.
_VERSIONS = """
SELECT id, words_key, title IS NULL OR title = '' OR typeof(body) = 'null' OR body = '' AS lacks_words
FROM article_versions WHERE article_id = :article AND id IN
    (SELECT article_version_id FROM observations WHERE article_id = :article AND incomplete_reason IS NOT 'truncated')
ORDER BY last_observed_at DESC, facts_key
"""
_INDEXED = """
SELECT v.id FROM article_versions v JOIN article_versions_fts f ON f.rowid = v.id WHERE v.article_id = ?
"""
_WORDS = "SELECT title, body, byline FROM article_versions WHERE id = ?"
_WORDS_NOW = "SELECT title, body FROM articles WHERE id = ?"


def write_past_articles(archive: Archive, article_id: int) -> None:
    """Bring the index in step with an article's versions. Those that are deleted leave it by a trigger.

    What a version says never changes, so rows that are there already stay as they are.
    """
    connection = archive.db.conn
    stored = {row[0] for row in connection.execute(_INDEXED, [article_id])}
    wanted = _past_wordings(archive, article_id)
    gone = sorted(stored.difference(wanted))
    connection.executemany("DELETE FROM article_versions_fts WHERE rowid = ?", [(one,) for one in gone])
    new = [version_id for version_id in wanted if version_id not in stored]
    insert_many(
        archive,
        "article_versions_fts",
        ("rowid", "title", "text", "byline"),
        ((version_id, *_indexed(archive, version_id)) for version_id in new),
    )


def forget_past_articles(archive: Archive, article_id: int) -> None:
    """Take an article's versions out of the index, so that writing them makes all their rows anew."""
    archive.db.execute(
        "DELETE FROM article_versions_fts WHERE rowid IN (SELECT id FROM article_versions WHERE article_id = ?)",
        [article_id],
    )


def _past_wordings(archive: Archive, article_id: int) -> list[int]:
    """Of each past wording the id of the latest version that has it.

    Where a source names no headline or gives no text, it says nothing else than the article does.
    """
    versions = archive.rows(_VERSIONS, {"article": article_id})
    if len(versions) < 2:
        return []
    title_now, body_now = archive.db.conn.execute(_WORDS_NOW, [article_id]).fetchone()
    known = {words_key(title_now, body_now)}
    wanted = []
    for version in versions:
        key = version["words_key"]
        if version["lacks_words"]:
            title, body, _ = archive.db.conn.execute(_WORDS, [version["id"]]).fetchone()
            key = words_key(title or title_now, body or body_now)
        if key not in known:
            known.add(key)
            wanted.append(version["id"])
    return wanted


def _indexed(archive: Archive, version_id: int) -> tuple[str | None, str | None, str | None]:
    title, body, byline = archive.db.conn.execute(_WORDS, [version_id]).fetchone()
    text = "\n\n".join(part for part in (title, body) if part)
    return title, indexed_text(text) or body, indexed_name(byline) or byline
