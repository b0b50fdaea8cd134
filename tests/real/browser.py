"""Debian's Chromium, driven by Playwright: pages opened in it must not raise a word in its console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, Request, sync_playwright

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A browser that has been started."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS.split())
        yield browser
        browser.close()


@dataclass(slots=True)
class Watched:
    """What a page did besides being looked at: what its console said, dialogs it opened, hosts that it turned to.

    ``refused`` are those hosts that it turned to in vain, because of the page's Content-Security-Policy.
    """

    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)


@contextmanager
def opened(chromium: Browser, watched: Watched | None = None, **settings: Any) -> Iterator[Page]:
    """An empty page in a profile of its own, watched; nothing it does may be out of the ordinary.

    With ``watched`` given, what it said is written there and left to the test to judge.
    """
    seen = watched or Watched()
    context = chromium.new_context(**{"viewport": WIDE, **settings})
    page = context.new_page()
    page.set_default_timeout(15_000)
    _watch(page, seen)
    try:
        yield page
    finally:
        context.close()
    if watched is None:
        assert not seen.console
        assert not seen.dialogs


def _watch(page: Page, seen: Watched) -> None:
    def note_refusal(request: Request) -> None:
        if request.failure == "csp":
            seen.refused.add(urlsplit(request.url).netloc)

    def dismiss(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("console", lambda message: seen.console.append(f"{message.type}: {message.text} ({page.url})"))
    page.on("pageerror", lambda error: seen.console.append(f"{error} ({page.url})"))
    page.on("request", lambda request: seen.hosts.add(urlsplit(request.url).netloc))
    page.on("requestfailed", note_refusal)
    page.on("dialog", dismiss)


def faults(page: Page) -> list[str]:
    """What axe finds wrong with a page for those who use it without eyes, mouse or much contrast."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _TAGS}})
    return [
        f"{page.url} {fault['id']}: {fault['help']}: {[node['html'][:160] for node in fault['nodes'][:3]]}"
        for fault in found.response["violations"]
    ]


def overflows(page: Page) -> bool:
    """Whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
