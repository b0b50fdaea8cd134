"""Finding names in running text: whole words in whatever case, the longest name first, in one scan over the words."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

from archiver.archive.search_text import plain_letters
from exports.ordinary_words import is_everyday, is_ordinary

# In these scripts nothing parts the words, or endings are written on to names: each sign counts as a word.
_UNPARTED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005\u3041-\u3096\u30a1-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_PICTURES: Final = "\u2190-\u2bff\U0001f000-\U0001fbff"
_MOST_WORDS: Final = 16  # a longer name is known by its first words: a scan must not go back and forth for ever
_SHORTEST_SQUEEZED: Final = 6
_OPENS_A_LINE: Final = re.compile(r"(?:^|\n)[\s>*\u00bb\u201c\"'(-]*$")
_HONOURED: Final = re.compile("さん|くん|ちゃん|様|氏|先生|씨|님|先生|女士")
_ADDRESSES: Final = re.compile(
    rf"\s*[,:\u3001\uff0c\uff1a]|\s+(?:wrote|writes|said|says|schrieb|meint|sagte?)\b|{_HONOURED.pattern}"
)
_WITHIN_A_SENTENCE: Final = re.compile(r"[\w,;)][^\S\n]+$")
_LOOK_BACK: Final = 40  # signs
_OF_SEVERAL: Final = "psomebody"
_NOUNS_ARE_CAPITALISED: Final = ("de", "lb")
_HUMPS: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_UNSEEN_LETTERS: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe0e\ufe0f"
)  # letters and marks that nobody sees
_PUNCTUATION: Final = frozenset(".,;:!?-\u2013\u2014\u2026*/|&+=~")
_SPACES: Final = re.compile(r"(\s+)")
_ASCII_WORDS: Final = re.compile("[a-z0-9]+")  # what the pattern below finds, in a third of the time
_END: Final = ""  # the key of a trie's node under which the name that ends there stands: no word is empty


class Names:
    """Names and what stands for each; what is told twice keeps what stood for it first."""

    def __init__(self, language: str | None = None) -> None:
        self._names = _Trie()
        self._first_parts = _Trie()
        self._of_signs: dict[str, str] = {}  # names without a letter or digit
        self._single: dict[str, set[str]] = {}  # names of one word, as those who bear them write them
        self._ordinary: dict[str, set[str]] = {}  # … those of them that are everyday words
        self._are_nouns_capitalised = (language or "").lower().startswith(_NOUNS_ARE_CAPITALISED)

    def add(self, name: str, instead: str) -> None:
        """Look for a name, its words together or apart, and for its first part where somebody is called by it."""
        name = _seen(name)
        written = _pattern().findall(name)
        words = _words(name)
        if not words:
            if name.strip():
                self._of_signs.setdefault(name.strip(), instead)
            return
        if len(words) == 1:
            forms = self._single.setdefault(words[0], set())
            forms.add(written[0])
            if is_ordinary(words[0]):
                self._ordinary[words[0]] = forms
        self._names.add(words, instead)
        squeezed = "".join(words)
        if len(words) > 1 and len(squeezed) >= _SHORTEST_SQUEEZED:
            self._names.add([squeezed], instead)
        parts = _words(_HUMPS.sub(" ", name))  # ZephyrFan: zephyr fan
        if len(parts) > len(words) and len(squeezed) >= _SHORTEST_SQUEEZED and not all(map(is_ordinary, parts)):
            self._names.add(parts, instead)
        first = _words(name.split()[0])
        if len(first) < len(words) and len("".join(first)) > 1:
            self._first_parts.add(first, instead, of_several=_OF_SEVERAL)

    def add_ordinary_words_of(self, prose: str) -> None:
        """Take for ordinary what edited prose, an article's, uses in lower case, though who is called so does not."""
        for found in _pattern().finditer(prose) if self._single else ():
            forms = self._single.get(_folded(found[0]), set()) if found[0].islower() else set()
            if forms and not any(form.islower() for form in forms):
                self._ordinary[_folded(found[0])] = forms

    def replaced_in(self, text: str) -> str:
        """The text with something else in the place of every name, those with unseen signs in them, too."""
        replaced = self._replaced_as_written(text)
        seen = _seen(replaced)
        if seen == replaced:
            return replaced
        also = self._replaced_as_written(seen)
        return replaced if also == seen else also

    def _replaced_as_written(self, text: str) -> str:
        if self._of_signs:
            text = "".join(map(self._sign_replaced, _SPACES.split(text)))
        words = _words(text)
        if self._names.begins_with_none_of(words) and self._first_parts.begins_with_none_of(words):
            return text
        found = [one.span() for one in _pattern().finditer(text)]
        pieces: list[str] = []
        kept_until = at = 0
        while at < len(words):
            length, instead = self._name_at(text, words, found, at)
            if length:
                pieces += (text[kept_until : found[at][0]], instead)
                kept_until = found[at + length - 1][1]
            at += length or 1
        return "".join((*pieces, text[kept_until:]))

    def are_in(self, text: str) -> bool:
        """Whether a name stands in the text."""
        return self.replaced_in(text) != text

    def _sign_replaced(self, token: str) -> str:
        """What stands for a name of signs alone; punctuation is one only behind an @ or before a colon."""
        if any(map(str.isalnum, token)):
            return token
        for bare in (token, token.rstrip(",:")):
            name = bare if bare in self._of_signs else bare.removeprefix("@")
            is_addressed = bare != token or name != bare
            if name in self._of_signs and (is_addressed or not _PUNCTUATION.issuperset(name)):
                return token.replace(name, self._of_signs[name], 1)
        return token

    def _name_at(self, text: str, words: list[str], found: list[tuple[int, int]], at: int) -> tuple[int, str]:
        """How many words from there on are a name, and what stands for it."""
        start = found[at][0]
        length, instead = self._names.longest(words, at)
        if length > 1 or (length and words[at] not in self._ordinary):
            return length, instead
        if length and self._reads_as_name(text, *found[at], words[at]):
            return length, instead
        length, instead = self._first_parts.longest(words, at)
        is_called = length and (
            text[start - 1 : start] == "@" or _HONOURED.match(text, found[at + length - 1][1]) is not None
        )
        return (length, instead) if is_called else (0, "")

    def _reads_as_name(self, text: str, start: int, end: int, word: str) -> bool:
        """Whether an ordinary word is written as a name: behind an @, addressed, or with a capital in a sentence."""
        before = text[max(0, start - _LOOK_BACK) : start]
        if before.endswith("@"):
            return True
        if text[start:end] not in self._ordinary[word]:
            return False
        if len(word) == 2 and text[start:end].istitle() and not is_everyday(word):  # Bo, Jo, Li; not TV or 5G
            return True
        if _OPENS_A_LINE.search(before) and _ADDRESSES.match(text, end):
            return True
        is_capitalised = text[start].isupper() and not self._are_nouns_capitalised
        return is_capitalised and _WITHIN_A_SENTENCE.search(before) is not None


class _Trie:
    """Runs of words, found from a place on in as many steps as the longest has words."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, words: list[str], instead: str, *, of_several: str | None = None) -> None:
        """Add a run; one that is known keeps what stands for it, or gets ``of_several``, where that is another."""
        node = self._root
        for word in words[:_MOST_WORDS]:
            node = node.setdefault(word, {})
        if node.setdefault(_END, instead) != instead and of_several:
            node[_END] = of_several

    def begins_with_none_of(self, words: list[str]) -> bool:
        return self._root.keys().isdisjoint(words)

    def longest(self, words: list[str], at: int) -> tuple[int, str]:
        """How many words the longest run from there on has, and what stands for it."""
        node, length, instead = self._root, 0, ""
        for number in range(at, min(at + _MOST_WORDS, len(words))):
            following = node.get(words[number])
            if following is None:
                break
            node = following
            if _END in node:
                length, instead = number - at + 1, node[_END]
        return length, instead


def _seen(text: str) -> str:
    """The text without the signs in it that nobody sees."""
    if text.isascii() or (text.replace("\n", "").isprintable() and _UNSEEN_LETTERS.isdisjoint(text)):
        return text
    return "".join(sign for sign in text if sign not in _UNSEEN_LETTERS and unicodedata.category(sign) != "Cf")


def _words(text: str) -> list[str]:
    """The words of a text, folded."""
    if text.isascii():
        return _ASCII_WORDS.findall(text.lower())
    return [_folded(word) for word in _pattern().findall(text)]


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
    """A word without its case, its accents and its width, in the plain letters that people type and searches find."""
    if word.isascii():
        return word.lower()
    parted = unicodedata.normalize("NFKD", plain_letters(word.casefold()))
    return unicodedata.normalize(
        "NFKC", "".join(sign for sign in parted if not "\u0300" <= sign <= "\u036f")
    ).casefold()
