"""The earlier capture of a page of an article, which need not be sent again where nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archiver.archive import Archive
from archiver.archive.page_list import ListedPage
from archiver.captures import captures_folder
from archiver.captures.http_messages import Headers
from archiver.captures.reading import KeptCapture, read_capture
from archiver.errors import StorageError
from archiver.urls import article_key

_TRIED = 3  # ways that the page looked; the last is the one, unless somebody imported the page meanwhile
_MOST_CHARACTERS = 500
_CAPTURES = """
SELECT captures.file, captures."offset", captures.length, captures.sha256, max(captures.captured_at) AS last
FROM article_urls JOIN observations USING (article_id) JOIN captures ON captures.observation_id = observations.id
WHERE article_urls.url = :article AND captures.url = :url AND captures.file IS NOT NULL
    AND captures.redacted_at IS NULL AND captures.status <> 304
GROUP BY captures.sha256 ORDER BY last DESC LIMIT :tried
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownCapture:
    """A capture whose bytes are at hand, and what its server gave to ask with whether they have changed."""

    file: str
    offset: int
    length: int
    sha256: str
    record_id: str
    captured_at: datetime
    etag: str | None
    last_modified: str | None

    def validators(self) -> dict[str, str | None]:
        """The header fields as the server gave them."""
        return {"ETag": self.etag, "Last-Modified": self.last_modified}

    def conditions(self) -> dict[str, str]:
        """Header fields that ask for the page only if it has changed."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in known.items() if value}


def known_capture(archive: Archive, page: ListedPage, article: str, url: str) -> KnownCapture | None:
    """The capture of ``url`` that the page list's ``page`` has its ETag and its Last-Modified from.

    Of a further page of the ``article``'s thread it is the newest capture that came with any: where the server is not
    believed of the article, it is not of these either, nor where the page has come otherwise with the same. None where
    there is none, or where its bytes are gone or erased: then the page must be fetched.
    """
    if not (page.etag or page.last_modified):
        return None
    kept = _kept_captures(archive, article, url)
    if url == article:
        return next((one for one in kept if (one.etag, one.last_modified) == (page.etag, page.last_modified)), None)
    asked_with = [(one.etag or one.last_modified, one) for one in kept if one.conditions()]
    if not asked_with or asked_with[0][0] in dict(asked_with[1:]):
        return None
    return asked_with[0][1]


def _kept_captures(archive: Archive, article: str, url: str) -> Iterator[KnownCapture]:
    """Of each of the last few ways that a page looked the newest capture, the last way first; those at hand."""
    for row in archive.rows(_CAPTURES, {"article": article_key(article), "url": url, "tried": _TRIED}):
        where = {name: row[name] for name in ("file", "offset", "length", "sha256")}
        try:
            kept = read_capture(captures_folder(archive.path), **where)
        except StorageError:
            continue
        if kept.kind == "response":
            yield KnownCapture(
                **where,
                record_id=kept.record_id,
                captured_at=kept.captured_at,
                etag=header(kept.headers, b"etag"),
                last_modified=header(kept.headers, b"last-modified"),
            )


def read_known(archive: Archive, known: KnownCapture) -> KeptCapture:
    """The capture itself. Raises StorageError where it is gone, damaged or erased meanwhile."""
    return read_capture(captures_folder(archive.path), known.file, known.offset, known.length, sha256=known.sha256)


def header(headers: Headers, name: bytes) -> str | None:
    """The ETag or Last-Modified among a response's header fields; of several the last, which is Scrapy's choice too."""
    return validator(next((value for key, value in reversed(headers) if key.lower() == name), None))


def validator(value: bytes | None) -> str | None:
    """What a server gave to ask with; None for nothing, and for what is too long to send back at every request."""
    text = (value or b"").decode("latin-1").strip()
    return text if 0 < len(text) <= _MOST_CHARACTERS else None
