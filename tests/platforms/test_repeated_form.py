"""Comments read by the form that a page repeats: as the slow way reads them, or by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms import comments_of, platform_of, repeated_form

COMMENTS = 60
ODD = 32  # the number of a comment that no sample holds


def _wordpress(number: int, *, author: str, words: str, shown: str) -> str:
    return f"""<li id="comment-{number}" class="comment depth-1">
<article id="div-comment-{number}" class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard"><b class="fn">{author}</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="https://mast.example/a/#comment-{number}">
<time datetime="2024-05-06T10:{number % 60:02}:00+01:00">{shown}</time></a></div></footer>
<div class="comment-content">{words}</div></article></li>"""


def _own(number: int, *, author: str, words: str, shown: str) -> str:
    return f"""<li class="comment-item" id="c{number}"><div class="comment-item__head">
<a class="comment-item__author" href="/people/{number}">{author}</a>
<a href="#c{number}"><span class="comment-item__date">{shown}</span></a></div>
<div class="comment-item__text">{words}</div>
<div class="comment-item__actions"><a href="/r/{number}">Reply</a></div></li>"""


def _page(item: Callable[..., str], **odd: str) -> Page:
    def said(number: int) -> dict[str, str]:
        usual = {
            "author": f"{'Ada Bo Cleo Dag Eva'.split()[number % 5]} {'KLMN'[number % 4]}.",
            "words": f"<p>The mast in lane {number} works & hums.</p>\n<p>It is <em>new</em>.</p>",
            "shown": f"{number % 27 + 1} May 2024 at 10:{number % 60:02}",
        }
        return usual | (odd if number == ODD else {})

    thread = "".join(item(number, **said(number)) for number in range(COMMENTS))
    return Page(
        f"""<html><body><h1>Masts</h1><p>They go up.</p><div id="comments" class="comments"><h2>{COMMENTS} comments</h2>
<ol class="comment-list">{thread}</ol></div></body></html>""".encode(),
        url="https://mast.example/a/",
    )


def _read(page: Page) -> list[Comment]:
    platform = platform_of(page)
    assert platform is not None
    return comments_of(platform, page)


@pytest.mark.parametrize("item", [_wordpress, _own])
@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"author": "Pingback: Another Site"},
        {"author": "Eva &amp; Dag"},
        {"author": ""},
        {"author": "Eva on 3 May 2024"},
        {"shown": "yesterday"},
        {"shown": "Posted on 6 May 2024 at 10:31 |"},
        {"words": "<p>31 &lt; 32 &amp;amp; so on<br>\n second line</p>"},
        {"words": "<div class='quote'>Who said so?</div><p>I did.</p>"},
        {"words": "<ul><li>one</li><li>two</li></ul>"},
        {"words": "<p>On 5 May 2024 at 10:31</p><p>I was there.</p>"},
        {"words": "<p>This comment has been removed by a moderator.</p>"},
        {"words": "No paragraph, a picture: <img class='wp-smiley' alt=':)' src='smile.gif'>"},
        {"words": "<p>Said and done. <a href='javascript:;'>Reply</a></p>"},
        {"words": "<p>Reply</p>"},
        {"words": ""},
        {"words": "<p>Unclosed <b>words"},
        {"words": "</div></div><p>Closed too often</p>"},
    ],
)
def test_a_comment_reads_the_same_with_and_without_the_form_of_the_others(
    item: Callable[..., str], odd: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    by_form = _read(_page(item, **odd))
    monkeypatch.setattr(repeated_form, "_FEWEST", COMMENTS + 1)
    slowly = _read(_page(item, **odd))
    assert by_form == slowly
    assert len(slowly) >= COMMENTS - 1


@pytest.mark.parametrize("item", [_wordpress, _own])
def test_most_comments_of_a_long_thread_are_read_by_their_form(
    item: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Comment | None] = []
    read_by_forms = repeated_form.Forms.read

    def noted(forms: repeated_form.Forms, markup: str) -> Comment | None:
        read.append(read_by_forms(forms, markup))
        return read[-1]

    monkeypatch.setattr(repeated_form.Forms, "read", noted)
    _read(_page(item, author="Pingback: Another Site"))
    assert read.count(None) == 1
    assert len(read) > COMMENTS // 2


def test_comments_deep_in_one_another_give_up_their_own_mark_up_alone() -> None:
    depth = 300
    opened = "".join(f'<li id="comment-{n}"><p>Said {n}.</p><ol class="children">' for n in range(depth))
    page = Page(f"<html><body><ol>{opened}<li>and no more</li>{'</ol></li>' * depth}</ol></body></html>".encode())
    items = [item for item in page.root.iter("li") if item.get("id")]
    own = repeated_form.OwnMarkup(set(items))
    assert [own.of([item]) for item in items] == [f"<p>Said {n}.</p>" for n in range(depth - 1)] + [
        f'<p>Said {depth - 1}.</p><ol class="children"><li>and no more</li></ol>'
    ]


def test_words_among_the_replies_leave_a_comment_to_the_slow_way() -> None:
    page = Page(b"<html><body><ul><li id=a><div><p>Mine</p><ul><li id=b>Yours</li></ul></div></li></ul></body></html>")
    a, b = (item for item in page.root.iter("li"))
    assert repeated_form.OwnMarkup({a, b}).of([a]) is None


def test_comments_that_hold_nothing_but_their_words_are_read_all_the_same() -> None:
    items = [f'<li class="comment depth-1" id="comment-{n}"><p>Mast {n} hums.</p></li>' for n in range(COMMENTS)]
    page = Page(f'<ol class="commentlist">{"".join(items)}</ol>'.encode())
    platform = platform_of(page)
    assert platform is not None
    assert [comment.body for comment in comments_of(platform, page)] == [f"Mast {n} hums." for n in range(COMMENTS)]
