"""``scrapy crawl NAME``, without ``archiver``: by the same page list, into the same archive."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.command import CHECKOUT, Done
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.test_crawl_due import let_everything_be_due, listed
from tests.test_sites_own import declaration, written
from tests.wordpress_pages import article_page, comment_item


def scrapy_crawl(folder: Path, *words: str) -> Done:
    settings = [word for word in HURRY if word != "--allow-private"] + ["-s", "ARCHIVER_ALLOW_PRIVATE=True"]
    command = [sys.executable, "-m", "scrapy", "crawl", "mast", "-s", f"ARCHIVER_DB={folder / 'archive.db'}"]
    done = subprocess.run(
        [*command, *settings, *words],
        cwd=CHECKOUT,
        env=os.environ | {"ARCHIVER_SITES": str(folder / "sites")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_scrapys_own_crawl_takes_feeds_and_what_is_due_and_no_more(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        items = "".join(f"<item><link>{url}/{slug}/</link></item>" for slug in ("masts", "fibre"))
        threads = {slug: [comment_item(1, "Ada", f"On {slug}.")] for slug in ("masts", "fibre")}
        return {
            "/robots.txt": ROBOTS,
            "/feed/": Answer(f"<rss><channel>{items}</channel></rss>", content_type="application/rss+xml"),
            **{f"/{slug}/": Answer(article_page(f"{url}/{slug}/", page, stated=1)) for slug, page in threads.items()},
        }

    with serving(pages) as site:
        written(tmp_path / "sites", declaration("mast", f'feeds = ("{site.url}/feed/",)', domain="127.0.0.1"))
        asked: list[list[str]] = []
        for due in ("%", "nothing", "%/masts/%"):
            if asked:
                let_everything_be_due(tmp_path, like=due)
            done = scrapy_crawl(tmp_path)
            assert done.returncode == 0, done.stderr
            asked.append(sorted(set(site.asked) - {"/robots.txt"}))
            site.asked.clear()
    assert asked == [["/feed/", "/fibre/", "/masts/"], ["/feed/"], ["/feed/", "/masts/"]]
    assert listed(tmp_path, "SELECT count(*) FROM observations") == [(3,)]
