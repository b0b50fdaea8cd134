"""Answers that grow without end, and answers that are cut short."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from tests.command import archiver_process
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.test_import import rows
from tests.wordpress_pages import article_page, comment_item

MEGABYTE = 1024 * 1024


def test_bombs_and_broken_answers_cost_their_own_pages_alone(tmp_path: Path) -> None:
    """A bomb of 1 GiB is never held whole; what ends before its announced length is not stored as if it were all."""

    def pages(url: str) -> dict[str, Answer]:
        page = article_page(f"{url}/good/", [comment_item(n, "Ada", "fibre " * 200) for n in range(1, 9)], stated=8)
        layers = gzip.compress(gzip.compress(bytes(16 * MEGABYTE)) * 64)
        squeezed = zlib.compress(bytes(16 * MEGABYTE)) + zlib.compress(bytes(200 * MEGABYTE))
        answers = {
            "gzip": Answer(gzip.compress(bytes(16 * MEGABYTE)) * 64, headers={"Content-Encoding": "gzip"}),
            "twice": Answer(layers, headers={"Content-Encoding": "gzip, gzip"}),
            "deflate": Answer(squeezed, headers={"Content-Encoding": "deflate"}),
            "cut": Answer(page, sent=2_000),
            "chunks": Answer("5\r\nabcde\r\nnonsense", headers={"Transfer-Encoding": "chunked"}, is_sized=False),
            "good": Answer(page),
        }
        items = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in answers)
        feed = Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml")
        return {"/robots.txt": ROBOTS, "/feed/": feed} | {f"/{slug}/": answer for slug, answer in answers.items()}

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/feed/", *HURRY, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "articles: 1 new; comments: 8 new; pages: 5 failed" in done.stderr
    assert done.peak_memory is not None
    assert done.peak_memory < 600 * MEGABYTE


def test_half_a_page_that_ends_with_its_connection_is_stored_as_cut(tmp_path: Path) -> None:
    page = article_page("http://mast.example/", [comment_item(n, "Ada", f"Comment {n}") for n in range(1, 9)], stated=8)
    half = Answer(page, sent=page.encode().index(b"Comment 5"), is_sized=False)
    with serving(lambda url: {"/robots.txt": ROBOTS, "/masts/": half}) as site:
        done = archiver_process("crawl", f"{site.url}/masts/", *HURRY, cwd=tmp_path)
    assert done.returncode == 0
    assert rows(tmp_path, "SELECT is_complete, incomplete_reason FROM observations") == [(0, "truncated")]
    assert "threads: 1 incomplete" in done.stderr
