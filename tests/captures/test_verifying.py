"""Whether the captures that an archive rests on can still be read again, and what is said where they cannot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.verifying import verify
from archiver.captures.http_messages import HttpResponse
from archiver.captures.keeping import store_with_captures
from archiver.captures.scanning import FoundRecord, records_of
from archiver.captures.writing import CaptureWriter
from archiver.demo.site import DemoSite
from pipelines import normalise
from spiders.page import Page
from spiders.sites import site_for
from spiders.walk import ThreadWalk
from tests.captures.rebuilt_archives import MASTS, MONDAY, TUESDAY, import_files, rebuilt, walked
from tests.command import archiver_process
from tests.test_crawl import HURRY
from tests.wordpress_pages import article_page, comment_item

NO_METADATA = "observations 1: its captures are kept, but not the metadata with which they can be read again"
PAGE = article_page(MASTS, [comment_item(1, "Ada", "First")], stated=1)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A capture file with one observation: the response and after it its metadata."""
    writer = CaptureWriter(tmp_path / "archive.captures")
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_with_captures(archive, walked(writer, [(MASTS, PAGE)]), None, writer)
    writer.close()
    assert problems_of(tmp_path) == []
    (file,) = (tmp_path / "archive.captures").iterdir()
    return file


def problems_of(folder: Path, name: str = "archive.db") -> list[str]:
    return list(verify(folder / name))


def metadata_of(file: Path) -> FoundRecord:
    (metadata,) = [record for record in records_of(file) if record.kind == "metadata"]
    return metadata


def flip(file: Path) -> None:
    place = metadata_of(file).place
    held = bytearray(file.read_bytes())
    held[place.offset + place.length // 2] ^= 0xFF
    file.write_bytes(held)


def take_out(file: Path) -> None:
    place = metadata_of(file).place
    held = file.read_bytes()
    file.write_bytes(held[: place.offset] + held[place.offset + place.length :])


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-50])


@pytest.mark.parametrize("harm", [flip, take_out, cut_off])
def test_metadata_that_is_damaged_or_gone_is_a_problem(kept: Path, harm: Callable[[Path], None]) -> None:
    harm(kept)
    assert NO_METADATA in problems_of(kept.parent.parent)
    assert list(verify(kept.parent.parent / "archive.db", is_quick=True)) == []


def test_what_stands_in_a_capture_file_and_is_no_record_is_a_problem(kept: Path) -> None:
    with kept.open("ab") as end:
        end.write(b"something else, of nobody's making")
    (problem,) = problems_of(kept.parent.parent)
    assert "holds no records of ours from offset" in problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("url = 'https://mast.example/forged/'", "captures 1: is of https://mast.example/forged/ at "),
        ("captured_at = '2024-05-09T10:00:00Z'", f"captures 1: is of {MASTS} at 2024-05-09T10:00:00Z, by its metadata"),
        ("size = 7", "captures 1: size is 7, but "),
    ],
)
def test_a_row_that_says_else_than_its_record_is_a_problem(kept: Path, change: str, problem: str) -> None:
    with sqlite3.connect(kept.parent.parent / "archive.db") as db:
        db.execute(f"UPDATE captures SET {change}")
    assert any(said.startswith(problem) for said in problems_of(kept.parent.parent))


def test_captures_that_are_not_kept_are_no_problem(kept: Path) -> None:
    with sqlite3.connect(kept.parent.parent / "archive.db") as db:
        db.execute('UPDATE captures SET file = NULL, "offset" = NULL, length = NULL')
    assert problems_of(kept.parent.parent) == []


def test_metadata_may_lie_in_the_next_file(tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path / "archive.captures", roll_at=1)
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_with_captures(archive, walked(writer, [(MASTS, PAGE)]), None, writer)
    assert problems_of(tmp_path) == []
    (_, last) = sorted((tmp_path / "archive.captures").iterdir())
    last.unlink()
    assert problems_of(tmp_path) == [NO_METADATA]


def test_an_answer_of_nothing_new_needs_the_bytes_it_speaks_of(tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path / "archive.captures")
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        thread = walked(writer, [(MASTS, PAGE)])
        store_with_captures(archive, thread, None, writer)
        unchanged = HttpResponse(url=MASTS, status=304, headers=[])
        revisit = writer.revisit(unchanged, TUESDAY, thread.captures[0].record.record_id, MONDAY)
        page = Page(PAGE.encode(), url=MASTS, captured_at=TUESDAY, status=304, record=revisit)
        store_with_captures(archive, normalise(ThreadWalk(site_for(MASTS), page).thread()), None, writer)
    assert problems_of(tmp_path) == []
    assert rebuilt(tmp_path).returncode == 0
    assert problems_of(tmp_path, "new.db") == []
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute('UPDATE captures SET file = NULL, "offset" = NULL, length = NULL WHERE id = 1')
    assert problems_of(tmp_path) == ["captures 2: the bytes that had not changed then are in no other capture"]


def test_what_crawls_and_imports_have_kept_is_sound_and_so_is_the_archive_made_of_it(tmp_path: Path) -> None:
    with DemoSite() as site:
        assert archiver_process("crawl", site.url, *HURRY, cwd=tmp_path).returncode == 0
        site.publish_second_day()
        import_files(tmp_path)
        assert archiver_process("crawl", site.url, *HURRY, cwd=tmp_path).returncode == 0
    assert problems_of(tmp_path) == []
    assert rebuilt(tmp_path).returncode == 0
    assert problems_of(tmp_path, "new.db") == []
