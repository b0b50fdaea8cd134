"""When an article that was just stored is to be looked at again."""

from __future__ import annotations

from datetime import datetime

from archiver.archive import Archive
from archiver.archive.page_list import MISLEADING, list_page, listed_page, note_fetched, tells_of_new_comments
from archiver.archive.storing import Stored
from archiver.instants import read_instant
from archiver.items import Capture, ThreadPage
from archiver.rhythm import due_after_look

# A comment seen later than the article itself is news at that moment, whatever time it bears; so are an edit and
# a removal. Before the first look everything is only as new as it says.
_LAST_NEWS = """
SELECT max(at) AS at FROM (
    SELECT published_at AS at FROM articles WHERE id = :article
    UNION ALL SELECT max(published_at) FROM comments WHERE article_id = :article
    UNION ALL SELECT max(gone_at) FROM comments WHERE article_id = :article
    UNION ALL SELECT max(first_observed_at) FROM comments WHERE article_id = :article
        AND first_observed_at > (SELECT first_observed_at FROM articles WHERE id = :article)
    UNION ALL SELECT max(versions.first_observed_at) FROM comments JOIN versions ON versions.comment_id = comments.id
        WHERE comments.article_id = :article AND versions.first_observed_at > comments.first_observed_at
)
"""


_BEFORE = """
SELECT captures.sha256 FROM observations JOIN captures ON captures.observation_id = observations.id
WHERE observations.article_id = ? AND captures.url = ? AND observations.id <> ?
ORDER BY captures.captured_at DESC, captures.id DESC LIMIT 1
"""


def schedule_next_look(archive: Archive, thread: ThreadPage, stored: Stored) -> None:
    """Put a stored article's page on the page list, due by the rhythm of its thread. Within its transaction.

    What its server gave to ask with whether it has changed is kept, unless that stays while the page and its thread
    change: many servers give the time of the article alone.
    """
    observed_at = thread.observation.observed_at
    assert observed_at is not None
    urls = [url for url in (*thread.article_urls, thread.article.url) if url]
    list_page(archive, thread.site.id, "article", urls[0], found_at=observed_at, found_on=None)
    status = next((capture.status for capture in thread.captures if capture.status), 200)
    is_announced = tells_of_new_comments(archive, thread.site.id)
    due = due_after_look(observed_at, last_news(archive, stored.article_id), is_announced=is_announced)
    for url in dict.fromkeys(urls):
        etag, last_modified = _validators(archive, thread, url, stored)
        note_fetched(
            archive, url, "article", at=observed_at, status=status, due=due, etag=etag, last_modified=last_modified
        )


def _validators(archive: Archive, thread: ThreadPage, url: str, stored: Stored) -> tuple[str | None, str | None]:
    """What to ask with next time whether the article's page has changed: its ETag and its Last-Modified."""
    first = thread.captures[0]
    before = listed_page(archive, url, "article")
    is_sent = bool(first.etag or first.last_modified)
    stayed = before is not None and (before.etag, before.last_modified) == (first.etag, first.last_modified)
    if is_sent and stayed and not stored.is_unchanged and not _is_as_before(archive, first, stored):
        return MISLEADING, MISLEADING
    return first.etag, first.last_modified


def _is_as_before(archive: Archive, first: Capture, stored: Stored) -> bool:
    """Whether the article's own page came as it did the last time: then another page of the thread has changed."""
    rows = archive.rows(_BEFORE, (stored.article_id, first.url, stored.observation_id or stored.known_observation_id))
    return bool(rows) and rows[0]["sha256"] == first.sha256


def last_news(archive: Archive, article_id: int) -> datetime | None:
    """When something last happened to an article or its thread, as far as the archive can know."""
    found = archive.rows(_LAST_NEWS, {"article": article_id})[0]["at"]
    return read_instant(found) if found else None
