"""What remains of a text when typography is taken away."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.words import each_word, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5G: what's next?", "5gwhatsnext"),
        ("snake_case and MAST-1", "snakecaseandmast1"),
        ("„Straße“ – ﬁbre №5", "strassefibreno5"),
        ("…", ""),
        (None, ""),
    ],
)
def test_only_letters_and_digits_remain(text: str | None, words: str) -> None:
    assert words_of(text) == words


@given(st.text())
def test_a_text_is_the_sum_of_its_words(text: str) -> None:
    assert words_of(text) == "".join(each_word(text))


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_comes_out_as_among_accents(text: str) -> None:
    assert words_of(text) + "é" == words_of(f"{text}é")


@given(st.text())
def test_a_text_and_its_composed_form_have_the_same_words(text: str) -> None:
    assert words_of(unicodedata.normalize("NFKC", text)) == words_of(text)
