"""Crawls of WordPress threads with the REST API of their site, open, closed or lying."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.command import Done, archiver, archiver_process
from tests.servers import Answer, moved, serving
from tests.test_crawl import HURRY, ROBOTS, snapshot
from tests.wordpress_api import REST, rest_comment, rest_page
from tests.wordpress_pages import article_page, comment_item

LIST = REST.format(post=7, page=1)


def answer(body: str, status: int = 200) -> Answer:
    return Answer(body, status, content_type="application/json; charset=UTF-8")


TRUE_LIST = answer(rest_page([rest_comment(1), rest_comment(2, 1), rest_comment(3, 2), rest_comment(4)]))


def article(url: str, slug: str = "masts", stated: int = 4) -> Answer:
    """Four comments: 3 answers 2, and is shown beside it."""
    answers = comment_item(2, "Bo", "Two", 2) + comment_item(3, "Cy", "Three", 2)
    items = [comment_item(1, "Ada", "One", answers=answers), comment_item(4, "Di", "Four")]
    head = f'<link rel="https://api.w.org/" href="{url}/wp-json/">'
    return Answer(article_page(f"{url}/{slug}/", items, stated=stated, head=head))


def crawled(folder: Path, robots: Answer = ROBOTS, **answers: Answer) -> tuple[Done, list[str]]:
    with serving(
        lambda url: {
            "/robots.txt": robots,
            "/masts/": article(url),
            **{path.replace("LIST", LIST): one for path, one in answers.items()},
        }
    ) as site:
        done = archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=folder)
        return done, site.asked


def parents(folder: Path) -> dict[str, str | None]:
    """Whom each author answers, in the order of the thread."""
    found: dict[str, str | None] = {}

    def note(comments: list[dict[str, Any]], above: str | None) -> None:
        for comment in comments:
            found[comment["author"]] = above
            note(comment["replies"], comment["author"])

    note(snapshot(folder, "1")["comments"], None)
    return found


def test_the_api_tells_whom_the_deepest_answers_answer(tmp_path: Path) -> None:
    done, asked = crawled(tmp_path, LIST=TRUE_LIST)
    assert (done.returncode, asked) == (0, ["/robots.txt", "/masts/", LIST])
    assert parents(tmp_path) == {"Ada": None, "Bo": "Ada", "Cy": "Bo", "Di": None}
    kept = snapshot(tmp_path, "1")["snapshot"]
    assert (kept["is_complete"], kept["source"]) == (True, "html+rest")


@pytest.mark.parametrize(
    "closed",
    [
        answer('{"code":"rest_not_logged_in"}', 401),
        Answer("<html><body>Not here</body></html>", 404),
        Answer("<!DOCTYPE html><html><body><p>Log in first.</p></body></html>"),
        answer(rest_page([rest_comment(5, post=8), rest_comment(6, 5, post=8)])),
        moved("/masts/"),
    ],
)
def test_where_the_api_is_closed_the_pages_do_and_nothing_has_failed(tmp_path: Path, closed: Answer) -> None:
    done, _ = crawled(tmp_path, LIST=closed)
    assert done.returncode == 0
    assert "failed" not in done.stderr
    assert "Traceback" not in done.stderr
    assert parents(tmp_path) == {"Ada": None, "Bo": "Ada", "Cy": "Ada", "Di": None}
    kept = snapshot(tmp_path, "1")["snapshot"]
    assert (kept["is_complete"], kept["source"]) == (True, "html")


def test_an_api_that_robots_txt_forbids_is_not_asked(tmp_path: Path) -> None:
    robots = Answer("User-agent: *\nDisallow: /wp-json/\n", content_type="text/plain")
    done, asked = crawled(tmp_path, robots, LIST=TRUE_LIST)
    assert (done.returncode, asked) == (0, ["/robots.txt", "/masts/"])
    assert "forbidden" not in done.stderr
    assert snapshot(tmp_path, "1")["snapshot"]["is_complete"] is True


def test_an_api_that_refuses_again_and_again_is_left_alone(tmp_path: Path) -> None:
    slugs = [f"masts-{number}" for number in range(6)]
    with serving(
        lambda url: {"/robots.txt": ROBOTS} | {f"/{slug}/": article(url, slug) for slug in slugs},
    ) as site:
        done = archiver_process(
            "crawl", *(f"{site.url}/{slug}/" for slug in slugs), *HURRY, "-s", "CONCURRENT_REQUESTS=1", cwd=tmp_path
        )
        assert done.returncode == 0
        assert site.asked.count(LIST) < len(slugs)


def test_a_rebuilt_archive_has_the_same_parents(tmp_path: Path) -> None:
    crawled(tmp_path, LIST=TRUE_LIST)
    before = parents(tmp_path)
    done = archiver("rebuild", "--db", "archive.db", "-o", "new.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "new.db").replace(tmp_path / "archive.db")
    assert parents(tmp_path) == before
    assert snapshot(tmp_path, "1")["snapshot"]["source"] == "html+rest"
