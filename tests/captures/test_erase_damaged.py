"""One flipped byte in a capture file keeps nobody from erasing, and costs no more than what cannot be read."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.erasing import Author, plan_article, plan_author
from archiver.archive.verifying import verify
from archiver.captures.erasure import erase_everywhere, give_up_lost, records_holding
from archiver.captures.keeping import store_with_captures
from archiver.captures.rebuilding import rebuild_old
from archiver.captures.redacting import redact
from archiver.captures.scanning import records_of
from archiver.captures.writing import CaptureWriter
from archiver.errors import Exit
from tests.captures.erased_pages import MONDAY, NAME, URL, WORDS, contents, erased, fill, kept, page_of, rows, walked
from tests.captures.warc_files import is_valid
from tests.command import archiver
from tests.erased_words import places_of

RECORDS = ["the words' own", "the words' metadata", "another's", "another's metadata", "of no observation"]
GZIP_HEADER, CHECKSUM = 10, 8
FLIPS = {
    "in the gzip header": 0,
    "in the record's head": GZIP_HEADER + 4,
    "in its body": -CHECKSUM - 20,
    "at its end": -3,
}


def fill_with_three(folder: Path) -> None:
    """Three articles in one file, the words under the second, and a page of no article that has them, too."""
    writer = CaptureWriter(folder / "archive.captures")
    with Archive.for_writing(folder / "archive.db") as archive:
        for address, name in (("first/", "Bo"), ("masts/", NAME), ("last/", "Cy")):
            url = URL.replace("masts/", address)
            words = WORDS if name == NAME else "Something else"
            store_with_captures(
                archive, walked(kept(writer, url, page_of(url, name=name, words=words), MONDAY)), None, writer
            )
        kept(writer, "https://mast.example/2024/another/", f"<p>{WORDS}</p>", MONDAY)
    writer.close()


def flip(file: Path, which: str, where: str) -> None:
    found = list(records_of(file))
    responses = [one.place for one in found if one.kind == "response"]
    metadata = [one.place for one in found if one.kind == "metadata"]
    place = dict(zip(RECORDS, (responses[1], metadata[1], responses[0], metadata[0], responses[3]), strict=True))[which]
    data = bytearray(file.read_bytes())
    data[place.offset + FLIPS[where] % place.length] ^= 0b100
    file.write_bytes(data)


@pytest.mark.parametrize(
    ("which", "where"),
    [
        ("the words' own", "in the gzip header"),
        ("the words' own", "in its body"),
        ("the words' metadata", "at its end"),
        ("another's", "in the record's head"),
        ("another's metadata", "in its body"),
        ("of no observation", "in the gzip header"),
    ],
)
def test_what_cannot_be_read_is_taken_out_and_everything_else_stays(tmp_path: Path, which: str, where: str) -> None:
    fill_with_three(tmp_path)
    (file,) = (tmp_path / "archive.captures").iterdir()
    flip(file, which, where)
    assert sum(one.startswith("captures: ") for one in verify(tmp_path / "archive.db")) == 1
    db, new = tmp_path / "archive.db", tmp_path / "new.db"
    with Archive.for_writing(db) as archive:
        plan = plan_author(archive, Author(name=NAME))
        done = erase_everywhere(archive, plan, records_holding(archive, plan))
        assert not done.is_whole
        assert f"{file} holds no records of ours from offset" in done.damaged[0]
        assert give_up_lost(archive).is_whole
    for said in ("my roof hums", NAME):
        assert not places_of(said, tmp_path)
    assert list(verify(db)) == []
    assert is_valid(*(tmp_path / "archive.captures").iterdir())
    assert sum(row["redacted_at"] is not None for row in rows(tmp_path, "SELECT * FROM captures")) == (
        2 if which.startswith("another's") else 1
    )
    rebuild_old(db, new, tell=pytest.fail)
    assert contents(tmp_path, "new.db") == contents(tmp_path)


def test_a_damaged_file_with_erased_words_is_done_when_a_sound_copy_is_back(tmp_path: Path) -> None:
    fill(tmp_path)
    (first, _) = sorted((tmp_path / "archive.captures").iterdir())
    sound = first.read_bytes()
    first.write_bytes(sound + b"and something else")
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == Exit.SOME_FAILED
    assert "put a sound copy of it in its place and run `archiver erase`" in done.stderr
    assert archiver("erase", cwd=tmp_path).returncode == Exit.SOME_FAILED, "nothing was decided"
    assert "An erasure has not come to its end" in archiver("status", cwd=tmp_path).stderr
    first.write_bytes(sound)
    assert archiver("erase", cwd=tmp_path).returncode == 0
    assert not places_of("my roof hums", tmp_path)
    assert archiver("verify", cwd=tmp_path).returncode == 0


def test_a_damaged_file_of_which_there_is_no_copy_is_rid_of_its_damage(tmp_path: Path) -> None:
    fill(tmp_path)
    (first, _) = sorted((tmp_path / "archive.captures").iterdir())
    first.write_bytes(first.read_bytes() + b"and something else")
    assert archiver("erase", "--lost", "--yes", cwd=tmp_path).returncode == Exit.USAGE, "nothing was erased yet"
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == Exit.SOME_FAILED
    assert "Where there is none, `archiver erase --lost` takes out of it what cannot be read" in done.stderr
    before = first.read_bytes()
    dry = archiver("erase", "--lost", "--dry-run", cwd=tmp_path)
    assert (dry.returncode, first.read_bytes()) == (0, before)
    assert "Taken out for good: " in dry.stderr
    assert first.name in dry.stderr
    assert archiver("erase", "--lost", "--yes", cwd=tmp_path).returncode == 0
    assert not places_of("my roof hums", tmp_path)
    assert rows(tmp_path, "SELECT file FROM redactions") == []
    assert archiver("verify", cwd=tmp_path).returncode == 0


def test_a_damaged_file_that_nothing_rests_on_keeps_nobody_from_erasing(tmp_path: Path) -> None:
    fill(tmp_path)
    damaged = tmp_path / "archive.captures" / "2020-01-01T000000Z-run9-00001.warc.gz"
    damaged.write_bytes(b"my roof hums, but no record at all")
    done = erased(tmp_path, "--author", NAME)
    assert done.returncode == 0, done.stderr
    assert "cannot be searched" in done.stderr
    assert damaged.name in done.stderr
    assert places_of("my roof hums", tmp_path) == [damaged.name]
    assert archiver("erase", "--lost", "--yes", cwd=tmp_path).returncode == 0
    assert not places_of("my roof hums", tmp_path)
    assert archiver("verify", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_last_record_that_was_cut_off_is_cut_away_with_an_erasure(tmp_path: Path, when: str) -> None:
    fill(tmp_path)
    db, file = tmp_path / "archive.db", tmp_path / "archive.captures" / "2024-05-06T100000Z-run0-00001.warc.gz"
    cut_off = gzip.compress(page_of().encode(), compresslevel=0)[:-20]
    with Archive.for_writing(db) as archive:
        if when == "before":
            file.write_bytes(cut_off)
        plan = plan_author(archive, Author(name=NAME))
        assert erase_everywhere(archive, plan, records_holding(archive, plan)).is_whole
        if when == "after":
            file.write_bytes(cut_off)
            redact(archive)
    assert not places_of("my roof hums", tmp_path)
    assert list(verify(db)) == []


def test_what_follows_a_damaged_capture_of_an_erased_article_stays(tmp_path: Path) -> None:
    other = URL.replace("masts/", "ferry/")
    writer = CaptureWriter(tmp_path / "archive.captures")
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        others = kept(writer, other, page_of(other, name="Bo", words="Something else"), MONDAY)
        damaged = kept(writer, URL, page_of(), MONDAY)
        store_with_captures(archive, walked(others), None, writer)
        store_with_captures(archive, walked(damaged), None, writer)
        writer.close()
        (file,) = (tmp_path / "archive.captures").iterdir()
        assert damaged.record is not None
        data = bytearray(file.read_bytes())
        data[damaged.record.offset + 100] ^= 0b100
        file.write_bytes(data)
        (row,) = archive.rows("SELECT id FROM articles WHERE url = ?", (URL,))
        plan = plan_article(archive, row["id"])
        assert not erase_everywhere(archive, plan, records_holding(archive, plan)).is_whole
        assert give_up_lost(archive).is_whole
    assert not places_of("my roof hums", tmp_path)
    assert [row["redacted_at"] for row in rows(tmp_path, "SELECT * FROM captures")] == [None]
    assert list(verify(tmp_path / "archive.db")) == []
