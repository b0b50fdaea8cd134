"""What a page tells machines about its article: JSON-LD, microdata, OpenGraph, Dublin Core and other ``meta``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from archiver.urls import absolute_http
from archiver.words import words_of
from spiders.bylines import names_in
from spiders.json_ld import JsonLd, Node, read_json_ld, strings, types_of
from spiders.meta_tags import links_of, meta_of
from spiders.microdata import read_microdata
from spiders.page import Page
from spiders.paragraphs import one_line
from spiders.schema_org import PageNames, addresses_of, article_node, page_node, people, site_names

MAX_VALUE_CHARS = 2_000
MAX_TAGS = 100
_MAX_TAG_CHARS = 100
_MAX_HEADINGS = 20

# Names of ``meta`` (property, name or http-equiv), the most trusted first. OpenGraph and its article:*, then
# what analytics and search services ask publishers for, then Dublin Core, then everybody's own.
_META_NAMES = {
    "title": """og:title parsely-title sailthru.title cxenseparse:title dc.title dcterms.title citation_title hdl
        twitter:title""",
    "author": """article:author article:author_name author parsely-author sailthru.author byl byline
        cxenseparse:author dc.creator dcterms.creator citation_author""",
    "published": """article:published_time og:article:published_time article:published og:published_time datepublished
        date.published parsely-pub-date sailthru.date bt:pubdate pubdate cxenseparse:publishtime
        cxenseparse:recs:publishtime dc.date.issued dcterms.issued dc.date.created dcterms.created dcterms.date dc.date
        publish-date publish_date publishdate publication_date originalpublicationdate article_date_original
        displaydate citation_publication_date citation_online_date datecreated date""",
    "modified": """article:modified_time og:article:modified_time og:updated_time datemodified dc.date.modified
        dcterms.modified last-modified lastmod revised""",
    "section": "article:section parsely-section cxenseparse:section section",
    "tag": "article:tag parsely-tags sailthru.tags news_keywords",
    "site": "og:site_name application-name apple-mobile-web-app-title dc.publisher publisher",
    "language": "og:locale content-language dc.language dcterms.language language",
    "keywords": "keywords",
    "type": "og:type",
    "address": "og:url",
}
_KIND_OF = {name: kind for kind, names in _META_NAMES.items() for name in names.split()}
_BCP_47 = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """What the page says; strings as found with white space folded, in lists the most trusted first."""

    titles: list[str]  # of the article; a site's name may hang on them
    document_title: str | None
    site_names: list[str]
    authors: list[str]
    house_authors: list[str]  # named as author, but like the site itself
    published: list[str]
    modified: str | None
    section: str | None
    tags: list[str]
    keywords: list[str]  # ``meta name=keywords``: the site's as often as the article's
    language: str | None  # BCP 47
    addresses: list[str]  # absolute http(s), canonical first, on whatever host
    comment_count: int | None
    discussed_at: str | None  # absolute http(s), where comments have a page of their own
    nodes: list[Node]  # of schema.org, that stand for the page itself
    has_article_node: bool  # JSON-LD or microdata describes this page's article
    og_types: list[str]

    @property
    def page_types(self) -> frozenset[str]:
        """The schema.org types of the page's own nodes."""
        return frozenset(name for node in self.nodes for name in types_of(node))


def read_metadata(page: Page) -> Metadata:
    """Everything a page's metadata says about its article. Broken or hostile parts are left out, never raised."""
    head = _Head(page)
    json_ld, microdata = read_json_ld(page), read_microdata(page)
    names = head.page_names
    articles = [node for node in (article_node(json_ld.nodes, names), article_node(microdata, names)) if node]
    about = articles + [node for node in (page_node(json_ld.nodes, names), _loose_node(microdata)) if node]
    sites = _unique(head.named("site") + site_names(json_ld))
    authors, house_authors = _authors(about, json_ld, head, sites)
    return Metadata(
        titles=_unique(_said(articles, "headline") + head.named("title") + _said(articles, "name")),
        document_title=_first(head.titles),
        site_names=sites,
        authors=authors,
        house_authors=house_authors,
        published=_said(about, "datePublished") + head.named("published") + _said(about, "dateCreated"),
        modified=_first(_said(about, "dateModified") + head.named("modified")),
        section=_section(about, head),
        tags=_tags(about, head),
        keywords=_split_tags(head.named("keywords")),
        language=_language(page, about, head),
        addresses=_unique(head.addresses + [url for node in articles for url in addresses_of(node, head.base)]),
        comment_count=_whole_number(articles[0].get("commentCount")) if articles else None,
        discussed_at=_first([url for said in _said(articles, "discussionUrl") if (url := _absolute(said, head.base))]),
        nodes=json_ld.nodes + microdata,
        has_article_node=bool(articles),
        og_types=head.named("type"),
    )


class _Head:
    """What ``meta``, ``link``, ``title`` and ``base`` of a page say, wherever they stand in it."""

    def __init__(self, page: Page) -> None:
        said = meta_of(page)
        self._by_kind: dict[str, list[list[str]]] = {}
        for name in filter(said.__contains__, _KIND_OF):
            self._by_kind.setdefault(_KIND_OF[name], []).append(_all_folded(said[name]))
        self.titles = _all_folded(title.text for title in page.by_tag["title"])
        bases = (absolute_http(page.url, base.get("href")) for base in page.by_tag["base"])
        self.base = next(filter(None, bases), page.url)
        links = dict.fromkeys([*links_of(page, "canonical"), *self.named("address")])
        self.addresses = [url for link in links if link.strip(" /") and (url := _absolute(link, self.base))]
        here = [page.url] if page.url and absolute_http(None, page.url) else []
        headings = map(one_line, page.by_tag["h1"][:_MAX_HEADINGS])
        self.page_names = PageNames(
            self.base, [*self.addresses, *here], chain(headings, self.titles, self.named("title"))
        )

    def named(self, kind: str) -> list[str]:
        """The contents of all ``meta`` of one kind, the most trusted name first."""
        return [value for values in self._by_kind.get(kind, ()) for value in values]

    def by_name(self, kind: str) -> list[list[str]]:
        """The same, of each name for itself."""
        return self._by_kind.get(kind, [])


def _said(nodes: Sequence[Node], name: str) -> list[str]:
    """What each node says first under this name."""
    return [said for node in nodes for said in strings(node.get(name))[:1]]


def _loose_node(microdata: Sequence[Node]) -> Node | None:
    """The properties outside of any item, where each is said once: said often, they belong to a list."""
    if not microdata or "@type" in microdata[-1]:
        return None
    return {name: value for name, value in microdata[-1].items() if not isinstance(value, list) or len(value) == 1}


def _authors(
    about: Sequence[Node], json_ld: JsonLd, head: _Head, site_names: Iterable[str]
) -> tuple[list[str], list[str]]:
    """The first source's people who are not the site itself, and the first source's that are."""
    sources = [people(node[name], json_ld) for node in about for name in ("author", "creator") if name in node]
    named = [names for source in sources + head.by_name("author") if (names := names_in(source))]
    if not named:
        return [], []
    sites = set(map(words_of, site_names))
    others = ([name for name in names if words_of(name) not in sites] for names in named)
    houses = ([name for name in names if words_of(name) in sites] for names in named)
    return next(filter(None, others), []), next(filter(None, houses), [])


def _section(about: Sequence[Node], head: _Head) -> str | None:
    """The first section; plug-ins join all of an article's categories with commas."""
    said = _first(_said(about, "articleSection") + head.named("section"))
    first, *others = (said or "").split(",")
    is_list = len(others) > 1 or any(not other.startswith(" ") for other in others)
    return first.strip() if is_list else said


def _tags(about: Sequence[Node], head: _Head) -> list[str]:
    """From the first source that has any."""
    sources = [strings(node.get("keywords")) for node in about] + head.by_name("tag")
    return next((tags for source in sources if (tags := _split_tags(source))), [])


def _split_tags(values: Sequence[str]) -> list[str]:
    if not values:
        return []
    tags = (" ".join(part.split()) for value in values for part in re.split(r"[,;]", value))
    return _unique(tag for tag in tags if 0 < len(tag) <= _MAX_TAG_CHARS)[:MAX_TAGS]


def _language(page: Page, about: Sequence[Node], head: _Head) -> str | None:
    if page.language and (tag := _bcp_47(page.language)):
        return tag
    said = _said(about, "inLanguage") + head.named("language")
    return next((tag for name in said if (tag := _bcp_47(name))), None)


@lru_cache(maxsize=256)
def _bcp_47(name: str) -> str | None:
    """``de-DE`` of ``de_de``: language lower, script capitalised, region upper; None for what is no tag."""
    tag = name.strip().replace("_", "-")
    if not _BCP_47.fullmatch(tag):
        return None
    language, *subtags = tag.lower().split("-")
    cased = [part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in subtags]
    return "-".join([language, *cased])


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = int(value)
    except (ValueError, OverflowError):  # words, NaN, infinity
        return None
    return number if 0 <= number < 10_000_000 else None


def _absolute(link: str, base: str | None) -> str | None:
    """An http(s) address; without a page's address to go by, ``//host/path`` is taken for https."""
    return absolute_http(base, link) or (absolute_http("https:", link) if link.startswith("//") else None)


def _all_folded(values: Iterable[str | None]) -> list[str]:
    return list(filter(None, [" ".join(value[:MAX_VALUE_CHARS].split()) for value in values if value]))


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _first(values: Sequence[str]) -> str | None:
    return values[0] if values else None
