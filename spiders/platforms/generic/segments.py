"""Comments that stand in no element of their own: a head and its words side by side, one after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from lxml.html import HtmlElement

from spiders.platforms.generic.headings import HEADING_TAGS, announces, words_of
from spiders.platforms.generic.looks import looks_of
from spiders.platforms.generic.units import Unit

_ENDS = frozenset("form script style nav textarea".split())
_MOST_NEIGHBOURS = 40
_FEWEST_ALIKE = 4


def grown(units: Sequence[Unit]) -> list[Unit]:
    """Each unit as the outermost element that holds no other; the same units where nothing grows."""
    held: defaultdict[HtmlElement, int] = defaultdict(int)
    for unit in units:
        for above in unit.element.iterancestors():
            held[above] += 1
            if held[above] > 2:
                break
    found = []
    for unit in units:
        element = unit.element
        parent = element.getparent()
        while (
            len(units) > 1
            and unit.element.tag != "dt"
            and parent is not None
            and held[parent] == 1
            and parent.tag not in ("body", "main")
        ):
            element, parent = parent, parent.getparent()
        found.append(Unit(element, unit.anchor))
    return found


def without_stranger(units: Sequence[Unit]) -> list[Unit]:
    """The units without the only one that looks like none of the others, which all look alike: the article's head."""
    shared = Counter(look for unit in units for look in looks_of(unit.element))
    alike = {look for look, count in shared.items() if count == len(units) - 1}
    if len(units) < _FEWEST_ALIKE or not alike:
        return list(units)
    return [unit for unit in units if not alike.isdisjoint(looks_of(unit.element))]


def with_neighbours(units: Sequence[Unit]) -> list[Unit]:
    """Each unit with the siblings that follow it up to the next unit, or that precede it down to the one before."""
    elements = {unit.element for unit in units}
    families: defaultdict[HtmlElement, list[Unit]] = defaultdict(list)
    for unit in units:
        parent = unit.element.getparent()
        if parent is not None:
            families[parent].append(unit)
    after = {unit: _run(unit.element, elements, is_back=False) for unit in units}
    before = {unit: _run(unit.element, elements, is_back=True) for unit in units}
    is_back = _repeats(families.values(), before, is_back=True) > _repeats(families.values(), after, is_back=False)
    runs = before if is_back else after
    looks = {look for family in families.values() for unit in _inner(family, is_back=is_back) for element in runs[unit]
             for look in looks_of(element)}  # fmt: skip
    return [_joined(unit, _like(runs[unit], looks), is_back=is_back) for unit in units]


def _run(element: HtmlElement, elements: Collection[HtmlElement], *, is_back: bool) -> list[HtmlElement]:
    """The siblings from the element on, nearest first, up to another unit or what surely is no comment."""
    found: list[HtmlElement] = []
    for sibling in element.itersiblings(preceding=is_back):
        if not isinstance(sibling.tag, str):
            continue
        if sibling in elements or sibling.tag in _ENDS or len(found) >= _MOST_NEIGHBOURS:
            break
        if sibling.tag in HEADING_TAGS and announces(words_of(sibling)):
            break
        found.append(sibling)
    return found


def _repeats(families: Collection[list[Unit]], runs: dict[Unit, list[HtmlElement]], *, is_back: bool) -> float:
    """How far the outermost unit's run looks like those between the units: of 1, the share that agrees."""
    agreeing = total = 0
    for family in families:
        outer = runs[family[0] if is_back else family[-1]]
        looks = {
            look for unit in _inner(family, is_back=is_back) for element in runs[unit] for look in looks_of(element)
        }
        total += 1
        if outer and (not looks or not looks.isdisjoint(looks_of(outer[0]))):
            agreeing += 1 + (not is_back)
    return agreeing / max(total, 1)


def _inner(family: Sequence[Unit], *, is_back: bool) -> Sequence[Unit]:
    """The units whose run ends at another unit; all, where there is but one."""
    if len(family) == 1:
        return family
    return family[1:] if is_back else family[:-1]


def _like(run: Sequence[HtmlElement], looks: Collection[str]) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    for element in run:
        if not any(look in looks for look in looks_of(element)):
            break
        found.append(element)
    return found


def _joined(unit: Unit, run: Sequence[HtmlElement], *, is_back: bool) -> Unit:
    if is_back:
        return Unit(unit.element, unit.anchor, before=list(reversed(run)))
    return Unit(unit.element, unit.anchor, after=list(run))
