"""The words of a phpBB post, and whom its quotes name.

A quote's head is a ``cite`` of the ``blockquote``: "NAME wrote:". From version 3.2 on it links to the post quoted, if
the board made the quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.platforms.opening_quote import opening_quote
from spiders.platforms.own_parts import LeftOut, line_of, words_of

_QUOTED = re.compile(r"#p(\d{1,18})$")
_MAX_HEADS = 50


def read_words(comment: Comment, words: HtmlElement, left_out: LeftOut) -> None:
    """Fill the comment's body, and its parent where it opens with a quote that names one, from ``words``."""
    rendered = words_of(words, left_out)
    has_heads = "<cite" in rendered.html
    comment.body = _with_heads_on_lines(rendered.text, words, left_out) if has_heads else rendered.text
    comment.body_html = rendered.html or None
    comment.claimed_parent = opening_quote(words, _quoted_post, left_out)


def _quoted_post(element: HtmlElement) -> str | None:
    if element.tag != "blockquote":
        return None
    inner = next(element.iterchildren("div"), None)
    head = next(inner.iterchildren("cite"), None) if inner is not None else None
    for link in head.iterchildren("a") if head is not None else ():
        found = _QUOTED.search(link.get("href") or "")
        if found or link.get("data-post-id"):
            return link.get("data-post-id") or (found[1] if found else None)
    return ""


def _with_heads_on_lines(text: str, words: HtmlElement, left_out: LeftOut) -> str:
    """The text with each quote's head, which is no block of its own, parted from the words quoted."""
    done: list[str] = []
    at = 0
    for line in islice(_heads_of_quotes(words, left_out), _MAX_HEADS):
        start = at if text.startswith(line, at) else text.find(f"\n{line}", at) + 1
        if text.startswith(line, start) and start >= at:
            done.append(f"{text[at:start]}{line}\n\n")
            at = start + len(line)
            at += len(text[at : at + 2]) - len(text[at : at + 2].lstrip())
    return ("".join(done) + text[at:]).strip()


def _heads_of_quotes(words: HtmlElement, left_out: LeftOut) -> Iterator[str]:
    walk = etree.iterwalk(words, events=("start",))
    for _, element in walk:
        if element is not words and element in left_out:
            walk.skip_subtree()
        elif element.tag == "cite":
            line = line_of(element, left_out)
            if line:
                yield line
