"""The text of an element as a reader sees it: paragraphs, lines, single spaces."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

_BLOCK_TAGS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_CELLS = frozenset(("td", "th"))
_SKIPPED_TAGS = """
    script style template noscript head form button input select textarea iframe object audio video svg canvas
"""
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_EVENTS: tuple[Literal["start", "end", "comment", "pi"], ...] = ("start", "end", "comment", "pi")


def paragraphs(element: HtmlElement, leave_out: Callable[[HtmlElement], bool] | None = None) -> str:
    """The text below ``element``, blocks parted by an empty line, ``br`` as a newline, white space folded.

    Scripts, styles, templates, forms and buttons are skipped, and so is every element below for which
    ``leave_out`` answers true, each with all it holds. The text after ``element`` itself does not count.
    """
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=_EVENTS)
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if tag in _SKIPPED or (leave_out is not None and node is not element and leave_out(node)):
                walk.skip_subtree()
                continue
            pieces.append(_before(tag))
            if node.text:
                pieces.append(node.text if _keeps_lines(node) else node.text.replace("\n", " "))
            continue
        if event == "end" and tag in _BLOCKS:
            pieces.append("\n\n")
        if node is not element and node.tail:
            pieces.append(node.tail if _keeps_lines(node.getparent()) else node.tail.replace("\n", " "))
    return _folded("".join(pieces))


def one_line(element: HtmlElement) -> str:
    """The text below ``element`` on a single line."""
    return " ".join(paragraphs(element).split())


def _before(tag: str) -> str:
    if tag == "br":
        return "\n"
    if tag in _CELLS:
        return " "
    return "\n\n" if tag in _BLOCKS else ""


def _keeps_lines(element: HtmlElement | None) -> bool:
    return element is not None and element.tag == "pre"


def _folded(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join("\n".join(group) for is_text, group in groupby(lines, key=bool) if is_text)
