"""Whatever the shape of a thread and the words in it: what WordPress's walkers print is read back, in order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.page import Page
from spiders.platforms.wordpress import WordPress
from tests.platforms import wordpress_markup as markup
from tests.platforms.forests import Forest, assert_same_forest, clocks, forests, names
from tests.platforms.mark_up import AS_FORESTS

Renderer = Callable[[Forest, int], str]

RENDERERS = [
    markup.html5_walker,
    markup.classic_walker,
    markup.twenty_ten,
    markup.twenty_twenty,
    markup.block_theme,
]


@pytest.mark.parametrize("render", RENDERERS, ids=lambda render: render.__name__)
@AS_FORESTS
@given(forest=forests(max_depth=40, authors=names, times=clocks), max_depth=st.sampled_from([1, 2, 5, 10, 100]))
def test_any_thread_is_read_back_as_it_is_shown(render: Renderer, forest: Forest, max_depth: int) -> None:
    page = Page(markup.in_page(render(forest, max_depth)), url="https://news.example/fibre/")
    read = WordPress().comments(page)
    expected = markup.as_shown(forest, max_depth)
    assert_same_forest(read, expected)
    assert [comment.published_raw for comment in read] == [markup.local_time(comment) for comment in forest]
    assert WordPress().count_in_bytes(page) == (len(forest) or None)
