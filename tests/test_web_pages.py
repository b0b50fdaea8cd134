"""The archive's front page, lists, authors, search and questions, as plain ``datasette archive.db`` shows them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from archiver.archive import Archive
from archiver.archive.searching import search
from archiver.archive.storing import store_observation
from archiver.archive.threads import read_thread
from archiver.items import Article, Site
from archiver.web.canned_queries import CANNED_QUERIES
from tests.served_pages import answer, answers, fill, page, text
from tests.threads import at, comment, thread


@pytest.fixture
def filled(archive: Archive) -> Archive:
    fill(archive)
    other = Site(id="tray", domain="tray.example", name="The Tray", timezone="UTC", language="de")
    for number in range(1, 4):
        store_observation(
            archive,
            thread(
                "2024-05-09T12:00:00",
                *(comment(n, f"Wort {n} zu 华为 und Glasfaser", author="Ada") for n in range(number)),
                article=Article(url=f"https://tray.example/{number}/", title=f"Kasten {number}", section="Netz"),
                site=other,
            ),
        )
    return archive


def test_the_servers_front_page_is_the_archives(filled: Archive) -> None:
    front, own = answers(["/", "/archive/-/archive"], filled.path)
    assert front.text == own.text
    shown = page("/", filled.path)
    assert text(shown.xpath("//p[@class = 'lead']")[0]).startswith(
        "4 articles of 2 sites with 11 comments, looked at 6"
    )
    assert {text(site) for site in shown.xpath("//ul[@class = 'sites']//a")} == {"The Mast", "The Tray"}
    assert len(shown.xpath("//section[h2/@id = 'latest']//li")) == 4
    assert shown.xpath("//form[@role = 'search']/@action") == ["/archive/-/search"]


def test_threads_are_lively_by_the_comments_of_the_last_days_seen(archive: Archive) -> None:
    def with_comments(number: int, *times: str) -> None:
        shown = [comment(n, f"Comment {n}.", published_at=at(when)) for n, when in enumerate(times)]
        article = Article(url=f"https://mast.example/{number}/", title=f"Article {number}")
        store_observation(archive, thread("2024-05-20T12:00:00", *shown, article=article))

    with_comments(1, *["2023-01-01T00:00:00"] * 5)
    with_comments(2, "2024-05-10T00:00:00")
    with_comments(3, "2024-05-11T00:00:00", "2024-05-19T00:00:00", "2077-01-01T00:00:00")
    shown = page("/", archive.path).xpath("//section[h2/@id = 'liveliest']//li/a")
    assert [text(link) for link in shown] == ["Article 3", "Article 2"]


def test_where_no_instants_are_known_the_longest_threads_stand_in_for_the_liveliest(archive: Archive) -> None:
    for number in (1, 2):
        shown = [comment(n, f"Comment {n}.", published_local="2024-05-05T10:00") for n in range(number)]
        article = Article(url=f"https://mast.example/{number}/", title=f"Article {number}")
        store_observation(archive, thread("2024-05-20T12:00:00", *shown, article=article))
    shown_first = page("/", archive.path).xpath("//section[h2/@id = 'longest']//li/a")
    assert [text(link) for link in shown_first] == ["Article 2", "Article 1"]


def test_an_archive_with_nothing_in_it_says_how_to_fill_it(archive: Archive) -> None:
    assert "archiver crawl" in text(page("/", archive.path).xpath("//p[@class = 'lead']")[0])


def test_other_databases_keep_datasettes_own_front_page(filled: Archive, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as file:
        file.execute("CREATE TABLE things (id)")
    file.close()
    both = page("/", filled.path, other)
    assert both.xpath("//a[@href = '/other']")
    assert both.xpath("//nav//a[@href = '/archive/-/archive']"), "the menu leads to the archive"
    assert answer("/archive/-/article/1", filled.path, other).status_code == 200
    assert answer("/other/-/archive", filled.path, other).status_code == 404
    assert page("/", other).xpath("//a[@href = '/other']")


def test_articles_are_listed_by_site_and_in_the_order_asked_for(filled: Archive) -> None:
    longest = page("/archive/-/articles?site=tray&order=longest", filled.path)
    assert [text(link) for link in longest.xpath("//li/a")] == ["Kasten 3", "Kasten 2", "Kasten 1"]
    assert answer("/archive/-/articles?site=nowhere", filled.path).status_code == 404
    assert answer("/archive/-/articles?order=id;drop", filled.path).status_code == 400


@pytest.mark.parametrize("name", ["Ada", "佐藤 健", ":-)", 'Dr "No" (NOT)', "O'Hara AND*"])
def test_an_authors_page_has_all_that_is_signed_with_the_name(archive: Archive, name: str) -> None:
    shown = [
        comment(1, "First.", author=name),
        comment(2, "An answer.", 1, author="Bo"),
        comment(3, "Back to you.", 2, author=name),
        comment(4, "Somebody else.", author=f"{name} junior"),
    ]
    store_observation(archive, thread("2024-05-06T12:00:00", *shown))
    found = page(f"/archive/-/author?name={quote(name)}", archive.path)
    assert text(found.xpath("//p[@class = 'lead']")[0]).startswith("2 comments under 1 article")
    assert len(found.xpath("//article[contains(@class, 'card')]")) == 2
    assert text(found.xpath("//ul[@class = 'partners']/li")[0]) == "Bo 1 answer to, 1 answer from"


def test_a_name_that_signs_nothing_is_not_found(filled: Archive) -> None:
    assert answer("/archive/-/author?name=Nobody", filled.path).status_code == 404
    assert answer("/archive/-/author", filled.path).status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "early"},
        {"words": "wort", "site": "tray"},
        {"words": "wort", "author": "ADA", "depth": 0},
        {"words": "lawn", "state": "gone"},
        {"words": "华为"},
        {"words": "glasf* NOT 2"},
        {"words": "fibre", "where": "articles"},
        {"words": "days OR 555", "where": "versions"},
        {"words": "early OR wort", "sort": "best"},
        {"words": "early", "since": "2024-05-05T10:00:00Z", "until": "2024-05-06T00:00:00Z"},
        {"words": 'C++ AT&T "unclosed 5G-core'},
        {"words": "%_' OR 1=1 --"},
    ],
)
def test_the_search_page_finds_what_archiver_search_finds(filled: Archive, asked: dict[str, Any]) -> None:
    names = {"words": "q", "where": "in"}
    query = "&".join(f"{names.get(name, name)}={quote(str(value))}" for name, value in asked.items())
    expected = [hit["id"] for hit in search(filled, limit=50, **asked)]
    about = "2" if asked.get("where") != "articles" else "1"
    hits = page(f"/archive/-/search?{query}", filled.path).xpath(f"//ol[@class = 'hits']/li/p[{about}]//a/@href")
    found = [int(link.rpartition("/")[2]) for link in hits if "author" not in link]
    assert found == expected


def test_hits_are_marked_and_nothing_else(filled: Archive) -> None:
    shown = page("/archive/-/search?q=early", filled.path)
    assert [text(mark) for mark in shown.xpath("//mark")] == ["Early"]
    assert text(shown.xpath("//h2")[0]) == "1 hit"
    named = page("/archive/-/search?q=ADA", filled.path)
    assert {text(mark) for mark in named.xpath("//a[@class = 'author']/mark")} == {"Ada"}
    titled = page("/archive/-/search?q=kasten&in=articles&site=tray", filled.path)
    assert len(titled.xpath("//p[@class = 'under']//mark")) == 3
    assert "1 in what comments said before" in text(shown)
    assert shown.xpath("//a[contains(@href, 'in=versions')]/@href") == ["/archive/-/search?q=early&in=versions"]


def test_every_question_has_an_answer(filled: Archive) -> None:
    for name in CANNED_QUERIES:
        shown = page(f"/archive/{name}?article_id=1&site=example", filled.path)
        assert shown.xpath("//table[contains(@class, 'rows-and-columns')]/tbody/tr"), name
        assert shown.xpath("//td/a[contains(@href, '/-/')]") or name in ("per_day", "reply_pairs"), name


@pytest.mark.parametrize("site", ["", "example", "tray"])
def test_the_deepest_exchanges_who_answers_whom_and_counts_per_day_are_those_of_the_comments(
    filled: Archive, site: str
) -> None:
    of_site = "(:site = '' OR a.site_id = :site)"
    expected = filled.rows(
        f"SELECT c.id AS comment_id, c.depth FROM comments c JOIN articles a ON a.id = c.article_id"
        f" WHERE c.depth > 0 AND {of_site} ORDER BY c.depth DESC, c.id",
        {"site": site},
    )
    paths = [f"/archive/{name}.json?site={site}&_shape=array" for name in ("deepest", "reply_pairs", "per_day")]
    deepest, pairs, days = (got.json() for got in answers(paths, filled.path))
    assert [(row["comment_id"], row["depth"]) for row in deepest] == [tuple(row.values()) for row in expected]
    answered = filled.rows(
        f"SELECT b.author, c.author AS answers FROM comments b JOIN comments c ON c.id = b.parent_id"
        f" JOIN articles a ON a.id = c.article_id WHERE b.author > '' AND c.author > '' AND {of_site}",
        {"site": site},
    )
    expected_pairs = Counter(tuple(row.values()) for row in answered)
    assert {(row["author"], row["answers"]): row["times"] for row in pairs} == expected_pairs
    times = filled.rows(
        "SELECT c.published_at AS at FROM comments c JOIN articles a ON a.id = c.article_id"
        f" WHERE at > '' AND {of_site}",
        {"site": site},
    )
    assert {row["day"]: row["comments"] for row in days} == Counter(row["at"][:10] for row in times)
    assert [row["day"] for row in days] == sorted((row["day"] for row in days), reverse=True)


def test_of_a_site_with_too_much_for_one_query_what_stands_under_its_newest_articles_counts(archive: Archive) -> None:
    for number, day in enumerate(("07", "08", "06")):
        article = Article(url=f"https://mast.example/{number}/", published_at=at(f"2024-05-{day}T10:00:00"))
        when = at(f"2024-05-{day}T11:00:00")
        said = [comment(number * 10 + one, "Up!", one, author=f"{day} {one}", published_at=when) for one in range(2)]
        store_observation(archive, thread("2024-06-01T12:00:00", *said, article=article))
    days = archive.rows(CANNED_QUERIES["per_day"]["sql"].replace("limit 250000", "limit 3"), {"site": "example"})
    assert [(row["day"], row["comments"]) for row in days] == [("2024-05-08", 2), ("2024-05-07", 1)]
    pairs = archive.rows(CANNED_QUERIES["reply_pairs"]["sql"].replace("limit 100000", "limit 1"), {"site": ""})
    assert [row["author"] for row in pairs] == ["08 1"]


def test_the_thread_of_the_past_as_a_query_is_the_archives_own(filled: Archive) -> None:
    for as_of in ("", "2024-05-06T12:00:00Z", "2024-05-07T12:00:00Z", "2020-01-01T00:00:00Z"):
        asked = f"/archive/thread_as_of.json?article_id=1&as_of={as_of}&_shape=array"
        rows = answer(asked, filled.path).json()
        expected = read_thread(filled, 1, as_of or None).comments
        assert [(row["comment_id"], row["body"], row["state"]) for row in rows] == [
            (one["id"], one["body"], one["state"]) for one in expected
        ]
    assert answer("/archive/thread_as_of.json?article_id=77&as_of=&_shape=array", filled.path).json() == []


def test_tables_have_facets_and_lead_to_the_pages(filled: Archive) -> None:
    articles, comments = (page(f"/archive/{table}", filled.path) for table in ("articles", "comments"))
    assert {"site_id", "language", "section"} <= set(
        articles.xpath("//div[contains(@class, 'facet-info ')]/@data-column")
    )
    assert set(comments.xpath("//div[contains(@class, 'facet-info ')]/@data-column")) == {"state", "depth"}
    assert "/archive/-/article/1" in articles.xpath("//td/a/@href")
    assert {"/archive/-/article/1#c1", "/archive/-/author?name=Bo"} <= set(comments.xpath("//td/a/@href"))
    (style,) = comments.xpath("//link[contains(@href, '/-/archiver/')]/@href")
    assert ".column-descriptions" in answer(style, filled.path).text
    assert answer("/archive/comments?_col=position&_col=author", filled.path).status_code == 200


def test_an_archive_of_another_release_is_left_to_datasette(filled: Archive) -> None:
    copy = filled.path.with_name("newer.db")
    filled.db.execute("VACUUM INTO ?", [str(copy)])
    with sqlite3.connect(copy) as file:
        file.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('archiver', 'next', '')")
    file.close()
    assert answer("/newer/-/article/1", copy).status_code == 404
    assert answer("/newer/comments", copy).status_code == 200


def test_behind_a_proxy_all_links_keep_the_prefix(filled: Archive) -> None:
    for path in ("/", "/archive/-/article/1", "/archive/-/search?q=early", "/archive/-/comment/1"):
        shown = page(path, filled.path, settings={"base_url": "/behind/"})
        links = [link for link in shown.xpath("//@href | //@action") if link.startswith("/")]
        assert len(links) > 5
        assert all(link.startswith("/behind/") for link in links), path
