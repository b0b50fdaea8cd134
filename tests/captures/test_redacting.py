"""Erased words leave the captures, and everything else on the disk; what others said is made again from them."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from archiver.archive import Archive
from archiver.archive.erasures import key_path
from archiver.archive.page_list import list_page, listed_pages
from archiver.archive.storing import store_within
from archiver.captures import erasure, keeping, redacting
from archiver.captures.http_messages import HttpRequest, HttpResponse
from archiver.captures.keeping import store_with_captures
from archiver.captures.reading import read_capture
from archiver.captures.writing import CaptureWriter
from archiver.errors import Exit
from pipelines import normalise
from spiders.page import Page
from spiders.sites import site_for
from spiders.walk import ThreadWalk
from tests.archive_equality import contents_of
from tests.captures.warc_files import is_valid, of_kind, records_in
from tests.command import Done, archiver, archiver_process
from tests.erased_words import places_of
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.test_erasing import others
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
    return found | {"captures": [(row["observed_at"], row["url"], row["status"]) for row in found["captures"]]}


def erased(folder: Path, *words: str) -> Done:
    return archiver("erase", *words, "--yes", cwd=folder)


def test_the_test_finds_words_wherever_they_stand(tmp_path: Path) -> None:
    fill(tmp_path)
    found = places_of("my roof hums", tmp_path)
    assert found[-1] == "archive.db"
    assert len(found) == 3
    assert places_of("café mast über", tmp_path)
    assert len(places_of(NAME, tmp_path)) == 3


@pytest.mark.parametrize("what", ["comment", "author"])
def test_erased_words_are_nowhere_on_the_disk_and_others_stay(tmp_path: Path, what: str) -> None:
    fill(tmp_path)
    before = contents(tmp_path)
    gone = next(row["identity"] for row in before["comments"] if row["author"] == NAME)
    before["comments"] = [row | {"state": "erased"} if row["identity"] == gone else row for row in before["comments"]]
    words = ("--comment", row_id(tmp_path)) if what == "comment" else ("--author", NAME.upper())
    done = erased(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    for said in ("my roof hums", "über", "council", "answers", "nobody at"):
        assert not places_of(said, tmp_path), said
    if what == "author":
        assert not places_of(NAME, tmp_path)
        assert not places_of("Hummel", tmp_path)
    after = contents(tmp_path)
    assert others(after) == others(before)
    assert all(is_valid(file) for file in (tmp_path / "archive.captures").iterdir())
    assert archiver("verify", cwd=tmp_path).returncode == 0, archiver("verify", cwd=tmp_path).stdout
    again = archiver("rebuild", "--db", "archive.db", "-o", "new.db", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path, "new.db") == after
    alone = archiver("rebuild", "archive.captures", "--db", "alone.db", cwd=tmp_path)
    assert alone.returncode == 0, alone.stderr
    assert contents(tmp_path, "alone.db") == after


def test_one_erasure_after_another_leaves_what_is_left(tmp_path: Path) -> None:
    fill(tmp_path)
    for words in (("--author", NAME), (URL, "--comment", "12")):
        assert erased(tmp_path, *words).returncode == 0
    for said in ("my roof hums", NAME, "Ours is quiet"):
        assert not places_of(said, tmp_path), said
    assert len(of_kind(records_in(tmp_path / "archive.captures"), "conversion")) == 2
    left = rows(tmp_path, "SELECT body FROM comments ORDER BY position")
    assert [row["body"] for row in left] == ["Good news.", "", ""]
    assert archiver("verify", cwd=tmp_path).returncode == 0
    again = archiver("rebuild", "--db", "archive.db", "-o", "new.db", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path, "new.db") == contents(tmp_path)


def test_what_holds_others_words_too_stands_there_without_the_erased(tmp_path: Path) -> None:
    fill(tmp_path)
    old = {row["sha256"] for row in rows(tmp_path, "SELECT sha256 FROM captures")}
    digests = rows(tmp_path, "SELECT digest FROM observations ORDER BY id")
    assert erased(tmp_path, "--comment", row_id(tmp_path)).returncode == 0
    assert rows(tmp_path, "SELECT digest FROM observations ORDER BY id") == digests
    records = records_in(tmp_path / "archive.captures")
    assert len(of_kind(records, "conversion")) == 2
    assert not of_kind(records, "metadata")
    assert {record["WARC-Target-URI"] for record in of_kind(records, "response")} == {
        "https://mast.example/robots.txt",
        "https://mast.example/?author=Zo%C3%AB%20Hummel-Fibre",
        "https://mast.example/2024/another/",
    }
    responses = {record["WARC-Record-ID"] for record in of_kind(records, "response")}
    assert {record["WARC-Concurrent-To"] for record in of_kind(records, "request")} == responses
    for row in rows(tmp_path, "SELECT * FROM captures"):
        assert row["redacted_at"] is not None
        assert row["sha256"] not in old
        folder = tmp_path / "archive.captures"
        assert read_capture(folder, row["file"], row["offset"], row["length"], sha256=row["sha256"]).url == URL
    assert not any(sha256 in (tmp_path / "archive.db").read_bytes().decode("latin-1") for sha256 in old)


def test_what_is_erased_is_shown_as_such(tmp_path: Path) -> None:
    fill(tmp_path)
    assert erased(tmp_path, "--comment", row_id(tmp_path)).returncode == 0
    assert "erased for good" in archiver("show", "1", cwd=tmp_path).stdout
    for form in ("md", "html"):
        assert "erased for good" in archiver("export", "1", "--format", form, cwd=tmp_path).stdout


def test_other_captures_in_the_same_file_are_found_where_they_lie_now(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        writer = CaptureWriter(tmp_path / "archive.captures")
        for address, name in (("first/", "Bo"), ("masts/", NAME), ("last/", "Cy")):
            url = URL.replace("masts/", address)
            words = WORDS if name == NAME else "Something else"
            thread = walked(kept(writer, url, page_of(url, name=name, words=words), MONDAY))
            store_with_captures(archive, thread, None, writer)
        writer.close()
    assert erased(tmp_path, "--author", NAME).returncode == 0
    kinds = []
    for row in rows(tmp_path, "SELECT * FROM captures ORDER BY id"):
        folder = tmp_path / "archive.captures"
        kinds.append(read_capture(folder, row["file"], row["offset"], row["length"], sha256=row["sha256"]).kind)
    assert kinds == ["response", "conversion", "response"]
    assert archiver("verify", cwd=tmp_path).returncode == 0


def test_an_erased_article_takes_its_captures_with_it(tmp_path: Path) -> None:
    fill(tmp_path)
    other = article_page("https://mast.example/2024/other/", [comment_item(1, "Ada Mast", "Here too.")])
    other = other.replace("Masts go up in Little Wick", "A ferry stops")
    other = other.replace("Four masts went up in Little Wick this week", "A cable was cut near the old harbour")
    other = other.replace("The operator says a fifth one will follow when the church has made up its mind", "Sorry")
    (tmp_path / "other.html").write_text(other.replace("and the village is on the air", "and the ferry stopped"))
    assert archiver("import", "other.html", "--observed-at", "2024-05-08", cwd=tmp_path).returncode == 0
    done = erased(tmp_path, URL)
    assert done.returncode == 0, done.stderr
    for words in ("my roof hums", "Good news", "2024/masts", "Ours is quiet"):
        assert not places_of(words, tmp_path), words
    assert not of_kind(records_in(tmp_path / "archive.captures"), "conversion")
    assert [row["url"] for row in rows(tmp_path, "SELECT url FROM articles")] == ["https://mast.example/2024/other/"]
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        for url in (URL, "https://mast.example/2024/new/"):
            with archive.transaction():
                list_page(archive, "mast.example", "article", url, found_at=MONDAY, found_on=None)
        assert listed_pages(archive, "mast.example", "article") == ["https://mast.example/2024/new/"]
    (tmp_path / "masts.html").write_text(page_of())
    again = archiver("import", "masts.html", "--observed-at", "2024-05-09", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    (tmp_path / "masts.html").unlink()
    assert not places_of("2024/masts", tmp_path)
    assert archiver("verify", cwd=tmp_path).returncode == 0


def test_a_later_import_does_not_bring_erased_words_back_into_the_captures(tmp_path: Path) -> None:
    fill(tmp_path)
    assert erased(tmp_path, "--comment", row_id(tmp_path)).returncode == 0
    before = contents(tmp_path)
    outside = tmp_path.parent / f"{tmp_path.name}.html"
    outside.write_text(page_of())
    # The very bytes of Monday, and then a look of another day.
    assert archiver("import", str(outside), "--observed-at", "2024-05-06T10:00:00Z", cwd=tmp_path).returncode == 0
    assert not places_of("my roof hums", tmp_path)
    assert contents(tmp_path) == before
    assert archiver("import", str(outside), "--observed-at", "2024-05-09", cwd=tmp_path).returncode == 0
    assert not places_of("my roof hums", tmp_path)
    assert [row["redacted_at"] is None for row in rows(tmp_path, "SELECT * FROM captures")] == [False] * 3
    assert archiver("verify", cwd=tmp_path).returncode == 0
    again = archiver("rebuild", "--db", "archive.db", "-o", "new.db", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path, "new.db") == contents(tmp_path)


def test_a_later_crawl_does_not_bring_erased_words_back(tmp_path: Path) -> None:
    def site(url: str) -> dict[str, Answer]:
        return {"/robots.txt": ROBOTS, "/masts/": Answer(page_of(f"{url}/masts/"))}

    with serving(site) as served:
        assert archiver_process("crawl", f"{served.url}/masts/", *HURRY, cwd=tmp_path).returncode == 0
        assert places_of("my roof hums", tmp_path)
        assert erased(tmp_path, "--author", NAME).returncode == 0
        again = archiver_process("crawl", f"{served.url}/masts/", *HURRY, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    for words in ("my roof hums", NAME):
        assert not places_of(words, tmp_path)
    assert len(rows(tmp_path, "SELECT * FROM comments")) == 3
    assert not rows(tmp_path, "SELECT * FROM redactions")


def brings_words_beside_an_article(url: str) -> dict[str, Answer]:
    """An article whose thread does not show the words, and a page that fails and does."""
    article = article_page(f"{url}/masts/", [comment_item(10, "Ada Mast", "Good news.")], stated=1)
    return {
        "/robots.txt": ROBOTS,
        "/masts/": Answer(article),
        "/broken/": Answer(f"<p>{NAME}: {WORDS}</p>", status=500),
    }


def test_captures_without_an_observation_are_not_kept_once_something_was_erased(tmp_path: Path) -> None:
    fill(tmp_path)
    assert erased(tmp_path, "--author", NAME).returncode == 0
    with serving(brings_words_beside_an_article) as served:
        urls = [f"{served.url}/{path}" for path in ("masts/", "broken/")]
        done = archiver_process("crawl", *urls, *HURRY, cwd=tmp_path)
        assert "/broken/" in served.asked
    assert done.returncode == Exit.SOME_FAILED, done.stderr
    assert not places_of("my roof hums", tmp_path)
    (run,) = rows(tmp_path, "SELECT id FROM runs")
    (file,) = (tmp_path / "archive.captures").glob(f"*-run{run['id']}-00001.r1.warc.gz")
    of_run = [record for record in records_in(tmp_path / "archive.captures") if record["file"] == file.name]
    assert [record["WARC-Type"] for record in of_run] == ["warcinfo", "response", "request", "metadata"]
    assert archiver("verify", cwd=tmp_path).returncode == 0
    assert archiver("erase", cwd=tmp_path).returncode == Exit.USAGE, "nothing is left to be done"


@pytest.mark.parametrize("by", ["erase", "import", "rebuild"])
def test_captures_of_a_run_that_was_killed_go_too(tmp_path: Path, by: str) -> None:
    fill(tmp_path)
    assert erased(tmp_path, "--author", NAME).returncode == 0
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        run = archive.begin_run("crawl", {})
        writer = CaptureWriter(tmp_path / "archive.captures", run)
        kept(writer, "https://mast.example/feed/", WORDS, TUESDAY)
        thread = walked(kept(writer, URL, page_of(), TUESDAY))
        with suppress(Killed), archive.transaction():
            store_within(archive, thread, run)
            keeping._keep_metadata(thread, writer, None)
            raise Killed
    outside = tmp_path.parent / f"{tmp_path.name}.html"
    outside.write_text(page_of("https://mast.example/2024/another/", name="Bo", words="Mine is quiet"))
    importing = ("import", str(outside), "--observed-at", "2024-05-09")
    assert archiver(*importing, cwd=tmp_path).returncode == 0
    assert places_of("my roof hums", tmp_path), "the run may still store it"
    writer.close()
    if by == "rebuild":
        again = tmp_path.parent / f"{tmp_path.name}-new"
        again.mkdir()
        assert archiver("rebuild", "-o", str(again / "new.db"), cwd=tmp_path).returncode == 0
        assert not places_of("my roof hums", again)
        return
    done = archiver(*(importing if by == "import" else ("erase",)), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not places_of("my roof hums", tmp_path)
    assert archiver("verify", cwd=tmp_path).returncode == 0
    assert archiver("erase", cwd=tmp_path).returncode == Exit.USAGE, "nothing is left to be done"


@pytest.mark.parametrize("what", ["comment", "author", "article"])
@pytest.mark.parametrize("is_all", [True, False])
def test_captures_that_are_elsewhere_are_named_and_done_when_they_are_back(
    tmp_path: Path, what: str, is_all: bool
) -> None:
    fill(tmp_path)
    folder, elsewhere = tmp_path / "archive.captures", tmp_path.parent / f"{tmp_path.name}-elsewhere"
    files = sorted(folder.iterdir())
    if is_all:
        folder.rename(elsewhere)
    else:
        elsewhere.mkdir()
        files[0].rename(elsewhere / files[0].name)
    words = {"comment": ("--comment", row_id(tmp_path)), "author": ("--author", NAME), "article": (URL,)}[what]
    done = erased(tmp_path, *words)
    assert done.returncode == Exit.SOME_FAILED
    assert files[0].name in done.stderr
    assert (files[1].name in done.stderr) == is_all
    assert "Erased" not in done.stderr
    assert not places_of("my roof hums", tmp_path)
    assert archiver("erase", cwd=tmp_path).returncode == Exit.SOME_FAILED, "they are still elsewhere"
    assert "`archiver erase` finishes it" in archiver("status", cwd=tmp_path).stderr
    folder.mkdir(exist_ok=True)
    for file in elsewhere.iterdir():
        file.rename(folder / file.name)
    finished = archiver("erase", cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    for said in ("my roof hums", "council"):
        assert not places_of(said, tmp_path), said
    assert archiver("verify", cwd=tmp_path).returncode == 0
    assert archiver("erase", cwd=tmp_path).returncode == Exit.USAGE, "nothing is left to be done"


def test_an_archive_named_by_a_symbolic_link_is_erased_from_with_what_lies_beside_it(tmp_path: Path) -> None:
    real, linked = tmp_path / "real", tmp_path / "linked"
    real.mkdir()
    linked.mkdir()
    fill(real)
    backup = real / "archive.db.before-a_change-20240101T000000.000000Z.backup"
    backup.write_text(WORDS)
    (linked / "link.db").symlink_to(real / "archive.db")
    done = archiver("erase", "--author", NAME, "--yes", "--db", "link.db", cwd=linked)
    assert done.returncode == 0, done.stderr
    assert not places_of("my roof hums", real)
    assert [path.name for path in linked.iterdir()] == ["link.db"]
    assert key_path(real / "archive.db").exists()


def test_a_writer_that_begins_meanwhile_leaves_the_erasure_to_be_finished(tmp_path: Path) -> None:
    fill(tmp_path)
    (first, _) = sorted((tmp_path / "archive.captures").iterdir())
    with first.open("rb") as file, mock.patch.object(erasure, "refuse_while_captures_are_written"):
        fcntl.flock(file, fcntl.LOCK_EX)
        done = erased(tmp_path, "--author", NAME)
    assert done.returncode == Exit.SOME_FAILED
    assert first.name in done.stderr
    assert archiver("erase", cwd=tmp_path).returncode == 0
    assert not places_of("my roof hums", tmp_path)


def test_earlier_captures_go_too_where_it_is_known_only_later_that_they_hold_what_was_erased(tmp_path: Path) -> None:
    other = "https://mast.example/2024/masts-again/"
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        run = archive.begin_run("crawl", {})
        writer = CaptureWriter(tmp_path / "archive.captures", run)
        for url, words in ((URL, WORDS), (other, "At night the cat sleeps through it")):
            page = kept(writer, url, page_of(url, words=words), MONDAY)
            store_with_captures(archive, walked(page), run, writer)
        writer.close()
        archive.end_run(run, 0, {})
        (first, _) = archive.rows("SELECT id FROM comments WHERE author = ? ORDER BY id", (NAME,))
    assert erased(tmp_path, "--comment", str(first["id"])).returncode == 0
    assert len(places_of("the cat sleeps", tmp_path)) == 2
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        writer = CaptureWriter(tmp_path / "archive.captures", run)
        thread = walked(kept(writer, other, page_of(other, words="Nothing"), TUESDAY))
        thread.article_urls = [URL, other]
        store_with_captures(archive, thread, run, writer)
        writer.close()
        redacting.redact(archive)
    assert not places_of("the cat sleeps", tmp_path / "archive.captures")
    assert archiver("erase", cwd=tmp_path).returncode == 0
    assert not places_of("the cat sleeps", tmp_path)


class Killed(BaseException):
    """What ends a process at the wrong moment."""


STEPS: list[tuple[Any, str]] = [
    (erasure, "redact"),
    (redacting, "_note_what_hangs_on_them"),
    (redacting, "_write_anew"),
    (redacting, "_point_to"),
    (redacting, "_remove_replaced"),
    (redacting, "_sync"),
    (erasure, "empty_what_is_free"),
]


@pytest.mark.parametrize(("module", "step"), STEPS, ids=[step for _, step in STEPS])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("turn", [1, 2])
def test_an_erasure_that_was_killed_is_brought_to_its_end(
    tmp_path: Path, module: Any, step: str, when: str, turn: int
) -> None:
    fill(tmp_path)
    works: Callable[..., Any] = getattr(module, step)
    calls = iter(range(1, 1000))

    def dies(*given: Any) -> Any:
        if next(calls) != turn:
            return works(*given)
        if when == "after":
            works(*given)
        raise Killed

    with mock.patch.object(module, step, dies), suppress(Killed):
        erased(tmp_path, "--author", NAME)
    is_left = bool(rows(tmp_path, "SELECT 1 FROM erasures WHERE is_pending"))
    assert ("`archiver erase` finishes it" in archiver("status", cwd=tmp_path).stderr) == is_left
    assert ("run `archiver erase`" in archiver("verify", "--quick", cwd=tmp_path).stdout) == is_left
    done = archiver("erase", cwd=tmp_path)
    assert done.returncode in (Exit.DONE, Exit.USAGE), done.stderr
    for words in ("my roof hums", NAME):
        assert not places_of(words, tmp_path), done.stderr
    assert not list(tmp_path.rglob("*.unfinished"))
    assert archiver("verify", cwd=tmp_path).returncode == 0
    assert archiver("erase", cwd=tmp_path).returncode == Exit.USAGE, "nothing is left to be done"
    again = archiver("rebuild", "--db", "archive.db", "-o", "new.db", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert contents(tmp_path, "new.db") == contents(tmp_path)


def test_who_quotes_is_named_and_left_alone(tmp_path: Path) -> None:
    fill(tmp_path)
    quoting = "https://mast.example/2024/quoting/"
    (tmp_path / "quoting.html").write_text(article_page(quoting, [comment_item(77, "Cy Copper", QUOTE)]))
    assert archiver("import", "quoting.html", "--observed-at", "2024-05-08", cwd=tmp_path).returncode == 0
    (quoter,) = rows(tmp_path, "SELECT id, article_id FROM comments WHERE author = 'Cy Copper'")
    done = erased(tmp_path, "--comment", row_id(tmp_path))
    assert f"{quoter['id']} (article {quoter['article_id']})" in done.stderr
    assert "exports made before" in done.stderr
    (left,) = rows(tmp_path, "SELECT body FROM comments WHERE author = 'Cy Copper'")
    assert left["body"] == QUOTE


def test_a_dry_run_says_what_would_happen_and_changes_nothing(tmp_path: Path) -> None:
    fill(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = archiver("erase", "--author", NAME, "--dry-run", cwd=tmp_path)
    assert done.returncode == 0
    assert "1 comment under 1 article" in done.stderr
    assert "captures replaced or dropped: 12" in done.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_nothing_is_erased_unless_it_is_confirmed(tmp_path: Path) -> None:
    fill(tmp_path)
    done = archiver("erase", "--author", NAME, cwd=tmp_path, stdin=b"n\n")
    assert done.returncode == Exit.INTERRUPTED
    assert places_of("my roof hums", tmp_path)
    assert archiver("erase", "--author", NAME, cwd=tmp_path, stdin=b"y\n").returncode == 0
    assert not places_of("my roof hums", tmp_path)


def test_a_comment_is_named_by_its_row_or_by_its_id_under_its_article(tmp_path: Path) -> None:
    fill(tmp_path)
    assert erased(tmp_path, URL, "--comment", "11").returncode == 0
    assert not places_of("my roof hums", tmp_path)
    for words in ((URL, "--comment", "999"), ("--comment", "999"), ("--comment", "x"), (URL, "--author", "Bo"), ()):
        done = erased(tmp_path, *words)
        assert done.returncode == Exit.USAGE, words
        assert len(done.stderr.splitlines()) == 1


def test_backups_are_deleted_and_named(tmp_path: Path) -> None:
    fill(tmp_path)
    backup = tmp_path / "archive.db.before-a_change-20240101T000000.000000Z.backup"
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute("VACUUM INTO ?", [str(backup)])
    assert backup.name in places_of("my roof hums", tmp_path)
    done = erased(tmp_path, "--author", NAME)
    assert backup.name in done.stderr
    assert not backup.exists()


def test_what_a_killed_rebuild_has_left_is_deleted_and_named(tmp_path: Path) -> None:
    fill(tmp_path)
    dead = dead_process()
    left = [tmp_path / f".new.db.{dead}.rebuilding{of}" for of in ("", "-wal", "-shm", ".erase-key")]
    left.append(tmp_path / "archive.captures" / f".some.warc.gz.{dead}.copy")
    others = tmp_path / f".new.db.{os.getpid()}.rebuilding"  # of one that goes on
    for path in (*left, others):
        path.write_text("Words")
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == 0, done.stderr
    for path in left:
        assert path.name in done.stderr
        assert not path.exists()
    assert others.exists()
    others.unlink()


def test_a_rebuild_removes_what_a_killed_one_of_the_same_archive_has_left(tmp_path: Path) -> None:
    fill(tmp_path)
    dead = dead_process()
    left = tmp_path / f".new.db.{dead}.rebuilding"
    kept_ones = [tmp_path / f".{name}.rebuilding" for name in (f"another.db.{dead}", f"new.db.{os.getpid()}0x")]
    (tmp_path / "new.captures").mkdir()
    copy = tmp_path / "new.captures" / f".some.warc.gz.{dead}.copy"
    for path in (left, copy, *kept_ones):
        path.write_text("Words")
    done = archiver("rebuild", "-o", "new.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [path.exists() for path in (left, copy, *kept_ones)] == [False, False, True, True]


def dead_process() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        return process.pid


def test_captures_that_are_being_written_are_waited_for(tmp_path: Path) -> None:
    fill(tmp_path)
    writer = CaptureWriter(tmp_path / "archive.captures", 7)
    kept(writer, URL, page_of(), MONDAY)
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == Exit.ALREADY_RUNNING
    assert len(rows(tmp_path, "SELECT * FROM comments WHERE state = 'erased'")) == 0
    writer.close()
    assert erased(tmp_path, "--author", NAME).returncode == 0
    assert not places_of("my roof hums", tmp_path)


def test_a_damaged_capture_file_is_told_and_keeps_nobody_from_erasing(tmp_path: Path) -> None:
    fill(tmp_path)
    damaged = tmp_path / "archive.captures" / "2020-01-01T000000Z-run9-00001.warc.gz"
    damaged.write_bytes(b"no record at all")
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == 0, done.stderr
    assert "cannot be searched" in done.stderr
    assert damaged.name in done.stderr
    damaged.unlink()
    assert not places_of("my roof hums", tmp_path)


def test_a_damaged_file_with_erased_words_is_to_be_moved_away(tmp_path: Path) -> None:
    fill(tmp_path)
    (first, _) = sorted((tmp_path / "archive.captures").iterdir())
    first.write_bytes(first.read_bytes() + b"and something else")
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == Exit.STORAGE
    assert "move it away" in done.stderr
    first.unlink()
    assert archiver("erase", cwd=tmp_path).returncode == 0
    assert not places_of("my roof hums", tmp_path)
    assert not rows(tmp_path, "SELECT 1 FROM redactions UNION SELECT 1 FROM erasures WHERE is_pending")


def test_an_archive_without_captures_can_be_erased_from(tmp_path: Path) -> None:
    (tmp_path / "masts.html").write_text(page_of())
    words = ("--observed-at", "2024-05-08", "--no-captures")
    assert archiver("import", "masts.html", *words, cwd=tmp_path).returncode == 0
    (tmp_path / "masts.html").unlink()
    assert erased(tmp_path, "--author", NAME).returncode == 0
    assert not places_of(NAME, tmp_path)
    assert key_path(tmp_path / "archive.db").exists()
