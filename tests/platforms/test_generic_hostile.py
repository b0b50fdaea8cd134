"""Nothing that a page may hold makes the generic reader fail, recurse or take more than linear time."""

from __future__ import annotations

import time

import pytest

from spiders.page import Page
from spiders.platforms.generic import Generic
from tests.platforms.generic_pages import Said, inside, page, row, talk


def _item(c: Said) -> str:
    return (
        f'<div class="comment" id="c{c.id}"><b class="author">{c.name}</b> <i class="date">{c.when}</i>'
        f'<div class="text">{c.paragraphs}</div>'
    )


def _read_all(markup: Page) -> int:
    reader = Generic()
    count = len(reader.comments(markup)) if reader.recognises(markup) else 0
    reader.stated_count(markup)
    reader.more_pages(markup)
    reader.count_in_bytes(markup)
    reader.is_elsewhere(markup)
    reader.is_ended(markup)
    return count


def test_nesting_as_deep_as_the_parser_goes_is_read_without_recursion() -> None:
    said = talk(*range(600))
    markup = page(f'<div id="comments">{inside(said, _item, "", "", "</div>")}</div>')
    assert _read_all(markup) == len(said)


def test_nesting_that_the_parser_cuts_is_told_by_the_bytes() -> None:
    said = talk(*range(5000))
    markup = page(f'<div id="comments">{inside(said, _item, "", "", "</div>")}</div>')
    read = _read_all(markup)
    assert 0 < read < len(said)
    assert Generic().count_in_bytes(markup) == len(said)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<div id=comments>" * 3000,
        "<ul class=comment-list>" + "<li class=comment>" * 3000,
        "<div class=comment><span class=date>" * 500 + "12.03.2021",
        "<div id=comments>" + "<p>12.03.2021</p>" * 2000 + "</div>",
        "<div id=comments>" + "<b class=author>x</b>" * 2000 + "</div>",
        "<table class=comments>" + "<tr><td>12.03.2021<td>" * 1000,
        "<div id=comments>" + "1 " * 50_000 + "</div>",
        "<h2>" + "comment " * 20_000 + "</h2>",
        '<div class="' + "comment-" * 20_000 + '"></div>',
        '<div id="comments"><div class="comment" data-comment-id="[" id="(((">12.03.2021</div></div>',
        "<div id=comments><!-- " + "-" * 10_000 + " 12.03.2021</div>",
        "\ufffd\u202e<div id=comments>\u0000</div>",
    ],
    ids=range(13),
)
def test_odd_mark_up_is_survived(body: str) -> None:
    assert _read_all(page(body)) >= 0


def test_ids_of_any_signs_are_no_pattern_for_others() -> None:
    said = talk(0, 0, 0)
    markup = row(said, lambda c: _item(c).replace(f'id="c{c.id}"', f'id="c(.*[{c.id}"') + "</div>")
    assert _read_all(page(f'<div id="comments">{markup}</div>')) == 3


def test_parents_in_a_circle_are_reported_as_claimed() -> None:
    said = talk(0, 0, 0)
    markup = row(
        said, lambda c: _item(c).replace("<div ", f'<div data-parent-id="{said[c.number - 1].id}" ', 1) + "</div>"
    )
    found = Generic().comments(page(f'<div id="comments">{markup}</div>'))
    assert [one.claimed_parent for one in found] == [str(said[i].id) for i in (2, 0, 1)]


def test_time_grows_with_the_number_of_comments_and_not_with_its_square() -> None:
    few, many = _seconds(400), _seconds(3200)
    assert many < few * 8 * 3


def _seconds(count: int) -> float:
    said = talk(*(number % 3 for number in range(count)))
    markup = page(f'<div id="comments">{inside(said, _item, "<div class=replies>", "</div>", "</div>")}</div>')
    started = time.process_time()
    assert len(Generic().comments(markup)) == count
    return time.process_time() - started
