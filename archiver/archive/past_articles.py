"""The index of the words that articles no longer say in their headline or text."""

from __future__ import annotations

from archiver.archive import Archive
from archiver.archive.identity import words_key
from archiver.archive.rows import insert_many
from archiver.archive.search_text import indexed_name, indexed_text

# A page that broke off says less than the article did.
_VERSIONS = """
SELECT v.id, v.title, v.body, v.byline, a.title AS title_now, a.body AS body_now
FROM article_versions v JOIN articles a ON a.id = v.article_id
WHERE a.id = ? AND EXISTS (SELECT 1 FROM observations o WHERE o.article_id = a.id AND o.article_version_id = v.id
                           AND o.incomplete_reason IS NOT 'truncated')
ORDER BY v.last_observed_at DESC, v.facts_key
"""
_INDEXED = """
SELECT f.rowid, f.title, f.text, f.byline FROM article_versions v JOIN article_versions_fts f ON f.rowid = v.id
WHERE v.article_id = ?
"""


def write_past_articles(archive: Archive, article_id: int) -> None:
    """Bring the index in step with an article's versions. Those that are deleted leave it by a trigger."""
    connection = archive.db.conn
    stored = {row[0]: tuple(row[1:]) for row in connection.execute(_INDEXED, [article_id])}
    wanted = _past_wordings(archive, article_id)
    changed = [version_id for version_id, said in stored.items() if wanted.get(version_id) != said]
    connection.executemany("DELETE FROM article_versions_fts WHERE rowid = ?", [(one,) for one in changed])
    insert_many(
        archive,
        "article_versions_fts",
        ("rowid", "title", "text", "byline"),
        [(version_id, *said) for version_id, said in wanted.items() if stored.get(version_id) != said],
    )


def _past_wordings(archive: Archive, article_id: int) -> dict[int, tuple[str | None, str | None, str | None]]:
    """What is indexed of each past wording, by the id of the latest version that has it.

    Where a source names no headline or gives no text, it says nothing else than the article does.
    """
    versions = archive.rows(_VERSIONS, (article_id,))
    if len(versions) < 2:
        return {}
    known = {words_key(versions[0]["title_now"], versions[0]["body_now"])}
    wanted = {}
    for row in versions:
        title, body = row["title"] or row["title_now"], row["body"] or row["body_now"]
        key = words_key(title, body)
        if key not in known:
            known.add(key)
            text = "\n\n".join(part for part in (row["title"], row["body"]) if part)
            byline = row["byline"]
            wanted[row["id"]] = (row["title"], indexed_text(text) or row["body"], indexed_name(byline) or byline)
    return wanted
