"""What the generic reader tells beside the comments: counts, ids, other pages, notices, parents, the end."""

from __future__ import annotations

import pytest

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.generic import Generic
from tests.platforms.generic_pages import URL, Said, page, read, row, talk


def _thread(before: str = "", after: str = "", count: int = 3) -> Page:
    return page(f'<section id="comments">{before}<ul>{row(talk(*[0] * count), _item)}</ul>{after}</section>')


def _item(c: Said) -> str:
    return (
        f'<li class="comment" id="kommentar_{c.id}"><b class="author">{c.name}</b> <i class="date">{c.when}</i>'
        f'<div class="text">{c.paragraphs}</div></li>'
    )


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("<h2>12 Kommentare</h2>", 12),
        ("<h2>Comments (1,204)</h2>", 1204),
        ("<h3>Комментарии <span>57</span></h3>", 57),
        ('<div class="comments-count">34</div>', 34),
        ("<h4>Commentaires</h4>", None),
        ('<i class="prefix">169 st</i><h2 aria-label="169 kommentarer">Kommentarer</h2>', 169),
        ('<meta itemprop="commentCount" content="224"><h2>Comments</h2>', 224),
    ],
)
def test_the_count_is_read_over_the_thread(heading: str, count: int | None) -> None:
    assert Generic().stated_count(_thread(heading)) == count


def test_the_count_is_read_off_the_button_that_shows_the_rest() -> None:
    thread = _thread("<h2>Kommentare</h2>", "<button>Alle 571 Kommentare anzeigen</button>")
    assert Generic().stated_count(thread) == 571


def test_what_a_comment_says_of_its_answers_is_not_the_threads_count() -> None:
    thread = page(
        '<section id="comments"><h2>Kommentare</h2>'
        + row(talk(0, 0), lambda c: _item(c).replace("</li>", "<p><a>7 Antworten</a></p></li>"))
        + "</section>"
    )
    assert Generic().stated_count(thread) is None


@pytest.mark.parametrize(
    "button",
    [
        "<button>Weitere Kommentare laden</button>",
        '<a href="#" class="btn">Show all 571 comments</a>',
        '<a href="https://forum.example/ausbau-stockt">Alle Kommentare im Forum lesen</a>',
        '<div class="load-more">Voir plus de commentaires</div>',
    ],
)
def test_a_button_for_the_rest_says_that_comments_are_missing(button: str) -> None:
    assert Generic().is_elsewhere(_thread(after=button))


def test_a_thread_without_such_a_button_is_all_here() -> None:
    assert not Generic().is_elsewhere(_thread("<h2>3 Kommentare</h2>", '<a href="#top">nach oben</a>'))


def test_links_to_other_pages_of_the_thread_are_found() -> None:
    links = (
        '<div class="pagination"><a href="?kommentarseite=1">1</a> <a href="?kommentarseite=2">2</a>'
        f'<a href="{URL}?kommentarseite=3#kommentare">weiter</a></div>'
    )
    assert Generic().more_pages(_thread(after=links)) == [f"{URL}?kommentarseite={n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "links",
    [
        '<div class="pagination"><a href="/andere-geschichte-2.html?page=2">2</a></div>',
        '<div class="pagination"><a href="https://other.example/netze/ausbau-stockt-77.html?page=2">2</a></div>',
        '<a href="/netze/">Netze</a> <a href="#kommentar_880100">1</a>',
    ],
)
def test_links_to_other_articles_are_no_pages_of_the_thread(links: str) -> None:
    assert Generic().more_pages(_thread(after=links)) == []


def test_the_articles_own_pages_are_no_pages_of_the_thread() -> None:
    paging = '<div class="pagination"><a href="?page=2">2</a></div>'
    markup = page(f'{paging}<section id="comments">{row(talk(0, 0), _item)}</section>')
    assert Generic().more_pages(markup) == []


@pytest.mark.parametrize(
    ("url", "number"), [(f"{URL}?commentpage=4", 4), (f"{URL}/comments/2", 2), (f"{URL}?page=4", None), (URL, None)]
)
def test_the_pages_number_is_read_off_an_address_with_a_word_for_comments(url: str, number: int | None) -> None:
    assert Generic().page_number(Page(b"<html></html>", url=url)) == number


@pytest.mark.parametrize(
    "mark", ['id="kommentar_{0}"', 'data-comment-id="{0}"', 'data-id="{0}"', 'id="{0}"', 'data-key="c{0}"']
)
def test_the_pages_own_ids_are_taken(mark: str) -> None:
    said = talk(0, 0, 0)
    markup = row(said, lambda c: _item(c).replace(f'id="kommentar_{c.id}"', mark.format(c.id)))
    assert [one.external_id for one in read(f'<div id="comments"><ul>{markup}</ul></div>')] == [str(c.id) for c in said]


def test_an_id_on_an_empty_anchor_before_the_comment_is_its_own() -> None:
    said = talk(0, 0)
    markup = row(
        said,
        lambda c: (
            f'<a name="c{c.id}"></a><div class="comment"><b class="author">{c.name}</b> <i>{c.when}</i>{c.lines}</div>'
        ),
    )
    assert [one.external_id for one in read(f'<div id="comments">{markup}</div>')] == [str(c.id) for c in said]


def test_ids_that_are_no_numbers_are_taken_whole() -> None:
    said = talk(0, 1)
    keys = ["a7Fq-92xk", "b8Gr-03yl"]
    markup = "".join(
        _item(c).replace(
            f'id="kommentar_{c.id}"', f'data-comment-id="{key}" data-parent-id="{keys[0] if c.depth else ""}"'
        )
        for c, key in zip(said, keys, strict=True)
    )
    found = read(f'<div id="comments"><ul>{markup}</ul></div>')
    assert [(one.external_id, one.claimed_parent) for one in found] == [(keys[0], None), (keys[1], keys[0])]


def test_numbers_of_users_are_no_ids_of_comments() -> None:
    markup = row(talk(0, 0, 0), lambda c: _item(c).replace(f'id="kommentar_{c.id}"', f'data-user-id="{c.number}"'))
    assert [one.external_id for one in read(f'<div id="comments"><ul>{markup}</ul></div>')] == [None] * 3


def test_a_parent_that_all_comments_name_is_the_article() -> None:
    markup = row(talk(0, 0, 0, 0), lambda c: _item(c).replace("<li ", '<li data-parent-id="77" '))
    assert [one.claimed_parent for one in read(f'<div id="comments"><ul>{markup}</ul></div>')] == [None] * 4


def test_a_link_in_a_readers_words_claims_no_parent() -> None:
    said = talk(0, 0, 0)
    markup = row(
        said, lambda c: _item(c).replace("<p>", f'<p>Wie <a href="#kommentar_{said[0].id}">oben</a> gesagt: ', 1)
    )
    assert [one.parent for one in read(f'<div id="comments"><ul>{markup}</ul></div>')] == [None] * 3


def test_ids_that_the_parser_cut_off_are_counted() -> None:
    whole = _thread().text
    cut = whole.replace("<footer>", '<div title="<li id=kommentar_1 "><!-- <li id="kommentar_5"> --></div><footer>')
    assert Generic().count_in_bytes(Page(whole.encode(), url=URL)) == 3
    assert Generic().count_in_bytes(Page(cut.encode(), url=URL)) == 4


def test_ids_in_a_sidebar_are_not_missing_from_the_thread() -> None:
    markup = _thread().text.replace("<footer>", '<aside><li class="comment" id="kommentar_4">…</li></aside><footer>')
    assert Generic().count_in_bytes(Page(markup.encode(), url=URL)) == 3


def test_a_page_broken_off_within_the_thread_has_not_ended() -> None:
    markup = _thread().text
    assert Generic().is_ended(Page(markup.encode(), url=URL))
    assert not Generic().is_ended(Page(markup[: markup.index("kommentar_880134") + 200].encode(), url=URL))


@pytest.mark.parametrize(
    "notice",
    [
        "Dieser Kommentar wurde entfernt.",
        "[Entfernt. Bitte bleiben Sie beim Thema. Die Redaktion]",
        "This comment has been removed by a moderator.",
        "[deleted]",
        "Ce commentaire a été supprimé.",
        "Este comentario ha sido eliminado por el moderador.",
        "Questo commento è stato rimosso.",
        "Deze reactie is verwijderd.",
        "Este comentário foi removido.",
        "Komentarz został usunięty przez moderatora.",
    ],
)
def test_a_moderators_words_in_place_of_a_readers_are_a_notice(notice: str) -> None:
    found = _with_words(notice)
    assert (found.notice, found.body) == (notice, "")


@pytest.mark.parametrize(
    "words",
    [
        "Mein Kommentar von gestern wurde gelöscht! Warum?\n\nIch habe doch nur gefragt.",
        "Removed my old router.",
        "Gelöscht?",
    ],
)
def test_a_readers_words_about_removed_comments_are_a_readers(words: str) -> None:
    assert _with_words(words).notice is None


def _with_words(words: str) -> Comment:
    said = talk(0, 0, 0, 0)
    paragraphs = "".join(f"<p>{one}</p>" for one in words.split("\n\n"))
    markup = row(said, lambda c: _item(c).replace(c.paragraphs, paragraphs) if c.number == 1 else _item(c))
    return read(f'<div id="comments"><ul>{markup}</ul></div>')[1]


def test_a_removed_comment_keeps_its_place_over_its_answers() -> None:
    said = talk(0, 0)
    answer = f'<ul class="answers">{_item(said[1])}</ul>'
    removed = (
        f'<li class="comment comment--removed" id="kommentar_5"><p>Dieser Kommentar wurde entfernt.</p>{answer}</li>'
    )
    found = read(f'<div id="comments"><ul>{_item(said[0])}{removed}</ul></div>')
    assert [(one.external_id, one.depth, one.notice is None) for one in found] == [
        (str(said[0].id), 0, True),
        ("5", 0, False),
        (str(said[1].id), 1, True),
    ]


def test_comments_in_several_lists_are_one_thread() -> None:
    said = talk(0, 0, 0, 0)
    first, rest = row(said[:2], _item), row(said[2:], _item)
    lists = f'<ul class="c-list">{first}</ul><div>Anzeige</div><ul class="c-list c-rest">{rest}</ul>'
    assert [(one.author, one.depth) for one in read(f'<div id="comments">{lists}</div>')] == [
        (c.author, 0) for c in said
    ]
