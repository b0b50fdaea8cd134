"""JSON lines: each thread's snapshot with its article, then its comments, a line each, in the order of reading.

The last line is the manifest. ``type`` says what a line is: snapshot, comment or manifest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from exports.fields import article_fields, comment_fields
from exports.snapshot import Pieces, Snapshot, SnapshotFormat, provenance

_encoded = json.JSONEncoder(ensure_ascii=False).encode


def write(snapshot: Snapshot) -> Pieces:
    """The threads, one after the other."""
    for thread in snapshot.threads:
        about = {"type": "snapshot", **provenance(thread), "article": article_fields(thread.article)}
        lines = [_encoded(about)]
        which: dict[str, Any] = {"type": "comment", "article_id": thread.article["id"]}
        lines += [_encoded(which | comment_fields(comment)) for comment in thread.comments]
        yield "\n".join(lines) + "\n"


def closing(manifest: Iterator[str]) -> Iterator[str]:
    """The manifest, on one line."""
    yield '{"type": "manifest", "of": '
    yield from (piece.replace("\n", " ") for piece in manifest)
    yield "}\n"


FORMAT = SnapshotFormat(
    name="jsonl",
    suffix=".jsonl",
    about="a comment a line",
    write=write,
    closing=closing,
    is_rows=True,
    has_versions=True,
)
