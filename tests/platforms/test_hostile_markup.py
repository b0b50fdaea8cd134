"""Mark-up made to break readers: nested deeper than any parser goes, heads in heads, and lists without end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from spiders.platforms.base import Platform
from spiders.platforms.blogger import Blogger
from spiders.platforms.disqus_plugin import DisqusPlugin
from spiders.platforms.drupal import Drupal
from spiders.platforms.json_ld_comments import JsonLdComments
from spiders.platforms.microdata import SchemaOrgMicrodata
from spiders.platforms.wordpress import WordPress
from spiders.platforms.wpdiscuz import WpDiscuz
from tests.platforms.mark_up import page_of

MANY = 3_000
DRUPAL = "<script>Drupal.settings</script><a href='/comment/reply/1'></a>"
BLOGGER = "<meta content='blogger' name='generator'><div class='comments' id='comments'>"

DEEP: list[tuple[Platform, str, Callable[[int], str]]] = [
    (
        WpDiscuz(),
        "",
        lambda n: (
            f"<div id='wpd-comm-{n}_{n - 1}' class='wpd-comment'><p id='comment-{n}' class='wpd-comment-text'>x</p>"
        ),
    ),
    (
        DisqusPlugin(),
        "<ul id='dsq-comments'>",
        lambda n: f"<li id='dsq-comment-{n}'><p class='dsq-comment-message'>x</p><ul class='children'>",
    ),
    (
        Drupal(),
        DRUPAL,
        lambda n: f'<a id="comment-{n}"></a><div class="comment"><p class="content">x</p></div><div class="indented">',
    ),
    (Blogger(), BLOGGER, lambda n: f"<li class='comment' id='c{n + 10**15}'><p class='comment-content'>x</p><ol>"),
    (
        SchemaOrgMicrodata(),
        "",
        lambda n: f'<div id="k{n}" itemscope itemtype="https://schema.org/Comment"><p itemprop="text">x</p>',
    ),
]


@pytest.mark.parametrize(("reader", "before", "opened"), DEEP, ids=lambda value: getattr(value, "name", ""))
def test_what_the_parser_cuts_is_missed_and_counted(
    reader: Platform, before: str, opened: Callable[[int], str]
) -> None:
    page = page_of(before + "".join(opened(number) for number in range(1, MANY + 1)))
    assert reader.recognises(page)
    comments = reader.comments(page)
    assert 100 < len(comments) < MANY
    assert [comment.depth_shown for comment in comments] == list(range(len(comments)))
    assert (reader.count_in_bytes(page) or 0) >= MANY - 1  # the last one parsed may have lost its words


@pytest.mark.parametrize("name", ["submitted", "parent", "content", "username"])
def test_heads_in_heads_are_read_once(name: str) -> None:
    nest = f"<div class='{name}'>" * MANY
    page = page_of(f'{DRUPAL}<a id="comment-1"></a><div class="comment"><p class="content">x</p>{nest}')
    assert [comment.external_id for comment in Drupal().comments(page)] == ["1"]


@pytest.mark.parametrize("name", ["comment-content", "comment-body", "x"])
def test_bold_words_in_bold_words_are_looked_at_once_for_a_name(name: str) -> None:
    bold = "<b>mast " * MANY
    page = page_of(f"<ol class='commentlist'><li class='comment' id='comment-1'><div class='{name}'>{bold}")
    assert [comment.author for comment in WordPress().comments(page)] == [None]


def test_lists_in_lists_of_json_hold_nothing() -> None:
    page = page_of('<script type="application/ld+json">{"comment": ' + "[" * 100_000 + "</script>")
    assert not JsonLdComments().recognises(page)
