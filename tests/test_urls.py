"""Addresses that are one article, and addresses that are not."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from w3lib.url import safe_url_string

from archiver.urls import (
    absolute_http,
    article_address,
    article_key,
    comment_page_number,
    registered_domain,
    without_session,
)

ARTICLE = "https://mast.example/2024/fibre/"


@pytest.mark.parametrize(
    "same",
    [
        "http://www.mast.example/2024/fibre",
        f"{ARTICLE}#comment-7",
        f"{ARTICLE}comment-page-3/#comments",
        f"{ARTICLE}?replytocom=12#respond",
        f"{ARTICLE}?utm_source=feed&utm_medium=rss&fbclid=x",
        f"{ARTICLE}amp/",
        f"{ARTICLE}page-3",
        f"{ARTICLE}?page=2",
        f"{ARTICLE}?sid=0a1b2c&start=30",
        "https://MAST.example:443/2024/fibre/",
    ],
)
def test_views_of_one_article_share_a_key(same: str) -> None:
    assert article_key(same) == article_key(ARTICLE)


@pytest.mark.parametrize(
    "other",
    [
        "https://mast.example/2024/fibre-2/",
        f"{ARTICLE}?p=12",
        "https://mast.example:8443/2024/fibre/",
        "https://other.example/2024/fibre/",
        f"{ARTICLE}?page=masts",
        f"{ARTICLE}?article7",
    ],
)
def test_other_articles_have_other_keys(other: str) -> None:
    assert article_key(other) != article_key(ARTICLE)


def test_escaped_or_not_it_is_one_address() -> None:
    assert article_key("https://mast.example/fünf g/") == article_key("https://mast.example/f%C3%BCnf%20g/")


def test_the_articles_address_leaves_out_what_names_a_view() -> None:
    assert article_address(f"{ARTICLE}comment-page-2/?id=7&utm_source=x#c") == f"{ARTICLE}?id=7"


def test_the_number_of_a_comment_page() -> None:
    assert comment_page_number(f"{ARTICLE}comment-page-12/") == 12
    assert comment_page_number(f"{ARTICLE}?cpage=3") == 3
    assert comment_page_number(ARTICLE) is None


def test_only_http_links_are_followed() -> None:
    assert absolute_http(ARTICLE, "../x") == "https://mast.example/2024/x"
    assert absolute_http(ARTICLE, '/"><script>') == "https://mast.example/%22%3E%3Cscript%3E"
    for link in ("javascript:alert(1)", "file:///etc/passwd", "http://", "http://[bad", "mailto:a@b.example", None):
        assert absolute_http(None, link) is None


@given(
    st.sampled_from(["http://", "https://", "HTTP://"]),
    st.text("abA0.-_é:", min_size=1, max_size=12),
    st.text("/abA0.-_~%+?&=:#@;é ", max_size=12),
)
def test_an_address_that_needs_no_escaping_is_seen_to_need_none(scheme: str, host: str, rest: str) -> None:
    link = f"{scheme}{host}{rest}"
    found = absolute_http("https://mast.example/", link)
    assert found is None or found == safe_url_string(urljoin("https://mast.example/", link.strip()))


@given(
    st.sampled_from(["https://mast.example/a/b?c=d", "http://mast.example/", "https://mast.example:8080/a", None]),
    st.text("/abA0.-_~%+?&=#@;é ", max_size=12),
)
def test_an_address_without_a_host_is_joined_as_any_other(base: str | None, link: str) -> None:
    joined = safe_url_string(urljoin(base or "", link.strip()))
    assert absolute_http(base, link) in (joined, None)
    assert (absolute_http(base, link) is None) == (not urlsplit(joined).hostname)


def test_a_site_is_known_by_its_registered_domain() -> None:
    assert registered_domain("https://forums.mast.co.uk/x") == "mast.co.uk"
    assert registered_domain("http://127.0.0.1:8000/x") == "127.0.0.1"
    assert registered_domain("http://localhost/x") == "localhost"


@pytest.mark.parametrize(
    "visit", [";jsessionid=4F", "?PHPSESSID=4f", "?sid=4f&", "?s=0123456789abcdef0123456789abcdef"]
)
def test_what_names_a_visit_tells_no_addresses_apart(visit: str) -> None:
    assert without_session(f"https://forum.example/t/5{visit}") == "https://forum.example/t/5"


def test_a_search_is_no_visit() -> None:
    assert without_session("https://forum.example/?s=fibre&p=2") == "https://forum.example/?s=fibre&p=2"
