"""Some of many: what tells of a long list without looking at all of it."""

from __future__ import annotations


def some_of(count: int, most: int) -> list[int]:
    """Places among ``count``, ``most`` of them (an even number) or all where there are no more, in order.

    Spread over the whole in pairs of neighbours: where two kinds of things take turns, as heads and words in
    the rows of a table do, every second or every tenth place would show but one of them; neighbours show both.
    """
    if count <= most:
        return list(range(count))
    pairs = most // 2
    return [place for pair in range(pairs) for place in (pair * count // pairs, pair * count // pairs + 1)]
