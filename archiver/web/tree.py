"""A thread as nested lists, made without recursion: what opens before and closes after each comment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

# Browsers nest elements 512 deep at most, and nobody can see so many steps; what lies deeper stands side by side.
DEEPEST_LEVEL = 24


@dataclass(slots=True)
class Place:
    """Where a comment stands in the page.

    ``level`` is its list's nesting (0: the outermost), ``answers`` and ``following`` how many comments answer it
    directly and in all, ``opens`` whether a list of answers opens under it, and ``closes`` how many lists end
    after it.
    """

    comment: Row
    level: int
    answers: int = 0
    following: int = 0
    opens: bool = False
    closes: int = 0


def places(comments: list[Row]) -> list[Place]:
    """The places of comments in reading order (each followed by its answers, ``depth`` and ``parent_id`` given)."""
    found = [Place(comment, min(comment["depth"], DEEPEST_LEVEL)) for comment in comments]
    by_id = {place.comment["id"]: place for place in found}
    for place in reversed(found):
        parent = by_id.get(place.comment["parent_id"])
        if parent is not None:
            parent.answers += 1
            parent.following += 1 + place.following
    levels = [place.level for place in found[1:]] + [0]
    for place, next_level in zip(found, levels, strict=False):
        place.opens = next_level > place.level
        place.closes = max(0, place.level - next_level)
    return found
