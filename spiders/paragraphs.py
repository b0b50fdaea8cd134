"""The text of an element as a reader sees it: paragraphs, lines, single spaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby, islice
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

_BLOCK_TAGS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody tfoot thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_BEFORE = {**dict.fromkeys(_BLOCKS, "\n\n"), "br": "\n", "td": " ", "th": " "}
_SKIPPED_TAGS = """
    script style template noscript head form button input select textarea iframe object audio video svg canvas
"""
_SKIPPED = frozenset(_SKIPPED_TAGS.split())
_NOT_IN_A_LINE = _SKIPPED.union(_BEFORE)
_FEW = 20
_EVENTS: tuple[Literal["start", "end", "comment", "pi"], ...] = ("start", "end", "comment", "pi")


def paragraphs(element: HtmlElement, leave_out: Callable[[HtmlElement], bool] | None = None) -> str:
    """The text below ``element``, blocks parted by an empty line, ``br`` as a newline, white space folded.

    Scripts, styles, templates, forms and buttons are skipped, and so is every element below for which
    ``leave_out`` answers true, each with all it holds. The text after ``element`` itself does not count.
    """
    if leave_out is None and element.tag != "pre" and _is_one_line(element):
        return " ".join(bare_text(element).split())
    lines = (" ".join(line.split()) for line in _text(element, leave_out).split("\n"))
    return "\n\n".join("\n".join(group) for is_text, group in groupby(lines, key=bool) if is_text)


def one_line(element: HtmlElement) -> str:
    """The text below ``element`` on a single line."""
    is_simple = len(element) and _is_one_line(element)
    return " ".join((bare_text(element) if is_simple else _text(element, None)).split())


def texts(element: HtmlElement) -> Iterator[str]:
    """The texts in an element one by one, as ``itertext`` gives them, which takes ten times as long to begin."""
    if text := element.text:
        yield text
    around: list[tuple[Iterator[HtmlElement], HtmlElement]] = []
    parts = iter(element)
    while True:
        for part in parts:
            if isinstance(part.tag, str) and (text := part.text):
                yield text
            if len(part):
                around.append((parts, part))
                parts = iter(part)
                break
            if tail := part.tail:
                yield tail
        else:
            if not around:
                return
            parts, part = around.pop()
            if tail := part.tail:
                yield tail


def beginning_of_text(element: HtmlElement, chars: int) -> str:
    """The text in an element as the page writes it, of a large one no less than so many characters."""
    if has_few_parts(element):
        return bare_text(element)
    pieces: list[str] = []
    for text in texts(element):
        pieces.append(text)
        chars -= len(text)
        if chars < 0:
            break
    return "".join(pieces)


def has_few_parts(element: HtmlElement) -> bool:
    """Whether an element holds so few others that looking at all of them costs nothing, be it one of very many."""
    return not len(element) or next(islice(element.iterdescendants(), _FEW, None), None) is None


def _is_one_line(element: HtmlElement) -> bool:
    """Whether an element is shown and holds few others, none of which begins a line or is skipped."""
    if element.tag in _SKIPPED:
        return False
    parts = list(element[: _FEW + 1])
    for part in parts:  # which become more meanwhile
        if len(parts) > _FEW or part.tag in _NOT_IN_A_LINE:
            return False
        if len(part):
            parts.extend(part[: _FEW + 1])
    return True


def bare_text(element: HtmlElement) -> str:
    """All text in ``element`` as the page writes it, whatever holds it. lxml has no faster way to it."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def _text(element: HtmlElement, leave_out: Callable[[HtmlElement], bool] | None) -> str:
    if not len(element):
        return "" if element.tag in _SKIPPED else _unbroken(element.text, element)
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=_EVENTS)
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if tag in _SKIPPED or (leave_out is not None and node is not element and leave_out(node)):
                walk.skip_subtree()
                continue
            pieces.append(_BEFORE.get(str(tag), ""))
            pieces.append(_unbroken(node.text, node))
            continue
        if tag in _BLOCKS and event == "end":
            pieces.append("\n\n")
        if node is not element and (tail := node.tail):
            pieces.append(_unbroken(tail, node.getparent()) if "\n" in tail else tail)
    return "".join(pieces)


def _unbroken(text: str | None, holder: HtmlElement | None) -> str:
    """The text with its newlines as spaces, but for preformatted text."""
    if not text or (holder is not None and holder.tag == "pre"):
        return text or ""
    return text.replace("\n", " ")
