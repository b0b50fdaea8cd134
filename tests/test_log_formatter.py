"""Logs name an article by its address and hold no reader's word."""

from __future__ import annotations

import json
from pathlib import Path

from archiver.items import ThreadPage
from pipelines import ITEM_PIPELINES
from tests.command import archiver_process
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.wordpress_pages import article_page, comment_item


class FailingStep:
    """A step that fails on every item."""

    def process_item(self, item: ThreadPage) -> ThreadPage:
        raise RuntimeError("this step is broken")


def test_an_item_that_a_step_fails_on_is_named_by_its_address_and_counted(tmp_path: Path) -> None:
    page = [comment_item(1, "Ada Mast", "Confidential words")]
    steps = json.dumps(ITEM_PIPELINES | {"tests.test_log_formatter.FailingStep": 450})
    with serving(
        lambda url: {"/robots.txt": ROBOTS, "/masts/": Answer(article_page(f"{url}/masts/", page, stated=1))}
    ) as site:
        words = ("-s", f"ITEM_PIPELINES={steps}", "-s", "LOG_LEVEL=DEBUG")
        done = archiver_process("crawl", f"{site.url}/masts/", *HURRY, *words, cwd=tmp_path)
    assert done.returncode == 12
    assert f"Error processing {site.url}/masts/" in done.stderr
    assert "this step is broken" in done.stderr
    assert "pages: 1 failed" in done.stderr
    assert "Confidential" not in done.stderr
    assert "Ada Mast" not in done.stderr
