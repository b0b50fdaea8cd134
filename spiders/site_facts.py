"""What a look at a site tells of it: its name, language, time zone and what shows its comments. Pure."""

from __future__ import annotations

import re
from html import unescape

from archiver.items import Site
from archiver.site_zone import clocks_in, clocks_on, zone_by_clocks, zone_of_wordpress
from archiver.urls import registered_domain
from spiders.look_walk import SiteLook
from spiders.meta_tags import meta_of
from spiders.page import Page
from spiders.platforms import platform_of
from spiders.site_rules import is_language

_LONGEST_TITLE = 60
_TITLE_OF_FEED = re.compile(r"<title(?:\s[^<>]{0,100})?>(?:<!\[CDATA\[)?([^<\]]{1,200})")
_NO_SOFTWARE = "generic"  # the reader of pages that nobody knows


def site_seen(look: SiteLook) -> Site:
    """A site that nobody declared, with all that a look at it told. The look has a front page."""
    assert look.front is not None
    domain = registered_domain(look.front.url or "")
    return Site(
        id=domain,
        domain=domain,
        name=title_seen(look),
        timezone=zone_seen(look, domain),
        language=language_seen(look),
        platform=platform_seen(look),
    )


def title_seen(look: SiteLook) -> str | None:
    """What the site calls itself: in WordPress's API, in its front page's metadata or in its feed."""
    assert look.front is not None
    in_feed = _TITLE_OF_FEED.search(look.feed.text) if look.feed is not None else None
    said = [look.rest.get("name"), *meta_of(look.front).get("og:site_name", ()), in_feed and in_feed[1]]
    titles = (" ".join(unescape(title).split()) for title in said if isinstance(title, str))
    return next((title[:_LONGEST_TITLE] for title in titles if title.isprintable() and title), None)


def zone_seen(look: SiteLook, domain: str) -> str | None:
    """Its time zone: WordPress's, else what the clocks in its feed, on its front page and its newest article tell."""
    if said := zone_of_wordpress(look.rest):
        return said
    clocks = clocks_in(look.feed.text) if look.feed is not None else []
    for page in (look.front, look.article):
        clocks += clocks_on(page) if page is not None else []
    return zone_by_clocks(clocks, domain, language_seen(look))


def language_seen(look: SiteLook) -> str | None:
    """``<html lang>`` of the front page or the newest article, as BCP 47 writes it, to the region."""
    return next((said for page in (look.front, look.article) if page is not None and (said := _language(page))), None)


def platform_seen(look: SiteLook) -> str | None:
    """The name of the reader that knows the newest article's thread."""
    platform = platform_of(look.article) if look.article is not None else None
    return platform.name if platform is not None and platform.name != _NO_SOFTWARE else None


def _language(page: Page) -> str | None:
    subtags = re.split("[-_]", (page.root.get("lang") or "").strip())
    written = [subtags[0].lower()]
    for subtag in subtags[1:]:
        written.append(subtag.title() if len(subtag) == 4 else subtag.upper())
    tag = "-".join(written)
    return tag if is_language(tag) else None
