"""The generic reader on mark-up that names nothing: names, times and words under a word for comments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from archiver.items import Site, ThreadPage
from pipelines import normalise
from spiders.page import Page
from spiders.reading import read_thread

NAMES = ["Ada Mast", "Bo Beam", "Cy Cell"]
SAID = ["The mast is too high for us.", "Fibre is better in every way.", "Who pays for it in the end?"]
SLUGS = ["mast-falls-over", "regulator-fines-operator", "fibre-for-the-island"]
WHEN = ["1 May 2024 10:00", "2 May 2024 10:01", "4 May 2024 10:02"]

AROUND = {
    "an id": '<div id="comments">{}</div>',
    "a class": '<ol class="commentlist">{}</ol>',
    "a counted heading": '<div class="box"><h3>{count} Comments</h3>{}</div>',
    "a German one": '<div class="box"><h3>{count} Kommentare</h3>{}</div>',
    "a heading": "<div class='box'><h4>Readers' comments</h4>{}</div>",
    "bold words": "<div><p><strong>Comments:</strong></p>{}</div>",
    "an anchor": '<a name="comments"></a><div>{}</div>',
}
COMMENTS: dict[str, Callable[[int], str]] = {
    "tags alone": lambda i: f"<div><b>{NAMES[i]}</b> <i>{WHEN[i]}</i><p>{SAID[i]}</p></div>",
    "fields named": lambda i: (
        f'<div class="item"><span class="name">{NAMES[i]}</span> <span class="date">{WHEN[i]}</span>'
        f'<div class="text">{SAID[i]}</div></div>'
    ),
    "words before the date": lambda i: f"<li><b>{NAMES[i]}</b> wrote on {WHEN[i]}:<br>{SAID[i]}</li>",
    "words first": lambda i: f'<div class="entry"><p>{SAID[i]}</p><p>Posted by {NAMES[i]} on {WHEN[i]}</p></div>',
    "a table each": lambda i: f"<table><tr><td>{NAMES[i]}<br>{WHEN[i]}</td><td>{SAID[i]}</td></tr></table>",
    "ages": lambda i: f"<div><span>{NAMES[i]}</span><span>{i + 2} days ago</span><div>{SAID[i]}</div></div>",
}


def read(below_the_article: str) -> ThreadPage:
    words = "The operator builds masts along the coast, and says so. " * 20
    markup = (
        f"<html><body><div class='page'><article><h1>Masts</h1><p>{words}</p></article>{below_the_article}</div>"
        "<footer>About us</footer></body></html>"
    )
    page = Page(markup.encode(), url="https://mast.example/masts/", captured_at=datetime(2024, 6, 1, tzinfo=UTC))
    return normalise(read_thread([page], Site(id="mast", domain="mast.example"), with_body=False))


def said(thread: ThreadPage) -> list[tuple[str | None, str]]:
    return [(comment.author, comment.body) for comment in thread.comments]


@pytest.mark.parametrize("comments", COMMENTS.values(), ids=COMMENTS)
@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_comments_are_found_by_one_word_about_them(around: str, comments: Callable[[int], str]) -> None:
    thread = read(around.format("".join(map(comments, range(3))), count=3))
    assert said(thread) == list(zip(NAMES, SAID, strict=True))


@pytest.mark.parametrize("address", ["/posts/{}#post{}", "/showpost?cid={}&sid={}", "/t/{}?n={}"])
def test_comments_whose_subject_leads_to_themselves_are_found(address: str) -> None:
    subject = "<a href='{}'>What of the mast, no. {}?</a>"
    thread = read(
        AROUND["an id"].format(
            "".join(
                f"<div class='item' id='c{1000 + i}'><b>{NAMES[i]}</b> <i>{WHEN[i]}</i>"
                f"<div>{subject.format(address.format(1000 + i, 1000 + i), i)}<p>{SAID[i]}</p></div></div>"
                for i in range(3)
            )
        )
    )
    assert len(thread.comments) == 3


@pytest.mark.parametrize("age", ["aujourd'hui à 9:15", "aujourd’hui à 9:15", "godzinę temu", "rok temu", "un'ora fa"])
def test_comments_are_found_by_ages_without_a_number(age: str) -> None:
    one = f"<div class='item'><b>{{}}</b> <span>{age}</span><p>{{}}</p></div>"
    thread = read(AROUND["an id"].format("".join(map(one.format, NAMES, SAID))))
    assert (said(thread), thread.comments[0].published_raw) == (list(zip(NAMES, SAID, strict=True)), age)


@pytest.mark.parametrize(
    "age",
    "aujourd’hui|eergisteren|anteontem|przedwczoraj|dzień temu|l'altro ieri|vor 5 J.|il y a 3 j|last week".split("|"),
)
def test_ages_where_the_time_is_named(age: str) -> None:
    one = f"<div class='comment'><b class='author'>{{}}</b> <i class='date'>{age}</i><p class='text'>{{}}</p></div>"
    thread = read(AROUND["an id"].format("".join(map(one.format, NAMES, SAID))))
    assert all(comment.published_raw and comment.published_local for comment in thread.comments)
    assert len(thread.comments) == len(NAMES)


@pytest.mark.parametrize(
    ("shown", "local"),
    [
        ("<i title='30 May 2024 11:15'>2 days ago</i>", "2024-05-30T11:15"),
        ("<i><span title='30 May 2024 11:15'>2 days ago</span></i>", "2024-05-30T11:15"),
        ("<i>2 days ago <span title='Edited on 31 May 2024 11:00'></span></i>", "2024-05-30"),
        ("<i>2 days ago <span title='Edited on 31 May 2024 11:00'>*</span></i>", "2024-05-30"),
        ("<i>2 days ago <span title='3 May 2019 10:00'></span></i>", "2024-05-30"),
    ],
)
@pytest.mark.parametrize("name", ["", "class='date'"])
def test_the_title_of_an_age_tells_its_time_and_no_other_does(shown: str, local: str, name: str) -> None:
    one = f"<div class='comment'><b>{{}}</b> {shown.replace('<i', f'<i {name}', 1)}<p>{{}}</p></div>"
    thread = read(AROUND["an id"].format("".join(map(one.format, NAMES, SAID))))
    assert [comment.published_local for comment in thread.comments] == [local] * 3


def test_titles_of_the_comments_are_no_heading_of_another_list() -> None:
    titled = "".join(f"<h4>About mast {i}</h4>{COMMENTS['tags alone'](i)}" for i in range(3))
    assert len(read(AROUND["an id"].format(titled)).comments) == 3


def test_a_single_comment_is_found_where_the_heading_counts_one() -> None:
    thread = read(AROUND["a counted heading"].format(COMMENTS["tags alone"](0), count=1))
    assert said(thread) == [(NAMES[0], SAID[0])]


def test_a_single_comment_is_found_where_it_can_be_answered() -> None:
    thread = read(
        AROUND["an id"].format(f"<div><b>{NAMES[0]}</b> {WHEN[0]}<p>{SAID[0]}</p><a href='#f'>Reply</a></div>")
    )
    assert said(thread) == [(NAMES[0], SAID[0])]


def teaser(i: int) -> str:
    link = f'<a href="/2024/{SLUGS[i]}/">{SLUGS[i].replace("-", " ")}</a>'
    return (
        f'<div class="item">{link} <span>{WHEN[i]}</span> <span class="author">{NAMES[i]}</span><p>{SAID[i]}</p></div>'
    )


NO_COMMENTS = {
    "articles where a script would put comments": f'<div id="comments">{"".join(map(teaser, range(3)))}</div>',
    "articles below a counted heading": f"<h3>3 Comments</h3><div>{''.join(map(teaser, range(3)))}</div>",
    "a policy over the form": (
        "<div id='comments'><h3>Comments</h3><p>By <b>The editors</b>, 1 May 2024 10:00</p><p>Be kind to everybody.</p>"
        "<form><textarea></textarea></form></div>"
    ),
    "a ticker": "<div><h3>Live comments</h3>"
    + "".join(f"<div><span>10:0{i}</span><b>Ada Mast</b><p>{SAID[i]}</p></div>" for i in range(3))
    + "</div>",
    "people in the article": "<div class='entry'><p><b>Comments</b></p>"
    + "".join(f"<p><b>{NAMES[i]}</b>, of the board, said on {WHEN[i]} that this is so.</p>" for i in range(3))
    + "</div>",
    "opinions at numbered addresses": "<section id='kommentare'><h3>Kommentare</h3>"
    + "".join(
        f'<div class="teaser"><a href="/artikel/{i + 1000}.html"><b>{SAID[i]}</b></a> <span>{NAMES[i]}</span>'
        f" <time>{WHEN[i]}</time><p>{SAID[i - 1]}</p></div>"
        for i in range(3)
    )
    + "</section>",
    "what was said elsewhere": "<div id='comments'><h2>Kommentare</h2>"
    + "".join(
        f"<blockquote class='twitter-tweet'><p>{SAID[i]}</p>&mdash; {NAMES[i]} <a href='https://x.example/s/{i}'>"
        f"May {i + 1}, 2024</a></blockquote>"
        for i in range(3)
    )
    + "</div>",
    "footnotes": "<h3>Notes and comments</h3><ol class='footnotes'>"
    + "".join(f"<li id='fn{i}'><b>{NAMES[i]}</b>, {WHEN[i]}: {SAID[i]} <a href='#r{i}'>↩</a></li>" for i in range(3))
    + "</ol>",
    "the editors' own notices": "<div id='comments'><h3>Comments</h3>"
    + "".join(
        f"<div><b>The editors</b> <i>{when}</i><p>Comments are {state}</p></div>"
        for when, state in zip(WHEN, ("moderated.", "closed. We thank you for all of it."), strict=False)
    )
    + "</div>",
    "press releases behind a count": "<div id='comments'><h3>3 comments</h3></div><section><h3>Press releases</h3>"
    + "".join(map(COMMENTS["tags alone"], range(3)))
    + "</section>",
    "versions where comments are closed": "<div id='comments'><p>Comments are closed.</p><h3>Versions</h3>"
    + "".join(map(COMMENTS["tags alone"], range(3)))
    + "</div>",
    "comments on other articles": "<div><h3>Comments</h3><ul>"
    + "".join(
        f'<li><b>{NAMES[i]}</b> on <a href="/2024/{SLUGS[i]}/#c{i}">{SLUGS[i]}</a> <i>{WHEN[i]}</i><p>{SAID[i]}</p>'
        for i in range(3)
    )
    + "</ul></div>",
}


@pytest.mark.parametrize("below", NO_COMMENTS.values(), ids=NO_COMMENTS)
def test_what_stands_under_a_word_for_comments_need_be_none(below: str) -> None:
    assert read(below).comments == []
