"""Where a thread in plain text begins and ends, what it states of its length, and what round it is no comment."""

from __future__ import annotations

import pytest

from spiders.page import Page
from tests.platforms.text_pages import ARTICLE, FORM, READER, read


def test_events_listed_before_the_thread_are_no_comments() -> None:
    events = "  • Mast Day, 3 November 2020\n\n  • Harbour Forum 2020\n\n\n"
    thread = "  1. Ann 16/10/2020 @ 7:47 pm\n\n    One.\n\n  2. Max 16/10/2020 @ 7:50 pm\n\n    Two.\n"
    assert [row[0] for row in read(ARTICLE + events + thread + FORM)] == ["Ann", "Max"]


@pytest.mark.parametrize("heading", ["Recent Comments", "Neueste Kommentare", "Commentaires récents"])
def test_recent_comments_are_other_pages_comments(heading: str) -> None:
    widget = f"""
{heading}

  • Bob says:
    16/10/2020 @ 7:47 pm

    Fibre!
  • Eve says:
    16/10/2020 @ 7:48 pm

    Yes!
"""
    assert read(ARTICLE + widget) == []
    thread = "1 Comment\n\n  1. Ann says:\n    16/10/2020 @ 7:47 pm\n\n    One.\n"
    assert [row[0] for row in read(ARTICLE + thread + FORM + widget)] == ["Ann"]


def test_a_byline_is_no_comment() -> None:
    text = "Harbour mast gets 5G\n\nNora Netz\n16 October 2020 at 7:47 pm\n\n" + "The mast is on. " * 20 + "\n"
    assert read(text) == []
    assert read(text + FORM) == []


@pytest.mark.parametrize(
    "end",
    [
        "Leave a comment",
        "Leave a Reply Cancel reply",
        "Comments are closed.",
        "Schreibe einen Kommentar Antworten abbrechen",
        "Laisser un commentaire Annuler la réponse",
        "Los comentarios están cerrados.",
        "I commenti sono chiusi.",
        "Laat een reactie achter",
        "Deixe um comentário Cancelar resposta",
        "Możliwość komentowania została wyłączona.",
        "Post navigation",
        "Proudly powered by WordPress",
    ],
)
@pytest.mark.parametrize("indent", ["", "    "])
def test_the_last_comment_ends_where_the_form_or_the_footer_begins(end: str, indent: str) -> None:
    mark = "  1. " if indent else ""
    text = f"""{ARTICLE}1 Comment

{mark}Ann says:
{indent}16/10/2020 @ 7:47 pm

{indent}One.

{end}

More of that.
"""
    page = Page(text.encode())
    assert [row[3] for row in read(text)] == ["One."]
    assert READER.is_ended(page)


def test_a_text_without_a_form_is_not_ended() -> None:
    for cut in (ARTICLE, f"{ARTICLE}1 Comment\n\n  1. Ann says:\n    16/10/2020 @ 7:47 pm\n\n    One and a ha"):
        assert not READER.is_ended(Page(cut.encode()))


def test_what_a_cut_leaves_of_a_head_is_no_comment() -> None:
    whole = "  1. Ann 16/10/2020 @ 7:47 pm\n\n    One.\n\n    • Max 16/10/2020 @ 7:50 pm"
    for length in range(whole.index("•"), len(whole)):
        assert [row[0] for row in read(ARTICLE + whole[:length])] == ["Ann"]
    assert [row[0] for row in read(ARTICLE + whole)] == ["Ann", "Max"]


def test_a_page_of_older_comments_elsewhere_means_that_the_thread_is_not_whole() -> None:
    thread = "9 Comments\n\n← Older Comments\n\n  1. Ann says:\n    16/10/2020 @ 7:47 pm\n\n    One.\n"
    page = Page((ARTICLE + thread + FORM).encode())
    assert len(READER.comments(page)) == 1
    assert not READER.is_ended(page)
    assert READER.stated_count(page) == 9


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("12 thoughts on “Mast”", 12),
        ("Comments (12)", 12),
        ("One Comment", 1),
        ("1.977 commentaires", 1977),
        ("Comments", None),
    ],
)
def test_the_heading_states_the_count(heading: str, count: int | None) -> None:
    text = f"{ARTICLE}{heading}\n\n  1. Ann says:\n    16/10/2020 @ 7:47 pm\n\n    One.\n{FORM}"
    assert READER.stated_count(Page(text.encode())) == count
    assert len(read(text)) == 1


def test_no_comments_is_a_count_of_none() -> None:
    page = Page(f"{ARTICLE}Keine Kommentare\n{FORM}".encode())
    assert (READER.comments(page), READER.stated_count(page), READER.is_ended(page)) == ([], 0, True)
