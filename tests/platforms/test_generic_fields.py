"""Names in mark-up mislead: the generic reader goes by what all comments of a thread have in common."""

from __future__ import annotations

from collections.abc import Callable

from archiver.items import Comment
from tests.platforms.generic_pages import Said, read, row, talk


def _read(one: Callable[[Said], str], heading: str = "<h2>Kommentare</h2>", count: int = 4) -> list[Comment]:
    return read(f'<section id="comments">{heading}{row(talk(*[0] * count), one)}</section>')


def _words(comments: list[Comment]) -> list[tuple[str | None, str]]:
    return [(one.author, one.body) for one in comments]


def _said(count: int = 4) -> list[tuple[str | None, str]]:
    return [(one.author, "\n\n".join(one.words)) for one in talk(*[0] * count)]


def test_a_name_in_a_box_called_copy_is_not_taken_for_the_words() -> None:
    def one(c: Said) -> str:
        return (
            f'<div class="comment-item" id="k{c.id}"><strong><a class="x-copy-link" href="/user/{c.number}">{c.name}'
            f'</a></strong><button>Admin</button>{c.paragraphs}<div class="comment-date"><small>{c.when}</small></div>'
            "</div>"
        )

    assert _words(_read(one)) == _said()


def test_a_line_that_announces_the_words_is_no_word_of_the_readers() -> None:
    def one(c: Said) -> str:
        return (
            f'<div class="comment" id="k{c.id}"><b class="author">{c.name}</b> <i class="date">{c.when}</i>'
            f'<div class="text"><h4>Kommentar</h4>{c.paragraphs}</div></div>'
        )

    assert _words(_read(one)) == _said()
    assert _words(_read(one, count=1)) == _said(1)


def test_a_line_that_all_comments_begin_with_is_no_word_of_the_readers() -> None:
    def one(c: Said) -> str:
        return (
            f'<div class="comment" id="k{c.id}"><b class="author">{c.name}</b> <i class="date">{c.when}</i>'
            f'<div class="text"><div>Meinung eines Lesers</div>{c.paragraphs}</div></div>'
        )

    assert _words(_read(one)) == _said()


def test_widths_of_pictures_are_no_indentation() -> None:
    def one(c: Said) -> str:
        picture = f'<img src="/u/{c.number}.jpg" width="48">' if c.number != 2 else ""
        return (
            f'<div class="comment" id="k{c.id}">{picture}<b class="author">{c.name}</b> <i class="date">{c.when}</i>'
            f'<div class="text">{c.paragraphs}</div></div>'
        )

    assert [comment.depth for comment in _read(one)] == [0, 0, 0, 0]


def test_words_that_mark_up_calls_moderation_are_a_notice() -> None:
    def one(c: Said) -> str:
        words = '<p><em class="moderation">Bitte bleiben Sie beim Thema.</em></p>' if c.number == 1 else c.paragraphs
        return (
            f'<div class="comment" id="k{c.id}"><b class="author">{c.name}</b> <i class="date">{c.when}</i>'
            f'<div class="text">{words}</div></div>'
        )

    found = _read(one)[1]
    assert (found.author, found.notice, found.body) == ("hansi_63", "Bitte bleiben Sie beim Thema.", "")


def test_a_comment_without_words_keeps_its_place() -> None:
    def one(c: Said) -> str:
        words = '<img src="/bild.jpg">' if c.number == 1 else c.paragraphs
        return (
            f'<div class="comment" id="k{c.id}"><b class="author">{c.name}</b> <i class="date">{c.when}</i>'
            f'<div class="text">{words}</div></div>'
        )

    assert [comment.body != "" for comment in _read(one)] == [True, False, True, True]


def test_the_day_of_joining_is_not_the_time_of_writing() -> None:
    def one(c: Said) -> str:
        return (
            f'<div class="comment" id="k{c.id}"><div class="who"><b class="author">{c.name}</b><p>seit 12.06.2006'
            f'</p></div><div class="text">{c.paragraphs}</div><div><time datetime="{c.at:%Y-%m-%dT%H:%M}Z">'
            f"{c.when}</time></div></div>"
        )

    assert [comment.published_machine for comment in _read(one)] == [
        f"{c.at:%Y-%m-%dT%H:%M}Z" for c in talk(0, 0, 0, 0)
    ]


def test_dates_in_readers_words_are_not_the_time() -> None:
    def one(c: Said) -> str:
        return (
            f'<div class="comment" id="k{c.id}"><b>{c.name}</b> <span>{c.when}</span>'
            f"<p>Am 03.04.2019 war es anders, {c.number}.</p>{'<p>12.05.2018</p>' if c.number == 0 else ''}</div>"
        )

    found = _read(one)
    assert [comment.published_raw for comment in found] == [c.when for c in talk(0, 0, 0, 0)]
    assert found[0].body == "Am 03.04.2019 war es anders, 0.\n\n12.05.2018"


def test_a_name_that_begins_with_a_word_for_by_stays_whole() -> None:
    def one(c: Said) -> str:
        name = "von der Leine" if c.number == 1 else c.name
        return f'<li id="k{c.id}"><p class="kopf">{name}, {c.when}</p>{c.paragraphs}</li>'

    found = read(f'<div class="leserkommentare"><h3>Leserkommentare</h3><ol>{row(talk(0, 0, 0, 0), one)}</ol></div>')
    assert found[1].author == "von der Leine"


def test_figures_beside_the_words_are_not_the_readers() -> None:
    def one(c: Said) -> str:
        return (
            f'<div class="eintrag" id="k{c.id}"><span>#{c.number + 1}</span> <b>{c.name}</b> <i>{c.when}</i>'
            f"{c.paragraphs}<span>{c.number * 3}</span><span>{c.number}</span></div>"
        )

    assert _words(_read(one)) == _said()


def test_real_duplicates_are_both_read() -> None:
    def one(c: Said) -> str:
        return (
            f'<div class="comment" id="k{c.id}"><b class="author">Karin</b> <i>{talk(0)[0].when}</i><p>Genau!</p></div>'
        )

    assert len(_read(one)) == 4


def test_punctuation_and_emoji_are_words() -> None:
    said = ("👍", "!!!", "+1", "???")

    def one(c: Said) -> str:
        words = f"<p>{said[c.number]}</p>"
        return f'<div class="comment" id="k{c.id}"><b class="author">{c.name}</b> <i>{c.when}</i>{words}</div>'

    assert [comment.body for comment in _read(one)] == list(said)


def test_the_mark_up_of_the_words_is_theirs_alone() -> None:
    def one(c: Said) -> str:
        return (
            f'<li class="e" id="e{c.id}"><div class="e1"><img src="/u/{c.number}.jpg" alt=""></div>'
            f'<div class="e2"><a href="/u/{c.number}"><b>{c.name}</b></a> <i>{c.when}</i></div>'
            f'<div class="e3">{c.paragraphs}</div></li>'
        )

    assert [comment.body_html for comment in _read(one)] == [c.paragraphs for c in talk(0, 0, 0, 0)]
