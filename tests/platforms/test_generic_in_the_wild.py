"""The generic reader reads what the templates of many news sites do: ages, wrapped names, folded texts, spacers."""

from __future__ import annotations

import pytest

from spiders.page import Page
from spiders.platforms.generic import Generic
from tests.platforms.generic_pages import URL, Said, page, read, row, talk


@pytest.mark.parametrize("age", ["6天前", "5小时前", "39分钟前", "3天之前", "2時間前", "3시간 전"])
def test_ages_in_scripts_without_spaces_are_times(age: str) -> None:
    def one(c: Said) -> str:
        head = f'<h3><a href="/u/{c.id}">{c.name}</a> <span>{age}</span></h3>'
        return f'<li class="c-item">{head}{c.paragraphs}<span class="c-reply">回复</span></li>'

    found = read(f'<div class="detail-comment"><ul>{row(talk(0, 0, 0), one)}</ul></div>')
    assert [(c.author, c.published_raw) for c in found] == [(c.author, age) for c in talk(0, 0, 0)]


def test_a_date_far_behind_the_white_space_of_a_template_is_a_time() -> None:
    gap = "\n" + " " * 60

    def one(c: Said) -> str:
        place = f",{gap}Kiel, Deutschland,{gap}"
        return (
            f'<div id="comment-{c.id}" class="comment"><p class="comment-text">{c.words[0]}</p>'
            f'<p class="user-info">-{gap}<a href="/profil/{c.id}">{c.name}</a>{place}{c.day} {c.clock}</p></div>'
        )

    said = talk(0, 0, 0)
    found = read(f'<div id="reader-comments"><h3>Comments (3)</h3>{row(said, one)}</div>')
    assert [(c.author, c.published_raw) for c in found] == [(c.author, f"{c.day} {c.clock}") for c in said]


def test_how_many_follow_an_author_is_no_name_and_a_link_to_the_comment_leads_nowhere_else() -> None:
    def one(c: Said) -> str:
        profile = f"/leute/netz-freunde/{c.id % 7}"
        return (
            f'<div id="comment_{c.id}" class="comment_item"><div class="author_name"><a href="{profile}">{c.name}</a>'
            f'<div class="author_fans"><a class="fans_count" href="{profile}">{c.number + 3} Fans</a></div></div>'
            f'<div class="comment_body"><div class="comment_time">{c.when}</div>{c.words[0]}</div>'
            f'<div class="links"><a href="{"abcdefg"[c.number]}-im-netz/ausbau-stockt_{c.id}.html">Link</a></div></div>'
        )

    said = talk(0, 0, 0, 0)
    found = read(f'<div id="netz">{row(said, one)}</div>')
    assert [(c.author, c.body) for c in found] == [(c.author, c.words[0]) for c in said]


def test_words_that_open_a_form_by_script_are_no_list_of_links() -> None:
    def one(c: Said) -> str:
        return (
            f'<div class="comment_item" id="commentNew{c.id}"><a href="/leute?id={c.id}">\n{" " * 200}<i></i></a>'
            f'<h3><a href="/leute?userId={c.id}">{c.name}</a> <span>{c.when}</span></h3>'
            f'<div class="cont"><a href="javascript:reply({c.id})">{c.words[0]}</a></div></div>'
        )

    said = talk(0, 0, 0)
    assert [c.body for c in read(f'<div id="comments">{row(said, one)}</div>')] == [c.words[0] for c in said]


@pytest.mark.parametrize("shell", ["{:08x}eab8ea6406000046", "{:08x}-aed7-4fa2-96d4-74b63ffea212"])
def test_boxes_that_differ_by_a_hexadecimal_number_look_alike(shell: str) -> None:
    def one(c: Said) -> str:
        number = shell.format(c.id * 2654435761 % 2**32)
        return (
            f'<div id="shell-{number}"><div class="comment" id="comment-{number}"><b class="author">{c.name}</b>'
            f'<i class="date">{c.when}</i><div class="text">{c.words[0]}</div></div></div>'
        )

    found = read(f'<div id="comments"><h3>4 Comments</h3>{row(talk(0, 0, 0, 0), one)}</div>')
    assert [c.depth for c in found] == [0, 0, 0, 0]


def test_rows_of_two_colours_are_no_answers() -> None:
    def one(c: Said) -> str:
        stripe = "alternate" if c.number % 2 else ""
        return (
            f'<table class="kommentarfarbe{stripe}"><tr><td id="liste_k{c.number}_kommentar"><b class="author">{c.name}'
            f'</b> <i class="date">{c.when}</i><div class="text">{c.words[0]}</div></td></tr></table>'
        )

    found = read(f'<div id="comments"><h3>4 Comments</h3>{row(talk(0, 0, 0, 0), one)}</div>')
    assert [c.depth for c in found] == [0, 0, 0, 0]


@pytest.mark.parametrize("attribute", ["date", "timestamp", "data-publishtime"])
def test_a_time_in_milliseconds_beside_an_age_is_the_time(attribute: str) -> None:
    def one(c: Said) -> str:
        at = int(c.at.timestamp()) * 1000
        return (
            f'<div class="comment" id="comment-{c.id}"><b class="author">{c.name}</b> <span class="time" '
            f'{attribute}="{at}">vor {c.number + 2} Tagen</span><div class="text">{c.words[0]}</div></div>'
        )

    said = talk(0, 0, 0)
    found = read(f'<div id="comments"><h3>3 Comments</h3>{row(said, one)}</div>')
    assert [c.published_machine for c in found] == [str(int(c.at.timestamp()) * 1000) for c in said]


def test_whom_a_reader_calls_by_name_and_links_to_is_among_the_words() -> None:
    def one(c: Said) -> str:
        called = f'<a class="mention" href="/u/7">@<span>Kunde {c.number}</span></a> ' if c.number else ""
        return (
            f'<article class="comment"><header><a href="/u/{c.id}" class="fn">{c.name}</a></header>'
            f"<section><p>{called}{c.words[0]}</p></section></article>"
        )

    said = talk(0, 0, 0)
    found = read(f'<div id="comments"><h3>3 Comments</h3>{row(said, one)}</div>')
    assert [c.body for c in found] == [f"{f'@Kunde {c.number} ' if c.number else ''}{c.words[0]}" for c in said]


def test_an_age_without_figures_leads_to_its_comment_and_the_time_in_the_title() -> None:
    def one(c: Said) -> str:
        return (
            f'<li id="k_{c.id}"><div class="kommentar"><cite><strong>{c.name}</strong> <span class="k-timestamp">'
            f'<abbr title="{c.at:%Y-%m-%dT%H:%M}:00+0000">about a minute ago</abbr></span></cite>'
            f"<blockquote>{c.words[0]}</blockquote></div></li>"
        )

    said = talk(0, 0, 0)
    found = read(f'<div id="comments"><h3>3 Comments</h3><ul>{row(said, one)}</ul></div>')
    assert [c.published_machine for c in found] == [f"{c.at:%Y-%m-%dT%H:%M}:00+0000" for c in said]


def test_an_article_in_the_mark_up_of_its_comments_is_none() -> None:
    def head(name: str, when: str) -> str:
        return f'<div class="meta-box"><a class="display-name">{name}</a> <span class="date">{when}</span></div>'

    def one(c: Said) -> str:
        words = f'<div class="said"><p>{c.words[0]}</p></div><a class="reply-link">Antworten</a>'
        return f'<article class="reply" id="reply_{c.id}">{head(c.name, c.when)}{words}</article>'

    said = talk(0, 0, 0, 0)
    article = f'<section class="story-wrapper">{head("Ida Reuter", "01.03.2021, 08:00 Uhr")}<p>Es stockt.</p></section>'
    found = read(f'<div class="comments">{article}<div class="branches">{row(said, one)}</div></div>')
    assert [c.author for c in found] == [c.author for c in said]


def test_what_a_body_class_says_of_templates_makes_no_template_of_the_thread() -> None:
    items = row(talk(0, 0), lambda c: f'<li class="comment"><b>{c.name}</b> <i>{c.when}</i>{c.paragraphs}</li>')
    shown = page(f'<section id="comments"><h2>2 Comments</h2><ul>{items}</ul></section>').text
    marked = shown.replace('<body class="', '<body class="f_comment_template_merge_on ')
    assert len(Generic().comments(Page(marked.encode(), url=URL))) == 2


def test_comments_without_a_level_stand_above_the_first_level_of_answers() -> None:
    def one(c: Said) -> str:
        level = f"item--level-{c.depth}" if c.depth else "item--level-root"
        return (
            f'<div class="item {level}" id="blog-comment-{c.id}"><div class="row"><span class="name">{c.name}</span> '
            f'<span class="date">{c.at:%Y-%m-%d %H:%M}:00</span></div><div class="message">{c.paragraphs}</div></div>'
        )

    said = talk(0, 1, 1, 0, 1)
    found = read(f'<div class="comments"><span class="h2">Reacties (5)</span>{row(said, one)}</div>')
    assert [c.depth for c in found] == [c.depth for c in said]


def test_a_head_amid_the_box_of_words_is_cut_out_of_the_words() -> None:
    def one(c: Said) -> str:
        head = f'<h4><a title="{c.name}">{c.name}</a> <span>on {c.at:%d.%m.%Y}</span></h4>'
        return f'<div class="comment" id="comment-{c.id}"><div class="comment-text">{head}{c.paragraphs}</div></div>'

    said = talk(0, 0, 0, 0)
    found = read(f'<div id="comments"><h3>4 Comments</h3>{row(said, one)}</div>')
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in said]


def test_items_of_a_list_of_comments_are_comments_even_without_times() -> None:
    def one(c: Said) -> str:
        said = f'<p class="author">{c.name}</p><p class="message">{c.words[0]}</p>'
        return f'<li class="comment-list-item" id="text{c.id}"><div class="comment"><div>{said}</div></div></li>'

    said = talk(0, 0, 0)
    found = read(f'<div class="comments"><h3>3 Comments</h3><ul class="comment-list">{row(said, one)}</ul></div>')
    assert [(c.author, c.body) for c in found] == [(c.author, c.words[0]) for c in said]


def test_guest_is_a_name_where_nothing_else_is() -> None:
    def one(c: Said) -> str:
        name = "Gast" if c.number == 2 else c.name
        head = f"<h3>Ein Betreff Nummer {c.number}</h3> Verfasst von <a href='#'>{name}</a> am <small>{c.when}</small>"
        return (
            f'<li class="comment" id="comment-{c.id}"><div>{head}</div><div class="content">{c.paragraphs}</div></li>'
        )

    said = talk(0, 0, 0, 0)
    found = read(f'<div id="comments"><h3>4 Comments</h3><ul>{row(said, one)}</ul></div>')
    assert [c.author for c in found] == ["Gast" if c.number == 2 else c.author for c in said]


def test_a_level_may_stand_right_after_the_word_comment() -> None:
    def one(c: Said) -> str:
        head = f'<h4><span class="source_author">{c.name}</span> am <time>{c.when}</time>:</h4>'
        body = f'<div class="commentBody">{c.paragraphs}</div>'
        return f'<article id="c{c.id}" class="s9y_comment commentlevel-{c.depth + 1}">{head}{body}</article>'

    said = talk(0, 1, 2, 0, 1)
    found = read(f'<section id="comments"><h3>Kommentare</h3>{row(said, one)}</section>')
    assert [c.depth for c in found] == [c.depth for c in said]


def test_what_is_called_a_title_is_no_name_although_it_is_bold_and_short() -> None:
    def one(c: Said) -> str:
        head = f'<b class="upost-community">{c.name}</b> <i>{c.number + 3}</i> <i class="upost-when">{c.when}</i>'
        body = f'<h4 class="upost-title">Titel Nummer {c.number}</h4><div class="upost-text">{c.paragraphs}</div>'
        return f'<div class="posting" id="posting-{c.id}">{head}<div class="upost-body">{body}</div></div>'

    said = talk(0, 0, 0, 0)
    found = read(f'<section id="forum"><h3>Forum: 4 Kommentare</h3>{row(said, one)}</section>')
    assert [c.author for c in found] == [c.author for c in said]


def test_a_name_before_words_that_say_who_wrote_is_the_authors() -> None:
    def one(c: Said) -> str:
        head = f"<b>Betreff Nummer {c.number}</b><br><span>{c.name}</span> schrieb am {c.when}:"
        return f'<div class="kommentar" id="kommentar{c.id}">{head}{c.paragraphs}<a href="/antwort">Antworten</a></div>'

    said = talk(0, 0, 0, 0)
    found = read(f'<div id="kommentare"><h3>4 Kommentare</h3>{row(said, one)}</div>')
    assert [c.author for c in found] == [c.author for c in said]


def test_names_after_the_time_are_read_whether_they_are_links_or_not() -> None:
    def one(c: Said) -> str:
        name = f'<a href="https://netz{c.number}.example/">{c.name}</a>' if c.number % 2 else c.name
        head = (
            f"<h6 class='comment-header'><span>{c.when} - {name}</span> <a class='permalink' href='#c{c.id}'>¶</a></h6>"
        )
        return f'<div class="comment" id="c{c.id}"><div>{head}<div class="content">{c.paragraphs}</div></div></div>'

    said = talk(0, 0, 0, 0)
    found = read(f'<div class="comments"><h5>4 Comments</h5>{row(said, one)}</div>')
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in said]


@pytest.mark.parametrize("first", [0, 20])
def test_numbers_that_count_the_posts_of_a_thread_are_no_ids_where_there_are_others(first: int) -> None:
    def one(c: Said) -> str:
        head = f'<a id="{first + c.number}"></a><b class="author">{c.name}</b> <time>{c.when}</time>'
        return f'<li class="comment" data-pid="{c.id}">{head}<div class="content">{c.paragraphs}</div></li>'

    said = talk(0, 0, 0)
    found = read(f'<ul class="comments">{row(said, one)}</ul>')
    assert [c.external_id for c in found] == [str(c.id) for c in said]


def test_a_link_to_what_is_answered_may_name_it_in_its_data() -> None:
    def one(c: Said) -> str:
        answered = "" if c.parent is None else f'<a data-topid="{said[c.parent].id}" href="/post/7">@jemand</a>'
        head = f'<b class="author">{c.name}</b> <time>{c.when}</time> {answered}'
        return f'<li class="comment" data-pid="{c.id}">{head}<div class="content">{c.paragraphs}</div></li>'

    said = talk(0, 1, 2, 0, 1)
    found = read(f'<ul class="comments">{row(said, one)}</ul>')
    assert [c.depth for c in found] == [c.depth for c in said]


def test_an_element_called_a_comment_of_a_list_of_comments_is_one_comment() -> None:
    def one(c: Said) -> str:
        name = f'<a class="comment__info__username__link" href="/user/{c.number}">{c.name}</a>'
        said = f'<div class="comment__info">{name} 4h</div><div class="comment__text">{c.paragraphs}</div>'
        return f'<div class="comments_list__comment" id="c{c.id}">{said}<a href="#">reply</a></div>'

    said = talk(0, 0, 0)
    found = read(f'<div class="layout__comments"><div class="comments_list">{row(said, one)}</div></div>')
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in said]


def test_posts_known_by_numbered_ids_alone_are_read_where_they_can_be_answered() -> None:
    def one(c: Said) -> str:
        name = (
            f'<td class="pls" rowspan="2"><a href="space-uid-{c.number}.html">{c.name}</a><p>1{c.number}</p>帖子</td>'
        )
        head = f'<div class="pi"><em>{c.number + 1}</em><em>发表于 {c.at:%Y-%m-%d %H:%M:%S}</em></div>'
        said = f'<tr>{name}<td>{head}<table><tr><td class="t_f">{c.paragraphs}</td></tr></table></td></tr>'
        answer = f'<tr><td><a href="/post/{c.id}">回复</a></td></tr>'
        return f'<div id="post_{c.id}"><table class="plhin">{said}{answer}</table></div>'

    said = talk(0, 0, 0, 0)
    form = '<div><form><textarea name="message"></textarea></form></div>'
    found = read(f'<div><div id="postlist">{row(said, one)}</div>{form}</div>')
    shown = [(c.author, c.published_raw, c.body) for c in found]
    assert shown == [(c.author, f"{c.at:%Y-%m-%d %H:%M:%S}", "\n\n".join(c.words)) for c in said]
