"""The generic reader reads each structure it knows, with ids, depths, names, times and words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.platforms.generic_pages import Said, Talk, after, inside, read, row, talk

Style = Callable[[Talk], str]
NESTED: list[Style] = []
FLAT: list[Style] = []
SHAPES = {
    "some with answers": (0, 1, 2, 1, 0, 0, 1),
    "two": (0, 0),
    "one and its answer": (0, 1),
    "many": (0, 1, 2, 1, 0, 0, 1, 0) * 5,
}


def _shows_nesting(style: Style) -> Style:
    NESTED.append(style)
    return style


def _is_flat(style: Style) -> Style:
    FLAT.append(style)
    return style


@_shows_nesting
def list_items_in_list_items(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<li class="kommentar" id="kommentar_{c.id}"><div class="kopf"><span class="k-autor">{c.name}</span>'
            f'<span class="k-zeit">{c.when}</span></div><div class="k-text">{c.paragraphs}</div>'
            '<a class="melden" href="#">Melden</a>'
        )

    items = inside(said, one, '<ul class="antworten">', "</ul>", "</li>")
    return f'<div id="kommentare"><h2>{len(said)} Kommentare</h2><ul>{items}</ul></div>'


@_shows_nesting
def names_that_no_person_wrote(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<li class="css-9zz" id="k{c.id}"><div class="css-a1"><span class="css-b2">{c.name}</span>'
            f'<time class="css-c3" datetime="{c.at:%Y-%m-%dT%H:%M}+01:00">{c.when}</time></div>'
            f'<div class="css-d4">{c.paragraphs}</div><button class="css-e5">Antworten</button>'
        )

    items = inside(said, one, '<ul class="css-0b">', "</ul>", "</li>")
    heading = f'<h2 class="css-7">{len(said)} Kommentare</h2>'
    return f'<section class="css-1x">{heading}<ul class="css-0b">{items}</ul></section>'


@_shows_nesting
def data_attributes_alone(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="q1" data-testid="comment" data-comment-id="{c.id}"><div class="q2"><span>{c.name}</span> · '
            f'<span>{c.when}</span></div><div class="q5">{c.paragraphs}</div>'
        )

    return f'<div data-testid="comments">{inside(said, one, "<div class=q7>", "</div>", "</div>")}</div>'


@_shows_nesting
def wrappers_round_single_comments(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment-wrap"><div class="single-comment" id="sc-{c.id}"><div class="c-name">{c.name}</div>'
            f'<div class="c-date">{c.when}</div><div class="c-text">{c.paragraphs}</div><span>Antworten</span></div>'
        )

    return f'<div class="commentlist">{inside(said, one, "<div class=replies>", "</div>", "</div>")}</div>'


@_shows_nesting
def tables_of_entries(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="thing comment" id="thing_{c.id}"><div class="votes"></div><div class="entry"><p class="line">'
            f'<a class="author" href="/user/x">{c.name}</a> <span class="points">12 Punkte</span> '
            f'<time datetime="{c.at:%Y-%m-%dT%H:%M}:00Z">vor 2 Jahren</time></p><div class="md">{c.paragraphs}</div>'
            '<ul class="buttons"><li><a>permalink</a></li><li><a>antworten</a></li></ul></div><div class="child">'
        )

    things = inside(said, one, '<div class="table">', "</div>", "</div></div>")
    return f'<div class="commentarea"><div class="table">{things}</div></div>'


@_shows_nesting
def microdata(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div itemprop="comment" itemscope itemtype="https://schema.org/Comment" id="r{c.id}">'
            f'<span itemprop="author" itemscope><span itemprop="name">{c.name}</span></span>'
            f'<meta itemprop="dateCreated" content="{c.at:%Y-%m-%dT%H:%M}:00+01:00"><span>{c.when}</span>'
            f'<div itemprop="text">{c.paragraphs}</div>'
        )

    return f'<div class="stimmen">{inside(said, one, "", "", "</div>")}</div>'


@_shows_nesting
def answers_of_another_name_inside(said: Talk) -> str:
    def one(c: Said) -> str:
        name = "answer" if c.depth else "comment"
        return (
            f'<div class="{name}" id="msg{c.id}"><div class="h"><b class="nick">{c.name}</b> '
            f'<i class="date">{c.when}</i></div><div class="t">{c.paragraphs}</div>'
        )

    return f'<div class="comments"><h2>Comments</h2>{inside(said, one, "", "", "</div>")}</div>'


@_shows_nesting
def a_toggle_between_comment_and_answers(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<li><div class="comment" id="comment_{c.id}"><p class="meta"><span class="user">{c.name}</span> | '
            f'<span class="date">{c.when}</span></p><div class="txt">{c.paragraphs}</div>'
            '<p class="foot"><a>Antworten</a> <span class="plus">+3</span> <span class="minus">-1</span></p></div>'
        )

    opening = '<div class="toggle"><a class="show-replies" href="#">2 Antworten anzeigen</a></div><ul class="answers">'
    return f'<div id="comments"><h2>Kommentare</h2><ul>{inside(said, one, opening, "</ul>", "</li>")}</ul></div>'


@_shows_nesting
def terms_and_definitions(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<dt id="post{c.id}"><b>{c.name}</b>, {c.when}</dt><dd>{c.paragraphs}'

    return f'<div class="diskussion"><h3>Kommentare</h3><dl>{inside(said, one, "<dl>", "</dl>", "</dd>")}</dl></div>'


@_shows_nesting
def a_list_after_its_parent(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment" id="comment-{c.id}"><p class="comment-author">{c.name}</p>'
            f'<p class="comment-date">{c.when}</p>{c.paragraphs}</div>'
        )

    return f'<div id="comments">{after(said, one, "<ul class=children><li>", "</li></ul>")}</div>'


@_shows_nesting
def an_indented_box_after_its_parent(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<a id="comment-{c.id}"></a><div class="comment clearfix"><h3><a href="/comment/{c.id}#comment-{c.id}">'
            f'Thema {c.number}</a></h3><div class="submitted">Verfasst von {c.name} am {c.when}.</div>'
            f'<div class="content">{c.paragraphs}</div><ul class="links"><li><a href="/reply/{c.id}">Antworten</a></li>'
            "</ul></div>"
        )

    return f'<div id="comments"><h2>Kommentare</h2>{after(said, one, "<div class=indented>", "</div>")}</div>'


@_shows_nesting
def numbers_of_levels(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="cbox ebene-{c.depth}" id="cm{c.id}"><div class="oben"><b>{c.name}</b><span>{c.when}</span>'
            f'</div><div class="gesagt">{c.paragraphs}</div></div>'
        )

    return f'<div id="comments"><h2>Kommentare</h2>{row(said, one)}</div>'


@_shows_nesting
def levels_for_screen_readers(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div role="treeitem" aria-level="{c.depth + 1}" class="node" id="cm-{c.id}"><div class="node-head">'
            f'<strong>{c.name}</strong> <span>{c.when}</span></div><div class="node-body">{c.paragraphs}</div></div>'
        )

    return f'<div role="tree" class="comment-tree">{row(said, one)}</div>'


@_shows_nesting
def margins(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="eintrag" id="e{c.id}" style="margin-left:{c.depth * 25}px"><span class="name">{c.name}</span>'
            f' <span class="datum">{c.when}</span><div class="inhalt">{c.lines}</div></div>'
        )

    return f'<div class="kommentare"><h4>Kommentare</h4>{row(said, one)}</div>'


@_shows_nesting
def padding_of_a_box_around(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div style="padding: 0 0 0 {c.depth * 2}em"><div class="c-item" id="cm{c.id}"><div class="c-top">'
            f'<b>{c.name}</b><span>{c.when}</span></div><div class="c-msg">{c.paragraphs}</div></div></div>'
        )

    return f'<div id="comments"><h2>Kommentare</h2>{row(said, one)}</div>'


@_shows_nesting
def utility_classes(said: Talk) -> str:
    def one(c: Said) -> str:
        push = f"ml-{c.depth * 8}" if c.depth else ""
        return (
            f'<div class="p-4 {push} bg-white" id="comment-{c.id}"><div class="flex items-center"><p class="text-sm">'
            f'{c.name}</p><p class="text-sm text-gray-600"><time datetime="{c.at:%Y-%m-%dT%H:%M}Z">{c.when}</time></p>'
            f'</div><p class="text-gray-500">{c.lines}</p><button class="text-sm">Antworten</button></div>'
        )

    return f"<section><h2>Kommentare ({len(said)})</h2><div>{row(said, one)}</div></section>"


@_shows_nesting
def a_column_grid(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="row"><div class="col-md-{12 - c.depth} col-md-offset-{c.depth}"><div class="panel" '
            f'id="comment{c.id}"><div class="panel-heading"><strong>{c.name}</strong> <span class="text-muted">{c.when}'
            f'</span></div><div class="panel-body">{c.paragraphs}</div></div></div></div>'
        )

    return f'<div class="comments"><h4>Comments</h4>{row(said, one)}</div>'


@_shows_nesting
def spacer_pictures_in_tables(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<tr class="comtr" id="{c.id}"><td><table><tr><td><img src="s.gif" width="{40 * c.depth}"></td>'
            f'<td class="default"><div><span class="head"><a href="user?id=x">{c.name}</a> <span class="age" '
            f'title="{c.at:%Y-%m-%dT%H:%M}:00"><a href="item?id={c.id}">vor 3 Stunden</a></span></span></div>'
            f'<div class="comment">{c.paragraphs}</div></td></tr></table></td></tr>'
        )

    return f'<table class="comment-tree"><tbody>{row(said, one)}</tbody></table>'


@_shows_nesting
def outline_numbers(said: Talk) -> str:
    counts: list[int] = []
    blocks = []
    for c in said:
        counts[c.depth :] = [counts[c.depth] + 1] if len(counts) > c.depth else [1]
        number = ".".join(map(str, counts))
        blocks.append(
            f'<div class="comment" id="kommentar{c.id}"><span class="nr">#{number}</span> <span class="user">{c.name}'
            f'</span> <span class="datum">{c.when}</span><div class="text">{c.paragraphs}</div></div>'
        )
    return f'<div class="comments"><h3>Kommentare</h3>{"".join(blocks)}</div>'


@_shows_nesting
def links_to_what_is_answered(said: Talk) -> str:
    def one(c: Said) -> str:
        parent = said[c.parent] if c.parent is not None else None
        link = f' Antwort auf <a href="#kommentar{parent.id}">{parent.name}</a>' if parent else ""
        return (
            f'<div class="comment" id="kommentar{c.id}"><div class="head"><span class="user">{c.name}</span> '
            f'<span class="datum">{c.when}</span><span>{link}</span></div><div class="text">{c.paragraphs}</div></div>'
        )

    return f'<div class="comments"><h3>Kommentare</h3>{row(said, one)}</div>'


@_shows_nesting
def attributes_that_name_the_parent(said: Talk) -> str:
    def one(c: Said) -> str:
        parent = f'data-parent-id="cid-{said[c.parent].id}"' if c.parent is not None else 'data-parent-id="0"'
        name = "comment comment--indented" if c.depth else "comment"
        return (
            f'<article class="{name}" id="cid-{c.id}" {parent}><div class="comment__head"><div class="comment__name">'
            f'<a href="/profil/{c.number}">{c.name}</a></div><a class="comment__date" href="#cid-{c.id}">'
            f'#{c.number + 1} &mdash; {c.when}</a></div><div class="comment__body">{c.paragraphs}</div>'
            '<div class="comment__buttons"><a>Antworten</a><a>Melden</a></div></article>'
        )

    return f'<section class="comment-section" id="comments"><h2>Kommentare</h2>{row(said, one)}</section>'


@_is_flat
def advertising_between(said: Talk) -> str:
    def one(c: Said) -> str:
        ad = '<li class="kommentar werbung"><div id="ad-3">Anzeige</div></li>' if c.number == 1 else ""
        return (
            f'{ad}<li class="kommentar" id="kommentar_{c.id}"><span class="autor">{c.name}</span>'
            f'<span class="zeit">{c.when}</span><div class="worte">{c.paragraphs}</div></li>'
        )

    return f'<div id="kommentare"><h2>{len(said)} Kommentare</h2><ul>{row(said, one)}</ul></div>'


@_is_flat
def rows_of_a_table_in_turn(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<tr class="head"><td><b>{c.name}</b></td><td align="right">{c.when}</td></tr>'
            f'<tr class="body"><td colspan="2">{c.lines}</td></tr>'
        )

    return f'<h3>Kommentare</h3><table class="comments">{row(said, one)}</table>'


@_is_flat
def heads_and_bodies_side_by_side(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<div class="kopf"><b>{c.name}</b> - {c.when}</div><div class="worte">{c.paragraphs}</div><hr>'

    return f'<div id="comments"><h3>{len(said)} Comments</h3>{row(said, one)}</div>'


@_is_flat
def words_before_their_head(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<div class="worte">{c.paragraphs}</div><p class="von">Geschrieben von: {c.name} am {c.when}</p>'

    return f'<div id="comments"><h3>Comments</h3>{row(said, one)}</div>'


@_is_flat
def a_foot_that_says_who(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment"><a id="comment-{c.id}"></a><div class="comment-content">{c.paragraphs}</div>'
            f'<p class="comment-footer">Posted by: {c.name} | <a href="#comment-{c.id}">{c.when}</a></p></div>'
        )

    return f'<div id="all-comments" class="comments"><h3>Comments</h3>{row(said, one)}</div>'


@_is_flat
def three_parts_of_a_definition_list(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<dt class="comment-author" id="c{c.id}"><a href="http://x.example/">{c.name}</a> hat gesagt…</dt>'
            f'<dd class="comment-body"><p>{c.lines}</p></dd>'
            f'<dd class="comment-footer"><span class="stamp"><a href="#c{c.id}">{c.when}</a></span></dd>'
        )

    return f'<div class="comments" id="comments"><h4>{len(said)} Kommentare:</h4><dl>{row(said, one)}</dl></div>'


@_is_flat
def name_and_time_in_one_line(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="kommentar"><div class="kommentar_kopf">{c.name} schrieb am {c.when}:</div>'
            f'<div class="kommentar_inhalt">{c.lines}</div></div>'
        )

    return f'<div id="kommentare"><h3>Kommentare ({len(said)})</h3>{row(said, one)}</div>'


@_is_flat
def by_and_on(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<div class="kommentar"><p class="info">von {c.name} am {c.when}</p><p>{c.lines}</p></div>'

    return f'<div id="kommentare"><h3>Kommentare ({len(said)})</h3>{row(said, one)}</div>'


@_is_flat
def items_without_any_name(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<li><p class="kopf">{c.name}, {c.when}</p>{c.paragraphs}</li>'

    return f'<div class="leserkommentare"><h3>Leserkommentare</h3><ol>{row(said, one)}</ol></div>'


@_is_flat
def words_right_after_the_head(said: Talk) -> str:
    def one(c: Said) -> str:
        return f"<li><b>{c.name}</b> ({c.when}): {c.lines}</li>"

    return f'<h2>Comments</h2><ul id="comments">{row(said, one)}</ul>'


@_is_flat
def time_before_the_name(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comentario mb-2"><small class="text-muted">[{c.when}] {c.name}:</small>'
            f'<p class="mb-0">{c.lines}</p></div>'
        )

    return f'<div class="comentarios"><h2>Comentarios</h2>{row(said, one)}</div>'


@_is_flat
def time_at_the_very_end(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<div class="commentaire"><h4>{c.name}</h4>{c.paragraphs}<p>commenté le : {c.when}</p></div>'

    return f'<div class="commentaires"><h2>Commentaires</h2>{row(said, one)}</div>'


@_is_flat
def day_and_clock_apart(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment-item"><div class="comment-user">{c.name}</div><div class="comment-day">{c.day}</div>'
            f'<div class="comment-clock">{c.clock}</div><div class="comment-txt">{c.paragraphs}</div></div>'
        )

    return f'<section class="comments"><h2>Comments</h2>{row(said, one)}</section>'


@_is_flat
def an_author_in_a_box_of_their_own(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            '<div class="comment-row"><div class="left"><img src="a.png" alt="Bild"><div class="username">'
            f'{c.name}</div><div class="since">dabei seit 12/2006</div><div class="posts">1.234 Beiträge</div></div>'
            f'<div class="right"><div class="posted">{c.when}</div><div class="message">{c.paragraphs}</div></div>'
            "</div>"
        )

    return f'<div id="comment-list"><h3>Kommentare</h3>{row(said, one)}</div>'


@_is_flat
def a_subject_over_each(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="article-comment"><h3 class="title"><a href="#b{c.id}">{c.number + 1}. Thema</a></h3>'
            f'<p class="user"><a href="/users/{c.number}"><b>{c.name}</b></a> <span>{c.when}</span></p>'
            f"{c.paragraphs}</div>"
        )

    return f'<div id="article-comments"><h2>{len(said)} Leserkommentare</h2>{row(said, one)}</div>'


@_is_flat
def a_name_with_a_place(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment rounded"><p class="user-info"><a href="/user/{c.number}">{c.name}</a>, '
            f'Kiel, Germany, {c.when}</p><p class="comment-body">{c.lines}</p><div class="votes">12</div></div>'
        )

    return f'<div class="reader-comments"><h3>Comments ({len(said)})</h3><div>{row(said, one)}</div></div>'


@_is_flat
def odd_and_even_items(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<li class="{"odd" if c.number % 2 else "even"}"><a id="comment{c.id}" href="#comment{c.id}">Link</a>'
            f'<span class="commentDate">{c.when}</span><span class="commentAuthorName">gepostet von {c.name}</span>'
            f"<p>{c.lines}</p></li>"
        )

    return f'<div class="itemComments"><h3><span>{len(said)}</span> Kommentare</h3><ul>{row(said, one)}</ul></div>'


@_is_flat
def quotes_with_sources(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<blockquote class="kommentar">{c.paragraphs}<footer><cite>{c.name}</cite>, {c.when}</footer></blockquote>'
        )

    return f'<section id="kommentare"><h2>Leserkommentare</h2>{row(said, one)}</section>'


@_is_flat
def relative_times_with_the_date_in_a_tip(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment"><span class="name">{c.name}</span><span class="time" title="{c.when}">'
            f'vor {c.number + 2} Stunden</span><div class="body">{c.paragraphs}</div></div>'
        )

    return f'<section class="comments"><h3>Kommentare</h3>{row(said, one)}</section>'


@_is_flat
def fields_with_labels(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="kommentar"><p class="rechts">{c.when}</p><p><b>Name:</b> {c.name}</p>'
            f"<p><b>Kommentar:</b><br>{c.lines}</p></div>"
        )

    return f'<div class="kommentare"><h3>{len(said)} Kommentare</h3>{row(said, one)}</div>'


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", NESTED, ids=lambda style: style.__name__)
def test_a_thread_is_read_back_with_its_nesting(style: Style, shape: str) -> None:
    said = talk(*SHAPES[shape])
    assert _read(style, said) == [(one.author, one.words, one.depth) for one in said]


@pytest.mark.parametrize("shape", [*SHAPES, "one"])
@pytest.mark.parametrize("style", FLAT, ids=lambda style: style.__name__)
def test_a_flat_thread_is_read_back(style: Style, shape: str) -> None:
    said = talk(*(0 for _ in SHAPES.get(shape, (0,))))
    assert _read(style, said) == [(one.author, one.words, 0) for one in said]


@pytest.mark.parametrize("style", [*NESTED, *FLAT], ids=lambda style: style.__name__)
def test_the_time_is_read_to_the_minute(style: Style) -> None:
    said = talk(0, 0, 0)
    shown = [f"{one.published_machine or one.published_raw}" for one in read(style(said))]
    assert len(shown) == len(said)
    for one, time in zip(said, shown, strict=True):
        assert f"{one.at:%H:%M}" in time
        assert f"{one.at:%d.%m.%Y}" in time or f"{one.at:%Y-%m-%d}" in time


def _read(style: Style, said: Talk) -> list[tuple[str | None, tuple[str, ...], int]]:
    return [(one.author, tuple(one.body.split("\n\n")), one.depth) for one in read(style(said))]
