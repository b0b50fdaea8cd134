"""Files written whole or not at all, through links, pipes and devices."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.errors import StorageError
from archiver.output_files import write_whole
from tests.command import archiver
from tests.threads import thread


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "thread.md"
    path.write_text("before")
    path.chmod(0o640)
    with path.open() as reader:
        write_whole(path, iter(["af", "ter"]))
        assert reader.read() == "before"
    assert path.read_text() == "after"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_half_way_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "thread.md"
    path.write_text("before")

    def pieces() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(path, pieces())
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_symbolic_links_are_written_through(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target = tmp_path / "elsewhere" / "thread.md"
    link = tmp_path / "link.md"
    link.symlink_to(target)
    for words in ("made", "replaced"):
        write_whole(link, [words])
        assert link.is_symlink()
        assert target.read_text() == words


def test_a_fifo_is_written_to_and_stays(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    writer = Thread(target=write_whole, args=(fifo, ["through ", "the pipe"]))
    writer.start()
    assert fifo.read_text() == "through the pipe"
    writer.join()
    assert fifo.is_fifo()


def test_devices_are_written_to_and_stay() -> None:
    write_whole(Path("/dev/null"), ["anything"])
    assert Path("/dev/null").is_char_device()
    with pytest.raises(StorageError, match="No space left"):
        write_whole(Path("/dev/full"), ["anything"])
    assert Path("/dev/full").is_char_device()


def test_a_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(archive, thread("2024-05-06T12:00:00"))
    done = archiver("export", "1", "--format", "md", "-o", ".", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
