"""JSON: the article and its thread as a tree, every comment holding its ``replies``.

Comments nest 24 deep at most: many readers of JSON give up soon after (.NET at 64 brackets, Ruby at 100,
Python at 1,000). What answers a comment at that depth, and all below it, stands in one row in the order in
which it is read; ``parent_id`` and ``depth`` of each say where it belongs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archiver.archive.threads import Row
from exports.fields import article_fields, comment_fields
from exports.snapshot import Pieces, Snapshot, SnapshotFormat, one_thread, provenance

_DEEPEST = 24


def write(snapshot: Snapshot) -> Pieces:
    """The thread of one article, but for the end."""
    thread = one_thread(snapshot)
    article = _json(article_fields(thread.article))
    yield f'{{\n"snapshot": {_json(provenance(thread))},\n"article": {article},\n"comments": ['
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
    yield "]}" * len(open_depths) + "\n]"


def closing(manifest: Iterator[str]) -> Iterator[str]:
    """The manifest, and the end."""
    yield ',\n"manifest": '
    yield from manifest
    yield "\n}\n"


def _opened(comment: Row) -> str:
    fields = _json(comment_fields(comment))
    return f'{fields[:-1]}, "replies": ['


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


FORMAT = SnapshotFormat(
    name="json",
    suffix=".json",
    about="the thread as a tree",
    write=write,
    closing=closing,
    is_one_article=True,
    has_versions=True,
)
