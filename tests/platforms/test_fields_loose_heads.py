"""Heads of comments whose name or time stands in words, not in an element that says what it is."""

from __future__ import annotations

import pytest
from lxml import html

from archiver.items import Comment
from spiders.platforms.fields import read_fields
from spiders.platforms.wordpress_thread import find_thread
from tests.platforms.mark_up import page_of

WORDS = "<p>Two bars, at best.</p>"


def read(markup: str) -> Comment:
    return read_fields(html.fragment_fromstring(f"<div>{markup}</div>"))


@pytest.mark.parametrize(
    ("markup", "author", "time"),
    [
        ("<img alt=''>Mast Climber says: <a href='/x#comment-7'>May 6, 2024 at 8:04 am</a>", "Mast Climber", True),
        ("<div class='comment-author meta'><strong>Jan</strong>6 maja 2024 o 08:04</div>", "Jan", True),
        ("<h4 class='title'>Mast Climber<small>May 6, 2024</small></h4>", "Mast Climber", True),
        ("<h4><a href='/u/4'>4masts</a> <span>on 6.5.2024</span></h4>", "4masts", True),
        (
            "<p class='comment-author' itemprop='creator' itemscope>By <span itemprop='name'>Ada</span> on "
            "<time datetime='2024-05-06T08:04'>May 6, 2024</time></p>",
            "Ada",
            True,
        ),
        ("<p class='footer'>Geschreven door Kees Kabel.</p>", "Kees Kabel", False),
        ("<div class='commentnumber'>comment number 3 by: Mast Climber</div>", "Mast Climber", False),
        ("<p class='cmt-head'><i>1</i> <b>Kees</b> zei op 9 mei 2024 om 08:04:</p>", "Kees", True),
    ],
)
def test_a_name_beside_other_words_of_the_head_is_told_from_them(markup: str, author: str, time: bool) -> None:
    comment = read(markup + WORDS)
    assert (comment.author, comment.body) == (author, "Two bars, at best.")
    assert (comment.published_raw is not None) is time


@pytest.mark.parametrize(
    "head",
    [
        "Mast Climber says:<br><a class='jump' href='/x#comment-7'>May 6, 2024 at 8:04 am</a>",
        "<h4>By Mast Climber, May 6, 2024 at 8:04 am</h4>",
    ],
)
def test_a_head_inside_the_box_that_is_named_for_the_words_is_no_part_of_them(head: str) -> None:
    comment = read(f"<div class='comment-text'>{head}{WORDS}</div>")
    assert (comment.author, comment.body) == ("Mast Climber", "Two bars, at best.")
    assert comment.published_raw == "May 6, 2024 at 8:04 am"


def test_what_a_reader_says_of_somebody_who_says_something_names_no_author() -> None:
    comment = read("<b class='fn'>Ada</b><p>The carrier says:</p><p>in spring.</p>")
    assert (comment.author, comment.body) == ("Ada", "The carrier says:\n\nin spring.")


def test_wordpress_reviews_of_a_post_are_comments_of_their_own_list() -> None:
    item = '<div class="{kind} even thread-even depth-1" id="{kind}-{n}"><b class="fn">Ada</b><p>Up.</p></div>'
    listed = item.format(kind="comment", n=4) + item.format(kind="review", n=5)
    assert len(find_thread(page_of(f"<div id='comments'>{listed}</div>")).comments) == 2


def test_a_number_before_a_name_is_no_date() -> None:
    comment = read("<p class='cmt-head'><span>1</span> <b>Kees</b> zei op 9 mei 2024 om 08:04:</p>" + WORDS)
    assert comment.published_raw == "9 mei 2024 om 08:04"


@pytest.mark.parametrize(
    "words",
    [
        "I think that <b>Mastco</b> is the worst of all.",
        "<strong>Warning</strong> do not buy this router.",
        "<b>Mastco</b> raised its prices on 3 May 2020, I say.",
        "See <a href='https://regulator.example/'>what the regulator says</a>.",
    ],
)
def test_what_an_unnamed_reader_stresses_is_no_author_and_stays_said(words: str) -> None:
    comment = read(f"<div class='comment-content'><p>{words}</p></div>")
    assert (comment.author, comment.published_raw) == (None, None)
    assert comment.body == html.fromstring(f"<p>{words}</p>").text_content()


def test_a_date_in_the_box_of_the_name_is_no_part_of_it() -> None:
    comment = read("<div class='comment-author-name'><h6><span>May 6, 2024</span> Mast Climber</h6></div>" + WORDS)
    assert (comment.author, comment.published_raw) == ("Mast Climber", "May 6, 2024")


def test_how_a_box_is_bordered_says_nothing_of_what_is_in_it() -> None:
    comment = read("<div class='d-flex border-bottom'><strong>Ada</strong> <time>6 May 2024</time></div>" + WORDS)
    assert (comment.author, comment.body) == ("Ada", "Two bars, at best.")
