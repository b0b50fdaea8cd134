"""Dates in the heads of comments: in lines that a name shares, and with what follows them."""

from __future__ import annotations

from functools import lru_cache

from spiders.platforms.date_shapes import DateSpan, date_in

_LONGEST = 400


@lru_cache(maxsize=16384)
def date_in_head(line: str) -> DateSpan | None:
    """The date in a line, never one that starts within a word: ``hansi_63 am 03.03.2021`` shows no ``63 am``."""
    line = line[:_LONGEST]
    start = 0
    while True:
        date = date_in(line[start:])
        if date is None:
            return None
        begins = start + date.start
        if begins == 0 or not (line[begins - 1].isalnum() or line[begins - 1] == "_"):
            return date._replace(start=begins, end=start + date.end)
        space = line.find(" ", begins)
        if space < 0:
            return None
        start = space + 1
