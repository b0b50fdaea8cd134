"""Addresses: what is the same article, what is a page of its thread, and whose site it is on."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Query parameters that name a view or a visit, never another article.
_NOT_THE_ARTICLE = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|replytocom|cpage|amp|noamp|share|nb)$"
)
_COMMENT_PAGE = re.compile(r"/comment-page-(\d+)/?$")
_AMP_TAIL = re.compile(r"/amp/?$")


def without_fragment(url: str) -> str:
    """The address without ``#…``, its host in lower case, everything else escaped one way."""
    parts = urlsplit(safe_url_string(url))
    return urlunsplit(parts._replace(netloc=parts.netloc.lower(), fragment=""))


def article_address(url: str) -> str:
    """The article's own address: without fragment, comment page, AMP view, reply or tracking parameters."""
    parts = urlsplit(without_fragment(url))
    path = _AMP_TAIL.sub("/", _COMMENT_PAGE.sub("/", parts.path))
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _NOT_THE_ARTICLE.match(pair[0])]
    return urlunsplit(parts._replace(path=path, query=urlencode(kept)))


def article_key(url: str) -> str:
    """What two addresses of one article share: no scheme, no ``www.``, no closing slash."""
    parts = urlsplit(article_address(url))
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def comment_page_number(url: str) -> int | None:
    """N of ``…/comment-page-N/`` or ``cpage=N``."""
    parts = urlsplit(url)
    if found := _COMMENT_PAGE.search(parts.path):
        return int(found[1])
    number = dict(parse_qsl(parts.query)).get("cpage", "")
    return int(number) if number.isdecimal() else None


def absolute_http(base: str | None, link: str | None) -> str | None:
    """A link as an absolute http(s) address, escaped where an address may not hold a sign; None where it is none."""
    try:
        joined = safe_url_string(urljoin(base or "", (link or "").strip()))
        parts = urlsplit(joined)
        _ = parts.port
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.hostname else None


def registered_domain(url: str) -> str:
    """``example.co.uk`` of ``https://news.example.co.uk/…``; an IP address or a bare host name as it is."""
    host = (urlsplit(url).hostname or "").lower()
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return host
    return _suffixes()(host).top_domain_under_public_suffix or host


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # takes half a second to load, and most verbs never ask

    # The list that comes with the package: reading an address must not go to the network.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)
