"""What full-text search sees of a text: plain letters, Chinese, Japanese and Korean cut into pairs and characters.

SQLite's ``unicode61`` tokenizer takes a whole run of such script for one word, so that 华为 inside a sentence
would never be found (measured on SQLite 3.40). A run is therefore indexed as its overlapping pairs, in
order, then its single characters; a query is cut alike, and finds a run of two characters or more as a
phrase of pairs. Queries and texts are compared in one plain form (``plain_letters``): ５Ｇ is 5G, ﬁbre is fibre, Łódź
is Lódź. The accents that are left are the tokenizer's to take off. Texts without such script and such letters are
indexed as they are.
"""

from __future__ import annotations

import re
import unicodedata

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
    **{"ł": "l", "ħ": "h", "ŧ": "t", "ŋ": "n", "ı": "i", "ə": "e", "ɛ": "e", "ɔ": "o", "ɨ": "i", "ʉ": "u"},
    **{"ɓ": "b", "ɖ": "d", "ɗ": "d", "ƒ": "f", "ɣ": "g", "ƙ": "k", "ɲ": "n", "ƥ": "p", "ƭ": "t", "ƴ": "y", "ƶ": "z"},
}
_CAPITALS = {letter.upper(): plain.upper() for letter, plain in _PLAIN.items() if letter not in "ßı"}
PLAIN_LETTERS = str.maketrans({**_PLAIN, **_CAPITALS, "ẞ": "SS"})
"""For ``str.translate``: the plain letters in place of each."""


def plain_letters(text: str) -> str:
    """The form in which texts and queries are compared: NFKC, and plain letters in place of ł, ø, ß and the like."""
    return unicodedata.normalize("NFKC", text).translate(PLAIN_LETTERS)


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
    form = plain_letters(folded_name(name))
    if form == name.lower() and max(name) < _LETTERS_OF_NO_KNOWN_CASE:
        return None
    return f"{name} {_cut(form)}"


def folded_name(name: str) -> str:
    """The form in which names are compared: without case, and without the difference that NFKC takes away."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _has_letters_in_another_form(text: str) -> bool:
    """Whether words change in the plain form; a changed … or space is no word, and would keep most texts twice."""
    if not unicodedata.is_normalized("NFC", text):
        return True
    forms = ((character, plain_letters(character)) for character in set(text))
    return any(form != character and any(part.isalnum() for part in form) for character, form in forms)


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
