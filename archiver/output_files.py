"""Writing a file that is there whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from archiver.errors import StorageError, UsageError


def write_whole(path: Path, pieces: Iterable[str]) -> None:
    """Write text (UTF-8) to a file: a regular one appears, or is replaced, all at once and keeps its permissions.

    Symbolic links are followed. A FIFO or a device is written to as it is. Raises StorageError where it cannot
    be written and UsageError for a folder.
    """
    try:
        mode = path.stat().st_mode if path.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise UsageError(f"{path} is a folder; name a file.")
        if mode is None or stat.S_ISREG(mode):
            _replace(Path(os.path.realpath(path)), pieces, 0o666 & ~_umask() if mode is None else stat.S_IMODE(mode))
        else:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces)
    except OSError as error:
        raise StorageError(f"{path} could not be written: {error.strerror}.") from error


def _replace(path: Path, pieces: Iterable[str], mode: int) -> None:
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name[:40]}.", delete=False
        ) as file:
            temporary = Path(file.name)
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:  # whatever ends us: no part of a file stays
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
