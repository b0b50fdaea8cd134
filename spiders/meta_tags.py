"""What the ``meta`` elements of a page say, gone through once for everybody who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spiders.page import Page

_MEMO = "meta tags"
_NAMING = ("property", "name", "http-equiv")


def meta_of(page: Page) -> Mapping[str, Sequence[str]]:
    """The contents of all ``meta`` by their names in lower case, wherever they stand, in the order of the page.

    ``property`` may hold several names; one that stands in two attributes counts once.
    """
    if _MEMO not in page.memo:
        page.memo[_MEMO] = _read(page)
    found: dict[str, list[str]] = page.memo[_MEMO]
    return found


def _read(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in page.by_tag["meta"]:
        attributes = dict(element.items())
        content = attributes.get("content")
        if content:
            said = " ".join([attributes[one] for one in _NAMING if one in attributes])
            for name in dict.fromkeys(said.lower().split()):
                found.setdefault(name, []).append(content)
    return found
