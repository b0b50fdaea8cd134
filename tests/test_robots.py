"""robots.txt fails closed: what the site wants must be known before anything of it is fetched."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from scrapy.robotstxt import ProtegoRobotParser

from archiver.robots import without_others
from tests.command import Done, archiver_process
from tests.servers import Answer, moved, serving
from tests.test_crawl import HURRY
from tests.wordpress_pages import article_page

ARTICLE = "/masts/"


def text(body: str | bytes, status: int = 200) -> Answer:
    return Answer(body, status, content_type="text/plain")


def crawl_below(
    robots: dict[str, Callable[[str], dict[str, Answer]]], folder: Path, *words: str
) -> tuple[dict[str, bool], Done]:
    """Crawl an article on a server of its own below each robots.txt; tells which articles were asked for."""
    with ExitStack() as stack:
        sites = {
            name: stack.enter_context(
                serving(
                    lambda url, below=below: below(url) | {ARTICLE: Answer(article_page(f"{url}{ARTICLE}"))}  # type: ignore[misc]  # a default has no type
                )
            )
            for name, below in robots.items()
        }
        addresses = [f"{site.url}{ARTICLE}" for site in sites.values()]
        done = archiver_process("crawl", *addresses, *HURRY, *words, cwd=folder)
        return {name: ARTICLE in site.asked for name, site in sites.items()}, done


def test_where_robots_txt_cannot_be_had_nothing_is_fetched(tmp_path: Path) -> None:
    fetched, done = crawl_below(
        {
            "server error": lambda url: {"/robots.txt": text("", 503)},
            "too many requests": lambda url: {"/robots.txt": text("", 429)},
            "never answers": lambda url: {"/robots.txt": Answer(hangs=True)},
            "redirects for ever": lambda url: (
                {"/robots.txt": moved(f"{url}/robots.txt?again")} | {"/robots.txt?again": moved("/robots.txt")}
            ),
            "redirects to nowhere": lambda url: {"/robots.txt": Answer("", 302)},
            "redirects to a closed port": lambda url: {"/robots.txt": moved("http://127.0.0.1:9/robots.txt")},
        },
        tmp_path,
        *("-s", "DOWNLOAD_TIMEOUT=3"),
    )
    assert not any(fetched.values()), fetched
    assert done.returncode == 12
    assert "pages: 6 failed" in done.stderr
    assert "Traceback" not in done.stderr
    for why in ("the server answered 503", "the server answered 429", "3.0 seconds", "max redirections", "302"):
        assert any("robots.txt could not be had" in line and why in line for line in done.stderr.splitlines()), why


def test_a_site_without_robots_txt_allows_everything(tmp_path: Path) -> None:
    fetched, done = crawl_below(
        {
            "none": lambda url: {},
            "gone": lambda url: {"/robots.txt": text("", 410)},
            "not for us": lambda url: {"/robots.txt": text("", 403)},
            "a web page": lambda url: {
                "/robots.txt": Answer("<!DOCTYPE html><html><p>User-agent<p>Disallow: /</html>")
            },
            "bytes": lambda url: {"/robots.txt": text(bytes(range(256)) * 20)},
            "empty": lambda url: {"/robots.txt": text("")},
        },
        tmp_path,
    )
    assert all(fetched.values()), fetched
    assert done.returncode == 0, done.stderr


def test_a_robots_txt_of_two_megabytes_is_read_as_far_as_it_must_be(tmp_path: Path) -> None:
    padding = "Disallow: /old\n" * 20_000
    fetched, done = crawl_below(
        {
            "near its start": lambda url: {"/robots.txt": text(f"User-agent: *\nDisallow: {ARTICLE}\n{padding * 7}")},
            "beyond 500 KiB": lambda url: {"/robots.txt": text(f"User-agent: *\n{padding * 7}Disallow: {ARTICLE}\n")},
        },
        tmp_path,
    )
    assert fetched == {"near its start": False, "beyond 500 KiB": True}
    assert (done.returncode, "pages: 1 forbidden" in done.stderr) == (0, True)


def test_five_redirects_of_robots_txt_are_followed_across_hosts(tmp_path: Path) -> None:
    with serving(lambda url: {"/rules": text(f"User-agent: *\nDisallow: {ARTICLE}\n")}) as other:

        def hops(number: int) -> Callable[[str], dict[str, Answer]]:
            """``number`` redirects; the last leads to the rules on the other host."""
            steps = ["/robots.txt", *(f"/step-{n}" for n in range(1, number)), f"{other.url}/rules"]
            return lambda url: {step: moved(to) for step, to in itertools.pairwise(steps)}

        fetched, done = crawl_below({"five": hops(5), "six": hops(6)}, tmp_path)
        assert other.asked == ["/rules"]
    assert fetched == {"five": False, "six": False}
    assert "pages: 1 failed, 1 forbidden" in done.stderr


def test_a_page_that_redirects_to_another_host_is_asked_for_there_only_if_that_host_lets_us(tmp_path: Path) -> None:
    page = Answer(article_page("http://x.invalid/"))
    with (
        serving(lambda url: {"/robots.txt": text(f"User-agent: *\nDisallow: {ARTICLE}"), ARTICLE: page}) as closed,
        serving(lambda url: {"/there/": moved(f"{closed.url}{ARTICLE}")}) as site,
    ):
        done = archiver_process("crawl", f"{site.url}/there/", *HURRY, cwd=tmp_path)
        assert closed.asked == ["/robots.txt"]
    assert (done.returncode, "pages: 1 forbidden" in done.stderr) == (0, True)


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: archiver\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: Archiver\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: news\nDisallow: /", True),
        ("User-agent: ARCHIVER/0.1.0\nDisallow: /", False),
        ("User-agent: archiver (all versions)\nDisallow: /", False),
        ("User-agent: arch\nDisallow: /", True),
        ("User-agent: archiver-news\nDisallow: /", True),
        ("User-agent: arch*\nDisallow: /\n\nUser-agent: archiver\nAllow: /", True),
        ("User-agent: \nDisallow: /", True),
        ("User-agent: other\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nAllow: /\nUser-agent: other\nDisallow: /", True),
    ],
)
def test_only_the_rules_for_us_and_for_everybody_count(rules: str, allowed: bool) -> None:
    parser = ProtegoRobotParser(without_others(rules.encode(), "archiver"), None)
    assert parser.allowed("https://mast.example/masts/", "archiver") is allowed


@pytest.mark.parametrize(
    "line", ["User-agent: agent{}\n", "User-agent agent{}\x0c", "\u2003user\u2003agent: agent{}\n"]
)
def test_rules_for_thousands_of_agents_do_not_take_a_minute(line: str) -> None:
    hostile = "".join(line.format(n) for n in range(4000)) + "".join(f"Disallow: /{n}\n" for n in range(4000))
    began = time.process_time()
    ProtegoRobotParser(without_others(hostile.encode(), "archiver"), None)
    assert time.process_time() - began < 5
