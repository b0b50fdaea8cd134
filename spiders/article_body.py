"""The text of an article, as paragraphs, without what surrounds it and without its readers' comments."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Sequence

import trafilatura
from lxml import etree
from lxml.html import HtmlElement

from archiver.archive.identity import words_of
from spiders.page import Page
from spiders.page_areas import comment_areas, is_apart_from_the_story
from spiders.paragraphs import one_line, paragraphs

MIN_BODY_CHARS = 250
MAX_ELEMENTS = 100_000
"""Beyond this many elements a page's text is not searched for: no article is that large."""

_BODY_CLASSES = ("wp-block-post-content", "entry-content")
_BODY_ITEMS = etree.XPath("//*[contains(concat(' ', @itemprop, ' '), ' articleBody ')]")
_MAX_MARKED = 20


def read_body(page: Page, headline: HtmlElement | None, threads: Collection[HtmlElement] = ()) -> str | None:
    """The article's text, an empty line between paragraphs, without its headline; None where none is found.

    Where exactly one element is marked as the story (``articleBody``, WordPress's post content), it is read
    as it stands; else trafilatura looks for the text. ``threads``, and every area named after comments that
    does not hold the ``headline``, are left out before.
    """
    apart = comment_areas(page, headline).union(threads)
    text = _marked_body(page, apart) or _found_body(page, apart)
    return text and _without_headline(text, headline)


def story_text(element: HtmlElement, threads: Collection[HtmlElement] = ()) -> str:
    """The paragraphs of the element that holds a story, without share bars, related stories, forms, comments."""
    return paragraphs(element, _apart(element, threads).__contains__)


def _marked_body(page: Page, apart: Collection[HtmlElement]) -> str | None:
    candidates: list[Sequence[HtmlElement]] = [page.by_class.get(name, []) for name in _BODY_CLASSES]
    if "articleBody" in page.text:
        candidates.insert(0, _BODY_ITEMS(page.root))
    for elements in candidates:
        own = [element for element in elements[:_MAX_MARKED] if not any(up in apart for up in element.iterancestors())]
        texts = [text for element in own if len(text := story_text(element, apart)) >= MIN_BODY_CHARS]
        if len(texts) == 1:
            return texts[0]
    return None


def _apart(story: HtmlElement, threads: Collection[HtmlElement]) -> set[HtmlElement]:
    """What to leave out of a story's element. What holds half its text or more is the story, whatever its name."""
    marked: dict[HtmlElement, tuple[int, int]] = {}
    chars = 0
    for event, node in etree.iterwalk(story, events=("start", "end")):
        if event == "start":
            if node is not story and (node in threads or is_apart_from_the_story(node)):
                marked[node] = (chars, chars)
            chars += len(node.text or "")
        else:
            if node in marked:
                marked[node] = (marked[node][0], chars)
            chars += len(node.tail or "")
    return {node for node, (start, end) in marked.items() if node in threads or 2 * (end - start) < chars}


def _found_body(page: Page, apart: Collection[HtmlElement]) -> str | None:
    if page.root.xpath(f"count(//*) > {MAX_ELEMENTS}"):
        return None
    try:
        found = trafilatura.extract(tree_without(page.root, apart), fast=True, include_comments=False)
    except (RecursionError, ValueError, TypeError, AttributeError, etree.LxmlError):
        return None  # the library's failure on an odd tree is no reason to lose the thread
    return _as_paragraphs(found.split("\n")) if found else None


def tree_without(root: HtmlElement, apart: Collection[HtmlElement]) -> HtmlElement:
    """A copy of a tree without these elements; the text after each stays."""
    doomed = {element for element in apart if element.tag not in ("html", "body")}
    places = [_place(element) for element in doomed if doomed.isdisjoint(element.iterancestors())]
    twin = copy.deepcopy(root)
    for element in [_at(twin, place) for place in places]:
        element.drop_tree()
    return twin


def _place(element: HtmlElement) -> list[int]:
    """Where an element stands in its tree: which child of which child …, from the root down."""
    place = []
    while (parent := element.getparent()) is not None:
        place.append(parent.index(element))
        element = parent
    return place[::-1]


def _at(root: HtmlElement, place: Iterable[int]) -> HtmlElement:
    for index in place:
        root = root[index]
    return root


def _as_paragraphs(lines: Iterable[str]) -> str | None:
    folded = (" ".join(line.split()).removeprefix("- ") for line in lines)
    return "\n\n".join(line for line in folded if line) or None


def _without_headline(text: str, headline: HtmlElement | None) -> str | None:
    first, _, rest = text.partition("\n\n")
    is_headline = headline is not None and words_of(first) == words_of(one_line(headline))
    return (rest if is_headline else text) or None
