"""Discourse, in the mark-up that it serves to whoever runs no scripts (``topics/show.html.erb``, the crawler view).

A post is known by its number within the topic, here and in ``discourse_json``: it is what replies refer to. The
opening post is often no more than the article's teaser; it is a post like all others and read as a comment. This view
does not say whom a post answers; a quote at its top names a post of the same topic or of another one. The quote's
words, under its head "NAME:", are part of the post. Posts that nobody but moderators see are not in it, nor are notes
of what happened to the topic.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from archiver.items import Comment
from archiver.urls import absolute_http
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.opening_quote import opening_quote
from spiders.platforms.own_parts import LeftOut, OwnParts, PartsOfPosts, line_of, words_of
from spiders.platforms.page_links import base_address, canonical_address, linked_pages, number_in_query

BESIDE_THE_WORDS = frozenset("quote-controls meta onebox-body onebox-metadata".split())
"""Of a cooked post: buttons, the captions of pictures, and what other sites say of themselves."""

_TOPIC = re.compile(r"/t/(?:[^/?#]+/)?(\d{1,18})(?=[/?#.]|$)")
_POST = re.compile(r"post_(\d{1,18})")
_META_IN_BYTES = re.compile(r"""crawler-post-meta["'\s>]""")
_FIGURES = re.compile(r"\d{1,9}")
_MAX_INNER = 12
_MAX_LINKS = 100_000
_POSTS = "discourse.posts"


class Discourse(Platform):
    """Reads a topic of a Discourse forum, one page of it at a time."""

    name = "discourse"

    def recognises(self, page: Page) -> bool:
        """Whether the page is the crawler view of a topic."""
        return page.is_html and "crawler-post-meta" in page.by_class and bool(_posts(page))

    def comments(self, page: Page) -> list[Comment]:
        """The page's posts in the order shown, the opening one too."""
        posts = _posts(page)
        boxes = {post.post for post in posts}
        left_out = LeftOut(BESIDE_THE_WORDS, boxes)
        topic = topic_of(page.url) or topic_of(canonical_address(page))
        base = base_address(page)
        return [_read(post, left_out, topic, base) for post in posts]

    def more_pages(self, page: Page) -> list[str]:
        """The next page and the one before."""
        related = [link for link in islice(page.root.iter("link", "a"), _MAX_LINKS) if _leads_on(link)]
        return linked_pages(page, related)

    def page_number(self, page: Page) -> int | None:
        """N of ``?page=N``."""
        number = number_in_query(page.url, "page")
        return number if number is not None else number_in_query(canonical_address(page), "page")

    def count_in_bytes(self, page: Page) -> int | None:
        """How many posts' heads the mark-up holds."""
        return len(_META_IN_BYTES.findall(page.text))


def topic_of(address: str | None) -> str | None:
    """The topic's number in the address of one of its pages."""
    found = _TOPIC.search(address or "")
    return found[1] if found else None


def quoted_post_in(topic: str | None, element: HtmlElement) -> str | None:
    """For ``opening_quote``: the number of the post of ``topic`` that a quote names; "" for other quotes."""
    if element.tag != "aside" or "quote" not in (element.get("class") or "").split():
        return None
    number, quoted_topic = element.get("data-post") or "", element.get("data-topic")
    is_of_this_topic = quoted_topic is None or quoted_topic == topic
    return number if is_of_this_topic and number.isdecimal() else ""


def _posts(page: Page) -> list[OwnParts]:
    """The page's posts, each with its own parts, in document order."""
    if _POSTS not in page.memo:
        boxes = dict.fromkeys(page.by_class.get("crawler-post", ()))
        parts = PartsOfPosts(page, boxes)
        every = [parts.of(box) for box in boxes]
        page.memo[_POSTS] = [one for one in every if one.first("crawler-post-meta") is not None]
    found: list[OwnParts] = page.memo[_POSTS]
    return found


def _read(parts: OwnParts, left_out: LeftOut, topic: str | None, base: str | None) -> Comment:
    comment = Comment(external_id=_number(parts))
    creator = parts.first("creator")
    inner = list(islice(creator.iterdescendants(), _MAX_INNER)) if creator is not None else []
    comment.author = line_of(next((one for one in inner if one.get("itemprop") == "name"), None))
    link = next((one for one in inner if one.tag == "a"), None)
    comment.author_url = absolute_http(base, link.get("href")) if link is not None and link.get("href") else None
    time = parts.first("post-time")
    if time is not None:
        comment.published_raw, comment.published_machine = line_of(time), time.get("datetime") or None
    words = parts.first("post")
    if words is not None:
        rendered = words_of(words, left_out)
        comment.body, comment.body_html = rendered.text, rendered.html or None
        comment.claimed_parent = opening_quote(words, lambda element: quoted_post_in(topic, element), left_out)
    figures = _FIGURES.findall(line_of(parts.first("post-likes")) or "")
    comment.likes = int(figures[0]) if len(figures) == 1 else None
    return comment


def _number(parts: OwnParts) -> str | None:
    """By the id; before there was one, by the number shown in the head."""
    found = _POST.fullmatch(parts.post.get("id") or "")
    if found:
        return found[1]
    head = parts.first("crawler-post-meta")
    inner = list(islice(head.iterdescendants(), 40)) if head is not None else []
    position = next((one for one in inner if one.get("itemprop") == "position"), None)
    figures = _FIGURES.findall(line_of(position) or "")
    return figures[0] if len(figures) == 1 else None


def _leads_on(link: HtmlElement) -> bool:
    relations = (link.get("rel") or "").lower().split()
    return "next" in relations or "prev" in relations
