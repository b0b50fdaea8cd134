"""Which reader has a page that several claim."""

from __future__ import annotations

import pytest

from archiver.items import Comment
from spiders import platforms
from spiders.page import Page
from spiders.platforms.base import Platform


def full() -> Comment:
    return Comment(author="Ada Mast", published_raw="6 May 2024 at 10:15", body="Good news.")


class Reader(Platform):
    """Claims every page and reads what it is told to."""

    def __init__(self, name: str, *comments: Comment) -> None:
        self.name = name
        self.read = list(comments)
        self.times_read = 0

    def recognises(self, page: Page) -> bool:
        return True

    def comments(self, page: Page) -> list[Comment]:
        self.times_read += 1
        return self.read


def chosen(monkeypatch: pytest.MonkeyPatch, *readers: Reader) -> str | None:
    monkeypatch.setattr(platforms, "PLATFORMS", readers)
    platform = platforms.platform_of(Page(b"<p>a page</p>"))
    return platform.name if platform else None


def test_the_first_that_finds_comments_has_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Reader("first", full()), Reader("second", full(), full())
    assert chosen(monkeypatch, first, second) == "first"
    assert second.times_read == 0


def test_one_that_finds_nothing_gives_way_and_has_the_page_where_nobody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(monkeypatch, Reader("form"), Reader("thread", full())) == "thread"
    assert chosen(monkeypatch, Reader("form"), Reader("other")) == "form"
    assert chosen(monkeypatch) is None


def test_one_that_finds_no_names_gives_way_to_one_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    nameless = [Comment(published_raw="6 May", body=f"No. {number}") for number in range(3)]
    assert chosen(monkeypatch, Reader("first", *nameless), Reader("second", *[full()] * 3)) == "second"
    assert chosen(monkeypatch, Reader("first", *nameless), Reader("second", *[full()] * 2)) == "first"
    assert chosen(monkeypatch, Reader("first", *nameless), Reader("second", *nameless)) == "first"


def test_short_pingbacks_and_notices_are_no_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    pingbacks = [Comment(author="A page", kind="pingback")] * 3
    removed = [Comment(author="Ada", published_raw="6 May", notice="Removed by a moderator.")] * 3
    for comments in (pingbacks, removed):
        assert chosen(monkeypatch, Reader("first", *comments), Reader("second", *[full()] * 3)) == "first"


def test_a_page_is_read_once_by_each_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader("first", full())
    monkeypatch.setattr(platforms, "PLATFORMS", (reader,))
    page = Page(b"<p>a page</p>")
    platforms.platform_of(page)
    platforms.platform_of(page)
    platforms.comments_of(reader, page)
    assert reader.times_read == 1


def test_every_reader_bears_a_page_without_anything() -> None:
    for body in (b"<html></html>", b"<p>x", b"{}", b"x", b"<ol><li>" * 3000):
        page = Page(body)
        for platform in platforms.PLATFORMS:
            if platform.recognises(page):
                assert platform.comments(page) == []
            assert platform.more_pages(page) == []
            platform.stated_count(page)
            platform.page_number(page)
            platform.count_in_bytes(page)
            platform.is_ended(page)
            platform.is_elsewhere(page)


def test_what_names_its_maker_is_read_by_that_makers_reader_and_only_then_as_wordpress_markup() -> None:
    thread = """<div id="comments"><ol class="commentlist"><li class="comment depth-1" id="comment-7">
      <div class="comment-author vcard"><cite class="fn">Ada Mast</cite></div>
      <div class="comment-meta"><a href="#comment-7">6 May 2024 at 10:15</a></div><p>Good news.</p></li></ol></div>"""
    page = Page(f'<meta name="generator" content="SPIP 4.2"><body>{thread}'.encode())
    recognising = [platform for platform in platforms.PLATFORMS if platform.recognises(page)]
    assert [type(platform).__name__ for platform in recognising][:1] == ["WordPressMarkup"]
    chosen_one = platforms.platform_of(page)
    assert chosen_one is not None
    assert [comment.author for comment in chosen_one.comments(page)] == ["Ada Mast"]
