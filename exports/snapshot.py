"""What every snapshot format is, and what every snapshot says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from archiver import __version__
from archiver.archive.threads import Thread


@dataclass(frozen=True, slots=True)
class SnapshotFormat:
    """A way to write a thread down: ``write`` gives its text in pieces, so that long threads stream.

    ``write_raw``, where there is one, leaves out what protects a spreadsheet from what commenters wrote.
    """

    name: str
    suffix: str
    write: Callable[[Thread], Iterator[str]]
    write_raw: Callable[[Thread], Iterator[str]] | None = None


def provenance(thread: Thread) -> dict[str, Any]:
    """What a snapshot rests on: its instant, the last observation, counts, completeness, software."""
    look = thread.observation or {}
    return {
        "as_of": thread.as_of,
        "observed_at": look.get("observed_at"),
        "source": look.get("source"),
        "is_complete": bool(look.get("is_complete")),
        "incomplete_reason": look.get("incomplete_reason"),
        "stated_count": look.get("stated_count"),
        "captured_count": look.get("captured_count"),
        "software": f"archiver {__version__}",
    }
