"""Where an article's readers discuss it, when that is a page of its own, in a forum say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archiver.urls import absolute_http, article_key, registered_domain, without_fragment
from spiders.listing import has_form_of_story
from spiders.metadata import read_metadata
from spiders.page import Page
from spiders.paragraphs import one_line
from spiders.platforms.page_links import base_address
from spiders.platforms.stated_counts import count_in_words

_FORUM = re.compile(r"(?:forum|forums|foren|foro|foros|fora|community|board|boards|discussions?)", re.I)
_SPEAKS_OF_A_FORUM = re.compile(
    r"\b(?:join|read|view|go to)\b.{0,20}\b(?:discussion|conversation|comments|forum)\b"
    r"|\b(?:in|on) (?:the|our) forums?\b"
    r"|\b(?:im|zum|ins) (?:\w+-)?forum\b|kommentare lesen|zur diskussion|mitdiskutieren"
    r"|\b(?:en|ver en) el foro\b|\bsur (?:le|notre) forum\b|\bsul forum\b|\bnel forum\b|\bop het forum\b|\bna forum\b",
    re.I,
)
_LONGEST_LABEL = 90
_FRAME = ("nav", "aside", "header", "footer")
_NO_PAGES = ("rss", "atom", "json", "xml")


class ThreadLink(NamedTuple):
    """Where an article's page says that its thread is."""

    url: str
    is_certain: bool = True
    """False where a link only speaks of a discussion: that may be the forum's as a whole, not the article's."""


def linked_thread(page: Page, selector: str | None = None) -> ThreadLink | None:
    """The page that holds the thread of ``page``'s article; None where nothing says that there is one.

    A site's own ``selector`` (CSS, of the link) wins; then schema.org's ``discussionUrl``, links with
    ``rel=replies`` (RFC 4685), and the one place in a forum of the same site that links which count comments, or
    speak of a discussion, lead to. Where such links lead to several, they may be those of other articles.
    """
    if not page.is_html:
        return None
    if selector is not None and (found := _to_another_page(page, _selected(page, selector))):
        return ThreadLink(found[0])
    discussed_at = read_metadata(page).discussed_at
    for urls in ([discussed_at] if discussed_at else [], _hrefs(page, _of_replies(page))):
        if found := _on_the_site(page, _to_another_page(page, urls)):
            return ThreadLink(found[0])
    links = list(_into_a_forum(page))
    found = _on_the_site(page, _to_another_page(page, _hrefs(page, links)))
    if len(found) != 1:
        return None
    return ThreadLink(found[0], is_certain=any(count_in_words(_label(link)) is not None for link in links))


def names_article(page: Page, title: str | None, key: str) -> bool:
    """Whether a forum's page is of the article of this title and key (``article_key``): is headed by it or links to it.

    Links in the forum's frame do not count: there every page may link to the newest articles.
    """
    if not page.is_html:
        return False
    headings = (one_line(one).casefold() for one in page.root.iter("title", "h1", "h2"))
    wanted = " ".join((title or "").split()).casefold()
    if wanted and any(wanted in heading for heading in headings):
        return True
    links = (link for link, _ in page.links if not any(True for _ in link.iterancestors(*_FRAME)))
    return any(article_key(url) == key for url in _hrefs(page, links))


def topics_of(page: Page) -> list[str]:
    """The pages that a forum's page, which shows no comments itself, leads to below its own address.

    Many forums show of an article's thread only the topics that readers began. Where the address is not the article's
    own, by some words or a number, what lies below it may be of other articles: then there are none.
    """
    if not page.is_html or page.url is None:
        return []
    stem = page.url.partition("?")[0].rpartition("/")[0] + "/"
    if not has_form_of_story(stem):
        return []
    found = _to_another_page(page, _hrefs(page, page.root.iter("a")))
    return [url for url in found if url.startswith(stem) and has_form_of_story(url.removeprefix(stem))]


def _selected(page: Page, selector: str) -> list[str]:
    return _hrefs(page, (one.root for one in page.selector.css(selector) if isinstance(one.root, HtmlElement)))


def _of_replies(page: Page) -> Iterator[HtmlElement]:
    for link in page.root.iter("link", "a"):
        if "replies" in (link.get("rel") or "").lower().split():
            kind = (link.get("type") or "text/html").lower()
            if not any(name in kind for name in _NO_PAGES):
                yield link


def _into_a_forum(page: Page) -> Iterator[HtmlElement]:
    is_here = _FORUM.search(page.url or "") is not None
    for link, href in page.links:
        if (is_here or _FORUM.search(href)) and _is_in_forum(absolute_http(page.url, href)):
            words = _label(link)
            if len(words) <= _LONGEST_LABEL and (count_in_words(words) is not None or _SPEAKS_OF_A_FORUM.search(words)):
                yield link


def _label(link: HtmlElement) -> str:
    return one_line(link) or link.get("title") or ""


def _is_in_forum(url: str | None) -> bool:
    """Whether an address is of a forum, by its host's first label or a folder, and not that of its front page."""
    if url is None:
        return False
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/") if folder]
    if not folders and not parts.query:
        return False
    host = (parts.hostname or "").partition(".")[0]
    return bool(_FORUM.fullmatch(host)) or any(_FORUM.fullmatch(folder) for folder in folders[:-1])


def _hrefs(page: Page, links: Iterable[HtmlElement]) -> list[str]:
    base = base_address(page)
    found = (absolute_http(base, link.get("href")) for link in links)
    return [url for url in found if url]


def _to_another_page(page: Page, urls: list[str]) -> list[str]:
    own = article_key(page.url) if page.url else None
    return list(dict.fromkeys(without_fragment(url) for url in urls if article_key(url) != own))


def _on_the_site(page: Page, urls: list[str]) -> list[str]:
    domain = registered_domain(page.url or "")
    return [url for url in urls if registered_domain(url) == domain]
