"""The demo's news site: what it serves on loopback, and what changes on its second day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

import pytest
from lxml import etree, html

from archiver.demo.site import DemoSite
from archiver.demo.stories import Story, first_day, second_day

SLASH = "{http://purl.org/rss/1.0/modules/slash/}comments"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SLUGS = [story.slug for story in first_day()]


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.headers.get_content_type() == "text/html"

    @property
    def root(self) -> html.HtmlElement:
        return html.document_fromstring(self.body, parser=html.HTMLParser(encoding="utf-8"))


class Shown(NamedTuple):
    """A comment as a page shows it."""

    parent: str | None
    level: int
    author: str
    text: str


class NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


OPENER = build_opener(ProxyHandler({}), NoRedirects)


def fetch(url: str, **headers: str) -> Answer:
    request = Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with OPENER.open(request, timeout=30) as response:
            return Answer(response.status, response.headers, response.read())
    except HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def linked(root: html.HtmlElement, page_url: str) -> set[str]:
    return {urljoin(page_url, str(href)) for href in root.xpath("//a/@href | //link/@href") if str(href) != "data:,"}


def every_page(site: DemoSite) -> dict[str, Answer]:
    """All that can be reached by links from the front page, by address."""
    found: dict[str, Answer] = {}
    waiting = [site.url]
    while waiting:
        url = waiting.pop()
        if url in found:
            continue
        found[url] = fetch(url)
        if found[url].is_page:
            links = {urldefrag(link).url for link in linked(found[url].root, url)}
            waiting += sorted(link for link in links if link.startswith(site.url))
    return found


def comments_on(page: html.HtmlElement) -> dict[str, Shown]:
    """The thread's own comments by id, with the parent that the nesting names."""
    found = {}
    for item in page.xpath("//main//li[starts-with(@id, 'comment-')]"):
        parents = item.xpath("ancestor::li[starts-with(@id, 'comment-')][1]/@id")
        names = item.xpath("(.//*[contains(@class, 'fn') or contains(@class, 'comment-author-name')])[1]//text()")
        level = re.search(r"\bdepth-(\d+)\b", item.get("class", ""))
        assert level is not None
        found[str(item.get("id"))] = Shown(
            parent=str(parents[0]) if parents else None,
            level=int(level[1]),
            author="".join(str(name) for name in names),
            text=own_text(item),
        )
    return found


def own_text(item: html.HtmlElement) -> str:
    content = item.xpath("*[not(self::ol or self::ul)]/descendant-or-self::*[self::p or self::blockquote[not(p)]]")
    return "\n".join(paragraph.text_content() for paragraph in content)


def thread(site: DemoSite, slug: str) -> dict[str, Shown]:
    """All comments of an article, read from its comment pages."""
    found: dict[str, Shown] = {}
    number = 1
    while (page := fetch(f"{site.url}{slug}/comment-page-{number}/")).status == 200:
        found |= comments_on(page.root)
        number += 1
    return found


def stated_count(page: html.HtmlElement) -> int:
    (heading,) = page.xpath("//*[contains(@class, 'comments-title') or @id='comments-title']")
    number = re.match(r"\d+", heading.text_content().strip())
    return int(number[0]) if number else 1


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture(params=[1, 2], ids=["first day", "second day"])
def site_on_each_day(site: DemoSite, request: pytest.FixtureRequest) -> DemoSite:
    if request.param == 2:
        site.publish_second_day()
    return site


def stories_of(site: DemoSite) -> tuple[Story, ...]:
    """The stories behind what the site shows now."""
    is_second = fetch(f"{site.url}one-character-outage/").status == 200
    return second_day() if is_second else first_day()


def test_every_link_within_the_site_leads_to_a_page(site_on_each_day: DemoSite) -> None:
    site = site_on_each_day
    pages = every_page(site)
    short_links = {url for url, page in pages.items() if page.status == 301}
    assert all(urlsplit(url).query.startswith("p=") for url in short_links)
    assert {page.status for url, page in pages.items() if url not in short_links} == {200}
    assert {f"{site.url}{story.slug}/" for story in stories_of(site)} <= set(pages)


def test_every_link_to_a_place_on_a_page_finds_it(site_on_each_day: DemoSite) -> None:
    roots = {url: page.root for url, page in every_page(site_on_each_day).items() if page.is_page}
    places = {url: set(root.xpath("//@id")) for url, root in roots.items()}
    links = {link for url, root in roots.items() for link in linked(root, url)}
    targets = [urldefrag(link) for link in links if urldefrag(link).url in roots and urldefrag(link).fragment]
    assert len(targets) > 100
    assert [target for target in targets if target.fragment not in places[target.url]] == []


def test_no_page_repeats_an_id(site_on_each_day: DemoSite) -> None:
    for url, page in every_page(site_on_each_day).items():
        if page.is_page:
            ids = [str(id_) for id_ in page.root.xpath("//@id")]
            assert len(ids) == len(set(ids)), url


def test_each_comment_hangs_on_its_parent_at_its_depth(site_on_each_day: DemoSite) -> None:
    for story in stories_of(site_on_each_day):
        shown = thread(site_on_each_day, story.slug)
        expected = {
            f"comment-{comment.id}": (comment.parent and f"comment-{comment.parent}") for comment in story.comments
        }
        assert {id_: comment.parent for id_, comment in shown.items()} == expected
        for comment in shown.values():
            assert comment.level == (1 if comment.parent is None else shown[comment.parent].level + 1)


def test_the_main_thread_is_six_levels_deep_on_both_days(site_on_each_day: DemoSite) -> None:
    shown = thread(site_on_each_day, "saltmere-full-fibre")
    assert {comment.level for comment in shown.values()} == {1, 2, 3, 4, 5, 6}


def test_two_comment_pages_part_the_main_thread_between_them(site_on_each_day: DemoSite) -> None:
    main = site_on_each_day.main_url
    older, newer = (comments_on(fetch(f"{main}comment-page-{number}/").root) for number in (1, 2))
    assert fetch(f"{main}comment-page-3/").status == 404
    assert len(older) > 20
    assert len(newer) >= 8
    assert not older.keys() & newer.keys()
    assert len(older) + len(newer) == stated_count(fetch(main).root)


def test_the_bare_address_shows_the_newest_comment_page(site_on_each_day: DemoSite) -> None:
    main = site_on_each_day.main_url
    assert comments_on(fetch(main).root) == comments_on(fetch(f"{main}comment-page-2/").root)
    (older,) = {str(href) for href in fetch(main).root.xpath("//a[text()='Older Comments']/@href")}
    assert older == f"{main}comment-page-1/#comments"


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "open-ran-lighthouse"])
def test_the_heading_counts_every_comment_and_pingback(site: DemoSite, slug: str) -> None:
    assert stated_count(fetch(f"{site.url}{slug}/").root) == len(thread(site, slug))


def test_an_article_without_comments_has_a_form_and_no_list(site: DemoSite) -> None:
    page = fetch(f"{site.url}open-ran-lighthouse/").root
    assert comments_on(page) == {}
    assert not page.xpath("//ol")
    assert page.xpath("//form[@id='commentform']")


def test_the_last_level_has_no_reply_link(site: DemoSite) -> None:
    page = fetch(f"{site.main_url}comment-page-1/").root
    assert page.xpath("//li[contains(@class, 'depth-5')]/article//a[@class='comment-reply-link']")
    assert not page.xpath("//li[contains(@class, 'depth-6')]//a[@class='comment-reply-link']")


def test_markup_that_a_reader_wrote_is_shown_as_text(site: DemoSite) -> None:
    page = fetch(f"{site.main_url}comment-page-1/").root
    assert [script.get("type") for script in page.xpath("//script")] == ["application/ld+json"]
    shown = comments_on(page)
    assert "comment-1" not in shown
    texts = [comment.text for comment in shown.values() if comment.author == "Bobby <b>Tables</b>"]
    assert texts[0].startswith('<script>alert("gigabit!")</script>\n')
    assert texts[1].startswith('<li id="comment-1" class="comment depth-2">')


def test_the_words_are_those_of_the_stories_in_every_script(site_on_each_day: DemoSite) -> None:
    for story in stories_of(site_on_each_day):
        shown = thread(site_on_each_day, story.slug)
        for comment in story.comments:
            seen = shown[f"comment-{comment.id}"]
            if comment.kind == "comment":
                assert seen.author == comment.author
                plain = re.sub(r"^> ", "", comment.text.strip(), flags=re.M)
                assert seen.text.split() == plain.split()


def test_the_classic_theme_shows_times_as_text_and_the_block_theme_dates_only(site: DemoSite) -> None:
    classic = fetch(f"{site.url}upper-6-ghz-auction/").root
    assert not classic.xpath("//li//time")
    assert "9 September 2024 at 2:33 pm" in classic.text_content()
    block = fetch(f"{site.url}ferry-satellite-roaming/").root
    time = block.xpath("//ol[@class='wp-block-comment-template']//time")[0]
    assert (time.get("datetime"), time.text_content()) == ("2024-09-10T16:20:30+01:00", "10 September 2024")


@pytest.mark.parametrize("slug", SLUGS)
def test_metadata_names_the_article_and_its_instant(site: DemoSite, slug: str) -> None:
    page = fetch(f"{site.url}{slug}/").root
    data = json.loads(str(page.xpath("string(//script[@type='application/ld+json'])")))
    assert data["@type"] == "NewsArticle"
    assert re.fullmatch(r"2024-09-\d\dT\d\d:\d\d:00\+01:00", data["datePublished"])
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{site.url}{slug}/"]
    assert (
        data["headline"]
        == page.xpath("string(//main//h1)")
        == page.xpath("string(//meta[@property='og:title']/@content)")
    )
    assert page.xpath("//time/@datetime")[0] == data["datePublished"]


def test_a_comment_page_names_the_article_as_canonical(site: DemoSite) -> None:
    page = fetch(f"{site.main_url}comment-page-1/").root
    assert page.xpath("//link[@rel='canonical']/@href") == [site.main_url]


def test_the_second_day_differs_exactly_as_announced(site: DemoSite) -> None:
    before = {slug: thread(site, slug) for slug in SLUGS}
    site.publish_second_day()
    slugs = [story.slug for story in second_day()]
    after = {slug: thread(site, slug) for slug in slugs}
    old = {id_: comment for comments in before.values() for id_, comment in comments.items()}
    new = {id_: comment for comments in after.values() for id_, comment in comments.items()}
    kept = sorted(old.keys() & new.keys())

    def as_ids(numbers: tuple[int, ...]) -> list[str]:
        return [f"comment-{number}" for number in numbers]

    summary = site.second_day_summary
    assert list(summary.new_articles) == [slug for slug in slugs if slug not in SLUGS]
    assert as_ids(summary.new_comments) == sorted(new.keys() - old.keys())
    assert as_ids(summary.gone_comments) == sorted(old.keys() - new.keys())
    assert as_ids(summary.edited_comments) == [id_ for id_ in kept if old[id_].text != new[id_].text]
    assert as_ids(summary.moved_comments) == [id_ for id_ in kept if old[id_].parent != new[id_].parent]


def test_the_second_day_moves_the_stated_count(site: DemoSite) -> None:
    assert stated_count(fetch(site.main_url).root) == 40
    site.publish_second_day()
    assert stated_count(fetch(site.main_url).root) == 43


def test_an_answer_to_a_deleted_comment_moves_to_its_parent_with_its_own_answers(site: DemoSite) -> None:
    (moved,) = site.second_day_summary.moved_comments
    before = thread(site, "saltmere-full-fibre")
    site.publish_second_day()
    after = thread(site, "saltmere-full-fibre")
    id_ = f"comment-{moved}"
    deleted = before[id_].parent
    assert deleted is not None
    assert deleted not in after
    assert after[id_].parent == before[deleted].parent
    below = [other for other, comment in before.items() if comment.parent == id_]
    assert below
    assert all(after[other] == before[other]._replace(level=before[other].level - 1) for other in below)


def test_the_articles_feed_counts_each_thread(site_on_each_day: DemoSite) -> None:
    feed = etree.fromstring(fetch(f"{site_on_each_day.url}feed/").body)
    counts = {item.findtext("link"): int(item.findtext(SLASH) or -1) for item in feed.iter("item")}
    stories = stories_of(site_on_each_day)
    assert counts == {f"{site_on_each_day.url}{story.slug}/": len(story.comments) for story in stories}


def test_a_comments_feed_holds_the_newest_ten_and_names_the_comment_answered(site: DemoSite) -> None:
    feed = etree.fromstring(fetch(f"{site.url}comments/feed/").body)
    guids = [item.findtext("guid") or "" for item in feed.iter("item")]
    newest = sorted((comment.id for story in first_day() for comment in story.comments), reverse=True)[:10]
    assert [int(guid.rpartition("#comment-")[2]) for guid in guids] == newest
    first = next(feed.iter("item")).findtext(CONTENT) or ""
    assert re.match(r'<p>In reply to <a href="http://\S+#comment-\d+">spreadsheet_sid</a>\.</p>', first)


def test_markup_that_a_reader_wrote_stays_text_in_feeds(site: DemoSite) -> None:
    for path in ("feed/", "comments/feed/", *(f"{slug}/feed/" for slug in SLUGS)):
        feed = etree.fromstring(fetch(f"{site.url}{path}").body)
        for item in feed.iter("item"):
            content = item.findtext(CONTENT) or "<p></p>"
            assert not html.fragment_fromstring(content, create_parent="div").xpath("//script | //li")


def test_an_unchanged_feed_answers_304_and_a_new_comment_moves_every_comment_feed(site: DemoSite) -> None:
    for path in ("feed/", "comments/feed/", "open-ran-lighthouse/feed/"):
        url = f"{site.url}{path}"
        first = fetch(url)
        etag, date = str(first.headers["ETag"]), str(first.headers["Last-Modified"])
        assert fetch(url, If_None_Match=etag).status == 304
        assert fetch(url, If_None_Match=etag).body == b""
        assert fetch(url, If_Modified_Since=date).status == 304
        assert fetch(url, If_None_Match='"other"', If_Modified_Since=date).status == 200
    old = [fetch(f"{site.url}{path}").headers["ETag"] for path in ("feed/", "comments/feed/", f"{SLUGS[1]}/feed/")]
    site.publish_second_day()
    new = [fetch(f"{site.url}{path}").headers["ETag"] for path in ("feed/", "comments/feed/", f"{SLUGS[1]}/feed/")]
    assert not set(old) & set(new)


def test_pages_carry_no_validators_as_with_wordpress(site: DemoSite) -> None:
    headers = fetch(site.main_url).headers
    assert headers["ETag"] is None
    assert headers["Last-Modified"] is None


def test_robots_are_asked_to_stay_out_of_the_newsroom(site: DemoSite) -> None:
    robots = fetch(f"{site.url}robots.txt")
    assert robots.headers.get_content_type() == "text/plain"
    assert b"User-agent: *\nDisallow: /wp-admin/\n" in robots.body
    assert fetch(f"{site.url}wp-admin/").status == 200


def test_other_addresses_of_an_article_lead_to_it(site: DemoSite) -> None:
    assert fetch(f"{site.url}?p=890").headers["Location"] == site.main_url
    assert fetch(site.main_url.rstrip("/")).headers["Location"] == "/saltmere-full-fibre/"
    assert fetch(f"{site.main_url}?replytocom=3053").body == fetch(site.main_url).body
    assert fetch(f"{site.url}no-such-page/").status == 404
