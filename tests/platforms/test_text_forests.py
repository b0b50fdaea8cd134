"""Any thread, in the forms that converters leave of it, is read back as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.text_form import TextForm
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, forests
from tests.platforms.mark_up import AS_FORESTS

READER = TextForm()
HEAD = """Fibre reaches the lighthouse

The cable ship came on Friday, a café’s flag in its mast.

Tags: , ,
  • Fibre Day 2020

  • 5G Week


"""
FORM = "Leave a comment\n\nYour email address will not be published. Required fields are marked *\n"
QUOTES = [
    "He said:",
    "On 3 May 2020 they said so",
    "17/10/2020",
    "1. first",
    "• one",
    "Reply to that",
    "<b>",
    "5G & co.",
]

name_words = st.text(st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=9).map(str.title)
known_names = st.sampled_from(["K. A. Bell", "O'Brien & Sons", "Zoë_99", "李雷", "Kim “5G” Lee", "dark.fibre", "Ольга"])
names = known_names | st.lists(name_words, min_size=1, max_size=3, unique=True).map(" ".join)
plain_lines = st.lists(name_words, min_size=1, max_size=8).map(lambda words: " ".join(["So", *words, "it is."]))
lines = plain_lines | st.sampled_from(QUOTES)
hard_texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
times = st.datetimes(datetime(2002, 1, 1), datetime(2026, 12, 31))

items = forests(max_depth=200, with_ids=False, texts=hard_texts, authors=st.none() | names, times=times)
flat = forests(max_depth=3, with_ids=False, texts=plain_lines, authors=names, times=times)


def _clock(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"


def british(at: datetime) -> str:
    return f"{at:%d/%m/%Y} @ {_clock(at)}"


def american(at: datetime) -> str:
    return f"{at:%B} {at.day}, {at.year} at {_clock(at)}"


def german(at: datetime) -> str:
    months = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
    return f"{at.day}. {months[at.month - 1]} {at.year} um {at:%H:%M} Uhr"


def one_line_head(comment: ExpectedComment) -> list[str]:
    """Picture, name and date on the item's first line."""
    assert comment.published
    return [" ".join(["Avatar", comment.author or "", british(comment.published)]).replace("  ", " ")]


def says_head(comment: ExpectedComment) -> list[str]:
    """ "NAME says:", the date on the next line."""
    assert comment.published
    return [f"{comment.author} says:" if comment.author else "says:", american(comment.published)]


def sagt_head(comment: ExpectedComment) -> list[str]:
    assert comment.published
    return [f"{comment.author} sagt:" if comment.author else "sagt:", german(comment.published)]


def indented(
    forest: Forest,
    head: Callable[[ExpectedComment], list[str]],
    *,
    step: int = 2,
    bullets: str = "•",
    is_at_dots: bool = False,
    button: str = "",
) -> str:
    """Lists in lists: numbers at the top, ``bullets`` below (numbers too where empty), texts below the marks."""
    rows: list[str] = []
    counts: list[int] = []
    last: list[int] = []
    for comment in forest:
        del counts[comment.depth + 1 :]
        counts.extend([0] * (comment.depth + 1 - len(counts)))
        counts[comment.depth] += 1
        last.append(counts[comment.depth])
    for comment, number in zip(forest, last, strict=True):
        mark = bullets if comment.depth and bullets else f"{number}."
        column = step * (2 * comment.depth + 1)
        mark_column = column + 2 - len(mark) if is_at_dots and mark != bullets else column
        text_column = " " * (column + step + 2)
        first, *more = head(comment)
        rows.append(f"{' ' * mark_column}{mark} {first}")
        rows.extend(text_column + line for line in more)
        rows.append("")
        for paragraph in comment.paragraphs:
            rows.extend(text_column + line for line in paragraph.split("\n"))
            rows.append("")
        if button:
            rows.append(text_column + button)
    return "\n".join([*rows, ""])


def without_indented_texts(forest: Forest, head: Callable[[ExpectedComment], list[str]]) -> str:
    """Only the marks are indented, as in Markdown made of HTML."""
    rows = []
    for comment in forest:
        first, *more = head(comment)
        rows += [f"{'   ' * comment.depth}  {'*' if comment.depth else '1.'} {first}", "", *more, ""]
        rows += [line for paragraph in comment.paragraphs for line in (*paragraph.split("\n"), "")]
        rows += ["Reply", ""]
    return "\n".join(rows)


def divided(forest: Forest, head: Callable[[ExpectedComment], list[str]]) -> str:
    """No marks at all; answers are indented below what they answer."""
    rows = []
    for comment in forest:
        column = " " * (3 * comment.depth)
        rows += [column + line for line in head(comment)] + [""]
        rows += [column + line for text in comment.paragraphs for line in (*text.split("\n"), "")] + [column + "Reply"]
    return "\n".join([*rows, "", ""])


def one_block_a_line(forest: Forest, head: Callable[[ExpectedComment], list[str]]) -> str:
    """A crawl's flat text: neither marks nor indentation nor empty lines."""
    rows = []
    for comment in forest:
        rows += [*head(comment), *comment.paragraphs, "Reply"]
    return "\n".join([*rows, ""])


def read(text: str) -> list[Comment]:
    return READER.comments(Page(text.encode()))


def with_words(forest: Forest) -> Forest:
    """Each comment says something, as nearly all do: what no heading opens shows by it that it is a thread."""
    return [replace(one, paragraphs=one.paragraphs or (f"No. {one.position}",)) for one in forest]


@AS_FORESTS
@given(items.map(with_words))
def test_a_numbered_thread_with_bullets_below_is_read_back(forest: Forest) -> None:
    page = Page((HEAD + indented(forest, one_line_head) + "\n" + FORM).encode())
    assert_same_forest(READER.comments(page), forest, shown_time=british)
    assert READER.is_ended(page)
    assert READER.stated_count(page) is None
    assert READER.count_in_bytes(page) == len(forest)


@AS_FORESTS
@given(items, st.sampled_from([2, 3, 4]), st.booleans())
def test_nested_numbers_are_read_back_wherever_they_are_aligned(forest: Forest, step: int, is_at_dots: bool) -> None:
    thread = indented(forest, says_head, step=step, bullets="", is_at_dots=is_at_dots, button="Reply")
    text = f"{HEAD}{len(forest)} Responses to “Fibre reaches the lighthouse”\n\n{thread}\n{FORM}"
    assert_same_forest(read(text), forest, shown_time=american)


@AS_FORESTS
@given(items)
def test_a_german_thread_is_read_back(forest: Forest) -> None:
    thread = indented(forest, sagt_head, button="Antworten ↓")
    text = f"{HEAD}{len(forest)} Kommentare zu „Glasfaser am Leuchtturm“\n\n{thread}\nSchreibe einen Kommentar\n"
    assert_same_forest(read(text), forest, shown_time=german)


# "El" and "On" before a date belong to the date in some language.
long_names = names.filter(lambda name: len(name) > 3)


@AS_FORESTS
@given(forests(max_depth=20, with_ids=False, texts=plain_lines, authors=st.none() | long_names, times=times))
def test_marks_alone_tell_the_nesting_where_texts_are_not_indented(forest: Forest) -> None:
    text = f"{HEAD}{len(forest)} Comments\n\n{without_indented_texts(forest, one_line_head)}\n{FORM}"
    assert_same_forest(read(text), forest, shown_time=british)


@AS_FORESTS
@given(flat)
def test_a_thread_without_marks_is_read_back_by_its_indentation(forest: Forest) -> None:
    text = f"{HEAD}{len(forest)} Comments\n\n{divided(forest, says_head)}{FORM}"
    assert_same_forest(read(text), forest, shown_time=american)


@AS_FORESTS
@given(flat)
def test_flat_text_gives_back_all_but_the_nesting(forest: Forest) -> None:
    flattened = [replace(comment, depth=0, parent=None) for comment in forest]
    thread = one_block_a_line(forest, says_head)
    text = f"Fibre reaches the lighthouse\nThe ship came.\n{len(forest)} Comments\n{thread}{FORM}"
    assert_same_forest(read(text), flattened, shown_time=american)


@AS_FORESTS
@given(forests(max_depth=4, with_ids=False, texts=plain_lines, authors=names, times=times), st.data())
def test_a_cut_text_gives_what_stands_before_the_cut(forest: Forest, data: st.DataObject) -> None:
    whole = (HEAD + indented(forest, one_line_head)).encode()
    cut = data.draw(st.integers(len(HEAD.encode()), len(whole)))
    page = Page(whole[:cut])
    seen = READER.comments(page)
    assert not READER.is_ended(page)
    for comment, expected in zip(seen[:-1], forest, strict=False):
        assert (comment.author, comment.depth_shown, comment.body) == (expected.author, expected.depth, expected.body)
    if seen:
        assert forest[len(seen) - 1].author == seen[-1].author
        assert forest[len(seen) - 1].body.startswith(seen[-1].body.rstrip("\ufffd").rstrip())


@given(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=400)
    | st.lists(st.sampled_from([*QUOTES, "3 Comments", "Ann says:", "  • Ann", "\t1.", "#"])).map("\n".join)
)
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    page = Page(f"x{text}".encode())
    comments = READER.comments(page)
    assert READER.count_in_bytes(page) is not None
    assert len(comments) <= text.count("\n") + 1
    assert all(comment.depth_shown >= 0 and comment.external_id is None for comment in comments)


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_byte_order_marks_and_line_ends_change_nothing(newline: str, mark: str) -> None:
    text = HEAD + "  1. Avatar Ann Tenna 16/10/2020 @ 7:47 pm\n\n    First.\n\n    Second.\n\n" + FORM
    (comment,) = READER.comments(Page((mark + text).replace("\n", newline).encode()))
    assert (comment.author, comment.body) == ("Ann Tenna", "First.\n\nSecond.")
