"""The declaration of a site, and its test, made of a look at it. Pure: a look in, two texts out."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from archiver.address_pattern import pattern_of
from archiver.urls import registered_domain
from archiver.wallclock.date_order import order_in
from spiders.look_walk import SiteLook
from spiders.site_facts import language_seen, platform_seen, title_seen, zone_seen
from spiders.site_rules import is_below, is_host, is_name

_LONGEST_NAME = 20
_TESTED_ARTICLES = 3
_LANGUAGE_OF_SOFTWARE = "en-US"  # what WordPress and others say until somebody tells them otherwise

_TEST_WITHOUT_ARTICLES = """{head}

from pathlib import Path

from spiders.own_sites import load_site


def test_the_declaration_breaks_no_rule() -> None:
    {loading}
"""
_TEST = """{head}

{imports}from pathlib import Path
from urllib.parse import urlsplit

from spiders.own_sites import load_site
from spiders.site_rules import is_below

ARTICLES = (
{articles})  # announced on {day}
SITE = {loading}  # fails where it breaks a rule


def test_its_articles_are_the_sites_own() -> None:
    for url in ARTICLES:
        assert is_below(urlsplit(url).hostname, SITE.domain)
{pattern}"""
_TEST_OF_PATTERN = """

def test_its_articles_fit_the_pattern() -> None:
    for url in ARTICLES:
        assert re.search(SITE.article_pattern, urlsplit(url).path)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """What a look found out about a site; None or empty where the site does not tell."""

    name: str
    title: str
    domain: str
    time_zone: str | None
    language: str | None
    platform: str | None
    feeds: list[str]
    article_pattern: str | None
    articles: list[str]  # some that the feed announced
    seen_on: date

    @property
    def date_order(self) -> str | None:
        """The order usual in the language; none where the software may have been left at its own.

        A declared order overrules what a page's dates show, so that a guess here could only do harm.
        """
        return None if self.language == _LANGUAGE_OF_SOFTWARE else order_in(self.language)

    @property
    def unknown(self) -> list[str]:
        """What the site did not tell, and somebody has to fill in."""
        told = {
            "feeds": self.feeds,
            "language": self.language,
            "time zone": self.time_zone,
            "platform": self.platform,
            "article pattern": self.article_pattern,
        }
        return [what for what, value in told.items() if not value]


def declaration_of(look: SiteLook, name: str | None, seen_on: date) -> Declaration:
    """What a look tells of a site. The look has a front page."""
    assert look.front is not None
    domain = domain_of(look.front.url or "")
    feed = look.feed.url if look.feed is not None else None
    articles = [url for url in look.announced if is_below(_host(url), domain)]
    return Declaration(
        name=name or name_for(domain),
        title=title_seen(look) or domain,
        domain=domain,
        time_zone=zone_seen(look, domain),
        language=language_seen(look),
        platform=platform_seen(look),
        feeds=[feed] if feed and is_host(_host(feed)) else [],
        article_pattern=pattern_of(articles),
        articles=articles[:_TESTED_ARTICLES],
        seen_on=seen_on,
    )


def domain_of(address: str) -> str:
    """The domain that a site at this address is declared for: its host, without ``www.``."""
    return _host(address).removeprefix("www.")


def name_for(domain: str) -> str:
    """A site's name made of its domain: letters and figures of what stands before the public suffix."""
    suffix = registered_domain(f"https://{domain}/").partition(".")[2]
    name = re.sub(r"[^a-z0-9]", "", domain.removesuffix(f".{suffix}"))[:_LONGEST_NAME]
    return name if is_name(name) else f"site{name}"[:_LONGEST_NAME]


def text_of_file(site: Declaration) -> str:
    """The Python file that declares the site."""
    hosts = [site.domain, *(_host(feed) for feed in site.feeds if not is_below(_host(feed), site.domain))]
    fields = {
        "name": _quoted(site.name),
        "title": _quoted(site.title),
        "domain": _quoted(site.domain),
        "allowed_domains": _tuple(hosts),
        "time_zone": site.time_zone and _quoted(site.time_zone),
        "language": site.language and _quoted(site.language),
        "date_order": site.date_order and _quoted(site.date_order),
        "platform": site.platform and _quoted(site.platform),
        "feeds": site.feeds and _tuple(site.feeds),
        "article_pattern": site.article_pattern and f'r"{site.article_pattern}"',
        "example": site.article_pattern and _quoted(urlsplit(site.articles[0]).path),
        "source": _quoted(f"a look at the site on {site.seen_on.isoformat()}"),
        "verified": _quoted("unverified"),
    }
    lines = "\n".join(f"    {field} = {value}" for field, value in fields.items() if value)
    return f'''"""{site.domain}."""

from spiders.base import ThreadSpider


class {_class_name(site)}(ThreadSpider):
    """The site {site.domain}."""

{lines}
'''


def text_of_test(site: Declaration) -> str:
    """A small pytest file that stands beside it."""
    loading = f'load_site(Path(__file__).with_name("{site.name}.py"))'
    head = f'"""What the declaration of {site.domain} promises; run it with pytest."""'
    if not site.articles:
        return _TEST_WITHOUT_ARTICLES.format(head=head, loading=loading)
    articles = "".join(f"    {_quoted(url)},\n" for url in site.articles)
    imports, pattern = ("import re\n", _TEST_OF_PATTERN) if site.article_pattern else ("", "")
    return _TEST.format(
        head=head, imports=imports, articles=articles, day=site.seen_on.isoformat(), loading=loading, pattern=pattern
    )


def name_of_test(name: str) -> str:
    """The name of the test's file."""
    return f"test_{name}.py"


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").lower()


def _class_name(site: Declaration) -> str:
    return f"{site.name.capitalize() if site.name[0].isalpha() else f'Site{site.name}'}Spider"


def _quoted(text: str) -> str:
    """A text as Python writes it; whatever a site says stays inside its quotes."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)


def _tuple(texts: list[str]) -> str:
    return f"({', '.join(map(_quoted, texts))}{',' if len(texts) == 1 else ''})"
