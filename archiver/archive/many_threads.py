"""Many threads read one after the other, as they stand now: few queries for all, and one thread in memory at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final

from archiver.archive import Archive
from archiver.archive.connection import storage_errors
from archiver.archive.threads import Row, Thread, in_reading_order

_AT_ONCE: Final = 200
_AMONG: Final = "IN (SELECT value FROM json_each(?))"
_LATEST_LOOKS: Final = f"""
SELECT * FROM (
  SELECT *, row_number() OVER (PARTITION BY article_id ORDER BY observed_at DESC, digest DESC, source DESC) AS age
  FROM observations WHERE article_id {_AMONG}) WHERE age = 1
"""


def read_threads(archive: Archive, article_ids: Iterable[int]) -> Iterator[Thread]:
    """The threads of these articles in the order of their ids, each as ``read_thread`` gives it."""
    ids = iter(article_ids)
    while some := list(islice(ids, _AT_ONCE)):
        yield from _threads(archive, sorted(some))


def _threads(archive: Archive, ids: list[int]) -> Iterator[Thread]:
    among = json.dumps(ids)
    articles = {row["id"]: row for row in archive.rows(f"SELECT * FROM articles WHERE id {_AMONG}", (among,))}
    looks = {row["article_id"]: row for row in archive.rows(_LATEST_LOOKS, (among,))}
    comments = _comments(archive, among)
    article_id, rows = next(comments, (None, []))
    for one in ids:
        of_it: list[Row] = []
        if one == article_id:
            of_it = rows
            article_id, rows = next(comments, (None, []))
        look = looks.get(one)
        if look is not None:
            del look["age"]
        yield Thread(article=articles[one], observation=look, comments=in_reading_order(of_it))


def _comments(archive: Archive, among: str) -> Iterator[tuple[int | None, list[Row]]]:
    """The comments of each article that has any."""
    with storage_errors(archive.path):
        found = archive.db.conn.execute(
            f"SELECT * FROM comments WHERE article_id {_AMONG} ORDER BY article_id, position", (among,)
        )
        names = [column[0] for column in found.description]
        article_id: Any = itemgetter(names.index("article_id"))
        for key, rows in groupby(found, article_id):
            yield key, [dict(zip(names, row, strict=True)) for row in rows]
