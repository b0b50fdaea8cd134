"""Archives with captures, and what they make when they are rebuilt."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archiver.archive import Archive
from archiver.captures.http_messages import HttpResponse
from archiver.captures.writing import CaptureWriter
from archiver.items import CaptureRecord
from pipelines import normalise
from spiders.page import Page
from spiders.sites import site_for
from spiders.walk import ThreadWalk
from tests.archive_equality import contents_of
from tests.command import Done, archiver
from tests.test_import import TEXT
from tests.threads import at
from tests.wordpress_pages import article_page, comment_item

MASTS = "https://mast.example/2024/masts/"
OTHER = "https://other.example/2024/spectrum/"
MONDAY, TUESDAY = at("2024-05-06T10:00:00"), at("2024-05-07T10:00:00")


def contents(db: Path) -> dict[str, list[Any]]:
    with Archive.for_reading(db) as archive:
        return contents_of(archive)


def assert_equal(one: Path, other: Path) -> None:
    before, after = contents(one), contents(other)
    assert before["comments"]
    for table, rows in before.items():
        assert after[table] == rows, table


def rebuilt(folder: Path, *words: str) -> Done:
    """``archiver rebuild`` of the archive in ``folder``."""
    return archiver("rebuild", "--db", "archive.db", "-o", "new.db", *words, cwd=folder)


def import_files(folder: Path, *words: str) -> None:
    first = [comment_item(1, "Ada", "Good news."), comment_item(2, "Bo", "Is it 5G?")]
    for name, comments, day in (("late", first[:1], 20), ("early", first, 10)):
        (folder / f"{name}.html").write_text(article_page(OTHER, comments, stated=len(comments)))
        os.utime(folder / f"{name}.html", (1715155200 + day * 86400,) * 2)
    (folder / "crawl.txt").write_text(TEXT)
    said = ("--url", "https://telecoms.com/1/masts/", "--observed-at", "2024-05-08")
    assert archiver("import", "crawl.txt", *said, *words, cwd=folder).returncode == 0
    assert archiver("import", "late.html", "early.html", *words, cwd=folder).returncode == 0


def walked(
    writer: CaptureWriter, pages: Iterable[tuple[str, str]], *, failed: int = 0, met_under: Iterable[str] = ()
) -> Any:
    """A thread as a crawl gives it: from pages that are kept, in the order in which they came."""
    first, *others = [kept(writer, url, body) for url, body in pages]
    walk = ThreadWalk(site_for(MASTS), first, met_under=met_under)
    for page in others:
        walk.add(page)
    for _ in range(failed):
        walk.fail()
    return normalise(walk.thread())


def kept(writer: CaptureWriter, url: str, body: str) -> Page:
    headers = [(b"Content-Type", b"text/html; charset=utf-8")]
    record = writer.response(HttpResponse(url=url, status=200, headers=headers, body=body.encode()), MONDAY)
    return Page(
        body.encode(),
        url=url,
        captured_at=MONDAY,
        content_type="text/html; charset=utf-8",
        status=200,
        record=record,
    )


def places(folder: Path) -> list[CaptureRecord]:
    with sqlite3.connect(folder / "archive.db") as db:
        rows = db.execute('SELECT file, "offset", length FROM captures').fetchall()
    return [CaptureRecord(file=file, offset=offset, length=length, record_id="") for file, offset, length in rows]
