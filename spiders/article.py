"""The article of a page: title, byline, dates, place among others, text. Pure: the page in, an ``Article`` out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from archiver.items import Article
from archiver.urls import absolute_http, article_address, comment_page_number, registered_domain, without_fragment
from spiders.article_body import read_body, story_text, tree_without, without_header
from spiders.article_header import ArticleHeader, ShownDate
from spiders.article_kind import is_article
from spiders.bylines import names_in
from spiders.headline import Headline, read_headline
from spiders.meta_tags import links_of
from spiders.metadata import Metadata, read_metadata
from spiders.page import Page
from spiders.page_areas import areas_apart
from spiders.paragraphs import one_line

__all__ = ["ArticleRules", "is_article", "read_article"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleRules:
    """Where a site shows the parts of its articles: CSS selectors, also with ``::text`` and ``::attr(NAME)``.

    None leaves a part to what the page's metadata and marks say, and so does a selector that finds nothing.
    """

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    body: str | None = None


_NO_RULES = ArticleRules()
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=[/-])")
_FAR_FUTURE = datetime(2100, 1, 1, tzinfo=UTC)
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/\d{1,14}[a-z_]*/(https?://.+)", re.IGNORECASE)
_POST_CLASS = re.compile(r"(?:^|\s)(?:postid|page-id|page-node)-([1-9]\d{0,18})(?:\s|$)")
_POST_ID = re.compile(r"post-([1-9]\d{0,18})")
_NODE_PATH = re.compile(r"/node/([1-9]\d{0,18})")


def read_article(
    page: Page,
    rules: ArticleRules | None = None,
    thread_elements: Collection[HtmlElement] = (),
    *,
    with_body: bool = True,
) -> Article:
    """What the page says of its article; times as strings, for the pipelines to read.

    A site's ``rules`` win where they find something, then the metadata (JSON-LD, microdata, OpenGraph) and the
    marks around the headline, then what trafilatura and htmldate find. Without ``with_body`` the text is not
    read, nor a date searched for in it: the cheap way for pages whose thread alone matters.
    ``thread_elements`` hold the readers' comments, by whatever reader found them: nothing of them is the article's.
    """
    rules = rules or _NO_RULES
    metadata = read_metadata(page)
    headline = _headline(page, rules, metadata)
    header = ArticleHeader(page, headline.element if headline else None, frozenset(thread_elements))
    article = Article(
        url=_own_address(page, metadata),
        external_id=_external_id(page),
        title=headline.text if headline else None,
        byline=_byline(page, rules, metadata, header),
        modified_raw=metadata.modified,
        language=metadata.language,
        section=metadata.section,
        tags=metadata.tags or header.tags() or metadata.keywords,
        stated_comment_count=metadata.comment_count,
    )
    _date(article, page, rules, metadata, header)
    if with_body:
        shown_by = headline.element if headline else None
        if body := _body(page, rules, shown_by, thread_elements):
            article.body = without_header(
                body, [article.title, article.published_raw, *(article.byline or "").split(", ")]
            )
        if article.published_machine is None and article.published_raw is None:
            article.published_machine = _searched_date(page, areas_apart(page, shown_by).union(thread_elements))
    return article


def _headline(page: Page, rules: ArticleRules, metadata: Metadata) -> Headline | None:
    ruled = _ruled_texts(page, rules.title)
    if not ruled:
        return read_headline(page, metadata)
    element = next((found.root for found in page.selector.css(rules.title or "") if _is_element(found.root)), None)
    return Headline(ruled[0], element)


def _byline(page: Page, rules: ArticleRules, metadata: Metadata, header: ArticleHeader) -> str | None:
    names = names_in(_ruled_texts(page, rules.byline)) or metadata.authors or header.byline() or metadata.house_authors
    return ", ".join(names) or None


def _date(article: Article, page: Page, rules: ArticleRules, metadata: Metadata, header: ArticleHeader) -> None:
    """Fills both forms of the date of publication: as shown, else as the metadata says; and the machine's."""
    machine = _most_precise([text for text in metadata.published if _ISO_DATE.match(text)])
    address_day = _day_in_address(article.url)
    shown = _ruled_date(page, rules) or header.shown_date(machine or address_day) or ShownDate(None, None)
    article.published_machine = machine or shown.machine or (None if shown.raw else address_day)
    article.published_raw = shown.raw or next(iter(metadata.published), None) or shown.machine


def _most_precise(dates: Sequence[str]) -> str | None:
    """The most trusted date, in the longest form in which any source gives it."""
    same_day = [date for date in dates if date[:10] == dates[0][:10]]
    return max(same_day, key=lambda date: ":" in date, default=None)


def _day_in_address(address: str | None) -> str | None:
    """``2020-10-16`` of ``…/2020/10/16/…``: WordPress and others put the site's own day there."""
    found = _DAY_IN_PATH.search(urlsplit(address).path) if address else None
    return "-".join(found.groups()) if found else None


def _ruled_date(page: Page, rules: ArticleRules) -> ShownDate | None:
    texts = _ruled_texts(page, rules.published)
    if not texts:
        return None
    element = page.selector.css(rules.published or "")[0].root
    machine = element.get("datetime") if _is_element(element) else texts[0]
    return ShownDate(texts[0], machine if machine and _ISO_DATE.match(machine) else None)


def _body(
    page: Page, rules: ArticleRules, headline: HtmlElement | None, threads: Collection[HtmlElement]
) -> str | None:
    if rules.body is not None:
        roots = [found.root for found in page.selector.css(rules.body)]
        parts = [story_text(root, threads) if _is_element(root) else " ".join(str(root).split()) for root in roots]
        if text := "\n\n".join(part for part in parts if part):
            return text
    return read_body(page, headline, threads)


def _ruled_texts(page: Page, selector: str | None) -> list[str]:
    if selector is None:
        return []
    roots = [found.root for found in page.selector.css(selector)]
    texts = [one_line(root) if _is_element(root) else " ".join(str(root).split()) for root in roots]
    return [text for text in texts if text]


def _is_element(root: object) -> bool:
    return isinstance(root, HtmlElement)


def _searched_date(page: Page, apart: Collection[HtmlElement]) -> str | None:
    """A day (``YYYY-MM-DD``) found by htmldate outside of comments and other stories, where nothing else gives one."""
    import htmldate  # takes long to load, and most pages say their date

    latest = page.captured_at or _FAR_FUTURE  # htmldate's own limit is the clock of the day
    try:
        return htmldate.find_date(
            tree_without(page.root, apart), original_date=True, extensive_search=False, max_date=latest
        )
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def _own_address(page: Page, metadata: Metadata) -> str | None:
    """The article's canonical address, where it can be: http(s), on the page's own site, not its front page.

    WordPress's block themes call a page of the comments canonical, at the article's own address too.
    """
    here = _unwrapped(absolute_http(None, page.url))
    for said in metadata.addresses:
        address = _unwrapped(without_fragment(said)) or ""
        if here is None or _can_be_canonical(address, here):
            return address if comment_page_number(address) is None else article_address(address)
    return article_address(here) if here else None


def _can_be_canonical(address: str, here: str) -> bool:
    is_front = urlsplit(address).path in ("", "/") and not urlsplit(address).query
    is_here_front = urlsplit(here).path in ("", "/") and not urlsplit(here).query
    return registered_domain(address) == registered_domain(here) and is_front == is_here_front


def _unwrapped(address: str | None) -> str | None:
    """The original address of a page as the Wayback Machine rewrites its links."""
    wrapped = _WAYBACK.fullmatch(address or "")
    return wrapped[1] if wrapped else address


def _external_id(page: Page) -> str | None:
    """The publishing system's own number (WordPress's post, Drupal's node): from ``body``, the post, the shortlink."""
    body = page.root.find("body")
    if body is not None and (found := _POST_CLASS.search(body.get("class") or "")):
        return found[1]
    names = page.by_id.names_with(("post-",))
    posts = {found[1] for name in names if (found := _POST_ID.fullmatch(name)) and _is_story(page.by_id[name])}
    if len(posts) == 1:
        return posts.pop()
    return next((number for link in links_of(page, "shortlink") if (number := _id_in(link))), None)


def _is_story(elements: Sequence[HtmlElement]) -> bool:
    return any(element.tag in ("article", "div") for element in elements)


def _id_in(shortlink: str) -> str | None:
    """``7`` of ``https://example.org/?p=7`` and of ``/node/7``."""
    absolute = absolute_http("https://site.invalid/", shortlink)
    if absolute is None:
        return None
    parts = urlsplit(absolute)
    if node := _NODE_PATH.fullmatch(parts.path):
        return node[1]
    number = parse_qs(parts.query).get("p", [""])[0]
    return number if re.fullmatch(r"[1-9]\d{0,18}", number) else None
