"""Headings that announce readers' comments."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from spiders.paragraphs import texts
from spiders.platforms.generic.names import is_label_of_words
from spiders.platforms.generic.vocabulary import PERHAPS, SURE, sense_of, words_in
from spiders.platforms.stated_counts import count_in_words
from spiders.platforms.text_words import Heading, heading_in

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary")
_LONGEST = 120
_LONGEST_IN_WORDS = 6
_STEMS = (
    "omment mentar ommento омент yorum コメント reacti réacti reakt reakc reacc reazion repl respon thought remark "
    "opini meinung stimmen antwor gedan gedacht pens avis répon réflex respues respost rispost discus diskus dyskus "
    "debat odpowied myśl opmerk svar forum talk leser voice feedback"
).split()
_OF_OTHERS = frozenset(
    "expert experts experten expertes expertos expertas esperti deskundigen eksperci press presse presses prensa "
    "stampa imprensa pers prasa prasy opening closing concluding introductory analyst analysts analysten analystes "
    "analistas analisti editor editors editorial officials minister ministers politiker column columns columnists "
    "kolumne kolumnen columnas colonne analysis analyses analyse analysen analisis analisi leitartikel".split()
)
"""Words in headings over what others than the readers say: the press, experts, a site's own columns."""
_TOPIC = re.compile(
    r"\s(?:on|to|for|about|regarding|zu|zum|zur|über|auf|sur|à|au|aux|sobre|para|a|al|su|sul|sulla|op|over|do|na)\s"
    r"|[:\"“”„«»‘(]",
    re.I,
)
"""What the title of an article begins with in "Comments on Expert panel doubts the mast"."""


def words_of(element: HtmlElement) -> str:
    """The words of a heading in one line, or the beginning of what is too long for one."""
    return " ".join(" ".join(islice(texts(element), 20)).split())[: _LONGEST + 1]


def may_announce(words: str) -> bool:
    """A quick look for words about comments, before a thorough one."""
    return 0 < len(words) <= _LONGEST and _has_stem(words)


@lru_cache(maxsize=4096)  # the same people write again and again, and many a page prints their names in bold
def _has_stem(words: str) -> bool:
    return any(map(words.lower().__contains__, _STEMS))


def announces(words: str) -> int:
    """How surely a line announces comments below it, in steps of the vocabulary; not where it says there are none."""
    if not 0 < len(words) <= _LONGEST:
        return 0
    count, strength = count_in_words(words), sense_of(words).comments
    if count is None and (not strength or (strength < SURE and words.count(" ") >= _LONGEST_IN_WORDS)):
        return 0
    if is_of_other_pages(words) or is_label_of_words(f"{words}:"):
        return 0
    if count is not None:
        return SURE if count > 0 else 0
    if not _OF_OTHERS.isdisjoint(words_in(_without_topic(words))):
        return 0
    heading = _heading_in(words)
    if heading is not None:
        return 0 if heading.place == "end" else strength
    return min(strength, PERHAPS) if _are_in_the_midst(words) else strength


def _without_topic(words: str) -> str:
    return _TOPIC.split(words, 1)[0]


def _are_in_the_midst(words: str) -> bool:
    """Whether the word about comments is neither the first nor the last: then something else is announced."""
    first, *others = words.split()
    return len(others) > 1 and not any(sense_of(word).comments == SURE for word in (first, others[-1]))


def is_of_other_pages(words: str) -> bool:
    """Whether a line announces a site's latest or most read comments."""
    heading = _heading_in(words) if _has_stem(words) else None
    return heading is not None and heading.place == "elsewhere"


@lru_cache(maxsize=1024)  # of one line it is asked several times
def _heading_in(words: str) -> Heading | None:
    return heading_in(words)
