"""JSON lines: first the snapshot with its article, then a comment a line, in the order in which they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archiver.archive.threads import Thread
from exports.fields import article_fields, comment_fields
from exports.snapshot import SnapshotFormat, provenance


def write(thread: Thread) -> Iterator[str]:
    """The snapshot in pieces; every line has a ``type``: snapshot or comment."""
    yield _line({"type": "snapshot", **provenance(thread), "article": article_fields(thread.article)})
    for comment in thread.comments:
        yield _line({"type": "comment", **comment_fields(comment)})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


FORMAT = SnapshotFormat("jsonl", ".jsonl", write)
