"""The ids that a page gives its comments: numbers after one prefix, or values of one data attribute."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from spiders.page import Page
from spiders.platforms.generic.looks import has_siblings
from spiders.platforms.generic.pieces import inner_elements
from spiders.platforms.generic.units import Unit
from spiders.platforms.generic.vocabulary import SURE, sense_of, words_in
from spiders.platforms.wordpress import without_hidden_text

_MOST_FIGURES = 20
_LONGEST_VALUE = 80
_NUMBER = re.compile(rf"\d{{1,{_MOST_FIGURES}}}")
_PREFIXED = re.compile(r"[A-Za-z_-]{0,20}\d{1,20}")
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{6,64}")
_MAX_OWN_ELEMENTS = 80
_MANY = 100
_SAMPLE = 12
_MAX_BESIDE = 2
_ADDRESSES = ("href", "itemid", "about", "resource")
_ID_ENDINGS = ("id", "key", "nr", "number", "comment", "num")
_OTHERS_IDS = ("parent", "user", "author", "article", "uid", "thread", "reply", "root", "page", "story", "member", "ad")


class IdPattern(NamedTuple):
    """Where the ids stand: in ``attribute``, as what takes the place of ``#`` in ``form`` (None: the whole value)."""

    attribute: str
    form: str | None

    @property
    def names_comments(self) -> bool:
        """Whether the attribute or what stands round the id calls it a comment's."""
        names = (
            f"{self.attribute.removeprefix('data-') if self.attribute.startswith('data-') else ''} {self.form or ''}"
        )
        return any(sense_of(name).comments == SURE for name in names.split())

    def number_in(self, value: str) -> str | None:
        """The id in an ``id`` that holds no other figures; None where it does, or is not of this form."""
        before, sign, after = (self.form or "").partition("#")
        number = value[len(before) : len(value) - len(after)]
        if not (sign and self.attribute == "id" and number.isdecimal() and value == f"{before}{number}{after}"):
            return None
        is_all = len(number) <= _MOST_FIGURES and len(value) <= _LONGEST_VALUE and not _NUMBER.search(before + after)
        return number if is_all else None

    def unparsed(self, page: Page, known: Iterable[str | None]) -> int:
        """How many different ids the mark-up holds that the parsed tree does not: comments that the parser cut off.

        ``known`` are some of those in the tree.
        """
        pattern = _in_markup(self)
        if set(pattern.findall(page.text)).issubset(known):
            return 0
        values = page.root.xpath(f"//@{self.attribute}", smart_strings=False)
        in_tree = set(pattern.findall("".join(f" {self.attribute}='{value}'\n" for value in dict.fromkeys(values))))
        return len(set(pattern.findall(without_hidden_text(page.text))) - in_tree)

    def last_in_bytes(self, text: str) -> int | None:
        """Where the last id stands in the mark-up."""
        return max((found.end() for found in _in_markup(self).finditer(text)), default=None)


@lru_cache(maxsize=256)
def _in_markup(ids: IdPattern) -> re.Pattern[str]:
    """The attribute with its value as mark-up has it. It begins with a word, which is what a pattern finds fastest."""
    value = r"([^\"'\s>]{1,80})" if ids.form is None else r"(\d{1,20})".join(map(re.escape, ids.form.split("#", 1)))
    name = re.escape(ids.attribute)
    return re.compile(rf"{name}(?<=\s{name})\s*=\s*[\"']?{value}(?:[\"'\s>]|$)")


@dataclass(frozen=True, slots=True)
class OwnIds:
    """``values``: the id of each unit, None where one has none. ``pattern``: None where the ids are in no attribute."""

    values: list[str | None]
    pattern: IdPattern | None


def ids_of(units: Sequence[Unit], elements: Container[HtmlElement]) -> OwnIds:
    """The ids by which most units are told apart; ``elements`` holds the units' own elements.

    Of very many units a sample tells where the ids stand.
    """
    if len(units) > _MANY:
        pattern = _ids_of_all(units[:: len(units) // _SAMPLE], elements).pattern
        values = [_value_of(unit, pattern, elements) for unit in units] if pattern else []
        found = [value for value in values if value is not None]
        if pattern and len(set(found)) == len(found) >= len(units) / 2:
            return OwnIds(values, pattern)
    return _ids_of_all(units, elements)


def _ids_of_all(units: Sequence[Unit], elements: Container[HtmlElement]) -> OwnIds:
    held: defaultdict[IdPattern, dict[int, str]] = defaultdict(dict)
    for position, unit in enumerate(units):
        for pattern, value in _candidates(unit, elements):
            held[pattern].setdefault(position, value)
    best: IdPattern | None = None
    best_rank = (0.0, 0, 0)
    for pattern, found in held.items():
        if len(set(found.values())) < len(found) or len(found) * 2 < len(units):
            continue
        rank = (
            len(found) / len(units) + _plausibility(pattern, found.values()),
            -len(pattern.form or ""),
            sum(map(len, found.values())),
        )
        if best is None or rank > best_rank:
            best, best_rank = pattern, rank
    if best is None:
        return OwnIds([None] * len(units), None)
    return OwnIds([held[best].get(position) for position in range(len(units))], best)


def _value_of(unit: Unit, pattern: IdPattern, elements: Container[HtmlElement]) -> str | None:
    """The unit's id by this pattern, which mostly stands on its outermost element."""
    value = unit.element.get(pattern.attribute)
    if value and (number := pattern.number_in(value)):
        return number
    on_itself = _ids_in(unit.element, pattern.attribute, value) if value else ()
    found = (value for one, value in on_itself if one == pattern)
    return next(found, None) or next((value for one, value in _candidates(unit, elements) if one == pattern), None)


def _candidates(unit: Unit, elements: Container[HtmlElement]) -> Iterator[tuple[IdPattern, str]]:
    for element in _own_elements(unit, elements):
        for name in _identifying(tuple(element.keys())):
            yield from _ids_in(element, name, element.get(name) or "")


def _ids_in(element: HtmlElement, name: str, value: str) -> Iterator[tuple[IdPattern, str]]:
    if name == "id" or (name == "name" and element.tag == "a"):
        yield from _numbered(name, value)
    elif name.startswith("data-"):
        yield from _of_data(name, value)
    elif name in _ADDRESSES and "#" in value:
        yield from _numbered(name, value.rpartition("#")[2])


@lru_cache(maxsize=4096)
def _identifying(attributes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of an element's attributes that may hold its id."""
    return tuple(
        name
        for name in attributes
        if name in ("id", "name", *_ADDRESSES) or (name.startswith("data-") and _is_id_name(name))
    )


def _own_elements(unit: Unit, elements: Container[HtmlElement]) -> Iterator[HtmlElement]:
    """The unit's element, the boxes and empty anchors that go with it, and the first of its own elements inside."""
    yield unit.element
    above = unit.element.getparent()
    if above is not None and not has_siblings(unit.element):
        yield above
    before = unit.element.getprevious()
    for _ in range(_MAX_BESIDE):
        if before is None or before.tag != "a" or "".join(before.itertext()).strip():
            break
        yield before
        before = before.getprevious()
    for part in unit.parts:
        yield from islice(inner_elements(part, elements), _MAX_OWN_ELEMENTS)


def _is_id_name(name: str) -> bool:
    words = words_in(name)[1:]
    if not words or not words[-1].endswith(_ID_ENDINGS):
        return False
    return not any(word.startswith(_OTHERS_IDS) for word in words)


def _numbered(attribute: str, value: str) -> Iterator[tuple[IdPattern, str]]:
    value = value.strip()
    numbers = list(_NUMBER.finditer(value))
    if not numbers or len(value) > _LONGEST_VALUE:
        return
    for number in {numbers[0].span(): numbers[0], numbers[-1].span(): numbers[-1]}.values():
        rest = _NUMBER.sub("0", value[number.end() :]) if number is not numbers[-1] else value[number.end() :]
        yield IdPattern(attribute, f"{value[: number.start()]}#{rest}"), number.group()


def _of_data(name: str, value: str) -> Iterator[tuple[IdPattern, str]]:
    value = value.strip()
    if _PREFIXED.fullmatch(value):
        yield from _numbered(name, value)
    elif _OPAQUE.fullmatch(value):
        yield IdPattern(name, None), value
    else:
        yield from _numbered(name, value)


def _plausibility(pattern: IdPattern, values: Collection[str]) -> float:
    """How much a pattern looks like that of ids. Numbers without a gap may only count comments."""
    score = 0.4 if pattern.names_comments else -0.5 if _count_up(values) else 0.0
    if pattern.attribute in ("id", "name"):
        score += 0.15
    elif pattern.attribute.startswith("data-"):
        score += 0.1
    if pattern.form is not None and pattern.form.startswith("#"):
        score += 0.05
    return score


def _count_up(values: Collection[str]) -> bool:
    """Whether numbers follow one another without a gap."""
    if len(values) < 2 or not all(map(str.isdecimal, values)):
        return False
    numbers = set(map(int, values))
    return max(numbers) - min(numbers) == len(values) - 1
