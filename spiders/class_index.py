"""The elements of a page by class, made in one walk and put together for the names that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml.html import HtmlElement


class ClassIndex(Mapping[str, list[HtmlElement]]):
    """Elements by each of their classes, all in document order; the names in the order in which they first stand.

    Themes write the same attribute again and again: names are split off once for each of its values, and the
    list of a name is put together when it is asked for. Ask by name, or go through the names and ask for those
    that matter: going through ``items()`` puts every list together.
    """

    def __init__(self, elements: Sequence[HtmlElement]) -> None:
        self._elements = elements
        self._places: dict[str, list[int]] = {}  # of the elements, by their whole attribute
        self._values: dict[str, list[str]] = {}  # of the attribute, by name
        self._lists: dict[str, list[HtmlElement]] = {}
        for place, value in enumerate([element.get("class") for element in elements]):
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
