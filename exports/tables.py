"""CSV (RFC 4180) that spreadsheets open without doing what a commenter wrote."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

_FORMULA: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # in full width too: some fold them
_SUSPICIOUS: Final = _FORMULA | {chr(code) for code in range(0x3001) if chr(code).isspace()}


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(
    columns: Sequence[str],
    rows_of_threads: Iterable[Iterable[Sequence[Any]]],
    *,
    is_raw: bool = False,
    is_all_quoted: bool = False,
) -> Iterator[str]:
    """A header and the rows, a thread at a time.

    A spreadsheet takes a cell that begins with one of ``= + - @`` for a formula: such a text gets an apostrophe
    before it, unless ``is_raw``. Spaces before it do not help against all of them, so they count as nothing.
    """
    # writerow gives what its file's ``write`` gives
    line: Callable[[Iterable[Any]], str] = csv.writer(
        _Echo(), lineterminator="\r\n", quoting=csv.QUOTE_ALL if is_all_quoted else csv.QUOTE_MINIMAL
    ).writerow
    yield line(columns)
    for rows in rows_of_threads:
        yield "".join([line(row if is_raw or _is_inert(row) else [_inert(cell) for cell in row]) for row in rows])


def _is_inert(row: Sequence[Any]) -> bool:
    """Whether no cell can be a formula, as no text begins with a sign of one or with white space."""
    return _SUSPICIOUS.isdisjoint({cell[:1] for cell in row if cell.__class__ is str})


def _inert(cell: Any) -> Any:
    if cell.__class__ is str and cell and (cell[0] in _FORMULA or (cell[0].isspace() and _is_formula(cell.lstrip()))):
        return f"'{cell}"
    return cell


def _is_formula(text: str) -> bool:
    return text[:1] in _FORMULA and bool(text)
