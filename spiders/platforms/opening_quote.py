"""Which post a post on a flat board answers: the one that the quote at its top names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from spiders.platforms.own_parts import NOTHING, LeftOut

_EVENTS: tuple[Literal["start", "end", "comment", "pi"], ...] = ("start", "end", "comment", "pi")


def opening_quote(
    body: HtmlElement, quoted_post: Callable[[HtmlElement], str | None], left_out: LeftOut = NOTHING
) -> str | None:
    """The id of the post named by the first quote of ``body`` that names one, if no own words stand before it.

    ``quoted_post`` answers for an element: None, it is no quote; "", a quote that names no post; else the post's id.
    A quote further down is an aside in an answer to somebody else, or to nobody: it makes no parent.
    """
    walk = etree.iterwalk(body, events=_EVENTS)
    for event, node in walk:
        if event == "start":
            if node is not body:
                named = "" if node in left_out else quoted_post(node)
                if named:
                    return named
                if named is not None:
                    walk.skip_subtree()
                    continue
            if _has_words(node.text):
                return None
        elif node is not body and _has_words(node.tail):
            return None
    return None


def _has_words(text: str | None) -> bool:
    return bool(text and text.strip())
