"""Which comment answers which by the page's own word: attributes about a parent, links "in reply to"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from spiders.platforms.generic.pieces import inner_elements
from spiders.platforms.generic.units import Unit
from spiders.platforms.generic.vocabulary import words_in

_NUMBER = re.compile(r"\d{1,20}")
_CUE = re.compile(
    r"(?:in|as\s+a)\s+(?:reply|response|answer)\s+to|repl(?:y|ies|ied|ying)\s+to|respon(?:se|ding|ds)\s+to|^\W*parent\W*$"
    r"|(?:als\s+)?antwort\w*\s+(?:auf|an|zu)|bezug\s+auf|(?:en|a)\s+réponse\s+(?:à|au)|répond\s+à|réponse\s+(?:à|au)"
    r"|en\s+(?:respuesta|contestación)\s+a|responde\s+a|respuesta\s+a|in\s+risposta\s+a|risponde\s+a|risposta\s+a"
    r"|(?:in|als)\s+(?:antwoord|reactie)\s+op|reageert\s+op|antwoord\s+op|em\s+resposta\s+a|resposta\s+a"
    r"|w\s+odpowiedzi\s+(?:na|do)|odpowiedź\s+(?:na|do)|ответ\s+на|в\s+ответ|^\W*[↑⤴↳@]\W*$",
    re.I,
)
_CUE_NAMES = re.compile(r"in[-_]?(?:reply|response)[-_]?to|repl(?:y|ied|ying)[-_]?to|parent|replied", re.I)
_ADDRESS_NAMES = ("href", "data-href", "data-target")
_PARENT_IN_DATA = re.compile(r"data-(?:[a-z-]*parent|(?:in-?)?reply-?to|to-?(?:p|post|comment|reply)?-?id)")
_DATA_THAT_TELLS = re.compile(
    r"data-(?:href|target|[a-z-]{0,20}parent|(?:in-?)?reply-?to|to-?(?:p|post|comment|reply)?-?id)"
)
DATA_ABOUT_PARENTS = ("data-parent", "data-reply", "data-in-reply", "data-to-", "data-toid", "data-topid")
"""With one of these the attributes begin, in the mark-up, that name the comment answered."""
_MOST_ELEMENTS = 60
_WORDS_BEFORE = 60
_FREQUENT = 3
_MANY = 24
_MOST_STEPS_UP = 40


def claimed_parents(
    units: Sequence[Unit],
    ids: Sequence[str | None],
    elements: set[HtmlElement],
    read: Sequence[str | None],
    markup: str,
) -> list[str | None]:
    """The id that each comment names as its parent's, None for those that name none.

    ``ids`` are the comments' own ids, ``read`` what the reading of fields took for a parent, ``markup`` is the page's.
    An id of no comment on the page is believed only where most others are on it.
    """
    known = {identity for identity in ids if identity is not None}
    is_by_links = len(units) > _MANY and not ("data-" in markup and _DATA_THAT_TELLS.search(markup))
    may_claim = _with_links_to(known, units, elements) if is_by_links else elements
    if not may_claim and not any(read):
        return [None] * len(units)
    claims: list[str | None] = []
    for unit, own, other in zip(units, ids, read, strict=True):
        found = other if other in known and other != own else None
        if found is None and not may_claim.isdisjoint(unit.parts):
            found = _claim(unit, own, known, elements)
        claims.append(found or other)
    met = sum(claim in known for claim in claims)
    unmet = Counter(claim for claim in claims if claim is not None and claim not in known)
    if not unmet or (met > unmet.total() and max(unmet.values()) < _FREQUENT):
        return claims
    return [claim if claim in known else None for claim in claims]


def _with_links_to(known: set[str], units: Sequence[Unit], elements: set[HtmlElement]) -> set[HtmlElement]:
    """Those of the units' elements in which some link leads to another comment: in most threads, few or none."""
    found: set[HtmlElement] = set()
    for link in units[0].element.getroottree().getroot().iter("a"):
        href = link.get("href")
        if not href or "#" not in href:
            continue
        above: HtmlElement | None = link
        for _ in range(_MOST_STEPS_UP):
            if above is None or above in elements:
                break
            above = above.getparent()
        target = href.rpartition("#")[2]
        is_permalink = above is not None and above.get("id") == target
        if above is not None and not is_permalink and _known(target, known) is not None:
            found.add(above)
    return found


def _claim(unit: Unit, own: str | None, known: set[str], elements: set[HtmlElement]) -> str | None:
    parts = [*unit.parts]
    for element in [*parts, *(inner for part in parts for inner in _head_of(part, elements))]:
        for name in _telling(tuple(element.keys())):
            value = element.get(name) or ""
            is_address = name in _ADDRESS_NAMES
            if (is_address and "#" not in value) or (not is_address and " " in value.strip()):
                continue
            found = _known(value.rpartition("#")[2] if is_address else value, known)
            if found is not None and found != own and (not is_address or _says_parent(element)):
                return found
    return None


@lru_cache(maxsize=4096)
def _telling(attributes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of an element's attributes that may name the parent."""
    return tuple(name for name in attributes if name in _ADDRESS_NAMES or _PARENT_IN_DATA.match(name.lower()))


def _head_of(part: HtmlElement, elements: set[HtmlElement]) -> Iterator[HtmlElement]:
    return islice(inner_elements(part, elements), _MOST_ELEMENTS)


def _known(value: str, known: set[str]) -> str | None:
    value = value.strip()
    if value in known:
        return value
    return next((number for number in reversed(_NUMBER.findall(value)) if number in known), None)


def _says_parent(link: HtmlElement) -> bool:
    """Whether a link, the words right before it or the names round it say that it leads to the parent."""
    parent = link.getparent()
    for element in (link, parent):
        if element is not None and _CUE_NAMES.search(f"{element.get('class') or ''} {element.get('rel') or ''}"):
            return "form" not in words_in(element.get("class") or "")
    before = link.getprevious()
    ahead = (before.tail if before is not None else parent.text if parent is not None else None) or ""
    own = " ".join("".join(islice(link.itertext(), 6)).split())
    return bool(_CUE.search(" ".join(ahead.split())[-_WORDS_BEFORE:]) or _CUE.search(own[:_WORDS_BEFORE]))
