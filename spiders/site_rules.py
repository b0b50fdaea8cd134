"""What a site's declaration must be to work, and to be polite; ``tests/test_sites.py`` asks built-in ones for more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cssselect import HTMLTranslator, SelectorError

from spiders.base import ThreadSpider
from spiders.platforms import PLATFORMS

VERIFIED = ("page", "text crawl 2020", "platform only", "unverified")
_Rule = Callable[[type[ThreadSpider]], Iterator[str]]
_NAME = re.compile(r"[a-z0-9]{2,20}")
_NAMES_OF_VERBS = frozenset({"new", "web"})  # of `archiver sites new`, and of the spider for all other sites
_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")  # of BCP 47: language, script, region

# What Scrapy reads settings from.
_SETTINGS_OF_A_SPIDER = "custom_settings update_settings download_delay max_concurrent_requests user_agent".split()


class Fault(NamedTuple):
    """What is wrong with a declaration, and in which of its fields."""

    field: str
    what: str


def faults_of(spider: type[ThreadSpider]) -> list[Fault]:
    """Everything that is wrong with a declaration, in the order of its fields; the empty list where it works."""
    return [Fault(field, what) for field, faults in _RULES.items() for what in faults(spider)]


def _name(spider: type[ThreadSpider]) -> Iterator[str]:
    if not is_name(spider.name):
        yield f"a site's name is 2 to 20 small letters and figures, and neither new nor web, unlike {spider.name!r}"


def _domain(spider: type[ThreadSpider]) -> Iterator[str]:
    if not is_host(spider.domain):
        yield f"{spider.domain!r} is no host name in small letters"


def _allowed_domains(spider: type[ThreadSpider]) -> Iterator[str]:
    allowed = getattr(spider, "allowed_domains", None)
    if not isinstance(allowed, list | tuple) or not all(is_host(host) for host in allowed):
        yield "allowed_domains is a list of host names in small letters"
    elif not any(is_below(spider.domain, host) for host in allowed):
        yield f"allowed_domains leaves out the site's own domain, {spider.domain}"


def _time_zone(spider: type[ThreadSpider]) -> Iterator[str]:
    if spider.time_zone is not None and not is_zone(spider.time_zone):
        yield f"{spider.time_zone!r} is no time zone of the IANA database"


def _language(spider: type[ThreadSpider]) -> Iterator[str]:
    if spider.language is not None and not is_language(spider.language):
        yield f"{spider.language!r} is no language tag like en, en-GB or zh-Hant-TW"


def _date_order(spider: type[ThreadSpider]) -> Iterator[str]:
    if spider.date_order not in (None, "DMY", "MDY", "YMD"):
        yield f"{spider.date_order!r} is none of DMY, MDY and YMD"


def _platform(spider: type[ThreadSpider]) -> Iterator[str]:
    names = sorted({platform.name for platform in PLATFORMS if platform.name})
    if spider.platform is not None and spider.platform not in names:
        yield f"no reader is named {spider.platform!r}; there are {', '.join(names)}"


def _feeds(spider: type[ThreadSpider]) -> Iterator[str]:
    return _wrong_addresses(spider, "feeds", spider.feeds)


def _comment_feeds(spider: type[ThreadSpider]) -> Iterator[str]:
    return _wrong_addresses(spider, "comment_feeds", spider.comment_feeds)


def _wrong_addresses(spider: type[ThreadSpider], field: str, feeds: object) -> Iterator[str]:
    if not isinstance(feeds, list | tuple):
        yield f'{field} is a list of addresses; mind the comma in ("https://…",)'
        return
    for feed in feeds:
        host = _host_of(feed)
        if host is None:
            yield f"{feed!r} is no http(s) address"
        elif not any(is_below(host, allowed) for allowed in getattr(spider, "allowed_domains", None) or ()):
            yield f"{feed} lies outside of allowed_domains"


def _thread_link(spider: type[ThreadSpider]) -> Iterator[str]:
    if spider.thread_link is None:
        return
    try:
        HTMLTranslator().css_to_xpath(spider.thread_link)
    except (SelectorError, TypeError, AttributeError) as error:
        yield f"thread_link is no CSS selector: {error}"


def _article_pattern(spider: type[ThreadSpider]) -> Iterator[str]:
    if spider.article_pattern is None:
        return
    try:
        pattern = re.compile(spider.article_pattern)
    except (re.error, TypeError) as error:
        yield f"article_pattern is no regular expression: {error}"
        return
    if spider.example is not None and not pattern.search(spider.example):
        yield f"article_pattern does not fit the example, {spider.example!r}"


def _article_id_in_address(spider: type[ThreadSpider]) -> Iterator[str]:
    if spider.article_id_in_address is None:
        return
    try:
        groups = re.compile(spider.article_id_in_address).groups
    except (re.error, TypeError) as error:
        yield f"article_id_in_address is no regular expression: {error}"
        return
    if not groups:
        yield "article_id_in_address has no group (…) for the id"


def _example(spider: type[ThreadSpider]) -> Iterator[str]:
    if (spider.example is None) != (spider.article_pattern is None):
        yield "article_pattern and example come together"
    elif spider.example is not None and not str(spider.example).startswith("/"):
        yield f"the example is the path of an address and begins with a slash, unlike {spider.example!r}"


def _setting(name: str) -> _Rule:
    def rule(spider: type[ThreadSpider]) -> Iterator[str]:
        own = spider.__mro__[: spider.__mro__.index(ThreadSpider)]
        if any(name in vars(part) for part in own):
            yield "a site has no settings of its own: each is asked as politely as the others"

    return rule


def _verified(spider: type[ThreadSpider]) -> Iterator[str]:
    if spider.verified not in VERIFIED:
        yield f"{spider.verified!r} is none of {', '.join(VERIFIED)}"


_RULES: dict[str, _Rule] = {
    "name": _name,
    "domain": _domain,
    "allowed_domains": _allowed_domains,
    "time_zone": _time_zone,
    "language": _language,
    "date_order": _date_order,
    "platform": _platform,
    "feeds": _feeds,
    "comment_feeds": _comment_feeds,
    "thread_link": _thread_link,
    "article_pattern": _article_pattern,
    "example": _example,
    "article_id_in_address": _article_id_in_address,
    "verified": _verified,
    **{name: _setting(name) for name in _SETTINGS_OF_A_SPIDER},
}


def is_below(host: str, domain: str) -> bool:
    """Whether ``host`` is ``domain`` or lies below it."""
    return host == domain or host.endswith(f".{domain}")


def is_host(host: object) -> bool:
    """Whether this is a host name in small letters, or an IPv4 address."""
    return isinstance(host, str) and _HOST.fullmatch(host) is not None


def is_name(name: object) -> bool:
    """Whether a site can be called that."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None and name not in _NAMES_OF_VERBS


def is_zone(name: str) -> bool:
    """Whether the IANA database knows a time zone of this name."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError, TypeError):
        return False
    return True


def is_language(tag: str) -> bool:
    """Whether a tag has the form of BCP 47: language, script and region, each written as is usual."""
    return isinstance(tag, str) and _LANGUAGE.fullmatch(tag) is not None


def _host_of(address: object) -> str | None:
    try:
        parts = urlsplit(str(address))
        host = parts.hostname
    except ValueError:
        return None
    return host if parts.scheme in ("http", "https") else None
