"""Discourse, as the JSON of a topic (``/t/ID.json``): the same posts as in ``discourse``, and whom each answers.

``reply_to_post_number`` is believed before a quote. Notes of what happened to the topic ("closed") are posts here: they
have a notice and no words. A post hidden by flags or withdrawn by its author keeps its place; the forum's words stand
in its notice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archiver.items import Article, Comment
from archiver.urls import absolute_http
from spiders.page import Page, UnreadablePageError
from spiders.platforms.base import Platform
from spiders.platforms.comment_text import Rendered
from spiders.platforms.discourse import BESIDE_THE_WORDS, quoted_post_in
from spiders.platforms.opening_quote import opening_quote
from spiders.platforms.own_parts import LeftOut, words_of
from spiders.platforms.page_links import number_in_query

_LIKE = 2  # PostActionType.types[:like]
_REGULAR = 1
_POST_TYPES = {2: "moderator_action", 3: "small_action", 4: "whisper"}  # Post.types
_CHUNK = 20  # TopicView.chunk_size
_MAX_PAGES = 5_000
_UTF8 = "text/html; charset=utf-8"
_TOPIC = "discourse_json.topic"
_OPENS = re.compile(r"[\ufeff \t\n]*\{")


class DiscourseJson(Platform):
    """Reads a topic of a Discourse forum from its JSON, one chunk at a time."""

    name = "discourse"
    source = "json"
    scope = "json"

    def recognises(self, page: Page) -> bool:
        """Whether the text is a topic's JSON."""
        return bool(_topic(page))

    def comments(self, page: Page) -> list[Comment]:
        """The chunk's posts in the order of the topic, the opening one too."""
        topic = _topic(page)
        number = str(topic.get("id", ""))
        return [_read(post, number, page.url) for post in _posts(topic)]

    def article(self, page: Page) -> Article:
        """The topic: its title, when it was opened, and the address its readers see."""
        topic = _topic(page)
        title, opened, slug = (topic.get(name) for name in ("title", "created_at", "slug"))
        tags = [tag for tag in topic.get("tags") or () if isinstance(tag, str)]
        return Article(
            url=absolute_http(page.url, f"/t/{slug}/{topic.get('id')}") if page.url and isinstance(slug, str) else None,
            external_id=str(topic.get("id")),
            title=title if isinstance(title, str) else None,
            published_raw=opened if isinstance(opened, str) else None,
            tags=tags,
        )

    def stated_count(self, page: Page) -> int | None:
        """The topic's ``posts_count``."""
        return _count(_topic(page).get("posts_count"))

    def more_pages(self, page: Page) -> list[str]:
        """The other chunks' addresses, where the topic's stream has posts that this chunk lacks."""
        topic = _topic(page)
        here = [post.get("id") for post in _posts(topic)]
        stream = topic.get("post_stream", {}).get("stream")
        total = len(stream) if isinstance(stream, list) else _count(topic.get("posts_count")) or 0
        if total <= len(here):
            return []
        size = _count(topic.get("chunk_size")) or _CHUNK
        pages = min(-(-total // size), _MAX_PAGES)
        own = self.page_number(page) or 1
        return [_address(page.url, number) for number in range(1, pages + 1) if number != own]

    def page_number(self, page: Page) -> int | None:
        """N of ``?page=N``."""
        return number_in_query(page.url, "page")

    def is_ended(self, page: Page) -> bool:
        """Whether it is whole: JSON cut short is none."""
        return bool(_topic(page))


def _topic(page: Page) -> Mapping[str, Any]:
    """The topic, or nothing where the text holds none."""
    if _TOPIC not in page.memo:
        page.memo[_TOPIC] = _parsed(page.text)
    topic: Mapping[str, Any] = page.memo[_TOPIC]
    return topic


def _parsed(text: str) -> Mapping[str, Any]:
    if not _OPENS.match(text) or '"post_stream"' not in text:
        return {}
    try:
        topic = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return {}
    stream = topic.get("post_stream") if isinstance(topic, dict) else None
    return topic if isinstance(stream, dict) and isinstance(stream.get("posts"), list) else {}


def _posts(topic: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    stream = topic.get("post_stream") or {}
    return [post for post in stream.get("posts", []) if isinstance(post, dict)]


def _read(post: Mapping[str, Any], topic: str, url: str | None) -> Comment:
    comment = Comment(external_id=_id(post.get("post_number")), claimed_parent=_id(post.get("reply_to_post_number")))
    comment.author, comment.author_id = _text(post.get("username")), _id(post.get("user_id"))
    comment.author_url = absolute_http(url, f"/u/{comment.author}") if comment.author else None
    comment.author_role = _role(post)
    comment.published_raw = comment.published_machine = _text(post.get("created_at"))
    if (_count(post.get("version")) or 1) > 1:
        comment.edited_raw = _text(post.get("updated_at"))
    words, quoted = _cooked(_text(post.get("cooked")) or "", topic)
    if post.get("cooked_hidden") or post.get("user_deleted") or post.get("post_type") == 3:
        comment.notice = words.text or _text(post.get("action_code"))
    else:
        comment.body, comment.body_html = words.text, words.html or None
        comment.claimed_parent = comment.claimed_parent or quoted
    comment.likes = _likes(post)
    comment.extra = _extra(post)
    return comment


def _cooked(markup: str, topic: str) -> tuple[Rendered, str | None]:
    """The words of a post's HTML, and the post that the quote at their top names."""
    if not markup.strip():
        return Rendered("", ""), None
    try:
        root = Page(f"<html><body>{markup}</body></html>".encode("utf-8", "replace"), content_type=_UTF8).root
    except UnreadablePageError:
        return Rendered(markup, escape(markup)), None
    body = root.find("body")
    left_out = LeftOut(BESIDE_THE_WORDS)
    words = words_of(root if body is None else body, left_out)
    return words, opening_quote(root if body is None else body, lambda one: quoted_post_in(topic, one), left_out)


def _role(post: Mapping[str, Any]) -> str | None:
    if post.get("moderator"):
        return "moderator"
    return "staff" if post.get("admin") or post.get("staff") else None


def _likes(post: Mapping[str, Any]) -> int | None:
    summary = post.get("actions_summary")
    for action in summary if isinstance(summary, list) else ():
        if isinstance(action, dict) and action.get("id") == _LIKE:
            return _count(action.get("count"))
    return None


def _extra(post: Mapping[str, Any]) -> dict[str, Any]:
    """What only the forum itself gives: the post's number on the whole forum, and what was done to it."""
    extra: dict[str, Any] = {}
    for name, value in (
        ("post_id", _count(post.get("id"))),
        ("full_name", _text(post.get("name"))),
        ("post_type", _POST_TYPES.get(_count(post.get("post_type")) or _REGULAR)),
        ("action_code", _text(post.get("action_code"))),
        ("hidden", post.get("hidden") is True or None),
        ("deleted_at", _text(post.get("deleted_at"))),
        ("edit_reason", _text(post.get("edit_reason"))),
    ):
        if value is not None:
            extra[name] = value
    return extra


def _address(url: str | None, number: int) -> str:
    """The topic's address with ``page=N``; for a saved topic without address no more than that."""
    parts = urlsplit(url or "")
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "page"]
    if number > 1:
        pairs.append(("page", str(number)))
    return urlunsplit(parts._replace(query=urlencode(pairs), fragment="")) or "?page=1"


def _text(value: object) -> str | None:
    return value or None if isinstance(value, str) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _id(value: object) -> str | None:
    return str(value) if _count(value) else None
