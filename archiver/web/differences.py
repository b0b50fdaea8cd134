"""Two wordings of one text as a difference by words."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

from archiver.archive.search_text import CJK_RUN

Kind = Literal["same", "deleted", "inserted"]

# Words, single characters of scripts without spaces, the gaps between words, and every other sign by itself.
_CJK = CJK_RUN.pattern.removesuffix("+")
_PIECES = re.compile(rf"{_CJK}|(?:(?!{_CJK})\w)+|\s+|[^\w\s]")
# Beyond so many differing pieces of the two together comparing takes too long; then the one text replaces the other.
_MOST_PIECES = 1_500


class Part(NamedTuple):
    """A run of words that both wordings have, or only the earlier or the later one."""

    kind: Kind
    text: str


def difference(before: str, after: str) -> list[Part]:
    """What was deleted from ``before`` and inserted to make ``after``, in order."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    parts = [
        Part("same", "".join(old[:start])),
        *_changed(old[start : len(old) - end], new[start : len(new) - end]),
        Part("same", "".join(old[len(old) - end :])),
    ]
    return [part for part in parts if part.text]


def successive(wordings: list[str]) -> list[list[Part]]:
    """The differences of each wording from the one before it."""
    return [difference(before, after) for before, after in pairwise(wordings)]


def _shared(one: list[str], other: list[str]) -> int:
    """How many pieces two texts share from their beginning."""
    for number, (piece, counterpart) in enumerate(zip(one, other, strict=False)):
        if piece != counterpart:
            return number
    return min(len(one), len(other))


def _changed(old: list[str], new: list[str]) -> list[Part]:
    """The parts of two texts of which neither begins nor ends alike; a gap between two changes goes with them."""
    if len(old) + len(new) > _MOST_PIECES:
        return [Part("deleted", "".join(old)), Part("inserted", "".join(new))]
    parts: list[Part] = []
    deleted = inserted = ""
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        if operation == "equal" and not before.isspace():
            parts += [Part("deleted", deleted), Part("inserted", inserted), Part("same", before)]
            deleted = inserted = ""
        else:
            deleted, inserted = deleted + before, inserted + after
    return [*parts, Part("deleted", deleted), Part("inserted", inserted)]
