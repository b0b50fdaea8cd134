"""What shows why a text was found: its words marked, or a piece of it with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from archiver.archive.search_query import Term
from archiver.archive.search_text import CJK_RUN, folded, folded_with_places

_WORD = re.compile(r"\w+")
_SNIPPET_BEFORE = 60
_SNIPPET_LENGTH = 200


def snippet(text: str, terms: Iterable[Term], marks: tuple[str, str]) -> str:
    """A piece of ``text`` around the first of the ``terms`` found in it, all of them between ``marks``."""
    text = " ".join(text.split())
    spans = _places(text, terms)
    start = max(0, spans[0][0] - _SNIPPET_BEFORE) if spans else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = _end_of_snippet(text, start)
    piece = _marked(text, spans, marks, start, end)
    return f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}"


def marked(text: str, terms: Iterable[Term], marks: tuple[str, str]) -> str:
    """A name or a headline, all that is found of the ``terms`` in it between ``marks``."""
    return _marked(text, _places(text, terms), marks, 0, len(text))


def counter_of(term: Term) -> Callable[[str, list[str]], int] | None:
    """What counts a term in a folded text and its words (``folded_words``); None for a term without words."""
    words = _words_of(term)
    if not words:
        return None
    if len(words) == 1 and not term.is_prefix and not CJK_RUN.match(words[0]):
        return lambda _, said: said.count(words[0])  # a tenth of what a pattern takes
    parts = [re.escape(word) if CJK_RUN.match(word) else rf"\b{re.escape(word)}\b" for word in words]
    written = r"\W*".join(parts)
    pattern = re.compile(written.removesuffix(r"\b") if term.is_prefix else written)
    return lambda text, _: len(pattern.findall(text))


def folded_words(text: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(text)


def _marked(text: str, spans: Iterable[tuple[int, int]], marks: tuple[str, str], start: int, end: int) -> str:
    pieces, at = [], start
    for here, there in spans:
        if here >= at and there <= end:
            pieces += [text[at:here], marks[0], text[here:there], marks[1]]
            at = there
    return "".join([*pieces, text[at:end]])


def _end_of_snippet(text: str, start: int) -> int:
    end = start + _SNIPPET_LENGTH
    if end >= len(text):
        return len(text)
    last_space = text.rfind(" ", start, end)
    return last_space if last_space > end - _SNIPPET_BEFORE else end


def _places(text: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Where the terms' words begin and end in the text as it is written."""
    plain, begins, ends = folded_with_places(text)
    return [(begins[first], ends[last - 1]) for first, last in _spans(plain, terms)]


def _spans(plain: str, terms: Iterable[Term]) -> list[tuple[int, int]]:
    """Where the terms' words stand: CJK anywhere, others as whole words or beginnings; the longest first."""
    choices: dict[str, int] = {}
    for term in terms:
        words = _words_of(term)
        for word in words:
            is_open = term.is_prefix and word is words[-1]
            edges = ("", "") if CJK_RUN.match(word) else (r"\b", r"\w*" if is_open else r"\b")
            choices[f"{edges[0]}{re.escape(word)}{edges[1]}"] = len(word)
    if not choices:
        return []
    longest_first = sorted(choices, key=lambda choice: choices[choice], reverse=True)
    return [found.span() for found in re.finditer("|".join(longest_first), plain)]


def _words_of(term: Term) -> list[str]:
    """A term's words, folded as the index folds them."""
    return _WORD.findall(CJK_RUN.sub(lambda run: f" {run[0]} ", folded(term.text)))
