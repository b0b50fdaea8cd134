"""The reader's words out of a comment's mark-up: as paragraphs, and as HTML with everything else left out."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

_PARAGRAPHS = frozenset(
    "p div blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 section article header footer figure figcaption hr aside "
    "main address details summary center fieldset".split()
)
_LINES = frozenset("br li dt dd tr option".split())
_CELLS = frozenset("td th".split())
_ON_A_LINE_OF_ITS_OWN = _PARAGRAPHS | _LINES
_VOID = frozenset("br hr img wbr source track embed meta area base col".split())
_LINE, _BREAK, _PARAGRAPH = "\n", "\n\n", "\n\n\n"
"""Gaps: between items of a list (two make one), a line break (two make an empty line), between paragraphs."""
_GAPS = frozenset((_LINE, _BREAK, _PARAGRAPH))
_MAX_SMILEY_ALT = 24
_EMOJI_OF_SMILEYS = {
    ":mrgreen:": "🙂", ":neutral:": "😐", ":twisted:": "😈", ":arrow:": "➡", ":shock:": "😯", ":smile:": "🙂",
    ":cool:": "😎", ":evil:": "👿", ":grin:": "😀", ":idea:": "💡", ":oops:": "😳", ":razz:": "😛", ":roll:": "🙄",
    ":wink:": "😉", ":cry:": "😥", ":eek:": "😮", ":lol:": "😆", ":mad:": "😡", ":sad:": "🙁", "8)": "😎", "8O": "😯",
    ":(": "🙁", ":)": "🙂", ":?": "😕", ":D": "😀", ":P": "😛", ":o": "😮", ":x": "😡", ":|": "😐", ";)": "😉",
    ":!:": "❗", ":?:": "❓",
}  # fmt: skip
_PARAGRAPHS_OF_WORDS = re.compile(
    r"""\s*+(?:<p>[^<]*+(?:<(?:
        br/|/?(?:em|i|b|strong)|a\ href="(?!javascript:)[\w./:?&;%~+-]*"(?:\ rel="[a-z ]*")?|/a
    )>[^<]*+)*+</p>\s*+)*+""",
    re.X | re.A,
)
_TAG = re.compile("<[^>]*>")
_EMPTY_LINES = re.compile(r"\n{2,}")
_MAX_LINE_NODES = 400  # heads nested in heads must not cost the square of their number
_FILLER = re.compile(
    r"""(?:[\W_]|\b(?:
    says?|said|wrote|writes|sagt|sagte|schreibt|schrieb|meint|meinte|dit|écrit|dice|dijo|escribió|scrive|scritto|ha|
    disse|diz|escreveu|schreef|schrijft|zegt|zei|mówi|pisze|napisał|napisała|
    on|at|the|am|um|uhr|vom|sur|le|la|à|a|el|las|los|il|alle|ore|em|às|as|op|om|o|w|dniu|dnia|godz|
    by|von|par|por|da|di|de|der|door|przez|posted|comment|commented|kommentar|commentaire|comentario|commento|reactie|
    from|pingback|trackback|permalink|link|发表于|發表於|发布于|發佈於
    )\b)*""",
    re.I | re.X,
)


class Rendered(NamedTuple):
    """``text``: paragraphs parted by an empty line, lines by a newline. ``html``: the same words, not sanitised."""

    text: str
    html: str


@dataclass(slots=True)
class _Writer:
    """Collects lines; a head cut out of a line leaves that line's filler words behind to be told off."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    is_line_of_head: bool = False
    preformatted: int = 0

    def words(self, text: str) -> None:
        if not self.preformatted:
            self.line.append(text)
            return
        *ended, rest = text.split("\n")
        for line in ended:
            self.line.append(line)
            self.end_line(_BREAK)
        self.line.append(rest)

    def cut_head(self) -> None:
        """Notes that author, time or the like stood here."""
        if is_filler("".join(self.line)):
            self.line.clear()
        self.is_line_of_head = True

    def end_line(self, gap: str) -> None:
        """Ends the line with one of the three gaps."""
        if self.line:
            line = folded("".join(self.line))
            self.line.clear()
            if self.is_line_of_head:
                line = "" if is_filler(line) else line.strip(" :|,–—-•·")
            if line:
                self.lines.append(line)
        self.is_line_of_head = False
        self.lines.append(gap)

    def pass_over_block(self) -> None:
        """A block that is left out still parts the words before it from those after it."""
        is_line_of_head = self.is_line_of_head
        self.end_line(_PARAGRAPH)
        self.is_line_of_head = is_line_of_head

    def open(self, element: HtmlElement, tag: object) -> None:
        if tag == "br":
            self.end_line(_BREAK)
        elif tag in _PARAGRAPHS:
            self.end_line(_PARAGRAPH)
            self.preformatted += tag == "pre"
        elif tag in _LINES:
            self.end_line(_LINE)
        elif tag in _CELLS:
            self.line.append(" ")
        elif tag == "img":
            self.line.append(_smiley(element))

    def close(self, tag: object) -> None:
        if tag in _PARAGRAPHS:
            self.end_line(_PARAGRAPH)
            self.preformatted -= tag == "pre"
        elif tag in _LINES:
            self.end_line(_LINE)


def folded(text: str) -> str:
    """A text on one line, with single spaces. Of all white space only the common space counts as printable."""
    text = text.strip()
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


def is_filler(text: str) -> bool:
    """Whether only words are left that go round a name and a date ("says:", "on", "um … Uhr")."""
    return len(text) < 200 and _FILLER.fullmatch(text) is not None


def rendered(
    roots: Sequence[HtmlElement], skipped: Container[HtmlElement], heads: Container[HtmlElement] = frozenset()
) -> Rendered:
    """The words of ``roots`` one after the other, without what is in ``skipped`` and ``heads`` and below.

    What stands beside a head in its line and merely goes with it ("says:") is dropped too.
    """
    writer = _Writer()
    markup: list[str] = []
    for root in roots:
        is_whole = _write(root, skipped, heads, writer)
        markup.append(_markup_of_whole(root) if is_whole else _markup_of_rest(root, skipped, heads))
        writer.end_line(_PARAGRAPH)
    return Rendered(_joined(writer.lines), "".join(markup).strip())


def words_of_paragraphs(markup: str) -> Rendered | None:
    """What ``rendered`` gives for an element with this mark-up inside, as XML; None where it is not just paragraphs."""
    return _words_of_plain_paragraphs(markup) or _words_of_paragraphs(markup)


def _words_of_plain_paragraphs(markup: str) -> Rendered | None:
    """The words of paragraphs in which nothing stands but them, as in most comments; None where anything does."""
    html = markup.strip()
    paragraphs = html.removeprefix("<p>").removesuffix("</p>").split("</p>\n<p>")
    on_one_line = f" {' '.join(paragraphs)} "  # two spaces where anything is to be folded
    if "<" in on_one_line or "&" in on_one_line or "  " in on_one_line or not on_one_line.isprintable():
        return None
    return Rendered("\n\n".join(paragraphs), html) if html.startswith("<p>") and html.endswith("</p>") else None


def _words_of_paragraphs(markup: str) -> Rendered | None:
    if not _PARAGRAPHS_OF_WORDS.fullmatch(markup) or "&#" in markup:
        return None
    paragraphs = []
    for paragraph in markup.replace("<p>", "").split("</p>"):
        lines = [folded(_TAG.sub("", line) if "<" in line else line) for line in paragraph.split("<br/>")]
        text = lines[0] if len(lines) == 1 else _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
        if text:
            paragraphs.append(text)
    text = "\n\n".join(paragraphs)
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return Rendered(text, markup.replace("<br/>", "<br>").strip())


def shown_line(element: HtmlElement, skipped: Container[HtmlElement], *, is_spaced: bool = False) -> str:
    """What an element shows, in one line, or the beginning of it where it holds very much.

    What is in ``skipped`` is passed over, with all below it. ``is_spaced`` keeps the words of neighbouring
    elements apart also where a browser shows them without a space (style sheets set them apart).
    """
    if not len(element):
        return " ".join((element.text or "").split())
    pieces = [element.text or ""]
    stack = [(element, element.iterchildren())]
    count = 0
    while stack and count < _MAX_LINE_NODES:
        node, children = stack[-1]
        for child in children:
            count += 1
            gap = " " if is_spaced or child.tag in _ON_A_LINE_OF_ITS_OWN else ""
            if child not in skipped:
                pieces.append(gap)
                if child.text:
                    pieces.append(child.text)
                if len(child):
                    stack.append((child, child.iterchildren()))
                    break
                pieces.append(gap)
            if child.tail:
                pieces.append(child.tail)
        else:
            stack.pop()
            if stack:
                pieces.append(" " if is_spaced or node.tag in _ON_A_LINE_OF_ITS_OWN else "")
                pieces.append(node.tail or "")
    return " ".join("".join(pieces).split())


def _write(root: HtmlElement, skipped: Container[HtmlElement], heads: Container[HtmlElement], writer: _Writer) -> bool:
    """Write the words below ``root``, without recursion; False where something had to be left out."""
    is_whole = True
    if root.text:
        writer.words(root.text)
    stack = [(root, root.iterchildren())]
    while stack:
        node, children = stack[-1]
        for child in children:
            is_head = child in heads
            if is_head or child in skipped:
                is_whole = False
                if is_head:
                    writer.cut_head()
                elif child.tag in _PARAGRAPHS:
                    writer.pass_over_block()
            else:
                tag = child.tag
                writer.open(child, tag)
                if child.text:
                    writer.words(child.text)
                if len(child):
                    stack.append((child, child.iterchildren()))
                    break
                if tag != "br":
                    writer.close(tag)
            if child.tail:
                writer.words(child.tail)
        else:
            stack.pop()
            if stack:
                writer.close(node.tag)
                if node.tail:
                    writer.words(node.tail)
    return is_whole


def _markup_of_whole(root: HtmlElement) -> str:
    markup = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return markup[markup.index(">") + 1 : markup.rindex("<")]


def _markup_of_rest(root: HtmlElement, skipped: Container[HtmlElement], heads: Container[HtmlElement]) -> str:
    markup = [escape(root.text, quote=False)] if root.text else []
    stack = [(root, root.iterchildren())]
    while stack:
        node, children = stack[-1]
        for child in children:
            if child not in skipped and child not in heads:
                attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.items())
                markup.append(f"<{child.tag!s}{attributes}>")
                if child.text:
                    markup.append(escape(child.text, quote=False))
                if len(child):
                    stack.append((child, child.iterchildren()))
                    break
                if child.tag not in _VOID:
                    markup.append(f"</{child.tag!s}>")
            if child.tail:
                markup.append(escape(child.tail, quote=False))
        else:
            stack.pop()
            if stack:
                markup.append(f"</{node.tag!s}>")
                if node.tail:
                    markup.append(escape(node.tail, quote=False))
    return "".join(markup)


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


def _joined(lines: list[str]) -> str:
    """Lines and gaps as text: no space at the ends of lines, at most one empty line between them."""
    joined: list[str] = []
    gap = ""
    for line in lines:
        if line in _GAPS:
            gap = _PARAGRAPH if line == _PARAGRAPH or gap == _PARAGRAPH or line == gap == _BREAK else max(line, gap)
            continue
        if joined:
            joined.append("\n\n" if gap == _PARAGRAPH else "\n")
        joined.append(line)
        gap = ""
    return "".join(joined)
