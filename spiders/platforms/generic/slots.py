"""One comment's fields by the places that its thread's template gives them, where names of classes tell too little."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml.html import HtmlElement

from spiders.paragraphs import texts
from spiders.platforms.comment_text import Rendered, is_filler, rendered
from spiders.platforms.date_shapes import is_clock
from spiders.platforms.generic.heads import date_in_head
from spiders.platforms.generic.looks import looks_of
from spiders.platforms.generic.names import is_label, is_label_of_words, name_in
from spiders.platforms.generic.pieces import Piece
from spiders.platforms.generic.template import Template, label_form, place_of_name
from spiders.platforms.own_nodes import OwnNodes
from spiders.platforms.text_words import is_action

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PROSE = frozenset("p blockquote ul ol pre table div figure dd a b i em strong span u s code".split())
_PARAGRAPHS = frozenset(("p", "blockquote"))
_BLOCKS = frozenset("div section article td dd li".split())
_MOST_TEXTS = 8
_LONGEST_LABEL = 60
_MOST_PIECES = 150  # with more, words may stand among those that were not looked at
_LONGEST_HEAD = 160
_SAYS_SOMETHING = re.compile(r"[^\s\d#.,:;|()\[\]/–—-]")


@dataclass(slots=True)
class Slots:
    """A comment's pieces sorted: those of its head, the reader's words, and what is neither."""

    name: Piece | None = None
    time: Piece | None = None
    clock: Piece | None = None
    words: list[Piece] = field(default_factory=list)
    rest: list[Piece] = field(default_factory=list)
    box_of_words: str | None = None
    """Where most is said in the thread."""

    @property
    def author(self) -> str | None:
        """The name shown."""
        return name_in(self.name.text) if self.name else None

    @property
    def published(self) -> str | None:
        """The date shown, with the time of day where that stands apart."""
        if self.time is None:
            return None
        date = date_in_head(self.time.text)
        if date is None:
            return None
        shown = self.time.text[date.start : date.end]
        return f"{shown} {self.clock.text}" if self.clock and not date.has_clock else shown

    @property
    def heads(self) -> list[Piece]:
        """The pieces of the head, without the words that follow a date in the same piece."""
        return [
            piece._replace(text=_parted(piece.text, is_name=piece is self.name)[0])
            for piece in (self.name, self.time, self.clock)
            if piece
        ]


def sort_out(pieces: Sequence[Piece], template: Template, anchor: HtmlElement | None) -> Slots:
    """Tell a comment's head from its words. ``anchor`` is the element that shows its time, if it is known."""
    slots = Slots(box_of_words=template.words)
    slots.time = next(
        (piece for piece in pieces if _stands_in(piece.element, anchor) and date_in_head(piece.text)), None
    )
    if slots.time is None:
        slots.time = next((piece for piece in pieces if piece.place in template.times), None)
    name = place_of_name(template.name, pieces)
    for piece in pieces:
        is_name = slots.name is None and piece.place == name and _may_name(piece, template)
        is_clock = slots.clock is None and piece.place in template.clocks
        if is_name:
            slots.name = piece
        if is_clock:
            slots.clock = piece
        if is_name or is_clock or piece is slots.time:
            said = _parted(piece.text, is_name=is_name)[1]
            if said:
                slots.words.append(piece._replace(text=said))
        elif piece.is_aside or _is_no_reader(piece, template):
            slots.rest.append(piece)
        else:
            slots.words.append(piece)
    return slots


def _may_name(piece: Piece, template: Template) -> bool:
    """Whether this may be the head, where lines of words stand in the same place before it: those show no date."""
    return piece.place not in template.times or date_in_head(piece.text) is not None


def _stands_in(element: HtmlElement, anchor: HtmlElement | None) -> bool:
    if anchor is None:
        return False
    return element is anchor or any(above is anchor for above in islice(element.iterancestors(), 2))


def _parted(text: str, *, is_name: bool) -> tuple[str, str]:
    """The head in a piece that shows a date, and the reader's words that follow it there."""
    date = date_in_head(text)
    if date is None:
        return text, ""
    end = date.end
    if is_name and (name := name_in(text)) and (start := text.find(name, end)) >= 0:
        end = start + len(name)
    after = text[end:]
    said = after.lstrip(" :|,;.–—-)]")
    if not _SAYS_SOMETHING.search(said) or is_filler(said) or is_action(said):
        return text, ""
    return text[: len(text) - len(said)], said


def _is_no_reader(piece: Piece, template: Template) -> bool:
    text = piece.text
    if (piece.place, label_form(text)) in template.labels or is_action(text) or is_label_of_words(text):
        return True
    if is_label(text) and text.endswith(":"):
        return True
    if piece.place in template.figures:
        return not any(map(str.isalpha, text))
    if piece.place in template.times:
        date = date_in_head(text)
        return date is not None and is_filler(text[: date.start] + text[date.end :])
    return piece.place in template.clocks and is_clock(text)


def words_of(own: OwnNodes, slots: Slots) -> Rendered:
    """The reader's words: the box that holds most of them, and what stands beside it and is no head."""
    main = _main_box(slots)
    if main is None:
        return Rendered("", "")
    open_boxes = {main: None, **dict.fromkeys(main.iterancestors())}
    heads = slots.heads
    cut: set[HtmlElement] = set()
    left_out: set[HtmlElement] = set()
    for head in heads:
        branch = _branch(head.element, open_boxes)
        if branch is not None:
            (cut if branch is head.element or _shows_only(branch, head.text) else left_out).add(branch)
    own_branch = _branch_look(main, own.parts)
    for piece in slots.words:
        branch = _branch(piece.element, open_boxes)
        if branch is not None and not _is_in_a_sentence(branch, main) and not _is_prose(branch, own_branch):
            left_out.add(branch)
    worded = {box for piece in slots.words for box in [piece.element, *piece.element.iterancestors()]}
    left_out.update(piece.element for piece in slots.rest if piece.element not in worded)
    roots = [part for part in own.parts if part not in left_out and part not in cut]
    box = _box_of_words(main, slots, own.parts)
    if box is not None:
        roots = [box]
    text = rendered(roots, own.unshown | own.asides | left_out, cut)
    loose = [head for head in heads if head.element in open_boxes]
    return Rendered(_without_loose_heads(text.text, loose) if loose else text.text, text.html)


def _box_of_words(main: HtmlElement, slots: Slots, parts: Container[HtmlElement]) -> HtmlElement | None:
    """The smallest block that holds all the words, if it is not the comment itself and only boxes stand round it."""
    chain = [main]
    while chain[-1] not in parts and (parent := chain[-1].getparent()) is not None:
        chain.append(parent)
    steps = {element: step for step, element in enumerate(chain)}
    size = 0
    for piece in slots.words:
        inner: HtmlElement | None = piece.element
        while inner is not None and inner not in steps:
            inner = inner.getparent()
        if inner is None:
            return None
        size = max(size, steps[inner])
    while size < len(chain) and chain[size].tag not in _BLOCKS:
        size += 1
    others = [slots.name, slots.time, slots.clock, *slots.rest]
    is_alone = all(piece is None or steps.get(piece.element, 0) <= size for piece in others)
    return chain[size] if size < len(chain) - 1 and is_alone and len(slots.words) + len(others) < _MOST_PIECES else None


def _main_box(slots: Slots) -> HtmlElement | None:
    """The element that itself holds most of the words: where most is said in the thread, a heading only at last."""
    lengths: dict[HtmlElement, int] = {}
    for piece in slots.words:
        lengths[piece.element] = lengths.get(piece.element, 0) + len(piece.text)
    is_brief = max(lengths.values(), default=0) <= _LONGEST_LABEL  # then a label may be longer
    usual = {piece.element for piece in slots.words if piece.box == slots.box_of_words} if is_brief else ()
    return max(
        lengths,
        key=lambda element: (not _is_in_heading(element), element in usual, lengths[element]),
        default=None,
    )


def _is_in_heading(element: HtmlElement) -> bool:
    return element.tag in _HEADINGS or any(above.tag in _HEADINGS for above in islice(element.iterancestors(), 2))


def _branch(element: HtmlElement, open_boxes: Container[HtmlElement]) -> HtmlElement | None:
    """The outermost element round ``element`` that does not hold the main box; None where every one does."""
    if element in open_boxes:
        return None
    parent = element.getparent()
    while parent is not None and parent not in open_boxes:
        element, parent = parent, parent.getparent()
    return element


def _shows_only(element: HtmlElement, words: str) -> bool:
    """Whether an element shows these words and no others, whatever they are wrapped in."""
    return "".join(islice(texts(element), _MOST_TEXTS)).split() == words.split()


def _branch_look(main: HtmlElement, parts: Sequence[HtmlElement]) -> set[str]:
    """The looks of the elements from the main box out to the comment's own."""
    looks = set(looks_of(main))
    for above in main.iterancestors():
        if above in parts:
            break
        looks.update(looks_of(above))
    return looks


def _is_in_a_sentence(branch: HtmlElement, main: HtmlElement) -> bool:
    """Whether it stands within the paragraph that is the main box: a link, or whom the reader calls by name."""
    return main.tag in _PARAGRAPHS and branch.getparent() is main


def _is_prose(branch: HtmlElement, looks: set[str]) -> bool:
    """Whether an element beside the main box may hold words of the reader's too."""
    if branch.tag in _HEADINGS:
        return False
    if branch.tag in _PROSE and not branch.get("class") and not branch.get("id"):
        return True
    return not looks.isdisjoint(looks_of(branch)) or branch.tag in ("blockquote", "pre")


def _without_loose_heads(text: str, heads: Sequence[Piece]) -> str:
    """A text without the heads that stood among it in no element of their own."""
    for head in heads:
        head_text = head.text.strip()
        if len(head_text) <= _LONGEST_HEAD and head_text in text:
            text = text.replace(head_text, "", 1)
            continue
        date = date_in_head(head_text)
        if date:
            text = text.replace(head_text[date.start : date.end], "", 1)
    return text.lstrip(" \n:|,;–—-)]").rstrip(" \n|(")
