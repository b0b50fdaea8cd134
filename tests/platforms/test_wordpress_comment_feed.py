"""WordPress's comment feeds."""

from __future__ import annotations

import pytest

from archiver.items import ThreadPage
from pipelines import normalise
from spiders.page import Page
from spiders.platforms import platform_of
from spiders.reading import read_thread
from tests.threads import SITE as SITE_OF_TESTS
from tests.wordpress_api import SITE, atom_comment, atom_feed, rss_comment, rss_feed


def page(body: str) -> Page:
    return Page(body.encode(), url=f"{SITE}/masts/feed/", content_type="application/rss+xml; charset=UTF-8")


def thread(body: str) -> ThreadPage:
    return normalise(read_thread([page(body)], SITE_OF_TESTS))


def test_rss_names_the_comment_answered_in_a_line_above_the_words() -> None:
    read = thread(rss_feed([rss_comment(3, "Is it <em>5G</em>?", answers=1), rss_comment(1, "At last.")]))
    assert [(one.external_id, one.claimed_parent, one.body) for one in read.comments] == [
        ("1", None, "At last."),
        ("3", "1", "Is it 5G?"),
    ]
    answer = read.comments[1]
    assert (answer.author, answer.depth, answer.parent_status) == ("Reader 3", 1, "ok")
    assert answer.published_at is not None
    assert answer.published_at.isoformat() == "2024-05-06T10:15:00+00:00"
    assert "Antwort" not in (answer.body_html or "")
    assert (read.observation.source, read.observation.scope, read.observation.platform) == ("feed", "feed", "wordpress")
    assert read.article.url == f"{SITE}/masts/"


def test_atom_names_it_by_an_element_of_its_own() -> None:
    read = thread(atom_feed([atom_comment(3, "Is it?", answers=1), atom_comment(1, "At last.")]))
    assert [(one.external_id, one.claimed_parent, one.author_url) for one in read.comments] == [
        ("1", None, "https://reader.example/"),
        ("3", "1", "https://reader.example/"),
    ]


def test_a_feed_is_never_the_whole_thread() -> None:
    assert not thread(rss_feed([rss_comment(1, "At last.")])).observation.is_complete


@pytest.mark.parametrize(
    "words",
    [
        f'See <a href="{SITE}/masts/#comment-1">what Bo said</a> about this, for he is right, and so was his father.',
        f'<a href="{SITE}/masts/#comment-1">This</a>',
        f'See <a href="{SITE}/fibre/#comment-1">there</a>.',
        f'<a href="{SITE}/masts/#comment-1">One</a> and <a href="{SITE}/masts/#comment-2">two</a>',
    ],
)
def test_a_readers_own_link_to_a_comment_names_no_parent_and_stays(words: str) -> None:
    (read,) = thread(rss_feed([rss_comment(3, words)])).comments
    assert read.claimed_parent is None
    assert read.body


@pytest.mark.parametrize(
    "items",
    [
        [rss_comment(1, "Here."), rss_comment(2, "There.", article=f"{SITE}/fibre/")],
        [rss_comment(1, "Here."), f"<item><link>{SITE}/fibre/</link></item>"],
    ],
)
def test_a_feed_of_articles_or_of_a_whole_site_is_no_thread(items: list[str]) -> None:
    assert platform_of(page(rss_feed(items))) is None


def test_words_behind_a_password_are_none() -> None:
    form = f'<form action="{SITE}/wp-login.php?action=postpass" method="post"><input name="post_password"></form>'
    assert thread(rss_feed([rss_comment(1, form)])).comments == []


def test_entities_are_not_resolved_and_broken_xml_is_read_as_far_as_it_goes() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    hostile = rss_feed([rss_comment(1, "At last."), rss_comment(2, "Cut")]).replace("?><rss", f"?>{bomb}<rss")
    hostile = hostile.replace("<![CDATA[Reader 1]]>", "&b;&x;")
    read = thread(hostile[: hostile.index("Cut") + 3])
    assert [(one.external_id, one.author) for one in read.comments] == [("2", "Reader 2"), ("1", None)]


def test_deep_and_wide_feeds_cost_no_more_than_their_size() -> None:
    assert thread(f"<rss>{'<x>' * 50_000}").comments == []
    many = thread(rss_feed(rss_comment(number, "Fibre.", answers=number + 1) for number in range(1, 3_000)))
    assert len(many.comments) == 2_999
