"""Where on a page readers' comments may stand: the outermost elements that words about comments mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress, islice

from lxml import etree
from lxml.html import HtmlElement

from spiders.microdata import marked_elements
from spiders.name_index import NameIndex
from spiders.page import Page
from spiders.platforms.generic.headings import HEADING_TAGS, announces, may_announce, words_of
from spiders.platforms.generic.looks import holds, looks_of
from spiders.platforms.generic.vocabulary import HARDLY, PERHAPS, SURE, names_of, sense_of, words_in

_NO_REGIONS = frozenset(
    "html head body meta link script style a img svg i em b strong input textarea select option form label button "
    "iframe noscript template time h1 h2 h3 h4 h5 h6".split()
)
_LABELS = {
    name: etree.XPath(f"descendant-or-self::*[@{name}]")
    for name in ("data-testid", "data-qa", "data-component", "data-type", "data-module", "data-role")
}
_NAMED_ANCHORS = etree.XPath("//a[@name or @id][not(@href)]")
_IN_ARTICLE = etree.XPath("boolean(ancestor::article or ancestor::main)")
_BOLD = ("b", "strong")
_BESIDE_TAGS = frozenset(("aside", "nav", "footer"))
_FRAMES = frozenset(("article", "main"))
_ABOUT_LAYOUT = frozenset("has no with content main without and".split())
_STEPS_ABOVE_A_HEADING = 4
_LONGEST_LINE_OF_A_HEADING = 60  # with a counter, a choice of the order
_FIGURES = "0123456789"
_FEWEST_POSTS = 2
_FEWEST_ALIKE = 2
_TOO_WIDE = frozenset(("html", "body", "main"))
_MORE_THAN_A_COUNTER = 6


class Survey:
    """The elements of a page that class names, ids or microdata call comments, by how surely they do."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._classes = _Speaking(page.by_class)
        self._ids = _Speaking(page.by_id)

    def sure(self) -> list[HtmlElement]:
        """What names call comments; where none does, what microdata does."""
        return self._named(SURE) or [element for element in marked_elements(self._page) if _is_marked(element)]

    def perhaps(self) -> list[HtmlElement]:
        """What names call replies, opinions or the like."""
        return self._named(PERHAPS)

    def of_posts(self) -> list[HtmlElement]:
        """Elements of classes with words for anything that is written, where several elements bear the class.

        And those of ids that are such a word with a number each.
        """
        lists = [self._page.by_class[name] for name in dict.fromkeys(self._classes.hardly)]
        numbered: defaultdict[str, list[HtmlElement]] = defaultdict(list)
        for name in dict.fromkeys(self._ids.hardly):
            if (word := name.rstrip(_FIGURES)) != name:
                numbered[word].extend(self._page.by_id[name])
        lists += numbered.values()
        return [one for found in lists if len(found) >= _FEWEST_POSTS for one in found if one.tag not in _NO_REGIONS]

    def _named(self, strength: int) -> list[HtmlElement]:
        found = [element for element in self._classes.elements(strength) if element.tag not in _NO_REGIONS]
        known: dict[HtmlElement, bool] = {}
        for element in self._ids.elements(strength):
            if element.tag not in _NO_REGIONS:
                found.append(element)
            elif element.tag == "a":
                found.extend(_around(element, known))
        return found


def _is_marked(element: HtmlElement) -> bool:
    return element.get("itemprop") == "comment" or "Comment" in (element.get("itemtype") or "")


class _Speaking:
    """The values of one attribute that hold names for comments, by how surely these speak of them."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._values: dict[int, set[str]] = {SURE: set(), PERHAPS: set()}
        self.hardly: list[str] = []
        """Names with words for anything that is written."""
        spoken = [_strengths(value) for value in index.as_written]
        for value, names in compress(zip(index.as_written, spoken, strict=True), spoken):
            for name, strength in names:
                if strength == HARDLY:
                    self.hardly.append(name)
                else:
                    self._values[strength].add(value)

    def elements(self, strength: int) -> list[HtmlElement]:
        """The elements with a name of this strength."""
        return self._index.with_values(self._values[strength])


@lru_cache(maxsize=32768)  # themes repeat theirs
def _strengths(value: str) -> tuple[tuple[str, int], ...]:
    """The names in a class or id that speak of comments, and how surely."""
    return tuple((name, strength) for name in dict.fromkeys(value.split()) if (strength := _strength(name)))


def _strength(name: str) -> int:
    sense = sense_of(name.rstrip(_FIGURES))
    return 0 if sense.is_template else sense.comments


def announced_regions(page: Page) -> list[HtmlElement]:
    """What stands round headings about comments, bold words among them."""
    headings = [heading for heading in page.root.iter(*HEADING_TAGS) if _announces(heading)]
    headings += [bold for bold in page.root.iter(*_BOLD) if may_announce(bold.text or "") and _announces(bold)]
    known: dict[HtmlElement, bool] = {}
    return outermost(region for heading in headings for region in _around(heading, known))


def labelled_regions(page: Page) -> list[HtmlElement]:
    """Elements that data attributes call comments, and what stands round anchors of that name."""
    found: list[HtmlElement] = []
    known: dict[HtmlElement, bool] = {}
    for name, labelled in _LABELS.items():
        if f" {name}=" in page.text:
            found += (one for one in labelled(page.root) if sense_of(one.get(name) or "").comments == SURE)
    found = [element for element in found if element.tag not in _NO_REGIONS]
    if "<a name=" in page.text or "<a id=" in page.text:
        for anchor in _NAMED_ANCHORS(page.root):
            if sense_of(anchor.get("name") or anchor.get("id") or "").comments == SURE:
                found.extend(_around(anchor, known))
    return outermost(found)


def is_whole_thread(regions: Iterable[HtmlElement]) -> bool:
    """Whether one of the regions is called the comments as a whole and holds more than a counter or a link."""
    for region in regions:
        senses = (sense_of(name) for name in names_of(region.get("class"), region.get("id")))
        is_whole = any(sense.comments == SURE and sense.is_whole for sense in senses)
        if is_whole and next(islice(region.iter(), _MORE_THAN_A_COUNTER, None), None) is not None:
            return True
    return False


def box_of_all(regions: Sequence[HtmlElement]) -> HtmlElement | None:
    """What holds all of several regions that look alike: only the words of each comment may be called one."""
    looks = {tuple(looks_of(region)) for region in regions}
    if len(regions) < _FEWEST_ALIKE or len(looks) > 1:
        return None
    above_first = set(regions[0].iterancestors())
    box = next((above for above in regions[-1].iterancestors() if above in above_first), None)
    return None if box is None or box.tag in _TOO_WIDE or holds(box, "h1") else box


def stands_beside(element: HtmlElement, frames: dict[HtmlElement, bool] | None = None) -> bool:
    """Whether an element above this one is a sidebar, or holds the latest comments of a site.

    Frames that hold the article or a form for comments too are neither, whatever they are called. ``frames`` keeps
    which of them do, for the other elements in them.
    """
    frames = {} if frames is None else frames
    is_the_thread = _is_called_comments(element)
    for above in element.iterancestors():
        if above.tag == "body":
            return False
        is_the_thread = is_the_thread or _is_called_comments(above)
        if _is_beside(above, or_latest=not is_the_thread):
            if above not in frames:
                frames[above] = holds(above, "h1", "textarea")
            if not frames[above]:
                return True
    return False


def outermost(marked: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Those of the elements that stand in no other and not beside the article, each once, in no order. Linear."""
    seeds = dict.fromkeys(marked)
    stands_in_one: dict[HtmlElement, bool] = {}
    frames: dict[HtmlElement, bool] = {}
    found = []
    for element in seeds:
        above = element.getparent()
        if above in seeds:  # most are parts of one comment
            continue
        path = []
        while above is not None and above not in seeds and above not in stands_in_one:
            path.append(above)
            above = above.getparent()
        is_inside = above is not None and (above in seeds or stands_in_one[above])
        stands_in_one.update(dict.fromkeys(path, is_inside))
        if not is_inside and not stands_beside(element, frames):
            found.append(element)
    return found


def _is_called_comments(element: HtmlElement) -> bool:
    identity = element.get("id") or ""
    return len(identity) < 16 and sense_of(identity).comments == SURE and sense_of(identity).is_whole


def _is_beside(element: HtmlElement, *, or_latest: bool) -> bool:
    if element.tag in _BESIDE_TAGS:
        return element.tag != "footer" or not _IN_ARTICLE(element)
    if element.tag in _FRAMES:
        return False
    for name in names_of(element.get("class"), element.get("id")):
        sense = sense_of(name)
        if (sense.is_beside or (or_latest and sense.is_latest)) and _ABOUT_LAYOUT.isdisjoint(words_in(name)):
            return True
    return False


def _announces(heading: HtmlElement) -> bool:
    words = words_of(heading)
    return may_announce(words) and announces(words) == SURE


def _around(element: HtmlElement, known: dict[HtmlElement, bool]) -> Iterator[HtmlElement]:
    """The smallest element above that holds more than the heading's own box and a line about it.

    ``known`` keeps which elements do, for the other headings in them.
    """
    above = element.getparent()
    for _ in range(_STEPS_ABOVE_A_HEADING):
        if above is None or above.tag in ("body", "html"):
            return
        if above not in known:
            has_more = next(islice(above.iterchildren(), 1, None), None) is not None  # len would count all children
            known[above] = has_more and len(words_of(above)) > _LONGEST_LINE_OF_A_HEADING
        if known[above]:
            yield above
            return
        above = above.getparent()
