"""What a page shows around an article's headline: its byline, its date, its tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import chain, count, islice, repeat
from typing import NamedTuple

from lxml.html import HtmlElement

from spiders.bylines import may_say_who, names_in, names_in_line
from spiders.page import Page
from spiders.page_areas import is_beside_the_article, is_no_header
from spiders.paragraphs import bare_text, one_line, paragraphs
from spiders.platforms.date_shapes import date_in

_MAX_CANDIDATES = 200
_FIRST_TIMES = 5
_TEXT_TAGS = frozenset(("p", "li", "blockquote", "pre", "figure", "h1", "h2", "h3", "h4", "dd"))
_MAX_LEVELS = 8
_MANY_PARTS = 50
_MAX_LINE_CHARS = 200
_MAX_LETTERS = 170  # in such a line
_SPACES = " \n\t\xa0"
_MAX_DATE_LINE_CHARS = 80
_MAX_BYLINE_CHARS = 80
_CHARS_AFTER, _CHARS_BEFORE = 800, 200

_DATE_CLASS = re.compile(
    r"(?:^|[-_])(?:date|time|datetime|timestamp|published|posted|meta|datum)(?:[-_]|$)"
    r"|date$|postmeta|(?:entry|post|article)[-_]?(?:footer|details|info)$|^submitted$",
    re.IGNORECASE,
)
_DATE_PARTS = ("date", "time", "published", "posted", "meta", "datum", "footer", "details", "info", "submitted")
_AUTHOR_CLASS = re.compile(r"(?:^|[-_])(?:authors?|byline|autor|fn)(?:[-_](?:name|link|names))?$", re.IGNORECASE)
_AUTHOR_PARTS = ("autor", "author", "byline", "fn")
_FIGURES = re.compile(r"\d+")
_WHOLE_DATE = re.compile(r"(?:199|20\d)\d|\d[./-]\s?\d{1,2}[./-]\s?\d")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A date as shown, and the machine's form of it where the element carries one."""

    raw: str | None
    machine: str | None


class ArticleHeader:
    """What stands around a headline, the nearest first: in the order of the page, or by what holds both.

    Whatever stands in an area of its own between there and here (a teaser, a comment) is not the article's.
    """

    def __init__(self, page: Page, headline: HtmlElement | None, threads: Container[HtmlElement] = ()) -> None:
        self._page = page
        self._threads = threads
        self._frames = [] if headline is None else [headline, *headline.iterancestors()][:_MAX_LEVELS]
        # Of the frames and, once asked for, of other elements: 0 for what is none of the article's.
        self._levels = {frame: level for level, frame in enumerate(self._frames, 1) if frame.tag != "html"}
        self._blocks: list[_Block] = []
        self._blocks_to_come = _blocks_around(self._frames, threads)

    def shown_date(self, published: str | None) -> ShownDate | None:
        """The date shown nearest to the headline; with ``published`` (ISO) only that day, or a neighbour of it."""
        days = _days_around(published)
        neighbour = None
        for shown in self._shown_dates(days):
            if not days or _is_of(shown, days[0]):
                return shown
            if neighbour is None and any(_is_of(shown, day) for day in days[1:]):
                neighbour = shown
        return neighbour

    def byline(self) -> list[str]:
        """The names shown nearest to the headline: of what is marked as the author, else of a line that says "by"."""
        links = (link for link in self._marked_links if "author" in _rel(link))
        marked = dict.fromkeys([*links, *self._of_class(_rank_of_author)])
        nearest = self._nearest(marked)
        others = marked.keys() - nearest
        around = (part for block in self._around() for part in block.element.iter() if part in others) if others else ()
        lines = (_first_line(element) for element in chain(nearest, around))
        named = (names_in([_before_date(line)]) for line in lines if len(line) <= _MAX_BYLINE_CHARS)
        said = (names_in_line(one_line(block.element)) for block in self._around() if may_say_who(block.text))
        return next((names for names in chain(named, said) if names), [])

    def tags(self) -> list[str]:
        """The links marked as the article's tags (``rel=tag``), without those to its categories."""
        links = (link for link in self._marked_links if "tag" in _rel(link) and "category" not in _rel(link))
        texts = (one_line(link).lstrip("#").strip() for link in self._nearest(links))
        return list(dict.fromkeys(text for text in texts if text))

    @cached_property
    def _marked_links(self) -> list[HtmlElement]:
        links = self._page.by_tag["a"]
        relations = zip(links, map(HtmlElement.get, links, repeat("rel")), strict=True)
        return [link for link, rel in relations if rel and ("author" in rel or "tag" in rel)]

    def _of_class(self, rank: Callable[[str], int]) -> list[HtmlElement]:
        """The elements whose classes have a rank, in its order.

        What a page holds hundreds of times is its comments' or a list's.
        """
        index = self._page.by_class
        values = sorted(filter(rank, index.as_written), key=rank)
        return index.with_values(index.used_at_most(_MAX_CANDIDATES, values))

    def _shown_dates(self, days: Sequence[_Day]) -> Iterator[ShownDate]:
        times = self._page.by_tag["time"]
        if days:  # what is marked is cheaper to find than what is near, and the day tells whether it is right
            for element in self._nearest(times[:_FIRST_TIMES]):
                yield from _dates_in_times(element, days)
        for block in self._around():
            if times:
                yield from _dates_in_times(block.element, days)
            yield from _dates_in_lines(block, days)
        for element in self._marked_as_date():
            yield from _dates_in_times(element, days)
            yield from _dates_in_lines(_Block(element, _bare_text(element)), days)

    def _marked_as_date(self) -> Iterator[HtmlElement]:
        yield from self._nearest(self._page.by_tag["time"])
        yield from self._nearest(self._of_class(_rank_of_date))

    def _around(self) -> Iterator[_Block]:
        """The short blocks after the headline, then those before it; each is looked for once, when it is needed."""
        for place in count():
            if place == len(self._blocks):
                self._blocks += islice(self._blocks_to_come, 1)
            if place == len(self._blocks):
                return
            yield self._blocks[place]

    def _nearest(self, candidates: Iterable[HtmlElement]) -> list[HtmlElement]:
        by_level: dict[int, list[HtmlElement]] = {}
        for one in islice(dict.fromkeys(candidates), _MAX_CANDIDATES):
            if one not in self._frames and (level := self._level(one)) and _is_small(one):
                by_level.setdefault(level, []).append(one)
        return [one for level in sorted(by_level) for one in by_level[level]]

    def _level(self, element: HtmlElement) -> int:
        """How far up from the headline the element's branch leaves; 0 where it is none of the article's."""
        path: list[HtmlElement] = []
        node: HtmlElement | None = element
        while node is not None and node not in self._levels:
            path.append(node)
            node = node.getparent()
        level = 0 if node is None else self._levels[node]
        for step in reversed(path):
            level = 0 if level and self._is_of_another(step) else level
            self._levels[step] = level
        return level

    def _is_of_another(self, node: HtmlElement) -> bool:
        return node in self._threads or is_beside_the_article(node) or _holds_heading(node)


@lru_cache(maxsize=4096)  # themes write the same few hundred classes on every page
def _rank_of_author(classes: str) -> int:
    return _rank(classes, _AUTHOR_CLASS, _AUTHOR_PARTS)


@lru_cache(maxsize=4096)
def _rank_of_date(classes: str) -> int:
    return _rank(classes, _DATE_CLASS, _DATE_PARTS)


def _rank(classes: str, pattern: re.Pattern[str], parts: Sequence[str]) -> int:
    """1 for classes with the first of the parts, and so on; 0 where the pattern fits none of them."""
    lowered = classes.lower()
    if not any(map(pattern.search, classes.split())):
        return 0
    return next((place for place, part in enumerate(parts, 1) if part in lowered), 0)


class _Block(NamedTuple):
    """An element, and all text in it as the page writes it."""

    element: HtmlElement
    text: str


def _blocks_around(frames: Sequence[HtmlElement], threads: Container[HtmlElement]) -> Iterator[_Block]:
    """No method: a generator that an object keeps and that knows the object would keep both, and the page, alive."""
    after = (node for frame in frames for node in frame.itersiblings())
    yield from _short_blocks(after, threads, _CHARS_AFTER, is_backward=False)
    before = (node for frame in frames for node in frame.itersiblings(preceding=True))
    yield from _short_blocks(before, threads, _CHARS_BEFORE, is_backward=True)


def _short_blocks(
    nodes: Iterable[HtmlElement], threads: Container[HtmlElement], chars: int, *, is_backward: bool
) -> Iterator[_Block]:
    """The elements that show little text each, until so many characters are read."""
    for node in nodes:
        stack = [node]
        while stack:
            if chars <= 0:
                return
            element = stack.pop()
            if not isinstance(element.tag, str) or element in threads or is_no_header(element):
                continue
            text = _bare_text(element) if _is_small(element) else None
            letters = len(text) - sum(map(text.count, _SPACES)) if text else 0
            if text is None or (letters > _MAX_LETTERS and element.tag not in _TEXT_TAGS):
                parts = list(element)
                chars -= len(element.text or "") + sum([len(part.tail or "") for part in parts])
                stack.extend(parts if is_backward else reversed(parts))
                continue
            chars -= letters
            if 0 < letters <= _MAX_LETTERS:
                yield _Block(element, text)


def _rel(link: HtmlElement) -> list[str]:
    return (link.get("rel") or "").lower().split()


def _is_small(element: HtmlElement) -> bool:
    return not len(element) or next(islice(element.iterdescendants(), _MANY_PARTS, None), None) is None


def _bare_text(element: HtmlElement) -> str:
    return bare_text(element) if len(element) else element.text or ""


def _holds_heading(node: HtmlElement) -> bool:
    return len(node) > 0 and any(heading is not node for heading in islice(node.iter("h1", "h2", "h3", "h4"), 2))


def _dates_in_lines(block: _Block, days: Sequence[_Day]) -> Iterator[ShownDate]:
    """The dates in the lines of an element; with ``days``, those that may be of one.

    Where nothing says which date to look for, it must be whole, and little else stand beside it.
    """
    if not _may_hold_date(block.text, days):
        return
    for line in paragraphs(block.element).split("\n"):
        raw = _date_in(line, days)
        if raw and (days or (len(line) <= _MAX_DATE_LINE_CHARS and _WHOLE_DATE.search(raw))):
            yield ShownDate(raw, _iso(block.element.get("content")))


def _dates_in_times(element: HtmlElement, days: Sequence[_Day]) -> Iterator[ShownDate]:
    for time in element.iter("time"):
        machine = _iso(time.get("datetime"))
        if machine is None:
            raw = _date_in(one_line(time), days)
        elif days and not any(machine.startswith(day.written) for day in days):
            continue
        else:
            raw = _date_in(one_line(time), ())
        if raw or machine:
            yield ShownDate(raw, machine)


def _date_in(text: str, days: Sequence[_Day]) -> str | None:
    found = date_in(text[:_MAX_LINE_CHARS]) if _may_hold_date(text, days) else None
    return text[found.start : found.end].strip() if found else None


def _may_hold_date(text: str, days: Sequence[_Day]) -> bool:
    """Whether a text shows figures at all; where it is known which days may be meant, those of one of them."""
    if not days:
        return _FIGURES.search(text) is not None
    return any(_shows(text, day) for day in days)


def _shows(text: str, day: _Day) -> bool:
    """Whether the figures of a day and of its year stand in a text."""
    if day.number not in text or day.year_in_short not in text:
        return False
    figures = {int(figure) for figure in _FIGURES.findall(text) if len(figure) <= 4}
    return int(day.number) in figures and not figures.isdisjoint((int(day.year_in_short), int(day.written[:4])))


def _first_line(element: HtmlElement) -> str:
    return paragraphs(element).partition("\n")[0]


def _before_date(line: str) -> str:
    found = date_in(line)
    return line[: found.start] if found else line


def _iso(value: str | None) -> str | None:
    text = (value or "").strip()
    return text if _ISO_DATE.match(text) else None


class _Day(NamedTuple):
    """A day as it is written, its number and that of its year in two figures, without zeros in front."""

    written: str  # YYYY-MM-DD
    number: str
    year_in_short: str


def _days_around(published: str | None) -> list[_Day]:
    """That day and its neighbours: the page may count in another zone."""
    if published is None:
        return []
    try:
        day = date.fromisoformat(published[:10])
        days = (day, day - timedelta(days=1), day + timedelta(days=1))
    except (ValueError, OverflowError):
        return []
    return [_Day(day.isoformat(), str(day.day), str(day.year % 100)) for day in days]


def _is_of(shown: ShownDate, day: _Day) -> bool:
    """Whether the machine's form is of this day or, lacking it, the day's figures stand in the text."""
    return shown.machine.startswith(day.written) if shown.machine else _shows(shown.raw or "", day)
