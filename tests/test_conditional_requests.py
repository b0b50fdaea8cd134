"""Crawls that ask only for what has changed, of servers that keep their word and of servers that do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.archive import Archive
from archiver.crawl_list import BELIEVED_FOR, CrawlList
from tests.archive_equality import contents_of
from tests.command import Done, archiver, archiver_process
from tests.servers import Answer, Server, moved, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.test_crawl_due import let_everything_be_due, listed
from tests.wordpress_pages import article_page, comment_item

TAG = {"ETag": '"a1"', "Last-Modified": "Mon, 06 May 2024 10:15:00 GMT"}
UNCHANGED = Answer("", 304, headers={"ETag": '"a1"'})
Pages = Callable[[str], dict[str, Answer | list[Answer]]]


def article(url: str, *names: str, headers: dict[str, str] | None = None) -> Answer:
    items = [comment_item(number, name, f"Comment {number}") for number, name in enumerate(names, 1)]
    page = article_page(f"{url}/masts/", items, stated=len(items))
    return Answer(page, headers=TAG if headers is None else headers)


def answering(*answers: Callable[[str], Answer] | Answer) -> Pages:
    """A site whose one article answers so, one after the other."""

    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        return {"/robots.txt": ROBOTS, "/masts/": [one if isinstance(one, Answer) else one(url) for one in answers]}

    return pages


def by_ada(url: str) -> Answer:
    return article(url, "Ada")


def by_both(url: str) -> Answer:
    return article(url, "Ada", "Bo")


def crawl(folder: Path, *words: str) -> Done:
    return archiver_process("crawl", *words, *HURRY, cwd=folder)


def due_again(folder: Path) -> Done:
    """The next crawl."""
    let_everything_be_due(folder)
    return crawl(folder)


def conditions(site: Server) -> list[tuple[str | None, str | None]]:
    """With what the article was asked for, each time."""
    return [
        (fields.get("If-None-Match"), fields.get("If-Modified-Since"))
        for path, fields in zip(site.asked, site.asked_with, strict=True)
        if path == "/masts/"
    ]


NONE = (None, None)
ASKED = ('"a1"', "Mon, 06 May 2024 10:15:00 GMT")


def test_an_article_that_has_not_changed_is_observed_again_from_its_earlier_capture(tmp_path: Path) -> None:
    with serving(answering(by_both, UNCHANGED)) as site:
        assert crawl(tmp_path, f"{site.url}/masts/").returncode == 0
        before = listed(tmp_path, "SELECT * FROM comments")
        for _ in range(2):
            done = due_again(tmp_path)
            assert done.returncode == 0, done.stderr
            assert "articles: 1 unchanged; pages: 1 not modified" in done.stderr
        assert conditions(site) == [NONE, ASKED, ASKED]
    assert listed(tmp_path, "SELECT * FROM comments") == before
    assert listed(tmp_path, "SELECT is_complete, captured_count, count(*) FROM observations") == [(1, 2, 3)]
    assert listed(tmp_path, "SELECT status, count(DISTINCT sha256) FROM captures GROUP BY 1") == [(200, 1), (304, 1)]
    assert listed(tmp_path, "SELECT status, etag, last_modified FROM pages") == [(304, *ASKED)]
    kinds = [
        record.rec_type
        for file in sorted((tmp_path / "archive.captures").iterdir())
        for record in ArchiveIterator(file.open("rb"))
        if record.rec_headers.get_header("WARC-Target-URI") == f"{site.url}/masts/"
    ]
    assert kinds.count("response") == 1
    assert kinds.count("revisit") == 2
    assert kinds.count("request") == 3
    assert archiver("verify", cwd=tmp_path).returncode == 0
    rebuilt = archiver("rebuild", "--db", "archive.db", "-o", "new.db", cwd=tmp_path)
    assert "3 observations" in rebuilt.stderr


def test_weak_tags_are_given_back_as_they_came(tmp_path: Path) -> None:
    weak = {"ETag": 'W/"a1-gzip"'}
    changed = Answer("", 304, headers={"ETag": 'W/"a1"', "Content-Encoding": "gzip"})
    with serving(answering(lambda url: article(url, "Ada", headers=weak), changed)) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        for _ in range(2):
            assert due_again(tmp_path).returncode == 0
        assert conditions(site) == [NONE, ('W/"a1-gzip"', None), ('W/"a1-gzip"', None)]
    assert listed(tmp_path, "SELECT count(*) FROM observations WHERE is_complete") == [(3,)]


def test_a_304_that_nobody_asked_for_is_a_failure_and_no_observation(tmp_path: Path) -> None:
    with serving(answering(lambda url: article(url, "Ada", headers={}), UNCHANGED)) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        done = due_again(tmp_path)
        assert conditions(site) == [NONE, NONE]
    assert done.returncode == 12
    assert "the server answered 304" in done.stderr
    assert listed(tmp_path, "SELECT count(*) FROM observations") == [(1,)]
    assert listed(tmp_path, "SELECT status, failures FROM pages") == [(304, 1)]


def lose_the_captures(folder: Path) -> None:
    for file in (folder / "archive.captures").iterdir():
        file.unlink()


def damage_the_captures(folder: Path) -> None:
    for file in (folder / "archive.captures").iterdir():
        file.write_bytes(b"?" * file.stat().st_size)


def erase_a_reader(folder: Path) -> None:
    assert archiver("erase", "--author", "Ada", "--yes", cwd=folder).returncode == 0


@pytest.mark.parametrize("take_away", [lose_the_captures, damage_the_captures, erase_a_reader])
def test_an_article_whose_earlier_capture_is_gone_is_asked_for_whole(
    tmp_path: Path, take_away: Callable[[Path], None]
) -> None:
    with serving(answering(by_both)) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        take_away(tmp_path)
        assert due_again(tmp_path).returncode == 0
        assert conditions(site) == [NONE, NONE]
    assert listed(tmp_path, "SELECT count(*) FROM observations") == [(2,)]


def test_a_capture_that_vanishes_while_the_server_is_asked_is_fetched_again(tmp_path: Path) -> None:
    def lose(number: int) -> None:
        if number == 4:  # robots.txt and the article, twice
            lose_the_captures(tmp_path)

    with serving(answering(by_ada, UNCHANGED, by_ada), lose) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        done = due_again(tmp_path)
        assert done.returncode == 0, done.stderr
        assert conditions(site) == [NONE, ASKED, NONE]
    assert listed(tmp_path, "SELECT status FROM captures") == [(200,), (200,)]


def test_a_further_page_of_a_thread_is_asked_for_with_what_it_came_with_itself(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        older, newer = (comment_item(number, "Ada", f"It hums, {number} times.") for number in (1, 2))
        way = '<div class="comment-navigation"><a href="/masts/comment-page-2/">Newer comments</a></div>'
        first = article_page(f"{url}/masts/", [older]).replace("</ol>", f"</ol>{way}", 1)
        second = article_page(f"{url}/masts/", [newer])
        third = second.replace("2 times.", "2 times. So it did at night.")
        return {
            "/robots.txt": ROBOTS,
            "/masts/": [*[Answer(first, headers=TAG)] * 2, UNCHANGED],  # the first page is looked at again at the end
            "/masts/comment-page-2/": [
                Answer(second, headers={"ETag": '"b1"'}),
                Answer("", 304, headers={"ETag": '"b1"'}),
                Answer(third, headers={"ETag": '"b2"'}),
            ],
        }

    with serving(pages) as site:
        assert crawl(tmp_path, f"{site.url}/masts/").returncode == 0
        for said in ("1 unchanged; pages: 1 not modified", "1 changed; comments: 1 edited"):
            site.asked.clear()
            site.asked_with.clear()
            done = due_again(tmp_path)
            assert (done.returncode, said in done.stderr) == (0, True), done.stderr
            tags = {path: fields.get("If-None-Match") for path, fields in zip(site.asked, site.asked_with, strict=True)}
            assert (tags["/masts/"], tags["/masts/comment-page-2/"]) == ('"a1"', '"b1"')
    assert listed(tmp_path, "SELECT is_complete, captured_count FROM observations") == [(1, 2)] * 3
    assert archiver("verify", cwd=tmp_path).returncode == 0
    assert archiver("rebuild", "archive.captures", "--db", "new.db", cwd=tmp_path).returncode == 0
    with Archive.for_reading(tmp_path / "archive.db") as first, Archive.for_reading(tmp_path / "new.db") as rebuilt:
        assert contents_of(first) == contents_of(rebuilt)


def test_a_recheck_believes_no_server(tmp_path: Path) -> None:
    with serving(answering(by_ada)) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        crawl(tmp_path, "--recheck")
        assert conditions(site) == [NONE, NONE]


def test_a_tag_that_stays_while_the_thread_changes_is_never_asked_with_again(tmp_path: Path) -> None:
    with serving(answering(by_ada, by_both, by_both)) as site:
        crawl(tmp_path, f"{site.url}/masts/")
        crawl(tmp_path, "--recheck")
        assert listed(tmp_path, "SELECT etag, last_modified FROM pages") == [("", "")]
        for _ in range(2):
            due_again(tmp_path)
        assert conditions(site) == [NONE] * 4


def test_an_article_is_fetched_whole_once_a_week_whatever_its_server_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(answering(by_ada)) as site:
        crawl(tmp_path, f"{site.url}/masts/")
    in_days = datetime.now(UTC) + BELIEVED_FOR
    with Archive.for_reading(tmp_path / "archive.db") as archive:
        for now, is_believed in ((in_days - timedelta(hours=1), True), (in_days + timedelta(hours=1), False)):
            monkeypatch.setattr("archiver.crawl_list._now", lambda now=now: now)
            assert bool(CrawlList(archive).known_capture(*[f"{site.url}/masts/"] * 2)) is is_believed


def test_a_redirect_is_not_asked_with_what_another_address_gave(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        return {"/robots.txt": ROBOTS, "/masts/": by_ada(url), "/short/": moved(f"{url}/masts/")}

    with serving(pages) as site:
        crawl(tmp_path, f"{site.url}/short/")
        due_again(tmp_path)
        asked = dict(zip(site.asked, site.asked_with, strict=True))
        assert "If-None-Match" not in asked["/short/"]
        assert asked["/masts/"]["If-None-Match"] == '"a1"'


def test_a_feed_that_has_not_changed_is_not_sent_again_and_what_it_named_is_fetched_when_due(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        link = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
        news = f"<rss><channel><item><link>{url}/masts/</link></item></channel></rss>"
        return {
            "/robots.txt": ROBOTS,
            "/": Answer(f"<html><head>{link}</head><body></body></html>"),
            "/feed/": [Answer(news, content_type="text/xml", headers=TAG), UNCHANGED],
            "/masts/": [by_ada(url), UNCHANGED],
        }

    with serving(pages) as site:
        assert crawl(tmp_path, f"{site.url}/").returncode == 0
        site.asked.clear()
        site.asked_with.clear()
        for path in ("/feed/", "/masts/"):
            let_everything_be_due(tmp_path, like=f"%{path}")
        done = crawl(tmp_path)
        assert done.returncode == 0, done.stderr
        asked = dict(zip(site.asked, site.asked_with, strict=True))
    assert asked["/feed/"]["If-None-Match"] == '"a1"'
    assert "/masts/" in asked
    assert listed(tmp_path, "SELECT status, etag FROM pages WHERE kind = 'feed'") == [(304, '"a1"')]


def news_maps(url: str) -> dict[str, Answer | list[Answer]]:
    """An index of two site maps: it says of one alone when that changes, which first cannot be had."""

    def urlset(path: str, tag: str) -> Answer:
        entry = f"<url><loc>{url}{path}</loc><lastmod>{datetime.now(UTC).date()}</lastmod></url>"
        return Answer(f"<urlset>{entry}</urlset>", content_type="application/xml", headers={"ETag": tag})

    named = f"<sitemap><loc>{url}/a.xml</loc></sitemap>"
    dated = f"<sitemap><loc>{url}/b.xml</loc><lastmod>2999-05-06T10:15:00Z</lastmod></sitemap>"
    index = f"<sitemapindex>{named}{dated}</sitemapindex>"
    return {
        "/robots.txt": Answer(f"Sitemap: {url}/maps.xml\n", content_type="text/plain"),
        "/": Answer("<html><head><title>The Mast</title></head><body><p>Welcome.</p></body></html>"),
        "/maps.xml": [Answer(index, content_type="application/xml", headers={"ETag": '"i1"'})] * 2 + [UNCHANGED],
        "/a.xml": [urlset("/masts/", '"a1"')] * 2 + [UNCHANGED, urlset("/copper/", '"a2"')],
        "/b.xml": [Answer("<html><body>We are back soon.</body></html>"), urlset("/fibre/", '"b1"')],
        "/masts/": by_ada(url),
        "/fibre/": Answer(article_page(f"{url}/fibre/")),
        "/copper/": Answer(article_page(f"{url}/copper/")),
    }


def test_site_maps_that_have_not_changed_are_not_sent_again_and_lead_to_those_that_may_have(tmp_path: Path) -> None:
    def crawl_of_maps(fails: str | None = None) -> dict[str, str | None]:
        site.asked.clear()
        site.asked_with.clear()
        let_everything_be_due(tmp_path, like="%/maps.xml")
        done = crawl(tmp_path)
        assert done.returncode == (1 if fails else 0), done.stderr
        assert fails is None or f"{site.url}{fails} could not be read: it is no site map" in done.stderr
        asked = zip(site.asked, site.asked_with, strict=True)
        return {path: fields.get("If-None-Match") for path, fields in asked if path != "/robots.txt"}

    with serving(news_maps) as site:
        assert crawl(tmp_path, f"{site.url}/").returncode == 0
        assert crawl_of_maps(fails="/b.xml") == {"/maps.xml": None, "/a.xml": None, "/b.xml": None}
        assert listed(tmp_path, "SELECT status, failures FROM pages WHERE url LIKE '%/b.xml'") == [(200, 1)]
        assert crawl_of_maps() == {"/maps.xml": '"i1"', "/a.xml": '"a1"', "/b.xml": None, "/fibre/": None}
        assert crawl_of_maps() == {"/maps.xml": '"i1"', "/a.xml": '"a1"', "/copper/": None}
    assert "nothing is due" in crawl(tmp_path).stderr
