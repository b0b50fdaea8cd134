"""The command line as people meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article
from tests.command import archiver, program
from tests.threads import URL, comment, thread
from tests.wordpress_pages import article_page, comment_item


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of two articles."""
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(
            archive,
            thread(
                "2024-05-06T12:00:00",
                comment(1, "The backhaul is fibre.", author="Ada", published_local="2024-05-06T10:00"),
                comment(2, "Is it, AT&T?\n\nReally?", 1, author="Bo [bold]", published_local="2024-05-06T11:00"),
            ),
        )
        store_observation(
            archive,
            thread(
                "2024-05-06T13:00:00",
                comment(9, "No backhaul here.", author="Cy", published_local="2024-05-07T11:00"),
                article=Article(
                    url="https://mast.example/copper/", title="Copper leaves Little Wick", body="Spectrum."
                ),
            ),
        )
    return tmp_path


def test_search_finds_words_in_comments_newest_first(folder: Path) -> None:
    hits = json.loads(archiver("search", "backhaul", "--json", cwd=folder).stdout)
    assert [hit["author"] for hit in hits] == ["Cy", "Ada"]
    assert hits[1]["snippet"] == "The [backhaul] is fibre."


@pytest.mark.parametrize("words", ["AT&T", '"unclosed', "C++", "*", "NEAR(", "a OR", "' -- ;", "(", "^", "column:x"])
def test_nothing_typed_into_search_is_an_error(folder: Path, words: str) -> None:
    done = archiver("search", "--", words, cwd=folder)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_search_filters(folder: Path) -> None:
    assert "Cy" not in archiver("search", "backhaul", "--author", "ada", cwd=folder).stdout
    assert "Ada" not in archiver("search", "backhaul", "--since", "2024-05-07", cwd=folder).stdout
    assert "Copper" in archiver("search", "spectrum", "--in", "articles", cwd=folder).stdout
    assert archiver("search", "backhaul", "--site", "other", cwd=folder).stdout == ""


def test_show_draws_the_thread_as_a_tree(folder: Path) -> None:
    shown = archiver("show", "fibre reaches", cwd=folder).stdout
    lines = [line.rstrip() for line in shown.splitlines()]
    assert any(line.startswith("Ada  2024-05-06 10:00  ") for line in lines)
    assert any(line.startswith("└─ Bo [bold]  2024-05-06 11:00  ") for line in lines)
    assert "   Is it, AT&T?" in lines


def test_an_article_is_named_by_address_id_or_title(folder: Path) -> None:
    for words in (URL, "1", "reaches"):
        assert archiver("show", words, cwd=folder).stdout.startswith("Fibre reaches Little Wick")
    several = archiver("show", "Little Wick", cwd=folder)
    assert (several.returncode, several.stdout) == (2, "")
    assert "1: Fibre reaches Little Wick; 2: Copper leaves Little Wick" in several.stderr
    assert archiver("show", "no such thing", cwd=folder).returncode == 2


def test_export_to_a_file_is_whole_and_leaves_nothing_beside_it(folder: Path) -> None:
    assert archiver("export", "1", "--format", "json", "-o", "out.json", cwd=folder).returncode == 0
    assert json.loads((folder / "out.json").read_text())["comments"][0]["replies"]
    assert {path.name for path in folder.iterdir()} <= {"archive.db", "archive.db-wal", "archive.db-shm", "out.json"}
    lost = archiver("export", "1", "--format", "json", "-o", "no/such/folder.json", cwd=folder)
    assert (lost.returncode, len(lost.stderr.splitlines())) == (3, 1)


def test_extract_prints_json_and_touches_no_archive(tmp_path: Path) -> None:
    (tmp_path / "saved.html").write_text(
        article_page(URL, [comment_item(1, "Ada", "Good news.", answers=comment_item(2, "Bo", "Yes.", 2))], stated=2)
    )
    done = archiver("extract", "saved.html", cwd=tmp_path)
    read = json.loads(done.stdout)
    assert read["article"]["title"] == "Masts go up in Little Wick"
    assert [(one["id"], one["parent_id"], one["depth"], one["text"]) for one in read["comments"]] == [
        ("1", None, 0, "Good news."),
        ("2", "1", 1, "Yes."),
    ]
    assert read["comments"][0]["published_local"] == "2024-05-06T11:15"
    assert read["observation"]["is_complete"] is True
    assert read["observation"]["platform"] == "wordpress"
    assert [path.name for path in tmp_path.iterdir()] == ["saved.html"]


def test_a_verb_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = archiver("serch", "x", cwd=tmp_path)
    assert done.returncode == 2
    assert "serch" in done.stderr


def test_every_verb_has_help(tmp_path: Path) -> None:
    listed = archiver("--help", cwd=tmp_path).stdout
    for verb in "demo crawl import extract search show export sites status verify".split():
        assert f"  {verb}" in listed
        shown = archiver(verb, "--help", cwd=tmp_path)
        assert shown.returncode == 0
        assert shown.stdout.startswith(f"Usage: archiver {verb}")


def test_it_runs_as_a_module_and_ends_with_its_code(tmp_path: Path) -> None:
    assert program("archiver", "--version", cwd=tmp_path).stdout.startswith("archiver, version")
    assert program("archiver", "show", "1", cwd=tmp_path).returncode == 2


def test_sites_lists_what_is_declared_and_on_what_it_rests(tmp_path: Path) -> None:
    shown = archiver("sites", cwd=tmp_path).stdout
    assert "telecoms.com" in shown
    assert "text crawl 2020" in shown


def test_as_of_a_day_is_as_of_its_end(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(archive, thread("2024-05-06T12:00:00", comment(1, "On that day")))
    for as_of, is_shown in (("2024-05-06", True), ("2024-05-06T11:59Z", False), ("2024-05-05", False)):
        assert ("On that day" in archiver("show", "1", "--as-of", as_of, cwd=tmp_path).stdout) is is_shown
