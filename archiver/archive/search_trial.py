"""Asking a query of a few texts: a full-text index of them alone, in memory, with the archive's own tokenizer.

Indexing a comment takes 50 µs. That is dear for many, but the only cheap way to ask what FTS5 answers from its
whole index alone: which of a few comments hold a word that begins with s (0.6 µs for each such word there is:
seconds), and how they rank (bm25 goes through all rows that hold a word, and that for every question).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing

from archiver.archive.search_indexes import TOKENIZER

Text = tuple[int, *tuple[str | None, ...]]
"""A row's id and its searched columns."""


def matching(texts: Iterable[Text], columns: Sequence[str], match: str) -> set[int]:
    """The ids of those texts that match, in FTS5's language; ``columns`` are the names of those searched."""
    with closing(_index_of(texts, columns)) as db:
        return {row[0] for row in db.execute("SELECT rowid FROM texts WHERE texts MATCH ?", [match])}


def ranked(texts: Iterable[Text], columns: Sequence[str], match: str) -> list[int]:
    """The ids of those that match, best first by bm25 among them; of equals the higher id."""
    with closing(_index_of(texts, columns)) as db:
        found = db.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank, rowid DESC", [match])
        return [row[0] for row in found]


def _index_of(texts: Iterable[Text], columns: Sequence[str]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    names = ", ".join(columns)
    # Nobody asks for the words themselves, so that none need be kept.
    db.execute(f"CREATE VIRTUAL TABLE texts USING fts5 ({names}, content='', tokenize='{TOKENIZER}')")
    db.execute("BEGIN")
    marks = ", ".join("?" * (len(columns) + 1))
    db.executemany(f"INSERT INTO texts (rowid, {names}) VALUES ({marks})", texts)
    db.execute("COMMIT")
    return db
