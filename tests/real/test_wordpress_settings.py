"""A smaller site on a real WordPress under settings that hide things or turn them round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.real.archived import KnownComment, in_archive, in_wordpress, parents_in, rows_of, without_what_pings_lack
from tests.real.crawls import Crawled, crawl
from tests.real.telecom_blog import Blog, telecom_blog
from tests.real.wordpress_server import WordPress

_LEVELS = 5
_USUAL = {
    "theme": "twentytwentyone",
    "page_comments": 1,
    "comments_per_page": 10,
    "default_comments_page": "newest",
    "comment_order": "asc",
    "thread_comments": 1,
    "thread_comments_depth": _LEVELS,
}


@pytest.fixture(scope="module")
def blog() -> Blog:
    return telecom_blog(articles=8, comments=210, long_thread=70)


@pytest.fixture(scope="module")
def ids(wordpress: WordPress, blog: Blog) -> dict[str, dict[str, int]]:
    filled: dict[str, dict[str, int]] = wordpress.tell("fill", article_ids={}, comment_ids={}, **blog.said())
    return filled


@pytest.fixture
def site(wordpress: WordPress, ids: dict[str, dict[str, int]]) -> WordPress:
    """The filled site under the usual settings."""
    assert ids
    wordpress.set_options(_USUAL)
    return wordpress


@pytest.fixture
def without_rest(site: WordPress) -> Iterator[WordPress]:
    """The same with its REST API closed to visitors."""
    with site.plugin("no_rest.php"):
        yield site


def crawl_all(site: WordPress, db: Path) -> Crawled:
    crawled = crawl(db, f"{site.url}/", "--since", "2023-01-01")
    assert crawled.exit_code == 0, crawled.said
    return crawled


def expected(visible: dict[str, Any]) -> set[KnownComment]:
    return without_what_pings_lack(in_wordpress(visible))


@pytest.mark.parametrize(
    "settings",
    [
        {"comment_order": "desc"},
        {"comment_order": "desc", "default_comments_page": "oldest"},
        {"page_comments": 0},
        {"thread_comments": 0},
    ],
    ids=lambda settings: " ".join(f"{name}={value}" for name, value in settings.items()),
)
def test_the_archive_equals_the_database(site: WordPress, tmp_path: Path, settings: dict[str, object]) -> None:
    site.set_options(settings)
    crawl_all(site, tmp_path / "archive.db")
    assert in_archive(tmp_path / "archive.db") == expected(site.tell("visible"))


def test_where_the_api_is_closed_the_pages_and_feeds_must_do(without_rest: WordPress, tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    crawl_all(without_rest, db)
    visible = without_rest.tell("visible")
    every = {one.number: one for one in expected(visible)}
    found = {one.number: one for one in in_archive(db)}
    assert found.keys() <= every.keys()
    hidden_above = {number for number in every if _answers_what_is_hidden(number, parents_in(visible))}
    assert every.keys() - found.keys() <= hidden_above, "no page shows answers to what is hidden"
    deepest = _LEVELS - 1
    for number, one in found.items():
        if every[number].depth <= deepest:
            assert one == every[number]
        else:  # shown at the last level, beside the comment that it answers, or as the feed says
            assert deepest <= one.depth <= every[number].depth
            assert one == replace(every[number], parent=one.parent, depth=one.depth)
    newest = {one["id"] for article in visible.values() for one in sorted(article["comments"], key=_written)[-10:]}
    assert [found[number].parent for number in newest] == [every[number].parent for number in newest]
    assert max(every[number].depth for number in newest) > deepest, "the feeds name whom the newest ten answer"


def _written(comment: dict[str, Any]) -> tuple[str, int]:
    return comment["written"], int(comment["id"])


def _answers_what_is_hidden(number: str, parents: dict[str, str | None]) -> bool:
    at = parents[number]
    while at is not None and at in parents:
        at = parents[at]
    return at is not None


def test_what_nothing_betrays_is_found_when_the_thread_is_due(
    site: WordPress, tmp_path: Path, blog: Blog, ids: dict[str, dict[str, int]]
) -> None:
    db = tmp_path / "archive.db"
    crawl_all(site, db)
    number = ids["comment_ids"][next(name for name, one in blog.comments.items() if one.article == "story-3")]
    site.tell("change", changes=[["edit comment", number, "Edited: the pole is ours after all."]])
    assert crawl(db, later="+59d").exit_code == 0
    assert in_archive(db) != expected(site.tell("visible")), "looked at by no crawl so far"
    assert crawl(db, later="+61d").exit_code == 0
    assert in_archive(db) == expected(site.tell("visible"))
    assert rows_of(db, "SELECT external_id FROM comments WHERE version_count > 1") == [(str(number),)]


def test_an_article_that_was_taken_down_is_gone_and_its_thread_stays(
    site: WordPress, tmp_path: Path, ids: dict[str, dict[str, int]]
) -> None:
    db = tmp_path / "archive.db"
    article = next(url for url in site.tell("visible") if url.endswith("/story-4/"))
    assert crawl(db, article).exit_code == 0
    known = in_archive(db)
    assert known
    number = ids["article_ids"]["story-4"]
    site.tell("change", changes=[["article status", number, "draft"]])
    try:
        done = crawl(db, "--recheck")
    finally:
        site.tell("change", changes=[["article status", number, "publish"]])
    assert (done.exit_code, "pages: 1 gone" in done.said) == (0, True), done.said
    assert in_archive(db) == known
