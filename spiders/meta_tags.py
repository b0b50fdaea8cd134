"""What the ``meta`` and ``link`` elements of a page say, gone through once for everybody who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spiders.page import Page

_MEMO = "meta tags"
_LINKS_MEMO = "link tags"
_NAMING = ("property", "name", "http-equiv")


def meta_of(page: Page) -> Mapping[str, Sequence[str]]:
    """The contents of all ``meta`` by their names in lower case, wherever they stand, in the order of the page.

    ``property`` may hold several names; one that stands in two attributes counts once.
    """
    if _MEMO not in page.memo:
        page.memo[_MEMO] = _read(page)
    found: dict[str, list[str]] = page.memo[_MEMO]
    return found


def links_of(page: Page) -> Mapping[str, Sequence[str]]:
    """The ``href`` of all ``link`` by what stands in their ``rel``, in lower case, in the order of the page."""
    if _LINKS_MEMO not in page.memo:
        links: dict[str, list[str]] = {}
        for element in page.by_tag["link"]:
            if rel := element.get("rel"):
                links.setdefault(rel.lower(), []).append(element.get("href") or "")
        page.memo[_LINKS_MEMO] = links
    found: dict[str, list[str]] = page.memo[_LINKS_MEMO]
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
