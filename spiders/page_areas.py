"""Which parts of a page are its comments, and which are not the article: told by tags, ids and classes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from lxml.html import HtmlElement

from spiders.page import Page

_MAX_NAME_CHARS, _MAX_NAMES_CHARS = 80, 4_000
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_COMMENT_WORDS = """
    comment comments commentlist commentform commentarea commentsection respond disqus dsq wpdiscuz wpdcom livefyre isso
    kommentare kommentar comentarios comentario commentaires commentaire commenti komentarze reacties discussion
"""
# With one of these beside it, "comments" says something about the article's element, or counts and links.
_ABOUT_COMMENTS = """
    open opened closed has no with without count counts counter number link links enabled disabled off allow allowed
    button btn icon sidebar status date
"""
_ASIDE_WORDS = """
    sidebar widget related relatedposts yarpp breadcrumb breadcrumbs recent latest popular trending teaser teasers
    newsletter subscribe nav navigation navbar menu promo sponsored ad ads advert advertisement advertising adsense
    banner outbrain taboola share sharing sharedaddy shariff social addtoany bio biography authorbox saboxplugin query
    recommended recommendations copyright
"""
_STORY_ENDS_WORDS = """
    caption tags tagged taglinks categories cats meta byline toc rating ratings vote votes signup print printfriendly
    postnav pagination pager wpcnt jp
"""
_MENU_TAGS = frozenset(("head", "nav", "menu", "script", "style", "form", "noscript"))
_NO_HEADER_WORDS = """
    nav navbar navigation menu breadcrumb breadcrumbs sidebar related relatedposts recommended recent latest popular
    trending query teaser teasers
"""
_NO_HEADER = frozenset(_NO_HEADER_WORDS.split())
_ASIDE_TAGS = frozenset(("aside", "nav"))
_APART_TAGS = frozenset(("aside", "nav", "figcaption", "footer", "h1"))
_ASIDE = frozenset(_ASIDE_WORDS.split())
_COMMENTS = frozenset(_COMMENT_WORDS.split())
_ONLY_ABOUT = frozenset(_ABOUT_COMMENTS.split())
_STORY_ENDS = frozenset(_STORY_ENDS_WORDS.split())


def comment_areas(page: Page, headline: HtmlElement | None) -> set[HtmlElement]:
    """The outermost elements named after readers' comments or their form; none that holds the headline.

    Where it is not known which heading that is, none that holds a heading of the first level.
    """
    return _areas(page, headline, _COMMENTS, _names_comments)


def areas_apart(page: Page, headline: HtmlElement | None) -> set[HtmlElement]:
    """The comments and whatever is named after menus, sidebars and other stories; none that holds the headline."""
    return _areas(page, headline, _COMMENTS | _NO_HEADER, _names_no_header)


def _areas(
    page: Page, headline: HtmlElement | None, words: frozenset[str], is_named: Callable[[str], bool]
) -> set[HtmlElement]:
    """``is_named`` is asked of the names that hold one of the ``words``."""
    indexes = (page.by_class, page.by_id)
    names = [(index, name) for index in indexes for name in index.names_with(_shortest(words)) if is_named(name)]
    headings = page.root.iter("h1") if headline is None else [headline]
    frames = {frame for heading in headings for frame in (heading, *heading.iterancestors())}
    frames |= {page.root, *page.root.iter("body", "main")}
    areas = {element for index, name in names for element in index[name] if element not in frames}
    return {area for area in areas if areas.isdisjoint(area.iterancestors())}


@cache
def _shortest(words: frozenset[str]) -> list[str]:
    """Those of the words that hold no other: a name without any of them holds none of the words."""
    return [word for word in words if not any(other in word for other in words - {word})]


def is_beside_the_article(element: HtmlElement) -> bool:
    """Whether an element, by its own marks, holds something else: navigation, teasers, advertising, comments.

    Layouts name their frames by what they also hold ("content-sidebar-wrap"): ask only of what lies within
    the article's frame.
    """
    return element.tag in _ASIDE_TAGS or bool(_senses_of(element) & _IS_BESIDE)


def is_no_header(element: HtmlElement) -> bool:
    """Whether an element near the headline is a menu, other stories or readers' comments, not the header."""
    return element.tag in _MENU_TAGS or bool(_senses_of(element) & _IS_NO_HEADER)


def is_apart_from_the_story(element: HtmlElement) -> bool:
    """Whether an element within the story's is none of it: what stands beside articles, captions, tags, footers."""
    return element.tag in _APART_TAGS or bool(_senses_of(element) & (_IS_BESIDE | _ENDS_STORY))


# What the names in a ``class`` or an ``id`` say of an element, taken together.
_IS_BESIDE, _IS_NO_HEADER, _ENDS_STORY = 1, 2, 4


def _senses_of(element: HtmlElement) -> int:
    by_class, by_id = element.get("class"), element.get("id")
    return (_sense(by_class[:_MAX_NAMES_CHARS]) if by_class else 0) | (_sense(by_id[:_MAX_NAMES_CHARS]) if by_id else 0)


@lru_cache(maxsize=4096)  # pages say the same few hundred names again and again
def _sense(value: str) -> int:
    names = value.split()
    words = frozenset[str]().union(*map(_words, names))
    is_beside = _IS_BESIDE * (not words.isdisjoint(_ASIDE | _COMMENTS))
    is_no_header = _IS_NO_HEADER * any(map(_names_no_header, names))
    return is_beside | is_no_header | _ENDS_STORY * (not words.isdisjoint(_STORY_ENDS))


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    """``relatedPosts`` is {related, posts}, ``top-bar`` {top, bar}."""
    return frozenset(word.lower() for word in _WORD.findall(name[:_MAX_NAME_CHARS]))


def _names_comments(name: str) -> bool:
    words = _words(name)
    return not words.isdisjoint(_COMMENTS) and words.isdisjoint(_ONLY_ABOUT)


def _names_no_header(name: str) -> bool:
    return _names_comments(name) or not _NO_HEADER.isdisjoint(_words(name))
