"""From times to the elements that hold one comment each: those that look alike and hold one time each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from spiders.paragraphs import texts
from spiders.platforms.generic.headings import HEADING_TAGS, announces, words_of
from spiders.platforms.generic.looks import holds, looks_of
from spiders.platforms.generic.vocabulary import PERHAPS, SURE, names_of, sense_of

_MAX_STEPS_UP = 16
_MAX_ROUNDS = 4
_FIRST = 20
_PAGE_TAGS = frozenset(("body", "html", "main"))
_LIST_TAGS = frozenset("ol ul dl table tbody".split())
_ITEM_TAGS = frozenset(("li", "article", "tr"))


@dataclass(slots=True, eq=False)
class Unit:
    """The elements of one comment. ``anchor`` is what led to it: its time or its author's name."""

    element: HtmlElement
    anchor: HtmlElement | None = None
    before: Sequence[HtmlElement] = ()
    after: Sequence[HtmlElement] = ()

    @property
    def parts(self) -> list[HtmlElement]:
        """All its elements in document order."""
        return [*self.before, self.element, *self.after]


def units_around(anchors: Sequence[HtmlElement]) -> list[Unit]:
    """One unit for each anchor that stands in an element of its own, and their look-alikes without an anchor.

    In no order. Empty where the anchors stand in nothing that repeats.
    """
    if len(anchors) == 1:
        element = _lone_unit(anchors[0])
        return [] if element is None else _with_look_alikes([Unit(element, anchors[0])], set())
    left: Sequence[HtmlElement] = anchors
    units: list[Unit] = []
    looks: set[str] = set()
    above: set[HtmlElement] = set()
    for _ in range(_MAX_ROUNDS):
        look, members = (None if above else _look_of_all(left)) or _best_look(left, above)
        if look is None:
            break
        looks.add(look)
        taken = set(members.values())
        units.extend(Unit(element, anchor) for element, anchor in members.items())
        left = [anchor for anchor in left if anchor not in taken]
        if not left:
            break
        above.update(_all_above(members))
    return _with_look_alikes(units, looks)


def _look_of_all(anchors: Sequence[HtmlElement]) -> tuple[str, dict[HtmlElement, HtmlElement]] | None:
    """The best look of the first of many anchors, where its elements hold one of all anchors each: none is better."""
    look, members = _best_look(anchors[:_FIRST], ()) if len(anchors) > 2 * _FIRST else (None, {})
    if look is None:
        return None
    tag = next(iter(members)).tag
    held: dict[HtmlElement, HtmlElement] = {}
    for anchor in anchors:
        for element in _chain(anchor):
            if element.tag == tag and look in looks_of(element):
                held[element] = anchor
                break
    return (look, held) if len(held) == len(anchors) else None


def _best_look(
    anchors: Sequence[HtmlElement], above: Collection[HtmlElement]
) -> tuple[str | None, dict[HtmlElement, HtmlElement]]:
    """The look whose elements hold one of the anchors each, most often; of equals the outermost.

    ``above``: the elements above those found before; what does not stand in one of them is another thing.
    """
    held: defaultdict[str, dict[HtmlElement, list[HtmlElement]]] = defaultdict(dict)
    heights: defaultdict[str, int] = defaultdict(int)
    looks: dict[HtmlElement, tuple[str, ...]] = {}  # of replies in replies, the anchors share the elements above
    for anchor in anchors:
        seen: set[str] = set()
        for height, element in enumerate(_chain(anchor)):
            if element in above:
                break
            if element not in looks:
                looks[element] = looks_of(element)
            for look in looks[element]:
                if look not in seen:
                    seen.add(look)
                    held[look].setdefault(element, []).append(anchor)
                    heights[look] += height
    best: str | None = None
    best_rank = (0, 0.0)
    for look, members in held.items():
        single = sum(len(found) == 1 for found in members.values())
        crowded = sum(len(found) for found in members.values() if len(found) > 1)
        rank = (single - crowded, heights[look] / (single + crowded))
        if rank > best_rank and (not above or any(_stands_in(element, above) for element in members)):
            best, best_rank = look, rank
    if best is None or (not above and best_rank[0] < 2):
        return None, {}
    return best, {
        element: found[0]
        for element, found in held[best].items()
        if len(found) == 1 and (not above or _stands_in(element, above))
    }


def _chain(anchor: HtmlElement) -> Iterator[HtmlElement]:
    element: HtmlElement | None = anchor
    for _ in range(_MAX_STEPS_UP):
        if element is None or element.tag in _PAGE_TAGS:
            return
        yield element
        element = element.getparent()


def _stands_in(element: HtmlElement, above: Collection[HtmlElement]) -> bool:
    parent = element.getparent()
    return parent is not None and (parent in above or parent.getparent() in above)


def _all_above(elements: Collection[HtmlElement]) -> set[HtmlElement]:
    """The parents of the elements and so on, up to the one that holds them all."""
    held: Counter[HtmlElement] = Counter()
    ways: Mapping[HtmlElement, int] = dict.fromkeys(elements, 1)
    for _ in range(_MAX_STEPS_UP):
        higher: defaultdict[HtmlElement, int] = defaultdict(int)
        for element, count in ways.items():
            parent = element.getparent()
            if parent is not None and parent.tag not in _PAGE_TAGS:
                higher[parent] += count
        held.update(higher)
        ways = higher
    found = {above for above, count in held.items() if count < len(elements)}
    top = next((above for above, count in held.items() if count == len(elements)), None)
    return found if top is None else found | {top}


def _lone_unit(anchor: HtmlElement) -> HtmlElement | None:
    """The element of the only comment on a page: the outermost that is named or tagged as one, else the widest."""
    best: HtmlElement | None = None
    best_rank = -1
    for element in _chain(anchor):
        if element.tag in _LIST_TAGS or holds(element, "textarea", "h1") or _is_announced_inside(element):
            break
        rank = _rank_as_comment(element) if _has_words_beside(element, anchor) else -1
        if rank >= best_rank:
            best, best_rank = element, rank
    return best


def is_called_a_comment(element: HtmlElement) -> bool:
    """Whether an element's own names call it one comment."""
    return _rank_as_comment(element) == SURE


def _rank_as_comment(element: HtmlElement) -> int:
    """How much an element is named like one comment, not like all of them."""
    if element.get("itemprop") == "comment" or "Comment" in (element.get("itemtype") or ""):
        return SURE
    senses = [sense_of(name) for name in names_of(element.get("class"), element.get("id"))]
    single = max((sense.comments for sense in senses if not sense.is_whole), default=0)
    if any(sense.comments and sense.is_whole for sense in senses):
        single = min(single, PERHAPS)
    return max(single, PERHAPS) if element.tag in _ITEM_TAGS else single


def _has_words_beside(element: HtmlElement, anchor: HtmlElement) -> bool:
    """Whether the element holds a name and words, or the like, besides its time."""
    pieces = 0
    own = set(islice(texts(anchor), 20))
    for text in islice(texts(element), 60):
        if text not in own and any(map(str.isalpha, text)):
            pieces += 1
            if pieces > 1:
                return True
    return False


def _is_announced_inside(element: HtmlElement) -> bool:
    return any(announces(words_of(heading)) == SURE for heading in islice(element.iter(*HEADING_TAGS), 8))


def _with_look_alikes(units: list[Unit], looks: set[str]) -> list[Unit]:
    """The units and what stands beside them, or around some of them, and looks like them: comments without a time."""
    taken = {unit.element for unit in units}
    found = list(units)
    if not looks:
        looks = {look for unit in units for look in looks_of(unit.element) if sense_of(look.partition(".")[2]).comments}
    parents = dict.fromkeys(parent for unit in units if (parent := unit.element.getparent()) is not None)
    around = _all_above(taken)
    for element in [*around, *(child for parent in parents for child in parent)]:
        if element in taken or not isinstance(element.tag, str) or looks.isdisjoint(looks_of(element)):
            continue
        taken.add(element)
        found.append(Unit(element))
    return found
