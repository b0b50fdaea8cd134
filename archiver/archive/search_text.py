"""What full-text search sees of a text: Chinese, Japanese and Korean cut into pairs and single characters.

SQLite's ``unicode61`` tokenizer takes a whole run of such script for one word, so that 华为 inside a sentence
would never be found (measured on SQLite 3.40). A run is therefore indexed as its overlapping pairs, in
order, then its single characters; a query is cut alike, and finds a run of two characters or more as a
phrase of pairs. Queries and texts are compared in their NFKC form: ５Ｇ is 5G, ﬁbre is fibre. Texts without such
script and such letters are indexed as they are.
"""

from __future__ import annotations

import re
import unicodedata

# Han with its extensions, kana and its sound marks, Hangul, Bopomofo, Yi, half-width forms.
_RUN = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u3041-\u309f\u30a0-\u30ff\u3100-\u318f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U000323af]+"
)
_WORD = re.compile(r"\w+")
_SNIPPET_BEFORE = 60
_SNIPPET_LENGTH = 200


def indexed_text(text: str | None) -> str | None:
    """The text to index in place of ``text``, or None where it is to be indexed as it is."""
    if not text or text.isascii() or not (_RUN.search(text) or _has_letters_in_another_form(text)):
        return None
    return _RUN.sub(lambda run: f" {_pairs(run[0])} {' '.join(run[0])} ", unicodedata.normalize("NFKC", text))


def _has_letters_in_another_form(text: str) -> bool:
    """Whether words change in NFKC; a changed … or space is no word, and would keep most texts twice."""
    if not unicodedata.is_normalized("NFC", text):
        return True
    forms = ((character, unicodedata.normalize("NFKC", character)) for character in set(text))
    return any(form != character and any(part.isalnum() for part in form) for character, form in forms)


def match_query(words: str) -> str:
    """What a person typed as an FTS5 query: words in ``"…"`` stand together, all others only must be there.

    Empty where nothing was typed that can be searched for. Nothing is a syntax error.
    """
    phrases: list[str] = []
    for number, part in enumerate(unicodedata.normalize("NFKC", words.replace("\x00", " ")).split('"')):
        is_quoted = number % 2 == 1
        for phrase in [part] if is_quoted else part.split():
            phrases += _cut_phrase(phrase)
    return " ".join(f'"{phrase}"' for phrase in phrases)


def snippet(text: str, words: str, marks: tuple[str, str]) -> str:
    """A piece of ``text`` around the first of the ``words`` found in it, all of them between ``marks``."""
    text = " ".join(text.split())
    terms = _terms(words)
    folded, origin = _folded_with_origin(text)
    spans = _spans(folded, terms)
    start = max(0, origin[spans[0][0]] - _SNIPPET_BEFORE) if spans else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = _end_of_snippet(text, start)
    pieces, at = ["…" if start else ""], start
    for first, last in spans:
        here, there = origin[first], origin[last - 1] + 1
        if here >= at and there <= end:
            pieces += [text[at:here], marks[0], text[here:there], marks[1]]
            at = there
    return "".join([*pieces, text[at:end], "…" if end < len(text) else ""])


def _end_of_snippet(text: str, start: int) -> int:
    end = start + _SNIPPET_LENGTH
    if end >= len(text):
        return len(text)
    last_space = text.rfind(" ", start, end)
    return last_space if last_space > end - _SNIPPET_BEFORE else end


def _pairs(run: str) -> str:
    return " ".join(run[at : at + 2] for at in range(len(run) - 1))


def _cut_phrase(phrase: str) -> list[str]:
    """The phrases that must all be there for this one: runs of CJK stand apart from the words around them."""
    cut: list[str] = []
    at = 0
    for run in _RUN.finditer(phrase):
        cut.append(phrase[at : run.start()])
        cut.append(_pairs(run[0]) if len(run[0]) > 1 else run[0])
        at = run.end()
    cut.append(phrase[at:])
    return [piece for piece in cut if any(character.isalnum() for character in piece)]


def _terms(words: str) -> list[str]:
    """The words to mark, folded as the index folds them, longest first."""
    folded = _folded_with_origin(unicodedata.normalize("NFKC", words))[0]
    apart = _RUN.sub(lambda run: f" {run[0]} ", folded)
    return sorted(set(_WORD.findall(apart)), key=len, reverse=True)


def _spans(folded: str, terms: list[str]) -> list[tuple[int, int]]:
    """Where the terms stand: CJK anywhere, others as whole words."""
    if not terms:
        return []
    choices = [re.escape(term) if _RUN.match(term) else rf"\b{re.escape(term)}\b" for term in terms]
    return [found.span() for found in re.finditer("|".join(choices), folded)]


def _folded_with_origin(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and for each of its characters where it came from."""
    folded: list[str] = []
    origin: list[int] = []
    for position, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if not unicodedata.combining(part):
                folded.append(part)
                origin.append(position)
    return "".join(folded), origin
