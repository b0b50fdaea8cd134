"""Erased words leave the captures, and everything else on the disk; what others said is made again from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.page_list import list_page, listed_pages
from archiver.captures import redacting
from archiver.captures.keeping import store_with_captures
from archiver.captures.reading import read_capture
from archiver.captures.writing import CaptureWriter
from archiver.errors import Exit
from tests.captures.erased_pages import (
    MONDAY,
    NAME,
    TUESDAY,
    URL,
    WORDS,
    contents,
    erased,
    fill,
    kept,
    page_of,
    row_id,
    rows,
    walked,
)
from tests.captures.warc_files import is_valid, of_kind, records_in
from tests.command import archiver, archiver_process
from tests.erased_words import places_of
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.test_erasing import others
from tests.wordpress_pages import article_page, comment_item


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
    old |= {row["digest"] for row in rows(tmp_path, "SELECT digest FROM observations")}
    assert erased(tmp_path, "--comment", row_id(tmp_path)).returncode == 0
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
    assert not any(places_of(sha256, tmp_path) for sha256 in old)


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


def test_an_address_that_only_holds_the_letters_of_a_name_stays_with_its_capture(tmp_path: Path) -> None:
    others_address = URL.replace("masts/", "ferry/") + "?utm_source=major_journal"
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        run = archive.begin_run("crawl", {"urls": [others_address]})
        writer = CaptureWriter(tmp_path / "archive.captures")
        for url, name, words in ((URL, "Jo", WORDS), (others_address, "Cy", "Something else")):
            page = kept(writer, url, page_of(url.partition("?")[0], name=name, words=words), MONDAY)
            store_with_captures(archive, walked(page), run, writer)
        writer.close()
        archive.end_run(run, 0, {})
    assert erased(tmp_path, "--author", "Jo").returncode == 0
    first, second = rows(tmp_path, "SELECT * FROM captures ORDER BY id")
    assert first["redacted_at"] is not None
    assert (second["url"], second["redacted_at"]) == (others_address, None)
    assert others_address in rows(tmp_path, "SELECT arguments FROM runs")[0]["arguments"]
    checked = archiver("verify", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


def test_captures_in_a_tail_that_was_cut_off_are_forgotten_when_their_file_goes(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        writer = CaptureWriter(tmp_path / "archive.captures")
        for url, name, words in ((URL, NAME, WORDS), (URL.replace("masts/", "ferry/"), "Cy", "Something else")):
            store_with_captures(
                archive, walked(kept(writer, url, page_of(url, name=name, words=words), MONDAY)), None, writer
            )
        writer.close()
    (file,) = (tmp_path / "archive.captures").iterdir()
    last = rows(tmp_path, "SELECT * FROM captures ORDER BY id")[-1]
    with file.open("r+b") as opened:
        opened.truncate(last["offset"] + 50)
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == 0
    assert "1 capture lay where" in done.stderr
    first, second = rows(tmp_path, "SELECT * FROM captures ORDER BY id")
    assert (tmp_path / "archive.captures" / first["file"]).is_file()
    assert (second["file"], second["offset"], second["length"]) == (None, None, None)
    assert second["sha256"] == last["sha256"]  # it held nothing of what was erased
    checked = archiver("verify", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout


def test_erased_words_in_a_tail_that_was_cut_off_go_too(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        writer = CaptureWriter(tmp_path / "archive.captures")
        store_with_captures(archive, walked(kept(writer, URL, page_of(), MONDAY)), None, writer)
        writer.close()
    (file,) = (tmp_path / "archive.captures").iterdir()
    (capture,) = rows(tmp_path, "SELECT * FROM captures")
    with file.open("r+b") as opened:
        opened.truncate(capture["offset"] + capture["length"] - 1)
    assert erased(tmp_path, "--author", NAME).returncode == 0
    assert not file.exists()
    assert not places_of("my roof hums", tmp_path)
    assert not places_of(capture["sha256"], tmp_path)
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
    before = contents(tmp_path)["comments"]
    outside = tmp_path.parent / f"{tmp_path.name}.html"
    outside.write_text(page_of())
    # Beside Monday's look, and then a look of another day.
    for when in ("2024-05-06T10:00:00Z", "2024-05-09"):
        assert archiver("import", str(outside), "--observed-at", when, cwd=tmp_path).returncode == 0
        assert not places_of("my roof hums", tmp_path)
    assert contents(tmp_path)["comments"] == before
    assert [row["redacted_at"] is None for row in rows(tmp_path, "SELECT * FROM captures")] == [False] * 4
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
