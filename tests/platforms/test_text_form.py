"""Threads in plain text: the marks that themes and converters leave, and what is none of them."""

from __future__ import annotations

import re

import pytest

from spiders.page import Page
from tests.platforms.text_pages import ARTICLE, FORM, READER, read


@pytest.mark.parametrize(
    ("heading", "says", "date", "button", "form"),
    [
        ("2 Responses to “Harbour mast gets 5G”", "says:", "October 16, 2020 at 7:47 pm", "Reply", "Leave a Reply"),
        ("2 Kommentare zu „Mast“", "schreibt:", "16. Oktober 2020 um 19:47", "Antworten", "Schreibe einen Kommentar"),
        ("2 réflexions sur « Mât »", "dit :", "16 octobre 2020 à 19 h 47 min", "Répondre", "Laisser un commentaire"),
        ("2 comentarios en «Mástil»", "dice:", "16 octubre, 2020 a las 7:47 pm", "Responder", "Deja una respuesta"),
        ("2 pensieri su “Antenna”", "ha detto:", "16 ottobre 2020 alle 19:47", "Rispondi", "Lascia un commento"),
        ("2 reacties op “Mast”", "schreef:", "16 oktober 2020 om 19:47", "Beantwoorden", "Geef een reactie"),
        (
            "2 comentários sobre “Mastro”",
            "disse:",
            "16 de outubro de 2020 às 19:47",
            "Responder",
            "Deixe um comentário",
        ),
        ("2 komentarze do „Maszt”", "pisze:", "16 października 2020 o 19:47", "Odpowiedz", "Dodaj komentarz"),
    ],
)
def test_themes_of_eight_languages_are_read(heading: str, says: str, date: str, button: str, form: str) -> None:
    text = f"""{ARTICLE}{heading}

  1. Ann Tenna {says}
    {date}

    Five bars.

    {button}
    • Max Cable {says}
      {date}

      Lucky you.

      {button}

{form}
"""
    page = Page(text.encode())
    assert read(text) == [("Ann Tenna", date, 0, "Five bars."), ("Max Cable", date, 1, "Lucky you.")]
    assert READER.stated_count(page) == 2
    assert READER.is_ended(page)
    assert READER.count_in_bytes(page) == 2


@pytest.mark.parametrize(
    "head",
    [
        "Ann Tenna 16 October 2020 @ 7:47 pm",
        "Ann Tenna says:\n    16 October 2020 @ 7:47 pm Edit",
        "Ann Tenna\n    16 October 2020 @ 7:47 pm",
        "Ann Tenna (16 October 2020 @ 7:47 pm) | Reply",
        "Ann Tenna on 16 October 2020 @ 7:47 pm said:",
        "16 October 2020 @ 7:47 pm Ann Tenna wrote:",
        "On 16 October 2020 @ 7:47 pm, Ann Tenna said:",
        "Comment by Ann Tenna — 16 October 2020 @ 7:47 pm #",
        "[ab12] Ann Tenna says:\n    16 October 2020 @ 7:47 pm",
        "Avatar\n    Ann Tenna\n    16 October 2020 @ 7:47 pm",
        "Avatar for Ann Tenna\n    Ann Tenna\n    16 October 2020 @ 7:47 pm",
        "1\n\n    Ann Tenna\n\n    16 October 2020 @ 7:47 pm",
        "Ann Tenna\n    16 October 2020\n    7:47 pm",
    ],
)
def test_name_and_date_are_found_however_they_stand(head: str) -> None:
    (row,) = read(f"{ARTICLE}1 Comment\n\n  1. {head}\n\n    Five bars.\n{FORM}")
    assert (row[0], row[3]) == ("Ann Tenna", "Five bars.")
    assert re.fullmatch(r"16 October 2020( @)? 7:47 pm", row[1] or "")


def test_a_date_alone_is_a_comment_whose_name_was_lost() -> None:
    text = "  1. Avatar Ann 16/10/2020 @ 7:47 pm\n\n    One.\n\n  2. Avatar 16/10/2020 @ 7:50 pm\n\n    Two.\n"
    assert [row[0] for row in read(ARTICLE + text + FORM)] == ["Ann", None]


def test_the_line_above_the_list_is_no_name_of_its_first_comment() -> None:
    text = "Tags: mast, harbour\n\n  1. 16/10/2020 @ 7:47 pm\n\n    One.\n\n  2. Ann 16/10/2020 @ 7:50 pm\n\n    Two.\n"
    assert [(row[0], row[3]) for row in read(ARTICLE + text + FORM)] == [(None, "One."), ("Ann", "Two.")]


def test_a_commenter_may_be_called_avatar_where_no_pictures_are() -> None:
    text = "  1. Ann 16/10/2020 @ 7:47 pm\n\n    One.\n\n  2. Avatar 16/10/2020 @ 7:50 pm\n\n    Two.\n"
    assert [row[0] for row in read(ARTICLE + text + FORM)] == ["Ann", "Avatar"]


def test_names_that_look_like_joining_words_stay_whole() -> None:
    text = "  1. Thanh Le 16/10/2020 @ 7:47 pm\n\n    One.\n\n  2. Max Said 16/10/2020 @ 7:50 pm\n\n    Two.\n"
    assert [row[0] for row in read(ARTICLE + text + FORM)] == ["Thanh Le", "Max Said"]


def test_a_picture_text_that_repeats_each_name_is_dropped() -> None:
    names = ["Ann Tenna", "Max", "Lou Lou"]
    heads = [f"  {n}. {name} {name} 16/10/2020 @ 7:47 pm\n\n    No. {n}.\n\n" for n, name in enumerate(names, 1)]
    assert [row[0] for row in read(ARTICLE + "".join(heads) + FORM)] == names


def test_lists_and_dates_within_a_text_stay_text() -> None:
    text = """3 Comments

  1. Ann 16/10/2020 @ 7:47 pm

    Three things:

    • the mast
    • 5G since 12 October 2020
    • Bob said on 15/10/2020

    1. first
    2. second

    On 3 October 2020 they denied it.
    He said:

  2. Max 16/10/2020 @ 7:50 pm
  3. Zoë 16/10/2020 @ 7:51 pm

    https://mast.example/map
"""
    rows = read(ARTICLE + text + FORM)
    assert [(row[0], row[2]) for row in rows] == [("Ann", 0), ("Max", 0), ("Zoë", 0)]
    assert rows[0][3] == (
        "Three things:\n\n• the mast\n• 5G since 12 October 2020\n• Bob said on 15/10/2020\n\n1. first\n2. second\n\n"
        "On 3 October 2020 they denied it.\nHe said:"
    )
    assert [row[3] for row in rows[1:]] == ["", "https://mast.example/map"]


def test_numbers_of_two_and_three_digits_keep_their_level() -> None:
    rows = []
    for number in range(1, 121):
        rows.append(f"  {number}. Avatar Ann {number} 16/10/2020 @ 7:47 pm\n\n    Text.\n")
        rows.append(f"    1. Avatar Max {number} 16/10/2020 @ 7:48 pm\n\n      Text.\n")
    assert [row[2] for row in read(ARTICLE + "\n".join(rows) + FORM)] == [0, 1] * 120


def test_pingbacks_are_told_from_comments() -> None:
    text = """3 Responses to “Harbour mast gets 5G”

  1. Ann says:
    16/10/2020 @ 7:47 pm

    One.

    Reply
  2. Pingback: Masts of the week | The Mast Blog
  3. The Antenna says:
    17/10/2020 @ 7:47 pm

    […] the harbour mast is on […]

    Reply
"""
    comments = READER.comments(Page((ARTICLE + text + FORM).encode()))
    assert [comment.kind for comment in comments] == ["comment", "pingback", "pingback"]
    assert comments[1].author == "Masts of the week | The Mast Blog"


def test_a_list_of_trackbacks_below_belongs_to_the_thread() -> None:
    text = """1 Comment

  1. Ann says:
    16/10/2020 @ 7:47 pm

    One.

Trackbacks

  1. Masts says:
    17/10/2020 @ 7:47 pm

    On masts.
"""
    comments = READER.comments(Page((ARTICLE + text + FORM).encode()))
    assert [(one.author, one.kind, one.depth_shown) for one in comments] == [
        ("Ann", "comment", 0),
        ("Masts", "pingback", 0),
    ]


def test_name_and_date_may_stand_below_the_text() -> None:
    text = """2 Comments

  1. Five bars.

    Even at low tide.

    Comment by Ann Tenna — 16.10, 2020 @ 19:47
    • Lucky you.

      Comment by Max — 16.10, 2020 @ 19:50
"""
    assert read(ARTICLE + text + FORM) == [
        ("Ann Tenna", "16.10, 2020 @ 19:47", 0, "Five bars.\n\nEven at low tide."),
        ("Max", "16.10, 2020 @ 19:50", 1, "Lucky you."),
    ]


def test_names_alone_mark_comments_below_a_heading_that_counts_them() -> None:
    text = "2 Comments\n\n  • Ann\n\n    Five bars.\n\n    • Max\n\n      Lucky you.\n\n"
    assert read(ARTICLE + text + FORM) == [("Ann", None, 0, "Five bars."), ("Max", None, 1, "Lucky you.")]


def test_a_comment_without_name_and_date_is_known_by_its_number() -> None:
    text = """3 Antworten

  1. Ann sagt:

    Eins.

  2. Zwei, und zwar
    ohne Namen.

  3. Max sagt:

    Drei.
"""
    assert [(row[0], row[3]) for row in read(ARTICLE + text + FORM)] == [
        ("Ann", "Eins."),
        (None, "Zwei, und zwar\nohne Namen."),
        ("Max", "Drei."),
    ]


def test_votes_and_buttons_are_no_words_of_the_comment() -> None:
    text = "2 Comments\n\n" + "".join(
        f"  • {name} says:\n    October 16, 2020 at 7:4{n} pm\n\n    Text {n}.\n\n    {n}7\n    3\n    Reply\n"
        for n, name in enumerate(["Ann", "Max"])
    )
    comments = READER.comments(Page((ARTICLE + text + FORM).encode()))
    assert [(one.body, one.likes, one.dislikes) for one in comments] == [("Text 0.", 7, 3), ("Text 1.", 17, 3)]


def test_relative_times_are_kept_as_shown() -> None:
    text = """2 Comments

  • Ann
    3 days ago

    Text.

    Reply
  • Max
    1 hour ago

    Text.

    Reply
"""
    assert [row[:2] for row in read(ARTICLE + text + FORM)] == [("Ann", "3 days ago"), ("Max", "1 hour ago")]


def test_markdown_is_read_without_its_signs() -> None:
    text = """## 1 thought on “Harbour mast gets 5G”

  1. ![Avatar](a.png) **[Ann Tenna](https://ann.example)** says:

[October 16, 2020 at 7:47 pm](#comment-1) [Edit](#edit)

Five bars.

[Reply](#reply)

### Leave a Reply
"""
    assert read(ARTICLE + text) == [("Ann Tenna", "October 16, 2020 at 7:47 pm", 0, "Five bars.")]


def test_bullets_between_the_numbers_of_one_count_answer_the_number_above_where_indentation_is_lost() -> None:
    text = "".join(
        f"{mark} Ann {n} 16/10/2020 @ 7:4{n} pm\n\nText {n}.\n\n"
        for n, mark in enumerate(["1.", "•", "•", "2.", "•", "3."])
    )
    assert [row[2] for row in read(ARTICLE + text + FORM)] == [0, 1, 1, 0, 1, 0]


def test_html_is_left_to_others() -> None:
    assert READER.recognises(Page(ARTICLE.encode()))
    assert not READER.recognises(Page(b"<!doctype html><html><body><p>Mast</p></body></html>"))
