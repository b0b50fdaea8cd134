"""Texts as every format can hold them, and as no format lets them do harm.

What goes into the archive was cleaned already (``pipelines/clean.py``); a file from elsewhere, or of an older
archiver, need not have been.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from archiver.archive.threads import Row, Thread

_LINES = ("body", "body_html", "notice")
_OF_A_COMMENT = (
    "external_id",
    "author",
    "author_id",
    "author_url",
    "author_role",
    "published_local",
    "published_raw",
    "kind",
    "state",
)
_OF_AN_ARTICLE = ("url", "title", "byline", "published_local", "published_raw", "language", "section")
# Control characters, lone surrogates, the signs that turn the direction of the text around them, and U+FEFF.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


def make_sound(thread: Thread) -> Thread:
    """The thread, its rows changed in place: what stands for nothing is U+FFFD, what is not to be seen a space."""
    _make_row_sound(thread.article, _OF_AN_ARTICLE)
    if thread.article["tags"]:
        thread.article["tags"] = json.dumps([_sound(str(tag)) for tag in json.loads(thread.article["tags"])])
    for comment in thread.comments:
        _make_row_sound(comment, _OF_A_COMMENT)
        for version in comment.get("versions", ()):
            _make_row_sound(version, ())
    return thread


def _make_row_sound(row: Row, names: Sequence[str]) -> None:
    for name in names:
        text = row[name]
        if text and not text.isprintable():
            row[name] = " ".join(_sound(text).split())
    for name in _LINES:
        text = row.get(name)
        if text and not text.isprintable() and not text.replace("\n", "").isprintable():
            row[name] = _sound(text)


def _sound(text: str) -> str:
    return _UNSAFE.sub(_instead, text)


def _instead(found: re.Match[str]) -> str:
    sign = found[0]
    return "\ufffd" if sign in "\x00\ufffe\uffff" or "\ud800" <= sign <= "\udfff" else " "
