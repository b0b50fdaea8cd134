"""Crawls against servers that behave and servers that do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archiver.private_addresses import PublicHostnameResolver, is_public
from tests.command import CHECKOUT, archiver, archiver_process, program
from tests.servers import Answer, moved, serving
from tests.wordpress_pages import article_page, comment_item

HURRY = ("--allow-private", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "RETRY_TIMES=0")
ROBOTS = Answer("User-agent: *\nAllow: /\n", content_type="text/plain")


def snapshot(folder: Path, article: str) -> dict[str, Any]:
    done = archiver("export", article, "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_an_article_is_archived_with_its_thread(tmp_path: Path) -> None:
    reply = comment_item(12, "Bo", "At last.", 2)
    page = [comment_item(11, "Ada", "Good news.", answers=reply), comment_item(13, "Cy", "Is it 5G?")]
    with serving(
        lambda url: {"/robots.txt": ROBOTS, "/masts/": Answer(article_page(f"{url}/masts/", page, stated=3))}
    ) as site:
        done = program("archiver", "crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "comments: 3 new" in done.stderr
    kept = snapshot(tmp_path, "1")
    assert kept["article"]["title"] == "Masts go up in Little Wick"
    assert kept["snapshot"]["is_complete"] is True
    assert [one["author"] for one in kept["comments"]] == ["Ada", "Cy"]
    (answer,) = kept["comments"][0]["replies"]
    assert (answer["author"], answer["published_at"]) == ("Bo", "2024-05-06T11:15:00Z")


def test_all_comment_pages_make_one_observation(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        older = (
            f'<nav class="comment-navigation"><a href="{url}/masts/comment-page-1/#comments">Older Comments</a></nav>'
        )
        newer = (
            f'<nav class="comment-navigation"><a href="{url}/masts/comment-page-2/#comments">Newer Comments</a></nav>'
        )
        first = [comment_item(1, "Ada", "First"), comment_item(2, "Bo", "Second")]
        last = article_page(f"{url}/masts/", [comment_item(3, "Cy", "Third")], stated=3, paging=older)
        return {
            "/robots.txt": ROBOTS,
            "/masts/": Answer(last),
            "/masts/comment-page-1/": Answer(article_page(f"{url}/masts/", first, stated=3, paging=newer)),
            "/masts/comment-page-2/": Answer(last),
        }

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    kept = snapshot(tmp_path, "1")
    assert [one["body"] for one in kept["comments"]] == ["First", "Second", "Third"]
    assert kept["snapshot"]["is_complete"] is True
    assert kept["snapshot"]["captured_count"] == 3


def test_a_comment_page_that_fails_leaves_an_incomplete_observation(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        older = (
            f'<nav class="comment-navigation"><a href="{url}/masts/comment-page-1/#comments">Older Comments</a></nav>'
        )
        return {
            "/robots.txt": ROBOTS,
            "/masts/": Answer(article_page(f"{url}/masts/", [comment_item(3, "Cy", "Third")], stated=3, paging=older)),
            "/masts/comment-page-1/": Answer("broken", 500),
        }

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path)
    assert done.returncode == 1
    assert "500" in done.stderr
    assert "Traceback" not in done.stderr
    kept = snapshot(tmp_path, "1")
    assert kept["snapshot"]["is_complete"] is False
    assert [one["body"] for one in kept["comments"]] == ["Third"]


def test_a_feed_leads_to_its_articles_and_one_that_is_missing_does_not_stop_the_others(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        items = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in ("masts", "missing", "masts"))
        return {
            "/robots.txt": ROBOTS,
            "/feed/": Answer(
                f"<rss version='2.0'><channel>{items}</channel></rss>", content_type="application/rss+xml"
            ),
            "/masts/": Answer(article_page(f"{url}/masts/", stated=0)),
        }

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/feed/", *HURRY, cwd=tmp_path)
        assert site.asked.count("/masts/") == 1
    assert done.returncode == 1
    assert "404" in done.stderr
    assert "articles: 1 new" in done.stderr


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    with serving(
        lambda url: {
            "/robots.txt": Answer("User-agent: *\nDisallow: /masts/\n", content_type="text/plain"),
            "/masts/": Answer(article_page(f"{url}/masts/")),
        }
    ) as site:
        done = archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path)
        assert site.asked == ["/robots.txt"]
    assert done.returncode == 0
    assert "robots.txt" in done.stderr


def test_a_private_address_is_refused_without_a_single_request(tmp_path: Path) -> None:
    with serving(lambda url: {"/": Answer(article_page(url))}) as site:
        port = site.url.rsplit(":", 1)[1]
        retrying = ("-s", "RETRY_TIMES=2", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
        done = archiver_process("crawl", f"{site.url}/a/", f"http://localhost:{port}/", *retrying, cwd=tmp_path)
        assert site.asked == []
    assert done.returncode == 12
    assert "--allow-private" in done.stderr
    assert "Traceback" not in done.stderr
    lines = done.stderr.splitlines()
    assert len(set(lines)) == len(lines), "nothing is told twice"
    assert "Gave up" not in done.stderr


class OneLoopbackAddress(PublicHostnameResolver):
    """Takes 127.0.0.1 for a public address, and no other of this machine."""

    def is_allowed(self, host: str) -> bool:
        return host == "127.0.0.1" or super().is_allowed(host)


def test_a_public_site_cannot_lead_a_crawl_to_private_addresses(tmp_path: Path) -> None:
    with serving(lambda url: {"/secret/": Answer(article_page(url))}, host="127.0.0.2") as inside:
        port = inside.url.rpartition(":")[2]
        forms = ("127.0.0.2", "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "[::ffff:127.0.0.2]", "localhost")

        def pages(url: str) -> dict[str, Answer]:
            links = [f"http://{form}:{port}/secret/" for form in forms] + [f"{url}/moved/", f"{url}/refreshed/"]
            items = "".join(f"<item><link>{link}</link></item>" for link in links)
            refresh = f'<meta http-equiv="refresh" content="0; url={inside.url}/secret/?refreshed">'
            return {
                "/robots.txt": ROBOTS,
                "/feed/": Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml"),
                "/moved/": moved(f"{inside.url}/secret/?moved"),
                "/refreshed/": Answer(f"<!DOCTYPE html><html><head>{refresh}</head><body></body></html>"),
            }

        with (
            serving(pages) as site,
            serving(lambda url: {"/robots.txt": moved(f"{inside.url}/robots.txt")}) as closed,
        ):
            words = [word for word in HURRY if word != "--allow-private"]
            done = archiver_process(
                *("crawl", f"{site.url}/feed/", f"{closed.url}/masts/", *words),
                *("-s", "TWISTED_DNS_RESOLVER=tests.test_crawl.OneLoopbackAddress"),
                cwd=tmp_path,
            )
            assert "/moved/" in site.asked
            assert closed.asked == ["/robots.txt"]
        assert inside.asked == []
    assert done.returncode == 1
    assert "pages: 10 failed" in done.stderr


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 ::1 10.1.2.3 192.168.0.1 169.254.169.254 0.0.0.0 100.64.0.1 fe80::1%eth0 ::ffff:127.0.0.1"
    " 64:ff9b::7f00:1 2002:7f00:1:: 224.0.0.1 fc00::1 localhost".split(),
)
def test_addresses_that_lead_inwards_are_not_public(host: str) -> None:
    assert not is_public(host)


@pytest.mark.parametrize("host", ["9.9.9.9", "2620:fe::fe"])
def test_addresses_of_the_internet_are_public(host: str) -> None:
    assert is_public(host)


def test_nothing_to_crawl_and_nonsense_are_wrong_usage(tmp_path: Path) -> None:
    for words in ((), ("no-such-site",), ("ftp://mast.example/",), ("https://mast.example/", "-s", "NONSENSE")):
        done = archiver("crawl", *words, cwd=tmp_path)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
        assert not (tmp_path / "archive.db").exists()


def test_a_server_that_is_down_is_named(tmp_path: Path) -> None:
    with serving(lambda url: {}) as site:
        address = site.url
    done = archiver_process("crawl", f"{address}/masts/", *HURRY, cwd=tmp_path)
    assert done.returncode == 12
    assert address in done.stderr
    assert "Traceback" not in done.stderr


def test_a_crawl_that_can_no_longer_write_its_archive_ends_with_its_own_code(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        slugs = [f"masts-{number}" for number in range(2)]
        items = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in slugs)
        long_words = [comment_item(1, "Ada", "fibre and copper " * 60_000)]
        return {
            "/robots.txt": ROBOTS,
            "/feed/": Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml"),
        } | {f"/{slug}/": Answer(article_page(f"{url}/{slug}/", long_words, stated=1)) for slug in slugs}

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/feed/", *HURRY, cwd=tmp_path, largest_file=800_000)
    assert done.returncode == 3
    assert "archive.db" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_feed_that_shows_the_front_page_again_is_asked_once(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        front = Answer(
            "<!DOCTYPE html><html><head><title>The Mast</title>"
            '<link rel="alternate" type="application/rss+xml" href="/feed/"></head><body><p>Welcome.</p></body></html>'
        )
        return {"/robots.txt": ROBOTS, "/": front, "/feed/": front}

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/", *HURRY, cwd=tmp_path)
        assert site.asked.count("/feed/") == 1
    assert done.returncode == 12
    assert f"{site.url}/ leads to no article" in done.stderr


def test_a_comment_page_that_leads_to_another_article_is_none_of_the_thread(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        older = (
            f'<nav class="comment-navigation"><a href="{url}/masts/comment-page-1/#comments">Older Comments</a></nav>'
        )
        other = article_page(f"{url}/copper/", [comment_item(1, "Eve", "About copper")], stated=1)
        return {
            "/robots.txt": ROBOTS,
            "/masts/": Answer(article_page(f"{url}/masts/", [comment_item(3, "Cy", "Third")], stated=2, paging=older)),
            "/masts/comment-page-1/": moved("/copper/"),
            "/copper/": Answer(other),
        }

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path)
    assert done.returncode == 1
    kept = snapshot(tmp_path, "1")
    assert [one["body"] for one in kept["comments"]] == ["Third"]
    assert kept["snapshot"]["is_complete"] is False
    assert archiver("show", f"{site.url}/copper/", cwd=tmp_path).returncode == 2


def test_scrapys_own_command_says_what_to_name_where_nothing_was(tmp_path: Path) -> None:
    words = ("crawl", "web", "-s", f"ARCHIVER_DB={tmp_path / 'archive.db'}")
    done = program("scrapy", *words, cwd=CHECKOUT)
    assert len(done.stderr.splitlines()) == 1
    assert "-a urls=" in done.stderr
