"""The bytes that everything in an archive was read from: WARC files in a folder beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from archiver.real_path import real_path

CAPTURED_AT: Final = "captured_at"
"""The key of a request's ``meta`` that says when its response came: an aware datetime, UTC, to the second."""
CAPTURE_RECORD: Final = "capture_record"
"""The key of a request's ``meta`` that says where its response is kept: a CaptureRecord."""
ASK_IF_CHANGED: Final = "ask_if_changed"
"""The key of a request's ``meta`` that is set where a page kept already need not be sent again unchanged.

True for an article, the address of its article for a further page of a thread.
"""
KNOWN_CAPTURE: Final = "known_capture"
"""The key of a request's ``meta`` that holds the KnownCapture whose page was asked for if it has changed."""


def captures_folder(db: Path) -> Path:
    """The folder that keeps the captures of the archive at ``db``: ``archive.captures`` for ``archive.db``."""
    db = real_path(db)
    return db.with_name(f"{db.name.removesuffix('.db')}.captures")
