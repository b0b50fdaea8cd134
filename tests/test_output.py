"""Standard output that is a closed pipe, a full disk, or a stream that knows no Unicode."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from tests.command import CHECKOUT
from tests.threads import URL, comment, thread
from tests.wordpress_pages import article_page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of a thread that is longer than the buffer of a pipe, and in two scripts."""
    words = "Glasfaser für alle – 光ファイバー 📡 " * 40
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        comments = [comment(number, f"{words}{number}", author="Žofie") for number in range(150)]
        store_observation(archive, thread("2024-05-06T12:00:00", *comments))
    return tmp_path


def shell(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``script`` in bash, where $A is the archiver, and fail where any command of a pipe does."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],
        cwd=folder,
        env=os.environ | {"A": f"{sys.executable} -m archiver", "PYTHONPATH": str(CHECKOUT)} | environment,
        capture_output=True,
        encoding=environment.get("PYTHONIOENCODING", "utf-8"),
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("words", ["show 1", "search alle --limit 150 --json", "export 1 --format md"])
def test_a_reader_who_has_seen_enough_is_no_failure(folder: Path, words: str) -> None:
    done = shell(f"$A {words} | head -1", folder)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert len(done.stderr.splitlines()) <= 1, done.stderr
    assert "rror" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_an_encoding_lacks_is_escaped(folder: Path, encoding: str) -> None:
    done = shell("$A show 1 | cat; $A search alle --limit 1", folder, PYTHONIOENCODING=encoding, LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert "\\u5149" in done.stdout
    assert "\\U0001f4e1" in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_json_is_json_in_every_encoding(folder: Path, encoding: str) -> None:
    (folder / "saved.html").write_text(article_page(URL).replace("Four masts", "光 📡 für"), encoding="utf-8")
    found = shell("$A search alle --limit 1 --json", folder, PYTHONIOENCODING=encoding)
    assert json.loads(found.stdout)[0]["author"] == "Žofie"
    extracted = shell("$A extract saved.html", folder, PYTHONIOENCODING=encoding)
    assert "光 📡 für" in json.loads(extracted.stdout)["article"]["body"]


@pytest.mark.parametrize("words", ["show 1", "search alle --json", "--help"])
def test_a_full_disk_behind_the_output_is_told_in_one_line(folder: Path, words: str) -> None:
    done = shell(f"$A {words} > /dev/full", folder)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "No space left" in done.stderr


def test_an_output_that_was_closed_goes_nowhere(folder: Path) -> None:
    done = shell("$A show 1 >&- && $A export 1 --format json >&-", folder)
    assert (done.returncode, done.stderr) == (0, "")
