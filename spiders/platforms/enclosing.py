"""How deep an element stands in elements of one kind."""

from __future__ import annotations

from collections.abc import Callable

from lxml.html import HtmlElement


class Enclosing:
    """Counts, for any element of one page, the elements around it that ``counts`` says yes to.

    Each element on the way up is looked at once for the whole page, however deep the page is nested.
    """

    def __init__(self, counts: Callable[[HtmlElement], bool]) -> None:
        self._counts = counts
        self._known: dict[HtmlElement, int] = {}

    def count_around(self, element: HtmlElement) -> int:
        """How many of the element's ancestors count."""
        way: list[HtmlElement] = []
        above = element.getparent()
        while above is not None and above not in self._known:
            way.append(above)
            above = above.getparent()
        count = 0 if above is None else self._known[above]
        for passed in reversed(way):
            count += self._counts(passed)
            self._known[passed] = count
        return count
