"""Headings that announce readers' comments."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from spiders.platforms.generic.vocabulary import PERHAPS, SURE, sense_of
from spiders.platforms.stated_counts import count_in_words

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary")
_LONGEST = 120
_LONGEST_IN_WORDS = 6


def words_of(element: HtmlElement) -> str:
    """The words of a heading in one line, or the beginning of what is too long for one."""
    return " ".join(" ".join(islice(element.itertext(), 20)).split())[: _LONGEST + 1]


def announces(words: str) -> int:
    """How surely a line announces comments that follow it: SURE, PERHAPS or 0. One that says there are none does not."""
    if not 0 < len(words) <= _LONGEST:
        return 0
    count = count_in_words(words)
    if count is not None:
        return SURE if count > 0 else 0
    if sense_of(words).comments == SURE:
        return SURE
    is_short = words.count(" ") < _LONGEST_IN_WORDS
    return PERHAPS if is_short and sense_of(words).comments else 0
