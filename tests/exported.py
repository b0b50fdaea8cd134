"""Threads written down as ``archiver export`` writes them, without an archive's file and a command around it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from archiver.archive import Archive
from archiver.archive.threads import Thread
from exports.formats import FORMATS
from exports.manifest import Manifest
from exports.snapshot import FolderFormat, Snapshot, SnapshotFormat
from exports.sound_text import make_sound
from exports.writing import content_of, write_to_folder

OF_ROWS = [name for name in FORMATS if name != "warc"]
"""The formats that are made of an archive's rows, not of its captures."""


def exported(name: str, *threads: Thread, archive: Archive | None = None) -> bytes:
    """The bytes of an export; of a folder those of all its files, one after the other."""
    return b"".join(files(name, *threads, archive=archive).values())


def text(name: str, *threads: Thread) -> str:
    """The file of an export that is text."""
    return files(name, *threads)["the file"].decode("utf-8")


def files(name: str, *threads: Thread, archive: Archive | None = None) -> dict[str, bytes]:
    """The files of an export, by their names."""
    form = FORMATS[name]
    snapshot = Snapshot(threads=map(make_sound, threads), archive=archive, notes={})
    manifest = Manifest({"format": name})
    if isinstance(form, SnapshotFormat):
        pieces = content_of(form, snapshot, manifest, name="the file")
        content = b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
        beside = {} if form.closing else {"the file.manifest.json": "".join(manifest.pieces()).encode()}
        return {"the file": content, **beside}
    assert isinstance(form, FolderFormat)
    with TemporaryDirectory() as folder:
        write_to_folder(form, snapshot, manifest, Path(folder) / "made")
        return {path.name: path.read_bytes() for path in sorted((Path(folder) / "made").iterdir())}


def raw(name: str, *threads: Thread) -> str:
    """An export with every cell as it is."""
    form = FORMATS[name]
    assert isinstance(form, SnapshotFormat)
    assert form.write_raw is not None
    return "".join(map(str, form.write_raw(Snapshot(threads=threads, notes={}))))
