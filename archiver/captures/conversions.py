"""What stands in place of an observation's captures once words were erased from them: the observation as read.

A JSON document in a WARC record of the kind ``conversion``. Storing what it says makes the same rows, for all
others' words, as reading the captures made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from archiver.errors import DamagedCaptureError
from archiver.instants import instant_text, read_instant
from archiver.items import Article, Capture, CaptureRecord, Comment, Observation, Site, ThreadPage

FORMAT: Final = 1
_INSTANTS: Final = frozenset({"published_at", "modified_at", "edited_at", "observed_at", "captured_at"})


def conversion_document(thread: ThreadPage, redacted_at: datetime) -> bytes:
    """The document of an observation as the archive has it, without what was erased."""
    captures = [
        {"url": one.url, "status": one.status, "captured_at": one.captured_at or thread.observation.observed_at}
        for one in thread.captures
    ]
    said = {
        "format": FORMAT,
        "redacted_at": redacted_at,
        "observation": asdict(thread.observation),
        "site": asdict(thread.site),
        "article": asdict(thread.article),
        "article_urls": thread.article_urls,
        "comments": [_said(comment) for comment in thread.comments],
        "captures": captures,
    }
    return json.dumps(said, default=instant_text, indent=1).encode()


def converted_thread(document: bytes, place: CaptureRecord) -> ThreadPage:
    """The observation of a document, to be stored as it is; its captures are all at the place of the record.

    Raises DamagedCaptureError for anything else than ``conversion_document`` gives.
    """
    try:
        said = json.loads(document)
        if said["format"] != FORMAT:
            raise ValueError(f"it is of format {said['format']!r}, and this archiver knows {FORMAT}")
        look = _item(Observation, said["observation"])
        if look.observed_at is None or not look.digest:
            raise ValueError("it does not say which observation it is")
        return ThreadPage(
            site=_item(Site, said["site"]),
            article=_item(Article, said["article"]),
            comments=[_item(Comment, one) for one in said["comments"]],
            observation=look,
            captures=list(_captures(said, document, place)),
            article_urls=[str(url) for url in said["article_urls"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DamagedCaptureError(f"What stands in place of erased captures cannot be read: {error!r}.") from error


def _captures(said: Mapping[str, Any], document: bytes, place: CaptureRecord) -> Iterable[Capture]:
    for one in said["captures"]:
        yield Capture(
            url=str(one["url"]),
            status=one["status"],
            captured_at=read_instant(one["captured_at"]),
            sha256=hashlib.sha256(document).hexdigest(),
            size=len(document),
            record=place,
            redacted_at=read_instant(said["redacted_at"]),
        )


def _said(comment: Comment) -> dict[str, Any]:
    return {name: value for name, value in asdict(comment).items() if value is not None}


def _item(kind: type[Any], said: Mapping[str, Any]) -> Any:
    names = {field.name for field in fields(kind)}
    return kind(**{name: _value(name, value) for name, value in said.items() if name in names})


def _value(name: str, value: Any) -> Any:
    return read_instant(value) if name in _INSTANTS and value is not None else value
