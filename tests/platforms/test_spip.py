"""SPIP's forums.

The templates below follow, in our own words, ``squelettes-dist/inc-forum.html`` of SPIP 2, ``inclure/forum.html`` of
SPIP 3 (comments), and an ``article.html`` of the time of SPIP 1.9 that prints its forum itself.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

import pytest
from hypothesis import given

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.spip import Spip
from tests.platforms import mark_up
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, forests
from tests.platforms.mark_up import AS_FORESTS, as_paragraphs, nested

ARTICLE = "https://pylone.example/spip.php?article7"
GENERATOR = '<meta name="generator" content="SPIP 3.2.1" />'


def page_of(body: str, head: str = GENERATOR, url: str | None = ARTICLE) -> Page:
    return mark_up.page_of(body, head, url)


MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def shown_day(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


# --- SPIP 2 ------------------------------------------------------------------------------------------------------


def time_of_2(at: datetime) -> str:
    return f"{shown_day(at)} {at:%H:%M}"


def message_of_2(one: ExpectedComment) -> str:
    date = f"{shown_day(one.published)}&nbsp;{one.published:%H:%M}" if one.published else ""
    name = f', par <span class="">{escape(one.author)}</span>' if one.author else ""
    return f"""<li class="forum-fil"><div class="forum-message">
      <div class="forum-chapo">
        <strong class="forum-titre"><a href="#forum{one.id}" name="forum{one.id}"
          id="forum{one.id}">La fibre</a></strong>
        <small>{date}{name}</small>
      </div>
      <div class="forum-texte">
        {as_paragraphs(one.paragraphs)}
        <p class="hyperlien">Voir en ligne : <a href="https://mo.example/" class="spip_out">Chez Mo</a></p>
        <p class="repondre"><a href="spip.php?page=forum&amp;id_forum={one.id}" rel="nofollow">Répondre</a></p>
      </div></div><ul>"""


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_forum_of_spip_2_gives_back_what_was_rendered(forest: Forest) -> None:
    messages = nested(forest, [message_of_2(one) for one in forest], "</ul></li>")
    page = page_of(f'<h2>{len(forest)} Messages de forum</h2>\n<ul class="forum">{messages}</ul>')
    assert Spip().recognises(page) == bool(forest)
    assert_same_forest(Spip().comments(page), forest, shown_time=time_of_2)
    assert Spip().count_in_bytes(page) == len(forest)
    assert Spip().stated_count(page) == len(forest)


# --- SPIP 3 ------------------------------------------------------------------------------------------------------


def time_of_3(at: datetime) -> str:
    return f"{shown_day(at)}, {at:%H:%M}"


def message_of_3(one: ExpectedComment) -> str:
    time = ""
    if one.published:
        time = f'<abbr class="dtreviewed" title="{one.published:%Y-%m-%dT%H:%M:%S}Z">{time_of_3(one.published)}</abbr>'
    name = f'<span class="sep">, </span>par <span class="">{escape(one.author)}</span>' if one.author else ""
    return f"""<li class="comment-item comment-fil odd first"><div class="comment hreview">
      <a href="#comment{one.id}" name="comment{one.id}" id="comment{one.id}"></a>
      <a href="#forum{one.id}" name="forum{one.id}" id="forum{one.id}"></a>
      <p class="comment-meta"><a rel="self bookmark" href="#forum{one.id}" title="Permalien" class="permalink"><span
        class="permalink">1.</span> <strong class=" comment-titre">La fibre, </strong>
        <small>{time}{name}</small></a></p>
      <div class=" comment-content description">{as_paragraphs(one.paragraphs)}
        <p class=" hyperlien">Voir en ligne : <a href="https://mo.example/" class="spip_out">Chez Mo</a></p></div>
      </div><ul class="comments-items">"""


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_forum_of_spip_3_gives_back_what_was_rendered(forest: Forest) -> None:
    messages = nested(forest, [message_of_3(one) for one in forest], "</ul></li>")
    page = page_of(
        f'<div class="comments comments-thread"><h2>Messages</h2><ul class="comments-items">{messages}</ul></div>'
    )
    assert Spip().recognises(page) == bool(forest)
    assert_same_forest(Spip().comments(page), forest, shown_time=time_of_3)
    assert Spip().count_in_bytes(page) == len(forest)


# --- SPIP 1.9 ----------------------------------------------------------------------------------------------------


def message_of_1(one: ExpectedComment) -> str:
    date = shown_day(one.published) if one.published else ""
    name = f", par <strong>{escape(one.author)}</strong>" if one.author else ""
    return f"""<ul><li><div class="forum"><a name="forum{one.id}"></a>
      <div class="forum-chapo"><div class=" forum-titre">La fibre</div> {date}{name}</div><!-- forum-chapo -->
      <div class=" forum-item">{as_paragraphs(one.paragraphs)}</div>
      <div class="forum-repondre-lien"><a href="spip.php?page=forum">Répondre</a></div></div>"""


@AS_FORESTS
@given(forests(max_depth=200))
def test_reading_a_forum_of_the_time_of_spip_1_gives_back_what_was_rendered(forest: Forest) -> None:
    page = page_of(nested(forest, [message_of_1(one) for one in forest], "</li></ul>"), head="")
    assert Spip().recognises(page) == bool(forest)
    assert_same_forest(Spip().comments(page), forest, shown_time=shown_day)


# --- the rest of a message and of the page -----------------------------------------------------------------------


def only(body: str) -> Comment:
    (comment,) = Spip().comments(page_of(f"<ul>{body}</ul></li></ul>"))
    return comment


MESSAGE = ExpectedComment(position=0, id="41", parent=None, depth=0, author="Mo",
                          published=datetime(2021, 5, 4, 9, 30), paragraphs=("Enfin.",))  # fmt: skip


def test_the_title_the_site_and_the_utc_time_are_kept() -> None:
    for message in (message_of_2(MESSAGE), message_of_3(MESSAGE)):
        comment = only(message)
        assert (comment.body, comment.author_url) == ("Enfin.", "https://mo.example/")
        assert comment.extra == {"title": "La fibre"}
    assert only(message_of_3(MESSAGE)).published_machine == "2021-05-04T09:30:00Z"


def test_an_article_with_the_form_and_no_messages_has_an_empty_forum() -> None:
    page = page_of('<form id="formulaire_forum" class="formulaire_spip formulaire_forum"></form>')
    assert Spip().recognises(page)
    assert (Spip().comments(page), Spip().count_in_bytes(page), Spip().stated_count(page)) == ([], 0, None)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ('<li class="comment"><footer class="comment-meta">WordPress</footer><a id="comment41"></a></li>', ""),
        ("<p>Un article sans forum</p>", GENERATOR),
        ('<form id="formulaire_forum"></form>', ""),
    ],
)
def test_other_pages_are_not_recognised(body: str, head: str) -> None:
    assert not Spip().recognises(page_of(body, head))


def test_the_other_pages_are_linked_by_the_offset_of_their_first_message() -> None:
    nav = """<p class="pagination"><span class="pages"><strong class="on">0</strong> |
      <a href="spip.php?article7&amp;debut_forums=10#pagination_forums" class="lien_pagination">10</a> |
      <a href="spip.php?article7&amp;debut_forums=20#pagination_forums" class="lien_pagination">20</a>
      <a href="spip.php?rubrique2&amp;debut_articles=10" class="lien_pagination">10</a></span></p>"""
    page = page_of(nav)
    assert Spip().more_pages(page) == [f"{ARTICLE}&debut_forums=10", f"{ARTICLE}&debut_forums=20"]
    assert Spip().page_number(page) is None
    assert Spip().page_number(page_of(nav, url=f"{ARTICLE}&debut_forums=10")) == 11


def test_messages_nested_in_the_words_of_messages_are_read_each_once_with_their_own_words() -> None:
    depth = 150
    opened = "".join(
        f'<div class="forum-message"><p class="forum-chapo"><a id="forum{n}"></a></p><div class="forum-texte">No. {n}'
        for n in range(depth)
    )
    read = Spip().comments(page_of(opened + "</div></div>" * depth))
    assert [(one.external_id, one.body) for one in read] == [(str(n), f"No. {n}") for n in range(depth)]
