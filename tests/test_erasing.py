"""What is erased is gone, stays away whatever comes in later, and leaves what others said as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive.erasing import Author, Plan, erase, plan_article, plan_author, plan_comments
from archiver.archive.erasures import carry_over, key_path
from archiver.archive.page_list import list_page
from archiver.archive.storing import store_observation, work_out
from archiver.errors import StorageError, UsageError
from archiver.items import Article, CaptureRecord, ThreadPage
from archiver.run_counts import count_stored, summary_line
from tests.archive_equality import Contents, contents_of
from tests.test_history_properties import SOURCES, history_of
from tests.threads import URL, at, comment, thread

MONDAY, TUESDAY, WEDNESDAY = "2024-05-06T12:00:00", "2024-05-07T12:00:00", "2024-05-08T12:00:00"
# What the column that says how things stand may take over from the one that is erased: nothing but its place.
PLACE = ("article", "parent", "depth", "depth_shown", "position", "kind", "claimed_parent", "parent_status")


def rows(archive: Archive) -> dict[str, dict[str, Any]]:
    """The comments by their bodies."""
    return {row["body"]: row for row in archive.rows("SELECT * FROM comments")}


def row_id(archive: Archive, body: str) -> int:
    return int(rows(archive)[body]["id"])


def others(contents: Contents) -> dict[str, list[Any]]:
    """All rows but those of what is erased, with no names for what they refer to in it, and no hashes of captures."""
    erased = {(row["article"], row["identity"]) for row in contents["comments"] if row["state"] == "erased"}

    def is_kept(row: dict[str, Any]) -> bool:
        return (row["article"], row["identity"]) not in erased

    def named(row: dict[str, Any]) -> dict[str, Any]:
        return row | {"parent": "erased"} if (row["article"], row["parent"]) in erased else row

    kept = dict(contents)
    kept["comments"] = [named(row) for row in contents["comments"] if is_kept(row)]
    for name in ("versions", "past words"):
        kept[name] = [row for row in contents[name] if is_kept(row)]
    for table, hashes in (("observations", {"digest"}), ("captures", {"sha256", "size"})):
        kept[table] = sorted(
            [{name: value for name, value in row.items() if name not in hashes} for row in contents[table]], key=repr
        )
    del kept["seen"]
    return kept


def without(contents: Contents, gone: set[tuple[str, str]]) -> dict[str, list[Any]]:
    """All rows but those of some comments, by their articles and identities, as ``others`` gives them."""
    marked = dict(contents)
    marked["comments"] = [
        row | {"state": "erased"} if (row["article"], row["identity"]) in gone else row for row in contents["comments"]
    ]
    return others(marked)


def test_an_erased_comment_leaves_nothing_but_its_place(archive: Archive) -> None:
    said = comment(2, "The mast on my roof hums", 1, author="Bo Fibre", author_id="7", author_url="https://bo.example/")
    said.likes, said.published_raw, said.body_html = 3, "6 May", "<p>The mast on my roof hums</p>"
    page = thread(MONDAY, comment(1, "Who has one?"), said, comment(3, "Mine does not", 2))
    store_observation(archive, page)
    before = rows(archive)
    erase(archive, plan_comments(archive, [before["The mast on my roof hums"]["id"]]))
    after = {row["id"]: row for row in archive.rows("SELECT * FROM comments")}
    for row in before.values():
        if row["external_id"] != "2":
            assert after[row["id"]] == row
    placeholder = after[before["The mast on my roof hums"]["id"]]
    kept = {name: value for name, value in placeholder.items() if value not in (None, "")}
    identity = kept.pop("identity")
    assert kept == {
        "id": placeholder["id"],
        "article_id": 1,
        "platform": "wordpress",
        "parent_id": before["Who has one?"]["id"],
        "depth": 1,
        "depth_shown": 1,
        "position": 1,
        "kind": "comment",
        "state": "erased",
        "parent_status": "ok",
        "first_observed_at": "2024-05-06T12:00:00Z",
        "version_count": 1,
    }
    assert identity not in (before["The mast on my roof hums"]["identity"], "")
    dump = "\n".join(archive.db.conn.iterdump())
    for word in ("hums", "Bo Fibre", "bo.example", "6 May"):
        assert word not in dump
    (article,) = archive.rows("SELECT * FROM articles")
    assert article["comment_count"] == 3


@pytest.mark.parametrize("with_id", [True, False])
def test_later_sightings_of_an_erased_comment_stay_erased(archive: Archive, with_id: bool) -> None:
    one, two = (1, 2) if with_id else (None, None)
    store_observation(archive, thread(MONDAY, comment(one, "Sold my data", author="Bo"), comment(two, "Good", 1)))
    erase(archive, plan_comments(archive, [row_id(archive, "Sold my data")]))
    again = thread(TUESDAY, comment(one, "SOLD my data!", author="BO"), comment(two, "Good", 1))
    assert store_observation(archive, again).comments_erased == 1
    assert len(archive.rows("SELECT * FROM comments")) == 2
    assert "SOLD" not in "\n".join(archive.db.conn.iterdump())
    assert again.comments[0].body == "SOLD my data!", "the item is the caller's"


def test_an_edit_of_erased_words_stays_erased_where_the_comment_has_an_id(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "Sold my data", author="Bo")))
    erase(archive, plan_comments(archive, [1]))
    store_observation(archive, thread(TUESDAY, comment(1, "Gave my data away", author="Bo F.")))
    (row,) = archive.rows("SELECT * FROM comments")
    assert (row["state"], row["body"], row["author"], row["version_count"]) == ("erased", "", None, 1)


def test_a_source_without_ids_does_not_bring_back_what_was_erased_by_its_id(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "Sold my data", author="Bo"), comment(2, "Good")))
    erase(archive, plan_comments(archive, [1]))
    text = thread(
        TUESDAY, comment(None, "Sold my data", author="Bo"), comment(None, "Good"), platform=None, scope="text"
    )
    store_observation(archive, text)
    assert sorted(row["state"] for row in archive.rows("SELECT state FROM comments")) == ["erased", "visible"]


def test_an_answer_keeps_its_erased_parent_also_where_its_own_look_does_not_show_it(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "Sold my data", author="Bo")))
    erase(archive, plan_comments(archive, [1]))
    later = thread(TUESDAY, comment(2, "How could you", claimed_parent="1"), scope="rest", is_complete=False)
    store_observation(archive, later)
    answer = rows(archive)["How could you"]
    assert (answer["parent_id"], answer["depth"], answer["parent_status"]) == (1, 1, "ok")
    assert answer["claimed_parent"] == "1"


def test_an_author_is_erased_with_what_is_still_to_come(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "One", author="Bo Fibre"), comment(2, "Two", author="Ada")))
    erase(archive, plan_author(archive, Author(name="bo  fibre")))
    later = thread(
        TUESDAY,
        comment(1, "One", author="Bo Fibre"),
        comment(2, "Two", author="Ada"),
        comment(3, "Three", author="BO FIBRE"),
        comment(4, "Four", 1, author="Ada"),
    )
    store_observation(archive, later)
    # … also under another name, and where the answer comes without it.
    renamed = thread(WEDNESDAY, comment(3, "Three!", author="Somebody"), comment(5, "Five", claimed_parent="3"))
    store_observation(archive, renamed)
    found = {row["body"] or row["id"]: row for row in archive.rows("SELECT * FROM comments")}
    assert {body for body in found if isinstance(body, str)} == {"Two", "Four", "Five"}
    assert found["Four"]["parent_id"] == found["Five"]["parent_id"]
    assert "fibre" not in "\n".join(archive.db.conn.iterdump()).casefold().replace("fibre-reaches", "").replace(
        "fibre reaches", ""
    )


def test_an_author_is_erased_on_one_site_alone_where_that_is_asked(archive: Archive) -> None:
    from archiver.items import Site

    elsewhere = thread(
        MONDAY,
        comment(1, "Elsewhere", author="Bo"),
        site=Site(id="other", domain="other.example"),
        article=Article(url="https://other.example/1/", title="Another"),
    )
    store_observation(archive, thread(MONDAY, comment(1, "Here", author="Bo", author_id="7")))
    store_observation(archive, elsewhere)
    erase(archive, plan_author(archive, Author(author_id="7", site_id="example")))
    store_observation(archive, thread(TUESDAY, comment(2, "Here too", author="Bo", author_id="7")))
    assert sorted(row["body"] for row in archive.rows("SELECT body FROM comments")) == ["", "", "Elsewhere"]


def test_an_erased_article_is_gone_and_stays_away(archive: Archive) -> None:
    run = archive.begin_run("crawl", {"targets": {"web": [URL, "https://mast.example/kept/"]}})
    store_observation(archive, thread(MONDAY, comment(1, "Words"), article=_article(URL)), run)
    kept = thread(MONDAY, comment(1, "Kept"), article=_article("https://mast.example/kept/"))
    kept.captures[0].url = "https://mast.example/kept/"
    store_observation(archive, kept)
    erase(archive, plan_article(archive, 1))
    for address in (URL, URL.replace("https://", "http://www.") + "?utm_source=feed"):
        stored = store_observation(archive, thread(TUESDAY, comment(1, "Words"), article=_article(address)))
        assert stored.is_erased
        assert not stored.is_new_observation
    assert [row["url"] for row in archive.rows("SELECT url FROM articles")] == ["https://mast.example/kept/"]
    assert "little-wick" not in "\n".join(archive.db.conn.iterdump())
    assert not archive.db.execute("PRAGMA foreign_key_check").fetchall()


def test_an_erased_article_stays_away_under_the_address_that_it_has_moved_to(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "Words"), article=_article(URL)))
    erase(archive, plan_article(archive, 1))
    new = "https://mast.example/moved/"
    with archive.transaction():
        list_page(archive, "example", "article", new, found_at=at(TUESDAY), found_on=None)
    moved = thread(TUESDAY, comment(1, "Words"), article=_article(new))
    moved.article_urls = [URL, new]
    stored = store_observation(archive, moved)
    assert stored.is_erased
    assert count_stored(stored, moved) == {"articles_erased": 1}
    assert summary_line(count_stored(stored, moved)) == "articles: 1 erased"
    later = thread(WEDNESDAY, comment(1, "Words"), article=_article(new))
    later.article_urls = [new]
    assert store_observation(archive, later).is_erased
    assert "moved" not in "\n".join(archive.db.conn.iterdump())


def _article(url: str) -> Article:
    return Article(url=url, title="Fibre reaches Little Wick", body="At last.")


def test_an_article_that_is_found_to_be_an_erased_one_goes_too(archive: Archive) -> None:
    new = "https://mast.example/moved/"
    store_observation(archive, thread(MONDAY, comment(1, "Words"), article=_article(URL)))
    store_observation(archive, thread(MONDAY, comment(1, "Words"), article=_article(new)))
    erase(archive, plan_article(archive, 1))
    linking = thread(TUESDAY, comment(1, "Words"), article=_article(new))
    linking.article_urls = [URL, new]
    assert store_observation(archive, linking).is_erased
    assert not archive.rows("SELECT * FROM articles")
    dump = "\n".join(archive.db.conn.iterdump())
    assert "Words" not in dump
    assert "moved" not in dump
    assert archive.rows("SELECT 1 FROM erasures WHERE is_pending"), "its words are in free pages"


def test_equals_that_were_erased_stay_two_comments_when_their_article_is_found_to_be_another(archive: Archive) -> None:
    new = "https://mast.example/moved/"
    twice = [comment(None, "Me too", depth, author="Bo") for depth in (0, 1)]
    store_observation(archive, thread(MONDAY, *twice, article=_article(URL)))
    store_observation(archive, thread(MONDAY, comment(None, "Who?", author="Ada"), article=_article(new)))
    erase(archive, plan_author(archive, Author(name="Bo")))
    linking = thread(TUESDAY, article=_article(new), is_complete=False)
    linking.article_urls = [URL, new]
    store_observation(archive, linking)
    assert [(row["depth"], row["state"]) for row in archive.rows("SELECT * FROM comments ORDER BY depth, state")] == [
        (0, "erased"),
        (0, "gone"),
        (1, "erased"),
    ]


def test_captures_that_two_articles_shared_are_noted_when_they_are_joined(archive: Archive) -> None:
    new = "https://mast.example/moved/"
    for number, addresses in enumerate(([URL], [new])):
        page = thread(MONDAY, comment(1, "Sold my data", author="Bo"), article=_article(URL))
        page.article.url, page.article_urls = addresses[0], addresses
        record = CaptureRecord(file=f"{number}.warc.gz", offset=7, length=9, record_id=f"{number}")
        page.captures = [replace(page.captures[0], record=record)]
        store_observation(archive, page)
    erase(archive, plan_comments(archive, [1]))
    linking = thread(TUESDAY, article=_article(new), is_complete=False)
    linking.article_urls = [URL, new]
    store_observation(archive, linking)
    assert len(archive.rows("SELECT * FROM observations")) == 2
    noted = archive.rows("SELECT file, record_id FROM redactions WHERE record_id LIKE 'at %' ORDER BY file")
    assert noted == [{"file": f"{number}.warc.gz", "record_id": "at 7"} for number in range(2)]


def test_nothing_is_stored_where_the_key_is_missing_or_another(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, comment(1, "Words")))
    erase(archive, plan_comments(archive, [1]))
    key = key_path(archive.path)
    assert key.stat().st_mode & 0o777 == 0o600
    secret = key.read_bytes()
    key.write_text("00" * 32)
    with pytest.raises(StorageError, match="not the key"):
        store_observation(archive, thread(TUESDAY, comment(1, "Words")))
    key.unlink()
    with pytest.raises(StorageError, match="Put that file back"):
        store_observation(archive, thread(TUESDAY, comment(1, "Words")))
    plan = Plan(article_id=1, article_ids=[1])
    with pytest.raises(StorageError, match="Put that file back"):
        erase(archive, plan)
    key.write_bytes(secret)
    store_observation(archive, thread(TUESDAY, comment(1, "Words")))
    assert len(archive.rows("SELECT * FROM observations")) == 2


def test_what_is_not_there_or_erased_already_cannot_be_erased(archive: Archive) -> None:
    with pytest.raises(UsageError, match="no comment 7"):
        plan_comments(archive, [7])
    store_observation(archive, thread(MONDAY, comment(1, "Words")))
    erase(archive, plan_comments(archive, [1]))
    with pytest.raises(UsageError, match="already"):
        plan_comments(archive, [1])


# Making a failing history smaller takes minutes: each takes three archives.
@settings(phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.randoms(use_true_random=False), st.integers(1, 6), st.booleans())
def test_whatever_the_history_others_stay_and_the_erased_stays_away(
    random: Random, looks: int, by_author: bool
) -> None:
    history = history_of(random, SOURCES, looks)
    for page in history:  # a beginning of words is words of its own: nobody can know it for that of erased ones
        if page.observation.incomplete_reason == "truncated":
            page.observation.incomplete_reason = "unknown"
    with TemporaryDirectory() as folder, Archive.for_writing(Path(folder) / "archive.db") as archive:
        for page in history:
            store_observation(archive, page)
        found = archive.rows("SELECT * FROM comments WHERE kind = 'comment'")
        if not found:
            return
        one = random.choice(found)
        plan = plan_author(archive, Author(name=one["author"])) if by_author else plan_comments(archive, [one["id"]])
        before, identities = contents_of(archive), _identities(archive)
        erase(archive, plan)
        after = contents_of(archive)
        gone = _erased(archive)
        assert gone.issuperset(plan.comment_ids)
        assert others(after) == without(before, {identities[comment_id] for comment_id in gone})
        assert len(after["comments"]) == len(before["comments"])
        _works_out_the_same(archive)
        shuffled = [*history, *random.sample(history, random.randrange(len(history)))]
        random.shuffle(shuffled)
        for page in shuffled:
            store_observation(archive, page)
        assert contents_of(archive) == after
        assert contents_of_new(archive, Path(folder) / "new.db", shuffled) == after


def _erased(archive: Archive) -> set[int]:
    """The comments that were erased: those planned, and the words' equals by the same author without ids."""
    return {row["id"] for row in archive.rows("SELECT id FROM comments WHERE state = 'erased'")}


def _identities(archive: Archive) -> dict[int, tuple[str, str]]:
    """By the rows' ids each comment's article and identity."""
    rows = archive.rows(
        "SELECT id, identity, (SELECT min(url) FROM article_urls WHERE article_id = comments.article_id) AS article"
        " FROM comments"
    )
    return {row["id"]: (row["article"], row["identity"]) for row in rows}


def _works_out_the_same(archive: Archive) -> None:
    before = list(archive.db.conn.iterdump())
    with archive.transaction():
        archive.db.execute("PRAGMA defer_foreign_keys = ON")
        for row in archive.rows("SELECT id FROM articles"):
            work_out(archive, row["id"])
    assert list(archive.db.conn.iterdump()) == before


def contents_of_new(old: Archive, path: Path, history: list[ThreadPage]) -> Contents:
    """What an archive holds that is made anew of these observations, with the erasures of another known."""
    with Archive.for_writing(path) as new:
        with new.transaction():
            carry_over(old, new)
        for page in history:
            store_observation(new, page)
        return contents_of(new)
