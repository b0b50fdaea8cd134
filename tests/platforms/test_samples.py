"""Some of many tell what all are like, also where two kinds of things take turns."""

from __future__ import annotations

import pytest

from spiders.platforms.samples import some_of


def test_no_more_than_asked_for_are_all_of_them() -> None:
    assert some_of(24, 24) == list(range(24))


@pytest.mark.parametrize("count", [25, 48, 96, 99, 600])
def test_of_what_takes_turns_both_kinds_are_seen(count: int) -> None:
    places = some_of(count, 24)
    assert places == sorted(set(places))
    assert len(places) == 24
    assert sum(place % 2 for place in places) == 12
    assert places[0] == 0
    assert 0.9 * count < places[-1] < count
