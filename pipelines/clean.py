"""First step: what comes from the web made fit to store and to show: no control characters, no active mark-up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import nh3

from archiver.folded_lines import are_folded
from archiver.items import Article, Comment, ThreadPage

# Control characters (a terminal obeys them), lone surrogates (SQLite cannot hold them), and the signs
# that turn the direction of the text around them.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_LINES = frozenset({"body", "notice"})
_UNTOUCHED = frozenset({"body_html", "extra", "kind", "published_local", "time_basis", "parent_status"})
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
_AS_CLEANED = re.compile(  # paragraphs of words, without an attribute, an entity to spell otherwise or an open end
    r"(?:\s*+<p>(?:[^<>&\xa0]++|&(?:amp|lt|gt);|<br>|<(em|strong|b|i)>[^<>&\xa0]*+</\1>)*+</p>)++\s*+"
)
_TEXTS = {
    of: {
        field.name: field.default
        for field in fields(of)
        if str(field.type).startswith("str") and field.name not in _UNTOUCHED
    }
    for of in (Article, Comment)
}
"""The fields to clean, each with what it holds where there is no text."""
_ARTICLE_LINES = attrgetter(*(name for name in _TEXTS[Article] if name not in _LINES))
MAX_SQLITE_INTEGER = 2**63 - 1


class CleanPipeline:
    """Scrapy's form of the step."""

    def process_item(self, item: ThreadPage) -> ThreadPage:
        """Clean the item in place."""
        clean(item)
        return item


def clean(thread: ThreadPage) -> None:
    """Clean every text of the article and of its comments, in place."""
    article, comments = thread.article, thread.comments
    if not _is_article_clean(article):
        _clean_fields([article])
        article.tags = [tag for tag in (one_line(tag) for tag in article.tags) if tag]
    article.stated_comment_count = _countable(article.stated_comment_count)
    thread.observation.stated_count = _countable(thread.observation.stated_count)
    _clean_fields(comments)
    for comment in comments:
        if comment.likes is not None or comment.dislikes is not None:
            comment.likes, comment.dislikes = _countable(comment.likes), _countable(comment.dislikes)
        if comment.body_html is not None:
            comment.body_html = sanitised(comment.body_html)


def sanitised(markup: str) -> str:
    """HTML without anything that runs, loads or frames: a fixed list of tags, http(s) and mailto links only."""
    safe = _safe(markup)
    return safe if _AS_CLEANED.fullmatch(safe) else _CLEANER.clean(safe)


def one_line(text: str) -> str:
    """A text on one line, in NFC, single spaces, without control characters."""
    if "\n" not in text and _is_clean(text):
        return text
    return " ".join(unicodedata.normalize("NFC", _safe(text)).split())


def paragraphs(text: str) -> str:
    """A text with its lines and paragraphs, each line trimmed, at most one empty line between two."""
    if _is_clean(text):
        return text
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", _safe(text)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_article_clean(article: Article) -> bool:
    """Whether nothing needs to be done about the article's texts: one look at them all tells of most that it is so."""
    lines = [text for text in (*_ARTICLE_LINES(article), *article.tags) if text is not None]
    return "" not in lines and _are_clean(lines, in_lines=False) and (article.body is None or _is_clean(article.body))


def _clean_fields(items: Sequence[Article] | Sequence[Comment]) -> None:
    """Clean the fields, each of all items at once: one look at them all mostly tells that nothing needs to be done."""
    for name, nothing in _TEXTS[type(items[0])].items() if items else ():
        values = list(map(attrgetter(name), items))
        texts = {value for value in filter(None, values) if value.__class__ is str}
        if (nothing == "" or "" not in values) and _are_clean([*texts], in_lines=name in _LINES):
            continue
        cleaned = {text: paragraphs(text) if name in _LINES else one_line(text) for text in texts}
        for item, value in zip(items, values, strict=True):
            if value.__class__ is str:
                setattr(item, name, cleaned.get(value) or nothing)


def _are_clean(texts: Sequence[str], *, in_lines: bool) -> bool:
    joined = "\n\n".join(texts)
    return _is_clean(joined) and (in_lines or joined.count("\n") == 2 * max(len(texts) - 1, 0))


def _is_clean(text: str) -> bool:
    """Whether a text of lines and paragraphs needs nothing done: then it is so with each of its paragraphs."""
    return are_folded(text) and (text.isascii() or unicodedata.is_normalized("NFC", text))


def _safe(text: str) -> str:
    if text.replace("\n", "").isprintable():
        return text
    return _UNSAFE.sub(lambda found: "\ufffd" if found[0] == "\x00" or "\ud800" <= found[0] <= "\udfff" else " ", text)


def _countable(number: Any) -> int | None:
    return number if isinstance(number, int) and 0 <= number <= MAX_SQLITE_INTEGER else None
