"""Where on a page readers' comments may stand: the outermost elements that words about comments mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement

from spiders.page import Page
from spiders.platforms.generic.headings import announces, words_of
from spiders.platforms.generic.vocabulary import SURE, names_of, sense_of, words_in

_NO_REGIONS = frozenset(
    "html head body meta link script style a img svg i em b strong input textarea select option form label button "
    "iframe noscript template time h1 h2 h3 h4 h5 h6".split()
)
_IDS = etree.XPath("//@id", smart_strings=False)
_WITH_IDS = etree.XPath("//*[@id]")
_MICRODATA = etree.XPath("//*[@itemprop='comment' or contains(@itemtype,'Comment')]")
_HEADINGS = etree.XPath("//h1|//h2|//h3|//h4|//h5|//h6|//legend|//summary")
_LABELLED = etree.XPath("//*[@data-testid or @data-qa or @data-component or @data-type or @data-module or @data-role]")
_LABELS = ("data-testid", "data-qa", "data-component", "data-type", "data-module", "data-role")
_NAMED_ANCHORS = etree.XPath("//a[@name or @id][not(@href)]")
_H1_OR_FORM = etree.XPath("boolean(.//h1 or .//textarea)")
_IN_ARTICLE = etree.XPath("boolean(ancestor::article or ancestor::main)")
_BESIDE_TAGS = frozenset(("aside", "nav", "footer"))
_FRAMES = frozenset(("article", "main"))
_ABOUT_LAYOUT = frozenset("has no with content main without and".split())
_STEPS_ABOVE_A_HEADING = 3


def marked_regions(page: Page, strength: int) -> list[HtmlElement]:
    """The outermost elements that a class, an id or microdata calls comments, at least as surely as ``strength``.

    In no order. Those that stand beside the article (sidebars, navigation) are left out.
    """
    return _outermost(_marked(page, strength))


def announced_regions(page: Page) -> list[HtmlElement]:
    """What stands round headings and anchors about comments, and elements whose data attributes name comments."""
    found: list[HtmlElement] = []
    for element in _LABELLED(page.root):
        if element.tag not in _NO_REGIONS and any(
            sense_of(element.get(name) or "").comments == SURE for name in _LABELS
        ):
            found.append(element)
    for heading in [*_HEADINGS(page.root), *_NAMED_ANCHORS(page.root)]:
        if _announces(heading):
            found.extend(_around(heading))
    return _outermost(found)


def stands_beside(element: HtmlElement) -> bool:
    """Whether an element above this one is a sidebar, or holds the latest comments of a site.

    Frames that hold the article or a form for comments too are neither, whatever they are called.
    """
    is_the_thread = _is_called_comments(element)
    for above in element.iterancestors():
        if above.tag == "body":
            return False
        is_the_thread = is_the_thread or _is_called_comments(above)
        if _is_beside(above, or_latest=not is_the_thread) and not _H1_OR_FORM(above):
            return True
    return False


def _marked(page: Page, strength: int) -> Iterator[HtmlElement]:
    for name, elements in page.by_class.items():
        sense = sense_of(name)
        if sense.comments >= strength and not sense.is_template:
            yield from (element for element in elements if element.tag not in _NO_REGIONS)
    if any(sense_of(identity).comments >= strength for identity in _IDS(page.root)):
        for element in _WITH_IDS(page.root):
            sense = sense_of(element.get("id") or "")
            if sense.comments < strength or sense.is_template:
                continue
            if element.tag not in _NO_REGIONS:
                yield element
            elif element.tag == "a":
                yield from _around(element)
    if strength == SURE:
        yield from _MICRODATA(page.root)


def _outermost(marked: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Those of the marked elements that stand in no other, each once. Linear, however deep they are nested."""
    seeds = dict.fromkeys(marked)
    stands_in_one: dict[HtmlElement, bool] = {}
    found = []
    for element in seeds:
        path = []
        above = element.getparent()
        while above is not None and above not in seeds and above not in stands_in_one:
            path.append(above)
            above = above.getparent()
        is_inside = above is not None and (above in seeds or stands_in_one[above])
        stands_in_one.update(dict.fromkeys(path, is_inside))
        if not is_inside and not stands_beside(element):
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


def _announces(element: HtmlElement) -> bool:
    if element.tag == "a":
        return sense_of(element.get("name") or element.get("id") or "").comments == SURE
    return announces(words_of(element)) == SURE


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    """The smallest element above that holds more than the heading's own box."""
    above = element.getparent()
    for _ in range(_STEPS_ABOVE_A_HEADING):
        if above is None or above.tag in ("body", "html"):
            return
        if len(above) > 1:
            yield above
            return
        above = above.getparent()
