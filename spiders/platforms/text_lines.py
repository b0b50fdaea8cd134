"""Plain text as lines with their indentation and list marks: the form that converters leave of HTML."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from spiders.platforms.date_shapes import date_in

TAB_COLUMNS: Final = 4
_EDGES: Final = " \t\r\f\v\xa0\u3000\u2002\u2003\u2009\u200b\u200c\u200e\u200f\u2060\ufeff\ufffc\x85\u2028\u2029"
_INDENT: Final = re.compile(rf"[{_EDGES}]*")
_MARK: Final = re.compile(r"(?:(\d{1,4})[.)]|[*+\-–•◦▪▫■□●○★☆◎△▲▽▼‣⁃·∙◘▸►▶◆◇❖➢✓✔])(?=\s|\Z)")
_MARK_IN_DEEP_LIST: Final = re.compile(r"[o#@=~](?=\s)")
_RULE: Final = re.compile(r"[-=_*~]{5,}|(?:[-_*] ){2,}[-_*]|\\?-{4,}")

_MARKDOWN_LINK: Final = re.compile(
    r"!?\[([^\[\]]{0,300})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,1000}(?:\s\"[^\"]{0,200}\")?\)"
)
_MARKDOWN_HEADING: Final = re.compile(r"#{1,6}\s+(?=\S)")
_MARKDOWN_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).){1,300}?)(?<=\S)\1")
_MARKDOWN_ESCAPE: Final = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!>|~])")


class Line(NamedTuple):
    """One line. ``text`` is trimmed and without its mark; ``indent`` counts columns before the mark or text."""

    indent: int
    mark: str  # "" where the line is no item's first one; else "•", "12." …
    value: int | None  # the number of an ordered item
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands on the line, not even a mark."""
        return not self.text and not self.mark

    @property
    def shown(self) -> str:
        """The line as it stands, without its indentation."""
        return f"{self.mark} {self.text}".strip() if self.mark else self.text


def read_lines(text: str) -> list[Line]:
    """``text`` line by line. Markdown's links, headings and emphasis are taken off where the text uses them."""
    rows = text.split("\n")
    if not _is_markdown(rows):
        return [_line(row) for row in rows]
    lines = [_line(_without_markdown(row)) for row in rows]
    return [line._replace(text=_MARKDOWN_ESCAPE.sub("", line.text)) if "\\" in line.text else line for line in lines]


def _line(row: str) -> Line:
    indent_end = _INDENT.match(row).end()  # type: ignore[union-attr]  # it matches the empty string too
    text = row[indent_end:].rstrip(_EDGES)
    indent = len(row[:indent_end].replace("\ufeff", "").expandtabs(TAB_COLUMNS))
    if not text or _RULE.fullmatch(text):
        return Line(indent, "", None, "")
    found = _MARK.match(text) or (_MARK_IN_DEEP_LIST.match(text) if indent >= 2 else None)
    if found is None or (found.lastindex and _is_day_of_month(text, found.end())):
        return Line(indent, "", None, text)
    value = int(found[1]) if found.lastindex else None
    return Line(indent, found[0], value, text[found.end() :].strip(_EDGES))


def _is_day_of_month(text: str, end_of_number: int) -> bool:
    """Whether the number opens a date ("18. Oktober 2019"); in "3. March 5, 2020" it counts an item."""
    whole = date_in(text[:100])
    if whole is None or whole.start > 0:
        return False
    rest = date_in(text[end_of_number:100])
    return rest is None or end_of_number + rest.end < whole.end or not text[end_of_number:][: rest.start].isspace()


def _is_markdown(rows: list[str]) -> bool:
    links = headings = 0
    for row in rows:
        links += "](" in row
        headings += row.startswith("#") and _MARKDOWN_HEADING.match(row) is not None
        if links > 1 or headings > 1:
            return True
    return False


def _without_markdown(row: str) -> str:
    bare = row.lstrip()
    indent = row[: len(row) - len(bare)]
    bare = _MARKDOWN_HEADING.sub("", bare.removeprefix("> "), count=1) if bare[:1] in "#>" else bare
    if "](" in bare:
        bare = _MARKDOWN_LINK.sub(r"\1", _MARKDOWN_LINK.sub(r"\1", bare)).lstrip()
    return indent + (_MARKDOWN_STRONG.sub(r"\2", bare) if "**" in bare or "__" in bare else bare)
