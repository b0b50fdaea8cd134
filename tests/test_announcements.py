"""Feeds of every kind and encoding, and what else is found where a feed should be."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from spiders.announcements import announced_articles, feeds_of_list, is_feed
from spiders.page import Page
from tests.command import archiver_process
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS

HERE = "https://mast.example/feed/"


def feed(body: str | bytes, content_type: str | None = None) -> Page:
    return Page(body.encode() if isinstance(body, str) else body, url=HERE, content_type=content_type)


def rss(*links: str) -> str:
    return f"<rss version='2.0'><channel>{''.join(f'<item>{link}</item>' for link in links)}</channel></rss>"


@pytest.mark.parametrize(
    "body",
    [
        rss("<title>A</title><link>https://mast.example/a/</link>"),
        rss("<link> <![CDATA[https://mast.example/a/]]>\n</link>"),
        rss("<link/><guid>https://mast.example/a/</guid>"),
        rss("<atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='/x' rel='self'/><link>/a/</link>"),
        "<feed xmlns='http://www.w3.org/2005/Atom'>"
        "<entry><link rel='edit' href='/x'/><link href='/a/'/></entry></feed>",
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://mast.example/a/'>"
        "<entry><link href='./'/></entry></feed>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
        "<item><link>https://mast.example/a/</link></item></rdf:RDF>",
    ],
)
def test_every_kind_of_feed_names_its_articles(body: str) -> None:
    assert is_feed(feed(body))
    assert announced_articles(feed(body)) == ["https://mast.example/a/"]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1251", "shift_jis", "utf-8", "utf-16", "utf-16-le"])
def test_addresses_are_read_in_the_encoding_that_the_feed_declares(encoding: str) -> None:
    name = {"windows-1251": "мачты", "shift_jis": "基地局"}.get(encoding, "für-alle")
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + rss(f"<link>https://mast.example/{name}/</link>")
    page = feed(text.encode(encoding))
    assert is_feed(page)
    assert announced_articles(page) == announced_articles(feed(rss(f"<link>https://mast.example/{name}/</link>")))
    assert len(announced_articles(page)[0]) > len("https://mast.example/für-alle/")


def test_the_headers_encoding_beats_the_declaration() -> None:
    text = '<?xml version="1.0" encoding="utf-8"?>' + rss("<link>https://mast.example/für/</link>")
    read = announced_articles(feed(text.encode("iso-8859-1"), "application/rss+xml; charset=iso-8859-1"))
    assert read == ["https://mast.example/f%C3%BCr/"]


def test_a_stray_byte_does_not_cost_the_articles_after_it() -> None:
    body = rss("<title>caf\xe9 \x0b</title><link>/a/</link>", "<title>&nbsp;&bogus;</title><link>/b/</link>")
    assert [url[-3:] for url in announced_articles(feed(body.encode("latin-1")))] == ["/a/", "/b/"]


def test_a_feed_without_end_is_read_so_far() -> None:
    assert len(announced_articles(feed(rss(*(f"<link>/{number}/</link>" for number in range(5_000)))))) == 2_000


def test_an_empty_link_is_not_the_feeds_own_address() -> None:
    assert announced_articles(feed(rss("<link></link>", "<guid isPermaLink='false'>7</guid>"))) == []


@pytest.mark.parametrize("place", ["<link>&{}9;</link>", "<link href='&{}9;'/>"])
def test_a_bomb_of_entities_does_nothing(place: str) -> None:
    laughs = "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(9))
    head = f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY e0 'https://mast.example/'>{laughs}]>"
    began = time.process_time()
    announced = announced_articles(feed(head + rss(place.format("e"), "<link>/a/</link>")))
    assert time.process_time() - began < 2
    assert announced[-1] == "https://mast.example/a/"
    assert sum(map(len, announced)) < 200


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://mast.example/secret/")
    head = f"<?xml version='1.0'?><!DOCTYPE rss SYSTEM '{secret.as_uri()}' [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"
    read = announced_articles(feed(head + rss("<link>&x;</link>", "<link>/a/</link>")))
    assert read == ["https://mast.example/a/"]


def test_a_feed_in_which_nothing_can_be_read_is_a_failure_and_named(tmp_path: Path) -> None:
    with serving(
        lambda url: {
            "/robots.txt": ROBOTS,
            "/empty": Answer(rss(), content_type="application/rss+xml"),
            "/broken": Answer("<rss><channel><item><li", content_type="application/rss+xml"),
        }
    ) as site:
        done = archiver_process("crawl", f"{site.url}/empty", f"{site.url}/broken", *HURRY, cwd=tmp_path)
    assert (done.returncode, "pages: 2 failed" in done.stderr) == (12, True)
    for path in ("/empty", "/broken"):
        assert f"{site.url}{path} is a feed, but no article" in done.stderr


@pytest.mark.parametrize(
    ("path", "feeds", "expected"),
    [
        ("/", ["/feed/", "/mobile/feed/"], ["/feed/", "/mobile/feed/"]),
        ("/index.php", ["/feed/"], ["/feed/"]),
        ("/en/", ["/feed/"], ["/feed/"]),
        ("/mobile/", ["/feed/", "/mobile/feed/"], ["/mobile/feed/"]),
        ("/mobile/", ["/feed/"], []),  # of other sections too; what it lists itself is its own
    ],
)
def test_a_section_is_announced_by_its_own_feed_alone(path: str, feeds: list[str], expected: list[str]) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{feed}">' for feed in feeds)
    stories = "".join(f'<h2><a href="/masts-go-up-{number}/">Masts go up again</a></h2>' for number in range(3))
    body = f"<!doctype html><html><head>{links}</head><body>{stories}</body></html>"
    page = Page(body.encode(), url=f"https://mast.example{path}")
    assert feeds_of_list(page) == [f"https://mast.example{feed}" for feed in expected]
