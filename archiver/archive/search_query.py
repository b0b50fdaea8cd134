"""What a person types to search, as a query of FTS5: words, "phrases", prefix*, AND, OR, NOT. Nothing is an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archiver.archive.search_text import cut_phrase, plain_letters

OPERATORS = ("AND", "OR", "NOT")
MOST_OPERANDS = 200
"""So many words and phrases of a query count; FTS5 goes through all of them at every row it looks at."""

_PARTS = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to be found: as typed, and whether words that begin with it count."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Operand:
    """A term as FTS5 takes it: the phrases that must all be there."""

    term: Term
    phrases: tuple[str, ...]

    @property
    def match(self) -> str:
        """As FTS5 takes it."""
        quoted = [f'"{phrase}"' for phrase in self.phrases]
        if self.term.is_prefix:
            quoted[-1] += "*"
        return quoted[0] if len(quoted) == 1 else f"({' AND '.join(quoted)})"

    @property
    def prefix(self) -> str | None:
        """The beginning of a word, where the term ends with one."""
        return _WORD.findall(self.phrases[-1])[-1] if self.term.is_prefix else None

    def without_prefix(self) -> Operand | None:
        """What can be asked for of it without looking at all words that begin so; None where nothing can."""
        *others, last = self.phrases
        before_prefix = last[: last.rindex(self.prefix or "")]
        kept = (*others, before_prefix) if _WORD.search(before_prefix) else tuple(others)
        return Operand(Term(" ".join(kept)), kept) if kept else None


@dataclass(frozen=True, slots=True)
class Group:
    """What must all be there, and what must not."""

    wanted: tuple[Operand, ...]
    unwanted: tuple[Operand, ...] = ()

    @property
    def match(self) -> str:
        """As FTS5 takes it; something must be wanted."""
        wanted = _joined("AND", self.wanted)
        return f"({wanted}) NOT ({_joined('OR', self.unwanted)})" if self.unwanted else wanted


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query: the groups one of which must be met (none: nothing was typed that can be searched for)."""

    groups: tuple[Group, ...]

    @property
    def match(self) -> str:
        """As FTS5 takes it; empty where there is nothing to search for."""
        if len(self.groups) == 1:
            return self.groups[0].match
        return " OR ".join(f"({group.match})" for group in self.groups)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms to mark in hits."""
        return tuple(operand.term for group in self.groups for operand in group.wanted)


def read_query(typed: str) -> SearchQuery:
    """Read what was typed.

    Words side by side must all be there; words in ``"…"`` stand together; a ``*`` at a word's end stands for any
    ending. ``AND``, ``OR`` and ``NOT`` in capitals join what stands on both sides, NOT before AND before OR;
    where something is missing on a side they are words like others, and so is everything else. Of very long
    input the first ``MOST_OPERANDS`` words and phrases count.
    """
    parts = _parts(plain_letters(typed.replace("\x00", " ")))
    groups: list[tuple[dict[Operand, None], dict[Operand, None]]] = []
    operator: str | None = None
    count = 0
    for number, part in enumerate(parts):
        if isinstance(part, str) and groups and operator is None and _is_operand(parts, number + 1):
            operator = part
            continue
        operand = Operand(Term(part), (part,)) if isinstance(part, str) else part
        if not groups or operator == "OR":
            groups.append(({}, {}))
        groups[-1][operator == "NOT"][operand] = None  # dicts keep the order and no word twice
        operator = None
        count += 1
        if count == MOST_OPERANDS:
            break
    return SearchQuery(tuple(Group(tuple(wanted), tuple(unwanted)) for wanted, unwanted in groups))


def _joined(operator: str, operands: Iterable[Operand]) -> str:
    return f" {operator} ".join(operand.match for operand in operands)


def _parts(typed: str) -> list[Operand | str]:
    """The operands that hold anything to search for, and between them the words that may be operators."""
    found: list[Operand | str] = []
    for quoted, word in _PARTS.findall(typed):
        if word in OPERATORS:
            found.append(word)
        elif operand := _operand(Term(quoted) if quoted else _word(word)):
            found.append(operand)
    return found


def _word(word: str) -> Term:
    return Term(word.rstrip("*"), is_prefix=word.endswith("*"))


def _operand(term: Term) -> Operand | None:
    phrases = tuple(phrase.replace('"', " ") for phrase in cut_phrase(term.text))
    return Operand(term, phrases) if phrases else None


def _is_operand(parts: list[Operand | str], number: int) -> bool:
    return number < len(parts) and isinstance(parts[number], Operand)
