"""A text is found in another one however it is marked up there."""

from __future__ import annotations

import pytest

from archiver.word_runs import WordRuns, holds_words

SAID = "The duct was full of broadband cables at last"


@pytest.mark.parametrize(
    "marked_up",
    [
        SAID,
        "<p>The duct was</p><p>full of broadband</p><p>cables at last</p>",
        "The duct was full of broad<wbr>band cables at last",
        "The <b>du</b>ct was <i>full</i> of broad<wbr>band cables at last",
        "The \\u003cb>du\\u003c/b>ct was full of broadband cables at last",
        "The duct was full of broad&shy;band ca\u200bbles at\ufe0f last",
        'var said = "The\\x20duct\\x20was full of broadband cables at last"',
    ],
)
def test_tags_between_words_and_inside_of_them_hide_nothing(marked_up: str) -> None:
    runs = WordRuns()
    runs.add([SAID])
    assert runs.found_in_markup(marked_up)


def test_a_name_stands_where_all_of_its_words_stand_whole_and_in_a_row() -> None:
    assert holds_words("https://mast.example/author/jo-copper/", "Jo Copper")
    assert not holds_words("https://mast.example/author/jo-copperfield/", "Jo Copper")
    assert not holds_words("https://mast.example/jo/old-copper/", "Jo Copper")
    assert not holds_words("https://mast.example/?by=-", "-")
