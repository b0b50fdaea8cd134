"""Threads as they were shown: which readings, in which order and nesting. Kept once however often they were seen.

Between two looks a thread changes little, so most are kept as pieces of another one: ``entries`` is a JSON list
of ``[start, length]`` (so many entries of the thread ``base_id`` from there) and of entries themselves, which
are longer: ``[reading, reading of its parent or null, depth shown, likes, dislikes]``, the last two only where
there are votes. A base is always whole, so that reading one thread never takes more than two rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple

from archiver.archive import Archive
from archiver.archive.rows import insert_many, next_id

# A thread of which more than this share is new is kept whole, and may become a base.
_SHARE_OF_NEW_IN_PIECES = 0.25


class Entry(NamedTuple):
    """One comment's place in a thread as shown."""

    reading: int
    parent: int | None  # the reading it answers there
    depth_shown: int
    likes: int | None = None
    dislikes: int | None = None


@dataclass(slots=True)
class ShownThread:
    """One thread as shown, as the archive keeps it."""

    id: int
    base_id: int | None
    entries: list[Entry]
    own: list[tuple[int, Entry]]  # those that it does not share with its base, with their positions
    _readings: frozenset[int] | None = None

    @property
    def readings(self) -> frozenset[int]:
        """The readings that it shows."""
        if self._readings is None:
            self._readings = frozenset(map(itemgetter(0), self.entries))
        return self._readings


def shown_thread_id(archive: Archive, article_id: int, key: str) -> int | None:
    """The id of the article's shown thread with this key, if the archive has it."""
    found = archive.rows("SELECT id FROM shown_threads WHERE article_id = ? AND key = ?", (article_id, key))
    return int(found[0]["id"]) if found else None


class ShownThreads(Mapping[int, ShownThread]):
    """The shown threads of one article, each read from the file once and only when asked for."""

    def __init__(self, archive: Archive, article_id: int) -> None:
        self._rows: dict[int, tuple[int | None, str]] = {
            shown_id: (base_id, entries)
            for shown_id, base_id, entries in archive.db.conn.execute(
                "SELECT id, base_id, entries FROM shown_threads WHERE article_id = ? ORDER BY id", [article_id]
            )
        }
        self._read: dict[int, ShownThread] = {}

    def __getitem__(self, shown_id: int) -> ShownThread:
        if shown_id not in self._read:
            base_id, pieces = self._rows[shown_id]
            base = self[base_id].entries if base_id is not None else []
            self._read[shown_id] = ShownThread(shown_id, base_id, *_joined(json.loads(pieces), base))
        return self._read[shown_id]

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def newest_whole(self) -> ShownThread | None:
        """The last one stored that is kept whole."""
        whole = [shown_id for shown_id, (base_id, _) in self._rows.items() if base_id is None]
        return self[whole[-1]] if whole else None

    def add(self, shown: ShownThread, pieces: str) -> None:
        """One that was just stored."""
        self._rows[shown.id] = shown.base_id, pieces
        self._read[shown.id] = shown


def insert_shown_thread(
    archive: Archive, article_id: int, key: str, entries: list[Entry], known: ShownThreads
) -> ShownThread:
    """Keep a thread as shown, in pieces of the newest whole one where that is much shorter."""
    base = known.newest_whole()
    pieces = _pieces(entries, base.entries) if base else []
    if base is None or len(pieces) > len(entries) * _SHARE_OF_NEW_IN_PIECES:
        base, pieces = None, [_short(entry) for entry in entries]
    joined = _joined(pieces, base.entries if base else [])
    shown = ShownThread(next_id(archive, "shown_threads"), base.id if base else None, *joined)
    written = json.dumps(pieces, separators=(",", ":"))
    insert_many(
        archive,
        "shown_threads",
        ("id", "article_id", "key", "base_id", "entries"),
        [(shown.id, article_id, key, shown.base_id, written)],
    )
    known.add(shown, written)
    return shown


def _joined(pieces: list[list[Any]], base: list[Entry]) -> tuple[list[Entry], list[tuple[int, Entry]]]:
    entries: list[Entry] = []
    own: list[tuple[int, Entry]] = []
    for piece in pieces:
        if len(piece) == 2:
            entries += base[piece[0] : piece[0] + piece[1]]
        else:
            own.append((len(entries), Entry(*piece)))
            entries.append(own[-1][1])
    return entries, own


def _pieces(entries: list[Entry], base: list[Entry]) -> list[list[Any]]:
    places = {entry: place for place, entry in enumerate(base)}
    pieces: list[list[Any]] = []
    for entry in entries:
        place = places.get(entry)
        if place is None:
            pieces.append(_short(entry))
        elif pieces and len(pieces[-1]) == 2 and sum(pieces[-1]) == place:
            pieces[-1][1] += 1
        else:
            pieces.append([place, 1])
    return pieces


def _short(entry: Entry) -> list[Any]:
    values = list(entry)
    while len(values) > 3 and values[-1] is None:
        values.pop()
    return values
