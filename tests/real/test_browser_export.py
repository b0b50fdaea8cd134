"""The HTML export, opened as a file in a real browser: readable by everybody, and inert."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, expect

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article
from tests.command import archiver
from tests.real.browser import PHONE, WIDE, Watched, faults, opened, overflows
from tests.real.test_browser_attacks import ATTACKS, EVERYTHING
from tests.served_pages import fill
from tests.threads import comment, thread

pytest_plugins = ["tests.real.chromium"]


def _exported(folder: Path) -> str:
    done = archiver("export", "1", "--format", "html", "-o", "thread.html", cwd=folder)
    assert done.returncode == 0, done.stderr
    return (folder / "thread.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_an_exported_thread_can_be_read_by_everybody(
    chromium: Browser, tmp_path: Path, size: Any, scheme: Literal["light", "dark"]
) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        fill(archive)
    with opened(chromium, viewport=size, color_scheme=scheme, bypass_csp=True) as page:  # axe is put into the page
        page.goto(_exported(tmp_path))
        expect(page.get_by_role("heading", level=1)).to_have_text("Fibre reaches Little Wick")
        expect(page.get_by_text("The van is still on my lawn.")).to_be_visible()
        assert not overflows(page)
        assert not faults(page)


def test_nothing_in_an_exported_thread_runs_loads_or_leads_away(chromium: Browser, tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        shown = [
            comment(number, attack, number % 3, author=attack, author_url="javascript:alert(1)", body_html=attack)
            for number, attack in enumerate(ATTACKS)
        ]
        article = Article(url="https://mast.example/a/", title=EVERYTHING, byline=EVERYTHING, body=EVERYTHING)
        store_observation(archive, thread("2024-05-06T12:00:00", *shown, article=article))
    seen = Watched()
    address = _exported(tmp_path)
    with opened(chromium, seen) as page:
        page.goto(address)
        page.wait_for_timeout(300)
        assert page.evaluate("window.hit") is None
        assert page.url == address
        assert not page.locator("script, iframe, object, embed, form, base, main style, a[href^='javascript']").count()
    assert seen == Watched(hosts={""})
