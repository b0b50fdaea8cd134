"""What stands beside a thread's names, times and words, and is none of them: counted labels, counters, subjects."""

from __future__ import annotations

import pytest

from spiders.platforms.generic import Generic
from tests.platforms.generic_pages import Said, page, read, row, talk

SAID = talk(0, 0, 0, 0)


def test_a_label_that_counts_is_none_of_the_readers_words() -> None:
    def one(c: Said) -> str:
        head = f'<h4><a href="/u/{c.id}">{c.name}</a></h4><p><small>{c.day} {c.clock}</small></p>'
        return f'<div class="media comment">{head}{c.words[0]}<p><small>Punkte: {c.number + 4}</small></p></div>'

    found = read(f'<div id="comments-list"><h3>Kommentare</h3>{row(SAID, one)}</div>')
    assert [c.body for c in found] == [c.words[0] for c in SAID]


def test_a_heading_in_a_line_of_its_own_with_a_counter_leads_to_the_thread_below() -> None:
    def one(c: Said) -> str:
        return (
            f'<div class="a1"><div class="b2"><span class="c3">{c.name}</span><time class="d4" datetime='
            f'"{c.at:%Y-%m-%dT%H:%M}">{c.day}</time></div><div class="e5">{c.paragraphs}</div><a>Reply</a></div>'
        )

    found = read(f'<section class="f6"><header><h2>Comments</h2><span>4</span></header>{row(SAID, one)}</section>')
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in SAID]


def test_a_subject_that_links_to_the_comment_itself_makes_it_no_list_of_articles() -> None:
    def one(c: Said) -> str:
        head = f'<h4><a href="/c?cid={c.id}">Re: masts</a></h4><span class="by">by <a href="/u">{c.name}</a></span>'
        when = f'<span class="otherdetails">on {c.day} @{c.clock}</span>'
        return f'<li class="comment" id="tree_{c.id}">{head}{when}<div class="comment-text">{c.words[0]}</div></li>'

    found = read(f'<ul id="commentlisting">{row(SAID, one)}</ul>')
    assert [(c.author, c.body) for c in found] == [(c.author, c.words[0]) for c in SAID]


def test_paragraphs_of_words_after_a_head_are_its_words_even_where_they_look_like_it() -> None:
    letters = "<hr>".join(f"<p><b>{c.name}</b> am {c.day}, {c.clock} Uhr:</p>{c.paragraphs}" for c in SAID)
    found = read(f"<h3>Leserbriefe</h3><div id='netz'>{letters}</div><form><textarea></textarea></form>")
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in SAID]


def test_lines_of_words_before_the_name_at_the_end_are_no_name() -> None:
    def one(c: Said) -> str:
        lines = "<br>".join(c.words)
        return f'<div class="comment-{c.number}">{lines}<br>Posted by {c.name} at {c.day} {c.clock}</div>'

    found = read(f"<h3>Comments</h3><div class='comment'>{row(SAID, one)}</div>")
    assert [(c.author, c.body) for c in found] == [(c.author, "\n".join(c.words)) for c in SAID]


def test_a_date_says_more_than_the_age_in_brackets_behind_it() -> None:
    def one(c: Said) -> str:
        foot = f'<p class="info">Posted by {c.name}, {c.day} {c.clock} (3 years ago)</p>'
        return f'<li class="comment"><div class="comment-text">{c.paragraphs}</div>{foot}</li>'

    found = read(f'<div class="comments-holder"><h4>Comments</h4><ul>{row(SAID, one)}</ul></div>')
    assert [c.author for c in found] == [c.author for c in SAID]
    assert all(c.day in (one.published_raw or "") for c, one in zip(SAID, found, strict=True))


def test_a_series_with_a_comment_in_its_title_is_no_thread() -> None:
    def one(c: Said) -> str:
        return f'<div class="episode"><span class="host">{c.name}</span> <time>{c.day}</time>{c.paragraphs}</div>'

    episodes = f"<h3>Alle Folgen: Kommentar der Woche</h3>{row(SAID, one)}"
    assert not Generic().recognises(page(f'<div class="episodes">{episodes}</div>'))


def test_boxes_of_every_other_look_hold_a_head_and_its_words() -> None:
    def one(c: Said) -> str:
        head = f"<strong>{c.name}</strong><br>{c.day}<br>{c.clock}"
        words = f'<div class="commenttext">{c.paragraphs}</div><div class="clear"></div>'
        return f'<div class="{"alt" * (c.number % 2)}" id="commentlist"><div class="metadata">{head}</div>{words}</div>'

    found = read(f"<h3>4 Kommentare</h3>{row(SAID, one)}<form><textarea></textarea></form>")
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in SAID]
    assert [c.published_raw for c in found] == [f"{c.day} {c.clock}" for c in SAID]


def test_names_without_times_in_a_column_of_their_own_are_not_said() -> None:
    def one(c: Said) -> str:
        name = f'<dl><dt><strong><a class="url" href="/u/{c.id}">{c.name}</a></strong></dt></dl>'
        return f'<div class="comment"><div class="col">{name}</div><div class="col">{c.paragraphs}</div></div>'

    found = read(f"<h4>Kommentare</h4>{row(SAID, one)}<form><textarea></textarea></form>")
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in SAID]


def test_a_score_and_a_date_are_not_what_is_said_in_the_row_below() -> None:
    def one(c: Said) -> str:
        head = f'<b>Re: Netz</b> <font class="content">(Score: 1)</font><br>by <a href="/u/{c.id}">{c.name}</a>'
        when = f'<font class="content">on {c.day} @ {c.clock}</font>'
        return f'<a name="{c.id}"></a><table><tr><td>{head} {when}</td></tr><tr><td>{c.words[0]}</td></tr></table>'

    found = read(f"<h3>Comments</h3>{row(SAID, one)}")
    assert [(c.author, c.body) for c in found] == [(c.author, c.words[0]) for c in SAID]


@pytest.mark.parametrize("heading", ["Kommentare der Presse", "Expert comments", "Kolumnen & Kommentare"])
def test_what_others_than_the_readers_say_under_a_heading_is_no_thread(heading: str) -> None:
    quotes = row(SAID, lambda c: f"<p><strong>{c.name} ({c.day}):</strong> {c.words[0]}</p>")
    assert not Generic().recognises(page(f"<div><h2>{heading}</h2>{quotes}</div>"))
    assert Generic().recognises(page(f"<div><h2>Kommentare</h2>{quotes}</div>"))


def test_a_name_without_a_link_stands_in_the_box_where_others_have_theirs() -> None:
    def one(c: Said) -> str:
        name = f'<a href="https://netz-{c.number}.example">{c.name}</a>' if c.number % 2 else c.name
        return f'<li><p class="k1">{name}</p><p class="k2">{c.day}</p><div class="k3">{c.paragraphs}</div></li>'

    said = talk(*[0] * 8)
    found = read(f'<div id="comments"><h3>8 Kommentare</h3><ul>{row(said, one)}</ul></div>')
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in said]


def test_one_word_is_said_where_most_is_said_however_much_longer_a_label_is() -> None:
    def one(c: Said) -> str:
        foot = f'<p class="k4">{c.day} {c.clock} (vor drei Jahren im Netz)</p>'
        return f'<li><b class="k1">{c.name}</b><div class="k3">{"+1" if c.number == 3 else c.words[0]}</div>{foot}</li>'

    found = read(f'<div id="comments"><h3>4 Kommentare</h3><ul>{row(SAID, one)}</ul></div>')
    assert [c.body for c in found] == ["+1" if c.number == 3 else c.words[0] for c in SAID]


def test_a_word_that_goes_before_a_date_is_no_name() -> None:
    def one(c: Said) -> str:
        head = f'<span class="k1">{c.name}</span><span class="k2">sur {c.day} à {c.clock}</span>'
        return f'<li><div class="k3">{head}</div><div class="k4">{c.paragraphs}</div></li>'

    found = read(f'<div id="comments"><h3>4 commentaires</h3><ul>{row(SAID, one)}</ul></div>')
    assert [c.author for c in found] == [c.author for c in SAID]


@pytest.mark.parametrize("heading", ["Comments on: Experts doubt the mast", "Commentaires sur la presse de Wick"])
def test_the_title_of_an_article_over_its_comments_takes_nothing_from_them(heading: str) -> None:
    said = row(SAID, lambda c: f"<p><strong>{c.name} ({c.day}):</strong> {c.words[0]}</p>")
    assert Generic().recognises(page(f"<div><h2>{heading}</h2>{said}</div>"))


def test_says_behind_a_name_is_not_said_whether_the_name_is_a_link_or_not() -> None:
    def one(c: Said) -> str:
        name = f'<a rel="external" href="https://netz-{c.number}.example">{c.name}</a>' if c.number % 2 else c.name
        return f'<li><div>{name} says:<br><a href="#k{c.id}">{c.day} {c.clock}</a><div>{c.paragraphs}</div></div></li>'

    said = talk(*[0] * 8)
    found = read(f'<div id="comments"><h3>8 Comments</h3><ul>{row(said, one)}</ul></div>')
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in said]


def test_words_that_alone_are_called_comments_lead_to_the_heads_beside_them() -> None:
    def one(c: Said) -> str:
        head = f"<p><strong>{c.name}</strong> <em>({c.day} {c.clock})</em></p>"
        return f'<li><span>#{c.number + 1}</span><div>{head}<p class="commententry">{c.words[0]}</p></div></li>'

    found = read(f"<p>Kommentare: <em>4</em></p><ul>{row(SAID, one)}</ul>")
    assert [(c.author, c.body) for c in found] == [(c.author, c.words[0]) for c in SAID]


def test_a_clock_beside_a_date_is_no_second_time() -> None:
    def one(c: Said) -> str:
        when = f"<span><i></i><span>{c.clock}</span> <span>{c.day}</span></span>"
        return (
            f'<div class="k1"><div><span class="user-name">{c.name}</span>{when}</div><div>{c.paragraphs}</div></div>'
        )

    found = read(f"<div><h3>4 Kommentare</h3>{row(SAID, one)}</div><form><textarea></textarea></form>")
    assert [(c.author, c.body) for c in found] == [(c.author, "\n\n".join(c.words)) for c in SAID]
    assert all(c.day in (one.published_raw or "") for c, one in zip(SAID, found, strict=True))
