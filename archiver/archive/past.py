"""The comments of a thread as some of its looks tell them: those up to an instant, or those known by then."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from archiver.archive import Archive
from archiver.archive.comment_rows import COLUMNS, ids_of, row_of
from archiver.archive.history import lives_of
from archiver.archive.looks import Look, looks_at
from archiver.archive.readings import stored_readings
from archiver.archive.shown_threads import ShownThreads

_COLUMNS = ("id", "article_id", *COLUMNS)


def comments_as_of(archive: Archive, article_id: int, as_of: str) -> list[dict[str, Any]]:
    """The rows of ``comments`` that the archive would hold had it seen nothing after an instant, as it writes one."""
    return comments_over(archive, article_id, looks_at(archive, article_id, as_of))


def comments_over(archive: Archive, article_id: int, looks: list[Look]) -> list[dict[str, Any]]:
    """The rows of ``comments`` that the archive would hold had it had these looks alone, oldest first.

    Readings that were not known then to be of one comment have one id now: the first keeps it, the others get
    a negative one.
    """
    with _no_garbage_collected():
        readings = {one.id: one for one in stored_readings(archive, article_id)}
        lives = lives_of(looks, ShownThreads(archive, article_id), readings)
        known = {one.reading.stored_comment_id for life in lives for one in life.seen}
        id_of = ids_of(lives, known, -len(lives))
        return [
            dict(zip(_COLUMNS, (id_of[life], article_id, *row_of(life, looks, id_of)), strict=True)) for life in lives
        ]


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Thousands of small things are made that all stay: to look for garbage among them costs a fifth more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
