"""Times in the lines of comments' heads: each form of line is looked at once, and must be read as if it were not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.platforms.comment_time import date_in, time_in_permalink

SCRAPS = [" ", *"0 1 2 9 12 31 2024 1999 5 May Mai mars 10:15 2:30 pm am Uhr at um on | / . - , : vor Ann wt.".split()]
LONGER_THAN_ANY_FORM = " " * 121


@given(st.lists(st.sampled_from(SCRAPS), max_size=9).map(" ".join) | st.lists(st.sampled_from(SCRAPS)).map("".join))
def test_a_known_form_of_line_is_read_like_an_unknown_one(line: str) -> None:
    for other in (line, line.translate(str.maketrans("0123456789", "9876543210"))):
        assert date_in(other[:120]) == date_in(other[:120] + LONGER_THAN_ANY_FORM)


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("6 May 2024 at 10:15", "6 May 2024 at 10:15"),
        ("7 May 2024 at 23:59", "7 May 2024 at 23:59"),
        ("Posted on 6. Mai 2024 um 10:15 Uhr |", "6. Mai 2024 um 10:15 Uhr"),
        ("#12 on 06/05/2024 10:15", "06/05/2024 10:15"),
        ("6. maj 2024 kl. 10:15", "6. maj 2024 kl. 10:15"),
        ("6 maja 2024 o godz. 10:15", "6 maja 2024 o godz. 10:15"),
        ("6 mai 2024 la 10:15", "6 mai 2024 la 10:15"),
        ("06.05.2024 в 10:15", "06.05.2024 в 10:15"),
        ("6 May 2024", None),
        ("10:15", None),
        ("#", None),
    ],
)
def test_the_time_in_a_link_to_a_comment(line: str, time: str | None) -> None:
    assert time_in_permalink(line) == time
