"""The alpha of Datasette 1.0 shows the archive's pages as 0.65 does."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from archiver.archive import Archive
from tests.command import CHECKOUT
from tests.real.browser import opened
from tests.served_pages import fill

pytest_plugins = ["tests.real.chromium"]

ALPHA = "datasette==1.0a41"


@pytest.fixture(scope="module")
def alpha(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Plain ``datasette archive.db`` of the alpha, laid before the release of this environment; gives the address."""
    folder = tmp_path_factory.mktemp("alpha")
    packages = folder / "packages"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--target", str(packages)]
    done = subprocess.run([*pip, ALPHA], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with Archive.for_writing(folder / "archive.db") as archive:
        fill(archive)
    environment = os.environ | {"PYTHONPATH": f"{packages}{os.pathsep}{CHECKOUT}"}
    words = [sys.executable, "-m", "datasette", "serve", str(folder / "archive.db"), "--port", str(_free_port())]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
            return found[1]
    raise AssertionError("".join(said))


def test_it_is_the_alpha(chromium: Browser, alpha: str) -> None:
    with opened(chromium) as page:
        page.goto(f"{alpha}/-/versions")
        expect(page.locator("body")).to_contain_text(ALPHA.partition("==")[2])


def test_front_page_article_search_and_record_are_there(chromium: Browser, alpha: str) -> None:
    with opened(chromium) as page:
        page.goto(alpha)
        expect(page.get_by_role("heading", level=1)).to_have_text("Archived discussions")
        page.get_by_role("link", name="Fibre reaches Little Wick").first.click()
        expect(page.locator(".c .c .c h3")).to_have_text("Cy")
        expect(page.locator(".difference ins").first).to_be_hidden()
        page.get_by_text("What was changed").first.click()
        expect(page.locator(".difference ins").first).to_have_text("weeks late")
        page.goto(f"{alpha}/archive/-/search?q=council")
        expect(page.locator("mark")).to_have_text("council")
        page.get_by_role("link", name="record").click()
        expect(page.get_by_role("heading", name="Where it was seen")).to_be_visible()


def test_its_own_pages_know_the_archive_and_raise_no_error(chromium: Browser, alpha: str) -> None:
    with opened(chromium) as page:
        page.goto(f"{alpha}/archive")
        expect(page.get_by_role("link", name="Comments per day")).to_be_visible()
        page.goto(f"{alpha}/archive/comments")
        expect(page.locator("body")).to_contain_text("The name that the reader signs with.")
        page.goto(f"{alpha}/archive/comments?_search=c%C3%B8uncil&_facet=state")
        expect(page.locator("table.rows-and-columns tbody tr")).to_have_count(1)
        page.goto(f"{alpha}/archive/thread_as_of?article_id=1&as_of=2024-05-06T12:00:00Z")
        expect(page.locator("table")).to_contain_text("It came two days early.")
