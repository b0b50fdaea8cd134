"""What an element looks like: equal for elements that one template made."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

_FIGURES = re.compile(
    r"(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}(?![0-9a-z])"
    r"|(?<![0-9a-z])(?=[a-f]{0,8}\d[a-f]{0,8}\d)[0-9a-f]{12,64}(?![0-9a-z])|\d+",
    re.I,
)
"""Decimal numbers, and the hexadecimal ones that databases make."""
_DECIMALS = re.compile(r"\d+")
_SHORTEST_HEXADECIMAL = 12
_STRIPED = re.compile(r"(?<=\w\w\w)[-_]?(?:alternat(?:e|ing|ive)|odd|even)$|[-_]alt$")  # every other row
_DATA_NAMES_IN_ORDER = ("data-testid", "data-qa", "data-component", "data-type", "data-role", "itemprop")
_DATA_NAMES = frozenset(_DATA_NAMES_IN_ORDER)


def has_siblings(element: HtmlElement) -> bool:
    """Whether other elements stand beside this one. Asking a parent for its length would count all its children."""
    return (
        next(element.itersiblings("*"), None) is not None
        or next(element.itersiblings("*", preceding=True), None) is not None
    )


def holds(element: HtmlElement, *tags: str) -> bool:
    """Whether an element of these tags stands in this one, or is it. An XPath would look for all of them."""
    return next(element.iter(*tags), None) is not None


def looks_of(element: HtmlElement) -> tuple[str, ...]:
    """One look for each class of the element, for an id that holds a number, and for data attributes that name it.

    An element without any of these looks like its tag in its parent. Figures count as equal.
    """
    tag = str(element.tag)
    names = element.keys()
    if names:
        found = _looks_by_names(tag, element.get("class"), element.get("id"))
        if not _DATA_NAMES.isdisjoint(names):
            found += tuple(f"{tag}[{name}={value}]" for name in _DATA_NAMES_IN_ORDER if (value := element.get(name)))
        if found:
            return found
    parent = element.getparent()
    if parent is None:
        return (tag,)
    above = _looks_by_names(str(parent.tag), parent.get("class"), parent.get("id"))
    return (f"{above[0] if above else str(parent.tag)}>{tag}",)


def _looks_by_names(tag: str, class_names: str | None, identity: str | None) -> tuple[str, ...]:
    looks = _looks_by_classes(tag, class_names) if class_names else ()
    if identity and (form := _without_figures(identity)) != identity:
        looks += (f"{tag}#{form}",)
    return looks


def _without_figures(name: str) -> str:
    return (_FIGURES if len(name) >= _SHORTEST_HEXADECIMAL else _DECIMALS).sub("#", name)


@lru_cache(maxsize=16384)
def _looks_by_classes(tag: str, class_names: str) -> tuple[str, ...]:
    names = (_STRIPED.sub("", name) for name in _without_figures(class_names).lower().split())
    return tuple(f"{tag}.{name}" for name in dict.fromkeys(names))
