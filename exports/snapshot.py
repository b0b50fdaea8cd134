"""What every snapshot format is, and what every snapshot says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from archiver import __version__
from archiver.archive import Archive
from archiver.archive.threads import Thread

SOFTWARE: Final = f"archiver {__version__}"

Pieces = Iterator[str | bytes]
"""A file's content from beginning to end; text goes out as UTF-8."""


@dataclass(kw_only=True, slots=True)
class Snapshot:
    """What is written down: threads, each read from the archive when its turn comes.

    ``archive`` is for formats that take more from it than rows; None where a thread comes from elsewhere.
    ``told`` gives the manifest of what has gone by, for formats that hold it within their content, where it cannot hold
    that content's hash. ``notes`` is what a format has to tell about the whole of it: keys of the manifest.
    """

    threads: Iterable[Thread]
    as_of: str | None = None
    archive: Archive | None = None
    since_observation: tuple[int, int] | None = None  # ids of the last observation and run that need not be told
    whole: frozenset[int] = frozenset()  # ids of articles that are told from the beginning all the same
    told: Callable[[], Iterator[str]] = lambda: iter(["{}"])
    notes: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class SnapshotFormat:
    """A way to write threads into one file, or each into its own.

    ``write`` gives the content in pieces, so that long exports stream; ``closing`` puts the manifest (JSON, in
    pieces) where the format has a place for it, which is always behind the content: so that the manifest can hold
    the SHA-256 of all that stands before it. None: it has none, and the manifest goes beside the file.
    ``write_raw``, where there is one, leaves out what protects a spreadsheet from what commenters wrote.
    """

    name: str
    suffix: str
    about: str  # in a few words, for --help
    write: Callable[[Snapshot], Pieces]
    closing: Callable[[Iterator[str]], Iterator[str]] | None = None
    write_raw: Callable[[Snapshot], Pieces] | None = None
    is_one_article: bool = False  # a file holds one article with its thread
    is_rows: bool = False  # a comment is a row of its own: some of a thread can stand without the others
    has_versions: bool = False  # it tells what edited comments said before
    is_binary: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderFormat:
    """A way to write threads into a folder of files that belong together.

    ``write`` gives each file's name and content, ``closing`` the name and content of the one with the manifest.
    """

    name: str
    about: str
    write: Callable[[Snapshot], Iterator[tuple[str, Pieces]]]
    closing: Callable[[Iterator[str]], tuple[str, Iterator[str]]]


def provenance(thread: Thread) -> dict[str, Any]:
    """What a thread's snapshot rests on: its instant, the last observation, counts, completeness, software."""
    look = thread.observation or {}
    return {
        "as_of": thread.as_of,
        "observed_at": look.get("observed_at"),
        "source": look.get("source"),
        "is_complete": bool(look.get("is_complete")),
        "incomplete_reason": look.get("incomplete_reason"),
        "stated_count": look.get("stated_count"),
        "captured_count": look.get("captured_count"),
        "software": SOFTWARE,
    }


def one_thread(snapshot: Snapshot) -> Thread:
    """The only thread of a snapshot."""
    (thread,) = snapshot.threads
    return thread
