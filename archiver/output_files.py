"""Writing a file that is there whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from archiver.errors import StorageError, UsageError


def write_whole(path: Path, pieces: Iterable[str | bytes], *, follows_links: bool = True) -> None:
    """Write bytes or text (UTF-8) to a file: a regular one appears, or is replaced, all at once and keeps its mode.

    Symbolic links are followed. A FIFO or a device is written to as it is. Where ``follows_links`` is false the new
    file takes the place of whatever is there. Raises StorageError where it cannot be written and UsageError for a
    folder.
    """
    try:
        if not follows_links:
            _replace(path, pieces, 0o666 & ~_umask())
            return
        mode = path.stat().st_mode if path.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise UsageError(f"{path} is a folder; name a file.")
        if mode is None or stat.S_ISREG(mode):
            _replace(Path(os.path.realpath(path)), pieces, 0o666 & ~_umask() if mode is None else stat.S_IMODE(mode))
        else:
            with path.open("wb") as file:
                file.writelines(map(_encoded, pieces))
    except OSError as error:
        raise StorageError(f"{path} could not be written: {error.strerror}.") from error


def _encoded(piece: str | bytes) -> bytes:
    return piece.encode() if isinstance(piece, str) else piece


def _replace(path: Path, pieces: Iterable[str | bytes], mode: int) -> None:
    temporary = None
    try:
        with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name[:40]}.", delete=False) as file:
            temporary = Path(file.name)
            file.writelines(map(_encoded, pieces))
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
