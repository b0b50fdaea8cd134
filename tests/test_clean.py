"""What comes from the web is hostile, down to a commenter's name."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import Article, Comment, Observation, ThreadPage
from pipelines.clean import _CLEANER, clean, one_line, paragraphs, sanitised
from tests.threads import SITE


def cleaned(comment: Comment) -> Comment:
    page = ThreadPage(
        site=SITE,
        article=Article(title="A\x1b[2J title", tags=["5G\n", "\x00", " "]),
        comments=[comment],
        observation=Observation(observed_at=None, source="html", scope="html"),
    )
    clean(page)
    return page.comments[0]


def test_a_name_cannot_drive_the_terminal_or_turn_the_text_around() -> None:
    assert cleaned(Comment(author="Eve\x1b[31m\u202eredro\x07")).author == "Eve [31m redro"


def test_a_name_without_letters_left_is_no_name() -> None:
    assert cleaned(Comment(author=" \x00\x1b ")).author == "\ufffd"
    assert cleaned(Comment(author=" \x1b\n ")).author is None


def test_a_lone_surrogate_becomes_a_replacement_sign() -> None:
    body = cleaned(Comment(body="half \ud83d of an emoji")).body
    assert body == "half \ufffd of an emoji"
    assert body.encode("utf-8")


def test_paragraphs_and_lines_stay_and_spaces_are_folded() -> None:
    assert paragraphs("  One\u00a0 two \n three\n\n\n\n  four\t") == "One two\nthree\n\nfour"


def test_emoji_joiners_and_other_scripts_stay() -> None:
    text = "👩‍💻 می‌خواهم हिन्दी 光ファイバー"
    assert one_line(text) == text


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<svg><script>1</script></svg>",
        "<iframe src='https://mast.example'></iframe>",
        "<p style='background:url(https://mast.example/t.gif)'>x</p>",
        "<img src='https://mast.example/tracker.gif' alt='a mast'>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    ],
)
def test_nothing_that_runs_or_loads_survives(markup: str) -> None:
    clean_markup = sanitised(markup).lower()
    assert not any(bad in clean_markup for bad in ("script", "onerror=a", "src=", "style=", "iframe", "javascript:"))


def test_harmless_markup_stays() -> None:
    assert sanitised("<p>One <em>two</em></p><blockquote>three</blockquote>") == (
        "<p>One <em>two</em></p><blockquote>three</blockquote>"
    )


SCRAPS = '<p> </p> <br> <em> </em> <b> </b> &amp; &lt; &quot; & < > " x é <a> </a> <br/> <script> </script>'.split()


@given(st.lists(st.sampled_from([*SCRAPS, "\n", "\xa0", "<p>a mast</p>", "<p>a <b>mast</b></p>"])).map("".join))
def test_plain_paragraphs_come_out_as_the_sanitiser_gives_them(markup: str) -> None:
    assert sanitised(markup) == _CLEANER.clean(markup)


def test_a_number_that_sqlite_cannot_hold_is_none() -> None:
    assert cleaned(Comment(likes=2**63, dislikes=-1)).likes is None


def test_the_articles_texts_are_cleaned_too() -> None:
    page = ThreadPage(
        site=SITE,
        article=Article(title="A\x1b[2J  title", tags=["5G\n", " "]),
        comments=[],
        observation=Observation(observed_at=None, source="html", scope="html"),
    )
    clean(page)
    assert (page.article.title, page.article.tags) == ("A [2J title", ["5G"])


@given(st.text(st.characters(codec=None)))
def test_any_text_can_be_stored_and_printed_afterwards(text: str) -> None:
    comment = cleaned(Comment(author=text, body=text, body_html=text, notice=text))
    written = json.dumps([comment.author, comment.body, comment.body_html, comment.notice], ensure_ascii=False)
    written.encode("utf-8")
    assert "\x1b" not in written
    assert one_line(comment.author or "") == (comment.author or ""), "cleaning twice changes nothing"


TEXTS = [
    "",
    " ",
    "One",
    " One",
    "One ",
    "One  two",
    "One\n",
    "\n\nOne",
    "One\ntwo",
    "One\n\ntwo",
    "e\u0301",
    "\u0301",
    "\x1b",
    "é",
]


@given(st.lists(st.tuples(*[st.sampled_from([None, *TEXTS])] * 2), max_size=6))
def test_comments_come_out_of_a_thread_as_each_would_alone(said: list[tuple[str | None, str | None]]) -> None:
    alone = [cleaned(Comment(author=author, body=body or "")) for author, body in said]
    page = ThreadPage(
        site=SITE,
        article=Article(),
        comments=[Comment(author=author, body=body or "") for author, body in said],
        observation=Observation(observed_at=None, source="html", scope="html"),
    )
    clean(page)
    assert page.comments == alone
    assert [comment.author for comment in alone] == [one_line(author or "") or None for author, _ in said]
    assert [comment.body for comment in alone] == [paragraphs(body or "") for _, body in said]


@given(st.text(alphabet=" \n\xa0\x00a|é\u0301\ufeff", max_size=12))
def test_a_text_that_is_taken_as_clean_is_as_cleaning_would_leave_it(text: str) -> None:
    assert paragraphs(paragraphs(text)) == paragraphs(text)
    assert paragraphs(text) == re.sub("\n\n\n+", "\n\n", "\n".join(map(one_line, text.split("\n")))).strip()
    assert one_line(text) == " ".join(paragraphs(text).split())
