"""What a search narrows by, as words of the full-text indexes: month and day, site, depth, state.

Narrowing within the index is what keeps a search quick: "the newest hits of this site" reads the entries of
that site and word alone, where looking up each hit's row takes 6 µs (seconds for a word in a fifth of two million
comments), and asking the index of one row after the other 60 to 470 µs each (SQLite 3.40). It costs 29 bytes a
comment.

A fact is one word that begins with U+E000. That is a letter to the tokenizer, and stands on no keyboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_MARK = "\ue000"
_SQL_MARK = "char(57344)"
_FIRST_YEAR, _LAST_YEAR = 1990, 2060  # what lies beyond is not told apart: nobody commented then
_BEGIN, _END = "", "~"  # before and after every instant


def instant_sql(row: str) -> str:
    """When a row was published, for sorting: a wall clock without zone as UTC, a bare date as its first second."""
    local = f"{row}.published_local"
    return f"coalesce({row}.published_at, {local} || substr('0000-01-01T00:00:00Z', length({local}) + 1))"


def facts_sql(row: str, site: str, *, is_comment: bool) -> str:
    """The facts of a row of ``comments`` or ``articles``; ``site`` is SQL for the id of its site."""
    at = instant_sql(row)
    year, month, day = (f"substr({at}, {start}, {length})" for start, length in ((1, 4), (6, 2), (9, 2)))
    time = (
        f"CASE WHEN {at} IS NULL THEN {_SQL_MARK} || 'never' WHEN {at} < '{_FIRST_YEAR}' THEN {_SQL_MARK} || 'before'"
        f" WHEN {at} >= '{_LAST_YEAR + 1}' THEN {_SQL_MARK} || 'after'"
        f" ELSE {_SQL_MARK} || 'y' || {year} || ' ' || {_SQL_MARK} || 'm' || {year} || {month}"
        f" || ' ' || {_SQL_MARK} || 'd' || {year} || {month} || {day} END"
    )
    facts = f"{time} || ' ' || {_SQL_MARK} || 'site' || hex(coalesce({site}, ''))"
    if not is_comment:
        return facts
    return (
        f"{facts} || ' ' || {_SQL_MARK} || 'depth' || coalesce({row}.depth, '')"
        f" || ' ' || {_SQL_MARK} || 'state' || {row}.state"
    )


def site_fact(site: str) -> str:
    """The word of all that is of a site."""
    return f"{_MARK}site{site.encode().hex()}"


def depth_fact(depth: int) -> str:
    """The word of all comments of a depth."""
    return f"{_MARK}depth{depth}"


def state_fact(state: str) -> str:
    """The word of all comments in a state."""
    return f"{_MARK}state{state}"


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time from ``begin`` until ``end`` (exclusive), and the word of all that was published in it."""

    fact: str | None
    begin: str
    end: str

    def parts(self) -> Iterator[Period]:
        """The periods that this one consists of, newest first; a day has none, nor have the far past and future."""
        if self.fact is None:
            yield from _everything()
        elif self.fact[1] == "y":
            months = [f"{self.begin[:4]}-{month:02}" for month in range(1, 13)]
            yield from reversed(
                [Period(f"{_MARK}m{one[:4]}{one[5:]}", one, f"{one}~") for one in months]  # ~ is after every digit
            )
        elif self.fact[1] == "m":
            days = [f"{self.begin}-{day:02}" for day in range(1, 32)]
            yield from reversed([Period(f"{_MARK}d{one.replace('-', '')}", one, f"{one}~") for one in days])

    def overlaps(self, since: str | None, until: str | None) -> bool:
        """Whether anything published in it can lie between these instants."""
        return (since is None or self.end > since) and (until is None or self.begin < until)


ALL_TIME = Period(None, _BEGIN, _END)


def _everything() -> Iterator[Period]:
    yield Period(f"{_MARK}after", str(_LAST_YEAR + 1), _END)
    for year in range(_LAST_YEAR, _FIRST_YEAR - 1, -1):
        yield Period(f"{_MARK}y{year}", str(year), f"{year}~")
    yield Period(f"{_MARK}before", "0", str(_FIRST_YEAR))
    yield Period(f"{_MARK}never", _END, _BEGIN)
