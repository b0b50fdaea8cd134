"""First step: what comes from the web made fit to store and to show: no control characters, no active mark-up."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields
from typing import Any

import nh3

from archiver.items import Article, Comment, ThreadPage

# Control characters (a terminal obeys them), lone surrogates (SQLite cannot hold them), and the signs
# that turn the direction of the text around them.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_LINES = frozenset({"body", "notice"})
_UNTOUCHED = frozenset({"body_html", "extra"})
_HTML_TAGS = set(
    "a abbr b blockquote br cite code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s"
    " small span strike strong sub sup table tbody td th thead tr u ul".split()
)
_CLEANER = nh3.Cleaner(  # made once: that takes ten times as long as to clean a comment
    tags=_HTML_TAGS,
    attributes={"a": {"href", "title"}, "img": {"alt"}, "blockquote": {"cite"}, "q": {"cite"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow ugc noopener",
)
_NAMES = {of: [field.name for field in fields(of) if field.name not in _UNTOUCHED] for of in (Article, Comment)}
MAX_SQLITE_INTEGER = 2**63 - 1


class CleanPipeline:
    """Scrapy's form of the step."""

    def process_item(self, item: ThreadPage) -> ThreadPage:
        """Clean the item in place."""
        clean(item)
        return item


def clean(thread: ThreadPage) -> None:
    """Clean every text of the article and of its comments, in place."""
    _clean_fields(thread.article)
    thread.article.tags = [tag for tag in (one_line(tag) for tag in thread.article.tags) if tag]
    for comment in thread.comments:
        _clean_fields(comment)
        comment.body = comment.body or ""
        comment.likes, comment.dislikes = _countable(comment.likes), _countable(comment.dislikes)
        if comment.body_html is not None:
            comment.body_html = sanitised(comment.body_html)


def sanitised(markup: str) -> str:
    """HTML without anything that runs, loads or frames: a fixed list of tags, http(s) and mailto links only."""
    return _CLEANER.clean(_safe(markup))


def one_line(text: str) -> str:
    """A text on one line, in NFC, single spaces, without control characters."""
    return " ".join(unicodedata.normalize("NFC", _safe(text)).split())


def paragraphs(text: str) -> str:
    """A text with its lines and paragraphs, each line trimmed, at most one empty line between two."""
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", _safe(text)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _clean_fields(item: Article | Comment) -> None:
    for name in _NAMES[type(item)]:
        value = getattr(item, name)
        if isinstance(value, str):
            setattr(item, name, _cleaned(name, value))


def _cleaned(name: str, value: str) -> str | None:
    return (paragraphs(value) if name in _LINES else one_line(value)) or None


def _safe(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(lambda found: "\ufffd" if found[0] == "\x00" or "\ud800" <= found[0] <= "\udfff" else " ", text)


def _countable(number: Any) -> int | None:
    return number if isinstance(number, int) and 0 <= number <= MAX_SQLITE_INTEGER else None
