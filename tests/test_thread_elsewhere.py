"""Articles whose readers discuss them on pages of their own: where those are, and the walk over them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.items import ThreadPage
from pipelines import normalise
from spiders.page import Page
from spiders.reading import read_thread
from spiders.thread_elsewhere import ThreadLink, linked_thread, topics_of
from spiders.walk import ThreadWalk
from tests.archive_equality import contents_of
from tests.article_pages import STORY
from tests.command import archiver_process
from tests.servers import Answer, moved, serving
from tests.test_crawl import HURRY, ROBOTS, snapshot
from tests.threads import SITE

ARTICLE = "https://www.mast.co.uk/news/masts-go-up-12.html"
FORUM = "https://forum.mast.co.uk/threads/masts-go-up.12/"
LINK = '<a class="to-forum" href="{}">23 comments in the forum</a>'


def thread_address(page: Page, selector: str | None = None) -> str | None:
    link = linked_thread(page, selector)
    return link.url if link else None


def article(body: str = "", head: str = "", url: str = ARTICLE) -> Page:
    markup = (
        f'<!doctype html><html lang="en-GB"><head><title>Masts go up</title>{head}</head>'
        f"<body><h1>Masts go up</h1>{STORY}{body}</body></html>"
    )
    return Page(markup.encode(), url=url, captured_at=datetime(2024, 5, 6, 12, tzinfo=UTC))


def post(number: int) -> str:
    return f"""<article class="message message--post" data-author="Reader {number}" data-content="post-{number}">
<div class="message-cell message-cell--user"><h4 class="message-name"><a class="username">Reader {number}</a></h4></div>
<div class="message-attribution"><time class="u-dt" datetime="2024-05-06T1{number % 10}:15:00+0100">6 May</time></div>
<div class="message-body"><div class="bbWrapper">Post {number} on the masts</div></div></article>"""


def forum_page(numbers: range, page: int = 1, of: int = 1, minute: int = 0, url: str = FORUM) -> Page:
    links = "".join(f'<a href="{url}{"" if n == 1 else f"page-{n}"}">{n}</a>' for n in range(1, of + 1) if n != page)
    current = f'<span class="pageNav-page--current">{page}</span>'
    paging = f'<nav class="pageNav">{current}{links}</nav>' if of > 1 else ""
    body = f"<!doctype html><html><body><h1>Masts go up</h1>{paging}{''.join(map(post, numbers))}</body></html>"
    address = url if page == 1 else f"{url}page-{page}"
    return Page(body.encode(), url=address, captured_at=datetime(2024, 5, 6, 12, minute, tzinfo=UTC))


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (LINK.format(FORUM), ""),
        (f'<a href="{FORUM}#post-7">Join the discussion</a>', ""),
        (f'<a href="{FORUM}">Artikel im Forum besprechen</a>', ""),
        (f'<a rel="replies" href="{FORUM}">Readers</a>', ""),
        ("", f'<link rel="replies" type="text/html" href="{FORUM}">'),
        (
            "",
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Masts go up", '
            f'"discussionUrl": "{FORUM}"}}</script>',
        ),
    ],
)
def test_the_mark_up_says_where_the_thread_is(body: str, head: str) -> None:
    assert thread_address(article(body, head)) == FORUM


@pytest.mark.parametrize(
    "body",
    [
        "",
        LINK.format(f"{ARTICLE}#comments"),
        LINK.format("https://forum.pole.co.uk/threads/12/"),
        LINK.format("https://forum.mast.co.uk/"),
        LINK.format(FORUM) + LINK.format("https://forum.mast.co.uk/threads/copper.11/"),
        f'<a href="{FORUM}">Rules</a>',
        '<link rel="replies" type="application/atom+xml" href="/news/masts-go-up-12.atom">',
        LINK.format("http://169.254.169.254/forum/12"),
    ],
)
def test_where_nothing_says_so_for_sure_there_is_no_other_page(body: str) -> None:
    assert thread_address(article(body)) is None


def test_a_sites_own_selector_says_which_of_several_it_is() -> None:
    body = LINK.format("https://forum.mast.co.uk/threads/copper.11/").replace("to-forum", "related")
    assert thread_address(article(body + LINK.format(FORUM)), "a.to-forum") == FORUM


def walked(*pages: Page, thread_at: str = FORUM) -> ThreadPage:
    """The thread by a walk that is given these pages; the same as a later reading of them."""
    walk = ThreadWalk(SITE, pages[0], find_thread=lambda page: ThreadLink(thread_at))
    for page in pages[1:]:
        assert walk.next_url() == page.url
        walk.add(page)
    assert walk.next_url() is None
    thread = normalise(walk.thread())
    kept = list(dict.fromkeys(page for page in pages if page.capture().sha256 in {c.sha256 for c in thread.captures}))
    fresh = [Page(one.body, url=one.url, captured_at=one.captured_at) for one in kept[: len(thread.captures)]]
    again = normalise(read_thread(fresh, SITE))
    assert (again.comments, again.observation) == (thread.comments, thread.observation)
    assert again.article_urls == thread.article_urls
    return thread


def test_the_forums_pages_and_the_article_make_one_observation() -> None:
    first = forum_page(range(1, 4), 1, of=2, minute=1)
    last = forum_page(range(4, 6), 2, of=2, minute=2)
    thread = walked(article(LINK.format(FORUM)), first, last, first)
    assert thread.article.title == "Masts go up"
    assert thread.article.url == ARTICLE
    assert [one.external_id for one in thread.comments] == ["1", "2", "3", "4", "5"]
    assert (thread.observation.platform, thread.observation.is_complete) == ("xenforo", True)
    assert thread.observation.observed_at == datetime(2024, 5, 6, 12, 2, tzinfo=UTC)
    assert thread.article_urls == [ARTICLE], "the forum's page is no address of the article"
    assert len(thread.captures) == 3


def test_posts_that_moved_while_the_forum_was_walked_are_found_by_a_second_walk() -> None:
    """Post 1 is deleted before page 2 is read, so that post 4 moves to page 1."""
    walk = ThreadWalk(SITE, article(), find_thread=lambda page: ThreadLink(FORUM))
    walk.next_url()
    walk.add(forum_page(range(1, 4), 1, of=2))
    walk.next_url()
    walk.add(forum_page(range(5, 6), 2, of=2))
    for page in (forum_page(range(2, 5), 1, of=2), forum_page(range(5, 6), 2, of=2), forum_page(range(2, 5), 1, of=2)):
        assert walk.next_url() == page.url
        walk.add(page)
    assert walk.next_url() is None
    thread = normalise(walk.thread())
    assert [one.external_id for one in thread.comments] == ["2", "3", "4", "5"]
    assert (thread.article.title, thread.observation.is_complete) == ("Masts go up", True)


def test_a_forum_that_cannot_be_had_leaves_the_thread_incomplete() -> None:
    walk = ThreadWalk(SITE, article(), find_thread=lambda page: ThreadLink(FORUM))
    assert walk.next_url() == FORUM
    walk.fail()
    assert walk.next_url() is None
    thread = normalise(walk.thread())
    assert (thread.article.title, thread.observation.is_complete) == ("Masts go up", False)


OVERVIEW = "https://forum.mast.co.uk/comments/masts-go-up/12,list.html"


def overview(*links: str, url: str = OVERVIEW) -> Page:
    rows = "".join(f'<li><a href="{link}">What I think of it</a></li>' for link in links)
    body = f'<!doctype html><html><body><h1>Masts go up</h1><ul>{rows}</ul><a href="/help/rules.html">Rules</a></body>'
    return Page(f"{body}</html>".encode(), url=url, captured_at=datetime(2024, 5, 6, 12, tzinfo=UTC))


def test_a_forums_page_that_shows_topics_leads_through_them_one_by_one() -> None:
    base = "https://forum.mast.co.uk/comments/masts-go-up/"
    one, two = f"{base}fibre-is-better-1234/", f"{base}copper-is-not-5678/"
    pages = [
        overview(one, "fibre-is-better-1234/", two, "/comments/other-article-1/who-knows-9999/"),
        forum_page(range(1, 3), 1, of=3, url=one),
        forum_page(range(3, 5), 2, of=3, url=one),
        forum_page(range(5, 6), 3, of=3, url=one),
        forum_page(range(6, 8), url=two),
    ]
    thread = walked(article(), *pages, thread_at=OVERVIEW)
    assert [one.external_id for one in thread.comments] == ["1", "2", "3", "4", "5", "6", "7"]
    assert (thread.observation.platform, thread.observation.is_complete) == ("xenforo", True)
    assert len(thread.captures) == 6


def test_a_topic_that_cannot_be_had_leaves_the_thread_incomplete() -> None:
    walk = ThreadWalk(SITE, article(), find_thread=lambda page: ThreadLink(OVERVIEW))
    walk.next_url()
    walk.add(overview("fibre-is-better-1234/", "copper-is-not-5678/"))
    walk.next_url()
    walk.add(forum_page(range(1, 4), url="https://forum.mast.co.uk/comments/masts-go-up/fibre-is-better-1234/"))
    walk.next_url()
    walk.fail()
    thread = normalise(walk.thread())
    assert (len(thread.comments), thread.observation.is_complete) == (3, False)


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://forum.mast.co.uk/news/12.html", "/news/copper-goes-out-1234.html"),  # beside others' threads
        (OVERVIEW, "/comments/copper-goes-out/fibre-is-better-1234/"),
        (OVERVIEW, "/comments/masts-go-up/login"),
    ],
)
def test_what_is_not_below_the_articles_own_place_in_the_forum_is_none_of_its_topics(url: str, link: str) -> None:
    assert topics_of(overview(link, url=url)) == []


def test_where_the_article_shows_comments_itself_no_forum_is_asked() -> None:
    assert (
        ThreadWalk(SITE, forum_page(range(1, 3), url=ARTICLE), find_thread=lambda page: ThreadLink(FORUM)).next_url()
        is None
    )


def test_a_crawl_follows_the_link_and_redirects_within_the_forum(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        board = f"{url}/forum/threads/masts-go-up.12/"
        return {
            "/robots.txt": ROBOTS,
            "/masts.html": Answer(article(LINK.format("/forum/threads/12"), url=f"{url}/masts.html").body),
            "/forum/threads/12": moved(board),
            "/forum/threads/masts-go-up.12/": Answer(forum_page(range(1, 4), 1, of=2, url=board).body),
            "/forum/threads/masts-go-up.12/page-2": Answer(forum_page(range(4, 6), 2, of=2, url=board).body),
        }

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/masts.html", *HURRY, cwd=tmp_path)
        assert site.asked[-2:] == ["/forum/threads/masts-go-up.12/page-2", "/forum/threads/masts-go-up.12/"]
        again = archiver_process("rebuild", "archive.captures", "--db", "new.db", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert again.returncode == 0, again.stderr
    with Archive.for_reading(tmp_path / "archive.db") as first, Archive.for_reading(tmp_path / "new.db") as rebuilt:
        assert contents_of(first) == contents_of(rebuilt)
    kept = snapshot(tmp_path, "1")
    assert kept["article"]["url"] == f"{site.url}/masts.html"
    assert kept["snapshot"]["is_complete"] is True
    assert [one["author"] for one in kept["comments"]] == [f"Reader {number}" for number in range(1, 6)]


JOIN = f'<a href="{FORUM}">Join the discussion in our forum</a>'


def walk_into_a_forum(link: str, *, heading: str, body: str = "") -> ThreadPage:
    walk = ThreadWalk(SITE, article(link), find_thread=linked_thread)
    assert walk.next_url() == FORUM
    found = forum_page(range(1, 4))
    markup = found.body.decode().replace("<h1>Masts go up</h1>", f"<h1>{heading}</h1>{body}")
    walk.add(Page(markup.encode(), url=FORUM, captured_at=found.captured_at))
    assert walk.next_url() is None
    return normalise(walk.thread())


@pytest.mark.parametrize("frame", ["", f'<nav><a href="{ARTICLE}">Masts are news</a></nav>'])
def test_a_forums_general_topic_is_no_articles_thread(frame: str) -> None:
    thread = walk_into_a_forum(JOIN, heading="Welcome to the forum", body=frame)
    assert not thread.comments
    assert [one.url for one in thread.captures] == [ARTICLE]
    assert thread.article.title == "Masts go up"


@pytest.mark.parametrize(
    ("link", "heading", "body"),
    [
        (JOIN, "Comments on: Masts go up", ""),
        (JOIN, "News", f'<p><a href="{ARTICLE}#top">The article</a></p>'),
        (LINK.format(FORUM), "Welcome to the forum", ""),
    ],
)
def test_a_topic_that_names_the_article_or_whose_comments_the_link_counts_is_its_thread(
    link: str, heading: str, body: str
) -> None:
    assert len(walk_into_a_forum(link, heading=heading, body=body).comments) == 3
