"""The elements of a page by the names in their classes or ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import cast

from lxml.html import HtmlElement

_END = "\0"  # a page's text has none


class NameIndex(Mapping[str, list[HtmlElement]]):
    """Elements by each name in their ``class`` or ``id``, in document order; the names as they first stand.

    ``elements`` are all of the page, ``values`` what each has for the attribute. Themes write the same one again and
    again: look for names among them.
    """

    def __init__(self, elements: Sequence[HtmlElement], values: Sequence[str | None]) -> None:
        self._all = elements
        self._places = _places(values)
        self._names = dict.fromkeys(" ".join(self._places).split())
        self._lists: dict[str, list[HtmlElement]] = {}

    @property
    def as_written(self) -> KeysView[str]:
        """The attribute's different values as they stand, each of one name or several."""
        return self._places.keys()

    def __getitem__(self, name: str) -> list[HtmlElement]:
        found = self._lists.get(name)
        if found is None:
            values = dict.fromkeys(self._values_with[name])
            places = sorted(place for value in values for place in self._places[value])
            found = self._lists[name] = [self._all[place] for place in places]
        return found

    def with_values(self, values: Iterable[str]) -> list[HtmlElement]:
        """The elements whose attribute has one of these values as they stand: in their order, then the page's."""
        return [self._all[place] for place in self.places_of(values)]

    def places_of(self, values: Iterable[str]) -> list[int]:
        """Where the elements that ``with_values`` gives stand among all of the page."""
        return [place for value in values for place in self._places[value]]

    def used_at_most(self, times: int, values: Iterable[str]) -> list[str]:
        """Those of the values that so many elements have at the most."""
        return [value for value in values if len(self._places[value]) <= times]

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
            return [value for value in self._places if any(map(value.lower().__contains__, parts))]
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
        text = _END.join([*self._places, ""])
        return text, text.lower()

    @cached_property
    def _names_on_lines(self) -> str:
        return "\n".join(["", *self._names, ""])

    @cached_property
    def _values_with(self) -> dict[str, list[str]]:
        """By name, the values that hold it."""
        found: dict[str, list[str]] = {}
        for value in self._places:
            for name in value.split():
                found.setdefault(name, []).append(value)
        return found


def _places(values: Sequence[str | None]) -> dict[str, list[int]]:
    """By value that says something, its places among all of them."""
    places: dict[str, list[int]] = {}
    for place, value in compress(enumerate(cast(Sequence[str], values)), values):
        if value in places:
            places[value].append(place)
        else:
            places[value] = [place]
    return places
