"""What the archive's pages are made of: differences, trees, charts, words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.web.charts import by_depth, over_time
from archiver.web.differences import difference
from archiver.web.shown import day_and_time
from archiver.web.tree import DEEPEST_LEVEL, places
from archiver.web.words import marked, outward_link, safe_markup

TEXTS = st.lists(st.sampled_from(["mast", "duct", "华为", " ", "\n\n", ".", "é", "5G"]), max_size=40).map("".join)


@given(before=TEXTS, after=TEXTS)
def test_a_difference_holds_both_wordings_whole(before: str, after: str) -> None:
    parts = difference(before, after)
    assert "".join(part.text for part in parts if part.kind != "inserted") == before
    assert "".join(part.text for part in parts if part.kind != "deleted") == after
    assert all(part.text for part in parts)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Same words.", "Same words.", [("same", "Same words.")]),
        ("It is slow.", "It is very fast.", [("same", "It is "), ("deleted", "slow"), ("inserted", "very fast")]),
        ("华为很便宜", "华为不便宜", [("same", "华为"), ("deleted", "很"), ("inserted", "不")]),
    ],
)
def test_a_difference_goes_by_words(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert [tuple(part) for part in difference(before, after)][: len(expected)] == expected


def test_texts_too_long_to_compare_are_shown_one_after_the_other() -> None:
    before, after = (" ".join(f"{letter}{number % 7}" for number in range(20_000)) for letter in "ab")
    assert [part.kind for part in difference(before, after)] == ["deleted", "inserted"]


@given(depths=st.lists(st.integers(0, 60), max_size=60))
def test_every_list_that_opens_is_closed(depths: list[int]) -> None:
    comments: list[dict[str, Any]] = []
    chain: list[int] = []
    for number, wanted in enumerate(depths):
        chain = chain[: min(wanted, len(chain))]
        comments.append({"id": number, "depth": len(chain), "parent_id": chain[-1] if chain else None})
        chain.append(number)
    open_lists = 0
    for place in places(comments):
        assert place.level == open_lists <= DEEPEST_LEVEL
        open_lists += place.opens - place.closes
    assert open_lists == 0


def test_a_place_counts_its_answers_and_all_that_follows_from_them() -> None:
    chain: list[dict[str, Any]] = [{"id": 1, "depth": 0, "parent_id": None}, {"id": 2, "depth": 1, "parent_id": 1}]
    chain += [{"id": 3, "depth": 2, "parent_id": 2}, {"id": 4, "depth": 1, "parent_id": 1}]
    assert [(place.answers, place.following) for place in places(chain)] == [(2, 3), (1, 1), (0, 0), (0, 0)]


@pytest.mark.parametrize("span", [2, 30, 400, 5_000, 60_000, 5_000_000])
def test_a_chart_of_any_span_has_bars_that_a_phone_can_show(span: int) -> None:
    hours = sorted({0, span // 3, span})
    times = [f"{2000 + hour // 8760 % 5000:04}-01-{1 + hour % 8760 // 24 % 28:02}T{hour % 24:02}:00" for hour in hours]
    chart = over_time(times)
    assert chart is not None
    assert 2 <= len(chart.bars) <= 60
    assert sum(bar.count for bar in chart.bars) == len(times)
    assert max(bar.share for bar in chart.bars) == 1


def test_a_chart_needs_times_to_draw() -> None:
    assert over_time(["", "soon", "2024-05-06"]) is None
    assert over_time(["2024-05-06", "2024-05-06T10:00:00Z", "2024-05-06T11:00:00+02:00"]) is not None
    assert by_depth([0, 0]) is None
    assert by_depth([]) is None


def test_images_become_what_they_say() -> None:
    shown = safe_markup('Well <img src="https://pixel.example/x.gif" alt="&lt;b&gt; :-) &quot;"> and <img src=x>')
    assert shown == "Well &lt;b&gt; :-) &#34; and "


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("https://mast.example/a", True),
        ("HTTP://mast.example/a", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" javascript://mast.example/%0aalert(1)", False),
        ("data:text/html,x", False),
        ("//mast.example/a", False),
        ("https://", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_become_links(address: str | None, leads: bool) -> None:
    assert (outward_link(address) is not None) == leads


def test_marks_stand_around_whole_hits_alone() -> None:
    marks = ("\x02", "\x03")
    assert marked("a \x02<b>\x03 \x03 \x02 c", marks) == "a <mark>&lt;b&gt;</mark> \x03 \x02 c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-05-06T12:00:00Z", "6 May 2024, 12:00"),
        ("2024-05-06", "6 May 2024"),
        ("2024-05-06T07:45", "6 May 2024, 07:45"),
        ("6 hours ago", "6 hours ago"),
        ("2024-99-06", "2024-99-06"),
    ],
)
def test_times_are_shown_as_people_write_them(text: str, shown: str) -> None:
    assert day_and_time(text) == shown
