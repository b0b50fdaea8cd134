"""A host that asks us to wait is waited for; one that asks for too much is left alone."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archiver.archive.hosts import RememberedHost
from archiver.host_pauses import MOST_REFUSALS, HostPauses, read_retry_after
from tests.command import CHECKOUT, archiver_process
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.wordpress_pages import article_page

NOW = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)
RETRYING = tuple("RETRY_TIMES=2" if word == "RETRY_TIMES=0" else word for word in HURRY)


def refusal(retry_after: str | None = None, status: int = 429) -> Answer:
    return Answer("slow down", status, headers={} if retry_after is None else {"Retry-After": retry_after})


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("Mon, 06 May 2024 12:01:30 GMT", 90),
        ("Monday, 06-May-24 12:01:30 GMT", 90),
        ("Mon, 06 May 2024 14:01:30 +0200", 90),
        ("999999999999999999999999999999", float("inf")),
        ("Fri, 31 Dec 9999 23:59:59 GMT", pytest.approx(251_678_836_799, rel=0.01)),
        *(
            (text, None)
            for text in ("0", "-5", "", "soon", "1.5e3", "NaN", "٣", "1e999", "Mon, 06 May 2024 11:00:00 GMT")
        ),
        *((text, None) for text in ("Mon, 99 May 2024 12:00:00 GMT", "Mon, 06 May 99999 12:00:00 GMT", "\x00")),
        (None, None),
    ],
)
def test_every_form_of_retry_after_is_read_and_nonsense_is_none(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, NOW) == seconds


def test_a_host_that_does_not_say_how_long_is_given_twice_as_long_each_time_and_then_left_alone() -> None:
    pauses = HostPauses(default=30, longest=3600)
    waits = []
    for _ in range(MOST_REFUSALS):
        pauses.heed("mast.example", 429, None, NOW, 0)
        waits.append(pauses.seconds_left("mast.example", 0))
    assert waits == [30, 60, 120, 240]
    assert "in a row" in (pauses.given_up("mast.example") or "")
    assert pauses.given_up("other.example") is None


@pytest.mark.parametrize(
    ("asked", "not_before", "seconds", "is_given_up"),
    [
        (-1, None, 9, False),
        (-60, None, 0, False),
        (3600, None, 10, False),  # the clock went back
        (-60, 1200, 1200, False),
        (-1, 5, 9, False),
        (-60, 7200, 7200, True),
        (-60, -5, 0, False),
        (None, 10**10, 7 * 86_400, True),
    ],
)
def test_what_an_earlier_crawl_knew_of_a_host_holds_still(
    asked: int | None, not_before: int | None, seconds: float, is_given_up: bool
) -> None:
    pauses = HostPauses(default=30, longest=3600)
    asked_at, until = (None if one is None else NOW + timedelta(seconds=one) for one in (asked, not_before))
    pauses.recall("mast.example", RememberedHost(asked_at, 10, until), NOW, clock=500)
    assert max(0, pauses.seconds_left("mast.example", 500)) == seconds
    assert bool(pauses.given_up("mast.example")) is is_given_up


def test_an_answer_in_between_makes_refusals_count_anew() -> None:
    pauses = HostPauses(default=30, longest=3600)
    for status in [429, 429, 429, 200, 429, 404, 429, 429, 429]:
        pauses.heed("mast.example", status, "1", NOW, 0)
    assert pauses.given_up("mast.example") is None


def test_a_server_that_is_broken_asks_for_nothing() -> None:
    pauses = HostPauses(default=30, longest=3600)
    assert pauses.heed("mast.example", 503, None, NOW, 0) is None
    assert pauses.heed("mast.example", 500, "60", NOW, 0) is None
    assert pauses.seconds_left("mast.example", 0) <= 0


def test_a_crawl_waits_as_it_was_told_and_then_goes_on(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        items = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in ("masts", "copper"))
        return {
            "/robots.txt": ROBOTS,
            "/feed/": Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml"),
            "/masts/": [refusal("1"), refusal("1", 503), Answer(article_page(f"{url}/masts/", stated=0))],
            "/copper/": [refusal("-1"), Answer(article_page(f"{url}/copper/", stated=0))],
        }

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/feed/", *RETRYING, "-s", "ARCHIVER_PAUSE=1", cwd=tmp_path)
        asked = list(zip(site.asked, site.asked_at, strict=True))
    assert done.returncode == 0, done.stderr
    assert "articles: 2 new" in done.stderr
    of_articles = [at for path, at in asked if path in ("/masts/", "/copper/")]
    assert len(of_articles) == 5
    waits = [later - sooner for sooner, later in itertools.pairwise(of_articles)]
    assert sum(wait > 0.5 for wait in waits) >= 3, waits  # a busy machine adds others


def test_a_crawl_delay_is_kept_between_two_requests_and_no_absurd_one(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        items = f"<item><link>{url}/masts/</link></item>"
        rules = "User-agent: *\nCrawl-delay: 0\n\nUser-agent: archiver\nCrawl-delay: 86400\n"
        return {
            "/robots.txt": Answer(rules, content_type="text/plain"),
            "/feed/": Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml"),
            "/masts/": Answer(article_page(f"{url}/masts/", stated=0)),
        }

    with serving(pages) as site:
        longest = ("-s", "ARCHIVER_LONGEST_CRAWL_DELAY=1.5")
        done = archiver_process("crawl", f"{site.url}/feed/", *HURRY, *longest, cwd=tmp_path)
        waits = [later - sooner for sooner, later in itertools.pairwise(site.asked_at)]
    assert done.returncode == 0, done.stderr
    assert len(waits) == 2
    assert all(wait > 0.75 for wait in waits), waits


def test_the_next_crawl_waits_as_long_as_the_last_one_would_have(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        slow = Answer("User-agent: *\nCrawl-delay: 2\n", content_type="text/plain")
        return {"/robots.txt": slow, "/masts/": Answer(article_page(f"{url}/masts/", stated=0))}

    with serving(pages) as site:
        for _ in range(2):
            assert archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path).returncode == 0
        waits = [later - sooner for sooner, later in itertools.pairwise(site.asked_at)]
    assert len(waits) == 3
    assert all(wait > 1.2 for wait in waits), waits  # of 2: a busy server hears of a request late


def test_a_host_that_asked_for_days_is_left_alone_by_the_next_crawl_too(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        there = Answer(article_page(f"{url}/masts/", stated=0))
        return {"/robots.txt": ROBOTS, "/masts/": [refusal("864000"), there]}

    with serving(pages) as site:
        assert archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path).returncode == 12
        asked = len(site.asked)
        done = archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path)
        assert (done.returncode, len(site.asked)) == (12, asked)
        assert "left alone until" in done.stderr
        with sqlite3.connect(tmp_path / "archive.db") as db:
            db.execute("UPDATE hosts SET not_before = '2024-05-06T12:00:00Z'")
        assert archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path).returncode == 0


def test_a_host_that_asks_for_days_is_left_alone_and_others_are_not(tmp_path: Path) -> None:
    def feed(url: str, *slugs: str) -> Answer:
        items = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in slugs)
        return Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml")

    with (
        serving(
            lambda url: (
                {"/robots.txt": ROBOTS, "/feed/": feed(url, "a", "b")}
                | {f"/{slug}/": refusal("864000") for slug in "ab"}
            )
        ) as busy,
        serving(lambda url: {"/robots.txt": ROBOTS, "/masts/": Answer(article_page(f"{url}/masts/"))}) as other,
    ):
        done = archiver_process("crawl", f"{busy.url}/feed/", f"{other.url}/masts/", *RETRYING, cwd=tmp_path)
        assert len([path for path in busy.asked if path in ("/a/", "/b/")]) == 1
    assert done.returncode == 1
    assert "articles: 1 new; pages: 2 failed" in done.stderr
    assert "left to a later crawl" in done.stderr


def test_an_interrupted_crawl_does_not_wait_for_the_end_of_a_pause(tmp_path: Path) -> None:
    with serving(lambda url: {"/robots.txt": ROBOTS, "/masts/": refusal("1000")}) as site:
        process = subprocess.Popen(
            [sys.executable, "-m", "archiver", "crawl", f"{site.url}/masts/", *RETRYING],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None
        with process:
            assert "asks us to wait" in process.stderr.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 11
