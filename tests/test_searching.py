"""Searching finds what is there, in the order asked for, however it gets there; also what is no longer said."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive import search_walk as walking
from archiver.archive.emptying import empty_what_is_free
from archiver.archive.erasing import erase, plan_article, plan_comments
from archiver.archive.rows import insert_many
from archiver.archive.search_query import MOST_OPERANDS, read_query
from archiver.archive.search_text import indexed_text
from archiver.archive.searching import RANKED, search
from archiver.archive.storing import store_observation
from archiver.archive.upgrading import search_indexes_out_of_step
from archiver.items import Article, Site, ThreadPage
from tests.command import archiver
from tests.erased_words import places_of
from tests.threads import URL, comment, thread

MONDAY, TUESDAY, WEDNESDAY = "2024-05-06T12:00:00", "2024-05-07T12:00:00", "2024-05-08T12:00:00"
WORDS = "fibre fib filter duct dust copper mast 光ファイバー 华为".split()
TIMES = [
    *(None, "1987-01-01T00:00:00Z", "2019-12-31T23:59:59Z", "2020-01-01T00:00:00Z", "2020-02-29T12:00:00Z"),
    *("2020-02-29T12:00:01Z", "2020-03-01T00:00:00Z", "2024-11-30T08:00:00Z", "2150-01-01T00:00:00Z"),
]


def write_many(archive: Archive, count: int, seed: int) -> None:
    """Comments of all kinds, straight into the tables."""
    random = Random(seed)
    insert_many(archive, "sites", ("id", "domain"), [("a", "a"), ("b", "b")])
    insert_many(archive, "articles", ("id", "site_id", "url"), [(1, "a", "u1"), (2, "b", "u2"), (3, "b", "u3")])
    columns = ("article_id", "identity", "body", "search_text", "author", "depth", "state", "kind", "published_at")
    from archiver.archive.search_text import indexed_text

    rows = []
    for number in range(count):
        body = " ".join(random.choices(WORDS, k=random.randint(1, 4)))
        rows.append(
            (
                *(random.randint(1, 3), str(number), body, indexed_text(body), random.choice(["Ada", "Ada Low", None])),
                *(random.randint(0, 2), random.choice(["visible", "visible", "gone", "removed"]), "comment"),
                random.choice(TIMES),
            )
        )
    insert_many(archive, "comments", columns, rows)
    archive.db.execute(
        "UPDATE comments SET published_local = substr(published_at, 1, 10), published_at = NULL WHERE id % 7 = 0"
    )


@pytest.fixture(scope="module")
def many() -> Iterator[Archive]:
    """An archive of 150 comments of all kinds."""
    with TemporaryDirectory() as folder, Archive.for_writing(Path(folder, "archive.db")) as archive:
        write_many(archive, 150, 1)
        yield archive


def all_that_match(archive: Archive, words: str, filters: dict[str, Any]) -> list[int]:
    """What FTS5 finds, filtered and sorted afterwards."""
    match = read_query(words).match
    found = archive.rows(
        "SELECT c.*, a.site_id AS site FROM comments c JOIN articles a ON a.id = c.article_id WHERE c.id IN"
        " (SELECT rowid FROM comments_fts WHERE comments_fts MATCH ?)",
        (f"{{text author}} : ({match})",),
    )

    def at(row: dict[str, Any]) -> str:
        local = row["published_local"]
        return str(row["published_at"] or (f"{local}T00:00:00Z" if local else ""))

    kept = [
        row
        for row in found
        if all(row[name] == filters[name] for name in ("site", "author", "depth", "state") if name in filters)
        and ("since" not in filters or at(row) >= filters["since"])
        and ("until" not in filters or ("" < at(row) < filters["until"]))
    ]
    return [row["id"] for row in sorted(kept, key=lambda row: (at(row), row["id"]), reverse=True)]


WORD = st.sampled_from([*WORDS, "f*", "fi*", "d*", "光*", '"fibre duct"', '"duct f"*', "nothing", '"dust dust"'])
TYPED = st.lists(st.tuples(WORD, st.sampled_from(["AND", "OR", "NOT"])), min_size=1, max_size=4).map(
    lambda parts: " ".join(f"{word} {operator}" for word, operator in parts).rsplit(" ", 1)[0]
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "site": st.sampled_from(["a", "b", "c"]),
        "author": st.sampled_from(["Ada", "Ada Low"]),
        "depth": st.integers(0, 3),
        "state": st.sampled_from(["visible", "gone", "removed"]),
        "since": st.sampled_from([one for one in TIMES if one]),
        "until": st.sampled_from([one for one in TIMES if one]),
    },
)


@pytest.mark.parametrize(("little", "prefixes", "tried"), [(2_000, 30_000, 4_000), (3, 5, 4), (10, 0, 1_000)])
@given(typed=TYPED, filters=FILTERS, limit=st.sampled_from([1, 5, 200]))
def test_every_way_through_the_index_finds_the_same_in_the_same_order(
    many: Archive, little: int, prefixes: int, tried: int, typed: str, filters: dict[str, Any], limit: int
) -> None:
    expected = all_that_match(many, typed, filters)
    with (
        mock.patch.object(walking, "_LITTLE", little),
        mock.patch.object(walking, "_MOST_BEHIND_PREFIXES", prefixes),
        mock.patch.object(walking, "_FIRST_TRIED", 4),
        mock.patch.object(walking, "_MOST_TRIED_IN_VAIN", tried),
    ):
        hits = search(many, typed, **filters, limit=limit)
        best = search(many, typed, **filters, limit=200, sort="best")
    assert [hit["id"] for hit in hits] == expected[:limit]
    assert hits.has_more == (len(expected) > limit)
    assert sorted(hit["id"] for hit in best) == sorted(expected)


def test_the_facts_in_the_index_follow_every_change(archive: Archive) -> None:
    first = [comment(number, f"Fibre {number}", published_local="2024-05-06T10:00") for number in (1, 2)]
    store_observation(archive, thread(MONDAY, *first))
    known_now = comment(1, "Fibre 1", 0, published_local="2023-01-02T10:00", published_raw="x", time_basis="site")
    store_observation(archive, thread(TUESDAY, known_now))
    store_observation(
        archive, thread(WEDNESDAY, known_now, site=Site(id="declared", domain="mast.example", name="The Mast"))
    )
    assert search_indexes_out_of_step(archive.db) == []
    assert len(search(archive, "fibre", state="gone")) == 1
    assert len(search(archive, "fibre", site="declared")) == 2
    assert search(archive, "fibre", site="example") == []
    archive.db.execute("UPDATE comments SET published_local = '2011-01-02T10:00', published_at = NULL, depth = 4")
    with mock.patch.object(walking, "_LITTLE", 0):
        assert len(search(archive, "fibre", depth=4, until="2012-01-01T00:00:00Z")) == 2
    assert search_indexes_out_of_step(archive.db) == []


def test_words_that_were_edited_away_or_taken_down_are_found_with_when_they_were_seen(archive: Archive) -> None:
    store_observation(
        archive, thread(MONDAY, comment(1, "Huawei masts"), comment(2, "楽天 is slow"), comment(3, "Fib"))
    )
    store_observation(
        archive, thread(TUESDAY, comment(1, "Huawei masts"), comment(2, "楽天 is slow"), comment(3, "Fib"))
    )
    store_observation(archive, thread(WEDNESDAY, comment(1, "Nokia masts"), comment(2, "", notice="Off topic")))
    assert search(archive, "huawei") == []
    (hit,) = search(archive, "huawei", where="versions")
    told = {name: hit[name] for name in ("id", "version", "version_count", "first_observed_at", "last_observed_at")}
    assert told == {
        "id": 1,
        "version": 1,
        "version_count": 2,
        "first_observed_at": f"{MONDAY}Z",
        "last_observed_at": f"{TUESDAY}Z",
    }
    assert hit["snippet"] == "[Huawei] masts"
    assert [hit["state"] for hit in search(archive, "楽天", where="versions", state="removed")] == ["removed"]
    assert search(archive, "楽天", where="versions", state="visible") == []
    assert search(archive, "nokia", where="versions") == []  # it is still said
    assert [hit["state"] for hit in search(archive, "fib")] == ["gone"]


def test_what_articles_no_longer_say_is_found_whatever_came_in_first(tmp_path: Path) -> None:
    def look(instant: str, title: str, body: str | None) -> ThreadPage:
        return thread(instant, comment(1, "x"), article=Article(url=URL, title=title, body=body, byline="Orla"))

    looks = [
        look(MONDAY, "Łódź to switch off 3G", "Masts.\n\nDucts and poles."),
        look(TUESDAY, "3G stays", None),  # as a feed tells
        look("2024-05-07T13:00:00", "3G stays", "Poles a"),
        look(WEDNESDAY, "3G stays", "MASTS. Ducts!"),
        look("2024-05-08T13:00:00", "3G stays", "Masts. Ducts."),
    ]
    looks[2].observation.is_complete, looks[2].observation.incomplete_reason = False, "truncated"
    for number, order in enumerate(((0, 1, 2, 3, 4), (4, 3, 2, 1, 0, 1))):
        with Archive.for_writing(tmp_path / f"{number}.db") as archive:
            for one in order:
                store_observation(archive, looks[one])
            (hit,) = search(archive, "lodz poles", where="article-versions", author="orla", site="example")
            assert hit["snippet"] == "[Łódź] to switch off 3G Masts. Ducts and [poles]."
            assert (hit["title"], hit["last_observed_at"]) == ("3G stays", f"{MONDAY}Z")
            assert search(archive, "ducts NOT poles", where="article-versions") == []
            assert search(archive, "poles", where="articles") == []
    found = archiver("search", "3G", "--in", "articles", "--db", "0.db", cwd=tmp_path)
    assert "1 in what articles said before it was edited away: --in article-versions" in found.stderr
    past = archiver("search", "switch", "--in", "article-versions", "--best", "--db", "0.db", cwd=tmp_path)
    assert f"seen {MONDAY}Z" in past.stdout


def test_of_an_article_that_changes_all_day_each_wording_is_cut_once(archive: Archive) -> None:
    with mock.patch("archiver.archive.past_articles.indexed_text", side_effect=indexed_text) as cutting:
        for hour in range(8):
            article = Article(url=URL, title="Outage", body=f"Masts down: {hour}.")
            store_observation(archive, thread(f"2024-05-06T{10 + hour}:00:00", article=article))
        assert cutting.call_count == 7
        back = Article(url=URL, title="Outage", body="Masts down: 3.")
        store_observation(archive, thread("2024-05-06T19:00:00", article=back))
        assert cutting.call_count == 8
    assert search(archive, "3", where="article-versions") == []
    assert len(search(archive, "masts", where="article-versions")) == 7


def test_an_edit_taken_back_is_no_past_wording(archive: Archive) -> None:
    for day, body in ((MONDAY, "Fibre"), (TUESDAY, "Copper"), (WEDNESDAY, "Fibre")):
        store_observation(archive, thread(day, comment(1, body)))
    assert search(archive, "fibre", where="versions") == []
    assert len(search(archive, "copper", where="versions")) == 1


def test_past_wordings_do_not_depend_on_the_order_of_arrival(tmp_path: Path) -> None:
    looks = [
        thread(MONDAY, comment(1, "Duct")),
        thread(TUESDAY, comment(1, "Mast")),
        thread(WEDNESDAY, comment(1, "Pole")),
    ]
    held = set()
    for number, order in enumerate(((0, 1, 2), (2, 0, 1), (1, 2, 0, 1))):
        with Archive.for_writing(tmp_path / f"{number}.db") as archive:
            for look in order:
                store_observation(archive, looks[look])
            held.add(json.dumps(sorted(row["text"] for row in archive.rows("SELECT text FROM versions_fts"))))
    assert held == {'["Duct", "Mast"]'}


def test_erasing_reaches_past_wordings(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.for_writing(path) as archive:
        store_observation(archive, thread(MONDAY, comment(1, "Zwetschgendatschi", author="Ada"), comment(2, "Other")))
        store_observation(archive, thread(TUESDAY, comment(1, "Quite harmless", author="Ada"), comment(2, "Other")))
        assert len(search(archive, "zwetsch*", where="versions")) == 1
        erase(archive, plan_comments(archive, [1]))
        empty_what_is_free(archive)
        assert search(archive, "zwetsch*", where="versions") == []
        for day, title in ((MONDAY, "Dampfnudelblues"), (TUESDAY, "Ducts")):
            store_observation(archive, thread(day, article=Article(url=f"{URL}2", title=title, body="x")))
        (hit,) = search(archive, "dampfnudel*", where="article-versions")
        erase(archive, plan_article(archive, hit["id"]))
        empty_what_is_free(archive)
    assert places_of("dampfnudelblues", tmp_path) == []
    assert places_of("zwetschgendatschi", tmp_path) == []


def test_the_best_hits_come_first_and_it_is_said_how_many_were_ranked(archive: Archive) -> None:
    said = ["Fibre", "Fibre and much else that has nothing to do with the matter at hand", "Fibre fibre duct"]
    store_observation(archive, thread(MONDAY, *(comment(number, text) for number, text in enumerate(said))))
    hits = search(archive, "fibre OR duct", sort="best", limit=2)
    assert [hit["snippet"] for hit in hits] == ["[Fibre] [fibre] [duct]", "[Fibre]"]
    assert hits.has_more
    assert not hits.is_part_ranked
    with mock.patch("archiver.archive.searching.RANKED", 2):
        assert search(archive, "fibre", sort="best").is_part_ranked


def test_the_command_tells_of_past_wordings_and_prints_csv(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(archive, thread(MONDAY, comment(1, "Huawei", author="=cmd()"), comment(2, "Huawei too")))
        store_observation(archive, thread(TUESDAY, comment(1, "Nokia", author="=cmd()"), comment(2, "Huawei too")))
    plain = archiver("search", "huawei", cwd=tmp_path)
    assert "1 in what comments said before it was edited away or taken down: --in versions" in plain.stderr
    done = archiver("search", "huawei", "--in", "versions", "--csv", cwd=tmp_path)
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert (row["author"], row["version"], row["last_observed_at"]) == ("'=cmd()", "1", f"{MONDAY}Z")
    shown = archiver("search", "huawei", "--in", "versions", cwd=tmp_path).stdout
    assert f"version 1 of 2, seen {MONDAY}Z" in shown
    assert archiver("search", "x", "--csv", "--json", cwd=tmp_path).returncode == 2
    assert "best" not in archiver("search", "huawei", "--best", cwd=tmp_path).stderr


def test_articles_are_found_by_author_site_and_time(archive: Archive) -> None:
    for number, (byline, published) in enumerate(product(["Orla Venn", "Orla"], ["2019-05-06", "2024-05-06"])):
        article = Article(url=f"{URL}{number}", title="Ducts", body="x", byline=byline, published_local=published)
        store_observation(archive, thread(MONDAY, comment(1, "y"), article=article))
    for little in (2_000, 0):
        with mock.patch.object(walking, "_LITTLE", little):
            found = search(
                archive, "ducts", where="articles", author="ORLA", since="2020-01-01T00:00:00Z", site="example"
            )
        assert [(hit["author"], hit["published_local"]) for hit in found] == [("Orla", "2024-05-06")]


HOSTILE = [
    *(
        '"unclosed',
        "NEAR(",
        "NEAR(a b, 2)",
        "^",
        "^a",
        "*",
        "**",
        "a*b",
        "\x00",
        "a\x00b",
        "😀",
        "a\u0301\u0301",
        "AND AND",
    ),
    *(
        "C++",
        "AT&T",
        "5G-core",
        "facts : x",
        "{text} : x",
        "-a",
        "a AND",
        "OR",
        "NOT NOT",
        "(",
        ")",
        '"" *',
        '"*',
        "'",
        "\\",
    ),
    *("\ue000site61", "\ue000*", "a" * 50_000, "光" * 20_000, '"' * 9_999, "* " * 5_000, "a NOT " * 5_000 + "b"),
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_no_error(many: Archive, typed: str) -> None:
    for where, sort in product(("comments", "versions", "articles"), ("newest", "best")):
        search(many, typed, where=where, sort=sort)  # type: ignore[arg-type]  # they are literals
    search(many, "fibre", author=typed, site=typed[:100])


def test_words_cannot_reach_the_facts(many: Archive) -> None:
    assert search(many, "\ue000site61") == []
    assert search(many, "\ue000*") == []


PIECES = st.sampled_from(
    [*WORDS, "f*", '"', "AND", "OR", "NOT", "(", "NEAR(", "^", ":", "\x00", "é\u0301", "😀", "*", "-"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30), st.sampled_from([" ", ""]))
def test_nothing_typed_is_an_error_nor_finds_what_is_not_there(many: Archive, parts: list[str], joined: str) -> None:
    typed = joined.join(parts)
    hits = search(many, typed, limit=200)
    if read_query(typed).groups:
        assert [hit["id"] for hit in hits] == all_that_match(many, typed, {})
    else:
        assert hits == []


@pytest.mark.parametrize("joined", [" ", " OR ", " NOT ", '" "', "* ", " AND ", "-", "光 "])
def test_ten_times_as_much_input_takes_not_much_more_than_ten_times_as_long(many: Archive, joined: str) -> None:
    def taken(count: int) -> float:
        typed = joined.join(f"fib{number}" for number in range(count))
        started = time.process_time()
        search(many, typed, sort="best")
        return time.process_time() - started

    assert min(taken(10_000) for _ in range(2)) < 25 * max(min(taken(1_000) for _ in range(3)), 0.004)


def test_of_very_long_input_the_first_words_count() -> None:
    query = read_query(" ".join(f"w{number}" for number in range(10_000)))
    assert len(query.terms) == MOST_OPERANDS
    assert RANKED == 10_000
