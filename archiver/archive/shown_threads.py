"""Threads as they were shown: which readings, in which order and nesting. Kept once however often they were seen.

Between two looks a thread changes little, so most are kept as pieces of another one: ``entries`` is a JSON list
of ``[start, length]`` (so many entries of the thread ``base_id`` from there) and of entries themselves, which
are longer: ``[reading, reading of its parent or null, depth shown, likes, dislikes]``, the last two only where
there are votes. A base is always whole, so that reading one thread never takes more than two rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
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


class ShownThread:
    """One thread as shown, as the archive keeps it: whole, or as pieces of a ``base`` that is whole.

    Only what is asked for is put together: of a hundred looks at one thread most questions are answered by the
    few entries that each has of its own.
    """

    def __init__(self, id_: int, pieces: list[list[Any]], base: ShownThread | None) -> None:
        self.id = id_
        self.base = base
        self._pieces = pieces

    @cached_property
    def entries(self) -> list[Entry]:
        """The comments in the order shown."""
        entries: list[Entry] = []
        for piece in self._pieces:
            if len(piece) == 2 and self.base is not None:
                entries += self.base.entries[piece[0] : piece[0] + piece[1]]
            else:
                entries.append(Entry(*piece))
        return entries

    @cached_property
    def own(self) -> list[tuple[int, Entry]]:
        """The entries that it does not share with its base, with their positions."""
        own: list[tuple[int, Entry]] = []
        position = 0
        for piece in self._pieces:
            if len(piece) == 2:
                position += piece[1]
            else:
                own.append((position, Entry(*piece)))
                position += 1
        return own

    @cached_property
    def readings(self) -> frozenset[int]:
        """The readings that it shows."""
        return frozenset(map(itemgetter(0), self.entries))

    @cached_property
    def lacking(self) -> frozenset[int]:
        """The readings of its base that it does not share."""
        if self.base is None:
            return frozenset()
        lacking: list[int] = []
        end = 0
        for start, length in sorted(piece for piece in self._pieces if len(piece) == 2):
            lacking += map(itemgetter(0), self.base.entries[end:start])
            end = max(end, start + length)
        return frozenset([*lacking, *map(itemgetter(0), self.base.entries[end:])])


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
            base = None if base_id is None else self[base_id]
            self._read[shown_id] = ShownThread(shown_id, json.loads(pieces), base)
        return self._read[shown_id]

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def newest_whole(self) -> ShownThread | None:
        """The last one stored that is kept whole."""
        whole = [shown_id for shown_id, (base_id, _) in self._rows.items() if base_id is None]
        return self[whole[-1]] if whole else None

    def add(self, shown: ShownThread) -> None:
        """One that was just stored."""
        self._rows[shown.id] = shown.base.id if shown.base else None, ""
        self._read[shown.id] = shown


def insert_shown_thread(
    archive: Archive, article_id: int, key: str, entries: list[Entry], known: ShownThreads
) -> ShownThread:
    """Keep a thread as shown, in pieces of the newest whole one where that is much shorter."""
    base = known.newest_whole()
    pieces = _pieces(entries, base.entries) if base else []
    if base is None or len(pieces) > len(entries) * _SHARE_OF_NEW_IN_PIECES:
        base, pieces = None, [_short(entry) for entry in entries]
    shown = ShownThread(next_id(archive, "shown_threads"), pieces, base)
    written = json.dumps(pieces, separators=(",", ":"))
    insert_many(
        archive,
        "shown_threads",
        ("id", "article_id", "key", "base_id", "entries"),
        [(shown.id, article_id, key, base.id if base else None, written)],
    )
    known.add(shown)
    return shown


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
