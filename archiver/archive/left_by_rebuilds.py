"""What rebuilds write under hidden names before it is whole, and leave there when they are killed."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from archiver.captures import captures_folder
from archiver.real_path import real_path

_PART: Final = re.compile(r"\.(?P<of>.+)\.(?P<process>\d{1,9})\.(?:rebuilding(?:-wal|-shm|-journal|\.erase-key)?|copy)")


def part_beside(path: Path, kind: str) -> Path:
    """A hidden name for what becomes ``path`` when this process has made it whole: a ``rebuilding`` or a ``copy``."""
    return path.with_name(f".{path.name}.{os.getpid()}.{kind}")


def left_by_rebuilds(archive: Path) -> list[Path]:
    """What killed rebuilds have left beside an archive, of whatever name, and among its captures."""
    return _left_in(real_path(archive).parent) + _left_in(captures_folder(archive))


def left_by_rebuilds_of(archive: Path) -> list[Path]:
    """What killed rebuilds of the archive at this path have left, there and among its captures."""
    of = real_path(archive).name
    beside = [path for path in _left_in(real_path(archive).parent) if path.name.startswith(f".{of}.")]
    return beside + _left_in(captures_folder(archive))


def _left_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = ((path, _PART.fullmatch(path.name)) for path in sorted(folder.iterdir()))
    return [path for path, part in found if part and not _is_running(int(part["process"]))]


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # another user's
    return True
