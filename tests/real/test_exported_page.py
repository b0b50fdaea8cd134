"""The exported page in a real browser where it is hardest: unclean in every field, deep, right to left, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.exported import text
from tests.real.browser import PHONE, WIDE, Watched, faults, opened, overflows
from tests.real.test_browser_attacks import ATTACKS
from tests.test_export_pseudonyms import of, row

pytest_plugins = ["tests.real.chromium"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page in every text of which an attack stands."""
    rows = [
        row(
            number,
            f"Words {attack}",
            f"Reader {attack}",
            author_url=attack,
            author_role=attack,
            published_raw=attack,
            published_local=None,
            kind=attack,
            state=attack,
            body_html=None if number % 2 else f"<p>Words</p>{attack}",
            parent_id=number - 1 or None,
            depth=number - 1,
        )
        for number, attack in enumerate(ATTACKS, start=1)
    ]
    everything = "".join(ATTACKS)
    page = of(*rows, url=f"javascript:alert(1)//{everything}", title=everything, byline=everything, body=everything,
              section=everything, language=everything, site_id=everything)  # fmt: skip
    path = tmp_path_factory.mktemp("hostile") / "page.html"
    path.write_bytes(text("html", page).encode())
    return path.as_uri()


@pytest.fixture(scope="module")
def thread(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page with a thread in which everything happens."""
    long = " ".join(["Backhaul, duct and wayleave, as every year."] * 12)
    rows = [
        row(number, long, f"Reader {number}", depth=number - 1, parent_id=number - 1 or None) for number in range(1, 31)
    ]
    rows[3] |= {"state": "gone", "gone_at": "2024-05-07T12:00:00Z", "likes": 12}
    rows[4] |= {"state": "removed", "notice": "This comment was removed by a moderator.", "author_role": "staff"}
    rows[5] |= {
        "version_count": 3,
        "body_html": "<p>Mark-up<blockquote>quoted</blockquote><pre>wide " + "x" * 400 + "</pre>",
    }
    rows[6] |= {"body": "עברית و العربية", "author": "عبد الله", "body_html": None}
    path = tmp_path_factory.mktemp("thread") / "page.html"
    path.write_text(text("html", of(*rows, title="Fibre reaches Little Wick", body=f"{long}\n\n{long}", language="en")))
    return path.as_uri()


def test_nothing_that_readers_wrote_runs_loads_or_leads_away(chromium: Browser, hostile: str) -> None:
    watched = Watched()
    with opened(chromium, watched) as page:
        page.goto(hostile)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.hit") is None
        links = page.eval_on_selector_all("a", "links => links.map(link => link.getAttribute('href'))")
        assert [link for link in links if not link.startswith(("#", "https://", "http://", "mailto:"))] == []
        assert page.locator("script, iframe, object, embed, form, svg, base, meta[http-equiv=refresh]").count() == 0
        assert "{{ 7 * 7 }}" in page.inner_text("body")
        for heading in page.locator("h3").all():
            heading.hover()
    assert (watched.console, watched.dialogs, watched.hosts - {""}) == ([], [], set())


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_for_everybody_at_every_width_light_and_dark(
    chromium: Browser, thread: str, viewport: dict[str, int], scheme: str
) -> None:
    with opened(chromium, viewport=viewport, color_scheme=scheme) as page:
        page.goto(thread)
        assert not overflows(page)
        page.click("summary")
        assert page.locator(".manifest pre").is_visible()
        assert page.locator("article.gone").inner_text().count("gone by 2024-05-07 12:00 UTC") == 1
        assert faults(page) == []


def test_the_page_is_used_with_the_keyboard_and_without_scripts(chromium: Browser, thread: str) -> None:
    with opened(chromium, java_script_enabled=False) as page:
        page.goto(thread)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#thread")
        page.locator(".answers").first.click()
        assert page.url.endswith("#c1")


def test_the_page_prints_whole(chromium: Browser, thread: str, tmp_path: Path) -> None:
    with opened(chromium) as page:
        page.goto(thread)
        page.emulate_media(media="print")
        assert not page.locator(".manifest").is_visible()
        assert page.pdf(path=tmp_path / "page.pdf").startswith(b"%PDF")
