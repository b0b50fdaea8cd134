"""A thread as lines of text: a tree drawn to fit a width, however narrow it is and however deep the thread.

The tree takes two fifths of the width at most. Where a thread is deeper than three columns a level leave room for,
its levels get two or one; what lies deeper still stands below the last of them and says how deep it is and whom
it answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rich.cells import cell_len, chop_cells
from rich.text import Text

from archiver.ages import age, instant_of
from archiver.archive.threads import Row
from archiver.terminal import harmless

_WIDEST_LEVEL: Final = 3
_NARROWEST_TEXT: Final = 16
_GUIDE_STYLE: Final = "dim"


@dataclass(frozen=True, slots=True)
class Strokes:
    """What the tree is drawn with."""

    stem: str = "│"
    fork: str = "├"
    bend: str = "└"
    bar: str = "─"


ASCII_STROKES = Strokes("|", "|", "`", "-")


class ThreadLines:
    """The comments of one thread, in reading order, as lines no wider than ``width`` columns.

    ``wordings`` are those of edited comments, by their ids: what a comment no longer says stands below its words.
    """

    def __init__(
        self,
        comments: Sequence[Row],
        width: int,
        now: datetime,
        strokes: Strokes,
        wordings: Mapping[int, Sequence[Row]] | None = None,
    ) -> None:
        self._wordings = wordings or {}
        self._comments = comments
        self._width = width
        self._now = now
        self._strokes = strokes
        deepest = max((comment["depth"] for comment in comments), default=0)
        room = max(0, min(width * 2 // 5, width - _NARROWEST_TEXT))
        self._step = max(1, min(_WIDEST_LEVEL, room // max(1, deepest)))
        self._levels = min(deepest, room // self._step)
        self._last_answers = {comment["parent_id"]: comment["id"] for comment in comments}

    def __iter__(self) -> Iterator[Text]:
        """Each comment as one text of several lines, an empty line at its end."""
        names = {comment["id"]: comment["author"] or "without a name" for comment in self._comments}
        goes_on: list[bool] = []  # of each level of the chain above, whether another answer follows there
        for place, comment in enumerate(self._comments):
            depth = comment["depth"]
            del goes_on[depth:]
            goes_on += [False] * (depth - len(goes_on))
            goes_on.append(self._last_answers[comment["parent_id"]] != comment["id"])
            following = self._comments[place + 1]["depth"] if place + 1 < len(self._comments) else 0
            yield self._comment(comment, goes_on, following, names)

    def _comment(self, comment: Row, goes_on: Sequence[bool], following: int, names: dict[int, str]) -> Text:
        depth = comment["depth"]
        shown = min(depth, self._levels)
        stems = "".join(self._stem(goes_on[level]) for level in range(1, shown))
        first = rest = ""
        if shown:
            is_below = depth > self._levels
            first = stems + (self._stem(goes_on[shown]) if is_below else self._branch(goes_on[shown]))
            rest = stems + self._stem(goes_on[shown])
        below = self._stem(True) if following > depth and shown < self._levels else ""
        room = max(1, self._width - cell_len(rest + below))
        head = list(_wrapped_head(self._head(comment, names), min(room, max(1, self._width - cell_len(first)))))
        body = [Text(line, style) for words, style in self._said(comment) for line in wrapped(words, room)]
        lines = Text()
        for number, line in enumerate([*head, *body, Text()]):
            stems = first if number == 0 else rest + below
            lines.append(stems if line else stems.rstrip(), _GUIDE_STYLE)
            lines.append_text(line)
            lines.append("\n")
        lines.right_crop(1)
        return lines

    def _said(self, comment: Row) -> Iterator[tuple[str, str]]:
        """What a comment says, or what stands in its place, then what it said before, each with its style."""
        words = comment["notice"] or comment["body"] or ""
        if words.strip():
            yield harmless(words), _style_of_words(comment)
        for wording in self._wordings.get(comment["id"], ()):
            if wording["body"] != comment["body"]:
                yield f"before, seen {wording['first_observed_at'][:10]}: {harmless(wording['body'])}", "dim yellow"

    def _head(self, comment: Row, names: dict[int, str]) -> list[tuple[str, str]]:
        """The pieces of a comment's first line, each with its style."""
        pieces = [(harmless(comment["author"] or "without a name"), "bold")]
        when = (comment["published_local"] or comment["published_raw"] or "").replace("T", " ")
        then = instant_of(comment["published_at"], comment["published_local"])
        ago = age(then, self._now) if then else ""
        pieces += [(harmless(when), "dim")] if when else []
        pieces += [(ago, "dim")] if ago else []
        if comment["depth"] > self._levels:
            pieces.append((f"depth {comment['depth']}", "dim"))
            if comment["parent_id"] in names:
                pieces.append((f"answers {harmless(names[comment['parent_id']])}", "dim"))
        if comment["kind"] != "comment":
            pieces.append((comment["kind"], "cyan"))
        if (comment["version_count"] or 1) > 1:
            pieces.append((f"edited, {comment['version_count']} versions", "yellow"))
        if comment["notice"]:
            pieces.append(("taken down", "red"))
        if comment["state"] == "erased":
            pieces.append(("erased for good", "red"))
        if comment["gone_at"]:
            pieces.append((f"gone by {comment['gone_at'].replace('T', ' ').removesuffix('Z')}", "red"))
        return pieces

    def _stem(self, goes_on: bool) -> str:
        return (self._strokes.stem if goes_on else " ").ljust(self._step)

    def _branch(self, goes_on: bool) -> str:
        stroke = self._strokes.fork if goes_on else self._strokes.bend
        return f"{stroke}{self._strokes.bar} "[: self._step] if self._step != 2 else f"{stroke} "


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, broken between words, and within one that is wider than ``width`` columns."""
    for paragraph in text.split("\n"):
        line, taken = "", 0
        for word in paragraph.split():
            for piece in _pieces(word, width):
                needed = cell_len(piece)
                if line and taken + 1 + needed > width:
                    yield line
                    line, taken = "", 0
                line, taken = (f"{line} {piece}", taken + 1 + needed) if line else (piece, needed)
        yield line


def _pieces(word: str, width: int) -> list[str]:
    return [word] if cell_len(word) <= width else chop_cells(word, max(width, 2))


def _wrapped_head(pieces: list[tuple[str, str]], width: int) -> Iterator[Text]:
    """Pieces side by side, two columns apart, on as many lines as they need."""
    line, taken = Text(), 0
    for piece, style in pieces:
        for part in wrapped(" ".join(piece.split()), width):
            needed = cell_len(part)
            if taken and taken + 2 + needed > width:
                yield line
                line, taken = Text(), 0
            line.append("  " if taken else "")
            line.append(part, style)
            taken += needed + (2 if taken else 0)
    yield line


def _style_of_words(comment: Row) -> str:
    if comment["notice"]:
        return "italic dim"
    return "dim" if comment["gone_at"] or comment["state"] == "gone" else ""
