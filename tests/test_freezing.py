"""Frozen pages: the mark-up of real ones, and nothing of what their readers wrote."""

from __future__ import annotations

import html
import inspect
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import unquote

import pytest

import tests.platforms
from archiver.demo.site import DemoSite
from archiver.errors import UsageError
from archiver.freezing.frozen_page import FrozenPage, read_frozen
from archiver.freezing.label_words import label_words
from archiver.freezing.readers_words import words_in
from spiders.page import Page, UnreadablePageError
from spiders.reading import read_thread
from spiders.sites import site_for
from tests.command import archiver, archiver_process
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.test_crawl_due import listed
from tests.test_sites_own import declaration, written
from tests.wordpress_pages import article_page, comment_item

URL = "https://mast.example/masts/"
ENOUGH = 12  # pages of each module
TOLD_BY_WORDS = 0.6  # of the pages; some are recognised by words that scrubbing must take


def page_with_traps() -> str:
    hash_of_mail = "9e107d9d372bb6826bd81d3542a419d6"
    first = comment_item(11, "Wanda Quill", "My phone is 0470 123456 and my mast hums at night.").replace(
        'class="comment ', 'class="comment comment-author-wandaquill '
    )
    second = comment_item(12, "May", "Ask w.quill@copper.example or see https://copper.example/~wanda for more of it.")
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Masts go up", "comment": '
        '[{"@type": "Comment", "author": {"name": "Wanda Quill"}, "dateCreated": "2024-05-06T11:15:00+01:00", '
        '"text": "My phone is 0470 123456 and my mast hums at night."}]}</script>'
        '<meta name="description" content="Wanda Quill: my mast hums at night.">'
        f"<script>var last = {{name: 'Wanda Quill', avatar: '{hash_of_mail}'}};</script>"
    )
    around = (
        f'<img alt="Wanda Quill" src="https://gravatar.example/avatar/{hash_of_mail}?s=48">'
        '<a href="/author/wanda-quill/" title="All by Wanda Quill" data-user-id="4711" onclick="go(\'Wanda Quill\')">'
        "Wanda Quill on Masts</a><!-- Wanda Quill --><input value='w.quill@copper.example'>"
    )
    return article_page(URL, [first, second], stated=2, head=head).replace("</body>", f"{around}</body>")


def test_nothing_of_a_reader_stays_wherever_it_stood() -> None:
    text = FrozenPage.of(Page(page_with_traps().encode(), url=URL)).text
    for gone in "Wanda Quill wandaquill 0470 123456 hums night copper 9e107d9d 4711 gravatar".split():
        assert gone.casefold() not in text.casefold(), gone


def test_structure_times_and_labels_stay_and_the_article_keeps_its_address() -> None:
    expectation = FrozenPage.of(Page(page_with_traps().encode(), url=URL)).expectation
    assert [(one["id"], one["published_at"]) for one in expectation["comments"]] == [
        ("11", "2024-05-06T10:15:00Z"),
        ("12", "2024-05-06T11:15:00Z"),
    ]
    assert expectation["article"]["url"] == URL
    assert expectation["observation"]["is_complete"] is True


def test_the_same_page_gives_the_same_bytes() -> None:
    pages = [FrozenPage.of(Page(page_with_traps().encode(), url=URL)) for _ in range(2)]
    assert pages[0] == pages[1]


def test_a_page_without_comments_is_not_frozen() -> None:
    with pytest.raises(UsageError, match="nothing to freeze"):
        FrozenPage.of(Page(article_page(URL, stated=0).encode(), url=URL))


def pages_of(module: Any) -> Iterator[Page]:
    """The pages that a module's simplest tests read."""
    made: list[Page] = []
    begin = Page.__init__

    def noted(page: Page, *arguments: Any, **named: Any) -> None:
        begin(page, *arguments, **named)
        made.append(page)

    with mock.patch.object(Page, "__init__", noted):
        for name, test in inspect.getmembers(module, inspect.isfunction):
            is_simple = not inspect.signature(test).parameters and not hasattr(test, "hypothesis")
            if name.startswith("test_") and is_simple and not hasattr(test, "pytestmark"):
                test()
    for page in {page.body: page for page in made}.values():
        with suppress(UnreadablePageError):
            if page.text and read_thread([page], site_for(page.url)).comments and not page.text.startswith("<?xml"):
                yield page


NO_TEMPLATES = ("hostile", "comment_feed")  # what only costs time; feeds, which are no pages
MODULES = [
    found.name
    for found in pkgutil.iter_modules(tests.platforms.__path__)
    if found.name.startswith("test_") and not any(name in found.name for name in NO_TEMPLATES)
]


@pytest.mark.parametrize("name", MODULES)
def test_pages_of_every_platform_can_be_frozen(name: str) -> None:
    pages = list(pages_of(import_module(f"tests.platforms.{name}")))[:ENOUGH]
    frozen = 0
    for page in pages:
        own = Page(page.body, url=page.url or URL, captured_at=page.captured_at, content_type=page.content_type)
        try:
            made = FrozenPage.of(own)
        except UsageError:
            continue
        frozen += 1
        in_addresses = set(words_in(own.url or ""))
        for left in (made.text, unquote(html.unescape(html.unescape(made.text)))):
            line = f" {' '.join(words_in(left))} "
            for comment in read_thread([page], site_for(page.url)).comments:
                for said in (comment.body, comment.author):
                    words = words_in(said or "")
                    if not all(word in label_words() | in_addresses or len(word) == 1 for word in words):
                        is_number = len(words) == 1 and words[0].isdecimal()
                        assert is_number or f" {' '.join(words)} " not in line
    assert frozen >= TOLD_BY_WORDS * len(pages)


def test_a_page_of_the_demo_is_fetched_and_frozen(tmp_path: Path) -> None:
    with DemoSite() as site:
        front = archiver_process("crawl", site.url, *HURRY, cwd=tmp_path)
        assert front.returncode == 0, front.stderr
        ((found,),) = listed(tmp_path, "SELECT url FROM articles ORDER BY comment_count DESC, id LIMIT 1")
        url = str(found)
        words = ("freeze", url, "--allow-private", "-s", "DOWNLOAD_DELAY=0", "-o", "frozen", "--name", "demo")
        done = archiver_process(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["frozen/demo.html", "frozen/demo.json"]
    expected, read = read_frozen(tmp_path / "frozen" / "demo.html")
    assert read == expected
    assert len(expected["comments"]) > 3
    text = (tmp_path / "frozen" / "demo.html").read_text()
    authors = [str(author) for (author,) in listed(tmp_path, "SELECT DISTINCT author FROM comments")]
    assert not [author for author in authors if author in text]
    again = archiver(*words[:2], "--page", "frozen/demo.html", "-o", "frozen", "--name", "demo", cwd=tmp_path)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_a_site_of_ones_own_is_verified_by_a_page_only_where_there_is_one(tmp_path: Path) -> None:
    file = written(tmp_path / "sites", declaration("mast", 'verified = "page"'))
    assert "no frozen page" in archiver("sites", cwd=tmp_path).stderr
    written(tmp_path / "sites", declaration("mast"))
    (tmp_path / "saved.html").write_text(article_page(URL, [comment_item(1, "Ada", "It hums.")], stated=1))
    saved = ("--page", "saved.html", "--observed-at", "2024-05-06T12:00Z")
    done = archiver("freeze", URL, *saved, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sites" / "mast" / "masts.html").exists()
    file.write_text(declaration("mast", 'verified = "page"'))
    assert archiver("sites", cwd=tmp_path).returncode == 0
    strange = archiver("freeze", "https://nobody.example/a/", *saved, cwd=tmp_path)
    assert strange.returncode == 2
    assert "sites new" in strange.stderr


def test_a_page_that_robots_are_not_let_to_is_not_fetched(tmp_path: Path) -> None:
    forbidden = Answer("User-agent: *\nDisallow: /\n", content_type="text/plain")
    with serving(lambda url: {"/robots.txt": forbidden, "/masts/": ROBOTS}) as site:
        done = archiver_process("freeze", f"{site.url}/masts/", "--allow-private", "-o", "frozen", cwd=tmp_path)
        assert site.asked == ["/robots.txt"]
    assert done.returncode == 12
    assert not (tmp_path / "frozen").exists()
