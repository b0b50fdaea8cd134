"""An erasure waits for capture files that are elsewhere, and no longer where somebody says that they are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.errors import Exit
from tests.captures.erased_pages import NAME, URL, contents, erased, fill, row_id, rows
from tests.captures.warc_files import records_in
from tests.command import archiver
from tests.erased_words import places_of


@pytest.mark.parametrize("what", ["comment", "author", "article"])
def test_an_erasure_ends_without_files_that_are_gone_for_good(tmp_path: Path, what: str) -> None:
    fill(tmp_path)
    hashes = [row["sha256"] for row in rows(tmp_path, "SELECT sha256 FROM captures")]
    folder = tmp_path / "archive.captures"
    lost, left = sorted(folder.iterdir())
    held = lost.read_bytes()
    lost.unlink()
    words = {"comment": ("--comment", row_id(tmp_path)), "author": ("--author", NAME), "article": (URL,)}[what]
    waits = erased(tmp_path, *words)
    assert waits.returncode == Exit.SOME_FAILED
    assert "--lost" in waits.stderr
    dry = archiver("erase", "--lost", "--dry-run", cwd=tmp_path)
    assert (dry.returncode, lost.name in dry.stderr) == (0, True)
    assert archiver("erase", cwd=tmp_path).returncode == Exit.SOME_FAILED, "nothing was decided"
    done = archiver("erase", "--lost", cwd=tmp_path, stdin=b"y\n")
    assert done.returncode == 0, done.stderr
    assert lost.name in done.stderr
    assert left.name not in done.stderr
    for said in ("my roof hums", "council", *hashes):
        assert not places_of(said, tmp_path), said
    assert archiver("verify", cwd=tmp_path).returncode == 0, archiver("verify", cwd=tmp_path).stdout
    assert "`archiver erase`" not in archiver("status", cwd=tmp_path).stderr
    assert archiver("erase", cwd=tmp_path).returncode == Exit.USAGE, "nothing is left to be done"
    assert archiver("erase", "--lost", cwd=tmp_path).returncode == Exit.USAGE, "nothing is waited for"
    before = contents(tmp_path)
    # It was not gone after all.
    lost.write_bytes(held)
    assert "run `archiver erase`" in archiver("verify", "--quick", cwd=tmp_path).stdout
    again = archiver("erase", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert not places_of("my roof hums", tmp_path)
    assert contents(tmp_path) == before
    found = [one for one in records_in(folder) if one["file"].startswith(lost.name.removesuffix(".warc.gz"))]
    assert {one["WARC-Type"] for one in found} == {"warcinfo"}
    assert archiver("verify", cwd=tmp_path).returncode == 0


def test_what_an_archive_has_given_up_stays_out_of_one_that_is_made_anew(tmp_path: Path) -> None:
    fill(tmp_path)
    folder = tmp_path / "archive.captures"
    (lost, _) = sorted(folder.iterdir())
    held = lost.read_bytes()
    lost.unlink()
    assert erased(tmp_path, "--author", NAME).returncode == Exit.SOME_FAILED
    assert archiver("erase", "--lost", "--yes", cwd=tmp_path).returncode == 0
    lost.write_bytes(held)
    done = archiver("rebuild", "-o", "new.db", "--partial", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path, "new.db") == contents(tmp_path)
    assert not places_of("my roof hums", tmp_path / "new.captures")


def test_captures_that_are_lost_are_no_other_erasures_business(tmp_path: Path) -> None:
    fill(tmp_path)
    assert archiver("erase", "--lost", "--author", NAME, cwd=tmp_path).returncode == Exit.USAGE
    assert archiver("erase", "--lost", cwd=tmp_path).returncode == Exit.USAGE
