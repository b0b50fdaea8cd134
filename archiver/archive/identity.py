"""When two readings are of one comment, and two texts the same words (design, *Identity* and rule 6)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archiver.archive.spans import Span, agree, width
from archiver.items import Article, Comment
from archiver.words import words_of


def words_key(*texts: str | None) -> str:
    """A key that is equal where the words are. A text of signs alone counts with its signs."""
    parts = [words_of(text) or "".join((text or "").split()) for text in texts]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def comment_words_key(comment: Comment) -> str:
    """The key of a comment's wording; a moderator's notice is a wording of its own."""
    return words_key(comment.body, comment.notice)


def article_words_key(article: Article) -> str:
    """The key of an article's wording."""
    return words_key(article.title, article.body)


class Place(NamedTuple):
    """Where a reading was first seen: the look's number, oldest first, and the position in it."""

    look: int
    position: int


@dataclass(slots=True)
class Known:
    """What identity needs to know of one reading."""

    reading: int
    external: str | None  # its id with all that makes it one of its kind; None where the source has no ids
    author: str
    words_key: str
    body: str
    time: Span | None
    first: Place
    parent: int | None  # the reading it answers where it was first seen
    shown: frozenset[int] | set[int] = frozenset()  # the shown threads that hold it
    is_cut: bool = False  # only ever seen in looks that broke off: its words may have been cut


@dataclass(slots=True, eq=False)
class Group:
    """Readings of one comment."""

    members: list[Known] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)
    time: Span | None = None  # the sharpest that is known

    def add(self, known: Known) -> None:
        """Hold one more reading to be of this comment."""
        self.members.append(known)
        self.shown |= known.shown
        if width(known.time) < width(self.time):
            self.time = known.time

    @property
    def first(self) -> Place:
        """Where it was first seen."""
        return min(member.first for member in self.members)

    @property
    def identity(self) -> str:
        """The comment's natural key within its article; equal ones without ids are told apart by their rank."""
        named = min((member.external for member in self.members if member.external), default=None)
        if named is not None:
            return named
        first = min(self.members, key=lambda member: member.first)
        return "~" + hashlib.sha256(f"{first.author}:{first.words_key}".encode()).hexdigest()[:32]


def groups_of(readings: Iterable[Known]) -> list[Group]:
    """The comments that the readings are of, in the order of their first sightings.

    Readings with one id are one comment. One without an id is the comment whose author and words are equal and
    whose times agree, unless one look shows both. Of several that fit it takes the one with the same parent,
    then the one shown first. A function of the readings alone: their order and their numbers do not matter.
    """
    with_id: dict[str, Group] = defaultdict(Group)
    without: list[Known] = []
    for known in readings:
        if known.external is not None:
            with_id[known.external].add(known)
        else:
            without.append(known)
    groups = list(with_id.values())
    if without:
        groups += _grouped_by_words(without, groups)
    return sorted(groups, key=lambda group: group.first)


def _grouped_by_words(without: list[Known], with_id: list[Group]) -> list[Group]:
    found: list[Group] = []
    alike: dict[tuple[str, str], list[Group]] = defaultdict(list)
    by_author: dict[str, list[Group]] = defaultdict(list)
    group_of: dict[int, Group] = {}

    def remember(group: Group, known: Known) -> None:
        group_of[known.reading] = group
        for groups in (alike[known.author, known.words_key], by_author[known.author]):
            if group not in groups:
                groups.append(group)

    for group in sorted(with_id, key=lambda group: group.first):
        for known in group.members:
            remember(group, known)
    # Whole ones before cut ones, exact times before vague ones: what is sure is settled first.
    for known in sorted(without, key=lambda known: (known.is_cut, width(known.time), known.first)):
        fitting = [group for group in alike[known.author, known.words_key] if _fits(known, group)]
        if not fitting and known.is_cut:
            fitting = [group for group in by_author[known.author] if _begins(known, group) and _fits(known, group)]
        best = _best(known, fitting, group_of)
        group = best or Group()
        if best is None:
            found.append(group)
        group.add(known)
        remember(group, known)
    return found


def _fits(known: Known, group: Group) -> bool:
    return group.shown.isdisjoint(known.shown) and agree(known.time, group.time)


def _begins(known: Known, group: Group) -> bool:
    """Whether the words of a reading that may be cut are the beginning of the comment's."""
    words = words_of(known.body)
    return any(not other.is_cut and words_of(other.body).startswith(words) for other in group.members)


def _best(known: Known, fitting: list[Group], group_of: Mapping[int, Group]) -> Group | None:
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    parent = None if known.parent is None else group_of.get(known.parent)

    def preference(group: Group) -> tuple[bool, Place]:
        return parent not in _parents(group, group_of), group.first

    return min(fitting, key=preference)


def _parents(group: Group, group_of: Mapping[int, Group]) -> list[Group | None]:
    return [None if member.parent is None else group_of.get(member.parent) for member in group.members]
