"""Whether an archive holds what it should: the file, its indexes, what refers to what, and the captured bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from archiver.archive import Archive
from archiver.archive.connection import connected, error_code
from archiver.archive.past_articles import forget_past_articles
from archiver.archive.redactions import is_anything_left
from archiver.archive.search_indexes import SEARCH_INDEXES
from archiver.archive.search_text import indexed_name, indexed_text
from archiver.archive.shown_threads import ShownThreads
from archiver.archive.storing import work_out
from archiver.archive.upgrading import search_indexes_out_of_step
from archiver.archive.verifying_forms import form_problems
from archiver.archive.verifying_observations import observation_problems
from archiver.errors import StorageError

Watch = Callable[[str, int, int], None]
"""Is told what is being looked at, how much of it is done, and out of how much."""

_SHOWN_TEXT = 60
# What says how an article stands, each by its id; all of it is worked out from what its looks showed.
_WORKED_OUT = {
    "articles": "SELECT * FROM articles WHERE id = ?",
    "article_versions": "SELECT * FROM article_versions WHERE article_id = ?",
    "comments": "SELECT * FROM comments WHERE article_id = ?",
    "versions": "SELECT v.* FROM versions v JOIN comments c ON c.id = v.comment_id WHERE c.article_id = ?",
    "readings": "SELECT id, comment_id FROM readings WHERE article_id = ?",
    "versions_fts": "SELECT v.id, f.text, f.author FROM versions_fts f JOIN versions v ON v.id = f.rowid"
    " JOIN comments c ON c.id = v.comment_id WHERE c.article_id = ?",
    "article_versions_fts": "SELECT v.id, f.title, f.text, f.byline FROM article_versions_fts f"
    " JOIN article_versions v ON v.id = f.rowid WHERE v.article_id = ?",
}


class _Rows(NamedTuple):
    columns: list[str]
    by_id: dict[int, tuple[Any, ...]]


class CannotWriteError(StorageError):
    """Some things can only be looked at where the archive may be written."""


def verify(path: Path, *, is_quick: bool = False, watch: Watch = lambda *_: None) -> Iterator[str]:
    """What is wrong with the archive at ``path``, one line each, with table and id; nothing where all is well.

    ``is_quick`` leaves the captured bytes alone. The archive stays as it is; writers wait while the search
    indexes are looked at. Raises CannotWriteError at the very end where the archive is read-only, so that
    its indexes and derived rows could not be looked at; UsageError, SchemaError or StorageError where it
    cannot be opened.
    """
    with Archive.for_reading(path) as archive:
        watch("the file", 0, 1)
        broken = list(_told(_of_the_file(archive), "the file"))
        yield from broken
        if broken:
            return
        yield from _told(_of_references(archive), "the file")
        yield from _told(_of_the_search_triggers(archive), "the file")
        yield from _told(_of_words_of_no_version(archive), "the file")
        yield from _told(form_problems(archive), "the file")
        if is_anything_left(archive):
            yield "erasures: one has not come to its end, and erased words may still be here: run `archiver erase`"
        articles = [row["id"] for row in archive.rows("SELECT id FROM articles ORDER BY id")]
        for done, article_id in enumerate(articles):
            watch("threads", done, len(articles))
            yield from _told(_of_a_thread(archive, article_id), f"articles {article_id}")
        if not is_quick:
            yield from _told(_of_the_captures(archive, watch), "captures")
    yield from _of_what_is_worked_out(path, articles, watch)


def _told(problems: Iterator[str], where: str) -> Iterator[str]:
    """The problems, and the one that keeps us from looking further."""
    try:
        yield from problems
    except (sqlite3.DatabaseError, StorageError) as error:
        yield f"{where}: cannot be read ({error})"
    except Exception as error:  # whatever our code may make of rows that nothing of ours has written
        yield f"{where}: makes no sense ({type(error).__name__}: {error})"


def _of_the_file(archive: Archive) -> Iterator[str]:
    for row in archive.db.query("PRAGMA integrity_check"):
        if row["integrity_check"] != "ok":
            yield f"the file: {row['integrity_check']}"


def _of_references(archive: Archive) -> Iterator[str]:
    for row in archive.db.query("PRAGMA foreign_key_check"):
        yield f"{row['table']} {row['rowid']}: refers to a row that is not in {row['parent']}"


def _of_the_search_triggers(archive: Archive) -> Iterator[str]:
    """Without its triggers a search index is in step only until somebody writes."""
    made = {" ".join(row["sql"].split()) for row in archive.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    for statement in map(str.split, SEARCH_INDEXES):
        kind, name = statement[1:3]
        if kind in ("VIEW", "TRIGGER") and " ".join(statement) not in made:
            yield f"{name}: the {kind.lower()} that keeps words searchable is missing, or another one"


def _of_words_of_no_version(archive: Archive) -> Iterator[str]:
    """What is said no more is indexed without a table of its own, to which SQLite could hold the index."""
    for index, table in (("versions_fts", "versions"), ("article_versions_fts", "article_versions")):
        for row in archive.rows(f"SELECT rowid AS id FROM {index} EXCEPT SELECT id FROM {table} ORDER BY id"):
            yield f"{index} {row['id']}: there is no such version"


@contextmanager
def _transaction_undone(archive: Archive, how: str) -> Iterator[None]:
    """One state of the archive for several looks at it, whoever writes meanwhile."""
    archive.db.execute(f"BEGIN {how}")
    try:
        yield
    finally:
        archive.db.rollback()


def _is_there(archive: Archive, article_id: int) -> bool:
    """Whether an article is still there: a crawl may have found that it is one with another."""
    return bool(archive.rows("SELECT 1 FROM articles WHERE id = ?", (article_id,)))


def _of_a_thread(archive: Archive, article_id: int) -> Iterator[str]:
    with _transaction_undone(archive, "DEFERRED"):
        if _is_there(archive, article_id):
            yield from _of_rows(archive, article_id)


def _of_rows(archive: Archive, article_id: int) -> Iterator[str]:
    comments = {
        row["id"]: row
        for row in archive.rows(
            "SELECT id, parent_id, depth, gone_at, version_count, body, search_text, author, search_author,"
            " (SELECT count(*) FROM versions WHERE comment_id = comments.id) AS versions"
            " FROM comments WHERE article_id = ?",
            (article_id,),
        )
    }
    yield from _of_the_counts(archive, article_id, comments)
    yield from _of_the_tree(comments)
    yield from _of_what_is_searched(comments)
    yield from _of_what_was_shown(archive, article_id)
    yield from observation_problems(archive, article_id)


def _of_the_counts(archive: Archive, article_id: int, comments: dict[int, Any]) -> Iterator[str]:
    (article,) = archive.rows("SELECT comment_count FROM articles WHERE id = ?", (article_id,))
    present = sum(comment["gone_at"] is None for comment in comments.values())
    if article["comment_count"] != present:
        yield f"articles {article_id}: comment_count is {article['comment_count']}, but {present} are not gone"
    for comment_id, comment in comments.items():
        if comment["version_count"] != comment["versions"]:
            yield (
                f"comments {comment_id}: version_count is {comment['version_count']},"
                f" but there are {comment['versions']} versions"
            )


def _of_the_tree(comments: dict[int, Any]) -> Iterator[str]:
    in_cycles = _in_cycles({comment_id: comment["parent_id"] for comment_id, comment in comments.items()})
    for comment_id, comment in comments.items():
        parent = comments.get(comment["parent_id"])
        depth = 0 if parent is None else parent["depth"] + 1
        if comment_id in in_cycles:
            yield f"comments {comment_id}: answers itself, by way of its parents"
        elif comment["parent_id"] is not None and parent is None:
            yield f"comments {comment_id}: its parent {comment['parent_id']} is not in its thread"
        elif comment["depth"] != depth:
            yield f"comments {comment_id}: depth is {comment['depth']}, but by its parent it is {depth}"


def _of_what_is_searched(comments: dict[int, Any]) -> Iterator[str]:
    for comment_id, comment in comments.items():
        if comment["search_text"] != indexed_text(comment["body"]):
            yield f"comments {comment_id}: search_text is not made of its body"
        if comment["search_author"] != indexed_name(comment["author"]):
            yield f"comments {comment_id}: search_author is not made of its author"


def _in_cycles(parents: dict[int, int | None]) -> set[int]:
    found: set[int] = set()
    settled: set[int] = set()
    for start in parents:
        chain: dict[int, int] = {}
        at: int | None = start
        while at in parents and at not in settled and at not in chain:
            chain[at] = len(chain)
            at = parents[at]
        if at in chain:
            found.update(one for one, place in chain.items() if place >= chain[at])
        settled.update(chain)
    return found


def _of_what_was_shown(archive: Archive, article_id: int) -> Iterator[str]:
    readings = {row["id"] for row in archive.rows("SELECT id FROM readings WHERE article_id = ?", (article_id,))}
    shown = ShownThreads(archive, article_id)
    looks = archive.rows("SELECT id, shown_id, captured_count FROM observations WHERE article_id = ?", (article_id,))
    # One that no look saw may be left of an article that was joined to this one; nobody asks for its readings.
    for shown_id in sorted({look["shown_id"] for look in looks} & set(shown)):
        missing = sorted({entry.reading for entry in shown[shown_id].entries} - readings)
        if missing:
            yield f"shown_threads {shown_id}: shows readings that are not there ({', '.join(map(str, missing[:5]))})"
    if not looks:
        yield f"articles {article_id}: no observation has seen it"
    for look in looks:
        if look["shown_id"] not in shown:
            yield f"observations {look['id']}: what it saw is not there"
        elif len(shown[look["shown_id"]].entries) != look["captured_count"]:
            saw = len(shown[look["shown_id"]].entries)
            yield f"observations {look['id']}: captured_count is {look['captured_count']}, but it saw {saw}"


def _of_the_captures(archive: Archive, watch: Watch) -> Iterator[str]:
    from archiver.captures.verifying import capture_problems  # Scrapy takes its time to load

    yield from capture_problems(archive, watch)


def _of_what_is_worked_out(path: Path, articles: list[int], watch: Watch) -> Iterator[str]:
    with _writable(path) as archive:
        watch("search indexes", 0, 1)
        for index in search_indexes_out_of_step(archive.db):
            yield f"{index}: does not hold the words that its table holds"
        for done, article_id in enumerate(articles):
            watch("history", done, len(articles))
            yield from _told(_of_history(archive, article_id), f"articles {article_id}")


@contextmanager
def _writable(path: Path) -> Iterator[Archive]:
    try:
        db = connected(path, "mode=rw")
        db.execute("BEGIN IMMEDIATE")
        db.rollback()
    except sqlite3.OperationalError as error:
        if error_code(error) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise
        raise CannotWriteError(
            f"{path} is read-only: its search indexes, and what is worked out from its observations, "
            "could not be looked at. Copy it to where it can be written to verify these too."
        ) from error
    with Archive(db, path) as archive:
        yield archive


def _of_history(archive: Archive, article_id: int) -> Iterator[str]:
    """Where the rows of an article are not what its observations say when they are worked out again."""
    with _transaction_undone(archive, "IMMEDIATE"):
        if not _is_there(archive, article_id):
            return
        archive.db.execute("PRAGMA defer_foreign_keys = ON")
        before = _worked_out(archive, article_id)
        forget_past_articles(archive, article_id)
        work_out(archive, article_id)
        after = _worked_out(archive, article_id)
    for table in _WORKED_OUT:
        if before[table] != after[table]:
            yield from _differences(table, before[table], after[table])


def _worked_out(archive: Archive, article_id: int) -> dict[str, _Rows]:
    found = {}
    for table, sql in _WORKED_OUT.items():
        cursor = archive.db.conn.execute(sql, [article_id])
        found[table] = _Rows([column[0] for column in cursor.description], {row[0]: row for row in cursor})
    return found


def _differences(table: str, before: _Rows, after: _Rows) -> Iterator[str]:
    for key in sorted(before.by_id.keys() | after.by_id.keys()):
        was, should_be = before.by_id.get(key), after.by_id.get(key)
        if was is None:
            yield f"{table} {key}: is missing, by the observations of its article"
        elif should_be is None:
            yield f"{table} {key}: should not be there, by the observations of its article"
        else:
            for name, value, right in zip(before.columns, was, should_be, strict=True):
                if value != right:
                    yield f"{table} {key}: {name} is {_short(value)}, by its observations {_short(right)}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN_TEXT else f"{text[:_SHOWN_TEXT]}…"
