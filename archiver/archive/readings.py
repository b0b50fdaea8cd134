"""What a source said of a comment, kept word for word: the ground that everything else is worked out from.

A *wording* is a comment's text in one source's typography. A *reading* is all that one source said of one
comment at one look, apart from its place in the thread; looks that said the same share it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from archiver.archive import Archive
from archiver.archive.columns import as_column
from archiver.archive.erasures import Erased
from archiver.archive.identity import comment_words_key, words_key
from archiver.archive.rows import insert_many, next_id
from archiver.items import Comment, Observation

# Sources that name every comment's parent, so that naming none is as sure as naming one.
_SOURCES_THAT_NAME_EVERY_PARENT = ("rest", "json", "html+rest")


class Wording(NamedTuple):
    """The text of a comment as one source writes it."""

    body: str
    body_html: str | None
    notice: str | None


class Facts(NamedTuple):
    """What a source says of a comment beside its text and place; names and forms are the archive's columns."""

    rank: int  # among equals within one look, from 1
    told_apart: str | None  # what tells it from equals in its look: of its author, or without an id of its parent
    id_space: str | None  # whose ids external_id and claimed_parent are of
    platform: str | None
    external_id: str | None
    claimed_parent: str | None
    is_parent_sure: int
    kind: str
    author: str | None
    author_id: str | None
    author_url: str | None
    author_role: str | None
    published_at: str | None
    published_local: str | None
    published_raw: str | None
    time_basis: str | None
    edited_at: str | None
    extra: str | None
    erased: str | None  # what stands for it where it was erased, as ``Erased`` writes it


@dataclass(slots=True)
class Reading:
    """One reading, with the comment that it is held to be a reading of once that is known."""

    id: int
    facts: Facts
    wording: Wording
    wording_id: int
    words_key: str
    comment_id: int | None = None
    stored_comment_id: int | None = None


class Readings:
    """All readings of one article: those of the archive, and those of a new observation."""

    def __init__(self, archive: Archive, article_id: int, *, is_new: bool) -> None:
        self._archive = archive
        self._article_id = article_id
        self._new_wordings: list[tuple[Any, ...]] = []
        self._new: list[Reading] = []
        self._rewritten: list[Reading] = []
        self.by_id: dict[int, Reading] = {}
        if not is_new:
            self._load()
        self._next_wording = next_id(archive, "wordings")
        self._next_reading = next_id(archive, "readings")

    def of(self, comments: Iterable[Comment], observation: Observation) -> list[Reading]:
        """The reading of each comment of one observation, each another: equals are told apart by their rank."""
        known = {(one.facts, one.wording_id): one for one in self.by_id.values()}
        comments = list(comments)
        said = [(_facts_of(comment, observation), _wording_of(comment)) for comment in comments]
        equals = Counter(map(_sameness, said))
        ranks: Counter[Any] = Counter()
        found = []
        for (facts, wording), comment in zip(said, comments, strict=True):
            key = _sameness((facts, wording))
            if equals[key] > 1:
                facts = facts._replace(told_apart=_told_apart(comment, comments))
                key = (key, facts.told_apart)
                ranks[key] += 1
                facts = facts._replace(rank=ranks[key])
            found.append(self._one(facts, wording, comment, known))
        return found

    def rewrite(self, one: Reading, facts: Facts, wording: Wording) -> None:
        """Let a stored reading say something else from now on; the words that nothing says any more are dropped."""
        wording_id, key = self._wording(wording, words_key(wording.body, wording.notice))
        one.facts, one.wording, one.wording_id, one.words_key = facts, wording, wording_id, key
        self._rewritten.append(one)

    def write(self) -> None:
        """Insert what is new, and hold readings to the comments that they are now known to be of."""
        insert_many(self._archive, "wordings", ("id", "article_id", "words_key", *Wording._fields), self._new_wordings)
        insert_many(
            self._archive,
            "readings",
            ("id", "article_id", "comment_id", "wording_id", *Facts._fields),
            ((one.id, self._article_id, one.comment_id, one.wording_id, *one.facts) for one in self._new),
        )
        new = {one.id for one in self._new}
        known = [one for one in self.by_id.values() if one.id not in new]
        self._archive.db.conn.executemany(
            "UPDATE readings SET comment_id = ? WHERE id = ?",
            [(one.comment_id, one.id) for one in known if one.comment_id not in (one.stored_comment_id, None)],
        )
        # Joining two articles may leave readings that no look refers to any more.
        self._archive.db.conn.executemany(
            "DELETE FROM readings WHERE id = ?", [(one.id,) for one in known if one.comment_id is None]
        )
        if self._rewritten:
            self._write_rewritten()

    @cached_property
    def _wordings(self) -> dict[Wording, tuple[int, str]]:
        """Every wording's id and key; a thread that is only read needs none of it."""
        return {one.wording: (one.wording_id, one.words_key) for one in self.by_id.values()}

    def _one(
        self, facts: Facts, wording: Wording, comment: Comment, known: Mapping[tuple[Facts, int], Reading]
    ) -> Reading:
        wording_id, key = self._wordings.get(wording) or self._wording(wording, comment_words_key(comment))
        reading = known.get((facts, wording_id))
        if reading is None:
            reading = Reading(self._next_reading, facts, wording, wording_id, key)
            self._next_reading += 1
            self.by_id[reading.id] = reading
            self._new.append(reading)
        return reading

    def _wording(self, wording: Wording, key: str) -> tuple[int, str]:
        if wording not in self._wordings:
            self._wordings[wording] = self._next_wording, key
            self._new_wordings.append((self._next_wording, self._article_id, key, *wording))
            self._next_wording += 1
        return self._wordings[wording]

    def _write_rewritten(self) -> None:
        columns = ", ".join(f"{name} = ?" for name in ("wording_id", *Facts._fields))
        self._archive.db.conn.executemany(
            f"UPDATE readings SET {columns} WHERE id = ?",
            [(one.wording_id, *one.facts, one.id) for one in self._rewritten],
        )
        self._archive.db.execute(
            "DELETE FROM wordings WHERE article_id = :article AND id NOT IN"
            " (SELECT wording_id FROM readings WHERE article_id = :article)",
            {"article": self._article_id},
        )

    def _load(self) -> None:
        for one in stored_readings(self._archive, self._article_id):
            self.by_id[one.id] = one


def stored_readings(archive: Archive, article_id: int) -> Iterator[Reading]:
    """The article's readings as the archive has them."""
    facts = ", ".join(f"readings.{name}" for name in Facts._fields)
    said = ", ".join(f"wordings.{name}" for name in Wording._fields)
    for row in archive.db.conn.execute(
        f"SELECT readings.id, comment_id, wording_id, words_key, {said}, {facts}"
        f" FROM readings JOIN wordings ON wordings.id = wording_id WHERE readings.article_id = ?",
        [article_id],
    ):
        wording = Wording(row[4], row[5], row[6])
        yield Reading(row[0], Facts._make(row[7:]), wording, row[2], row[3], None, row[1])


def author_mark(author: str | None) -> str:
    """A few signs that tell a name from the others on a page, and hardly anything of the name itself."""
    return words_key(author)[:4]


def _sameness(said: tuple[Facts, Wording]) -> Any:
    """What two comments of one look share where they may be taken for one another: an id, or all they say."""
    facts, wording = said
    return facts.external_id or Erased.read(facts.erased).comment or (facts, wording)


def _told_apart(comment: Comment, comments: Sequence[Comment]) -> str:
    if comment.external_id is not None:
        return author_mark(comment.author)
    if comment.parent is None:
        return "-"
    parent = comments[comment.parent]
    return words_key(parent.author, parent.body, parent.external_id)[:4]


def _wording_of(comment: Comment) -> Wording:
    return Wording(comment.body, comment.body_html, comment.notice)


def _facts_of(comment: Comment, observation: Observation) -> Facts:
    is_sure = comment.claimed_parent is not None or observation.source in _SOURCES_THAT_NAME_EVERY_PARENT
    has_space = comment.external_id is not None or comment.claimed_parent is not None
    return Facts(
        1,
        None,
        (observation.id_space or observation.platform) if has_space else None,
        observation.platform,
        comment.external_id,
        comment.claimed_parent,
        int(is_sure),
        comment.kind,
        comment.author,
        comment.author_id,
        comment.author_url,
        comment.author_role,
        as_column(comment.published_at),
        comment.published_local,
        comment.published_raw,
        comment.time_basis,
        as_column(comment.edited_at),
        as_column(comment.extra),
        comment.erased,
    )
