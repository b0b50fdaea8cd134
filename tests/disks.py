"""Disks that are full or read-only, where this machine lets us make them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: str = "1m") -> Iterator[Path]:
    """A folder with a file system of its own, of a few pages; the test is skipped where none can be mounted."""
    disk = folder / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a file system")
    if not _done("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk):
        pytest.skip("no file system can be mounted here")
    try:
        yield disk
    finally:
        assert _done("umount", "-l", disk)


@contextmanager
def lockable_folder(folder: Path, size: str = "1m") -> Iterator[Path]:
    """A folder that ``read_only`` can close. Permissions do not stop root, for whom it is a disk of its own."""
    if os.geteuid() == 0:
        with small_disk(folder, size) as disk:
            yield disk
    else:
        plain = folder / "disk"
        plain.mkdir()
        yield plain


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A ``lockable_folder``, read-only for a while."""
    if os.geteuid() == 0:
        assert _done("mount", "-o", "remount,ro", folder)
    else:
        folder.chmod(0o555)
    try:
        yield
    finally:
        if os.geteuid() == 0:
            assert _done("mount", "-o", "remount,rw", folder)
        else:
            folder.chmod(0o755)


def _done(*words: object) -> bool:
    return subprocess.run([str(word) for word in words], capture_output=True, check=False).returncode == 0
