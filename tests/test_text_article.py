"""The article of a plain text: what belongs to it and what stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import Article
from spiders.page import Page
from spiders.platforms.text_form import TextForm
from spiders.text_article import read_text_article
from tests.shared_files import SEED, needs_seed

FIRST = (
    "The mast on the harbour wall was switched on this week, and the fishing fleet was first to notice the difference."
)
SECOND = "“Five bars, even at low tide,” said the harbour master.\nThe council paid for the concrete."
LAST = "More masts will follow."
THREAD = (
    "2 Responses to “Harbour mast gets 5G”\n\n  1. Ann says:\n    16/10/2020 @ 7:47 pm\n\n    One.\n\nLeave a Reply\n"
)


def read(text: str) -> Article:
    return read_text_article(Page(text.encode()))


@pytest.mark.parametrize(
    "around",
    [
        "Harbour mast gets 5G\n\n{body}\n\n{thread}",
        "  • Home\n  • News\n\nThe Mast Gazette\n\nHarbour mast gets 5G\n\n{body}\n\n{thread}",
        "Harbour mast gets 5G\n\n{body}\n\nTags: mast, 5G\n  • Mast Day\n\n  • Harbour Forum\n\n\n{thread}",
        "Harbour mast gets 5G\n\n{body}\n\nShare this:\n\n  • Twitter\n\nRelated posts\n\n  • Fibre\n\n{thread}",
        "Harbour mast gets 5G\n\n{body}\n\nThe Gazette\n\nMore news\n\n{thread}",
        "Harbour mast gets 5G\n\nBy Nora Netz\n\nReply\n\n{body}\n\nLeave a comment\n",
        "Harbour mast gets 5G\n\n{body}",
    ],
)
def test_title_and_body_are_read_without_what_stands_around_them(around: str) -> None:
    body = "\n\n".join((FIRST, SECOND, LAST))
    article = read(around.format(body=body, thread=THREAD))
    assert (article.title, article.body) == ("Harbour mast gets 5G", body)


def test_flat_text_has_a_paragraph_on_each_line() -> None:
    head = "Harbour mast gets 5G - The Mast Gazette\nHome\nNews\nHarbour mast gets 5G\n"
    article = read(f"{head}{FIRST}\n{LAST}\nTags:\n5G\n{THREAD}".replace("\n\n", "\n"))
    assert (article.title, article.body) == ("Harbour mast gets 5G", f"{FIRST}\n\n{LAST}")


@pytest.mark.parametrize(
    ("line", "byline", "date"),
    [
        ("By Nora Netz", "Nora Netz", None),
        ("By Nora Netz 12 October 2020", "Nora Netz", "12 October 2020"),
        ("By Nora Netz, October 12, 2020 2:30 pm", "Nora Netz", "October 12, 2020 2:30 pm"),
        ("Nora Netz, 12/10/2020", "Nora Netz", "12/10/2020"),
        ("Nora Netz | 12.10.2020, 14:30 Uhr", "Nora Netz", "12.10.2020, 14:30 Uhr"),
        ("Posted on October 12, 2020 by Nora Netz", "Nora Netz", "October 12, 2020"),
        ("Von Nora Netz am 12. Oktober 2020", "Nora Netz", "12. Oktober 2020"),
        ("12 octobre 2020", None, "12 octobre 2020"),
    ],
)
def test_the_line_below_the_title_tells_author_and_date(line: str, byline: str | None, date: str | None) -> None:
    article = read(f"Harbour mast gets 5G\n\n{line}\n\n{FIRST}\n\n{LAST}\n\n{THREAD}")
    assert (article.byline, article.published_raw, article.body) == (byline, date, f"{FIRST}\n\n{LAST}")
    assert article.published_machine is None


def test_tags_are_read_where_they_have_words() -> None:
    assert read(f"Harbour mast gets 5G\n\n{FIRST}\n\nTags: mast, 5G\n\n{THREAD}").tags == ["mast", "5G"]
    assert read(f"Harbour mast gets 5G\n\n{FIRST}\n\nTags: , , ,\n  • Mast Day\n\n{THREAD}").tags == []


def test_a_list_between_paragraphs_belongs_to_the_text() -> None:
    body = f"{FIRST}\n\n• five bars\n• low tide\n\n{LAST}"
    assert read(f"Harbour mast gets 5G\n\n{body.replace('•', '  •')}\n\n{THREAD}").body == body


def test_the_count_in_the_threads_heading_is_the_articles_too() -> None:
    assert read(f"Harbour mast gets 5G\n\n{FIRST}\n\n{THREAD}").stated_comment_count == 2


def test_a_text_that_begins_with_prose_has_no_title() -> None:
    assert read(f"{FIRST}\n\n{LAST}\n").title is None


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300).map(lambda text: f"x{text}\n\n{text}"))
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    page = Page(text.encode())
    assert read_text_article(page).published_machine is None
    assert TextForm().recognises(page) or page.is_html


@needs_seed
def test_the_seed_article_is_its_title_and_seven_paragraphs() -> None:
    text = SEED.read_text(encoding="utf-8")
    article = read_text_article(Page(SEED.read_bytes()))
    blocks = text.split("\n\n")
    assert article.title == blocks[0]
    assert article.body == "\n\n".join(blocks[1:8])
    assert (article.byline, article.published_raw, article.tags, article.stated_comment_count) == (None, None, [], None)
