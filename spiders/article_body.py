"""The text of an article, as paragraphs, without what surrounds it and without its readers' comments."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache, partial

from lxml import etree
from lxml.html import HtmlElement

from archiver.words import words_of
from spiders.page import Page
from spiders.page_areas import comment_areas, is_apart_from_the_story
from spiders.paragraphs import paragraphs

MIN_BODY_CHARS = 250
MAX_ELEMENTS = 50_000
"""With so many elements besides the comments, a page's text is not searched for: it would take seconds."""

_BODY_CLASSES = ("wp-block-post-content", "entry-content")
_BODY_ITEMS = etree.XPath("descendant-or-self::*/@itemprop[contains(concat(' ', ., ' '), ' articleBody ')]/..")
_NO_STORY = ("aside", "footer", "nav", "style", "svg", "link", "meta")
_MAX_MARKED = 20
_HEADER_PARAGRAPHS, _MAX_HEADER_CHARS, _MAX_LETTERS_MORE = 6, 400, 12


def read_body(page: Page, headline: HtmlElement | None, threads: Collection[HtmlElement] = ()) -> str | None:
    """The article's text, an empty line between paragraphs; None where none is found.

    Where exactly one element is marked as the story (``articleBody``, WordPress's post content), it is read
    as it stands; else trafilatura looks for the text. ``threads``, and every area named after comments that
    does not hold the ``headline``, are left out before.
    """
    apart = comment_areas(page, headline).union(threads)
    return _marked_body(page, apart) or _found_body(page, apart)


def without_header(body: str, parts: Iterable[str | None]) -> str | None:
    """The body without those of its first paragraphs that only repeat the header: title, byline, date.

    ``parts`` are these as read. A few letters more ("By", "Updated", a time of day) make no paragraph of it.
    """
    known = [words for part in parts if (words := words_of(part))]
    blocks = body.split("\n\n")
    kept = [text for text in blocks[:_HEADER_PARAGRAPHS] if not _repeats_header(text, known)]
    return "\n\n".join(kept + blocks[_HEADER_PARAGRAPHS:]) or None


def _repeats_header(text: str, known: Sequence[str]) -> bool:
    words = rest = words_of(text) if len(text) <= _MAX_HEADER_CHARS else ""
    for part in known:
        rest = rest.replace(part, "")
    return len(rest) < len(words) and len(rest) <= _MAX_LETTERS_MORE


def story_text(element: HtmlElement, threads: Collection[HtmlElement] = ()) -> str:
    """The paragraphs of the element that holds a story, without share bars, related stories, forms, comments."""
    return paragraphs(element, _apart(element, threads).__contains__)


def _marked_body(page: Page, apart: Collection[HtmlElement]) -> str | None:
    candidates: list[Sequence[HtmlElement]] = [page.by_class.get(name, []) for name in _BODY_CLASSES]
    if "articleBody" in page.text:
        candidates.insert(0, _BODY_ITEMS(page.root))
    for elements in candidates:
        own = (element for element in elements[:_MAX_MARKED] if not any(up in apart for up in element.iterancestors()))
        texts = (text for element in own if len(text := story_text(element, apart)) >= MIN_BODY_CHARS)
        first, second = next(texts, None), next(texts, None)
        if first and not second:
            return first
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
    tree = tree_without(page.root, apart)
    if tree.xpath(f"boolean((//*)[{MAX_ELEMENTS}])"):
        return None
    _drop_what_is_no_story(tree)
    try:
        found = _text_finder()(tree)
    except (RecursionError, ValueError, TypeError, AttributeError, etree.LxmlError):
        return None  # the library's failure on an odd tree is no reason to lose the thread
    return _as_paragraphs(found.split("\n")) if found else None


def _drop_what_is_no_story(tree: HtmlElement) -> None:
    """Leaves less to search: trafilatura's patterns look at every element several times, also at these."""
    for script in [script for script in tree.iter("script") if "json" not in (script.get("type") or "")]:
        script.drop_tree()
    etree.strip_elements(tree, *_NO_STORY, with_tail=False)


@cache
def _text_finder() -> Callable[[HtmlElement], str | None]:
    """trafilatura, which takes half a second to load, and its settings, which it would else read for every page."""
    from trafilatura import extract
    from trafilatura.settings import Extractor

    return partial(extract, options=Extractor(fast=True, comments=False))


def tree_without(root: HtmlElement, apart: Collection[HtmlElement]) -> HtmlElement:
    """A copy of a tree without these elements, and without what browsers do not show; the text after each stays."""
    doomed = {element for element in apart if element.tag not in ("html", "body")}
    twin = copy.deepcopy(root)
    for element in _counterparts(twin, root, doomed) if doomed else ():
        element.drop_tree()
    etree.strip_elements(twin, "iframe", "noscript", "template", with_tail=False)
    return twin


def _counterparts(twin: HtmlElement, root: HtmlElement, doomed: Collection[HtmlElement]) -> list[HtmlElement]:
    """The elements of a tree's copy that stand where these stand in the tree; not those within others of them."""
    outermost = {element for element in doomed if not any(above in doomed for above in element.iterancestors())}
    return [copied for copied, element in zip(twin.iter(), root.iter(), strict=True) if element in outermost]


def _as_paragraphs(lines: Iterable[str]) -> str | None:
    folded = (" ".join(line.split()).removeprefix("- ").strip("| ") for line in lines)
    return "\n\n".join(line for line in folded if words_of(line)) or None
