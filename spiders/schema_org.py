"""Which schema.org node describes a page's own article, and what such nodes say of people and places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from archiver.urls import absolute_http, article_key
from archiver.words import words_of
from spiders.json_ld import JsonLd, Node, first_string, strings, types_of

_ARTICLE_TYPE = re.compile(
    r"(?:Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting|^Report)$"
)
_LIKE_AN_ARTICLE = frozenset(("Review", "CriticReview", "Recipe", "HowTo", "CreativeWork"))
_PAGE_TYPES = frozenset(("WebPage", "ItemPage", "QAPage", "FAQPage", "AboutPage", "MedicalWebPage"))


class PageNames:
    """What a page calls itself, to tell its own nodes from those of other pages. Looked at where there are some."""

    def __init__(self, base: str | None, addresses: Iterable[str], titles: Iterable[str]) -> None:
        self.base = base  # what relative addresses are relative to
        self._addresses, self._titles = addresses, titles

    @cached_property
    def keys(self) -> frozenset[str]:
        """Of its addresses, see ``article_key``."""
        return frozenset(map(article_key, self._addresses))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Their bare words, see ``words_of``."""
        return tuple(bare for title in self._titles if (bare := words_of(title)))


def article_node(nodes: Sequence[Node], names: PageNames) -> Node | None:
    """The node of this page's article: by its address or headline, else because it stands alone.

    A node whose address and headline are both another page's is never taken; of a list of stories, none.
    """
    for is_kind in (_is_article, _is_like_an_article):
        found = [node for node in nodes if is_kind(node)]
        if len(found) == 1 and _may_belong(found[0], names):
            return found[0]
        if len(found) > 1:
            best = max(found, key=lambda node: _belonging(node, names))
            if _belonging(best, names):
                return best
    return None


def page_node(nodes: Sequence[Node], names: PageNames) -> Node | None:
    """The node of the page as such, which some publishers date instead of the article."""
    found = (node for node in nodes if not _PAGE_TYPES.isdisjoint(types_of(node)))
    return next((node for node in found if _may_belong(node, names)), None)


def addresses_of(node: Node, base: str | None) -> list[str]:
    """The addresses a node gives for what it describes, absolute."""
    said: list[object] = []
    for name in ("url", "mainEntityOfPage", "@id"):
        value = node.get(name)
        said += [value.get("@id"), value.get("url")] if isinstance(value, dict) else [value]
    links = (absolute_http(base, link) for link in said if isinstance(link, str))
    return [link for link in links if link]


def people(value: object, json_ld: JsonLd) -> list[str]:
    """The names in an ``author``: a string, a person, a reference to one, or a list of these."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        person = json_ld.resolved(one)
        if not isinstance(person, dict):
            found += strings(person)
        elif names := strings(person.get("name")):
            found += names
        else:
            parts = (first_string(person.get(part)) for part in ("givenName", "familyName"))
            found.append(" ".join(part for part in parts if part))
    return found


def site_names(json_ld: JsonLd) -> list[str]:
    """What the page's nodes call its site or its publisher."""
    names: list[str] = []
    for node in json_ld.nodes:
        if "WebSite" in types_of(node):
            names += strings(node.get("name")) + strings(node.get("alternateName"))
        publisher = json_ld.resolved(node.get("publisher"))
        if isinstance(publisher, dict):
            names += strings(publisher.get("name"))
    return names


def _is_article(node: Node) -> bool:
    return any(_ARTICLE_TYPE.search(name) for name in types_of(node))


def _is_like_an_article(node: Node) -> bool:
    return not _LIKE_AN_ARTICLE.isdisjoint(types_of(node))


def _belonging(node: Node, names: PageNames) -> int:
    """How surely a node is this page's: 4 by address, 2 by headline, 1 more where it holds the text."""
    is_here = _is_at(addresses_of(node, names.base), names)
    is_titled = _is_titled(_headline(node), names)
    holds_text = (is_here or is_titled) and bool(node.get("articleBody"))
    return 4 * is_here + 2 * is_titled + holds_text


def _may_belong(node: Node, names: PageNames) -> bool:
    """Whether a node is this page's, or does not say enough to know that it is another's."""
    addresses, headline = addresses_of(node, names.base), _headline(node)
    if not (addresses and headline and names.keys) or _is_at(addresses, names):
        return True
    return not names.titles or _is_titled(headline, names)


def _is_at(addresses: Iterable[str], names: PageNames) -> bool:
    return any(article_key(address) in names.keys for address in addresses)


def _is_titled(headline: str, names: PageNames) -> bool:
    words = words_of(headline)
    return bool(words) and any(words in title or title in words for title in names.titles)


def _headline(node: Node) -> str:
    return first_string(node.get("headline")) or first_string(node.get("name")) or ""
