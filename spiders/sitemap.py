"""Site maps as sitemaps.org and Google's news extension define them. Pure: bytes in, entries out."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from lxml import etree

MAX_SITEMAP_BYTES = 60_000_000  # the protocol allows 50 MB
MAX_ENTRIES = 100_000  # … and 50,000 entries
# Midnight is what programs write that know the day alone.
_TIME_OF_DAY = re.compile(r"\d{4}-\d\d-\d\d[T ](?!00:00(?::00)?(?![:\d]))\d\d:\d\d")
_ENTITY = re.compile(rb"<!ENTITY[^>]*>")
_END = re.compile(rb"</(?:[\w-]+:)?(?:urlset|sitemapindex)\s*>")
_OF_POSTS = re.compile(r"(?:^|/)(?:wp-sitemap-posts-post-\d+|post-sitemap\d*|news-sitemap\d*)\.xml(?:\.gz)?$", re.I)
_OF_WORDPRESS = re.compile(
    r"(?:^|/)(?:wp-sitemap-(?:posts|taxonomies|users)-[\w-]*\d+|[\w-]+-sitemap\d*)\.xml(?:\.gz)?$", re.I
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of a site map, with the days that the map gives for it."""

    address: str
    changed: date | None  # lastmod
    published: date | None  # of a news site map
    is_exact: bool = False  # whether lastmod has a time of day: one without may stay while the page changes again


@dataclass(frozen=True, slots=True)
class SiteMap:
    """A site map, or an index of such."""

    is_index: bool
    entries: list[Entry]

    @property
    def is_of_news(self) -> bool:
        """Whether it says when what it lists was published, as site maps of news do."""
        return any(entry.published for entry in self.entries)


def read_sitemap(body: bytes) -> SiteMap | None:
    """A site map, gzipped or not; None where the bytes are something else, damaged, or too many to be true.

    A broken one gives what can be read of it, at most MAX_ENTRIES; no entity is resolved.
    """
    text = _unpacked(body)
    if text is None:
        return None
    kind = None
    entries: list[Entry] = []
    parser = etree.iterparse(
        BytesIO(_ENTITY.sub(b"", text)),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, element in parser:
            if kind is None:
                kind = _local_name(element)
                if kind not in ("urlset", "sitemapindex"):
                    return None
            elif event == "end" and _local_name(element) in ("url", "sitemap"):
                if entry := _entry(element):
                    entries.append(entry)
                element.clear()
                if len(entries) >= MAX_ENTRIES:
                    break
    except etree.XMLSyntaxError:
        if kind is None:
            return None
    if not _END.search(text[-2_000:]):
        entries = entries[:-1]  # its address may be cut
    return SiteMap(kind == "sitemapindex", entries) if kind else None


def maps_of_articles(addresses: Sequence[str]) -> list[str]:
    """Of the maps that an index names those that may list articles.

    WordPress (core and Yoast) has maps of posts beside those of pages, categories, tags and authors, which name no
    articles; of any other index nothing is known, and all are taken.
    """
    if not any(_OF_POSTS.search(address) for address in addresses):
        return list(addresses)
    return [address for address in addresses if _OF_POSTS.search(address) or not _OF_WORDPRESS.search(address)]


def _entry(element: etree._Element) -> Entry | None:
    said: dict[str, str] = {}
    for part in element.iter(etree.Element):
        said.setdefault(_local_name(part), (part.text or "").strip())
    if not said.get("loc"):
        return None
    lastmod = said.get("lastmod")
    return Entry(
        said["loc"], _day(lastmod), _day(said.get("publication_date")), bool(_TIME_OF_DAY.match(lastmod or ""))
    )


def _local_name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _unpacked(body: bytes) -> bytes | None:
    """Without the gzip that site maps are often stored in; None where it is damaged or too large to be true."""
    if not body.startswith(b"\x1f\x8b"):
        return body if len(body) <= MAX_SITEMAP_BYTES else None
    try:
        with gzip.open(BytesIO(body)) as packed:
            text = packed.read(MAX_SITEMAP_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        return None
    return text if len(text) <= MAX_SITEMAP_BYTES else None
