"""Of an observation that words were erased from no hash tells what it rested on; it is known again all the same."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.erasing import erase, plan_comments
from archiver.archive.erasures import ErasureKey, carry_over, read_key
from archiver.archive.storing import captures_digest, store_observation
from archiver.archive.verifying import verify
from archiver.captures.erasure import finish
from archiver.items import ThreadPage
from tests.archive_equality import contents_of
from tests.captures.erased_pages import NAME, WORDS, erased, page_of, rows
from tests.command import archiver
from tests.erased_words import places_of
from tests.test_erasing import others, without
from tests.threads import comment, thread

MONDAY = "2024-05-06T12:00:00"


@pytest.mark.parametrize("words", [(), ("--no-captures",)])
def test_the_same_file_imported_again_is_the_same_observation_and_brings_no_words_back(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}.html"
    outside.write_text(page_of())
    importing = ("import", str(outside), "--observed-at", "2024-05-08", *words)
    assert archiver(*importing, cwd=tmp_path).returncode == 0
    old = [row["digest"] for row in rows(tmp_path, "SELECT digest FROM observations")]
    old.append(hashlib.sha256(outside.read_bytes()).hexdigest())
    assert all(places_of(one, tmp_path) for one in old)
    assert erased(tmp_path, "--author", NAME).returncode == 0
    assert archiver("verify", cwd=tmp_path).returncode == 0
    before = rows(tmp_path, "SELECT * FROM observations"), rows(tmp_path, "SELECT * FROM captures")
    for again in (importing, importing[:4]):
        assert archiver(*again, cwd=tmp_path).returncode == 0
    assert (rows(tmp_path, "SELECT * FROM observations"), rows(tmp_path, "SELECT * FROM captures")) == before
    for one in (WORDS, NAME, *old):
        assert not places_of(one, tmp_path), one


def ties() -> list[ThreadPage]:
    """Three looks at one instant: which of them counts as the last, and which wording first, their hashes decide."""
    return [
        thread(MONDAY, comment(1, "Sold my data", author="Bo"), comment(2, f"Mine {words}", author="Ada"))
        for words in ("hums", "hisses", "sings")
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("erased_after", [1, 2, 3])
def test_erasing_changes_nothing_in_the_order_of_looks_at_one_instant(
    tmp_path: Path, order: tuple[int, ...], erased_after: int
) -> None:
    pages = [ties()[number] for number in order]
    pages[0] = without_the_words(pages[0])  # one that nothing is to be erased from
    with Archive.for_writing(tmp_path / "whole.db") as archive:
        for page in pages:
            store_observation(archive, page)
        whole = contents_of(archive)
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        for number, page in enumerate(sorted(pages, key=lambda page: len(page.comments), reverse=True), 1):
            store_observation(archive, page)
            if number == erased_after:
                (row,) = archive.rows("SELECT id FROM comments WHERE author = 'Bo'")
                erase(archive, plan_comments(archive, [row["id"]]))
        found = contents_of(archive)
        gone = {(row["article"], row["identity"]) for row in whole["comments"] if row["author"] == "Bo"}
        assert others(found) == without(whole, gone)
        with Archive.for_writing(tmp_path / "new.db") as new:
            with new.transaction():
                carry_over(archive, new)
            for page in pages:
                store_observation(new, page)
            assert contents_of(new) == found
        finish(archive)
    assert list(verify(tmp_path / "archive.db")) == []


def without_the_words(page: ThreadPage) -> ThreadPage:
    return thread(MONDAY, replace(page.comments[1]))


def test_a_hidden_hash_keeps_no_more_digits_than_its_order_needs(archive: Archive) -> None:
    pages = ties()
    store_observation(archive, pages[0])
    erase(archive, plan_comments(archive, [1]))
    (row,) = archive.rows("SELECT digest FROM observations")
    assert row["digest"].startswith("~")
    for page in pages[1:]:
        store_observation(archive, page)
    digests = [row["digest"] for row in archive.rows("SELECT digest FROM observations ORDER BY digest")]
    assert [len(digest.partition("~")[0]) for digest in digests] == [1, 1, 1]
    key = read_key(archive.path, None)
    assert [key.unsealed(digest.partition("~")[2]) for digest in digests] == sorted(map(captures_digest, pages))
    assert ErasureKey(b"another").unsealed(digests[0].partition("~")[2]) is None
