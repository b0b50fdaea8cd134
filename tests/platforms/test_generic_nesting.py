"""The generic reader reads each way to show nesting that it knows, with ids, depths, names, times and words."""

from __future__ import annotations

import pytest

from tests.platforms.generic_pages import (
    SHAPES,
    Said,
    Style,
    Talk,
    after,
    inside,
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
def list_items_in_list_items(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<li class="kommentar" id="kommentar_{c.id}"><div class="kopf"><span class="k-autor">{c.name}</span>'
            f'<span class="k-zeit">{c.when}</span></div><div class="k-text">{c.paragraphs}</div>'
            '<a class="melden" href="#">Melden</a>'
        )

    items = inside(said, one, '<ul class="antworten">', "</ul>", "</li>")
    return f'<div id="kommentare"><h2>{len(said)} Kommentare</h2><ul>{items}</ul></div>'


@_style
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


@_style
def data_attributes_alone(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="q1" data-testid="comment" data-comment-id="{c.id}"><div class="q2"><span>{c.name}</span> · '
            f'<span>{c.when}</span></div><div class="q5">{c.paragraphs}</div>'
        )

    return f'<div data-testid="comments">{inside(said, one, "<div class=q7>", "</div>", "</div>")}</div>'


@_style
def wrappers_round_single_comments(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment-wrap"><div class="single-comment" id="sc-{c.id}"><div class="c-name">{c.name}</div>'
            f'<div class="c-date">{c.when}</div><div class="c-text">{c.paragraphs}</div><span>Antworten</span></div>'
        )

    return f'<div class="commentlist">{inside(said, one, "<div class=replies>", "</div>", "</div>")}</div>'


@_style
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


@_style
def microdata(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div itemprop="comment" itemscope itemtype="https://schema.org/Comment" id="r{c.id}">'
            f'<span itemprop="author" itemscope><span itemprop="name">{c.name}</span></span>'
            f'<meta itemprop="dateCreated" content="{c.at:%Y-%m-%dT%H:%M}:00+01:00"><span>{c.when}</span>'
            f'<div itemprop="text">{c.paragraphs}</div>'
        )

    return f'<div class="stimmen">{inside(said, one, "", "", "</div>")}</div>'


@_style
def answers_of_another_name_inside(said: Talk) -> str:
    def one(c: Said) -> str:
        name = "answer" if c.depth else "comment"
        return (
            f'<div class="{name}" id="msg{c.id}"><div class="h"><b class="nick">{c.name}</b> '
            f'<i class="date">{c.when}</i></div><div class="t">{c.paragraphs}</div>'
        )

    return f'<div class="comments"><h2>Comments</h2>{inside(said, one, "", "", "</div>")}</div>'


@_style
def a_toggle_between_comment_and_answers(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<li><div class="comment" id="comment_{c.id}"><p class="meta"><span class="user">{c.name}</span> | '
            f'<span class="date">{c.when}</span></p><div class="txt">{c.paragraphs}</div>'
            '<p class="foot"><a>Antworten</a> <span class="plus">+3</span> <span class="minus">-1</span></p></div>'
        )

    opening = '<div class="toggle"><a class="show-replies" href="#">2 Antworten anzeigen</a></div><ul class="answers">'
    return f'<div id="comments"><h2>Kommentare</h2><ul>{inside(said, one, opening, "</ul>", "</li>")}</ul></div>'


@_style
def terms_and_definitions(said: Talk) -> str:
    def one(c: Said) -> str:
        return f'<dt id="post{c.id}"><b>{c.name}</b>, {c.when}</dt><dd>{c.paragraphs}'

    return f'<div class="diskussion"><h3>Kommentare</h3><dl>{inside(said, one, "<dl>", "</dl>", "</dd>")}</dl></div>'


@_style
def a_list_after_its_parent(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="comment" id="comment-{c.id}"><p class="comment-author">{c.name}</p>'
            f'<p class="comment-date">{c.when}</p>{c.paragraphs}</div>'
        )

    return f'<div id="comments">{after(said, one, "<ul class=children><li>", "</li></ul>")}</div>'


@_style
def an_indented_box_after_its_parent(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<a id="comment-{c.id}"></a><div class="comment clearfix"><h3><a href="/comment/{c.id}#comment-{c.id}">'
            f'Thema {c.number}</a></h3><div class="submitted">Verfasst von {c.name} am {c.when}.</div>'
            f'<div class="content">{c.paragraphs}</div><ul class="links"><li><a href="/reply/{c.id}">Antworten</a></li>'
            "</ul></div>"
        )

    return f'<div id="comments"><h2>Kommentare</h2>{after(said, one, "<div class=indented>", "</div>")}</div>'


@_style
def numbers_of_levels(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="cbox ebene-{c.depth}" id="cm{c.id}"><div class="oben"><b>{c.name}</b><span>{c.when}</span>'
            f'</div><div class="gesagt">{c.paragraphs}</div></div>'
        )

    return f'<div id="comments"><h2>Kommentare</h2>{row(said, one)}</div>'


@_style
def levels_for_screen_readers(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div role="treeitem" aria-level="{c.depth + 1}" class="node" id="cm-{c.id}"><div class="node-head">'
            f'<strong>{c.name}</strong> <span>{c.when}</span></div><div class="node-body">{c.paragraphs}</div></div>'
        )

    return f'<div role="tree" class="comment-tree">{row(said, one)}</div>'


@_style
def margins(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="eintrag" id="e{c.id}" style="margin-left:{c.depth * 25}px"><span class="name">{c.name}</span>'
            f' <span class="datum">{c.when}</span><div class="inhalt">{c.lines}</div></div>'
        )

    return f'<div class="kommentare"><h4>Kommentare</h4>{row(said, one)}</div>'


@_style
def padding_of_a_box_around(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div style="padding: 0 0 0 {c.depth * 2}em"><div class="c-item" id="cm{c.id}"><div class="c-top">'
            f'<b>{c.name}</b><span>{c.when}</span></div><div class="c-msg">{c.paragraphs}</div></div></div>'
        )

    return f'<div id="comments"><h2>Kommentare</h2>{row(said, one)}</div>'


@_style
def utility_classes(said: Talk) -> str:
    def one(c: Said) -> str:
        push = f"ml-{c.depth * 8}" if c.depth else ""
        return (
            f'<div class="p-4 {push} bg-white" id="comment-{c.id}"><div class="flex items-center"><p class="text-sm">'
            f'{c.name}</p><p class="text-sm text-gray-600"><time datetime="{c.at:%Y-%m-%dT%H:%M}Z">{c.when}</time></p>'
            f'</div><p class="text-gray-500">{c.lines}</p><button class="text-sm">Antworten</button></div>'
        )

    return f"<section><h2>Kommentare ({len(said)})</h2><div>{row(said, one)}</div></section>"


@_style
def a_column_grid(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<div class="row"><div class="col-md-{12 - c.depth} col-md-offset-{c.depth}"><div class="panel" '
            f'id="comment{c.id}"><div class="panel-heading"><strong>{c.name}</strong> <span class="text-muted">{c.when}'
            f'</span></div><div class="panel-body">{c.paragraphs}</div></div></div></div>'
        )

    return f'<div class="comments"><h4>Comments</h4>{row(said, one)}</div>'


@_style
def spacer_pictures_in_tables(said: Talk) -> str:
    def one(c: Said) -> str:
        return (
            f'<tr class="comtr" id="{c.id}"><td><table><tr><td><img src="s.gif" width="{40 * c.depth}"></td>'
            f'<td class="default"><div><span class="head"><a href="user?id=x">{c.name}</a> <span class="age" '
            f'title="{c.at:%Y-%m-%dT%H:%M}:00"><a href="item?id={c.id}">vor 3 Stunden</a></span></span></div>'
            f'<div class="comment">{c.paragraphs}</div></td></tr></table></td></tr>'
        )

    return f'<table class="comment-tree"><tbody>{row(said, one)}</tbody></table>'


@_style
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


@_style
def links_to_what_is_answered(said: Talk) -> str:
    def one(c: Said) -> str:
        parent = said[c.parent] if c.parent is not None else None
        link = f' Antwort auf <a href="#kommentar{parent.id}">{parent.name}</a>' if parent else ""
        return (
            f'<div class="comment" id="kommentar{c.id}"><div class="head"><span class="user">{c.name}</span> '
            f'<span class="datum">{c.when}</span><span>{link}</span></div><div class="text">{c.paragraphs}</div></div>'
        )

    return f'<div class="comments"><h3>Kommentare</h3>{row(said, one)}</div>'


@_style
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


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_a_thread_is_read_back_with_its_nesting(style: Style, shape: str) -> None:
    said = talk(*SHAPES[shape])
    assert rows_of(style, said) == [(one.author, one.words, one.depth) for one in said]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
def test_the_time_is_read_to_the_minute(style: Style) -> None:
    assert shows_its_times(style)
