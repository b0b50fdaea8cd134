"""Which threads belong to one article, and which only look alike."""

from __future__ import annotations

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article, Site, ThreadPage
from tests.threads import SITE, comment, thread

MONDAY, TUESDAY = "2024-05-06T12:00:00", "2024-05-07T12:00:00"
UNDECLARED = Site(id="blogs.example", domain="blogs.example")


def met_at(url: str, when: str, article: Article, words: str, site: Site = SITE) -> ThreadPage:
    page = thread(when, comment(1, words), article=article, site=site)
    page.article_urls = [url]
    return page


def test_a_canonical_of_another_host_does_not_write_over_that_hosts_article(archive: Archive) -> None:
    victim = "https://news.blogs.example/masts/"
    store_observation(archive, met_at(victim, MONDAY, Article(url=victim, title="Masts"), "Ours", UNDECLARED))
    liar = Article(url=victim, title="Buy copper")
    store_observation(archive, met_at("https://spam.blogs.example/x/", TUESDAY, liar, "Theirs", UNDECLARED))
    assert archive.rows("SELECT a.title, c.body FROM articles a JOIN comments c ON c.article_id = a.id ORDER BY 1") == [
        {"title": "Buy copper", "body": "Theirs"},
        {"title": "Masts", "body": "Ours"},
    ]


def test_a_canonical_of_the_same_host_joins_two_addresses(archive: Archive) -> None:
    canonical = Article(url="https://mast.example/masts/", title="Masts")
    store_observation(archive, met_at("https://mast.example/masts/", MONDAY, canonical, "Words"))
    store_observation(archive, met_at("https://mast.example/print/7/", TUESDAY, canonical, "Words"))
    assert archive.db.table("articles").count == 1


def test_equal_post_numbers_join_articles_of_a_declared_site_only(archive: Archive) -> None:
    def look(host: str, slug: str, when: str, site: Site) -> None:
        url = f"https://{host}/{slug}/"
        store_observation(archive, met_at(url, when, Article(url=url, external_id="7", title=slug), slug, site))

    look("ada.blogs.example", "fibre", MONDAY, UNDECLARED)
    look("bo.blogs.example", "copper", TUESDAY, UNDECLARED)
    assert archive.db.table("articles").count == 2
    look("mast.example", "old-slug", MONDAY, SITE)
    look("mast.example", "new-slug", TUESDAY, SITE)
    assert archive.db.table("articles").count == 3


def test_hosts_of_one_declared_site_may_each_count_their_own_posts(archive: Archive) -> None:
    for number, host in enumerate(("mast.example", "www.mast.example", "jobs.mast.example"), start=1):
        url = f"https://{host}/story-{number}/"
        store_observation(archive, met_at(url, MONDAY, Article(url=url, external_id="77"), f"Words {number}"))
    assert archive.db.table("articles").count == 2
