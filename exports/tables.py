"""CSV (RFC 4180) that spreadsheets open without doing what a commenter wrote."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, is_raw: bool = False) -> Iterator[str]:
    """A header and the rows.

    A spreadsheet takes a cell that begins with one of ``= + - @`` for a formula: such a text gets an apostrophe
    before it, unless ``is_raw``.
    """
    yield _line(columns)
    for row in rows:
        yield _line([_cell(row[name], is_raw=is_raw) for name in columns])


def _cell(value: Any, *, is_raw: bool) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA) and not is_raw:
        return f"'{value}"
    return value


def _line(cells: Iterable[Any]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()
