"""An archive with captures of one article, one of whose comments is to be erased."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from archiver.archive import Archive
from archiver.captures.http_messages import HttpRequest, HttpResponse
from archiver.captures.keeping import store_with_captures
from archiver.captures.writing import CaptureWriter
from pipelines import normalise
from spiders.page import Page
from spiders.sites import site_for
from spiders.walk import ThreadWalk
from tests.archive_equality import contents_of
from tests.command import Done, archiver
from tests.threads import at
from tests.wordpress_pages import article_page, comment_item

URL = "https://mast.example/2024/masts/"


WORDS = "The café mast über my roof hums “all night” and nobody at the council answers"


NAME = "Zoë Hummel-Fibre"


QUOTE = "You say the café mast über my roof hums “all night” and nobody came?"


MONDAY, TUESDAY = at("2024-05-06T10:00:00"), at("2024-05-07T10:00:00")


def page_of(url: str = URL, *, name: str = NAME, words: str = WORDS) -> str:
    """A page with an answer to the words, and others'."""
    answer = comment_item(12, "Ada Mast", "Ours is quiet.", 2)
    return article_page(
        url, [comment_item(10, "Ada Mast", "Good news."), comment_item(11, name, words, 1, answer)], stated=3
    )


def as_json(body: str) -> str:
    return json.dumps({"content": {"rendered": body.replace("é", "&eacute;")}})


def fill(folder: Path) -> None:
    """An archive of one article, crawled twice, with responses beside it on which no observation rests."""
    with Archive.for_writing(folder / "archive.db") as archive:
        for number, day in enumerate((MONDAY, TUESDAY), 1):
            writer = CaptureWriter(folder / "archive.captures", 1000 + number)
            kept(writer, "https://mast.example/robots.txt", "User-agent: *", day)
            kept(writer, "https://mast.example/api/?per_page=3", as_json(WORDS), day, packed=True)
            kept(writer, f"https://mast.example/?author={NAME.replace(' ', '%20')}", "Nobody here", day)
            kept(writer, "https://mast.example/2024/another/", f"<p>Last by <b>{NAME}</b></p>", day)
            page = page_of() if number == 1 else page_of().replace("Good news.", "Good news!!!")
            kept(writer, URL, page, day)  # and lost, before it could be stored
            thread = walked(kept(writer, URL, page, day))
            store_with_captures(archive, thread, None, writer)
            writer.close()


def kept(writer: CaptureWriter, url: str, body: str, day: Any, *, packed: bool = False) -> Page:
    headers = [(b"Content-Type", b"text/html; charset=utf-8")]
    sent = body.encode()
    if packed:
        headers.append((b"Content-Encoding", b"gzip"))
        sent = gzip.compress(sent)
    target = url.removeprefix("https://mast.example").encode()
    request = HttpRequest(method="GET", target=target, headers=[(b"Host", b"mast.example")])
    response = HttpResponse(url=url, status=200, headers=headers, body=sent, request=request)
    record = writer.response(response, day)
    return Page(body.encode(), url=url, captured_at=day, content_type="text/html", status=200, record=record)


def walked(page: Page) -> Any:
    return normalise(ThreadWalk(site_for(URL), page).thread())


def rows(folder: Path, sql: str, name: str = "archive.db") -> list[dict[str, Any]]:
    with Archive.for_reading(folder / name) as archive:
        return archive.rows(sql)


def row_id(folder: Path, words: str = WORDS) -> str:
    (row,) = [row for row in rows(folder, "SELECT id, body FROM comments") if row["body"] == words]
    return str(row["id"])


def contents(folder: Path, name: str = "archive.db") -> dict[str, list[Any]]:
    with Archive.for_reading(folder / name) as archive:
        found = contents_of(archive)
    for capture in found["captures"]:  # conversions say when they were made
        del capture["sha256"], capture["size"]
    return found


def erased(folder: Path, *words: str) -> Done:
    return archiver("erase", *words, "--yes", cwd=folder)
