"""The text of an article: what belongs to it, and what never does."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from lxml import etree

from spiders.article import read_article
from tests.article_pages import FIRST, PUBLISHED, SECOND, STORY, TEXT, og, page, read


def test_wordpress_content_is_read_as_it_stands() -> None:
    body = (
        f'<div class="entry-content"><p>{FIRST}</p><h2>Doubts</h2><ul><li>ducts</li></ul>'
        f"<blockquote>{SECOND}</blockquote>"
        "<figure><img><figcaption>A mast</figcaption></figure><script>track()</script>"
        '<div class="sharedaddy">Share this</div><div id="jp-relatedposts">Related</div><form>Subscribe</form></div>'
    )
    assert read("", body).body == f"{FIRST}\n\nDoubts\n\nducts\n\n{SECOND}"


def test_an_article_body_in_microdata_is_read_as_it_stands() -> None:
    assert read("", f'<div itemprop="articleBody">{STORY}</div><div>Imprint and other small print</div>').body == TEXT


def test_a_wrapper_with_a_share_bar_s_name_is_kept_where_it_holds_the_story() -> None:
    assert read("", f'<div class="entry-content"><div class="with-share-bar">{STORY}</div></div>').body == TEXT


def test_the_text_is_found_on_a_page_without_marks() -> None:
    body = f"<nav><a href=/>Home</a><a href=/5g>5G</a></nav><div><h1>Operator buys spectrum</h1>{STORY}</div>"
    assert read(og("Operator buys spectrum"), body).body == TEXT


@pytest.mark.parametrize(
    "mark", ['id="comments"', 'class="comment-list"', 'id="respond"', 'class="wpd-thread wpdiscuz"']
)
@pytest.mark.parametrize("frame", ["<div>%s</div>", '<div class="entry-content">%s</div>'])
def test_comments_never_leak_into_the_text(mark: str, frame: str) -> None:
    words = "I have waited for this for years and do not believe a word of it, as nobody here does. " * 5
    comments = f"<div {mark}><p>{words}</p><p>{words}</p></div>"
    body = "<h1>Operator buys spectrum</h1>" + frame % (STORY + comments)
    text = read(og("Operator buys spectrum"), body).body or ""
    assert FIRST in text
    assert "waited" not in text


def test_thread_elements_never_leak_into_the_text() -> None:
    words = "I have waited for this for years and do not believe a word of it, as nobody here does. " * 5
    shown = page("", f"<div>{STORY}</div><div class=opinions><p>{words}</p><p>{words}</p></div>")
    text = read_article(shown, thread_elements=shown.by_class["opinions"]).body or ""
    assert FIRST in text
    assert "waited" not in text


def test_a_frame_named_after_comments_that_holds_the_headline_is_the_article() -> None:
    body = f'<div class="story has-many-comments most-comments"><h1>Operator buys spectrum</h1>{STORY}</div>'
    assert FIRST in (read(og("Operator buys spectrum"), body).body or "")


def test_the_text_does_not_begin_with_the_header_again() -> None:
    header = "<h2>Operator buys spectrum</h2><p>By Ann Lee</p><p>3 May 2024</p>"
    head = og("Operator buys spectrum") + PUBLISHED + '<meta property="article:author" content="Ann Lee">'
    body = f'<h1>Operator buys spectrum</h1><p>3 May 2024</p><div class="entry-content">{header}{STORY}</div>'
    assert read(head, body).body == TEXT


def test_without_body_no_text_is_read() -> None:
    assert read_article(page("", f'<div class="entry-content">{STORY}</div>'), with_body=False).body is None


def test_reading_leaves_the_page_s_tree_as_it_was() -> None:
    shown = page(og("Operator buys spectrum"), f'<h1>Operator buys spectrum</h1>{STORY}<div id="comments">x</div>')
    before = etree.tostring(shown.root)
    first, second = read_article(shown), read_article(shown)
    assert etree.tostring(shown.root) == before
    assert first == second


def test_a_menu_in_the_midst_of_the_story_is_no_part_of_it() -> None:
    menu = "<nav><p>" + "All that we ever wrote on masts and on the ducts between them. " * 5 + "</p></nav>"
    body = f"<div><h1>Operator buys spectrum</h1><p>{FIRST}</p>{menu}<p>{SECOND}</p></div>"
    assert read(og("Operator buys spectrum"), body).body == TEXT


def test_of_several_posts_marked_alike_none_is_the_article() -> None:
    posts = f'<div class="entry-content">{STORY}</div>' * 2
    assert read("", posts + f'<div class="wp-block-post-content">{STORY}<p>Both.</p></div>').body == f"{TEXT}\n\nBoth."


def test_the_search_for_text_is_loaded_when_it_is_needed() -> None:
    asked = "import sys, spiders.reading; print({'trafilatura', 'htmldate'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout.strip() == "set()"


def test_a_page_of_too_many_elements_is_searched_for_no_text() -> None:
    started = time.process_time()
    assert read("", "<b>x</b>" * 200_000).body is None
    assert time.process_time() - started < 5
