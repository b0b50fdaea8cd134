"""The generic reader reads each structure of single comments that it knows: names, times and words."""

from __future__ import annotations

import pytest

from tests.platforms.generic_pages import (
    SHAPES,
    Said,
    Style,
    Talk,
    row,
    rows_of,
    shows_its_times,
    talk,
)

STYLES: list[Style] = []


def _style(style: Style) -> Style:
    STYLES.append(style)
    return style


@_style
def advertising_between(said: Talk) -> str:
    def one(c: Said) -> str:
        ad = '<li class="kommentar werbung"><div id="ad-3">Anzeige</div></li>' if c.number == 1 else ""
        return (
            f'{ad}<li class="kommentar" id="kommentar_{c.id}"><span class="autor">{c.name}</span>'
            f'<span class="zeit">{c.when}</span><div class="worte">{c.paragraphs}</div></li>'
        )

    return f'<div id="kommentare"><h2>{len(said)} Kommentare</h2><ul>{row(said, one)}</ul></div>'


@_style
def rows_of_a_table_in_turn(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<tr class="head"><td><b>{c.name}</b></td><td align="right">{c.when}</td></tr>'
            f'<tr class="body"><td colspan="2">{c.lines}</td></tr>'
        )

    return f'<h3>Kommentare</h3><table class="comments">{row(said, one)}</table>'


@_style
def heads_and_bodies_side_by_side(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<div class="kopf"><b>{c.name}</b> - {c.when}</div><div class="worte">{c.paragraphs}</div><hr>'

    return f'<div id="comments"><h3>{len(said)} Comments</h3>{row(said, one)}</div>'


@_style
def words_before_their_head(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<div class="worte">{c.paragraphs}</div><p class="von">Geschrieben von: {c.name} am {c.when}</p>'

    return f'<div id="comments"><h3>Comments</h3>{row(said, one)}</div>'


@_style
def a_foot_that_says_who(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment"><a id="comment-{c.id}"></a><div class="comment-content">{c.paragraphs}</div>'
            f'<p class="comment-footer">Posted by: {c.name} | <a href="#comment-{c.id}">{c.when}</a></p></div>'
        )

    return f'<div id="all-comments" class="comments"><h3>Comments</h3>{row(said, one)}</div>'


@_style
def three_parts_of_a_definition_list(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<dt class="comment-author" id="c{c.id}"><a href="http://x.example/">{c.name}</a> hat gesagt…</dt>'
            f'<dd class="comment-body"><p>{c.lines}</p></dd>'
            f'<dd class="comment-footer"><span class="stamp"><a href="#c{c.id}">{c.when}</a></span></dd>'
        )

    return f'<div class="comments" id="comments"><h4>{len(said)} Kommentare:</h4><dl>{row(said, one)}</dl></div>'


@_style
def name_and_time_in_one_line(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="kommentar"><div class="kommentar_kopf">{c.name} schrieb am {c.when}:</div>'
            f'<div class="kommentar_inhalt">{c.lines}</div></div>'
        )

    return f'<div id="kommentare"><h3>Kommentare ({len(said)})</h3>{row(said, one)}</div>'


@_style
def by_and_on(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<div class="kommentar"><p class="info">von {c.name} am {c.when}</p><p>{c.lines}</p></div>'

    return f'<div id="kommentare"><h3>Kommentare ({len(said)})</h3>{row(said, one)}</div>'


@_style
def items_without_any_name(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<li><p class="kopf">{c.name}, {c.when}</p>{c.paragraphs}</li>'

    return f'<div class="leserkommentare"><h3>Leserkommentare</h3><ol>{row(said, one)}</ol></div>'


@_style
def words_right_after_the_head(said: Talk) -> str:
    def one(c: Said) -> str:
        return f"<li><b>{c.name}</b> ({c.when}): {c.lines}</li>"

    return f'<h2>Comments</h2><ul id="comments">{row(said, one)}</ul>'


@_style
def time_before_the_name(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comentario mb-2"><small class="text-muted">[{c.when}] {c.name}:</small>'
            f'<p class="mb-0">{c.lines}</p></div>'
        )

    return f'<div class="comentarios"><h2>Comentarios</h2>{row(said, one)}</div>'


@_style
def time_at_the_very_end(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<div class="commentaire"><h4>{c.name}</h4>{c.paragraphs}<p>commenté le : {c.when}</p></div>'

    return f'<div class="commentaires"><h2>Commentaires</h2>{row(said, one)}</div>'


@_style
def day_and_clock_apart(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment-item"><div class="comment-user">{c.name}</div><div class="comment-day">{c.day}</div>'
            f'<div class="comment-clock">{c.clock}</div><div class="comment-txt">{c.paragraphs}</div></div>'
        )

    return f'<section class="comments"><h2>Comments</h2>{row(said, one)}</section>'


@_style
def an_author_in_a_box_of_their_own(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            '<div class="comment-row"><div class="left"><img src="a.png" alt="Bild"><div class="username">'
            f'{c.name}</div><div class="since">dabei seit 12/2006</div><div class="posts">1.234 Beiträge</div></div>'
            f'<div class="right"><div class="posted">{c.when}</div><div class="message">{c.paragraphs}</div></div>'
            "</div>"
        )

    return f'<div id="comment-list"><h3>Kommentare</h3>{row(said, one)}</div>'


@_style
def a_subject_over_each(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="article-comment"><h3 class="title"><a href="#b{c.id}">{c.number + 1}. Thema</a></h3>'
            f'<p class="user"><a href="/users/{c.number}"><b>{c.name}</b></a> <span>{c.when}</span></p>'
            f"{c.paragraphs}</div>"
        )

    return f'<div id="article-comments"><h2>{len(said)} Leserkommentare</h2>{row(said, one)}</div>'


@_style
def a_name_with_a_place(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment rounded"><p class="user-info"><a href="/user/{c.number}">{c.name}</a>, '
            f'Kiel, Germany, {c.when}</p><p class="comment-body">{c.lines}</p><div class="votes">12</div></div>'
        )

    return f'<div class="reader-comments"><h3>Comments ({len(said)})</h3><div>{row(said, one)}</div></div>'


@_style
def odd_and_even_items(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<li class="{"odd" if c.number % 2 else "even"}"><a id="comment{c.id}" href="#comment{c.id}">Link</a>'
            f'<span class="commentDate">{c.when}</span><span class="commentAuthorName">gepostet von {c.name}</span>'
            f"<p>{c.lines}</p></li>"
        )

    return f'<div class="itemComments"><h3><span>{len(said)}</span> Kommentare</h3><ul>{row(said, one)}</ul></div>'


@_style
def quotes_with_sources(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<blockquote class="kommentar">{c.paragraphs}<footer><cite>{c.name}</cite>, {c.when}</footer></blockquote>'
        )

    return f'<section id="kommentare"><h2>Leserkommentare</h2>{row(said, one)}</section>'


@_style
def relative_times_with_the_date_in_a_tip(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment"><span class="name">{c.name}</span><span class="time" title="{c.when}">'
            f'vor {c.number + 2} Stunden</span><div class="body">{c.paragraphs}</div></div>'
        )

    return f'<section class="comments"><h3>Kommentare</h3>{row(said, one)}</section>'


@_style
def fields_with_labels(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="kommentar"><p class="rechts">{c.when}</p><p><b>Name:</b> {c.name}</p>'
            f"<p><b>Kommentar:</b><br>{c.lines}</p></div>"
        )

    return f'<div class="kommentare"><h3>{len(said)} Kommentare</h3>{row(said, one)}</div>'


@pytest.mark.parametrize("shape", [*SHAPES, "one"])
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_a_flat_thread_is_read_back(style: Style, shape: str) -> None:
    said = talk(*(0 for _ in SHAPES.get(shape, (0,))))
    assert rows_of(style, said) == [(one.author, one.words, 0) for one in said]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_the_time_is_read_to_the_minute(style: Style) -> None:
    assert shows_its_times(style)
