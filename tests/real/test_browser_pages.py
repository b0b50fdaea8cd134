"""The archive's pages in a real browser: clicked through, on a phone and wide, in dark and light, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, expect

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from tests.command import program
from tests.real.browser import PHONE, WIDE, faults, opened, overflows
from tests.served_pages import served
from tests.threads import comment, thread

pytest_plugins = ["tests.real.chromium"]

MAIN = "Saltmere finishes its own fibre"
OUR_PAGES = [
    "/",
    "/archive/-/articles",
    "/archive/-/article/4",
    "/archive/-/article/4?observation=1",
    "/archive/-/article/3",
    "/archive/-/comment/20",
    "/archive/-/author?name=Ingrid+Solheim",
    "/archive/-/search",
    "/archive/-/search?q=backhaul+OR+sticker",
    "/archive/-/search?q=cake+OR+drilled&in=versions",
    "/archive/-/search?q=nothing+whatever",
    "/archive/-/article/99",
]
DATASETTES_PAGES = [
    "/archive",
    "/archive/comments",
    "/archive/comments?_search=backhaul&_facet=author",
    "/archive/comments/20",
    "/archive/articles",
    "/archive/deleted",
    "/archive/thread_as_of?article_id=4&as_of=",
    "/archive?sql=select+*+from+sites",
    "/-/plugins",
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's archive, served; gives the address."""
    folder = tmp_path_factory.mktemp("demo")
    done = program("archiver", "demo", cwd=folder)
    assert done.returncode == 0, done.stderr
    with served(folder / "archive.db") as address:
        yield address


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_from_the_front_page_to_a_comments_captures(chromium: Browser, demo: str, size: Any) -> None:
    with opened(chromium, viewport=size) as page:
        page.goto(demo)
        page.get_by_role("searchbox").fill("filler")
        page.keyboard.press("Enter")
        expect(page.locator("mark").first).to_have_text("filler")
        page.locator(".hits .under a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(MAIN)
        edited = page.locator(".c:target")
        edited.get_by_text("What was changed").click()
        expect(edited.locator("ins")).to_contain_text("they came back on Friday with filler")
        edited.get_by_role("link", name="record").first.click()
        expect(page.get_by_role("heading", name="Its wordings")).to_be_visible()
        page.get_by_role("region", name="Observations").get_by_role("row").nth(1).get_by_role("link").first.click()
        expect(page.get_by_role("note")).to_contain_text("As it stood on")
        expect(page.locator(".c:target")).to_contain_text("I was offered a sticker")
        expect(page.locator(".c:target .edit")).to_have_count(0)
        page.get_by_role("link", name="Show it as it stands").click()
        page.locator(".c h3 a").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ingrid Solheim")
        page.go_back()
        page.locator(".looks details summary").first.click()
        page.locator(".looks details a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("captures")
        page.goto(f"{demo}/archive")
        page.locator("nav summary").click()
        page.get_by_role("link", name="Read archive").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Archived discussions")


def test_answers_fold_by_the_keyboard_alone_and_without_scripts(chromium: Browser, demo: str) -> None:
    with opened(chromium, java_script_enabled=False) as page:
        page.goto(f"{demo}/archive/-/article/4")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        answer = page.locator("#c5, .c .c").first
        expect(answer).to_be_visible()
        page.locator(".answers > summary").first.focus()
        page.keyboard.press("Enter")
        expect(answer).to_be_hidden()
        page.keyboard.press("Space")
        expect(answer).to_be_visible()


def test_a_link_to_a_comment_opens_the_folded_answers_that_it_stands_in(chromium: Browser, demo: str) -> None:
    with opened(chromium) as page:
        page.goto(f"{demo}/archive/-/article/4")
        inner = page.locator(".c .c").first
        name = inner.get_attribute("id")
        page.locator(".answers > summary").first.click()
        expect(inner).to_be_hidden()
        page.goto(f"{demo}/archive/-/article/4#{name}")
        expect(inner).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "wide"])
def test_every_page_can_be_used_by_everybody(
    chromium: Browser, demo: str, size: Any, scheme: Literal["light", "dark"]
) -> None:
    found: list[str] = []
    with opened(chromium, viewport=size, color_scheme=scheme, bypass_csp=True) as page:  # axe is put into the page
        for path in OUR_PAGES[:-1]:
            page.goto(demo + path)
            found += faults(page)
            assert not overflows(page), path
    assert not found, "\n".join(found)


def test_dark_is_dark_and_light_is_light(chromium: Browser, demo: str) -> None:
    brightness = {}
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme in schemes:
        with opened(chromium, color_scheme=scheme) as page:
            page.goto(demo)
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
            brightness[scheme] = sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(",")))
    assert brightness["light"] > 700
    assert brightness["dark"] < 100


def test_no_page_of_ours_or_of_datasette_raises_an_error(chromium: Browser, demo: str) -> None:
    with opened(chromium) as page:
        for path in OUR_PAGES[:-1] + DATASETTES_PAGES:
            answer = page.goto(demo + path)
            assert answer is not None
            assert answer.status == 200, path


def test_datasettes_own_scripts_run_as_ever(chromium: Browser, demo: str) -> None:
    with opened(chromium) as page:
        page.goto(f"{demo}/archive/comments")
        page.locator("th.col-author .dropdown-menu-icon").click()
        expect(page.get_by_role("link", name="Sort ascending")).to_be_visible()
        page.goto(f"{demo}/archive?sql=select+1")
        expect(page.locator(".CodeMirror")).to_be_visible()
        expect(page.get_by_role("button", name="Format SQL")).to_be_visible()


def test_a_thread_of_5000_comments_opens_at_any_of_them(chromium: Browser, tmp_path: Path) -> None:
    many = [comment(n, f"Comment {n}: the duct is full.", n % 9, author=f"Reader {n % 97}") for n in range(5000)]
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(archive, thread("2024-05-06T12:00:00", *many))
    with served(tmp_path / "archive.db") as address, opened(chromium) as page:
        page.set_default_timeout(60_000)
        page.goto(f"{address}/archive/-/article/1#c4321", wait_until="load")
        expect(page.locator("#c4321 > article")).to_be_in_viewport()
