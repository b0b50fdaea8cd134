"""Writing a snapshot where it belongs: to standard output, into a file, into a folder; each with its manifest."""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from archiver.archive.threads import Thread
from archiver.errors import StorageError, UsageError
from archiver.output_files import write_whole
from exports.earlier_exports import ARTICLE_FILE, CORPUS_FILE, EarlierExport, earlier_export
from exports.manifest import Manifest
from exports.snapshot import FolderFormat, Pieces, Snapshot, SnapshotFormat

MANIFEST_NAME: Final = "manifest.json"
_LONGEST_NAME: Final = 60
_MARK_SIGNS: Final = 10
_OURS: Final = re.compile(rf"\..*|manifest\.json|{ARTICLE_FILE}|{CORPUS_FILE}")


def write_to_stdout(form: SnapshotFormat, snapshot: Snapshot, manifest: Manifest) -> None:
    """Into standard output, with the manifest where the format has a place for it."""
    out = sys.stdout.buffer
    sys.stdout.flush()
    for piece in content_of(form, snapshot, manifest, name=None):
        out.write(piece.encode() if isinstance(piece, str) else piece)
    out.flush()


def write_to_file(form: SnapshotFormat, snapshot: Snapshot, manifest: Manifest, path: Path) -> None:
    """Into a file that appears whole; where the format has no place for it, the manifest goes beside it.

    Raises StorageError where it cannot be written.
    """
    write_whole(path, content_of(form, snapshot, manifest, name=path.name))
    if form.closing is None and (place := beside(path)):
        write_manifest(manifest, place)


def write_to_folder(form: FolderFormat, snapshot: Snapshot, manifest: Manifest, folder: Path) -> None:
    """Into the files of a folder, which is made if there is none; the one with the manifest comes last."""
    earlier, written = _beginning(folder, manifest), set()
    counted = replace(snapshot, threads=manifest.counting(snapshot.threads))
    for name, pieces in form.write(counted):
        written.add(name)
        with _noting(manifest, name) as noted:
            write_whole(folder / name, noted(pieces), follows_links=False)
    manifest.facts |= counted.notes
    name, closing = form.closing(manifest.pieces())
    write_whole(folder / name, closing, follows_links=False)
    earlier.remove_all_but({*written, name})


def write_each(
    form: SnapshotFormat,
    snapshots: Iterable[tuple[str, Snapshot]],
    manifest: Manifest,
    folder: Path,
    manifest_of_each: Callable[[], Manifest],
) -> None:
    """Each thread into its own file of a folder, and a manifest of all of them beside these.

    ``snapshots`` come with what tells the files of articles with one title apart.
    """
    earlier, written = _beginning(folder, manifest), {MANIFEST_NAME}
    for mark, snapshot in snapshots:
        (thread,) = manifest.counting(snapshot.threads)
        name = file_name(thread, mark, form.suffix)
        written.add(name)
        own = replace(snapshot, threads=[thread])
        with _noting(manifest, name) as noted:
            write_whole(folder / name, noted(content_of(form, own, manifest_of_each(), name=name)), follows_links=False)
    write_manifest(manifest, folder / MANIFEST_NAME, follows_links=False)
    earlier.remove_all_but(written)


def _beginning(folder: Path, manifest: Manifest) -> EarlierExport:
    """Make the folder ready; gives what an earlier export left there that this one takes the place of.

    What tells only what is new since the last time takes the place of nothing.
    """
    make_folder(folder)
    earlier = earlier_export(folder, is_pseudonymised=bool(manifest.facts.get("pseudonymised")))
    return EarlierExport(folder, frozenset()) if manifest.facts.get("new_since_the_export_of") else earlier


def write_manifest(manifest: Manifest, path: Path, *, follows_links: bool = True) -> None:
    """Into a file of its own."""
    write_whole(path, (*manifest.pieces(), "\n"), follows_links=follows_links)


def beside(path: Path) -> Path | None:
    """Where the manifest of a file goes that has no place for it; nowhere for a pipe or a device."""
    return manifest_beside(path) if path.is_file() else None


def manifest_beside(path: Path) -> Path:
    """What the manifest beside a file is called."""
    return path.with_name(f"{path.name}.manifest.json")


def file_name(thread: Thread, mark: str, suffix: str) -> str:
    """A name that every file system takes, of the article's title (or the end of its address) and of ``mark``.

    Nothing but small letters, digits and hyphens, at most 60 of them, and ten signs of a hash.
    """
    digest = hashlib.sha256(mark.encode("utf-8", "replace")).hexdigest()[:_MARK_SIGNS]
    path = urlsplit(unquote(thread.article["url"])).path.rstrip("/")
    slug = _slug(thread.article["title"] or "") or _slug(path[path.rfind("/") + 1 :]) or "article"
    return f"{slug}-{digest}{suffix}"


def make_folder(folder: Path) -> None:
    """Make it, if there is none. Raises UsageError for a folder with other things in it, and for what is none."""
    try:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is there and is no folder; name another with -o.")
        folder.mkdir(exist_ok=True)
        if not _is_of_ours(folder):
            raise UsageError(f"The folder {folder} has other things in it; name another, or a new one, with -o.")
    except OSError as error:
        raise StorageError(f"The folder {folder} cannot be made or read: {error.strerror}.") from error


def _is_of_ours(folder: Path) -> bool:
    """Whether an export was written there before, or begun."""
    return all(_OURS.fullmatch(path.name) for path in folder.iterdir())


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")


def content_of(form: SnapshotFormat, snapshot: Snapshot, manifest: Manifest, *, name: str | None) -> Pieces:
    """The content, then the manifest if the format has a place for it; counts and hashes what goes by."""
    counted = replace(snapshot, threads=manifest.counting(snapshot.threads), told=manifest.pieces)
    has_place = form.closing is not None
    with _noting(manifest, None if has_place else name) as noted:
        yield from noted(form.write(counted))
    manifest.facts |= counted.notes
    if form.closing is not None:
        yield from form.closing(manifest.pieces())


@contextmanager
def _noting(manifest: Manifest, name: str | None) -> Iterator[Callable[[Pieces], Pieces]]:
    """Gives what passes on the pieces of a file; at the end of the block its size and hash are in the manifest."""
    digest, size = hashlib.sha256(), 0

    def noted(pieces: Pieces) -> Pieces:
        nonlocal size
        for piece in pieces:
            data = piece.encode() if isinstance(piece, str) else piece
            digest.update(data)
            size += len(data)
            yield data

    yield noted
    manifest.add_file(name, size, digest.hexdigest())
