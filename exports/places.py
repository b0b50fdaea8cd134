"""Where an export may not be written: on the archive's own files, on its key, on its own manifest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from archiver.captures import captures_folder
from archiver.errors import UsageError
from exports.writing import manifest_beside

_BESIDE_THE_ARCHIVE: Final = ("", "-wal", "-shm", "-journal", ".erase-key")


def refuse_bad_places(
    db: Path, output: Path | None, manifest_path: Path | None, key_path: Path | None, *, is_folder: bool
) -> None:
    """Raise UsageError where something would be lost, before anything is made.

    ``is_folder``: ``output`` is to be a folder of files. Paths are compared as they really are, links followed,
    whether anything is there yet or not.
    """
    for path, option in ((output, "-o"), (manifest_path, "--manifest"), (key_path, "--pseudonymise-key")):
        if path is not None and _is_of_the_archive(path, db):
            raise UsageError(f"{path} is the archive's, or would be; name another file with {option}.")
    if key_path is not None:
        _refuse_to_overwrite_key(key_path, output, manifest_path, is_folder=is_folder)
    if output is not None and manifest_path is not None and _is_same(output, manifest_path):
        raise UsageError("The manifest needs a file of its own.")


def _is_of_the_archive(path: Path, db: Path) -> bool:
    if _really(path).is_relative_to(_really(captures_folder(db))):
        return True
    own = (one.with_name(one.name + end) for one in (db, _really(db)) for end in _BESIDE_THE_ARCHIVE)
    return any(_is_same(path, one) for one in own)


def _refuse_to_overwrite_key(
    key_path: Path, output: Path | None, manifest_path: Path | None, *, is_folder: bool
) -> None:
    written = [path for path in (output, manifest_path) if path is not None]
    if output is not None and not is_folder and output.name:
        written.append(manifest_beside(output))
    is_within = is_folder and output is not None and _really(key_path).is_relative_to(_really(output))
    for path in written:
        if is_within or _is_same(path, key_path):
            raise UsageError(f"{path} is the key, or would write over it; name another file.")


def _is_same(one: Path, other: Path) -> bool:
    """Whether both are one file, under whatever names, or would be."""
    if _really(one) == _really(other):
        return True
    return one.exists() and other.exists() and one.samefile(other)


def _really(path: Path) -> Path:
    return Path(os.path.realpath(path))
