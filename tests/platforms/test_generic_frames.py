"""The generic reader and the boxes round comments: headings with links, forms, sidebars, bold words."""

from __future__ import annotations

import time

import pytest
from lxml.html import HtmlElement

from spiders.platforms.generic import looks, regions
from tests.platforms.generic_pages import Said, page, read, row, talk


def test_a_heading_that_links_a_name_to_the_readers_own_site_is_no_title() -> None:
    def one(c: Said) -> str:
        head = f'<h4><a href="https://mast{c.number}.example/">{c.name}</a> {c.when}</h4>'
        return f'<div class="comment" id="c{c.id}">{head}<div class="content">{c.paragraphs}</div></div>'

    said = talk(0, 0, 0)
    found = read(f'<section id="comments"><h3>3 Kommentare</h3>{row(said, one)}</section>')
    assert [c.author for c in found] == [c.author for c in said]


def test_words_in_a_form_that_nobody_writes_in_are_read() -> None:
    def one(c: Said) -> str:
        form = f'<form><input type="hidden" name="id"><div class="usertext-body">{c.paragraphs}</div></form>'
        head = f'<b class="author">{c.name}</b> <span class="date">{c.when}</span>'
        return f'<div class="comment" id="comment-{c.id}">{head}{form}<form>Warum melden? <input></form></div>'

    said = talk(0, 0, 0)
    found = read(f'<div id="comments"><h3>3 Kommentare</h3>{row(said, one)}</div>')
    assert [c.body for c in found] == ["\n\n".join(c.words) for c in said]


def test_a_frame_is_looked_through_once_for_all_comments_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[HtmlElement] = []

    def noted(element: HtmlElement, *tags: str) -> bool:
        looked.append(element)
        return looks.holds(element, *tags)

    monkeypatch.setattr(regions, "holds", noted)
    comments = row(talk(*[0] * 20), lambda c: f'<div class="comment">{c.name} {c.when} {c.paragraphs}</div>')
    found = regions.Survey(page(f'<div class="sidebar">{comments}<textarea></textarea></div>')).sure()
    assert len(regions.outermost(found)) == 20
    assert len(looked) == 1


@pytest.mark.parametrize("bold", ["<b>Kommentare</b> ", '<a name="comments"></a> '])
def test_many_bold_words_and_anchors_about_comments_side_by_side_are_no_thread_and_cost_little(bold: str) -> None:
    many = page(f"<div>{bold * 40_000}</div>")
    started = time.process_time()
    assert regions.announced_regions(many) or regions.labelled_regions(many)
    assert time.process_time() - started < 5
