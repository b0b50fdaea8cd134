"""Whether a text holds a run of another one's words, however it is written, marked up or escaped."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

RUN: Final = 8
"""So many words in a row are taken for a quotation."""

SHORTEST_NAME: Final = 2
"""A name of fewer words stands in many a text that has nothing to do with whoever bears it."""

_CJK = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff"
_WORD: Final = re.compile(f"[{_CJK}]|[^\\W_{_CJK}]+")
# Signs that nobody sees (soft hyphens, joiners, marks of direction, variation selectors): they part no words.
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)
_TAG: Final = re.compile(r"<[^<>]*>")
_ESCAPED: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_LINE_ESCAPED: Final = re.compile(r"\\[nrt]")


def run_words(text: str) -> list[str]:
    """The words of a text one by one, each sign of Chinese, Japanese and Korean for itself; NFKC, casefolded.

    Signs that nobody sees are left out.
    """
    return _WORD.findall(unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold())


def holds_words(text: str, wanted: str) -> bool:
    """Whether all words of ``wanted`` stand in a text in a row, each of them whole."""
    sought = run_words(wanted)
    return bool(sought) and tuple(sought) in _runs(run_words(text), len(sought))


def unescaped(text: str) -> str:
    """A text as a person would see it: escapes of JSON and scripts and HTML's entities undone, also both in one."""
    if "\\" in text:
        text = _LINE_ESCAPED.sub(" ", _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), text))
        # Characters beyond the first 65,536 are escaped in two halves.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\\", "")
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    return text


class WordRuns:
    """Runs of words to look for: of each text every run of RUN words, or all of it where it has fewer."""

    def __init__(self) -> None:
        self._by_length: dict[int, set[tuple[str, ...]]] = defaultdict(set)
        self._rare: set[str] = set()  # the longest word of each run: where none of them is, no run is

    def add(self, texts: Iterable[str], *, shortest: int = 1) -> None:
        """Look for these too, but not for one of fewer words than the ``shortest``."""
        for text in texts:
            words = run_words(text)
            if len(words) >= max(shortest, 1):
                runs = set(_runs(words, min(RUN, len(words))))
                self._by_length[min(RUN, len(words))] |= runs
                self._rare.update(max(run, key=len) for run in runs)

    def found_in(self, text: str) -> set[tuple[str, ...]]:
        """Those that stand in a text as a person sees it."""
        words = run_words(text)
        if self._rare.isdisjoint(words):
            return set()
        return set().union(*(wanted.intersection(_runs(words, length)) for length, wanted in self._by_length.items()))

    def found_in_markup(self, text: str) -> set[tuple[str, ...]]:
        """Those that stand in a text with mark-up and escapes: in its tags, or across them."""
        seen = unescaped(text)
        if "<" not in seen:
            return self.found_in(seen)
        # A tag may part two words, or stand inside of one.
        return set().union(*(self.found_in(text) for text in (seen, _TAG.sub(" ", seen), _TAG.sub("", seen))))


def _runs(words: list[str], length: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)
