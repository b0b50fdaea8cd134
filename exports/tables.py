"""CSV (RFC 4180) that spreadsheets open without doing what a commenter wrote."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

_FORMULA: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # in full width too: some fold them


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(
    columns: Sequence[str], rows_of_threads: Iterable[Iterable[Sequence[Any]]], *, is_raw: bool = False
) -> Iterator[str]:
    """A header and the rows, a thread at a time.

    A spreadsheet takes a cell that begins with one of ``= + - @`` for a formula: such a text gets an apostrophe
    before it, unless ``is_raw``. Spaces before it do not help against all of them, so they count as nothing.
    """
    line = csv.writer(_Echo(), lineterminator="\r\n").writerow  # gives what its file's ``write`` gives
    yield str(line(columns))
    for rows in rows_of_threads:
        yield "".join([str(line(row if is_raw else [_inert(cell) for cell in row])) for row in rows])


def _inert(cell: Any) -> Any:
    if cell.__class__ is str and cell and (cell[0] in _FORMULA or (cell[0].isspace() and _is_formula(cell.lstrip()))):
        return f"'{cell}"
    return cell


def _is_formula(text: str) -> bool:
    return text[:1] in _FORMULA and bool(text)
