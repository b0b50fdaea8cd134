"""What a person types to search, as a query of FTS5: words, "phrases", prefix*, AND, OR, NOT. Nothing is an error."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from archiver.archive.search_text import cut_phrase

OPERATORS = ("AND", "OR", "NOT")
_PARTS = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to be found: as typed, and whether words that begin with it count."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query as FTS5 takes it (empty: nothing was typed that can be searched for), and the terms to mark in hits."""

    match: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class _Operand:
    term: Term
    match: str


def read_query(typed: str) -> SearchQuery:
    """Read what was typed.

    Words side by side must all be there; words in ``"…"`` stand together; a ``*`` at a word's end stands for any
    ending. ``AND``, ``OR`` and ``NOT`` in capitals join what stands on both sides, NOT before AND before OR;
    where something is missing on a side they are words like others, and so is everything else.
    """
    parts = _parts(unicodedata.normalize("NFKC", typed.replace("\x00", " ")))
    written: list[str] = []
    terms: list[Term] = []
    operator: str | None = None
    for number, part in enumerate(parts):
        if isinstance(part, str) and written and operator is None and _is_operand(parts, number + 1):
            operator = part
            continue
        operand = _Operand(Term(part), f'"{part}"') if isinstance(part, str) else part
        if written:
            written.append(operator or "AND")
        written.append(operand.match)
        if operator != "NOT":
            terms.append(operand.term)
        operator = None
    return SearchQuery(" ".join(written), tuple(terms))


def _parts(typed: str) -> list[_Operand | str]:
    """The operands that hold anything to search for, and between them the words that may be operators."""
    found: list[_Operand | str] = []
    for quoted, word in _PARTS.findall(typed):
        if word in OPERATORS:
            found.append(word)
        elif operand := _operand(Term(quoted) if quoted else _word(word)):
            found.append(operand)
    return found


def _word(word: str) -> Term:
    return Term(word.rstrip("*"), is_prefix=word.endswith("*"))


def _operand(term: Term) -> _Operand | None:
    pieces = cut_phrase(term.text)
    if not pieces:
        return None
    quoted = ['"' + piece.replace('"', " ") + '"' for piece in pieces]
    if term.is_prefix:
        quoted[-1] += "*"
    return _Operand(term, quoted[0] if len(quoted) == 1 else f"({' AND '.join(quoted)})")


def _is_operand(parts: list[_Operand | str], number: int) -> bool:
    return number < len(parts) and isinstance(parts[number], _Operand)
