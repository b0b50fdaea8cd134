"""Addresses: what is the same article, what is a page of its thread, and whose site it is on."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Query parameters that name a view or a visit, never another article.
_NOT_THE_ARTICLE = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|replytocom|cpage|amp|noamp|share|nb)$"
)
# An address in which nothing needs escaping, nor any other care: most are, and seeing it is all they cost.
_IS_SAFE = re.compile(
    r"https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+(?::[1-9]\d{0,3}|:[1-5]\d{4})?/[A-Za-z0-9/._~%-]*"
    r"(?:\?[A-Za-z0-9&=._~%-]+)?"
)
_IS_SAFE_FRAGMENT = re.compile(r"[A-Za-z0-9._~-]+")
_IS_SAFE_PATH = re.compile(r"(?:/[A-Za-z0-9_~%-][A-Za-z0-9._~%-]*)+/?(?:\?[A-Za-z0-9&=._~%-]+)?")
# Query parameters that page through a thread where they are a number, and may name an article where they are not.
_PAGE_OF_A_THREAD = re.compile(r"^(?:page|start|commentpage|pp)$", re.I)
_SESSION = re.compile(r"^(?:sid|phpsessid|jsessionid|session_?id|cfid|cftoken|zenid|oscsid)$", re.I)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*", re.I)
_LONG_HEX = re.compile(r"[0-9a-f]{32}", re.I)  # vBulletin's s=…
_PAGE_TAIL = re.compile(r"(?<=[^/])/(?:comments/page/|page-)\d+/?$")
_COMMENT_PAGE = re.compile(r"/comment-page-(\d+)/?$")
_AMP_TAIL = re.compile(r"/amp/?$")
_ANY_TAIL = re.compile(r"/(?:amp|(?:comment-page-|page-|comments/page/)\d+)/?$")


def without_fragment(url: str) -> str:
    """The address without ``#…``, its host in lower case, everything else escaped one way."""
    if _IS_SAFE.fullmatch(url):
        return url
    parts = urlsplit(safe_url_string(url))
    return urlunsplit(parts._replace(netloc=parts.netloc.lower(), fragment=""))


def article_address(url: str) -> str:
    """The article's own address: without fragment, comment page, AMP view, reply or tracking parameters."""
    if "?" not in url and _IS_SAFE.fullmatch(url) and not _ANY_TAIL.search(url):
        return url
    parts = urlsplit(without_fragment(url))
    path = _PAGE_TAIL.sub("/", _AMP_TAIL.sub("/", _COMMENT_PAGE.sub("/", parts.path)))
    kept = [pair for pair in parts.query.split("&") if not _names_a_view(*pair.partition("=")[::2])]
    return urlunsplit(parts._replace(path=path, query="&".join(kept)))


def _names_a_view(name: str, value: str) -> bool:
    if _PAGE_OF_A_THREAD.match(name):
        return value.isdecimal()
    return bool(_NOT_THE_ARTICLE.match(name) or _SESSION.match(name))


def without_session(url: str) -> str:
    """The address without what names a visit: two that differ in that alone show the same."""
    parts = urlsplit(without_fragment(url))
    kept = [pair for pair in parts.query.split("&") if not _names_a_session(*pair.partition("=")[::2])]
    return urlunsplit(parts._replace(path=_SESSION_IN_PATH.sub("", parts.path), query="&".join(kept)))


def _names_a_session(name: str, value: str) -> bool:
    return bool(_SESSION.match(name)) or (name == "s" and _LONG_HEX.fullmatch(value) is not None)


def article_key(url: str) -> str:
    """What two addresses of one article share: no scheme, no ``www.``, no closing slash."""
    parts = urlsplit(article_address(url))
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{query}"


def bare_host(url: str) -> str:
    """The host of an address, with its port and without ``www.``."""
    return urlsplit(url).netloc.lower().removeprefix("www.")


def is_root(url: str) -> bool:
    """Whether an address is a site's front page."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def comment_page_number(url: str) -> int | None:
    """N of ``…/comment-page-N/`` or ``cpage=N``."""
    parts = urlsplit(url)
    if found := _COMMENT_PAGE.search(parts.path):
        return int(found[1])
    number = dict(parse_qsl(parts.query)).get("cpage", "")
    return int(number) if number.isdecimal() else None


def absolute_http(base: str | None, link: str | None) -> str | None:
    """A link as an absolute http(s) address, escaped where an address may not hold a sign; None where it is none."""
    link = (link or "").strip()
    address, mark, fragment = link.partition("#")
    if _IS_SAFE.fullmatch(address) and (not mark or _IS_SAFE_FRAGMENT.fullmatch(fragment)):
        return link
    if not base and ":" not in link:
        return None
    if base and _IS_SAFE_PATH.fullmatch(link) and _IS_SAFE.fullmatch(base):
        return base[: base.index("/", len("https://"))] + link
    try:
        joined = safe_url_string(urljoin(base or "", link))
        parts = urlsplit(joined)
        _ = parts.port
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.hostname else None


def registered_domain(url: str) -> str:
    """``example.co.uk`` of ``https://news.example.co.uk/…``; an IP address or a bare host name as it is."""
    return _domain_of((urlsplit(url).hostname or "").lower())


@lru_cache(maxsize=1024)  # a crawl asks for the same hosts at every page
def _domain_of(host: str) -> str:
    try:
        ip_address(host)
    except ValueError:
        return _suffixes()(host).top_domain_under_public_suffix or host
    return host


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # takes half a second to load, and most verbs never ask

    # The list that comes with the package: reading an address must not go to the network.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)
