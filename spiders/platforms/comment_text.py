"""The reader's words out of a comment's mark-up: as paragraphs, and as HTML with everything else left out."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

_PARAGRAPHS = frozenset(
    "p div blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 section article header footer figure figcaption hr aside "
    "main address details summary center fieldset".split()
)
_LINES = frozenset("br li dt dd tr option".split())
_CELLS = frozenset("td th".split())
_VOID = frozenset("br hr img wbr source track embed meta area base col".split())
_SPACES = re.compile(r"[ \t\n\f\r\xa0\u2028\u2029]+")
_LINE, _BREAK, _PARAGRAPH = "\n", "\n\n", "\n\n\n"
"""Gaps: between items of a list (two make one), a line break (two make an empty line), between paragraphs."""
_GAPS = (_LINE, _BREAK, _PARAGRAPH)
_MAX_SMILEY_ALT = 24
_EMOJI_OF_SMILEYS = {
    ":mrgreen:": "🙂", ":neutral:": "😐", ":twisted:": "😈", ":arrow:": "➡", ":shock:": "😯", ":smile:": "🙂",
    ":cool:": "😎", ":evil:": "👿", ":grin:": "😀", ":idea:": "💡", ":oops:": "😳", ":razz:": "😛", ":roll:": "🙄",
    ":wink:": "😉", ":cry:": "😥", ":eek:": "😮", ":lol:": "😆", ":mad:": "😡", ":sad:": "🙁", "8)": "😎", "8O": "😯",
    ":(": "🙁", ":)": "🙂", ":?": "😕", ":D": "😀", ":P": "😛", ":o": "😮", ":x": "😡", ":|": "😐", ";)": "😉",
    ":!:": "❗", ":?:": "❓",
}  # fmt: skip
_MAX_LINE_NODES = 400  # heads nested in heads must not cost the square of their number
_FILLER = re.compile(
    r"""(?:[\W_]|\b(?:
    says?|said|wrote|writes|sagt|sagte|schreibt|schrieb|meint|meinte|dit|écrit|dice|dijo|escribió|scrive|scritto|ha|
    disse|diz|escreveu|schreef|schrijft|zegt|zei|mówi|pisze|napisał|napisała|
    on|at|the|am|um|uhr|vom|le|la|à|a|el|las|los|il|alle|ore|em|às|as|op|om|o|w|dniu|dnia|godz|
    by|von|par|por|da|di|de|der|door|przez|posted|comment|commented|kommentar|commentaire|comentario|commento|reactie|
    from|pingback|trackback|permalink|link
    )\b)*""",
    re.I | re.X,
)


class Rendered(NamedTuple):
    """``text``: paragraphs parted by an empty line, lines by a newline. ``html``: the same words, not sanitised."""

    text: str
    html: str


@dataclass
class _Writer:
    """Collects text and mark-up; a head cut out of a line leaves that line's filler words behind to be told off."""

    pieces: list[str] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    is_line_of_head: bool = False

    def words(self, text: str, *, is_preformatted: bool) -> None:
        self.markup.append(escape(text, quote=False))
        if not is_preformatted:
            self.line.append(_SPACES.sub(" ", text))
            return
        lines = text.split("\n")
        for line in lines[:-1]:
            self.line.append(line)
            self.end_line(_BREAK)
        self.line.append(lines[-1])

    def cut_head(self) -> None:
        """Notes that author, time or the like stood here."""
        if is_filler("".join(self.line)):
            self.line.clear()
        self.is_line_of_head = True

    def end_line(self, gap: str) -> None:
        """Ends the line with one of the three gaps."""
        line = "".join(self.line)
        if self.is_line_of_head:
            line = "" if is_filler(line) else line.strip(" :|,–—-•·")
        self.line.clear()
        self.is_line_of_head = False
        if line:
            self.pieces.append(line)
        self.pieces.append(gap)


def is_filler(text: str) -> bool:
    """Whether only words are left that go round a name and a date ("says:", "on", "um … Uhr")."""
    return len(text) < 200 and _FILLER.fullmatch(text) is not None


def rendered(roots: Sequence[HtmlElement], kept: Container[HtmlElement], heads: Container[HtmlElement]) -> Rendered:
    """The words of ``roots`` one after the other.

    Of the elements below, only those in ``kept`` are entered. Those in ``heads`` are passed over, and what stands
    beside one in its line and merely goes with it ("says:") is dropped.
    """
    writer = _Writer()
    for root in roots:
        _write(root, kept, heads, writer)
        writer.end_line(_PARAGRAPH)
    return Rendered(_joined(writer.pieces), "".join(writer.markup).strip())


def shown_line(element: HtmlElement, kept: Container[HtmlElement]) -> str:
    """What an element shows, in one line, or the beginning of it where it holds very much.

    Of the elements below, only those in ``kept`` are entered.
    """
    if not len(element):
        return _SPACES.sub(" ", element.text or "").strip()
    pieces: list[str] = []
    for node, is_entered in islice(_walk(element, kept), _MAX_LINE_NODES):
        if node.tag in _LINES or node.tag in _PARAGRAPHS:
            pieces.append(" ")
        if is_entered:
            pieces.append(node.text or "")
        elif node is not element:
            pieces.append(node.tail or "")
    return _SPACES.sub(" ", "".join(pieces)).strip()


def _write(root: HtmlElement, kept: Container[HtmlElement], heads: Container[HtmlElement], writer: _Writer) -> None:
    preformatted = 0
    for node, is_entered in _walk(root, kept):
        is_root = node is root
        is_kept = is_root or node in kept
        if is_entered:
            if not is_root:
                _open(node, writer)
            preformatted += node.tag == "pre"
            if node.text:
                writer.words(node.text, is_preformatted=preformatted > 0)
            continue
        if is_kept:
            preformatted -= node.tag == "pre"
        if not is_root:
            if is_kept:
                _close(node, writer)
            elif node in heads:
                writer.cut_head()
            if node.tail:
                writer.words(node.tail, is_preformatted=preformatted > 0)


def _walk(root: HtmlElement, kept: Container[HtmlElement]) -> Iterator[tuple[HtmlElement, bool]]:
    """Each node entered (True) and left (False), without recursion; one that is not in ``kept`` is only left."""
    yield root, True
    stack = [root.iterchildren()]
    path = [root]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            yield path.pop(), False
        elif child in kept:
            yield child, True
            stack.append(child.iterchildren())
            path.append(child)
        else:
            yield child, False


def _open(node: HtmlElement, writer: _Writer) -> None:
    tag = str(node.tag)
    if tag in _PARAGRAPHS:
        writer.end_line(_PARAGRAPH)
    elif tag == "br":
        writer.end_line(_BREAK)
    elif tag in _LINES:
        writer.end_line(_LINE)
    elif tag in _CELLS:
        writer.line.append(" ")
    elif tag == "img":
        writer.line.append(_smiley(node))
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.items())
    writer.markup.append(f"<{tag}{attributes}>")


def _close(node: HtmlElement, writer: _Writer) -> None:
    tag = str(node.tag)
    if tag in _PARAGRAPHS:
        writer.end_line(_PARAGRAPH)
    elif tag in _LINES and tag != "br":
        writer.end_line(_LINE)
    if tag not in _VOID:
        writer.markup.append(f"</{tag}>")


def _smiley(image: HtmlElement) -> str:
    """An emoji or smiley shown as a picture stands for its text; other pictures have none.

    WordPress before 4.2 printed ``:D`` as a picture, and prints an emoji since: both read as the emoji, so that an
    update of the site makes no edit of a comment. The signs are those of its ``$wpsmiliestrans``.
    """
    alt = (image.get("alt") or "").strip()
    if not alt or len(alt) > _MAX_SMILEY_ALT:
        return ""
    origin = f"{image.get('class') or ''} {image.get('src') or ''}".lower()
    if not any(mark in origin for mark in ("smil", "emoji", "emoticon", "s.w.org")):
        return ""
    return _EMOJI_OF_SMILEYS.get(alt.replace("-", ""), alt)


def _joined(pieces: list[str]) -> str:
    """Lines and gaps as text: no space at the ends of lines, at most one empty line between them."""
    joined: list[str] = []
    gap = ""
    for piece in pieces:
        if piece in _GAPS:
            gap = _PARAGRAPH if piece == _PARAGRAPH or gap == _PARAGRAPH or piece == gap == _BREAK else max(piece, gap)
            continue
        line = piece.strip()
        if line:
            joined.append(("\n\n" if gap == _PARAGRAPH else "\n") if joined else "")
            joined.append(line)
            gap = ""
    return "".join(joined)
