"""Pages that list articles: front pages, sections, archives of days and months; and the way to older ones. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archiver.urls import absolute_http, article_key, is_root, registered_domain, without_fragment
from archiver.wallclock import read_machine_time, read_shown_time
from archiver.wallclock.date_order import order_in
from spiders.article_kind import is_article
from spiders.page import Page
from spiders.past_articles import days_in_address
from spiders.platforms.page_links import base_address

FEWEST_ARTICLES = 3
"""A page that leads to fewer is no list."""
_MAX_LINKS = 2_000
_MAX_TEXTS, _MAX_CHARS = 20, 500  # of one link
_LONGEST_ADDRESS = 2_000  # as much as is asked for
_MEMO = "listing.links"
_FEWEST_WORDS = 3  # of a headline
_STEPS_UP = 5
_MAX_PARTS = 60  # of a teaser that are asked for its date
_MAX_LINKS_OF_TEASER = 20
_LONGEST_DATE = 40
_SLUG = re.compile(r"(?:^|[/._-])[^\W\d_]{2,}(?:[-_][^\W_]+){2,}(?:[/.]|$)")
_NUMBERED = re.compile(r"\d{4,}(?:\.\w{3,5})?/?$")
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|category|categories|kategorie|rubrik|authors?|autor|user|search|page|feed|wp-\w+|comment-page-\d+)(?:/|$)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|rss)$",
    re.I,
)
_PAGE_NUMBER = re.compile(
    r"(?:/(?:page|seite|pagina|página|p)[/-]?|[?&](?:page|paged|p|seite|pagina|start|offset)=)(\d{1,5})(?=/?(?:$|[&#]))",
    re.I,
)
_OLDER = re.compile(
    r"\W*(?:older|previous (?:posts|entries|articles)|next(?: page)?|more (?:news|articles|posts|stories)"
    r"|(?:ältere|weitere|mehr) (?:beiträge|artikel|meldungen|einträge|nachrichten|posts)|nächste(?: seite)?|weiter"
    r"|(?:articles|billets) (?:plus anciens|précédents)|page suivante|suivante?"
    r"|(?:entradas|noticias|artículos) (?:antiguas|anteriores|más antiguas)|siguientes?|página siguiente"
    r"|(?:articoli|post) (?:precedenti|meno recenti)|successiv[ao]|pagina successiva"
    r"|(?:oudere|vorige) (?:berichten|artikelen)|volgende(?: pagina)?"
    r"|(?:postagens|artigos) (?:mais antigas|anteriores)|próxima(?: página)?|starsze(?: wpisy)?|następna)"
    r"(?: (?:posts|entries|articles|stories|news))?\W*",
    re.I,
)
_LONGEST_LABEL = 40
_LANGUAGE_OF_SOFTWARE = "en-US"  # what WordPress and others say until somebody tells them otherwise
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BESIDE = frozenset(("nav", "aside", "footer", "form"))
_NAMES_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:sidebar|widgets?|related|breadcrumbs?|menu|nav|navbar|navigation|footer|trending|popular|comments?)(?=$|[\s_-])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article that a page leads to, with the days from which to which it may be of, where anything tells."""

    url: str
    days: tuple[date, date] | None


def listed_articles(page: Page) -> list[ListedArticle]:
    """The articles of its own site that a page leads to, in its order, each once; none of an article's page.

    A link is taken for one to an article by the form of its address and by being a headline. A date is that in the
    address, else the one shown beside the link, else the month or day that the page itself is the archive of.
    """
    if not page.is_html or is_article(page):
        return []
    links = _story_links(page)
    own_days = days_in_address(page.url) if page.url else None
    stories = set(links.values())
    return [
        ListedArticle(url, days_in_address(url) or _day_beside(link, stories, page) or own_days)
        for url, link in links.items()
    ]


def is_list(page: Page) -> bool:
    """Whether a page leads to articles and is none."""
    return page.is_html and not is_article(page) and len(_story_links(page)) >= FEWEST_ARTICLES


def older_page(page: Page) -> str | None:
    """The next page of a list, with what is older: by ``rel=next``, by the words of a link, by its number."""
    here = page.url
    if not page.is_html or here is None:
        return None
    base = base_address(page)
    links = list(islice(page.root.iter("a"), _MAX_LINKS))
    ways = (
        (link for link in page.by_tag["link"] if _is_next(link)),
        (link for link in links if _is_next(link)),
        (link for link in links if _says_older(link)),
    )
    for way in ways:
        for link in way:
            url = absolute_http(base, link.get("href"))
            if url is not None and registered_domain(url) == registered_domain(here) and _may_go_on(here, url):
                return without_fragment(url)
    following = str(_number_of(here) + 1)
    numbered = (absolute_http(base, link.get("href")) for link in links if _words_of(link) == following)
    return next((without_fragment(url) for url in numbered if url and _goes_on(here, url)), None)


def _is_next(link: HtmlElement) -> bool:
    return "next" in (link.get("rel") or "").lower().split()


def _says_older(link: HtmlElement) -> bool:
    names = " ".join((link.get("class") or "", getattr(link.getparent(), "attrib", {}).get("class", ""))).split()
    if "nav-previous" in names:  # what WordPress calls the way to older posts
        return True
    words = _words_of(link)
    return 0 < len(words) <= _LONGEST_LABEL and _OLDER.fullmatch(words) is not None


def _number_of(url: str) -> int:
    """Which page of a list an address is of; the first needs no number."""
    found = _PAGE_NUMBER.search(url)
    return int(found[1]) if found else 1


def _may_go_on(here: str, url: str) -> bool:
    """Whether an address that is called the next one can be of a list: none that is called so on an article's page."""
    if _PAGE_NUMBER.search(url):
        return _number_of(url) > _number_of(here)
    return _bare(url) != _bare(here) and not is_root(url) and not has_form_of_story(url)


def _goes_on(here: str, url: str) -> bool:
    """Whether an address is of the same list, further on."""
    return _bare(url) == _bare(here) and _number_of(url) > _number_of(here)


def _bare(url: str) -> str:
    """An address without the number of the page."""
    bare = _PAGE_NUMBER.sub("", without_fragment(url))
    return bare.rstrip("/?&").replace("/?", "?")


def _story_links(page: Page) -> dict[str, HtmlElement]:
    """The links to articles by the addresses that they lead to, in the order of the page."""
    if _MEMO not in page.memo:
        page.memo[_MEMO] = _find_story_links(page)
    found: dict[str, HtmlElement] = page.memo[_MEMO]
    return found


def _find_story_links(page: Page) -> dict[str, HtmlElement]:
    domain = registered_domain(page.url or "")
    own = article_key(page.url) if page.url else None
    base = base_address(page)
    beside: dict[HtmlElement, bool] = {}
    frames = {frame for main in page.root.iter("h1", "main") for frame in (main, *main.iterancestors())}
    found: dict[str, HtmlElement] = {}
    keys: set[str] = set()
    for link in islice(page.root.iter("a"), _MAX_LINKS):
        url = absolute_http(base, link.get("href"))
        if url is None or len(url) > _LONGEST_ADDRESS or registered_domain(url) != domain or is_root(url):
            continue
        if _is_of_story(url, link) and not _stands_beside(link, frames, beside):
            key = article_key(url)
            if key != own and key not in keys:
                keys.add(key)
                found[without_fragment(url)] = link
    return found


def _is_of_story(url: str, link: HtmlElement) -> bool:
    parts = urlsplit(url)
    if _NO_ARTICLE.search(parts.path) or _PAGE_NUMBER.search(url):
        return False
    return has_form_of_story(url) and (_is_headline(link) or (days_in_address(url) is not None and _has_words(link)))


def has_form_of_story(url: str) -> bool:
    """Whether an address has some words or a number in it, as articles' have."""
    parts = urlsplit(url)
    return bool(_SLUG.search(parts.path) or _NUMBERED.search(parts.path) or _NUMBERED.search(parts.query))


def _is_headline(link: HtmlElement) -> bool:
    if not _has_words(link):
        return False
    above = islice(link.iterancestors(), 3)
    if any(element.tag in _HEADINGS or element.tag == "article" for element in above):
        return True
    return any(element.tag in _HEADINGS for element in islice(link.iter(etree.Element), _MAX_PARTS))


def _has_words(link: HtmlElement) -> bool:
    return len(_words_of(link).split()) >= _FEWEST_WORDS


def _words_of(link: HtmlElement) -> str:
    """The first words of a link, on one line."""
    return " ".join(" ".join(islice(link.itertext(), _MAX_TEXTS))[:_MAX_CHARS].split())


def _stands_beside(link: HtmlElement, frames: set[HtmlElement], known: dict[HtmlElement, bool]) -> bool:
    """Whether a link is in a menu, a sidebar or a footer; layouts name their frames by what they also hold."""
    way: list[HtmlElement] = []
    is_beside = False
    for above in link.iterancestors():
        if above in known:
            is_beside = known[above]
            break
        way.append(above)
    for above in reversed(way):
        is_beside = known[above] = is_beside or (above not in frames and _is_named_beside(above))
    return is_beside


def _is_named_beside(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return element.tag in _BESIDE or _NAMES_BESIDE.search(names) is not None


def _holds_another(box: HtmlElement, link: HtmlElement, stories: set[HtmlElement]) -> bool:
    inner = list(islice(box.iter("a"), _MAX_LINKS_OF_TEASER))
    return len(inner) == _MAX_LINKS_OF_TEASER or any(one is not link and one in stories for one in inner)


def _day_beside(link: HtmlElement, stories: set[HtmlElement], page: Page) -> tuple[date, date] | None:
    """The day that a link's own teaser shows: what stands round it and round no other article's."""
    box = link
    for above in islice(link.iterancestors(), _STEPS_UP):
        if above.tag in ("body", "main") or _holds_another(above, link, stories):
            break
        box = above
    for part in islice(box.iter(etree.Element), _MAX_PARTS):
        if (day := _day_in(part, page)) is not None:
            # A time in UTC may be of the day before or after on the site's clock.
            return day - timedelta(days=1), day + timedelta(days=1)
    return None


def _day_in(part: HtmlElement, page: Page) -> date | None:
    for machine in filter(None, (part.get("datetime"), part.get("content") if part.tag == "time" else None)):
        if read := read_machine_time(machine, captured_at=page.captured_at):
            return read.moment.date()
    language = page.root.get("lang")
    order = None if language in (None, _LANGUAGE_OF_SOFTWARE) else order_in(language)
    for text in _own_texts(part):
        if any(sign.isdigit() for sign in text):
            read = read_shown_time(text, order=order, captured_at=page.captured_at, language=language)
            if read is not None and read.precision in (None, "minute", "hour", "day"):
                return read.moment.date()
    return None


def _own_texts(part: HtmlElement) -> Iterator[str]:
    for text in (part.text, *(child.tail for child in part)):
        words = (text or "").strip()
        if 0 < len(words) <= _LONGEST_DATE:
            yield words
