"""Which parts of a page are its comments, and which stand beside the article: by their tags, ids and classes."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_ASIDE_TAGS = frozenset(("aside", "nav", "footer"))
_ASIDE_WORDS = """
    sidebar widget related relatedposts yarpp breadcrumb breadcrumbs recent popular trending teaser teasers newsletter
    footer nav navigation navbar menu promo sponsored advert advertisement advertising ads banner outbrain taboola
    share sharing sharedaddy social addtoany bio biography authorbox query recommended recommendations copyright
"""
_COMMENT_WORDS = """
    comment comments commentlist commentform commentarea commentsection respond disqus dsq wpdiscuz wpdcom livefyre isso
    kommentare kommentar comentarios comentario commentaires commentaire commenti komentarze reacties discussion
"""
# With one of these beside it, "comments" says something about the article's element, or counts and links.
_ABOUT_COMMENTS = """
    open opened closed has no with without count counts counter number link links enabled disabled off allow allowed
    button btn icon sidebar
"""
_ASIDE = frozenset(_ASIDE_WORDS.split())
_COMMENTS = frozenset(_COMMENT_WORDS.split())
_ONLY_ABOUT = frozenset(_ABOUT_COMMENTS.split())


def is_comment_area(element: HtmlElement) -> bool:
    """Whether an element's id or a class of it names readers' comments or their form."""
    return any(not _COMMENTS.isdisjoint(words) and _ONLY_ABOUT.isdisjoint(words) for words in _marks(element))


def is_beside_the_article(element: HtmlElement) -> bool:
    """Whether an element, by its own marks, holds something else: navigation, teasers, advertising, comments.

    Layouts name their frames by what they also hold ("content-sidebar-wrap"): ask only of what lies within
    the article's frame.
    """
    if element.tag in _ASIDE_TAGS:
        return True
    return any(not _ASIDE.isdisjoint(words) or not _COMMENTS.isdisjoint(words) for words in _marks(element))


def _marks(element: HtmlElement) -> list[set[str]]:
    """The words of the id and of each class: ``relatedPosts top-bar`` has {related, posts} and {top, bar}."""
    names = f"{element.get('id') or ''} {element.get('class') or ''}".split()
    return [{word.lower() for word in _WORD.findall(name)} for name in names]
