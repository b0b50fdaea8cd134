"""Where a site lists its older articles: WordPress's REST interface, else the site maps that robots.txt names.

Pure: a document in, addresses out. Of a span of days only what the document itself dates into it is taken (by the
date of publication, by the last change or by the date in the address): what nobody dates would be everything.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode, urlsplit

from scrapy.utils.sitemap import sitemap_urls_from_robots

from archiver.urls import absolute_http, bare_host, registered_domain
from spiders.sitemap import Entry, maps_of_articles, read_sitemap

MAX_MONTHS = 300
_POSTS_A_PAGE = 100
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01])(?!\d))?")
MAX_MAPS_ELSEWHERE = 3
"""So many site maps on any other site are asked for: a robots.txt must not send us there again and again."""
_CUSTOMARY = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days, ``until`` not among them."""

    since: date | None = None
    until: date | None = None

    def may_hold(self, first: date, last: date) -> bool:
        """Whether any day from ``first`` to ``last`` is in the span."""
        return (self.since is None or last >= self.since) and (self.until is None or first < self.until)


@dataclass(slots=True, kw_only=True)
class Listed:
    """What one document lists."""

    articles: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)  # more documents of its kind to ask for
    undated: list[str] = field(default_factory=list)  # of these the ones that may change without its saying so
    is_dated: bool = False  # whether anything in it has a date
    left_out: int = 0  # addresses that nothing dates


def posts_address(root: str, span: Span, page: int = 1) -> str:
    """WordPress's list of a span's posts, a hundred a page, the oldest first."""
    asked: dict[str, Any] = {"per_page": _POSTS_A_PAGE, "page": page, "order": "asc", "_fields": "link,date_gmt"}
    if span.since:
        asked["after"] = f"{span.since.isoformat()}T00:00:00"
    if span.until:
        asked["before"] = f"{span.until.isoformat()}T00:00:00"
    return f"{root.rstrip('/')}/wp-json/wp/v2/posts?{urlencode(asked)}"


def posts_in(body: bytes, url: str, span: Span) -> Listed | None:
    """What a page of WordPress's posts lists; None where the answer is something else."""
    try:
        posts = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(posts, list):
        return None
    links = (post.get("link") for post in posts if isinstance(post, dict))
    listed = Listed(articles=_own(url, (link for link in links if isinstance(link, str))))
    number = re.search(r"[?&]page=(\d{1,6})(?:&|$)", url)
    if len(posts) == _POSTS_A_PAGE and number:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}{parts.path.partition('/wp-json/')[0]}"
        listed.documents.append(posts_address(root, span, int(number[1]) + 1))
    return listed


def sitemaps_named(robots: bytes, url: str) -> list[str]:
    """The site maps that a robots.txt names; where it names none, the places where they usually lie.

    Of those that lie on another site at most MAX_MAPS_ELSEWHERE of each.
    """
    own, elsewhere = registered_domain(url), Counter[str]()
    named = []
    for one in dict.fromkeys(absolute_http(url, name) for name in sitemap_urls_from_robots(robots, base_url=url)):
        domain = registered_domain(one or "")
        elsewhere[domain] += 1
        if one and (domain == own or elsewhere[domain] <= MAX_MAPS_ELSEWHERE):
            named.append(one)
    return named or customary_sitemaps(url)


def customary_sitemaps(url: str) -> list[str]:
    """Where site maps usually lie."""
    return [found for path in _CUSTOMARY if (found := absolute_http(url, path))]


def sitemap_in(body: bytes, url: str, span: Span, *, most: int | None = None, site: str | None = None) -> Listed | None:
    """What a site map or an index of site maps lists, gzipped or not; None where the answer is something else.

    Of the articles the newest ``most`` by the dates that the map gives, and these first; by default all, in its order.
    ``site`` is an address of the site whose map it is: one may lie on any host, where the robots.txt of the site names
    it (sitemaps.org, *Sitemaps & Cross Submits*), and then speaks of that site's own host alone.
    """
    read = read_sitemap(body)
    if read is None:
        return None
    listed = Listed()
    if read.is_index:
        # A map changed before the span began lists nothing that was written in it.
        fresh = [one for one in read.entries if not (span.since and one.changed and one.changed < span.since)]
        listed.documents = maps_of_articles(_own(url, (one.address for one in fresh), site))
        dated = {absolute_http(url, one.address) for one in fresh if one.changed and one.is_exact}
        listed.undated = [one for one in listed.documents if one not in dated]
        return listed
    fitting = []
    listed.is_dated = any(_days(one) for one in read.entries)
    entries = read.entries
    if most is not None:
        entries = sorted(entries, key=lambda one: one.published or one.changed or date.min, reverse=True)
    for one in entries:
        days = _days(one)
        if days is None and span != Span():
            listed.left_out += 1
        elif days is None or span.may_hold(*days):
            fitting.append(one.address)
    listed.articles = (_own(url, fitting) if site is None else _of_site(url, fitting, site))[:most]
    return listed


def days_in_address(url: str) -> tuple[date, date] | None:
    """The day, or the first and the last of the month, that an address names."""
    found = _DATE_IN_ADDRESS.search(urlsplit(url).path)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    last = monthrange(year, month)[1]
    if found[3] is None:
        return date(year, month, 1), date(year, month, last)
    if int(found[3]) > last:
        return None
    return date(year, month, int(found[3])), date(year, month, int(found[3]))


def month_archives(root: str, span: Span, today: date) -> list[str]:
    """Where WordPress and others keep the archives of a span's months, the latest first; none of a span without end.

    At most MAX_MONTHS of them.
    """
    if span.since is None:
        return []
    last = min(today, span.until or today)
    months = range(span.since.year * 12 + span.since.month - 1, last.year * 12 + last.month)
    return [f"{root.rstrip('/')}/{month // 12}/{month % 12 + 1:02}/" for month in reversed(months)][:MAX_MONTHS]


def _days(entry: Entry) -> tuple[date, date] | None:
    """From when until when an article may be of. One that was changed was written then or before."""
    if entry.published:
        return entry.published, entry.published
    if found := days_in_address(entry.address):
        return found
    return (date.min, entry.changed) if entry.changed else None


def _own(url: str, links: Iterable[str], site: str | None = None) -> list[str]:
    """The addresses of the document's own site, or of ``site``, absolute, each once."""
    domains = {registered_domain(url), registered_domain(site or url)}
    found = (absolute_http(url, link) for link in links)
    return list(dict.fromkeys(link for link in found if link and registered_domain(link) in domains))


def _of_site(url: str, links: Iterable[str], site: str) -> list[str]:
    """Of a document on the site's own domain what is there; of one elsewhere what is on the site's host."""
    own = _own(url, links, site)
    if registered_domain(url) == registered_domain(site):
        return own
    return [link for link in own if bare_host(link) == bare_host(site)]
