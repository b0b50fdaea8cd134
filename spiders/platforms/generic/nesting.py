"""How deep each comment stands: by numbers in names, by what stands in what, by what follows what, by indentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, pairwise

from lxml.html import HtmlElement

from spiders.page import Page
from spiders.platforms.generic.looks import has_siblings, looks_of
from spiders.platforms.generic.units import Unit
from spiders.platforms.generic.vocabulary import names_of, sense_of

_LEVEL = re.compile(
    r"(?<!user)(?<!author)(?<!member)(?<!trust)(?:^|[-_\s])(?:comment)?(?:depth|level|lvl|ebene|tiefe|stufe|niveau|nivel|livello|poziom"
    r"|indent|indentation|einzug|tier|nesting|offset(?:-[a-z]{2})?)[-_]?(\d{1,4})(?![\w-])"
    r"|[a-z](?:Depth|Level|Indent)[-_]?(\d{1,4})(?!\w)"
)
_LEVEL_ATTRIBUTES = (
    "data-depth data-level data-indent data-comment-depth data-comment-level data-nesting aria-level indent depth level"
).split()
_LEVEL_ATTRIBUTE_SET = frozenset(_LEVEL_ATTRIBUTES)
_LEVEL_ATTRIBUTES_IN_MARKUP = {  # each ends so; on most pages the words alone, which are found faster, do not stand
    word: re.compile(rf"{word}\s{{0,9}}=")
    for ending in dict.fromkeys(name.rpartition("-")[2] for name in _LEVEL_ATTRIBUTES)
    for word in (ending, ending.upper(), ending.capitalize())
}
_INDENTED = re.compile(r"(?:margin|padding)(?:-(?:left|inline-start|right))?\s*:\s*([^;]+)", re.I)
_LENGTH = re.compile(r"(-?\d{1,5}(?:\.\d{1,4})?)(px|em|rem|%|pt|vw)?", re.I)
_OUTLINE = re.compile(r"\s*#?\s*(\d{1,5}(?:\.\d{1,4}){0,20})\.?\s*")
_PUSHED = re.compile(r"(?:^|\s)(?:ml|pl|ms|ps)-(\d{1,3})(?=\s|$)")  # utility classes: margin or padding, left or start
_MAX_INNER_STEPS = 4
_MOST_SPACERS = 3
_SPACER = re.compile(
    r"(?:^|/)(?:s|spacer|space|blank|clear|pixel|px|dot|trans\w*|empty|leer|1x1|shim)\.(?:gif|png)", re.I
)


@dataclass(slots=True, eq=False)
class _Node:
    """An element that is a unit, or holds some. ``children`` likewise, in document order."""

    element: HtmlElement
    unit: int | None
    children: list[_Node] = field(default_factory=list)
    level: int = 0
    held: int = 0
    """How many units it is and holds."""


def depths_of(units: Sequence[Unit], page: Page) -> list[int]:
    """The depth of each unit, 0 at the top, as the page shows it. ``units`` stand in document order."""
    named = [_named_level(unit) for unit in units] if _names_levels(page) else [None] * len(units)
    lowest = min((level for level in named if level is not None), default=0)
    if named[0] is None and lowest == 1:
        lowest = 0  # no first comment answers another: those without a number stand above level 1
    levels = [lowest if level is None else level for level in named]
    are_several = len(set(levels)) > 1
    if are_several and _grows_by_steps(levels):
        return levels
    structural = _structural(_tree(units), len(units))
    if are_several and not any(structural):
        return levels
    if any(structural):
        return structural
    numbered = _by_outline_numbers(units)
    if numbered is not None:
        return numbered
    indented = [_indentation(unit) for unit in units]
    ranks = {width: rank for rank, width in enumerate(sorted(set(indented)))}
    return [ranks[width] for width in indented]


def _grows_by_steps(levels: Sequence[int]) -> bool:
    """Whether each comment is at most one level deeper than the one before: no other numbers are levels."""
    return all(later <= earlier + 1 for earlier, later in pairwise(levels))


def _tree(units: Sequence[Unit]) -> _Node:
    """The units and the elements above them, out to the first that holds all."""
    nodes: dict[HtmlElement, _Node] = {unit.element: _Node(unit.element, i) for i, unit in enumerate(units)}
    top: _Node | None = None
    for unit in units:
        node = nodes[unit.element]
        above = unit.element.getparent()
        while above is not None:
            parent = nodes.get(above)
            if parent is None:
                parent = nodes[above] = _Node(above, None)
                is_new = True
            else:
                is_new = False
            if not parent.children or parent.children[-1] is not node:
                parent.children.append(node)
            if not is_new:
                break
            node = parent
            above = above.getparent()
        else:
            top = node
    assert top is not None
    return top


def _structural(root: _Node, count: int) -> list[int]:
    depths = [0] * count
    _count_held(root)
    stack = [root]
    while stack:
        node = stack.pop()
        if node.unit is not None:
            depths[node.unit] = node.level
            for child in node.children:
                child.level = node.level + 1
        elif node.children:
            _place(node.children, node.level)
        stack.extend(node.children)
    lowest = min(depths)
    return [depth - lowest for depth in depths]


def _count_held(root: _Node) -> None:
    order = [root]
    for node in order:
        order.extend(node.children)
    for node in reversed(order):
        node.held = (node.unit is not None) + sum(child.held for child in node.children)


def _place(siblings: Sequence[_Node], level: int) -> None:
    """Levels within an element that is no comment.

    What is named as a reply, or holds others and looks otherwise than the single comment before it, answers that.
    """
    if len(siblings) == 1:
        siblings[0].level = level
        return
    first = next((node for node in siblings if not _is_reply(node.element)), siblings[0])
    base = set(looks_of(first.element))
    is_first_reply = _is_reply(first.element)
    before: _Node | None = None
    for node in siblings:
        node.level = level
        if before is not None and node is not first:
            is_named = not is_first_reply and _is_reply(node.element)
            is_other = node.unit is None and before.held == 1 and base.isdisjoint(looks_of(node.element))
            if is_named or is_other:
                node.level = level + 1
                continue
        before = node


def _is_reply(element: HtmlElement) -> bool:
    return any(sense_of(name).is_replies for name in names_of(element.get("class"), element.get("id")))


def _names_levels(page: Page) -> bool:
    """Whether a class or an attribute anywhere on the page may name a level: that is known sooner than of each unit."""
    if any(_level_in(value) is not None for value in page.by_class.as_written):
        return True
    return any(word in page.text and said.search(page.text) for word, said in _LEVEL_ATTRIBUTES_IN_MARKUP.items())


def _named_level(unit: Unit) -> int | None:
    for element in _near(unit):
        attributes = element.keys()
        if not _LEVEL_ATTRIBUTE_SET.isdisjoint(attributes):
            for name in _LEVEL_ATTRIBUTES:
                value = (element.get(name) or "").strip()
                if value.isdecimal() and len(value) <= 4:
                    return int(value)
        level = _level_in(element.get("class") or "") if attributes else None
        if level is not None:
            return level
    return None


@lru_cache(maxsize=8192)
def _level_in(names: str) -> int | None:
    found = _LEVEL.search(names)
    return int(found[1] or found[2]) if found else None


def _by_outline_numbers(units: Sequence[Unit]) -> list[int] | None:
    """Depths by numbers such as ``#2.1``, if every comment shows one and each that has dots follows its parent's."""
    seen: set[str] = set()
    depths = []
    for unit in units:
        number = next(
            (found[1] for text in islice(unit.element.itertext(), 8) if (found := _OUTLINE.fullmatch(text))), None
        )
        if number is None or number in seen:
            return None
        above = number.rpartition(".")[0]
        if above and above not in seen:
            return None
        seen.add(number)
        depths.append(number.count("."))
    return depths if any(depths) else None


def _indentation(unit: Unit) -> float:
    """How far the unit or a box of its own inside it is moved in, by its style or by an empty cell before it."""
    for element in _near(unit):
        style = element.get("style")
        if style and (moved := _moved_by(style)):
            return moved
        pushed = _PUSHED.search(element.get("class") or "")
        if pushed:
            return float(pushed[1])
    for element in islice(unit.element.iter("td", "img"), _MOST_SPACERS):
        width = element.get("width") or ""
        if element.tag == "img" and not _SPACER.search(element.get("src") or ""):
            continue
        if not (element.text or "").strip() and width.isdecimal() and len(width) < 5:
            return float(width)
    return 0.0


def _moved_by(style: str) -> float:
    found = _INDENTED.search(style)
    if found is None:
        return 0.0
    lengths = _LENGTH.findall(found[1])
    sides = [float(number) for number, _ in lengths]
    return sides[3] if len(sides) == 4 else sides[1] if len(sides) in (2, 3) else sides[0] if sides else 0.0


def _near(unit: Unit) -> Iterator[HtmlElement]:
    """The unit's own element, its only-children inside, and the box that holds it alone."""
    yield unit.element
    parent = unit.element.getparent()
    if parent is not None and not has_siblings(unit.element):
        yield parent
    inner = unit.element
    for _ in range(_MAX_INNER_STEPS):
        child = next(inner.iterchildren("*"), None)
        if child is None:
            return
        inner = child
        yield inner
