"""Storing observations and reading threads back."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.archive.threads import read_thread
from archiver.captures.places import known_places
from archiver.errors import SchemaError, StorageError, UsageError
from archiver.items import Article, Site
from tests.archive_equality import contents_of
from tests.threads import SITE, URL, comment, thread

MONDAY, TUESDAY, WEDNESDAY = "2024-05-06T12:00:00", "2024-05-07T12:00:00", "2024-05-08T12:00:00"
THURSDAY = "2024-05-09T12:00:00"


def states(archive: Archive) -> dict[str, str]:
    return {row["body"]: row["state"] for row in archive.rows("SELECT body, state FROM comments")}


def everything(archive: Archive) -> list[Any]:
    """All rows by natural keys, without surrogate ids."""
    return [
        archive.rows(
            "SELECT c.identity, c.body, c.author, c.state, c.depth, c.position, c.first_observed_at, c.gone_at,"
            " c.version_count, p.identity AS parent FROM comments c LEFT JOIN comments p ON p.id = c.parent_id"
            " ORDER BY c.identity"
        ),
        archive.rows(
            "SELECT c.identity, v.body, v.first_observed_at, v.last_observed_at FROM comment_versions v"
            " JOIN comments c ON c.id = v.comment_id ORDER BY 1, 2"
        ),
        archive.rows("SELECT observed_at, digest, is_complete, captured_count FROM observations ORDER BY 1, 2"),
        archive.rows("SELECT url, title, body, comment_count, first_observed_at, last_observed_at FROM articles"),
    ]


def test_a_thread_comes_back_as_it_was_stored(archive: Archive) -> None:
    stored = store_observation(
        archive,
        thread(
            MONDAY, comment(1, "First", author="Ada"), comment(2, "Reply", 1), comment(3, "Deep", 2), comment(4, "B")
        ),
    )
    read = read_thread(archive, stored.article_id)
    assert [(row["external_id"], row["depth"], row["body"]) for row in read.comments] == [
        ("1", 0, "First"),
        ("2", 1, "Reply"),
        ("3", 2, "Deep"),
        ("4", 0, "B"),
    ]
    by_id = {row["id"]: row["external_id"] for row in read.comments}
    assert [by_id.get(row["parent_id"]) for row in read.comments] == [None, "1", "2", None]
    assert read.comments[0]["author"] == "Ada"


def test_storing_the_same_observation_twice_changes_nothing(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "First"), comment(2, "Reply", 1)))
    before = list(archive.db.conn.iterdump())
    again = store_observation(archive, thread(MONDAY, comment(1, "First"), comment(2, "Reply", 1)))
    assert not again.is_new_observation
    assert again.is_unchanged
    assert list(archive.db.conn.iterdump()) == before


def test_an_unchanged_thread_adds_an_observation_alone(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "First")))
    stored = store_observation(archive, thread(TUESDAY, comment(1, "First")))
    assert stored.is_unchanged
    assert archive.db.table("observations").count == 2
    assert archive.db.table("shown_threads").count == 1
    assert archive.db.table("readings").count == 1


def test_an_edit_adds_a_version_and_typography_does_not(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, 'They said "fibre" ...')))
    typography = store_observation(archive, thread(TUESDAY, comment(1, "They said “Fibre” …")))
    edit = store_observation(archive, thread(WEDNESDAY, comment(1, "They said “copper” …")))
    assert (typography.comments_edited, edit.comments_edited) == (0, 1)
    assert archive.rows("SELECT body, version_count FROM comments") == [
        {"body": "They said “copper” …", "version_count": 2}
    ]


def test_a_comment_missing_from_a_complete_observation_is_gone_and_its_words_stay(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "Stays"), comment(2, "Leaves")))
    stored = store_observation(archive, thread(TUESDAY, comment(1, "Stays")))
    assert stored.comments_gone == 1
    assert states(archive) == {"Stays": "visible", "Leaves": "gone"}
    assert archive.rows("SELECT gone_at FROM comments WHERE external_id = '2'")[0]["gone_at"] == "2024-05-07T12:00:00Z"


def test_a_comment_missing_from_an_incomplete_observation_is_not_gone(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "Stays"), comment(2, "Leaves")))
    store_observation(archive, thread(TUESDAY, comment(1, "Stays"), is_complete=False))
    assert states(archive) == {"Stays": "visible", "Leaves": "visible"}


def test_a_source_that_could_not_have_shown_a_comment_does_not_make_it_gone(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "Stays"), comment(2, "A pingback")))
    store_observation(archive, thread(TUESDAY, comment(1, "Stays"), scope="rest"))
    assert states(archive) == {"Stays": "visible", "A pingback": "visible"}


def test_a_comment_that_comes_back_is_visible_again_with_a_gap_before(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "A"), comment(2, "B")))
    store_observation(archive, thread(TUESDAY, comment(1, "A")))
    stored = store_observation(archive, thread(WEDNESDAY, comment(1, "A"), comment(2, "B")))
    assert states(archive) == {"A": "visible", "B": "visible"}
    assert (stored.comments_returned, stored.is_unchanged) == (1, False)
    tuesday = read_thread(archive, stored.article_id, "2024-05-07T13:00:00Z")
    assert [(row["body"], row["state"]) for row in tuesday.comments] == [("A", "visible"), ("B", "gone")]


def test_the_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    history = [
        thread(MONDAY, comment(1, "A", author="Ann"), comment(2, "B", 1), comment(3, "C")),
        thread(TUESDAY, comment(1, "A, edited", author="Ann B."), comment(3, "C", 1)),
        thread(WEDNESDAY, comment(1, "A", author="Ann"), comment(2, "B", 1), comment(4, "D"), is_complete=False),
    ]
    results = []
    for number, order in enumerate(itertools.permutations(history)):
        with Archive.for_writing(tmp_path / f"{number}.db") as archive:
            for observation in order:
                store_observation(archive, observation)
            results.append(everything(archive))
    assert all(result == results[0] for result in results)
    assert results[0][0], "something was stored"


def test_as_of_gives_the_words_and_the_tree_of_that_day(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "A"), comment(2, "B", 1)))
    stored = store_observation(archive, thread(TUESDAY, comment(1, "A, edited"), comment(2, "B"), comment(3, "C")))
    monday = read_thread(archive, stored.article_id, "2024-05-06T23:00:00Z")
    assert [(row["body"], row["depth"]) for row in monday.comments] == [("A", 0), ("B", 1)]
    assert read_thread(archive, stored.article_id, "2020-01-01T00:00:00Z").comments == []


def test_comments_without_ids_are_known_by_author_words_and_day(archive: Archive) -> None:
    def look(when: str) -> None:
        first = comment(None, "Same words", author="Ada", published_local="2024-05-01T10:00")
        second = comment(None, "Same words", author="Ada", published_local="2024-05-01T10:01")
        other = comment(None, "Same words", author="Bob", published_local="2024-05-01T10:01")
        store_observation(archive, thread(when, first, second, other, platform=None, scope="text"))

    look(MONDAY)
    look(TUESDAY)
    assert archive.db.table("comments").count == 3


def test_two_comments_with_one_id_both_stay(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(7, "One"), comment(7, "Other")))
    assert states(archive) == {"One": "visible", "Other": "visible"}


def test_the_addresses_of_one_article_lead_to_one_article(archive: Archive) -> None:
    for number, url in enumerate(
        (
            URL,
            f"{URL}?utm_source=x&replytocom=5",
            f"{URL}comment-page-2/#comment-3",
            "http://www.mast.example" + URL[20:-1],
        )
    ):
        store_observation(archive, thread(f"2024-05-06T12:00:0{number}", article=Article(url=url, title="T")))
    assert archive.db.table("articles").count == 1


def test_what_an_older_observation_knows_fills_what_a_newer_one_does_not(archive: Archive) -> None:
    store_observation(archive, thread(TUESDAY, article=Article(url=URL, title="New title")))
    store_observation(archive, thread(MONDAY, article=Article(url=URL, title="Old title", byline="Ada Mast")))
    assert archive.rows("SELECT title, byline FROM articles") == [{"title": "New title", "byline": "Ada Mast"}]


def test_a_declared_site_takes_over_what_was_stored_under_its_domain(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, site=Site(id="mast.example", domain="mast.example")))
    store_observation(archive, thread(TUESDAY, site=SITE))
    assert [row["id"] for row in archive.rows("SELECT id FROM sites")] == ["example"]


def test_a_failure_in_the_middle_leaves_nothing_of_the_observation(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("archiver.archive.storing.work_out_article", fail)
    with pytest.raises(RuntimeError):
        store_observation(archive, thread(MONDAY, comment(1, "A")))
    assert [archive.db.table(name).count for name in ("articles", "comments", "observations", "sites")] == [0, 0, 0, 0]


def test_a_file_that_is_no_archive_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.db"
    text.write_text("not a database at all")
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    for path in (text, foreign):
        before = path.read_bytes()
        with pytest.raises(SchemaError, match="nothing was written"):
            Archive.for_writing(path)
        assert path.read_bytes() == before


def test_an_archive_of_a_newer_release_is_refused(archive: Archive) -> None:
    archive.db.table("_sqlite_migrations").insert(
        {"migration_set": "archiver", "name": "a_later_release", "applied_at": "2030-01-01"}
    )
    with pytest.raises(SchemaError, match="newer archiver"):
        Archive.for_reading(archive.path)


def test_reading_where_there_is_no_archive_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="archiver import"):
        Archive.for_reading(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no folder"):
        Archive.for_writing(tmp_path / "nowhere" / "archive.db")


def test_articles_that_turn_out_to_be_one_were_last_seen_when_either_was(tmp_path: Path) -> None:
    one, other = "https://mast.example/masts/", "https://mast.example/?p=7"
    looks = [
        thread("2024-05-06T12:00:00", comment(1, "Good news"), article=Article(url=one)),
        thread("2024-05-07T12:00:00", comment(1, "Good news"), article=Article(url=other)),
        thread("2024-05-08T12:00:00", comment(2, "At last"), article=Article(url=one)),
    ]
    looks[2].article_urls = [one, other]
    found = []
    for number, order in enumerate(itertools.permutations(looks)):
        with Archive.for_writing(tmp_path / f"{number}.db") as archive:
            for look in order:
                store_observation(archive, look)
            found.append(contents_of(archive))
    assert all(contents == found[0] for contents in found)
    assert [row["last_observed_at"] for row in found[0]["versions"]] == ["2024-05-07T12:00:00Z", "2024-05-08T12:00:00Z"]


def test_an_edit_that_is_undone_counts_as_edited(archive: Archive) -> None:
    said = {MONDAY: "Fibre", TUESDAY: "Copper", WEDNESDAY: "Fibre", THURSDAY: "FIBRE!"}
    edited = [store_observation(archive, thread(day, comment(1, words))).comments_edited for day, words in said.items()]
    assert edited == [0, 1, 1, 0]


def test_an_article_whose_edit_is_undone_counts_as_changed(archive: Archive) -> None:
    said = {MONDAY: "Masts", TUESDAY: "Towers", WEDNESDAY: "Masts", THURSDAY: "MASTS."}
    stored = [
        store_observation(archive, thread(day, comment(1, "A"), article=Article(url=URL, title=title)))
        for day, title in said.items()
    ]
    assert [one.is_article_edited for one in stored] == [False, True, True, False]
    assert [one.is_unchanged for one in stored] == [False, False, False, True]


def test_a_capture_files_rows_are_found_without_looking_at_those_of_all_files(archive: Archive) -> None:
    asked: list[str] = []
    archive.db.conn.set_trace_callback(asked.append)
    known_places(archive, "one.warc.gz")
    archive.db.conn.set_trace_callback(None)
    (plan,) = archive.rows(f"EXPLAIN QUERY PLAN {asked[0]}")
    assert plan["detail"].startswith("SEARCH captures USING INDEX"), plan["detail"]
