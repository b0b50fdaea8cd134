"""Threads in plain text: the marks that themes and converters leave, and what is none of them."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

import pytest

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.text_form import TextForm
from tests.shared_files import SEED, needs_seed

READER = TextForm()
ARTICLE = """Harbour mast gets 5G

The mast on the harbour wall was switched on this week, and the fishing fleet was first to notice the difference.

"""
FORM = "\nLeave a Reply Cancel reply\n\nYour email address will not be published.\n"

Row = tuple[str | None, str | None, int, str]


def read(text: str) -> list[Row]:
    return [_row(comment) for comment in READER.comments(Page(text.encode()))]


def _row(comment: Comment) -> Row:
    return comment.author, comment.published_raw, comment.depth_shown, comment.body


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


@needs_seed
def test_the_seed_thread_is_read_whole() -> None:
    page = Page(SEED.read_bytes())
    comments = READER.comments(page)
    depths = [comment.depth_shown for comment in comments]
    assert [depths.count(depth) for depth in range(6)] == [30, 11, 8, 2, 1, 0]
    assert comments[0].published_raw == "16/10/2020 @ 7:47 pm"
    assert READER.is_ended(page)
    assert READER.stated_count(page) is None
    assert READER.count_in_bytes(page) == 52
    assert _parents(depths) == _parents_by_columns(page.text)
    assert sum(comment.body.count("\n\n") + 1 for comment in comments) == _paragraphs_in(page.text)
    words = "".join(f"{one.author}|{one.body}\n" for one in comments)
    assert hashlib.sha256("".join(words.split()).encode()).hexdigest() == _words_of_thread(page.text)


def _parents(depths: list[int]) -> list[int | None]:
    latest: dict[int, int] = {}
    parents = []
    for position, depth in enumerate(depths):
        parents.append(latest[depth - 1] if depth else None)
        latest[depth] = position
    return parents


_SEED_HEAD = re.compile(r"^( *)(?:\d+\.|•) Avatar (.+) \d\d/\d\d/\d{4} @ \d+:\d\d [ap]m$", re.MULTILINE)


def _parents_by_columns(text: str) -> list[int | None]:
    columns = [len(found[1]) for found in _SEED_HEAD.finditer(text)]
    return [
        next((above for above in range(at - 1, -1, -1) if columns[above] < column), None)
        for at, column in enumerate(columns)
    ]


def _texts_by_heads(text: str) -> list[tuple[str, str]]:
    heads = list(_SEED_HEAD.finditer(text))
    ends = [following.start() for _, following in pairwise(heads)] + [text.index("\nLeave a comment")]
    return [(head[2], text[head.end() : end]) for head, end in zip(heads, ends, strict=True)]


def _paragraphs_in(text: str) -> int:
    return sum(len(re.findall(r"\S[^\n]*(?:\n *\S[^\n]*)*", body)) for _, body in _texts_by_heads(text))


def _words_of_thread(text: str) -> str:
    words = "".join(f"{author}|{body}\n" for author, body in _texts_by_heads(text))
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()
