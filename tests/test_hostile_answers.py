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


def test_traps_end_and_threads_that_change_while_they_are_read_are_read_again_or_called_inconsistent(
    tmp_path: Path,
) -> None:
    def pages(url: str) -> dict[str, Answer | list[Answer]]:
        def page(path: str, way: str, *numbers: int) -> Answer:
            items = [comment_item(number, "Ada", f"Comment {number}") for number in numbers]
            link = f'<div class="comment-navigation"><a href="{way}">Newer comments</a></div>' if way else ""
            return Answer(article_page(url + path, items).replace("</ol>", f"</ol>{link}", 1))

        def trapped(number: int) -> Answer:
            return page("/trap/", f"/trap/comment-page-{number}/?PHPSESSID={number:032}", 1, 2)

        moving = "/moving/comment-page-2/", "/restless/comment-page-2/"
        items = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in ("trap", "moving", "restless"))
        return {
            "/robots.txt": ROBOTS,
            "/feed/": Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml"),
            "/trap/": trapped(2),
            **{f"/trap/comment-page-{number}/?PHPSESSID={number:032}": trapped(number + 1) for number in range(2, 9)},
            # Comment 1 is taken down after the first page was read, so that comment 3 moves onto that page.
            "/moving/": [page("/moving/", moving[0], 1, 2), page("/moving/", moving[0], 2, 3)],
            moving[0]: page("/moving/", "", 4),
            "/restless/": [page("/restless/", moving[1], number, number + 1) for number in range(1, 9)],
            moving[1]: page("/restless/", "", 20),
        }

    with serving(pages) as site:
        done = archiver_process("crawl", f"{site.url}/feed/", *HURRY, cwd=tmp_path)
        asked = [path for path in site.asked if path.startswith("/trap/")]
    assert asked == ["/trap/", f"/trap/comment-page-2/?PHPSESSID={2:032}"]
    assert (done.returncode, "threads: 2 incomplete" in done.stderr) == (0, True), done.stderr
    of = "JOIN articles ON articles.id = article_id"
    looks = rows(tmp_path, f"SELECT articles.url, incomplete_reason, captured_count FROM observations {of}")
    found = {str(url).removeprefix(site.url): why for url, *why in looks}
    assert found == {"/trap/": ["page_cap", 2], "/moving/": [None, 3], "/restless/": ["inconsistent", 3]}
    kept = rows(tmp_path, f"SELECT comments.external_id FROM comments {of} WHERE articles.url LIKE '%/moving/'")
    assert sorted(kept) == [("2",), ("3",), ("4",)]
