"""What hostile readers wrote runs nowhere, in a real browser: neither on our pages nor on Datasette's."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article
from tests.real.browser import PHONE, Watched, opened, overflows
from tests.served_pages import served
from tests.threads import comment, thread

pytest_plugins = ["tests.real.chromium"]

# Each sets a mark in the window, opens a dialog or asks another host if a browser ever takes it for more than words.
ATTACKS = [
    "<script>window.hit = 1; alert(1)</script>",
    '<img src=x onerror="window.hit = 1; alert(1)">',
    '"><svg onload="window.hit = 1; alert(1)">',
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)' x='",
    "</title></textarea></style></script><script>alert(1)</script>",
    '<iframe srcdoc="<script>parent.hit = 1</script>"></iframe>',
    '<img src="https://pixel.example/1.gif"><link rel=stylesheet href=https://style.example/x.css>',
    '<meta http-equiv=refresh content="0;url=https://elsewhere.example/">',
    '<base href="https://elsewhere.example/">',
    '<form action="https://elsewhere.example/"><button id=main>',
    "{{ 7 * 7 }} ${alert(1)} {% raw %}",
    "[click](javascript:alert(1)) javascript:alert(1) data:text/html,<script>alert(1)</script>",
    '<a href="javascript:window.hit=1">here</a><a href="data:text/html,<script>alert(1)</script>">there</a>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s><foreignObject><script>alert(1)</script>",
    "\x00<scr\x00ipt>alert(1)</script>\u2028<!--><img src=x onerror=alert(1)>",
]
EVERYTHING = "".join(ATTACKS) + "W" * 500


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An archive in every text of which an attack stands, unclean as no crawl of ours would store it; served."""
    path = tmp_path_factory.mktemp("hostile") / "archive.db"
    with Archive.for_writing(path) as archive:
        for day, words in ((6, "before"), (7, "after")):
            shown = [
                comment(
                    number,
                    f"Words {words} {attack}",
                    number % 3,
                    author=f"Reader {attack}",
                    author_url="javascript:alert(1)",
                    author_role=attack,
                    published_raw=attack,
                    body_html=f"<p>Words {words}</p>{attack}",
                )
                for number, attack in enumerate(ATTACKS)
            ]
            shown.append(comment(99, "", notice=EVERYTHING))
            article = Article(
                url="https://mast.example/a/",
                title=EVERYTHING,
                byline=EVERYTHING,
                section=EVERYTHING,
                body=f"Words {words}\n\n{EVERYTHING}",
                tags=ATTACKS,
                published_raw=EVERYTHING,
            )
            store_observation(archive, thread(f"2024-05-{day:02}T12:00:00", *shown, article=article))
        archive.db.execute("UPDATE articles SET url = 'javascript:alert(1)//' || url, external_id = title")
        archive.db.execute("UPDATE captures SET url = 'javascript:alert(1)', file = ?", [EVERYTHING])
        archive.db.execute("UPDATE observations SET source = ?, incomplete_reason = ?", [EVERYTHING, EVERYTHING])
        archive.db.execute(
            "UPDATE sites SET name = ?, platform = ?, language = ?", [EVERYTHING, EVERYTHING, EVERYTHING]
        )
    with served(path) as address:
        yield address


def _pages() -> list[str]:
    comments = [f"/archive/-/comment/{number}" for number in range(1, len(ATTACKS) + 2)]
    authors = [f"/archive/-/author?name={quote(f'Reader {attack}')}" for attack in ATTACKS if "\x00" not in attack]
    searches = [f"/archive/-/search?q={quote(f'words {attack}')}&author={quote(attack)}" for attack in ATTACKS[:6]]
    ours = ["/", "/archive/-/articles", "/archive/-/article/1", "/archive/-/article/1?observation=1"]
    return [*ours, "/archive/-/search?q=words", "/archive/-/search?q=words&in=articles", *comments, *authors, *searches]


DATASETTES = [
    "/archive",
    "/archive/articles",
    "/archive/articles/1",
    "/archive/comments",
    "/archive/comments/1",
    "/archive/captures",
    "/archive/comments?_facet=author&_facet=author_role",
    "/archive/comment_versions",
    "/archive/longest?site=",
    "/archive/edited?site=",
    f"/archive?sql={quote('select ' + repr(ATTACKS[0]))}",
    f"/archive/comments?_search={quote(ATTACKS[0])}",
    f"/{quote(ATTACKS[0], safe='')}",
]


def _poke(page: Page) -> None:
    """Do what a reader may do by accident: point at everything, open all that folds."""
    page.evaluate(
        """() => {
            for (const one of document.querySelectorAll('details')) one.open = true;
            for (const one of document.querySelectorAll('main *, .content *')) {
                for (const kind of ['mouseover', 'focus', 'load', 'error']) one.dispatchEvent(new Event(kind));
            }
        }"""
    )


def test_nothing_runs_loads_or_leads_away_on_our_pages(chromium: Browser, hostile: str) -> None:
    seen = Watched()
    with opened(chromium, seen) as page:
        for path in _pages():
            page.goto(hostile + path)
            _poke(page)
            assert page.evaluate("window.hit") is None, path
            assert page.url.startswith(hostile), path
            assert page.locator("main").count() == 1, path
            assert not page.locator("script, iframe, object, embed, form[method=post], base, main style").count(), path
    assert not seen.dialogs
    assert seen.hosts == {urlsplit(hostile).netloc}
    assert [said for said in seen.console if "404" not in said and "400" not in said] == []


def test_words_of_any_length_fit_a_phone(chromium: Browser, hostile: str) -> None:
    seen = Watched()
    with opened(chromium, seen, viewport=PHONE) as page:
        for path in ["/", "/archive/-/article/1", "/archive/-/comment/1", "/archive/-/search?q=words"]:
            page.goto(hostile + path)
            assert not overflows(page), path


def test_nothing_runs_or_loads_on_datasettes_pages(chromium: Browser, hostile: str) -> None:
    seen = Watched()
    with opened(chromium, seen) as page:
        for path in DATASETTES:
            page.goto(hostile + path)
            _poke(page)
            assert page.evaluate("window.hit") is None, path
    assert not seen.dialogs
    assert seen.hosts == {urlsplit(hostile).netloc}


@pytest.mark.parametrize("path", ["/archive/-/article/1", "/archive/comments"])
def test_a_script_that_gets_into_a_page_all_the_same_is_refused_by_the_browser(
    chromium: Browser, hostile: str, path: str
) -> None:
    seen = Watched()
    with opened(chromium, seen) as page:
        page.goto(hostile + path)
        page.evaluate(
            """() => {
                const script = document.createElement('script');
                script.textContent = 'window.hit = 1';
                document.body.append(script);
                document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.hit = 1">');
                document.body.insertAdjacentHTML('beforeend', '<img src="https://pixel.example/1.gif">');
            }"""
        )
        page.wait_for_timeout(200)
        assert page.evaluate("window.hit") is None
    assert seen.hosts - seen.refused == {urlsplit(hostile).netloc}
    assert seen.refused == {"pixel.example"}
    assert any("Content Security Policy" in said for said in seen.console)
