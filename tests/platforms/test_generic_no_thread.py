"""What looks like comments and is none: the generic reader invents nothing."""

from __future__ import annotations

import pytest

from spiders.platforms.generic import Generic
from tests.platforms.generic_pages import page, read, talk

_FORM = """<form id="c-form" action="/c"><label>Name</label><input name="author"><textarea name="comment"></textarea>
<button>Absenden</button></form>"""
_TEXTS = (
    "Der Ausbau kommt nicht voran, sagen die Gemeinden und fordern Geld vom Bund für neue Leitungen",
    "Roaming wird ab Juli billiger, die Anbieter warnen vor Folgen für die Netze im Land",
    "Neue Masten an der Autobahn sollen die Funklöcher schließen, doch es fehlt an Strom",
    "Die Behörde vergibt neue Frequenzen, drei Anbieter bieten mit und einer klagt",
)
_PEOPLE = ("Ida Reuter", "Bo Lind", "Mara Kind", "Ulf Petri")
_TIMES = ("12.03.2021, 09:05 Uhr", "11.03.2021, 10:12 Uhr", "10.03.2021, 11:19 Uhr", "09.03.2021, 12:30 Uhr")
_SLUGS = ("roaming-wird-billiger", "neue-masten-am-netz", "frequenzen-vergeben", "netz-am-limit")


def _each(template: str) -> str:
    """The template once for each of four texts, with their people, times and addresses."""
    return "".join(
        template.format(
            i=i + 3,
            text=_TEXTS[i],
            cut=_TEXTS[i][:60],
            title=_TEXTS[i][:24],
            name=_PEOPLE[i],
            at=_TIMES[i],
            slug=_SLUGS[i],
        )
        for i in range(4)
    )


TRAPS = {
    "a form alone": f'<div id="comments"><h3>Kommentar schreiben</h3>{_FORM}</div>',
    "a form with fields named like comments": '<div id="comments"><form><p class="comment-form-author">Name</p>'
    '<p class="comment-form-date">12.03.2021</p><textarea></textarea></form></div>',
    "an empty list": f'<div id="comments"><h3>0 Kommentare</h3><ul class="comment-list"></ul>{_FORM}</div>',
    "a note that there are none": f'<div id="comments"><p>Noch keine Kommentare. Stand 12.03.2021</p>{_FORM}</div>',
    "a note that they are closed": '<div id="comments"><h3>Kommentare</h3><p class="closed">Die Kommentare wurden am '
    '12.03.2021 geschlossen. <span class="author">Die Redaktion</span></p></div>',
    "the site's latest comments, named so": '<div class="recent-comments"><h3>Zuletzt gesagt</h3><ul>'
    + _each('<li class="comment"><b class="author">{name}</b> <span class="date">{at}</span><p>{text}</p></li>')
    + "</ul></div>",
    "the site's latest comments, by their heading": '<div class="box"><h3>Neueste Kommentare</h3><ul>'
    + _each('<li class="kommentar"><b class="author">{name}</b> <span class="date">{at}</span><p>{text}</p></li>')
    + "</ul></div>",
    "the site's latest comments, by links to articles": '<div class="box"><h3>Kommentare</h3><ul>'
    + _each('<li class="kommentar"><b>{name}</b> zu <a href="/{slug}">{title}</a> <i>{at}</i><p>{text}</p></li>')
    + "</ul></div>",
    "the site's latest comments, by permalinks": '<div class="comments-box"><h3>Diskussion</h3>'
    + _each('<div class="comment"><a href="/{slug}#comment-{i}">{name}</a> <i class="date">{at}</i><p>{text}</p></div>')
    + "</div>",
    "the site's latest comments, cut off": '<div class="comments-box"><h3>Diskussion</h3>'
    + _each('<div class="comment"><b class="author">{name}</b> <i class="date">{at}</i><p>{cut}…</p></div>')
    + "</div>",
    "a forum's topics with their last posts": '<div class="forum_box"><h3>Diskussion</h3>'
    + _each(
        '<div class="topic_comment" id="c{i}"><p>Netzfrage {i}. Letzter Beitrag: {text}</p>'
        '<div><i class="date">{at}</i><p class="author">von: {name}</p></div></div>'
    )
    + "</div>",
    "a sidebar by its name": '<div id="sidebar-right"><div class="widget"><h4>Diskussion</h4><ul class="comments">'
    + _each('<li class="comment"><span class="name">{name}</span> <i class="date">{at}</i> <p>{text}</p></li>')
    + "</ul></div></div>",
    "a mustache": '<div id="comments"><h3>Kommentare</h3><div class="comment" id="c-{{id}}"><b class="author">'
    '{{author}}</b><time datetime="{{date}}">{{date}}</time><div class="text">{{text}}</div></div></div>',
    "a template element": '<div id="comments"><h3>Kommentare</h3><template><div class="comment" id="c-1"><b>'
    'Name</b><time datetime="2021-03-01">1.3.2021</time><div class="text">Worte</div></div></template></div>',
    "a dummy": '<div id="comments"><h3>Kommentare</h3><div class="comment dummy"><b class="author">Max</b>'
    '<time datetime="2021-03-01">01.03.2021</time><div class="text">Hier steht ein Text</div></div></div>',
    "skeletons": '<div id="comments"><h2>23 Kommentare</h2>'
    + '<div class="comment skeleton"><div class="author"></div><div class="date"></div><div class="text"></div></div>'
    * 3
    + "</div>",
    "a live ticker": '<div class="live"><h2>Live</h2>'
    + _each('<div class="live-comment" id="t{i}"><time>{at}</time><h4>{title}</h4><p>{text}</p></div>')
    + "</div>",
    "a live ticker by one editor": '<div class="live"><h2>Live</h2>'
    + '<div class="live-comment"><i class="time">12.03.2021, 09:05</i><b class="author">Ida Reuter</b>Neues</div>' * 6
    + "</div>",
    "an author's box": '<div class="author-box"><h4 class="author">Ida Reuter</h4><p>Schreibt seit 12.03.2011 hier.</p>'
    "</div>",
    "related articles": '<section class="related-articles"><h3>Mehr zum Thema</h3>'
    + _each(
        '<article class="teaser"><h4><a href="/{slug}">{title}</a></h4><b class="author">{name}</b><time>{at}</time>'
        '<p>{text}</p><a class="comments-count" href="/{slug}#comments">{i} Kommentare</a></article>'
    )
    + "</section>",
    "a front page": '<div id="content" class="posts">'
    + _each(
        '<div class="post" id="post-{i}"><h2 class="post-title"><a href="/{slug}">{title}</a></h2><p class="meta">Von '
        '<b class="author">{name}</b> am <i class="date">{at}</i> | <a href="/{slug}#comments">{i} Kommentare</a></p>'
        '<div class="post-body"><p>{text}</p></div></div>'
    )
    + "</div>",
    "a front page whose titles do not link": '<div class="blog-posts">'
    + _each(
        '<article class="post" id="post-{i}"><h2>{title}</h2><p>Von <b class="author">{name}</b> am <i>{at}</i>'
        '</p><div class="content"><p>{text}</p></div><a href="/{slug}#comments">Kommentieren</a></article>'
    )
    + "</div>",
    "opinion pieces with linked titles": '<section class="kommentare"><h2>Kommentare</h2>'
    + _each(
        '<article class="kommentar"><a href="/{slug}"><h3>{title}</h3></a><b class="author">Von {name}</b>'
        "<time>{at}</time><p>{text}</p></article>"
    )
    + "</section>",
    "opinion pieces that link as a whole": '<section class="opinion"><h2>Kommentare</h2>'
    + _each(
        '<a class="opinion-item" href="/{slug}"><h3>{title}</h3><b class="author">{name}</b><i class="date">{at}</i>'
        "<p>{text}</p></a>"
    )
    + "</section>",
    "opinion pieces to read on": '<section class="kommentare"><h2>Leitartikel und Kommentare</h2>'
    + _each(
        '<div class="kommentar"><h3>{title}</h3><b class="author">{name}</b><i class="date">{at}</i><p>{text}</p>'
        '<a class="more" href="/{slug}">Weiterlesen</a></div>'
    )
    + "</section>",
    "posts of a social network": '<div class="feed"><h3>Reaktionen</h3>'
    + _each(
        '<blockquote class="network-post"><p>{text}</p>&mdash; {name} (@x{i}) '
        '<a href="https://network.example/x/{i}">March {i}, 2021</a></blockquote>'
    )
    + "</div>",
    "a forum's threads": '<div class="forum"><h2>Forum</h2><table class="threads">'
    + _each(
        '<tr class="thread"><td><a href="/forum/{slug}">{title}</a></td><td class="author">{name}</td>'
        '<td class="replies">{i} Antworten</td><td class="date">{at}</td></tr>'
    )
    + "</table></div>",
    "questions and answers": '<div class="faq"><h2>Fragen und Antworten</h2>'
    + _each('<div class="question"><h3>{text}?</h3></div><div class="answer"><p>{text}. Stand: 12.03.2021</p></div>')
    + "</div>",
    "people": "<table><tr><th>Name</th><th>seit</th><th>Bemerkung</th></tr>"
    + _each('<tr><td class="name">{name}</td><td class="date">{at}</td><td class="note">{text}</td></tr>')
    + "</table>",
    "the article's revisions": '<div class="revision-notes"><h3>Änderungen</h3><ul>'
    + _each('<li class="note"><time>{at}</time> <b class="author">{name}</b>: <i class="note-text">{title}</i></li>')
    + "</ul></div>",
    "an editor's note": '<div class="note" id="note-3"><p><b>Anmerkung der Redaktion</b> (12.03.2021, 14:30 Uhr): '
    f"{_TEXTS[0]}</p></div>",
    "what customers say": '<div class="testimonials"><h2>Kundenstimmen</h2>'
    + _each('<div class="testimonial"><p>{text}</p><b class="author">{name}</b></div>')
    + "</div>",
    "most discussed articles": '<div class="most-commented"><h3>Meistkommentiert</h3><ol>'
    + _each('<li><i class="date">{at}</i> <a href="/{slug}">{title}</a> <b class="comments">{i} Kommentare</b></li>')
    + "</ol></div>",
    "a box about the article": '<div class="date-comments"><p class="left"><em>12.03.2021</em></p><p>Kommentare 0'
    '</p></div><p>von <a href="/k">Netze</a>, <a href="/t">Technik</a></p>',
    "rules": '<div class="comment-policy"><p>Netiquette vom 12.03.2021: bitte sachlich. Ihre Redaktion</p></div>',
    "a counter": '<div class="post-comments"><a href="#comments">12 Kommentare</a><i class="date">12.03.2021</i>'
    '<b class="author">Ida Reuter</b></div>',
    "letters by their titles": '<ul class="leserbriefe">'
    + _each('<li><a href="/leserbrief/{slug}">{title}</a> <b class="author">{name}</b> <i class="date">{at}</i></li>')
    + "</ul>",
}


@pytest.mark.parametrize("trap", TRAPS)
def test_nothing_is_invented_from(trap: str) -> None:
    assert [(one.author, one.body) for one in read(TRAPS[trap])] == []


@pytest.mark.parametrize("trap", TRAPS)
def test_a_page_without_a_thread_is_not_claimed(trap: str) -> None:
    assert not Generic().recognises(page(TRAPS[trap]))


def test_the_thread_is_read_where_the_sites_latest_comments_stand_beside_it() -> None:
    said = talk(0, 1, 0)
    thread = "".join(
        f'<div class="comment" id="c{c.id}"><b class="author">{c.name}</b> <i>{c.when}</i>{c.paragraphs}</div>'
        for c in said
    )
    body = (
        f'<section id="comments"><h2>3 Kommentare</h2>{thread}</section>'
        + TRAPS["the site's latest comments, named so"]
    )
    assert [one.author for one in read(body)] == [one.author for one in said]


def test_plain_text_is_not_claimed() -> None:
    from spiders.page import Page

    assert not Generic().recognises(Page(b"Kommentare\n\nKarin, 12.03.2021: Ja."))
