"""Finding names in running text: whole words in whatever case, the longest name first, in one scan over the words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

from exports.ordinary_words import is_ordinary

# In these scripts nothing parts the words, or endings are written on to names: each sign counts as a word.
_UNPARTED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005\u3041-\u3096\u30a1-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_PICTURES: Final = "\u2190-\u2bff\U0001f000-\U0001fbff"
_MOST_WORDS: Final = 16  # a longer name is known by its first words: a scan must not go back and forth for ever
_SHORTEST_SQUEEZED: Final = 6
_OPENS_A_LINE: Final = re.compile(r"(?:^|\n)[\s>*\u00bb\u201c\"'(-]*$")
_ADDRESSES: Final = re.compile(
    r"\s*[,:\u3001\uff0c\uff1a]|\s+(?:wrote|writes|said|says|schrieb|meint|sagte?)\b|さん|くん|ちゃん|様|氏|씨|님"
)
_WITHIN_A_SENTENCE: Final = re.compile(r"[\w,;)][^\S\n]+$")
_LOOK_BACK: Final = 40  # signs
_OF_SEVERAL: Final = "p_of_several"
_NOUNS_ARE_CAPITALISED: Final = ("de", "lb")
_END: Final = ""  # the key of a trie's node under which the name that ends there stands: no word is empty


class Names:
    """Names and what stands for each; what is told twice keeps what stood for it first."""

    def __init__(self, language: str | None = None) -> None:
        self._trie: dict[str, Any] = {}
        self._first_words: dict[str, str] = {}
        self._single: dict[str, set[str]] = {}  # names of one word, as those who bear them write them
        self._ordinary: dict[str, set[str]] = {}  # … those of them that are everyday words
        self._are_nouns_capitalised = (language or "").lower().startswith(_NOUNS_ARE_CAPITALISED)

    def add(self, name: str, instead: str) -> None:
        """Look for a name, its words together or apart, and for its first word where that stands behind an ``@``."""
        written = [found[0] for found in _pattern().finditer(name)]
        words = [_folded(word) for word in written[:_MOST_WORDS]]
        if not words:
            return
        if len(words) == 1:
            forms = self._single.setdefault(words[0], set())
            forms.add(written[0])
            if is_ordinary(words[0]):
                self._ordinary[words[0]] = forms
        self._insert(words, instead)
        if len(words) > 1:
            squeezed = "".join(_folded(word) for word in written)
            if len(squeezed) >= _SHORTEST_SQUEEZED:
                self._insert([squeezed], instead)
            if len(words[0]) > 1:
                known = self._first_words.setdefault(words[0], instead)
                if known != instead:
                    self._first_words[words[0]] = _OF_SEVERAL

    def add_ordinary_words_of(self, prose: str) -> None:
        """Take for ordinary what edited prose, an article's, uses in lower case: no editor writes a name so."""
        for found in _pattern().finditer(prose) if self._single else ():
            if found[0].islower() and (forms := self._single.get(_folded(found[0]))):
                self._ordinary[_folded(found[0])] = forms

    def replaced_in(self, text: str) -> str:
        """The text with something else in the place of every name."""
        found = [(one.start(), one.end()) for one in _pattern().finditer(text)]
        words = [_folded(text[start:end]) for start, end in found]
        if self._trie.keys().isdisjoint(words) and self._first_words.keys().isdisjoint(words):
            return text
        pieces: list[str] = []
        kept_until = at = 0
        while at < len(words):
            length, instead = self._longest(words, at)
            start, end = found[at][0], found[at + max(length, 1) - 1][1]
            if length == 1 and words[at] in self._ordinary and not self._reads_as_name(text, start, end, words[at]):
                length = 0
            if not length and words[at] in self._first_words and text[start - 1 : start] == "@":
                length, instead, end = 1, self._first_words[words[at]], found[at][1]
            if length:
                pieces += (text[kept_until:start], instead)
                kept_until = end
            at += length or 1
        return "".join((*pieces, text[kept_until:]))

    def are_in(self, text: str) -> bool:
        """Whether a name stands in the text."""
        return self.replaced_in(text) != text

    def _insert(self, words: list[str], instead: str) -> None:
        node = self._trie
        for word in words:
            node = node.setdefault(word, {})
        node.setdefault(_END, instead)

    def _longest(self, words: list[str], at: int) -> tuple[int, str]:
        node, length, instead = self._trie, 0, ""
        for number in range(at, min(at + _MOST_WORDS, len(words))):
            following = node.get(words[number])
            if following is None:
                break
            node = following
            if _END in node:
                length, instead = number - at + 1, node[_END]
        return length, instead

    def _reads_as_name(self, text: str, start: int, end: int, word: str) -> bool:
        """Whether an ordinary word is written as a name: behind an @, addressed, or with a capital in a sentence."""
        before = text[max(0, start - _LOOK_BACK) : start]
        if before.endswith("@"):
            return True
        if text[start:end] not in self._ordinary[word]:
            return False
        if _OPENS_A_LINE.search(before) and _ADDRESSES.match(text, end):
            return True
        is_capitalised = text[start].isupper() and not self._are_nouns_capitalised
        return is_capitalised and _WITHIN_A_SENTENCE.search(before) is not None


@cache
def _pattern() -> re.Pattern[str]:
    """Words: signs of their own, or letters and digits with the marks that belong to them."""
    return re.compile(f"[{_UNPARTED}{_PICTURES}]|(?:[^\\W_{_UNPARTED}{_PICTURES}]|[{_marks()}])+")


def _marks() -> str:
    """Accents and vowel signs that stand behind their letter (category M), as ranges of a pattern's class."""
    signs = [code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M"]
    ranges: list[list[int]] = []
    for code in signs:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


@lru_cache(maxsize=1 << 16)  # texts use few words, and those often
def _folded(word: str) -> str:
    """A word without its case, its accents and its width."""
    if word.isascii():
        return word.lower()
    parted = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize(
        "NFKC", "".join(sign for sign in parted if not "\u0300" <= sign <= "\u036f")
    ).casefold()
