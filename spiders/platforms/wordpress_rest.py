"""WordPress's REST API: the comments of one article as JSON (``/wp-json/wp/v2/comments?post=ID``).

What is believed for what:

- ``parent`` before any nesting: a page shows what is deeper than its threads go beside the comment it answers. 0 says
  that a comment answers the article itself.
- Existence: approved answers to hidden comments are here and on no page; pingbacks and trackbacks are on pages and,
  for visitors, not here.
- Words and names as pages show them: both are what WordPress makes of the stored text, but themes add to it.
- ``date`` is the wall clock of the site, ``date_gmt`` UTC without saying so; their difference is the offset. Both
  clocks of WordPress err in one way: ``date_gmt`` is an hour late where the site's zone skipped that hour (clocks
  forward), a page's ``datetime`` where it had it twice (clocks back). So the earlier of the two is right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any, get_args
from urllib.parse import parse_qsl, urlsplit

from archiver.items import Article, Comment, CommentKind
from archiver.urls import absolute_http, article_address, registered_domain, without_fragment
from spiders.page import Page, UnreadablePageError
from spiders.platforms.base import Platform
from spiders.platforms.comment_text import folded
from spiders.platforms.fragment_words import words_of_markup
from spiders.platforms.page_links import number_in_query

PER_PAGE = 100
"""The most that WordPress gives at once."""

_DEFAULT_PER_PAGE = 10
_OPENS = re.compile(r"[\ufeff \t\r\n]*\[")
_ROOT_RELATION = "https://api.w.org/"
_LIST = "wordpress_rest.list"
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_TIME = re.compile(r"[0-9]{4}(?:-[0-9]{2}){2}T[0-9]{2}(?::[0-9]{2}){2}")
_LARGEST_OFFSET = timedelta(hours=14)
_OFFSETS = timedelta(minutes=15)
_WHOLE_THREAD = frozenset(("post", "per_page", "page", "order", "orderby", "rest_route"))


@dataclass(slots=True)
class RestComment:
    """One comment of the list: how it hangs on the others, and what else is said of it, not read yet."""

    number: str
    parent: str | None  # None: it answers the article
    post: str | None
    said: Mapping[str, Any]

    @property
    def time(self) -> str | None:
        """When it was written, in ISO form, with its offset where that can be told."""
        return _time(self.said.get("date"), self.said.get("date_gmt"))

    @property
    def permalink(self) -> str | None:
        """The address of its article, with its own number as the fragment."""
        return absolute_http(None, _text(self.said.get("link")))

    def comment(self) -> Comment:
        """All that is said of it."""
        said = self.said
        content = said.get("content")
        words = words_of_markup(_text(content.get("rendered") if isinstance(content, dict) else None))
        return Comment(
            external_id=self.number,
            claimed_parent=self.parent,
            author=folded(unescape(_text(said.get("author_name")))) or None,
            author_url=absolute_http(None, unescape(_text(said.get("author_url")))),
            published_raw=_text(said.get("date")) or self.time,
            published_machine=self.time,
            body=words.text,
            body_html=words.html or None,
            kind=_kind(said.get("type")),
        )


class WordPressRest(Platform):
    """Reads a list of one article's comments."""

    name = "wordpress"
    source = "rest"
    scope = "rest"

    def recognises(self, page: Page) -> bool:
        """Whether the text is a list of comments of one article."""
        listed = _listed(page)
        return len({one.post for one in listed or ()}) == 1

    def comments(self, page: Page) -> list[Comment]:
        """The list's comments in its order; each names its parent."""
        return [one.comment() for one in _each_once(_listed(page) or [])]

    def article(self, page: Page) -> Article:
        """The article as far as its comments' permalinks tell."""
        first = next(iter(_listed(page) or ()), None)
        if first is None:
            return Article()
        link = first.permalink
        if link and page.url and registered_domain(link) != registered_domain(page.url):
            link = None
        return Article(url=article_address(link) if link else None, external_id=first.post)

    def page_number(self, page: Page) -> int | None:
        """N of ``page=N``."""
        return number_in_query(page.url, "page")

    def is_ended(self, page: Page) -> bool:
        """Whether the request asked for the whole thread and the list holds less than it may."""
        if page.url is None or (self.page_number(page) or 1) > 1:
            return False
        asked = {name for name, _ in parse_qsl(urlsplit(page.url).query)}
        size = number_in_query(page.url, "per_page") or _DEFAULT_PER_PAGE
        return "post" in asked and asked <= _WHOLE_THREAD and len(_parsed(page) or ()) < size


@dataclass(slots=True)
class RestList:
    """One page of an article's list. ``is_sound`` says that all of it are comments of the article."""

    comments: list[RestComment]
    held: int
    is_sound: bool


def read_list(page: Page, post: str) -> RestList | None:
    """The comments of the article ``post`` in a page of the list; None where the answer is none about that article."""
    listed = _listed(page)
    if listed is None:
        return None
    own = [one for one in listed if one.post == post]
    held = len(_parsed(page) or ())
    if held and not own:
        return None
    return RestList(own, held, len(own) == held)


def list_address(page: Page, post: str | None) -> str | None:
    """The address of the first page of the list, where an article's page names the API of its own site."""
    if post is None or page.url is None or not _NUMBER.fullmatch(post):
        return None
    for link in page.by_tag["link"]:
        if link.get("rel") == _ROOT_RELATION:
            root = absolute_http(page.url, link.get("href"))
            if root is None or registered_domain(root) != registered_domain(page.url):
                return None
            return _below(root, f"post={post}&per_page={PER_PAGE}&page=1&order=asc")
    return None


def page_of_list(address: str, number: int) -> str:
    """The address of another page of the list."""
    return re.sub(r"(?<=[?&])page=\d+", f"page={number}", address)


def newest_address(feed: str, since: datetime, number: int) -> str | None:
    """The address of a page of all the site's comments since an instant, newest first, by that of its feed of them.

    A day earlier than asked for: WordPress goes by the site's own clock.
    """
    day_before = since.astimezone(UTC) - timedelta(days=1)
    query = f"after={day_before:%Y-%m-%dT%H:%M:%S}&per_page={PER_PAGE}&page={number}&order=desc"
    home, slash, _ = feed.rpartition("/comments/feed")
    if slash:
        return _below(f"{home}/wp-json/", query)
    home, mark, _ = feed.partition("?")
    return _below(f"{home}?rest_route=/", query) if mark else None


def newest_in(page: Page) -> list[tuple[str, str]] | None:
    """The address of its article and the id of each comment in a list; None where the page is none."""
    listed = _listed(page)
    if listed is None:
        return None
    links = ((one.permalink, one.number) for one in listed)
    return [(without_fragment(link), number) for link, number in links if link and link.endswith(f"#comment-{number}")]


def _below(root: str, query: str) -> str | None:
    parts = urlsplit(root)
    if not parts.query:
        return f"{root.rstrip('/')}/wp/v2/comments?{query}"
    route = dict(parse_qsl(parts.query)).get("rest_route")  # without pretty permalinks
    return f"{root.partition('?')[0]}?rest_route=/wp/v2/comments&{query}" if route == "/" else None


def _listed(page: Page) -> list[RestComment] | None:
    """The list's comments; None where the text is no such list. Anything else in it is passed over."""
    parsed = _parsed(page)
    if parsed is None:
        return None
    read = [_read(one) for one in parsed if isinstance(one, dict)]
    listed = [one for one in read if one is not None]
    return listed if listed or not parsed else None


def _parsed(page: Page) -> list[Any] | None:
    if _LIST not in page.memo:
        try:
            parsed = json.loads(page.text.lstrip("\ufeff")) if _OPENS.match(page.text) else None
        except (ValueError, RecursionError, UnreadablePageError):
            parsed = None
        page.memo[_LIST] = parsed if isinstance(parsed, list) else None
    parsed_list: list[Any] | None = page.memo[_LIST]
    return parsed_list


def _read(said: Mapping[str, Any]) -> RestComment | None:
    number = _number(said.get("id"))
    if number is None or "content" not in said or said.get("status", "approved") != "approved":
        return None
    return RestComment(number, _number(said.get("parent")), _number(said.get("post")), said)


def _each_once(listed: list[RestComment]) -> list[RestComment]:
    first: dict[str, RestComment] = {}
    for one in listed:
        first.setdefault(one.number, one)
    return list(first.values())


def _time(local: object, utc: object) -> str | None:
    here, there = _moment(local), _moment(utc)
    if here is None:
        return f"{there.isoformat()}+00:00" if there else None
    if there is None:
        return here.isoformat()
    offset = here - there
    if abs(offset) > _LARGEST_OFFSET or offset % _OFFSETS:
        return f"{there.isoformat()}+00:00"
    sign, minutes = "-" if offset < timedelta(0) else "+", abs(offset) // timedelta(minutes=1)
    return f"{here.isoformat()}{sign}{minutes // 60:02}:{minutes % 60:02}"


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _kind(value: object) -> CommentKind:
    return next((kind for kind in get_args(CommentKind) if kind == value), "comment")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> str | None:
    """A WordPress id, also one that a plugin has made a string of. 0 is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if isinstance(value, int):
        return str(value) if 0 < value < 10**19 else None
    return value if _NUMBER.fullmatch(value) else None
