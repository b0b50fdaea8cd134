"""Threads on their way from the archive into a snapshot: read, made sound, pseudonymised, cut to what is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Final

from archiver.archive import Archive
from archiver.archive.connection import storage_errors
from archiver.archive.export_marks import Mark, is_new, news_of
from archiver.archive.many_threads import read_threads
from archiver.archive.past_words import versions_of
from archiver.archive.threads import Row, Thread, read_thread
from exports.pseudonyms import Pseudonyms
from exports.sound_text import make_sound

_SIGNATURES: Final = """
SELECT author, author_id, author_url FROM readings WHERE article_id = ? GROUP BY 1, 2, 3 ORDER BY min(id)
"""


class Source:
    """Gives the threads of an archive as they are to be written down."""

    def __init__(
        self,
        archive: Archive,
        *,
        as_of: str | None = None,
        pseudonyms: Pseudonyms | None = None,
        since: Mark | None = None,
        whole: frozenset[int] = frozenset(),
        is_rows: bool = False,
        has_versions: bool = False,
    ) -> None:
        """``whole`` are ids of articles that are told with all their comments, whatever was told by ``since``.

        With ``has_versions`` an edited comment has ``versions``, as ``archive.past_words.versions_of`` gives them.
        """
        self._archive = archive
        self._as_of = as_of
        self._pseudonyms = pseudonyms
        self._since = since
        self._whole = whole
        self._is_rows = is_rows
        self._has_versions = has_versions

    def threads(self, article_ids: Iterable[int]) -> Iterator[Thread]:
        """The threads of these articles, each when its turn comes; of rows only what is new, where that is wanted."""
        for thread in map(make_sound, map(self._with_versions, self._read(article_ids))):
            news = self._news(thread) if self._is_rows else None
            if self._pseudonyms is not None:
                thread = self._pseudonyms.thread(
                    thread, self._domains[thread.article["site_id"]], self._signatures(thread)
                )
            if news is not None:
                kept = {comment["id"] for comment in news}
                thread.comments = [comment for comment in thread.comments if comment["id"] in kept]
            yield thread

    def has_news(self, article_id: int) -> bool:
        """Whether anything of an article is new since the last time."""
        if self._since is None or article_id in self._whole or is_new(self._archive, article_id, self._since):
            return True
        return bool(self._news(read_thread(self._archive, article_id)))

    def _read(self, article_ids: Iterable[int]) -> Iterator[Thread]:
        if self._as_of is None:
            return read_threads(self._archive, article_ids)
        return (read_thread(self._archive, article_id, self._as_of) for article_id in article_ids)

    def _with_versions(self, thread: Thread) -> Thread:
        if self._has_versions and any((comment["version_count"] or 1) > 1 for comment in thread.comments):
            versions = versions_of(self._archive, thread.article["id"], thread.comments, self._as_of)
            for comment in thread.comments:
                if (comment["version_count"] or 1) > 1:
                    comment["versions"] = versions[comment["id"]]
        return thread

    def file_mark(self, article_id: int) -> str:
        """What tells the file of an article from that of another with the same title, without naming anybody."""
        url = str(self._archive.rows("SELECT url FROM articles WHERE id = ?", (article_id,))[0]["url"])
        return self._pseudonyms.file_mark(url) if self._pseudonyms else url

    def _news(self, thread: Thread) -> list[Row] | None:
        if self._since is None or thread.article["id"] in self._whole:
            return None
        return news_of(self._archive, thread, self._since)

    def _signatures(self, thread: Thread) -> list[Row]:
        """How the thread's readers have signed at whatever look."""
        return self._archive.rows(_SIGNATURES, (thread.article["id"],))

    @cached_property
    def _domains(self) -> dict[str, str]:
        return {row["id"]: row["domain"] for row in self._archive.rows("SELECT id, domain FROM sites")}


@contextmanager
def held_still(archive: Archive) -> Iterator[None]:
    """As long as the block lasts the archive is read as it stands at its beginning, whatever is written meanwhile."""
    with storage_errors(archive.path):
        archive.db.execute("BEGIN")
        try:
            archive.rows("SELECT count(*) FROM sites")  # the first read is what SQLite holds on to
            yield
        finally:
            archive.db.rollback()
