"""Long threads of no known software: what a sample and the links alone tell is what looking at every comment tells."""

from __future__ import annotations

import pytest

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms import comments_of, platform_of
from spiders.platforms.generic import identifiers, parents

COMMENTS = 130


def _page(*, id_of: str, parent: str = "") -> Page:
    items = []
    for number in range(COMMENTS):
        names = id_of.format(n=700 + number)
        above = parent.format(n=700 + number // 2) if number % 3 == 2 else ""
        items.append(
            f"""<div class="comment-item" {names}><p class="comment-item__head"><a class="comment-item__author"
href="/people/{number % 9}">{"Ada Bo Cleo Dag".split()[number % 4]} {"KLM"[number % 3]}.</a> {above}
<a class="comment-item__link" href="#c{700 + number}"><time datetime="2024-05-{number % 27 + 1:02}T10:15:00Z">
{number % 27 + 1} May 2024 at 10:15</time></a></p>
<div class="comment-item__text"><p>Duct number {number} is full.</p></div></div>"""
        )
    return Page(
        f"""<html><body><h1>Ducts</h1><div class="comments"><h2>{COMMENTS} comments</h2>{"".join(items)}</div>
</body></html>""".encode(),
        url="https://duct.example/a/",
    )


def _read(page: Page) -> list[Comment]:
    platform = platform_of(page)
    assert platform is not None
    return comments_of(platform, page)


@pytest.mark.parametrize("parent", ["", '<a href="#c{n}">in reply to</a>', '<span data-parent-id="{n}"></span>'])
@pytest.mark.parametrize("id_of", ['id="c{n}"', 'data-comment-id="{n}"'])
def test_ids_and_parents_are_those_that_every_comment_gives_by_itself(
    id_of: str, parent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _page(id_of=id_of, parent=parent)
    by_sample = _read(page)
    for module in (identifiers, parents):
        monkeypatch.setattr(module, "_MANY", COMMENTS)
    assert by_sample == _read(_page(id_of=id_of, parent=parent))
    assert [comment.external_id for comment in by_sample] == [str(700 + number) for number in range(COMMENTS)]
    claimed = [comment.claimed_parent for comment in by_sample]
    assert claimed == [str(700 + n // 2) if parent and n % 3 == 2 else None for n in range(COMMENTS)]


def _comment(number: int, *, kind: str = "entry", time: str = "<time>{day} May 2024 at 10:15</time>") -> str:
    shown = time.format(day=number % 27 + 1)
    return f"""<div class="{kind}" id="c{700 + number}"><p class="head"><b>Ada {"KLM"[number % 3]}.</b>
{shown}</p><div class="text"><p>Duct number {number} is full.</p></div></div>"""


def _said(body: str) -> list[tuple[str, str | None]]:
    page = Page(f'<html><body><h1>Ducts</h1><div id="comments">{body}</div></body></html>'.encode())
    return [(comment.body, comment.published_raw) for comment in _read(page)]


_EXPECTED = [(f"Duct number {number} is full.", f"{number % 27 + 1} May 2024 at 10:15") for number in range(80)]


def test_many_dated_articles_before_the_comments_hide_none_of_them() -> None:
    articles = "".join(
        f'<li><a href="/2024/ducts-of-town-{n}">Ducts of the town number {n}</a> <i>{n % 27 + 1} April 2024</i></li>'
        for n in range(60)
    )
    assert _said(f"<ul>{articles}</ul>" + "".join(map(_comment, range(80)))) == _EXPECTED


def test_a_time_that_stands_in_another_element_late_in_the_thread_is_read() -> None:
    late = '<span class="when">{day} May 2024 at 10:15</span>'
    assert _said("".join(_comment(n) if n < 60 else _comment(n, time=late) for n in range(80))) == _EXPECTED


def test_a_comment_of_another_name_late_in_the_thread_is_read() -> None:
    assert _said("".join(_comment(n, kind="answer" if n in (50, 70) else "entry") for n in range(80))) == _EXPECTED


def test_a_thread_is_read_in_which_many_that_tell_no_name_stand_where_a_sample_is_taken() -> None:
    label = "<b>A guest of this house who would rather tell nobody who it is"
    items = [_comment(n).replace("<b>Ada", label) if n % 5 < 2 else _comment(n) for n in range(60)]
    comments = _read(Page(f"<div class='talk'><h2>60 comments</h2>{''.join(items)}</div>".encode()))
    assert [comment.body for comment in comments] == [f"Duct number {n} is full." for n in range(60)]
    assert [comment.author is None for comment in comments] == [n % 5 < 2 for n in range(60)]


def test_answers_are_found_where_most_times_look_otherwise_than_the_first() -> None:
    late = [_comment(n, time="<i>{day} May 2024 at 10:15</i>") for n in range(50, 170)]
    pairs = zip(late[::2], late[1::2], strict=True)
    answered = [f"{said.removesuffix('</div>')}<div class='below'>{answer}</div></div>" for said, answer in pairs]
    comments = _read(Page(f"<div class='comments'>{''.join([*map(_comment, range(50)), *answered])}</div>".encode()))
    assert [comment.body for comment in comments] == [f"Duct number {n} is full." for n in range(170)]
