"""Checks for robots and shells of scripts, told from short articles."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler
from warcio.archiveiterator import ArchiveIterator

from archiver.robot_checks import RobotCheckMiddleware
from spiders.checking_hosts import MOST_CHECKS
from spiders.page import Page
from spiders.reading import read_thread
from spiders.robot_check import RobotCheckError, is_robot_check
from spiders.web import WebSpider
from spiders.worth_keeping import why_not_kept
from tests.command import archiver_process
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.test_import import rows
from tests.threads import SITE
from tests.wordpress_pages import article_page, comment_item

URL = "https://mast.example/2024/05/masts-go-up/"  # of a form that only articles' addresses have
CHECK = """<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head><body>
<h1>mast.example</h1><p>We look whether a person is reading. This takes a few seconds.</p>{body}
<noscript>Scripts are needed to go on.</noscript></body></html>"""
SCRIPT = '<script src="/check.js"></script>'
CAPTCHA = """<form method="post"><noscript><textarea id="g-recaptcha-response" name="g-recaptcha-response"></textarea>
</noscript></form>"""
SHORT = """<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>
<p>The mast at Little Wick hums at night, and the village has asked for a quieter one.</p>{body}</body></html>"""


def check(title: str = "mast.example", head: str = "", body: str = "") -> str:
    return CHECK.format(title=title, head=head, body=body)


def short(title: str = "Masts hum", head: str = "", body: str = "") -> str:
    return SHORT.format(title=title, head=head, body=body)


def refusal(title: str) -> str:
    way_back = '<a href="javascript:history.back();">Back</a>'
    return f"<html><head><title>{title}</title></head><body><p>Nothing here is for you (7).</p>{way_back}</body></html>"


def verdict(body: str) -> str | None:
    page = Page(body.encode(), url=URL)
    return why_not_kept(read_thread([page], SITE), page)


@pytest.mark.parametrize(
    "body",
    [
        check("Just a moment...", SCRIPT),
        check("Nur einen Moment…", SCRIPT),
        check("Vérification de sécurité | Le Mât", SCRIPT),
        check("The Mast - One moment, please", '<meta http-equiv="refresh" content="5">' + SCRIPT),
        check("しばらくお待ちください...", SCRIPT),
        check("Один момент…", body='<form method="post"><input name="r"></form>'),
        check(body="<script>window._cf_chl_opt = {zone: 'mast.example'};</script>"),
        check(body='<script src="https://ct.captcha-delivery.com/c.js"></script>'),
        check(body='<iframe src="/_Incapsula_Resource?CWUDNSAI=1"></iframe>'),
        check(head='<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F2024%2F05%2F">'),
        check("Are you a robot?", SCRIPT, CAPTCHA),
        check("Security check", SCRIPT, "<p>" + "Too much is asked of our masts by machines. " * 27 + "</p>"),
        check(body="<script>window._cf_chl_opt = {}</script>", head=f'<link rel="canonical" href="{URL}">'),
        check(body='<p id="anubis_challenge">' + "Machines ask too much of our masts. " * 60 + "</p>"),
        refusal("Access Denied"),
        refusal("Request Rejected"),
        check("Access denied | mast.example used Cloudflare to restrict access"),
        check("Your access to this site has been limited by the site owner"),
        short("The Mast", SCRIPT).replace("<h1>The Mast", "<h1>Please enable cookies and JavaScript"),
    ],
)
def test_a_check_for_robots_is_never_an_article_whatever_its_address_looks_like(body: str) -> None:
    assert "check for robots" in (verdict(body) or "")
    assert is_robot_check(Page(body.encode(), url=URL))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            "<html><head><title>The Mast</title></head><body><div id=app></div><script>go()</script></body></html>",
            "text",
        ),
        (
            "<html><head><title>The Mast</title><meta http-equiv=Refresh content='1; url=/in/'></head><body>On to it.",
            "leads",
        ),
    ],
)
def test_a_page_that_holds_no_text_is_no_article(body: str, why: str) -> None:
    assert why in (verdict(body) or "")


@pytest.mark.parametrize(
    "body",
    [
        short(),
        short(body=SCRIPT),
        short("Just a moment"),  # does nothing by itself: no check
        short("Please wait: masts take years", SCRIPT),
        short("Access denied", SCRIPT + '<meta name="author" content="Ada Wick">'),
        short("Are you a robot?", SCRIPT + '<meta property="og:type" content="article">'),
        short("Captcha", SCRIPT + f'<link rel="canonical" href="{URL}">'),
        short("One moment, please", body=SCRIPT + "<form><textarea name=comment></textarea></form>"),
        short(body='<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'),
        short(
            body='<div class="cf-turnstile"></div><script src="https://challenges.cloudflare.com/turnstile.js"></script>'
        ),
        short(head='<meta http-equiv="refresh" content="300">'),
        short("Just a moment", SCRIPT).replace("</p>", " It has hummed for years." * 70 + "</p>"),
        article_page(URL),
        article_page(URL, [comment_item(1, "Ada", "captcha-delivery.com is down again.")]),
        short(body="<p>Since Monday readers meet captcha-delivery.com and <code>cf-challenge</code>.</p>" + SCRIPT),
        short(body='<h2 id="px-captcha">px-captcha</h2><a href="https://geo.captcha-delivery.com/">Their wall</a>'),
        short(head='<script type="application/json">{"story": "They load captcha-delivery.com"}</script>'),
        short("Captcha – Telecom words", SCRIPT, '<p>By <a rel="author">Ada Wick</a></p>'),
        short("Access Denied | The Mast", SCRIPT, '<time datetime="2003-05-06T10:00:00Z">6 May</time>'),
        short("Security check", SCRIPT + '<meta name="description" content="Who may climb a mast">'),
        short("Please wait", SCRIPT, "<p>Posted by Ada Wick on 6 May 2003</p>"),
        short("Access denied", body='<a href="/">The Mast</a>'),  # leads to its site, and does nothing by itself
    ],
)
def test_a_short_article_is_no_check_for_robots(body: str) -> None:
    assert verdict(body) is None


def test_a_way_elsewhere_is_read_in_a_time_that_does_not_grow_with_the_square_of_its_length() -> None:
    way = f'<meta http-equiv="refresh" content="5;{" " * 60_000}"><meta name="d" content="5;{" " * 60_000}">'
    begun = process_time()
    assert verdict(short(head=way)) is None
    assert process_time() - begun < 2


@pytest.mark.parametrize("is_check_last", [False, True])
def test_a_host_is_left_alone_after_checks_in_a_row_whatever_was_asked_for(is_check_last: bool) -> None:
    crawler = get_crawler(WebSpider)
    spider = crawler.spider = WebSpider.from_crawler(crawler)
    steps = RobotCheckMiddleware(crawler)

    def answer(body: str, status: int = 200) -> None:
        steps.process_spider_input(
            HtmlResponse(URL, status=status, body=body.encode(), request=Request(URL, callback=spider.parse_posts))
        )

    wall = check("Just a moment...", SCRIPT)
    for _ in range(MOST_CHECKS):
        for status in (200, 403, 503)[: MOST_CHECKS - 1]:
            with pytest.raises(RobotCheckError):
                answer(wall, status)
        answer("<urlset></urlset>")
    assert spider.checking_hosts.why_left_alone("mast.example") is None
    for status in (200,) * (MOST_CHECKS if is_check_last else 0):
        with pytest.raises(RobotCheckError):
            answer(wall, status)
    assert (spider.checking_hosts.why_left_alone("mast.example") is not None) is is_check_last
    expected = MOST_CHECKS * 3 + (MOST_CHECKS if is_check_last else 0)
    assert crawler.stats is not None
    assert crawler.stats.get_value("archiver/pages_failed") == expected


def test_a_crawl_counts_names_and_keeps_checks_for_robots_and_stores_none(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        wall = check("Just a moment...", SCRIPT)
        thread = [comment_item(number, "Ada", f"It hums, {number} times.") for number in (1, 2)]
        more = '<div class="comment-navigation"><a href="/masts/comment-page-2/">Newer comments</a></div>'
        first = article_page(f"{url}/masts/", thread[:1]).replace("</ol>", f"</ol>{more}", 1)
        second = Answer(article_page(f"{url}/masts/", thread[1:]))
        return {
            "/robots.txt": ROBOTS,
            "/": Answer(wall),
            "/2024/05/masts-go-up/": Answer(wall),
            "/2024/05/refused/": Answer(wall, 403),
            "/masts/": Answer(first),
            "/masts/comment-page-2/": [second, Answer(wall)],
        }

    with serving(pages) as site:
        walled = [f"{site.url}{path}" for path in ("/", "/2024/05/masts-go-up/", "/2024/05/refused/")]
        done = archiver_process("crawl", *walled, f"{site.url}/masts/", *HURRY, cwd=tmp_path)
        assert (done.returncode, "articles: 1 new; comments: 2 new; pages: 3 failed" in done.stderr) == (1, True)
        assert all(
            any(url in line and "check for robots" in line for line in done.stderr.splitlines()) for url in walled
        )
        again = archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path)
    assert (again.returncode, "1 failed" in again.stderr, "gone" in again.stderr) == (1, True, False)
    assert rows(tmp_path, "SELECT state FROM comments") == [("visible",), ("visible",)]
    kept = [file for file in (tmp_path / "archive.captures").iterdir() if "-run1-" in file.name]
    with kept[0].open("rb") as file:
        assert set(walled) <= {record.rec_headers.get_header("WARC-Target-URI") for record in ArchiveIterator(file)}


def test_checks_in_place_of_lists_are_named_and_end_the_search(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        maps = [f"/maps-{number}.xml" for number in range(12)]
        named = "".join(f"Sitemap: {url}{one}\n" for one in maps)
        walls = {one: Answer(check("Just a moment...", SCRIPT), 403) for one in maps}
        robots = Answer(f"User-agent: *\nAllow: /\n{named}", content_type="text/plain")
        return {"/robots.txt": robots, "/": Answer("<html><body>The Mast"), **walls}

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/", "--since", "2024-05-01", *HURRY, cwd=tmp_path)
    asked = [path for path in site.asked if "maps" in path]
    assert len(asked) in (4, 5)  # one may be on its way
    assert done.returncode != 0
    assert all(
        f"{site.url}{one} could not be read: the server answered 403 with a check" in done.stderr for one in asked
    )
    assert site.asked[-1] == asked[-1]


def test_a_host_that_checks_for_robots_again_and_again_is_left_to_a_later_crawl(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        paths = [f"/masts-{number}/" for number in range(12)]
        items = "".join(f"<item><link>{url}{path}</link></item>" for path in paths)
        feed = Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml")
        walls = {path: Answer(check("Just a moment...", SCRIPT), 503 if path > "/masts-2/" else 200) for path in paths}
        return {"/robots.txt": ROBOTS, "/feed/": feed, **walls}

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/feed/", *HURRY, "-s", "RETRY_TIMES=0", cwd=tmp_path)
    assert sum("masts" in path for path in site.asked) in (4, 5)  # one may be on its way
    assert (done.returncode, "pages: 12 failed" in done.stderr) == (1, True)
    assert "checks for robots 4 times in a row" in done.stderr
