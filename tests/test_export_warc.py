"""The captures behind threads, copied so that warcio checks them and an archive can be made of them again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.captures.http_messages import HttpResponse
from archiver.captures.keeping import store_with_captures
from archiver.captures.writing import CaptureWriter
from pipelines import normalise
from spiders.page import Page
from spiders.sites import site_for
from spiders.walk import ThreadWalk
from tests.captures.rebuilt_archives import assert_equal
from tests.captures.warc_files import is_valid, of_kind, records_in
from tests.command import archiver
from tests.threads import at, comment, thread
from tests.wordpress_pages import article_page, comment_item

MASTS = "https://mast.example/2024/masts/"
FIBRE = "https://mast.example/2024/fibre/"


def blog_page(url: str, *bodies: str) -> str:
    """A page with comments by Ada; no two posts of a blog have one id."""
    page = article_page(url, [comment_item(number, "Ada", body) for number, body in enumerate(bodies, start=1)])
    post = 8 if url == FIBRE else 7
    return page.replace("postid-7", f"postid-{post}").replace("post-7", f"post-{post}")


def crawled(archive: Archive, url: str, when: str, *bodies: str) -> None:
    """One look at a page, with its bytes kept, in a capture file of its own run."""
    page = blog_page(url, *bodies)
    run = archive.begin_run("crawl", {})
    writer = CaptureWriter(archive.path.with_name("archive.captures"), run)
    response = HttpResponse(url=url, status=200, headers=[(b"Content-Type", b"text/html")], body=page.encode())
    record = writer.response(response, at(when))
    kept = Page(page.encode(), url=url, captured_at=at(when), content_type="text/html", status=200, record=record)
    store_with_captures(archive, normalise(ThreadWalk(site_for(url), kept).thread()), run, writer)
    writer.close()
    archive.end_run(run, 0, {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of two articles, one of them looked at twice."""
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        crawled(archive, MASTS, "2024-05-06T10:00:00", "Good.")
        crawled(archive, FIBRE, "2024-05-06T11:00:00", "Cheap.")
        crawled(archive, MASTS, "2024-05-07T10:00:00", "Good.", "Bad.")
    (tmp_path / "out").mkdir()
    return tmp_path


def test_the_captures_of_an_article_are_copied_as_they_are_and_no_others(folder: Path) -> None:
    done = archiver("export", MASTS, "--format", "warc", "-o", "out/masts.warc.gz", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert is_valid(folder / "out" / "masts.warc.gz")
    manifest = folder / "out" / "masts.warc.gz.manifest.json"
    said = json.loads(manifest.read_text())
    manifest.unlink()
    copied, kept = records_in(folder / "out"), records_in(folder / "archive.captures")
    assert {one["WARC-Target-URI"] for one in copied[1:]} == {MASTS}
    assert [one["WARC-Type"] for one in copied] == ["warcinfo", "response", "metadata", "response", "metadata"]
    without_file = [{name: value for name, value in one.items() if name != "file"} for one in kept]
    assert all({name: value for name, value in one.items() if name != "file"} in without_file for one in copied[1:])
    assert (said["records"], said["observations_without_captures"]) == (4, 0)


def test_an_archive_is_made_again_of_exported_captures(folder: Path) -> None:
    assert archiver("export", "--all", "--format", "warc", "-o", "out/all.warc.gz", cwd=folder).returncode == 0
    (folder / "out" / "all.warc.gz.manifest.json").unlink()
    done = archiver("rebuild", "out", "--db", "again.db", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert_equal(folder / "archive.db", folder / "again.db")


def test_an_instant_leaves_out_later_captures(folder: Path) -> None:
    words = ("export", MASTS, "--format", "warc", "--as-of", "2024-05-06", "-o", "out/then.warc.gz")
    assert archiver(*words, cwd=folder).returncode == 0
    (folder / "out" / "then.warc.gz.manifest.json").unlink()
    assert [one["WARC-Date"][:10] for one in of_kind(records_in(folder / "out"), "response")] == ["2024-05-06"]


def test_what_is_new_is_the_captures_of_new_observations(folder: Path) -> None:
    words = ("export", "--all", "--format", "warc", "--since-last", "-o")
    assert archiver(*words, "out/1.warc.gz", cwd=folder).returncode == 0
    with Archive.for_writing(folder / "archive.db") as archive:
        crawled(archive, FIBRE, "2024-05-08T10:00:00", "Cheap.", "Fast.")
    (folder / "new").mkdir()
    assert archiver(*words, "new/2.warc.gz", cwd=folder).returncode == 0
    (folder / "new" / "2.warc.gz.manifest.json").unlink()
    dates = [(one["WARC-Target-URI"], one["WARC-Date"][:10]) for one in of_kind(records_in(folder / "new"), "response")]
    assert dates == [(FIBRE, "2024-05-08")]


def test_the_same_captures_give_the_same_bytes(folder: Path) -> None:
    for name in ("one", "two"):
        (folder / name).mkdir()
        assert archiver("export", "--all", "--format", "warc", "-o", f"{name}/x.warc.gz", cwd=folder).returncode == 0
    for name in ("x.warc.gz", "x.warc.gz.manifest.json"):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes()


def test_observations_without_captures_are_counted_and_alone_they_are_refused(folder: Path) -> None:
    with Archive.for_writing(folder / "archive.db") as archive:
        stored = store_observation(archive, thread("2024-05-09T12:00:00", comment(1, "Hm.")))
    done = archiver("export", "--all", "--format", "warc", "-o", "out/x.warc.gz", cwd=folder)
    assert "1 observation without captures" in done.stderr
    alone = archiver("export", str(stored.article_id), "--format", "warc", "-o", "out/y.warc.gz", cwd=folder)
    assert (alone.returncode, len(alone.stderr.splitlines())) == (2, 1)
    assert "--no-captures" in alone.stderr
    assert not list((folder / "out").glob("*y*"))


def test_captures_that_are_not_there_end_it_with_nothing_written(folder: Path) -> None:
    shutil.rmtree(folder / "archive.captures")
    done = archiver("export", "--all", "--format", "warc", "-o", "out/x.warc.gz", cwd=folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
    assert list((folder / "out").iterdir()) == []


def test_an_unchanged_answer_comes_with_the_response_that_it_refers_to(folder: Path) -> None:
    with Archive.for_writing(folder / "archive.db") as archive:
        words = ("export", "--all", "--format", "warc", "--since-last", "-o")
        assert archiver(*words, "out/1.warc.gz", cwd=folder).returncode == 0
        page = blog_page(FIBRE, "Cheap.").encode()
        original = of_kind(records_in(folder / "archive.captures"), "response")[1]
        run = archive.begin_run("crawl", {})
        writer = CaptureWriter(folder / "archive.captures", run)
        answer = HttpResponse(url=FIBRE, status=304, headers=[])
        later = at("2024-05-09T10:00:00")
        record = writer.revisit(answer, later, original["WARC-Record-ID"], at("2024-05-06T11:00:00"))
        kept = Page(page, url=FIBRE, captured_at=later, status=304, record=record)
        store_with_captures(archive, normalise(ThreadWalk(site_for(FIBRE), kept).thread()), run, writer)
        writer.close()
    assert archiver("export", FIBRE, "--format", "warc", "-o", "out/all.warc.gz", cwd=folder).returncode == 0
    for name in ("1.warc.gz", "1.warc.gz.manifest.json", "all.warc.gz.manifest.json"):
        (folder / "out" / name).unlink()
    kinds = [one["WARC-Type"] for one in records_in(folder / "out")]
    assert kinds == ["warcinfo", "response", "metadata", "revisit", "metadata"]
    for source, made in (("out", "again"), ("more", "thrice")):  # a rebuilt row of a 304 names what it refers to
        done = archiver("rebuild", source, "--db", f"{made}.db", cwd=folder)
        assert (done.returncode, "2 observations of 1 article" in done.stderr) == (0, True), done.stderr
        (folder / "more").mkdir(exist_ok=True)
        again = ("export", FIBRE, "--db", f"{made}.db", "--format", "warc", "-o", "more/x.warc.gz")
        assert archiver(*again, cwd=folder).returncode == 0
        (folder / "more" / "x.warc.gz.manifest.json").unlink()
