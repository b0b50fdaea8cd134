"""The links by which a thread leads on to its other pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

from archiver.urls import absolute_http, without_fragment
from spiders.page import Page

_MAX_ROWS = 6
_GOES_NOWHERE = ("#", "javascript:", "mailto:")
_VISIT = re.compile(r"(?<=[?&;])(?:sid|s|PHPSESSID)=[0-9a-f]{26,40}(?:[&;]|$)", re.I)


def base_address(page: Page) -> str | None:
    """What the page's links are relative to: its ``base``, its own address, or the canonical one where that is all."""
    base = next((element.get("href") for element in page.by_tag["base"] if element.get("href")), None)
    if base:
        return absolute_http(page.url, base) or page.url
    return page.url or canonical_address(page)


def canonical_address(page: Page) -> str | None:
    """The address that the page names as its own."""
    for link in page.by_tag["link"]:
        if "canonical" in (link.get("rel") or "").lower().split():
            return absolute_http(page.url, link.get("href"))
    return None


def canonical_href(page: Page) -> str:
    """What stands in the page's link to its canonical address; "" where there is none."""
    return next((link.get("href") or "" for link in page.by_tag["link"] if link.get("rel") == "canonical"), "")


def linked_pages(page: Page, links: Iterable[HtmlElement]) -> list[str]:
    """The addresses that ``links`` lead to, each once, in their order, without the page itself.

    They are absolute wherever the page or its ``url`` says what they are relative to; else they stay as written, so
    that a saved page still says that there is more.
    """
    base = base_address(page)
    own = {_bare(one) for one in (page.url, canonical_address(page)) if one}
    found: dict[str, None] = {}
    for link in links:
        target = (link.get("href") or "").strip()
        if not target or target.lower().startswith(_GOES_NOWHERE):
            continue
        address = absolute_http(base, target) if base or urlsplit(target).scheme else urljoin("", target)
        if address is not None and _bare(address) not in own:
            found[_bare(address)] = None
    return list(found)


def _bare(address: str) -> str:
    return without_visit(without_fragment(address))


def without_visit(address: str) -> str:
    """An address without the number of the visit, which boards change with every answer."""
    return _VISIT.sub("", address).rstrip("?&")


def profile_address(base: str | None, target: str | None) -> str | None:
    """The address of an author's profile that a link names."""
    address = absolute_http(base, target) if target else None
    return without_visit(address) if address else None


def links_in(page: Page, *names: str) -> list[HtmlElement]:
    """The links in the first few elements of these classes. A page has such a row above and below its posts."""
    rows = (row for name in names for row in islice(page.by_class.get(name, []), _MAX_ROWS))
    return list(dict.fromkeys(link for row in rows for link in row.iter("a")))


def is_page_link(link: HtmlElement) -> bool:
    """Whether a link in a row of pages leads to one: by its number, or to the next or the one before."""
    relations = (link.get("rel") or "").lower().split()
    return "".join(islice(link.itertext(), 8)).strip().isdecimal() or "next" in relations or "prev" in relations


def number_in_query(address: str | None, name: str) -> int | None:
    """N of ``name=N`` in an address."""
    if not address:
        return None
    value = dict(parse_qsl(urlsplit(address).query)).get(name, "")
    return int(value) if value.isdecimal() and len(value) <= 9 else None


def number_of(text: str | None) -> int | None:
    """A text that is a number and nothing else."""
    bare = (text or "").strip()
    return int(bare) if bare.isdecimal() and len(bare) <= 9 else None
