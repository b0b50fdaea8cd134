"""The elements of a page by the names in their classes or ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

_VALUES = {name: etree.XPath(f"descendant-or-self::*/@{name}", smart_strings=False) for name in ("class", "id")}
_ELEMENTS = {name: etree.XPath(f"descendant-or-self::*[@{name}]") for name in ("class", "id")}
_BY_ID = etree.XPath("id($names)[@id]")  # the only look-up that lxml does without a walk, good for an id used once
_FEW = 10


class NameIndex(Mapping[str, list[HtmlElement]]):
    """Elements by each name in their ``class`` or ``id``, in document order; the names as they first stand.

    Which names a page has is told by strings alone. Its elements take lxml longer: they are made when the first of
    them is asked for, all at once. So look for names first; going through ``items()`` puts every list together.
    """

    def __init__(self, root: HtmlElement, attribute: Literal["class", "id"]) -> None:
        self._root = root
        self._attribute = attribute
        self._values: list[str] = _VALUES[attribute](root)  # of each element that has the attribute
        self._names = dict.fromkeys(" ".join(dict.fromkeys(self._values)).split())
        self._lists: dict[str, list[HtmlElement]] = {}

    def __getitem__(self, name: str) -> list[HtmlElement]:
        found = self._lists.get(name)
        if found is None:
            places = sorted({place for value in self._values_with[name] for place in self._places[value]})
            found = self._lists[name] = [self._elements[place] for place in places]
        return found

    def all_of(self, names: Sequence[str]) -> list[HtmlElement]:
        """The elements with any of some names that the page has, each once, in no order."""
        if self._attribute == "id" and len(names) <= _FEW:
            found: list[HtmlElement] = _BY_ID(self._root, names=" ".join(names))
            if len(found) == len(names) and all(self._values.count(name) == 1 for name in names):
                return found
        return list(dict.fromkeys(element for name in names for element in self[name]))

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def holds(self, part: str) -> bool:
        """Whether one of the names holds this part, in just this case."""
        return part in self._names_on_lines[0]

    def has_start(self, *starts: str) -> bool:
        """Whether one of the names begins so, in just this case."""
        return any(f"\n{start}" in self._names_on_lines[0] for start in starts)

    def names_with(self, parts: Iterable[str]) -> list[str]:
        """The names that hold one of these parts, in whatever case; ``parts`` in lower case. Each once, in no order.

        One search through all names for each part is faster than one pattern tried on every name.
        """
        text, lowered = self._names_on_lines
        if len(text) != len(lowered):  # a letter that is two in lower case
            return [name for name in self if any(part in name.lower() for part in parts)]
        found: dict[str, None] = {}
        for part in parts:
            at = lowered.find(part)
            while at >= 0:
                end = text.find("\n", at)
                found[text[text.rfind("\n", 0, at) + 1 : end]] = None
                at = lowered.find(part, end)
        return list(found)

    @cached_property
    def _names_on_lines(self) -> tuple[str, str]:
        """All names, each on a line, as they are and in lower case."""
        text = "\n".join(["", *self._names, ""])
        return text, text.lower()

    @cached_property
    def _values_with(self) -> dict[str, list[str]]:
        """Themes write the same value again and again: by name, the values that hold it, each once."""
        values: dict[str, list[str]] = {}
        for value in self._places:
            for name in value.split():
                values.setdefault(name, []).append(value)
        return values

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """By value, its places among those of all elements."""
        places: dict[str, list[int]] = {}
        for place, value in enumerate(self._values):
            places.setdefault(value, []).append(place)
        return places

    @cached_property
    def _elements(self) -> list[HtmlElement]:
        """The elements that have the attribute, in document order."""
        found: list[HtmlElement] = _ELEMENTS[self._attribute](self._root)
        return found
