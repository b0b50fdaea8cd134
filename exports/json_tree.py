"""JSON: the article and its thread as a tree, every comment holding its ``replies``.

Comments nest 24 deep at most: many readers of JSON give up soon after (.NET at 64 brackets, Ruby at 100,
Python at 1,000). What answers a comment at that depth, and all below it, stands in one row in the order in
which it is read; ``parent_id`` and ``depth`` of each say where it belongs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archiver.archive.threads import Row, Thread
from exports.snapshot import SnapshotFormat, provenance

_ARTICLE = (
    "url",
    "title",
    "byline",
    "published_at",
    "published_local",
    "published_raw",
    "modified_at",
    "language",
    "section",
    "body",
)
_DEEPEST = 24
_COMMENT = (
    "id",
    "external_id",
    "parent_id",
    "depth",
    "author",
    "author_url",
    "author_role",
    "published_at",
    "published_local",
    "published_raw",
    "time_basis",
    "body",
    "notice",
    "likes",
    "dislikes",
    "kind",
    "state",
    "parent_status",
    "first_observed_at",
    "gone_at",
    "version_count",
)


def write(thread: Thread) -> Iterator[str]:
    """The snapshot in pieces."""
    article = {name: thread.article[name] for name in _ARTICLE}
    article["tags"] = json.loads(thread.article["tags"] or "[]")
    yield f'{{\n"snapshot": {_json(provenance(thread))},\n"article": {_json(article)},\n"comments": ['
    open_depths: list[int] = []
    for comment in thread.comments:
        depth = min(comment["depth"], _DEEPEST)
        closed = 0
        while open_depths and open_depths[-1] >= depth:
            open_depths.pop()
            closed += 1
        yield "]}" * closed + ("," if closed else "") + "\n"
        yield _opened(comment)
        open_depths.append(depth)
    yield "]}" * len(open_depths) + "\n]\n}\n"


def _opened(comment: Row) -> str:
    fields = _json({name: comment[name] for name in _COMMENT})
    return f'{fields[:-1]}, "replies": ['


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


FORMAT = SnapshotFormat("json", ".json", write)
