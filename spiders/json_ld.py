"""JSON-LD as publishers write it: often broken, sometimes hostile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from spiders.page import Page

Node = Mapping[str, Any]
"""One thing described in schema.org's words, from JSON-LD or microdata."""

MAX_CHARS = 2_000_000
"""What all JSON-LD of one page may add up to; more is left unread. Real pages hold some 2,000 characters."""
MAX_NODES = 20_000

_MEMO = "json-ld"
_DECODER = json.JSONDecoder(strict=False)  # control characters inside strings are common
_ITEMS_OF_THE_PAGE = frozenset(("@graph", "mainEntity", "mainEntityOfPage"))
# Strings whole, so that what looks like a comment or a comma inside them stays.
_TO_MEND = re.compile(
    r"""
      (?P<string>"(?:[^"\\]++|\\.)*+(?:"|\Z))
    | /\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z) | //[^\n]*+ | <!--|--> | <!\[CDATA\[|\]\]>
    | ,(?=\s*+[]}])
    """,
    re.VERBOSE | re.DOTALL,
)
_NEXT_VALUE = re.compile(r"[{\[]")
_PLAIN_PAIR = re.compile(
    r'"(@type|headline|datePublished|dateModified|articleSection|inLanguage)"\s*+:\s*+"((?:[^"\\]++|\\.)*+)"\s*+[,}\]]'
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True, slots=True)
class JsonLd:
    """The nodes that stand for the page itself, in its order, and every node that has an ``@id``."""

    nodes: list[Node] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)

    def resolved(self, value: object) -> object:
        """What a bare reference (``{"@id": …}``) points at, one step; any other value as it is."""
        if isinstance(value, dict) and value.keys() <= {"@id", "@type"} and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value


def read_json_ld(page: Page) -> JsonLd:
    """All JSON-LD of a page, read once. What cannot be read, even mended, is left out; nothing is raised."""
    if _MEMO not in page.memo:
        page.memo[_MEMO] = _read(page.by_tag["script"])
    read: JsonLd = page.memo[_MEMO]
    return read


def _read(scripts: Iterable[HtmlElement]) -> JsonLd:
    read = JsonLd()
    left_chars, left_nodes = MAX_CHARS, MAX_NODES
    for script in scripts:
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        left_chars -= len(text)
        if left_chars < 0:
            break
        left_nodes = _gather(list(_values(text)), read, left_nodes)
    return read


def types_of(node: Node) -> list[str]:
    """The node's types without their vocabulary's address: ``["NewsArticle"]``."""
    said = node.get("@type")
    names = [said] if isinstance(said, str) and said.isalnum() else strings(said)
    return [name.rpartition("/")[2].rpartition(":")[2] for name in names]


def strings(value: object) -> list[str]:
    """The strings of a value that may be one, a list of them, or ``{"@value": …}``; folded, without mark-up."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        text = item.get("@value") if isinstance(item, dict) else item
        if isinstance(text, str) and (clean := " ".join(_without_mark_up(text).split())):
            found.append(clean)
    return found


def _without_mark_up(text: str) -> str:
    text = unescape(text)
    return _TAG.sub(" ", text) if "<" in text else text


def first_string(value: object) -> str | None:
    """The first of ``strings``."""
    return next(iter(strings(value)), None)


def _values(text: str) -> Iterator[object]:
    """Every JSON value of a script: as it is, else mended, else its plain pairs alone."""
    if '"' not in text:
        text = unescape(text)  # some templates escape what needs no escaping inside a script
    try:
        yield _DECODER.decode(text)
    except (ValueError, RecursionError):
        mended = _TO_MEND.sub(lambda found: found["string"] or "", text)
        values = list(_values_in_a_row(mended))
        yield from values or _plain_pairs(mended)


def _values_in_a_row(text: str) -> Iterator[object]:
    """Values that follow one another, up to the first that is broken."""
    at = 0
    while start := _NEXT_VALUE.search(text, at):
        try:
            value, at = _DECODER.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            return
        yield value


def _plain_pairs(text: str) -> list[object]:
    """The article that a broken script was meant to describe, where its name and value pairs are whole."""
    pairs: dict[str, str] = {}
    for name, value in _PLAIN_PAIR.findall(text):
        pairs.setdefault(name, value)
    return [pairs] if "headline" in pairs and "@type" in pairs else []


def _gather(values: list[object], read: JsonLd, left: int) -> int:
    """Adds what the values hold to ``read``, at most ``left`` nodes; answers how many are left."""
    stack: list[tuple[object, bool]] = [(value, True) for value in reversed(values)]
    while stack and left > 0:
        value, is_of_the_page = stack.pop()
        if isinstance(value, list):
            stack.extend((item, is_of_the_page) for item in reversed(value))
        elif isinstance(value, dict):
            left -= 1
            if is_of_the_page:
                read.nodes.append(value)
            if isinstance(value.get("@id"), str) and len(value) > 1:
                read.by_id.setdefault(value["@id"], value)
            inner = [(name, part) for name, part in value.items() if isinstance(part, (list, dict))]
            stack.extend((part, is_of_the_page and name in _ITEMS_OF_THE_PAGE) for name, part in reversed(inner))
    return left
