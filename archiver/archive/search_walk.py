"""Hits of a query, newest first, without looking at more of them than are asked for.

What a query finds, narrowed within the index (``search_facts``), is looked up and sorted where it is little;
where it is much it is asked for year by year, month by month, day by day, newest first, until it is little.

FTS5 takes seconds to gather the words behind a short prefix. Such a prefix is left out of the question asked of
the index, and the newest rows found are tried (``search_trial``); where that finds too few, FTS5 has to do it
after all.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from archiver.archive.search_facts import ALL_TIME, Period
from archiver.archive.search_query import Group, Operand, SearchQuery
from archiver.archive.search_rank import Text
from archiver.archive.search_text import folded
from archiver.archive.search_trial import matching

_LITTLE: Final = 500  # hits to look up and sort: 6 µs each
_MOST_BEHIND_PREFIXES: Final = 30_000  # occurrences of words that FTS5 may gather: 20 ms
_MOST_COUNTED_PREFIXES: Final = 8
_FIRST_TRIED: Final = 128
_MOST_TRIED_IN_VAIN: Final = 4_000  # rows, where fewer than one in fifty of them is a hit
_WORTH_TRYING: Final = 50


class Hit(NamedTuple):
    """A row found: when it was published (empty: unknown), and its id."""

    at: str
    id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """An index, and where its rows are: ``rows`` is SQL to follow FROM, ``id``, ``at`` and ``texts`` columns in it."""

    index: str
    columns: tuple[str, ...]  # of the index, those with words
    author: str  # the one of them with names
    has_facts: bool
    rows: str
    id: str
    at: str
    texts: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowed:
    """What hits must be besides: ``matches`` in FTS5's language, ``conditions`` in SQL with named ``parameters``."""

    matches: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    parameters: dict[str, Any]
    since: str | None = None
    until: str | None = None


class Walk:
    """The hits of one query."""

    def __init__(
        self, connection: sqlite3.Connection, searched: Searched, query: SearchQuery, narrowed: Narrowed
    ) -> None:
        self._connection = connection
        self._searched = searched
        self._query = query
        self._narrowed = narrowed

    def newest_first(self) -> Iterator[Hit]:
        """All hits; of one instant the higher id first, those of no known time last."""
        without = self._prefixes_with_too_many_words()
        if not without:
            yield from self._walked(self._query.match)
            return
        tried = found = 0
        for batch in _growing(self._walked(_relaxed(self._query, without))):
            hits = matching(self.texts(batch), self._searched.columns, self._query.match)
            yield from (hit for hit in batch if hit.id in hits)
            tried, found = tried + len(batch), found + len(hits)
            if tried >= _MOST_TRIED_IN_VAIN and found * _WORTH_TRYING < tried:
                yield from (hit for hit in self._walked(self._query.match) if hit < batch[-1])
                return

    def texts(self, hits: Iterable[Hit]) -> list[Text]:
        """The searched columns of hits, in no order."""
        searched = self._searched
        return self._connection.execute(
            f"SELECT {searched.id}, {searched.texts} FROM {searched.rows}"
            f" WHERE {searched.id} IN (SELECT value FROM json_each(?))",
            [json.dumps([hit.id for hit in hits])],
        ).fetchall()

    def _walked(self, match: str) -> Iterator[Hit]:
        waiting = [ALL_TIME]
        while waiting:
            period = waiting.pop()
            if not self._holds_any(period):
                continue
            ids = self._ids(match, period, _LITTLE + 1)
            if ids is None or (len(ids) > _LITTLE and self._searched.has_facts):
                parts = list(period.parts())
                if parts:
                    waiting += reversed(parts)
                    continue
            if ids is None or len(ids) > _LITTLE:
                ids = self._ids(match, period, -1)
            yield from self._looked_up(ids or [])

    def _ids(self, match: str, period: Period, most: int) -> list[int] | None:
        """The ids of what is found within a period, in no order; None where that is everything."""
        question = [f'facts : "{period.fact}"'] if period.fact else []
        question += self._narrowed.matches
        question += [f"{{{' '.join(self._searched.columns)}}} : ({match})"] if match else []
        if not question:
            return None
        index = self._searched.index
        found = self._connection.execute(
            f"SELECT rowid FROM {index} WHERE {index} MATCH ? LIMIT ?", [" AND ".join(question), most]
        )
        return [row[0] for row in found]

    def _holds_any(self, period: Period) -> bool:
        """Whether anything at all was published in a period, as far as it was asked for."""
        if period.fact is None:
            return True
        if not period.overlaps(self._narrowed.since, self._narrowed.until):
            return False
        index = self._searched.index
        return bool(
            self._connection.execute(
                f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT 1", [f'facts : "{period.fact}"']
            ).fetchall()
        )

    def _looked_up(self, ids: list[int]) -> list[Hit]:
        """Those of the ids that are what they must be besides, newest first."""
        searched, narrowed = self._searched, self._narrowed
        conditions = [f"{searched.id} IN (SELECT value FROM json_each(:ids))", *narrowed.conditions]
        found = self._connection.execute(
            f"SELECT coalesce({searched.at}, ''), {searched.id} FROM {searched.rows} WHERE {' AND '.join(conditions)}",
            {**narrowed.parameters, "ids": json.dumps(ids)},
        )
        return sorted((Hit(*row) for row in found), reverse=True)

    def _prefixes_with_too_many_words(self) -> set[str]:
        """The prefixes that FTS5 would take long to gather the words of."""
        operands = [one for group in self._query.groups for one in (*group.wanted, *group.unwanted)]
        prefixes = list(dict.fromkeys(folded(one.prefix) for one in operands if one.prefix))
        if not prefixes or not self._searched.has_facts:
            return set()
        index, left = self._searched.index, _MOST_BEHIND_PREFIXES
        self._connection.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_words USING fts5vocab (main, {index}, instance)"
        )
        too_many = set(prefixes[_MOST_COUNTED_PREFIXES:])
        for prefix in prefixes[:_MOST_COUNTED_PREFIXES]:
            count = self._connection.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM temp.{index}_words WHERE term >= ? AND term <= ? LIMIT ?)",
                [prefix, f"{prefix}\U0010ffff", left + 1],
            ).fetchall()[0][0]
            if count > left:
                too_many.add(prefix)
            else:
                left -= count
        return too_many


def _relaxed(query: SearchQuery, without: set[str]) -> str:
    """What finds all that the query does, and more, without these prefixes; empty where that is everything."""
    groups = []
    for group in query.groups:
        wanted = [one.without_prefix() if _is_without(one, without) else one for one in group.wanted]
        kept = tuple(one for one in wanted if one is not None)
        if not kept:
            return ""
        groups.append(Group(kept, tuple(one for one in group.unwanted if not _is_without(one, without))))
    return SearchQuery(tuple(groups)).match


def _is_without(operand: Operand, without: set[str]) -> bool:
    return operand.prefix is not None and folded(operand.prefix) in without


def _growing(hits: Iterator[Hit]) -> Iterator[list[Hit]]:
    """In batches, each twice as large as the one before: few are tried where most are hits."""
    size = _FIRST_TRIED
    batch: list[Hit] = []
    for hit in hits:
        batch.append(hit)
        if len(batch) == size:
            yield batch
            batch, size = [], min(2 * size, 1_024)
    if batch:
        yield batch
