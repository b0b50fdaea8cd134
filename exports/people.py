"""Who is one person over many threads: a name on a site, however it is written. Kept on disk, as they may be many."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from archiver.archive.threads import Row, Thread
from archiver.words import words_of
from exports.ordinary_words import names_nobody

_TABLES = """
CREATE TABLE people (number INTEGER PRIMARY KEY, key TEXT UNIQUE, name TEXT, site TEXT, facts TEXT, comments INTEGER);
CREATE TABLE replies (writer INTEGER, answered INTEGER, count INTEGER, PRIMARY KEY (writer, answered)) WITHOUT ROWID;
"""


class Person(NamedTuple):
    """Somebody who wrote comments: numbered in the order of their first, which also gives name and facts."""

    number: int
    name: str | None
    site: str
    facts: dict[str, Any]
    comments: int


class People:
    """The people of the threads added so far, and who of them answered whom how often.

    Who has no name, or one that names nobody (Anonymous, Guest), is somebody else with every comment.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a file of SQLite's own, gone when it is closed
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")
        self._count = 0

    def add(self, thread: Thread) -> list[int]:
        """The number of each comment's writer, in the thread's order; takes replies into account."""
        site = thread.article["site_id"]
        numbers = [self._number(site, comment) for comment in thread.comments]
        number_of = {comment["id"]: number for comment, number in zip(thread.comments, numbers, strict=True)}
        replies = [
            (number, number_of[comment["parent_id"]])
            for comment, number in zip(thread.comments, numbers, strict=True)
            if comment["parent_id"] in number_of
        ]
        self._db.executemany(
            "INSERT INTO replies VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1", replies
        )
        return numbers

    def all(self) -> Iterator[Person]:
        """Everybody, in the order of their numbers."""
        for number, name, site, facts, comments in self._db.execute(
            "SELECT number, name, site, facts, comments FROM people ORDER BY number"
        ):
            yield Person(number, name, site, json.loads(facts), comments)

    def replies(self) -> Iterator[tuple[int, int, int]]:
        """Who answered whom how often."""
        yield from self._db.execute("SELECT writer, answered, count FROM replies ORDER BY writer, answered")

    def _number(self, site: str, comment: Row) -> int:
        name = comment["author"]
        is_somebody = bool(name) and not names_nobody(name)
        key = f"{site} {words_of(name) or name}" if is_somebody else f"#{comment['id']}"
        facts = {field: comment[field] for field in ("author_id", "author_url", "author_role") if comment[field]}
        found = self._db.execute(
            "INSERT INTO people VALUES (?, ?, ?, ?, ?, 1)"
            " ON CONFLICT (key) DO UPDATE SET comments = comments + 1 RETURNING number",
            (self._count, key, name, site, json.dumps(facts, sort_keys=True)),
        ).fetchone()
        self._count += found[0] == self._count
        return int(found[0])
