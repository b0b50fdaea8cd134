"""A thread in the terminal: a tree that fits, with ages and marks, and nothing in it that a terminal would obey."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from archiver.ages import age, instant_of, sparkline
from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.commands.thread_lines import ASCII_STROKES, Strokes, ThreadLines, wrapped
from archiver.items import Comment
from archiver.terminal import harmless
from tests.command import archiver
from tests.threads import comment, thread

NOW = datetime(2024, 5, 9, 12, tzinfo=UTC)
Show = Callable[..., str]


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """Stores looks at one thread, then shows it in a terminal of some width."""

    def shown(*looks: tuple[str, list[Comment]], width: int = 80, as_of: str = "2024-05-09T12:00Z") -> str:
        with Archive.for_writing(tmp_path / "archive.db") as archive:
            for observed_at, comments in looks:
                store_observation(archive, thread(observed_at, *comments))
        with mock.patch("tests.command._environment", return_value={"COLUMNS": str(width), "PATH": ""}):
            done = archiver("show", "1", "--as-of", as_of, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return shown


def row(number: int, parent: int | None, depth: int, **fields: object) -> dict[str, object]:
    """A comment as ``read_thread`` gives it."""
    return {
        "id": number,
        "parent_id": parent,
        "depth": depth,
        "author": f"Reader {number}",
        "published_at": None,
        "published_local": None,
        "published_raw": None,
        "body": "The duct is full of water again",
        "notice": None,
        "kind": "comment",
        "state": "visible",
        "gone_at": None,
        "version_count": 1,
    } | fields


def drawn(rows: list[dict[str, object]], width: int, strokes: Strokes = Strokes()) -> list[str]:  # noqa: B008 (frozen)
    return [line for text in ThreadLines(rows, width, NOW, strokes) for line in text.plain.split("\n")]


def test_stems_lead_from_a_comment_to_each_of_its_answers() -> None:
    rows = [row(1, None, 0), row(2, 1, 1), row(3, 2, 2), row(4, 1, 1), row(5, None, 0)]
    assert drawn([one | {"body": "Yes"} for one in rows], 60) == [
        "Reader 1",
        "│  Yes",
        "│",
        "├─ Reader 2",
        "│  │  Yes",
        "│  │",
        "│  └─ Reader 3",
        "│     Yes",
        "│",
        "└─ Reader 4",
        "   Yes",
        "",
        "Reader 5",
        "Yes",
        "",
    ]


@pytest.mark.parametrize("width", [20, 24, 40, 79, 200])
@pytest.mark.parametrize("depth", [0, 3, 12, 60, 3_000])
def test_no_line_is_wider_than_the_terminal_and_words_keep_their_room(width: int, depth: int) -> None:
    rows = [row(number + 1, number or None, number) for number in range(depth + 1)]
    lines = drawn(rows, width)
    assert max(map(cell_len, lines)) <= width
    words = [line.lstrip(" │├└─|`-") for line in lines if "duct" in line or "water" in line]
    assert all(len(line) >= min(14, width // 2) or line.endswith("again") for line in words), words
    if depth == 3_000:
        assert "depth 3000" in "\n".join(lines[-8:])
        assert "answers Reader 3000" in " ".join(" ".join(lines[-8:]).split())


@pytest.mark.parametrize("width", [20, 24, 30, 40])
def test_long_names_in_a_deep_thread_are_no_wider_than_the_terminal(width: int) -> None:
    rows = [row(number + 1, number or None, number, author="Rea " * 17 + "der") for number in range(60)]
    assert max(map(cell_len, drawn(rows, width))) <= width


def test_a_very_deep_thread_takes_no_longer_than_a_flat_one() -> None:
    flat = [row(number + 1, None, 0) for number in range(4_000)]
    deep = [row(number + 1, number or None, number) for number in range(4_000)]

    def taken(rows: list[dict[str, object]]) -> float:
        started = time.process_time()
        drawn(rows, 80)
        return time.process_time() - started

    assert min(taken(deep) for _ in range(2)) < 8 * min(taken(flat) for _ in range(2))


def test_what_was_edited_taken_down_or_gone_is_marked(show: Show) -> None:
    first = [
        comment(1, "Fibre in May", author="Ada"),
        comment(2, "Copper!", author="Bo"),
        comment(3, "Rude", author="Cy"),
    ]
    second = [comment(1, "Fibre in June", author="Ada"), comment(3, "", notice="Removed by us", author="Cy")]
    shown = show(("2024-05-06T12:00:00", first), ("2024-05-07T12:00:00", second))
    lines = shown.splitlines()
    assert "2 captured at 2024-05-07T12:00:00Z (complete) · 1 gone · 2 edited" in lines
    assert "Ada  edited, 2 versions" in lines
    assert "Bo  gone by 2024-05-07 12:00:00" in lines
    assert "Cy  edited, 2 versions  taken down" in lines
    assert lines[lines.index("Removed by us") + 1] == "before, seen 2024-05-06: Rude"
    assert lines[lines.index("Fibre in June") + 1] == "before, seen 2024-05-06: Fibre in May"
    assert "before" not in show(as_of="2024-05-06T12:00Z")


def test_ages_and_arrivals_are_those_of_the_instant_asked_for(show: Show) -> None:
    said = [
        comment(1, "One", author="Ada", published_local="2024-05-06T10:00"),
        comment(2, "Two", author="Bo", published_local="2024-05-06T10:01"),
        comment(3, "Three", author="Cy", published_local="2024-05-08T10:00"),
    ]
    shown = show(("2024-05-08T12:00:00", said), as_of="2024-05-09T12:00Z").splitlines()
    assert "Ada  2024-05-06 10:00  3 days ago" in shown
    assert "Cy  2024-05-08 10:00  1 day ago" in shown
    assert "█" + " " * 58 + "▄" in shown
    assert "2024-05-06 10:00" + " " * 28 + "2024-05-08 10:00" in shown
    assert "Cy  2024-05-08 10:00  2 hours ago" in show(as_of="2024-05-08T12:00Z")


def test_nothing_that_a_terminal_obeys_comes_through(show: Show) -> None:
    evil = "\x1b[2J\x9b31m\x07 \u202egnp.exe \u2066 end\x7f"
    shown = show(("2024-05-06T12:00:00", [comment(1, evil, author=f"Ada{evil}")]))
    assert not set(shown) & set("\x1b\x9b\x07\u202e\u2066\x7f")
    assert "␛[2J<U+009B>31m␇ <U+202E>gnp.exe <U+2066> end␡" in shown


@given(st.text())
def test_harmless_text_has_no_character_that_acts(text: str) -> None:
    shown = harmless(text)
    assert all(sign == "\n" or (sign.isprintable() or ord(sign) > 0x9F) for sign in shown)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


@given(st.text(max_size=300), st.integers(2, 50))
def test_wrapping_keeps_every_word_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


def test_an_encoding_without_strokes_gets_a_tree_of_ascii() -> None:
    lines = drawn([row(1, None, 0), row(2, 1, 1), row(3, 1, 1)], 60, ASCII_STROKES)
    assert [line for line in lines if "Reader" in line] == ["Reader 1", "|- Reader 2", "`- Reader 3"]
    assert all(line.isascii() for line in lines)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=-5), ""),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=13), "1 week ago"),
        (timedelta(days=364), "12 months ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(passed: timedelta, said: str) -> None:
    assert age(NOW - passed, NOW) == said


def test_a_time_that_cannot_be_read_has_no_age() -> None:
    assert instant_of(None, None) is None
    assert instant_of(None, "soon") is None
    assert instant_of(None, "2024-05-06") == datetime(2024, 5, 6, 12, tzinfo=UTC)


def test_bars_stand_for_how_many_came_and_a_single_one_is_still_seen() -> None:
    instants = [NOW] * 100 + [NOW + timedelta(hours=9)]
    assert sparkline(instants, 4) == "█  ▁"
    assert sparkline(instants, 4, is_ascii=True) == "@  ."
    assert sparkline([], 4) == ""
