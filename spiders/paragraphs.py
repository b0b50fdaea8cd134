"""The text of an element as a reader sees it: paragraphs, lines, single spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

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
_FEW = 20
_MANY_NEWLINES = re.compile(r"\n{3,}")


def paragraphs(element: HtmlElement, leave_out: Callable[[HtmlElement], bool] | None = None) -> str:
    """The text below ``element``, blocks parted by an empty line, ``br`` as a newline, white space folded.

    Scripts, styles, templates, forms and buttons are skipped, and so is every element below for which
    ``leave_out`` answers true, each with all it holds. The text after ``element`` itself does not count.
    """
    text = _text(element, leave_out)
    if "\n" not in text:
        return " ".join(text.split())
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return _MANY_NEWLINES.sub("\n\n", "\n".join(lines).strip("\n"))


def one_line(element: HtmlElement) -> str:
    """The text below ``element`` on a single line."""
    return " ".join(_text(element, None).split())


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


def bare_text(element: HtmlElement) -> str:
    """All text in ``element`` as the page writes it, whatever holds it. lxml has no faster way to it."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def _text(element: HtmlElement, leave_out: Callable[[HtmlElement], bool] | None) -> str:
    if element.tag in _SKIPPED:
        return ""
    if not len(element):
        return _unbroken(element.text, element)
    pieces: list[str] = [_unbroken(element.text, element)]
    around: list[tuple[HtmlElement, Iterator[HtmlElement]]] = []
    holder, parts = element, iter(element)
    while True:
        for part in parts:
            tag = part.tag
            if isinstance(tag, str) and tag not in _SKIPPED and not (leave_out and leave_out(part)):
                if tag in _BEFORE:
                    pieces.append(_BEFORE[tag])
                if text := part.text:
                    pieces.append(_unbroken(text, part) if "\n" in text else text)
                if len(part):
                    around.append((holder, parts))
                    holder, parts = part, iter(part)
                    break
            if tag in _BLOCKS:
                pieces.append("\n\n")
            if tail := part.tail:
                pieces.append(_unbroken(tail, holder) if "\n" in tail else tail)
        else:
            if not around:
                return "".join(pieces)
            closed = holder
            holder, parts = around.pop()
            if closed.tag in _BLOCKS:
                pieces.append("\n\n")
            if tail := closed.tail:
                pieces.append(_unbroken(tail, holder) if "\n" in tail else tail)


def _unbroken(text: str | None, holder: HtmlElement | None) -> str:
    """The text with its newlines as spaces, but for preformatted text."""
    if not text or (holder is not None and holder.tag == "pre"):
        return text or ""
    return text.replace("\n", " ")
