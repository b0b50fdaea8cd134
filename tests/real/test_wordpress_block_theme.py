"""The same site in Twenty Twenty-Three, a block theme: other mark-up, the oldest page first, threads ten deep."""

from __future__ import annotations

from pathlib import Path

from tests.real.archived import in_archive, in_wordpress, rows_of
from tests.real.crawls import crawl
from tests.real.telecom_blog import telecom_blog
from tests.real.wordpress_server import WordPress


def test_the_archive_equals_the_database(wordpress: WordPress, tmp_path: Path) -> None:
    options = {"page_comments": 1, "comments_per_page": 20, "default_comments_page": "oldest"}
    wordpress.set_options({"theme": "twentytwentythree", "thread_comments_depth": 10, **options})
    wordpress.tell("fill", article_ids={}, comment_ids={}, **telecom_blog().said())
    db = tmp_path / "archive.db"
    crawled = crawl(db, f"{wordpress.url}/", "--since", "2023-01-01")
    assert crawled.exit_code == 0, crawled.said
    visible = wordpress.tell("visible")
    assert in_archive(db) == in_wordpress(visible)
    archived = rows_of(db, "SELECT url, title FROM articles WHERE title NOT LIKE 'Protected: %'")
    assert dict(archived) == {url: article["title"] for url, article in visible.items()}
