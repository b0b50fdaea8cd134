"""Whatever stands in an archive, its pages run nothing, load nothing from the web and lead nowhere unasked."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any
from urllib.parse import quote

import datasette
import pytest
from lxml import html
from sqlite_utils import Database

from archiver.archive import Archive
from archiver.archive.descriptions import DESCRIPTIONS
from archiver.archive.storing import store_observation
from archiver.items import Article
from archiver.web.addresses import Addresses
from archiver.web.article_page import article_page
from archiver.web.articles_page import articles_page
from archiver.web.author_page import author_page
from archiver.web.canned_queries import CANNED_QUERIES, register_thread_as_of
from archiver.web.comment_page import comment_page
from archiver.web.front_page import front_page
from archiver.web.page import Asked, Maker
from archiver.web.search_page import search_page
from archiver.web.tables_read import PAGES as PAGE_TABLES
from archiver.web.tables_read import QUERIES as QUERY_TABLES
from tests.served_pages import answer, answers, fill, page, text
from tests.threads import comment, thread

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"
QUOTED = "\"' onmouseover=alert(3) style='x:y' \"><svg onload=alert(4)>"
MARKUP = (
    '<p onclick="alert(5)">Words <a href="javascript:alert(6)">here</a> <a href="https://mast.example/x">there</a>'
    '<img src="https://pixel.example/1.gif" alt="<b>smile</b>"><iframe src="https://frame.example/"></iframe>'
    '<style>body{display:none}</style><script src="https://evil.example/x.js"></script>'
    '<form action="https://evil.example/"><input name=q></form><h1>Headline</h1></p></article></li></ol>'
)
PAGES = [
    "/",
    "/archive/-/archive",
    "/archive/-/articles",
    "/archive/-/article/1",
    "/archive/-/article/1?as_of=2024-05-06",
    "/archive/-/comment/1",
    "/archive/-/comment/2",
    f"/archive/-/author?name={quote(ATTACK + QUOTED)}",
    f"/archive/-/search?q={quote('words ' + ATTACK)}",
    f"/archive/-/search?q=words&author={quote(QUOTED)}",
    f"/archive/-/search?q=words&site={quote(QUOTED)}",
    f"/archive/-/search?q=alert&state={quote(QUOTED)}",
    f"/archive/-/article/1?as_of={quote(ATTACK)}",
]


@pytest.fixture
def hostile(archive: Archive) -> Archive:
    article = Article(
        url="https://mast.example/2024/05/fibre/",
        title=ATTACK + QUOTED,
        byline=ATTACK,
        section=QUOTED,
        body=f"{ATTACK}\n\n{QUOTED}",
        language='en" onload="alert(7)',
        tags=[ATTACK, QUOTED],
        published_raw=ATTACK,
    )
    for at, words in (("2024-05-06T12:00:00", "Words before."), ("2024-05-07T12:00:00", "Words after.")):
        store_observation(
            archive,
            thread(
                at,
                comment(1, f"{words} {ATTACK}", author=ATTACK + QUOTED, author_url="javascript:alert(8)"),
                comment(2, "Words.", 1, author="Ada", body_html=MARKUP, published_raw=QUOTED, author_role=ATTACK),
                comment(3, "", notice=ATTACK, author_url='https://mast.example/" onclick="alert(9)'),
                article=article,
            ),
        )
    return archive


def test_nothing_of_what_readers_write_becomes_markup_of_its_own(hostile: Archive) -> None:
    for path, got in zip(PAGES, answers(PAGES, hostile.path), strict=True):
        assert got.status_code in (200, 400, 404), path
        shown = html.fromstring(got.text)
        assert not shown.xpath("//script | //iframe | //object | //embed | //img | //style | //form[@method != 'get']")
        assert not shown.xpath("//@*[starts-with(name(), 'on') or name() = 'style' or name() = 'srcset']"), path
        assert not [link for link in shown.xpath("//@href | //@src | //@action") if "javascript" in link.lower()], path
        assert len(shown.xpath("//main")) == len(shown.xpath("//body")) == 1


def test_the_words_themselves_are_there_to_be_read(hostile: Archive) -> None:
    shown = page("/archive/-/article/1", hostile.path)
    assert text(shown.xpath("//h1")[0]) == " ".join((ATTACK + QUOTED).split())
    (second,) = shown.xpath("//li[@id = 'c2']")
    assert text(second.xpath("article/div")[0]) == "Words here there<b>smile</b>Headline"


def test_pages_load_nothing_but_the_stylesheet_of_this_server(hostile: Archive) -> None:
    for path in PAGES:
        shown = html.fromstring(answer(path, hostile.path).text)
        loaded = [link for link in shown.xpath("//link/@href | //@src") if not link.startswith("data:")]
        assert len(loaded) == 1, path
        assert loaded[0].startswith("/-/archiver/archive.css?")
    style = answer(loaded[0], hostile.path)
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in style.headers["cache-control"]
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_links_that_lead_away_tell_nobody_where_they_were_clicked(hostile: Archive) -> None:
    shown = page("/archive/-/article/1", hostile.path)
    outward = shown.xpath("//a[starts-with(@href, 'http')]")
    assert {link.get("href") for link in outward} == {"https://mast.example/2024/05/fibre/", "https://mast.example/x"}
    for link in outward:
        assert {"noopener", "noreferrer", "nofollow"} <= set(link.get("rel").split())


def test_every_answer_tells_the_browser_what_it_may_run(archive: Archive) -> None:
    fill(archive)
    ours = [*PAGES[:7], "/archive/-/search?q=early"]
    datasettes = [
        "/archive",
        "/archive/comments",
        "/archive/comments/1",
        "/archive/comments.json",
        "/archive/comments.csv",
        "/archive/deleted",
        "/archive?sql=select+1",
        "/-/plugins",
        "/-/static/app.css",
        "/nowhere",
        "/archive/nowhere",
        "/archive/-/nowhere",
    ]
    got = dict(zip(ours + datasettes, answers(ours + datasettes, archive.path), strict=True))
    for path, one in got.items():
        policy = dict(part.strip().split(" ", 1) for part in one.headers["content-security-policy"].split(";"))
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'", path
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers["referrer-policy"] == "no-referrer"
        assert "unsafe" not in policy.get("script-src", ""), path
        assert "http" not in one.headers["content-security-policy"], path
    for path in ours:
        policy = got[path].headers["content-security-policy"]
        assert "script-src" not in policy, path
        assert "style-src 'self';" in policy, path
        assert "x-archiver-page" not in got[path].headers


def test_scripts_of_datasettes_templates_run_and_others_do_not(hostile: Archive) -> None:
    seen = set()
    paths = ["/archive/comments", "/archive/comments", "/archive", "/nowhere"]
    for got in answers(paths, hostile.path):
        scripts = html.fromstring(got.text).xpath("//script")
        nonces = {script.get("nonce") for script in scripts}
        assert len(nonces) == 1
        assert None not in nonces
        (nonce,) = nonces
        assert f"script-src 'nonce-{nonce}';" in got.headers["content-security-policy"]
        assert len(nonce) > 20
        seen.add(nonce)
    assert len(seen) == len(paths), "a mark that can be known beforehand protects from nothing"


@pytest.mark.parametrize(
    "path",
    [
        "/-/archiver/../../etc/passwd",
        "/-/archiver/..%2f..%2fetc/passwd",
        "/-/archiver/archive.css/../../views.py",
        "/archive/-/article/..%2f..%2fetc",
        "/archive/-/article/1%00",
        "/archive/-/article/1e3",
        "/..%2farchive/-/archive",
        "/~2E~2E~2Farchive/-/archive",
    ],
)
def test_no_address_leads_out_of_the_archive(archive: Archive, path: str) -> None:
    fill(archive)
    got = answer(path, archive.path)
    assert got.status_code in (302, 404), path
    assert "root:" not in got.text


@pytest.mark.parametrize("denied", ["comments", "articles"])
def test_who_may_not_see_the_tables_may_not_see_the_pages(archive: Archive, denied: str) -> None:
    fill(archive)
    metadata = {"databases": {"archive": {"tables": {denied: {"allow": False}}}}}
    for got in answers(PAGES[:7], archive.path, metadata=metadata):
        assert got.status_code == 403
        assert "early" not in got.text


def test_who_may_not_see_the_database_may_not_see_the_pages(archive: Archive) -> None:
    fill(archive)
    for metadata in ({"allow": {"id": "root"}}, {"databases": {"archive": {"allow": False}}}):
        assert {got.status_code for got in answers(PAGES[:7], archive.path, metadata=metadata)} == {403}


def test_datasette_says_that_its_csv_is_raw(archive: Archive) -> None:
    fill(archive)
    assert "a spreadsheet may take a cell" in answer("/archive", archive.path).text


def denying(table: str) -> dict[str, Any]:
    """Settings of a server that shows nobody the table: Datasette 0.65 has them from metadata, 1.0 from config."""
    settings = {"databases": {"archive": {"tables": {table: {"allow": False}}}}}
    return {"metadata" if datasette.__version__.startswith("0.") else "config": settings}


_QUERIES = {
    "/archive/deleted.json?_shape=array&site=",
    "/archive/longest.json?_shape=array&site=",
    "/archive/thread_as_of.json?_shape=array&article_id=1&as_of=",
    "/archive/edited.json?_shape=array&site=",
    "/archive/per_day.json?_shape=array&site=",
}


@pytest.mark.parametrize(
    ("denied", "left"),
    [
        ("comments", {"/archive/longest.json?_shape=array&site="}),
        ("articles", set()),
        (
            "comment_versions",
            _QUERIES
            - {
                "/archive/edited.json?_shape=array&site=",
                "/archive/thread_as_of.json?_shape=array&article_id=1&as_of=",
            },
        ),
        ("captures", _QUERIES),
    ],
)
def test_who_may_not_see_the_tables_is_not_offered_the_questions_that_read_them(
    archive: Archive, denied: str, left: set[str]
) -> None:
    fill(archive)
    paths = sorted(_QUERIES)
    got = dict(zip(paths, answers(paths, archive.path, **denying(denied)), strict=True))
    assert {path for path in paths if got[path].status_code == 200} == left
    assert {got[path].status_code for path in paths} <= {200, 403, 404}
    assert "/archive/deleted" in answer("/archive", archive.path).text


@pytest.mark.parametrize(
    ("denied", "path"),
    [
        ("comment_versions", "/archive/-/search?q=early&in=versions"),
        ("versions", "/archive/-/comment/1"),
        ("captures", "/archive/-/article/1"),
        ("observations", "/archive/-/archive"),
    ],
)
def test_who_may_not_see_what_a_page_rests_on_may_not_see_the_page(archive: Archive, denied: str, path: str) -> None:
    fill(archive)
    assert answer(path, archive.path, **denying(denied)).status_code == 403
    assert answer("/archive/-/articles", archive.path, **denying(denied)).status_code == 200


@pytest.mark.parametrize(
    ("denied", "left"), [("comments", "Fibre reaches Little Wick"), ("articles", "Early for whom?")]
)
def test_who_may_not_see_a_table_finds_its_words_in_no_other(archive: Archive, denied: str, left: str) -> None:
    fill(archive)
    tables = [row["name"] for row in archive.rows("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
    paths = [f"/archive/{name}.json?_shape=array&_size=max" for name in tables]
    got = dict(zip(tables, answers(paths, archive.path, **denying(denied)), strict=True))
    seen = "".join(one.text for one in got.values() if one.status_code == 200)
    words = archive.rows("SELECT DISTINCT author AS word FROM comments UNION SELECT body FROM wordings WHERE body > ''")
    if denied == "articles":
        words = archive.rows("SELECT title AS word FROM article_versions UNION SELECT body FROM article_versions")
    assert [one["word"] for one in words if json.dumps(one["word"]) in seen] == []
    assert left in seen
    indexes = {f"{denied}_fts", "versions_fts" if denied == "comments" else "article_versions_fts"}
    below = [name for name in tables if name.startswith(tuple(indexes))]
    assert len(below) == 11
    assert {got[name].status_code for name in below} == {403}
    assert got["captures"].status_code == 200


def test_a_denied_table_cannot_be_guessed_at_by_searching_another_ones_rows(archive: Archive) -> None:
    fill(archive)
    borrowed = "=comments_fts&_fts_pk=id&_shape=array"
    asked = [
        f"/archive/articles.json?{search}={word}&{table}{borrowed}"
        for search in ("_search", "_search_text", "%5Fsearch", "_sear%63h_text")
        for table in ("_fts_table", "%5Ffts_table")
        for word in ("early", "zzz")
    ]
    got = [one.text for one in answers(asked, archive.path, **denying("comments"))]
    assert got[::2] == got[1::2]


def test_the_front_page_offers_only_questions_that_may_be_asked(archive: Archive) -> None:
    fill(archive)
    links = html.fromstring(answer("/", archive.path, **denying("wordings")).text).xpath("//a/@href")
    assert "/archive/deleted" in links
    assert "/archive/edited" not in links


def test_pages_and_questions_read_only_tables_that_are_asked_for_permission(archive: Archive) -> None:
    fill(archive)
    parts = {"id": "1"}
    pages: dict[str, tuple[Maker, list[dict[str, str]]]] = {
        "front": (front_page, [{}]),
        "articles": (articles_page, [{}]),
        "article": (article_page, [{}, {"as_of": "2024-05-07"}]),
        "comment": (comment_page, [{}]),
        "author": (author_page, [{"name": "Ada"}]),
        "search": (search_page, [{"q": "early", "in": where} for where in ("comments", "versions", "articles")]),
    }
    with closing(sqlite3.connect(archive.path)) as connection:
        register_thread_as_of(connection, str(archive.path))
        read: set[str] = set()

        def note(action: int, table: str | None, *_: str | None) -> int:
            if action == sqlite3.SQLITE_READ and table in DESCRIPTIONS and not table.endswith(("_fts", "_searched")):
                read.add(table)
            return sqlite3.SQLITE_OK

        connection.set_authorizer(note)
        found: dict[str, set[str]] = {}
        for name, (maker, asked) in pages.items():
            read.clear()
            for parameters in asked:
                maker(Asked(Archive(Database(connection), archive.path), Addresses("/a", "/s"), parts, parameters))
            found[name] = set(read)
        for name, query in CANNED_QUERIES.items():
            read.clear()
            for as_of in ("", "2024-05-07"):
                connection.execute(query["sql"], {"site": "", "article_id": 1, "as_of": as_of}).fetchall()
            found[name] = set(read)
    for name, tables in found.items():
        assert tables <= (PAGE_TABLES | QUERY_TABLES)[name], name
        assert tables, name
