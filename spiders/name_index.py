"""The elements of a page by the names in their classes or ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, KeysView, Mapping, Sequence
from functools import cached_property
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

_VALUES = {name: etree.XPath(f"descendant-or-self::*/@{name}", smart_strings=False) for name in ("class", "id")}
_ELEMENTS = {name: etree.XPath(f"descendant-or-self::*[@{name}]") for name in ("class", "id")}
_BY_ID = etree.XPath("id($names)[@id]")  # the one look-up that takes no walk, good for an id that is used once
_FEW = 10
_END = "\0"  # a page's text has none


class NameIndex(Mapping[str, list[HtmlElement]]):
    """Elements by each name in their ``class`` or ``id``, in document order; the names as they first stand.

    Which names a page has is told by strings alone; lxml takes longer to make its elements, which is done when the
    first of them is asked for. Themes write the same attribute again and again: look for names among its values.
    """

    def __init__(self, root: HtmlElement, attribute: Literal["class", "id"]) -> None:
        self._root = root
        self._attribute = attribute
        self._all_values: list[str] = _VALUES[attribute](root)  # of each element that has the attribute
        self._values = dict.fromkeys(self._all_values)
        self._names = dict.fromkeys(" ".join(self._values).split())
        self._lists: dict[str, list[HtmlElement]] = {}

    @property
    def as_written(self) -> KeysView[str]:
        """The attribute's different values as they stand, each of one name or several."""
        return self._values.keys()

    def __getitem__(self, name: str) -> list[HtmlElement]:
        found = self._lists.get(name)
        if found is None:
            values = dict.fromkeys(self._values_with[name])
            found = self._used_once(values) if self._attribute == "id" else []
            if not found:
                places = sorted(place for value in values for place in self._places[value])
                found = [self._elements[place] for place in places]
            self._lists[name] = found
        return found

    def with_values(self, values: Collection[str]) -> list[HtmlElement]:
        """The elements whose attribute has one of these values as they stand: in their order, then the page's.

        A few ids come in the page's order.
        """
        if self._attribute == "id" and 0 < len(values) <= _FEW and (found := self._used_once(values)):
            return found
        return [self._elements[place] for value in values for place in self._places[value]]

    def used_at_most(self, times: int, values: Iterable[str]) -> list[str]:
        """Those of the values that so many elements have at the most. For this lxml makes no elements."""
        return [value for value in values if self._counts[value] <= times]

    def _used_once(self, ids: Collection[str]) -> list[HtmlElement]:
        """The elements with these ids, where each is one name and used once; else none."""
        if any(self._all_values.count(one) > 1 for one in ids):
            return []
        found: list[HtmlElement] = _BY_ID(self._root, names=" ".join(ids))
        return found if set(ids) == {element.get("id") for element in found} else []

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def holds(self, part: str) -> bool:
        """Whether one of the names holds this part, in just this case."""
        return part in self._names_on_lines

    def has_start(self, *starts: str) -> bool:
        """Whether one of the names begins so, in just this case."""
        return any(f"\n{start}" in self._names_on_lines for start in starts)

    def names_with(self, parts: Sequence[str]) -> list[str]:
        """The names that hold one of these parts, in whatever case; ``parts`` in lower case. Each once, in no order."""
        names = (name for value in self.values_with(parts) for name in value.split())
        return [name for name in dict.fromkeys(names) if any(map(name.lower().__contains__, parts))]

    def values_with(self, parts: Iterable[str]) -> list[str]:
        """The values, as they stand, that hold one of these parts, in whatever case: those with the first part first.

        ``parts`` in lower case. One search through all values for each part is faster than one of each value.
        """
        text, lowered = self._values_on_lines
        found: dict[str, None] = {}
        if len(text) != len(lowered):  # a letter that is two in lower case
            return [value for value in self._values if any(map(value.lower().__contains__, parts))]
        for part in parts:
            at = lowered.find(part)
            while at >= 0:
                end = text.find(_END, at)
                found[text[text.rfind(_END, 0, at) + 1 : end]] = None
                at = lowered.find(part, end)
        return list(found)

    @cached_property
    def _values_on_lines(self) -> tuple[str, str]:
        """All values, as they are and in lower case, parted by a sign that none holds."""
        text = _END.join([*self._values, ""])
        return text, text.lower()

    @cached_property
    def _names_on_lines(self) -> str:
        return "\n".join(["", *self._names, ""])

    @cached_property
    def _values_with(self) -> dict[str, list[str]]:
        """By name, the values that hold it."""
        found: dict[str, list[str]] = {}
        for value in self._values:
            for name in value.split():
                found.setdefault(name, []).append(value)
        return found

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._all_values)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """By value, its places among those of all elements."""
        places: dict[str, list[int]] = {}
        for place, value in enumerate(self._all_values):
            places.setdefault(value, []).append(place)
        return places

    @cached_property
    def _elements(self) -> list[HtmlElement]:
        """The elements that have the attribute, in document order."""
        found: list[HtmlElement] = _ELEMENTS[self._attribute](self._root)
        return found
