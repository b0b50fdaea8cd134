"""Who wrote a comment, out of the head of its mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from archiver.items import CommentKind
from archiver.urls import absolute_http
from spiders.platforms.class_words import SURE
from spiders.platforms.comment_text import is_filler, shown_line
from spiders.platforms.comment_time import before_date, date_in, is_bare_time
from spiders.platforms.own_nodes import OwnNode

_SAYS = (
    r"says?|said|wrote|writes|commented|sagt|sagte|schreibt|schrieb|meint|meinte|kommentiert[e]?|dit|a\s+dit|a\s+écrit|"
    r"écrit|dice|dijo|ha\s+dicho|escribió|comentó|ha\s+detto|ha\s+scritto|scrive|disse|diz|escreveu|comentou|schreef|"
    r"schrijft|zegt|zei|mówi|pisze|napisał\(?a?\)?|пишет|сказал|says\s+on|より"
)
_SAYS_AFTER = re.compile(
    rf"\s+(?:{_SAYS})(?:\s*[:,]|\s+(?:on|am|le|el|op|il|em)|\s*[:,]\s*(?:on|am|le|el|op|il|em))\s*$", re.I
)
_SAYS_AFTER_SURE_NAME = re.compile(rf"\s+(?:{_SAYS})\s*:\s*$", re.I)
_BY_BEFORE = re.compile(
    r"^(?:(?:posted|written|comment(?:ed)?|kommentar|geschrieben|verfasst|commentaire|comentario|comentário|commento|"
    r"reactie|publi[ée]|publicado|submitted|response|reply)\s+)?(?:by|von|par|por|da|door|przez)\s*:?\s+",
    re.I,
)
_PING_BEFORE = re.compile(
    r"^\W*(pingback|trackback|ping|rétrolien)\b\s*(?:(?:by|from|von|par|de|di|da|van|por)\b)?\s*[:|–—-]*\s*", re.I
)
_LOOSE_SAYS = re.compile(rf"\W*(?P<name>\S(?:.{{0,58}}?\S)?)\s+(?:{_SAYS})\s*:?\s*", re.I)
_LOOSE_BY = re.compile(
    r"\W*(?:posted|written|comment|geschrieben|verfasst|kommentar|écrit|posté|publié|scritto|inviato|escrito|publicado|"
    r"geschreven|geplaatst|reactie|napisane?|dodane?)(?:\s+\w{1,7}\.?)??(?:\s+\#?\d{1,5})?"
    r"\s+(?:by|von|par|por|da|door|przez)\s*:?\s+(?P<name>.{1,60}?)\.?\s*",
    re.I,
)
_MAX_LOOSE = 80
_SIGNS_AROUND = " |,;:•·–—-"
_NAME_TAGS = frozenset("h2 h3 h4 h5 h6 strong b a cite span".split())
_TAGS_OF_NAMES = frozenset("h2 h3 h4 h5 h6 strong b a".split())  # where no class names the author
_NAME_LINES = frozenset("p small em i h4 h5 h6".split())
_DATE_WORD_AT_END = re.compile(r"[\s,]+(?:on|am|um|at|le|el|il|em|op|vom)\s*$", re.I)
_YEAR = re.compile(r"\d{4}")
_MAX_NAME = 120
_MAX_TITLE = 500  # the name of a pingback is the title of the page it comes from
_MAX_INNER = 40
_MOST_TRIED = 40


class ShownAuthor(NamedTuple):
    """``name`` and ``url`` as shown, ``kind`` as told by words beside the name, ``nodes`` the name stands in."""

    name: str | None
    url: str | None
    kind: CommentKind
    nodes: tuple[HtmlElement, ...]


NO_AUTHOR = ShownAuthor(None, None, "comment", ())


def shown_author(
    nodes: Sequence[OwnNode], candidates: Sequence[OwnNode], skipped: AbstractSet[HtmlElement], base_url: str | None
) -> ShownAuthor:
    """The comment's author: the strongest name among ``candidates``, some of all the comment's ``nodes``.

    ``fn`` comes before ``author-name`` before ``author`` before an unmarked ``cite``, linked name, heading or bold
    word; among equals the first. Words in ``skipped`` elements do not count.
    """
    ranked = [
        (-rank, node.position)
        for node in candidates
        if (node.marks.author or node.element.tag in _TAGS_OF_NAMES) and (rank := _rank(node))
    ]
    refused: set[int] = set()
    for _, position in islice(sorted(ranked), _MOST_TRIED):
        author = _read(nodes, nodes[position], skipped, base_url, refused)
        if author.name:
            return author
    return NO_AUTHOR


def sure_name(shown: str) -> str | None:
    """The name in a line of which it is sure that it shows the whole name and nothing else."""
    return _bare_name(shown, is_sure=True) if shown else None


@lru_cache(maxsize=4096)  # the same people write again and again
def is_bare_name(shown: str) -> bool:
    """Whether a line shows a name and nothing besides, whatever the mark-up says of it."""
    if not 0 < len(shown) <= _MAX_NAME or is_filler(shown) or ping_kind(shown) or before_date(shown) != shown:
        return False
    if not any(map(str.isalpha, shown)):
        return False
    return _bare_name(shown, is_sure=True) == _bare_name(shown, is_sure=False) == shown


def author_beside(line: HtmlElement, date: str, skipped: AbstractSet[HtmlElement], base_url: str | None) -> ShownAuthor:
    """The author in a line without any marks that shows the date too: "By … on 5 March 2007"."""
    before, _, after = shown_line(line, skipped, is_spaced=True).partition(date)
    for words in (before, after):
        name = _bare_name(_DATE_WORD_AT_END.sub("", words), is_sure=False)
        is_name = 0 < len(name) <= _MAX_NAME and any(c.isalpha() for c in name)
        if is_name and not is_filler(name) and not is_bare_time(name):
            return ShownAuthor(name, _url(line, base_url), "comment", (line,))
    return NO_AUTHOR


def author_in_loose_words(elements: Iterable[HtmlElement]) -> ShownAuthor:
    """The author whom words name that stand in no element of their own: "… says:", "Written by …"."""
    for element in elements:
        for words in (element.text, *(child.tail for child in element[:])):
            if words and len(words := words.strip()) <= _MAX_LOOSE and (name := name_in_loose_line(words)):
                is_alone = not len(element) and element.tag in _NAME_LINES
                return ShownAuthor(name, None, "comment", (element,) if is_alone else ())
    return NO_AUTHOR


def name_in_loose_line(line: str) -> str | None:
    """The name in a line that says of nothing but a name that its bearer writes."""
    found = (_LOOSE_SAYS.fullmatch(line) if ":" in line[-3:] else None) or _LOOSE_BY.fullmatch(line)
    name = found["name"].strip(_SIGNS_AROUND) if found else ""
    return name if name and not is_filler(name) and before_date(name) == name else None


def ping_kind(words: str) -> CommentKind | None:
    """The kind that words such as "Pingback:" or "Trackback von" at the beginning of a line tell."""
    match = _PING_BEFORE.match(words)
    if match is None:
        return None
    return "trackback" if match.group(1).lower() == "trackback" else "pingback"


def _rank(node: OwnNode) -> float:
    element, marks = node.element, node.marks
    tag = element.tag
    if tag in ("img", "meta", "time", "br"):
        return 0
    rank = float(marks.author)
    if marks.author < 3:
        if tag in ("h2", "h3", "h4", "h5", "h6"):
            rank = max(rank, 1.5)
        elif tag in ("strong", "b"):
            rank = max(rank, 1.2)
        elif tag == "a" and "external" in (element.get("rel") or ""):
            rank = max(rank, 2.5)
    if marks.time > marks.author:
        rank = 0
    if node.is_aside:  # a name may stand under the picture, but no bold figure there is one
        return rank * 0.6 if marks.author >= 3 else 0
    return rank


def _read(
    nodes: Sequence[OwnNode],
    node: OwnNode,
    skipped: AbstractSet[HtmlElement],
    base_url: str | None,
    refused: set[int],
) -> ShownAuthor:
    is_sure = node.marks.author >= SURE
    parts = _parts_to_skip(nodes, node)
    holder = _name_of_person(nodes, node)
    left_out = skipped | parts if parts else skipped
    shown = shown_line(holder, left_out)
    has_more = False
    if len(holder) and not is_sure and any(map(str.isdigit, shown)):
        spaced = shown_line(holder, left_out, is_spaced=True)
        if before_date(spaced) != spaced:
            has_more, shown = True, spaced
    if has_more or len(shown) > (_MAX_NAME if len(holder) else _MAX_TITLE):
        inner = _first_name_inside(nodes, node, skipped, refused)
        if inner is not None:
            holder, shown = inner
        elif not has_more:
            return NO_AUTHOR
    if is_sure and len(holder) and any(map(str.isdigit, shown)):
        shown = _without_date(shown_line(holder, left_out, is_spaced=True)) or shown
    kind = None if is_sure else ping_kind(shown)
    if kind:
        shown = _PING_BEFORE.sub("", shown)
    elif not is_sure:
        kind = ping_kind(_words_before(holder))
    name = _bare_name(shown if is_sure or holder.tag == "a" else before_date(shown), is_sure=is_sure)
    if not name or not (is_sure or (any(c.isalpha() for c in name) and not is_bare_time(name))):
        return NO_AUTHOR
    return ShownAuthor(name, _url(holder, base_url), kind or "comment", (holder, *parts))


def _name_of_person(nodes: Sequence[OwnNode], outer: OwnNode) -> HtmlElement:
    """The element whose property is the name, where the outer one is a person's with words besides ("By … on")."""
    if outer.element.get("itemscope") is not None:
        for node in nodes[outer.position + 1 : min(outer.end, outer.position + _MAX_INNER)]:
            if node.element.get("itemprop") == "name" and not node.is_aside:
                return node.element
    return outer.element


def _without_date(shown: str) -> str | None:
    """A line that begins or ends with a full date, without it; None where none does."""
    date = date_in(shown)
    if date is None or not _YEAR.search(date) or not (shown.startswith(date) or shown.endswith(date)):
        return None
    return shown.replace(date, "", 1).strip(_SIGNS_AROUND)


def _words_before(element: HtmlElement) -> str:
    """The words between the start of the parent and its first child, if that is the element."""
    parent = element.getparent()
    return parent.text or "" if parent is not None and element.getprevious() is None else ""


def _parts_to_skip(nodes: Sequence[OwnNode], outer: OwnNode) -> set[HtmlElement]:
    """Times and metadata inside the element that holds the name."""
    return {
        node.element
        for node in nodes[outer.position + 1 : min(outer.end, outer.position + _MAX_INNER)]
        if not node.marks.author and (node.marks.time or node.marks.is_head)
    }


def _first_name_inside(
    nodes: Sequence[OwnNode], outer: OwnNode, skipped: AbstractSet[HtmlElement], refused: set[int]
) -> tuple[HtmlElement, str] | None:
    """The first short heading, bold or linked words in an element that holds more than a name.

    The positions of those that are no name are added to ``refused``, or elements in elements take the cube of their
    number.
    """
    for node in nodes[outer.position + 1 : min(outer.end, outer.position + _MAX_INNER)]:
        if node.element.tag in _NAME_TAGS and not node.is_aside and node.position not in refused:
            shown = shown_line(node.element, skipped)
            is_name = is_bare_name(shown) and not is_bare_time(shown) if shown[:1].isdigit() else bool(shown)
            if is_name and len(shown) <= _MAX_NAME:
                return node.element, shown
            refused.add(node.position)
    return None


def _bare_name(shown: str, *, is_sure: bool) -> str:
    if is_sure:
        return _SAYS_AFTER_SURE_NAME.sub("", shown).strip() or shown
    name = shown.lstrip(_SIGNS_AROUND)
    name = _SAYS_AFTER.sub("", name) or name
    name = _BY_BEFORE.sub("", name) or name
    return name.strip(_SIGNS_AROUND)


def _url(element: HtmlElement, base_url: str | None) -> str | None:
    """Where the name links to: a link in it, or around it."""
    links = [element] if element.tag == "a" else [*islice(element.iter("a"), 5)]
    parent = element.getparent()
    if not links and parent is not None and parent.tag == "a":
        links = [parent]
    for link in links:
        href = link.get("href")
        url = linked_address(href, base_url) if href else None
        if url:
            return url
    return None


def linked_address(href: str, base_url: str | None) -> str | None:
    """The absolute address that an author's name links to; None where it leads to a comment or is no address."""
    url = absolute_http(base_url, href)
    return url if url and "#comment" not in url and "replytocom=" not in url else None
