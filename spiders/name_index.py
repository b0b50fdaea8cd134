"""The elements of a page by the names in their classes or ids, made in one walk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from lxml.html import HtmlElement


class NameIndex(Mapping[str, list[HtmlElement]]):
    """Elements by each name in one of their attributes, in document order; the names as they first stand.

    Themes write the same attribute again and again: names are split off once for each of its values, and the
    list of a name is put together when it is asked for. Ask by name, or go through the names and ask for those
    that matter: going through ``items()`` puts every list together.
    """

    def __init__(self, elements: Sequence[HtmlElement], attribute: str) -> None:
        self._elements = elements
        self._places: dict[str, list[int]] = {}  # of the elements, by the whole value of the attribute
        self._values: dict[str, list[str]] = {}  # of the attribute, by name
        self._lists: dict[str, list[HtmlElement]] = {}
        for place, value in enumerate([element.get(attribute) for element in elements]):
            if value:
                self._places.setdefault(value, []).append(place)
        for value in self._places:
            for name in value.split():
                self._values.setdefault(name, []).append(value)

    def __getitem__(self, name: str) -> list[HtmlElement]:
        found = self._lists.get(name)
        if found is None:
            places = sorted({place for value in self._values[name] for place in self._places[value]})
            found = self._lists[name] = [self._elements[place] for place in places]
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def names_with(self, parts: Iterable[str]) -> list[str]:
        """The names that hold one of these parts, in whatever case; ``parts`` in lower case. Each once, in no order.

        One search through all names for each part is faster than one pattern tried on every name.
        """
        text, lowered = self._names
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
    def _names(self) -> tuple[str, str]:
        """All names, each on a line, as they are and in lower case."""
        text = "\n".join([*self._values, ""])
        return text, text.lower()
