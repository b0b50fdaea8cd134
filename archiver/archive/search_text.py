"""What full-text search sees of a text: plain letters, Chinese, Japanese and Korean cut into pairs and characters.

SQLite's ``unicode61`` tokenizer takes a whole run of such script for one word, so that 华为 inside a sentence
would never be found (measured on SQLite 3.40). A run is therefore indexed as its overlapping pairs, in
order, then its single characters; a query is cut alike, and finds a run of two characters or more as a
phrase of pairs. Queries and texts are compared in one plain form (``plain_letters``): ５Ｇ is 5G, ﬁbre is fibre, Łódź
is Lodz, Ελλάδα is Ελλαδα, and a soft hyphen parts no word. Of accents the tokenizer takes off Latin's only, so texts
without such script and with no other letters than these are indexed as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

# Han with its extensions, kana and its sound marks, Hangul, Bopomofo, Yi, half-width forms.
CJK_RUN = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u3041-\u309f\u30a0-\u30ff\u3100-\u318f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U000323af]+"
)

_LETTERS_OF_NO_KNOWN_CASE = "\u0500"

# Letters that to Unicode, and so to the tokenizer, are no others with an accent; and what people type for them.
_PLAIN = {
    **{"ß": "ss", "æ": "ae", "ǽ": "ae", "ǣ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ǿ": "o", "đ": "d", "ð": "d"},
    **{"ł": "l", "ħ": "h", "ŧ": "t", "ŋ": "n", "ı": "i", "ə": "e", "ɛ": "e", "ɔ": "o", "ɨ": "i", "ʉ": "u", "ǡ": "a"},
    **{"ɓ": "b", "ɖ": "d", "ɗ": "d", "ƒ": "f", "ɣ": "g", "ƙ": "k", "ɲ": "n", "ƥ": "p", "ƭ": "t", "ƴ": "y", "ƶ": "z"},
}
_CAPITALS = {letter.upper(): plain.upper() for letter, plain in _PLAIN.items() if letter not in "ßı"}
# Apostrophes that to Unicode are letters; ĸ has no capital.
_LETTERS = {**_PLAIN, **_CAPITALS, "ẞ": "SS", "ĸ": "k", "ʻ": "'", "ʼ": "'", "ʽ": "'"}

# Marks that may be left out: accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowel marks. Others make
# letters: the voiced marks of kana, the vowels of Indic scripts, the Arabic hamza.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc\u20e1\u20e5-\u20f0\ufe20-\ufe2f"
)
_MARK = re.compile(f"[{_MARKS}]")
_BASES = (range(0xC0, 0x530), range(0x1E00, 0x2000))  # where letters with such marks have characters of their own
_WITHOUT_ITS_MARK_ANOTHER_LETTER = "йЙ"  # nobody leaves that one out, and it would keep most Russian texts twice

# Characters without width. Soft hyphens and signs of direction part no word. Nor do places for a line's end and
# joiners in Latin, Greek and Cyrillic; Persian and Thai part words by them.
_SOFT = "\u00ad\u061c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_JOINERS = "\u200b-\u200d"
_JOINED = f"0-9A-Za-z\u00aa-\u0587\u1e00-\u1fff{_SOFT}{_JOINERS}"
_WITHOUT_WIDTH = re.compile(f"[{_SOFT}{_JOINERS}](?:(?<=[{_SOFT}])|(?<=[{_JOINED}].)(?=[{_JOINED}]))", re.DOTALL)

_MARK_OF_TRADE = re.compile("[\u2120-\u2122]")  # ™ and the like: NFKC would make their letters part of the word before


def _letters_without_marks() -> Iterator[tuple[str, str]]:
    for character in (chr(point) for points in _BASES for point in points):
        whole = unicodedata.normalize("NFD", character)
        if (bare := _MARK.sub("", whole)) not in ("", whole) and character not in _WITHOUT_ITS_MARK_ANOTHER_LETTER:
            yield character, unicodedata.normalize("NFC", bare)


_PLAIN_FORMS = {**dict(_letters_without_marks()), **_LETTERS}
_NOT_PLAIN = re.compile(f"[{''.join(_PLAIN_FORMS)}{_MARKS}]")
_FOLDED_BY_THE_TOKENIZER = frozenset(
    letter for letter, form in _PLAIN_FORMS.items() if form.isascii() and letter not in _LETTERS
)


def plain_letters(text: str) -> str:
    """The form in which texts and queries are compared: NFKC, without accents, with plain letters for ł, ø and ß.

    The vowel marks of Hebrew and Arabic are left out, too, and what has no width inside of a word.
    """
    if text.isascii():
        return text
    words = _MARK_OF_TRADE.sub(" ", _WITHOUT_WIDTH.sub("", text))
    return _NOT_PLAIN.sub(_plain_form, unicodedata.normalize("NFKC", words))


def _plain_form(found: re.Match[str]) -> str:
    return _PLAIN_FORMS.get(found[0], "")


def folded(text: str) -> str:
    """A text in plain letters without case and underscores, as the index folds it."""
    return plain_letters(text).casefold().replace("_", " ")


def folded_with_places(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The folded text, and where in ``text`` what each of its characters was made of begins, and where it ends."""
    if text.isascii():
        return folded(text), range(len(text)), range(1, len(text) + 1)
    without_width = {found.start() for found in _WITHOUT_WIDTH.finditer(text)}
    if not without_width and not any(map(_belongs_to_what_is_before, set(text))):
        forms = list(map(_folded_character, text))
        if set(map(len, forms)) == {1}:  # most texts: three times as fast
            return "".join(forms), range(len(text)), range(1, len(text) + 1)
    plain: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    at = 0
    for piece in _pieces(text):
        form = "" if at in without_width else _folded_piece(piece)
        plain.append(form)
        begins += [at] * len(form)
        at += len(piece)
        ends += [at] * len(form)
    return "".join(plain), begins, ends


def _pieces(text: str) -> Iterator[str]:
    """The characters of a text, each with those after it that may be one letter with it."""
    begins = [at for at, character in enumerate(text) if not (at and _belongs_to_what_is_before(character))]
    return (text[begin:end] for begin, end in pairwise([*begins, len(text)]))


@lru_cache(maxsize=8192)
def _folded_character(character: str) -> str:
    return folded(character)


def _folded_piece(piece: str) -> str:
    return _folded_character(piece) if len(piece) == 1 else folded(piece)


@lru_cache(maxsize=8192)
def _belongs_to_what_is_before(character: str) -> bool:
    """Whether it may be one letter with the character before it: marks, and the later letters of a Hangul syllable."""
    first = unicodedata.normalize("NFKC", character)[0]
    return "\u1160" <= first <= "\u11ff" or unicodedata.category(first).startswith("M")


def indexed_text(text: str | None) -> str | None:
    """The text to index in place of ``text``, or None where it is to be indexed as it is."""
    if not text or text.isascii() or not (CJK_RUN.search(text) or _has_letters_in_another_form(text)):
        return None
    return _cut(plain_letters(text))


def indexed_name(name: str | None) -> str | None:
    """The name to index in place of ``name``, or None where it is to be indexed as it is.

    It is the name itself, then the form that names are compared in (``folded_name``), plain and cut. Letters that
    the tokenizer knows in both cases, which are those of Latin, Greek and Cyrillic, need no such form.
    """
    if not name or name.isascii():
        return None
    if max(name) < _LETTERS_OF_NO_KNOWN_CASE and not _has_letters_in_another_form(name):
        return None
    return f"{name} {_cut(plain_letters(folded_name(name)))}"


def folded_name(name: str) -> str:
    """The form in which names are compared: without case, and without the difference that NFKC takes away."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _has_letters_in_another_form(text: str) -> bool:
    """Whether the tokenizer finds other words in the plain form; a changed … or space would keep most texts twice."""
    return (
        not unicodedata.is_normalized("NFC", text)
        or any(map(_is_a_letter_in_another_form, set(text)))
        or _WITHOUT_WIDTH.search(text) is not None
    )


@lru_cache(maxsize=8192)
def _is_a_letter_in_another_form(character: str) -> bool:
    if character in _FOLDED_BY_THE_TOKENIZER:
        return False
    form = plain_letters(character)
    return form != character and (character.isalnum() or not form or any(map(str.isalnum, form)))


def _cut(text: str) -> str:
    return CJK_RUN.sub(lambda run: f" {_pairs(run[0])} {' '.join(run[0])} ", text)


def _pairs(run: str) -> str:
    return " ".join(run[at : at + 2] for at in range(len(run) - 1))


def cut_phrase(phrase: str) -> list[str]:
    """The phrases that must all be there for this one: runs of CJK stand apart from the words around them."""
    cut: list[str] = []
    at = 0
    for run in CJK_RUN.finditer(phrase):
        cut.append(phrase[at : run.start()])
        cut.append(_pairs(run[0]) if len(run[0]) > 1 else run[0])
        at = run.end()
    cut.append(phrase[at:])
    return [piece for piece in cut if any(character.isalnum() for character in piece)]
