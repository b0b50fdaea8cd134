"""Comments as JSON-LD. The mark-up follows schema.org, Google's guide to discussions and Yoast's documentation."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.page import Page
from spiders.platforms.json_ld_comments import JsonLdComments
from tests.platforms.forests import Forest, assert_same_forest, forests
from tests.platforms.mark_up import AS_FORESTS, URL, page_of

READER = JsonLdComments()
PLAIN = st.lists(st.text("abcdefäéñжю光", min_size=1, max_size=9), min_size=1, max_size=4).map(" ".join)
MANY = forests(max_depth=60, authors=PLAIN, texts=PLAIN)


def _page(*values: Any) -> Page:
    return page_of("".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values))


def _nodes(forest: Forest) -> list[dict[str, Any]]:
    return [
        {
            "@type": "Comment",
            "@id": f"{URL}#comment-{one.id}",
            "author": {"@type": "Person", "name": one.author},
            "text": one.body,
            "dateCreated": "2024-05-03T10:00:00+01:00",
        }
        for one in forest
    ]


def _with_words(forest: Forest) -> Forest:
    """A comment without words is none in JSON-LD."""
    return [one if one.paragraphs else replace(one, paragraphs=("Yes",)) for one in forest]


@AS_FORESTS
@given(MANY)
def test_comments_in_comments_give_back_the_forest(forest: Forest) -> None:
    forest = _with_words(forest)
    nodes = _nodes(forest)
    for one in forest:
        if one.parent is not None:
            nodes[one.parent].setdefault("comment", []).append(nodes[one.position])
    tops = [nodes[one.position] for one in forest if one.parent is None]
    page = _page({"@type": "DiscussionForumPosting", "headline": "Fibre", "comment": tops})
    assert_same_forest(READER.comments(page), forest)
    assert READER.recognises(page) is bool(forest)


@AS_FORESTS
@given(MANY)
def test_parent_items_give_back_the_forest(forest: Forest) -> None:
    forest = _with_words(forest)
    nodes = _nodes(forest)
    for one in forest:
        above = URL if one.parent is None else nodes[one.parent]["@id"]
        nodes[one.position]["parentItem"] = {"@id": above}
    page = _page({"@graph": [{"@type": "NewsArticle", "url": URL}, *nodes]})
    assert_same_forest(READER.comments(page), forest)


def _article(**fields: Any) -> dict[str, Any]:
    comment = {"@type": "Comment", "author": "Ada", "text": "Yes", "datePublished": "2024-05-03"}
    return {"@type": "NewsArticle", "url": URL, "comment": [comment], **fields}


def test_every_field_is_read() -> None:
    comment = {
        "@type": "Comment",
        "url": f"{URL}#comment-7",
        "author": {"@type": "Person", "name": "Ada", "url": "/people/ada"},
        "text": "First line\nsecond line\n\nanother paragraph",
        "datePublished": "2024-05-03T10:00:00+01:00",
        "dateModified": "2024-05-03T11:00:00+01:00",
        "upvoteCount": 4,
        "downvoteCount": "1",
    }
    [read] = READER.comments(_page({"@type": "BlogPosting", "comment": comment}))
    assert (read.external_id, read.author, read.author_url) == ("7", "Ada", "https://mast.example/people/ada")
    assert read.body == "First line\nsecond line\n\nanother paragraph"
    assert read.published_machine == "2024-05-03T10:00:00+01:00"
    assert read.edited_raw == "2024-05-03T11:00:00+01:00"
    assert (read.likes, read.dislikes) == (4, 1)


def test_nodes_of_their_own_refer_to_their_authors() -> None:
    """As Yoast's plugin writes them."""
    page = _page(
        {
            "@graph": [
                {"@type": "Article", "@id": f"{URL}#article", "commentCount": 3},
                {
                    "@type": "Comment",
                    "@id": "https://mast.example/#/schema/Comment/ab12",
                    "about": {"@id": f"{URL}#article"},
                    "text": "Yes",
                    "author": {"@id": "https://mast.example/#/schema/Person/cd34"},
                },
                {"@type": "Person", "@id": "https://mast.example/#/schema/Person/cd34", "name": "Ada"},
            ]
        }
    )
    [read] = READER.comments(page)
    assert (read.external_id, read.author, read.body) == ("ab12", "Ada", "Yes")
    assert READER.stated_count(page) == 3


def test_markup_in_the_text_is_no_part_of_the_words() -> None:
    article = _article()
    article["comment"][0]["text"] = "<p>One<br/>two</p><p>It&#39;s <b>three</b></p>"
    assert READER.comments(_page(article))[0].body == "One\ntwo\n\nIt's three"


def test_of_several_stories_the_pages_own_is_read() -> None:
    other = _article(url="https://mast.example/other/", comment=[{"author": "Bob", "text": "No"}])
    assert [one.author for one in READER.comments(_page(other, _article()))] == ["Ada"]
    assert READER.comments(_page(other, {**other, "url": "https://mast.example/third/"})) == []


@pytest.mark.parametrize(
    "value",
    [
        {"@type": "NewsArticle", "commentCount": 12},
        {"@type": "NewsArticle", "comment": []},
        {"@type": "NewsArticle", "comment": {"@type": "Comment", "comment": []}},
        {"@type": "Recipe", "comment": [{"@type": "Comment", "name": "Author Notes", "text": ""}]},
        {"@type": "Recipe", "comment": [{"@type": "Comment", "name": "Author Notes", "text": "Stir well"}]},
        {"@type": "Question", "comment": [{"@type": "Comment", "author": "Ada", "text": "Why not?"}]},
        {"@type": "NewsArticle", "comment": "Yes"},
    ],
)
def test_nothing_is_invented(value: Any) -> None:
    page = _page(value)
    assert not READER.recognises(page)
    assert READER.comments(page) == []


def test_comments_that_refer_to_one_another_in_a_circle_come_once() -> None:
    one, two = f"{URL}#comment-1", f"{URL}#comment-2"
    page = _page(
        {
            "@graph": [
                {"@type": "NewsArticle", "comment": [{"@id": one}]},
                {"@type": "Comment", "@id": one, "author": "Ada", "text": "Yes", "comment": [{"@id": two}]},
                {"@type": "Comment", "@id": two, "author": "Bob", "text": "No", "comment": [{"@id": one}]},
            ]
        }
    )
    assert [(read.external_id, read.depth_shown) for read in READER.comments(page)] == [("1", 0), ("2", 1)]


def test_broken_scripts_hold_nothing() -> None:
    page = page_of('<script type="application/ld+json">{"@type": "NewsArticle", "comment": [{"@type":</script>')
    assert not READER.recognises(page)
