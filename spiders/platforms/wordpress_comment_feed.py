"""WordPress's comment feeds, RSS and Atom: the newest comments of one article or of the whole site.

A feed names whom a comment answers: Atom by ``thr:in-reply-to``, RSS in a line above the words ("In reply to NAME",
in the site's language, the name linked to the comment). It shows answers to hidden comments, as REST does, and
pingbacks. It holds the newest ten, newest first, and nothing says whether there are more: as one look at a thread it
is never complete. ``pubDate`` and ``published`` err as REST's ``date_gmt`` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Article, Comment
from archiver.urls import (
    absolute_http,
    article_address,
    article_key,
    is_root,
    registered_domain,
    without_fragment,
)
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.comment_text import Rendered, folded, shown_line
from spiders.platforms.fragment_words import body_of_markup, words_of_markup
from spiders.platforms.own_parts import NOTHING, LeftOut, words_of
from spiders.xml_feed import entries_of, is_feed, link_of

_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_OF_ALL_COMMENTS = re.compile(r"/comments/feed(?:/(?:rss2|rss|atom))?/?$|\?feed=comments-(?:rss2|atom)$")
_BUILT = re.compile(r"<lastBuildDate>([^<]{1,60})</lastBuildDate>")
_OPENS = re.compile(r"[\ufeff\s]*<(?:\?xml|rss|feed|rdf:)", re.I)
_COMMENT = re.compile(r"#comment-([1-9][0-9]{0,18})$")
_FEED = "wordpress_comment_feed.comments"
_THREADING = "{http://purl.org/syndication/thread/1.0}in-reply-to"
_MOST_AROUND_A_NAME = 32  # characters of "In reply to …." in any language
_LOCKED = "action=postpass"  # in place of the words, where the article has a password


@dataclass(slots=True)
class FeedComment:
    """One entry: the comment's number, the address of its article, and what is said of it, not read yet."""

    number: str
    article: str
    entry: etree._Element

    def comment(self) -> Comment | None:
        """All that is said of it; None where a form that asks for a password stands in place of the words."""
        said = _texts_of(self.entry)
        markup = said.get("encoded") or said.get("content") or said.get("description") or ""
        if _LOCKED in markup:
            return None
        words, parent = _words_and_parent(markup, article_key(self.article))
        written = said.get("published") or said.get("pubDate") or said.get("updated")
        return Comment(
            external_id=self.number,
            claimed_parent=_answered(self.entry) or parent,
            author=folded(said.get("creator") or said.get("name") or "") or None,
            author_url=absolute_http(None, said.get("uri")),
            published_raw=written,
            published_machine=written,
            body=words.text,
            body_html=words.html or None,
        )


class WordPressCommentFeed(Platform):
    """Reads a feed of one article's comments."""

    name = "wordpress"
    source = "feed"
    scope = "feed"

    def recognises(self, page: Page) -> bool:
        """Whether the page is a feed of comments, all of one article."""
        if not opens_as_feed(page):
            return False
        return len({article_key(one.article) for one in newest_comments(page)}) == 1

    def comments(self, page: Page) -> list[Comment]:
        """The feed's comments, oldest first: the order that most pages show."""
        comments = (one.comment() for one in reversed(newest_comments(page)))
        return [one for one in comments if one is not None]

    def article(self, page: Page) -> Article:
        """The article as far as its comments' permalinks tell."""
        return Article(url=next((article_address(one.article) for one in newest_comments(page)), None))

    def is_ended(self, page: Page) -> bool:
        """Never: nothing says whether older comments are left out."""
        return False


def opens_as_feed(page: Page) -> bool:
    """Whether the page is a feed, of whatever; told by how it begins."""
    return bool(_OPENS.match(page.text)) and is_feed(page)


def newest_comments(feed: Page) -> list[FeedComment]:
    """A feed's comments in its order, each once; none of a feed that holds anything else."""
    if _FEED not in feed.memo:
        feed.memo[_FEED] = _comments_in(feed)
    comments: list[FeedComment] = feed.memo[_FEED]
    return comments


def sites_comment_feed(page: Page) -> str | None:
    """The feed of the whole site's newest comments that a page links to; not that of its own article's."""
    if page.url is None:
        return None
    for link in page.by_tag["link"]:
        if (link.get("type") or "").lower() not in _FEED_TYPES or "alternate" not in (link.get("rel") or "").lower():
            continue
        url = absolute_http(page.url, link.get("href"))
        if url is None or not _OF_ALL_COMMENTS.search(urlsplit(url)._replace(netloc="").geturl()):
            continue
        is_articles_own = not is_root(page.url) and url.startswith(article_address(page.url))
        if not is_articles_own and registered_domain(url) == registered_domain(page.url):
            return url
    return None


def articles_comment_feed(page: Page) -> str | None:
    """The feed of its own comments that an article's page links to, in RSS."""
    if page.url is None or is_root(page.url):
        return None
    for link in page.by_tag["link"]:
        if (link.get("type") or "").lower() == _FEED_TYPES[0] and "alternate" in (link.get("rel") or "").lower():
            url = absolute_http(page.url, link.get("href"))
            if url is not None and without_fragment(url).rstrip("/") == f"{article_address(page.url).rstrip('/')}/feed":
                return url
    return None


def built_at(feed: Page) -> str | None:
    """When a feed says that it last changed, as the header Last-Modified has it: what servers forget, it holds."""
    found = _BUILT.search(feed.text, 0, 5_000)
    try:
        return format_datetime(parsedate_to_datetime(found[1]).astimezone(UTC), usegmt=True) if found else None
    except (ValueError, TypeError, OverflowError):
        return None


def _comments_in(feed: Page) -> list[FeedComment]:
    found: dict[str, FeedComment] = {}
    for entry in entries_of(feed):
        link = link_of(entry) or ""
        number = _COMMENT.search(link)
        if number is None:
            return []
        found.setdefault(number[1], FeedComment(number[1], without_fragment(link), entry))
    return list(found.values())


def _texts_of(entry: etree._Element) -> dict[str, str]:
    """The texts of an entry's parts, and of its author's, by their names without name space; of equals the first."""
    texts: dict[str, str] = {}
    for part in entry.iterchildren(tag=etree.Element):
        name = etree.QName(part).localname
        if name == "author":
            for own in part.iterchildren(tag=etree.Element):
                texts.setdefault(etree.QName(own).localname, (own.text or "").strip())
        elif name == "content":
            texts.setdefault(name, _markup_of(part))
        else:
            texts.setdefault(name, (part.text or "").strip())
    return texts


def _markup_of(content: etree._Element) -> str:
    """Atom's content as mark-up: escaped, as it stands, or plain text."""
    if content.get("type", "text") == "xhtml":
        return "".join(etree.tostring(one, encoding="unicode") for one in content)
    return content.text or ""


def _answered(entry: etree._Element) -> str | None:
    """The comment that Atom says this one answers; it may be the article."""
    for said in entry.iterchildren(tag=_THREADING):
        for address in (said.get("href"), said.get("ref")):
            if found := _COMMENT.search((address or "").strip()):
                return found[1]
    return None


def _words_and_parent(markup: str, article: str) -> tuple[Rendered, str | None]:
    """The reader's words, without the line above them that names the comment answered, and that comment."""
    body = body_of_markup(markup) if "#comment-" in markup else None
    line = next(body.iterchildren(tag=etree.Element), None) if body is not None else None
    parent = _answered_in(line, article) if line is not None else None
    if body is None or line is None or parent is None:
        return words_of_markup(markup), None
    return words_of(body, LeftOut(elements={line})), parent


def _answered_in(line: HtmlElement, article: str) -> str | None:
    """The comment of the same article that a line of few words and one link leads to."""
    links = list(islice(line.iter("a"), 2))
    if line.tag != "p" or len(links) != 1 or len(line) != 1 or line[0] is not links[0]:
        return None
    url = absolute_http(None, links[0].get("href"))
    found = _COMMENT.search(url) if url and article_key(url) == article else None
    around = len(shown_line(line, NOTHING)) - len(shown_line(links[0], NOTHING))
    return found[1] if found and 0 < around <= _MOST_AROUND_A_NAME else None
