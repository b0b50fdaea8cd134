"""``archiver export`` of one thread, of some and of all: to stdout, into a file, into a folder, and what is new."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article, Comment, Site
from exports.formats import FORMATS
from exports.source import Source, held_still
from tests.command import CHECKOUT, archiver
from tests.exported import OF_ROWS
from tests.threads import SITE, comment, thread

OTHER = Site(id="other", domain="other.example")
OF_ONE = ("json", "md", "html", "txt")


def article(number: int, title: str, day: str, body: str = "At last.") -> Article:
    return Article(url=f"https://mast.example/{number}/", title=title, body=body, published_local=day)


FIBRE = article(1, "Fibre reaches Little Wick", "2024-05-01T10:00")
ROAMING = article(2, "Roaming ends", "2024-06-01T10:00", body="No more bills.")
SPECTRUM = article(3, "Spectrum auction", "2024-07-01T10:00")


def look(archive: Archive, when: str, of: Article, *comments: Comment, site: Site = SITE) -> None:
    run = archive.begin_run("crawl", {})
    store_observation(archive, thread(when, *comments, article=of, site=site), run)
    archive.end_run(run, 0, {})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three articles on two sites."""
    path = tmp_path_factory.mktemp("filled") / "archive.db"
    with Archive.for_writing(path) as archive:
        look(
            archive, "2024-08-01T12:00:00", FIBRE, comment(1, "Cheap?", author="Ada"), comment(2, "No.", 1, author="Bo")
        )
        look(archive, "2024-08-01T13:00:00", ROAMING, comment(3, "Fibre would help.", author="Cy"))
        look(archive, "2024-08-01T14:00:00", SPECTRUM, comment(4, "Dear.", author="Dee"), site=OTHER)
    return path


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A folder with a copy of it."""
    shutil.copy(filled, tmp_path)
    return tmp_path


def lines(folder: Path, *words: str) -> list[dict[str, Any]]:
    done = archiver("export", *words, "--format", "jsonl", cwd=folder)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def titles(folder: Path, *words: str) -> list[str]:
    return [line["article"]["title"].split()[0] for line in lines(folder, *words) if line["type"] == "snapshot"]


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (("--all",), ["Fibre", "Roaming", "Spectrum"]),
        (("--site", "other"), ["Spectrum"]),
        (("--site", "other", "--site", "example"), ["Fibre", "Roaming", "Spectrum"]),
        (("--since", "2024-06-01"), ["Roaming", "Spectrum"]),
        (("--since", "2024-06-01", "--until", "2024-07-01"), ["Roaming"]),
        (("--query", "fibre"), ["Fibre", "Roaming"]),
        (("--query", "fibre", "--since", "2024-05-02"), ["Roaming"]),
        (("1", "https://mast.example/3/"), ["Fibre", "Spectrum"]),
        (("roaming", "ends"), ["Roaming"]),
    ],
)
def test_articles_are_chosen_one_by_one_or_by_what_they_share(
    folder: Path, words: tuple[str, ...], chosen: list[str]
) -> None:
    assert titles(folder, *words) == chosen


def test_an_instant_leaves_out_what_was_seen_later(folder: Path) -> None:
    assert titles(folder, "--all", "--as-of", "2024-08-01T13:00:00Z") == ["Fibre", "Roaming"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "Say what to export"),
        (("1", "--all"), "Say what to export"),
        (("--all", "--site", "other"), "Say what to export"),
        (("--site", "nope"), "other"),
        (("--query", "!!"), "no word"),
        (("--all", "--since-last", "--as-of", "2024-08-02"), "--as-of"),
        (("--all", "--format", "json"), "-o FOLDER"),
        (("--all", "--format", "convokit"), "-o FOLDER"),
        (("--all", "-o", "x.csv", "--manifest", "x.csv"), "file of its own"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(folder: Path, words: tuple[str, ...], why: str) -> None:
    done = archiver("export", "--format", "csv", *words, cwd=folder)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert why in done.stderr


def test_where_nothing_matches_it_is_said_and_nothing_is_written(folder: Path) -> None:
    done = archiver("export", "--since", "2030-01-01", "--format", "html", "-o", "out", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Nothing to export" in done.stderr
    assert not (folder / "out").exists()


@pytest.mark.parametrize("form", OF_ONE)
def test_formats_of_one_article_put_many_into_a_folder_with_a_manifest(folder: Path, form: str) -> None:
    done = archiver("export", "--all", "--format", form, "-o", "out", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    manifest = json.loads((folder / "out" / "manifest.json").read_text())
    assert (manifest["threads"], manifest["comments"]) == (3, 4)
    assert {one["file"] for one in manifest["content"]} | {"manifest.json"} == {
        path.name for path in (folder / "out").iterdir()
    }
    for one in manifest["content"]:
        content = (folder / "out" / one["file"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["bytes"], one["sha256"])
    assert archiver("export", "--all", "--format", form, "-o", "out", cwd=folder).returncode == 0


@pytest.mark.parametrize(("form", "before"), [
    ("json", ',\n"manifest": '),
    ("jsonl", '{"type": "manifest"'),
    ("md", "## Manifest"),
    ("html", '<details class="manifest"'),
    ("txt", "\nManifest\n"),
    ("gexf", "<!-- manifest:"),
])  # fmt: skip
def test_a_manifest_in_a_file_holds_the_hash_of_all_that_stands_before_it(folder: Path, form: str, before: str) -> None:
    words = ["1", "--format", form, "-o", "out", "--manifest", "manifest.json"]
    assert archiver("export", *words, cwd=folder).returncode == 0
    manifest = json.loads((folder / "manifest.json").read_text())
    written = (folder / "out").read_bytes()
    content = written[: written.rindex(before.encode())]
    assert manifest["content"] == [{"file": None, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}]


@pytest.mark.parametrize("form", ["csv", "4cat", "parquet"])
def test_a_manifest_beside_a_file_holds_its_hash_and_all_it_rests_on(folder: Path, form: str) -> None:
    assert archiver("export", "--all", "--format", form, "-o", "out", cwd=folder).returncode == 0
    manifest = json.loads((folder / "out.manifest.json").read_text())
    assert manifest["content"][0]["sha256"] == hashlib.sha256((folder / "out").read_bytes()).hexdigest()
    assert (manifest["threads"], manifest["comments"], manifest["instant"]) == (3, 4, "2024-08-01T14:00:00Z")
    assert (manifest["threads_complete"], manifest["threads_incomplete"]) == (3, {})
    assert [one["observed_at"] for one in manifest["observations"]] == [
        "2024-08-01T12:00:00Z", "2024-08-01T13:00:00Z", "2024-08-01T14:00:00Z",
    ]  # fmt: skip
    assert manifest["software"].startswith("archiver ")


def test_nothing_is_put_beside_a_pipe_or_a_device(folder: Path) -> None:
    before = sorted(Path("/dev").iterdir())
    done = archiver("export", "--all", "--format", "csv", "-o", "/dev/null", cwd=folder)
    assert (done.returncode, sorted(Path("/dev").iterdir())) == (0, before)
    assert "--manifest FILE" in done.stderr


def test_a_corpus_holds_the_hashes_of_its_other_files(folder: Path) -> None:
    assert archiver("export", "--all", "--format", "convokit", "-o", "out", cwd=folder).returncode == 0
    content = json.loads((folder / "out" / "corpus.json").read_text())["manifest"]["content"]
    assert {one["file"]: one["sha256"] for one in content} == {
        name: hashlib.sha256((folder / "out" / name).read_bytes()).hexdigest()
        for name in ("utterances.jsonl", "speakers.json", "conversations.json", "index.json")
    }


_EXPORT_ALL = """
import sys
from archiver.cli import run
for form in sys.argv[2:]:
    words = ["--as-of", "2024-08-01T13:30:00Z"] if form.endswith("then") else []
    assert run(["export", "--all", *words, "--format", form.removesuffix("then"), "-o", f"{sys.argv[1]}/{form}"]) == 0
"""


def test_the_same_archive_gives_the_same_bytes_in_every_format_anywhere(folder: Path) -> None:
    made = []
    for seed, zone, encoding in (("1", "Pacific/Auckland", "utf-8"), ("2", "America/St_Johns", "latin-1")):
        (folder / seed).mkdir()
        subprocess.run(
            [sys.executable, "-c", _EXPORT_ALL, seed, *OF_ROWS, *(f"{name}then" for name in OF_ROWS)],
            cwd=folder,
            env=os.environ
            | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(CHECKOUT)},
            check=True,
            capture_output=True,
        )
        if seed == "1":  # a later look changes nothing of what was known by then
            with Archive.for_writing(folder / "archive.db") as archive:
                look(
                    archive,
                    "2024-08-09T12:00:00",
                    FIBRE,
                    comment(1, "Cheap!", author="Ada"),
                    comment(9, "New.", author="Di"),
                )
        files = sorted(path for path in (folder / seed).rglob("*") if path.is_file())
        made.append({str(path.relative_to(folder / seed)): path.read_bytes() for path in files})
    then = [{name: data for name, data in one.items() if "then" in name} for one in made]
    assert then[0].keys() == then[1].keys()
    assert [name for name in then[0] if then[0][name] != then[1][name]] == []
    now = [name for name in made[0] if name.startswith("jsonl") and "then" not in name]
    assert now
    assert all(made[0][name] != made[1][name] for name in now)


@pytest.mark.parametrize("form", OF_ROWS)
def test_exporting_twice_gives_the_same_bytes(folder: Path, form: str) -> None:
    for name in ("one", "two"):
        (folder / name).mkdir()
        assert archiver("export", "--all", "--format", form, "-o", f"{name}/out", cwd=folder).returncode == 0
    made = [
        {
            path.relative_to(folder / name): path.read_bytes()
            for path in sorted((folder / name).rglob("*"))
            if path.is_file()
        }
        for name in ("one", "two")
    ]
    assert made[0] == made[1]


def test_what_is_new_since_the_last_time_is_told_once(folder: Path) -> None:
    def told() -> list[tuple[str, str]]:
        done = archiver("export", "--all", "--format", "csv", "--since-last", cwd=folder)
        assert done.returncode == 0, done.stderr
        return [(row["body"], row["state"]) for row in csv.DictReader(done.stdout.splitlines())]

    assert len(told()) == 4
    assert told() == []
    with Archive.for_writing(folder / "archive.db") as archive:
        kept = comment(2, "No.", 1, author="Bo")
        look(archive, "2024-08-02T12:00:00", FIBRE, comment(1, "Cheap? Yes!", author="Ada"), kept, comment(5, "New."))
        look(archive, "2024-08-02T13:00:00", ROAMING)
        look(archive, "2024-08-02T14:00:00", SPECTRUM, comment(4, "Dear.", author="Dee"), site=OTHER)
    assert told() == [("Cheap? Yes!", "visible"), ("New.", "visible"), ("Fibre would help.", "gone")]
    assert told() == []


def test_an_article_that_comes_to_match_later_is_told_whole(folder: Path) -> None:
    def told(form: str) -> list[str]:
        done = archiver("export", "--query", "satellite", "--format", form, "--since-last", cwd=folder)
        assert done.returncode == 0, done.stderr
        return [row["body"] for row in csv.DictReader(done.stdout.splitlines())]

    with Archive.for_writing(folder / "archive.db") as archive:
        look(archive, "2024-08-02T10:00:00", article(6, "Satellite dishes", "2024-08-02"), comment(9, "Big."))
    assert told("csv") == ["Big."]
    with Archive.for_writing(folder / "archive.db") as archive:
        look(archive, "2024-08-02T13:00:00", ROAMING, comment(3, "Fibre would help."), comment(5, "Or a satellite."))
    assert len(told("csv")) == 2
    assert told("csv") == []
    with Archive.for_writing(folder / "archive.db") as archive:
        kept = (comment(3, "Fibre would help."), comment(5, "Or a satellite."))
        look(archive, "2024-08-03T13:00:00", ROAMING, *kept, comment(6, "A third."))
    assert told("csv") == ["A third."]


def test_what_an_import_brings_in_of_the_past_is_new_too(folder: Path) -> None:
    assert titles(folder, "--all", "--since-last") == ["Fibre", "Roaming", "Spectrum"]
    with Archive.for_writing(folder / "archive.db") as archive:
        look(archive, "2020-01-01T00:00:00", article(4, "Copper", "2019-12-31"), comment(7, "Old.", author="Ada"))
    assert titles(folder, "--all", "--since-last") == ["Copper"]


def test_what_was_told_is_not_told_again_where_an_older_page_comes_in(folder: Path) -> None:
    def told(form: str = "csv") -> list[tuple[str, str]]:
        done = archiver("export", "--all", "--format", form, "--since-last", cwd=folder)
        return [(row["body"], row["state"]) for row in csv.DictReader(done.stdout.splitlines())]

    with Archive.for_writing(folder / "archive.db") as archive:  # the answer is gone
        look(archive, "2024-08-05T12:00:00", FIBRE, comment(1, "Cheap?", author="Ada"))
    assert len(told()) == 4
    with Archive.for_writing(folder / "archive.db") as archive:
        answer = comment(2, "No.", 1, author="Bo")
        look(archive, "2024-07-31T12:00:00", FIBRE, comment(1, "Cheap?", author="Ada"), answer, comment(9, "Removed."))
        look(archive, "2024-08-04T12:00:00", FIBRE, comment(1, "Cheap?", author="Ada"))
    assert told() == [("Removed.", "gone")]
    with Archive.for_writing(folder / "archive.db") as archive:
        look(archive, "2024-07-30T12:00:00", FIBRE, comment(1, "Dear?", author="Ada"))
    assert told() == [("Cheap?", "visible")]  # once with other words
    with Archive.for_writing(folder / "archive.db") as archive:
        look(archive, "2024-07-29T12:00:00", FIBRE, comment(1, "Dear?", author="Ada"))
    assert told() == []


def test_words_that_come_back_are_news_as_new_ones_are(folder: Path) -> None:
    def told() -> list[str]:
        done = archiver("export", "--all", "--format", "jsonl", "--since-last", cwd=folder)
        return [line["body"] for line in map(json.loads, done.stdout.splitlines()) if line["type"] == "comment"]

    def bring_in(day: str, *said: str) -> list[str]:
        with Archive.for_writing(folder / "archive.db") as archive:
            words = (comment(number, body, author="Ada") for number, body in enumerate(said, start=11))
            look(archive, f"2024-08-{day}T12:00:00", FIBRE, *words)
        return told()

    assert "Mast" in bring_in("10", "Mast", "Dish")
    assert bring_in("11", "Pole", "Dish") == ["Pole"]
    assert bring_in("12", "Mast", "Dish") == ["Mast"]
    assert bring_in("05", "Mast", "Fibre!") == ["Dish"]  # an old page: it has a wording more than was told
    assert bring_in("13", "Mast", "Fibre!") == ["Fibre!"]
    assert bring_in("14", "Mast", "Fibre!") == []
    assert bring_in("15", "Mast") == ["Fibre!"]  # gone
    assert bring_in("16", "Mast", "Fibre!") == ["Fibre!"]  # and back


def test_what_comes_in_after_the_newest_was_erased_is_new(folder: Path) -> None:
    assert titles(folder, "--all", "--since-last") == ["Fibre", "Roaming", "Spectrum"]
    assert archiver("erase", "3", "--yes", cwd=folder).returncode == 0
    with Archive.for_writing(folder / "archive.db") as archive:
        look(archive, "2024-08-06T12:00:00", article(5, "Masts", "2024-08-05"), comment(1, "Ugly."))
        assert archive.rows("SELECT max(id) AS id FROM observations")[0]["id"] == 3
    assert titles(folder, "--all", "--since-last") == ["Masts"]


def test_an_export_sees_the_archive_as_it_stood_at_its_beginning(folder: Path) -> None:
    with Archive.for_reading(folder / "archive.db") as reading, held_still(reading):
        threads = Source(reading).threads([1, 2])
        with Archive.for_writing(folder / "archive.db") as archive:
            look(archive, "2024-08-05T12:00:00", FIBRE, comment(1, "Edited since."), comment(8, "New."))
        assert [one["body"] for thread in threads for one in thread.comments] == ["Cheap?", "No.", "Fibre would help."]


def test_each_selection_and_format_has_its_own_last_time(folder: Path) -> None:
    assert titles(folder, "--site", "other", "--since-last") == ["Spectrum"]
    assert titles(folder, "--all", "--since-last") == ["Fibre", "Roaming", "Spectrum"]
    assert titles(folder, "--site", "other", "--since-last") == []
    done = archiver("export", "--site", "other", "--format", "json", "--since-last", "-o", "out", cwd=folder)
    assert "1 comment of 1 article" in done.stderr
    again = archiver("export", "--site", "other", "--format", "json", "--since-last", "-o", "again", cwd=folder)
    assert "nothing is new since the export of" in again.stderr
    assert not (folder / "again").exists()


def test_an_export_that_fails_is_told_again(folder: Path) -> None:
    done = archiver("export", "--all", "--format", "csv", "--since-last", "-o", "no/such/x.csv", cwd=folder)
    assert done.returncode == 3
    assert len(archiver("export", "--all", "--format", "csv", "--since-last", cwd=folder).stdout.splitlines()) == 5


def test_parquet_without_pyarrow_says_how_to_get_it_in_a_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = archiver("export", "1", "--format", "parquet", "-o", "x.parquet", cwd=folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "archiver[parquet]" in done.stderr
    assert not list(folder.glob("*parquet*"))


def test_every_format_is_named_in_the_help(folder: Path) -> None:
    shown = archiver("export", "--help", cwd=folder).stdout
    assert all(f"  {name} " in shown and form.about in shown for name, form in FORMATS.items())


def test_an_article_that_is_no_longer_chosen_leaves_the_folder(folder: Path) -> None:
    archiver("export", "--all", "--format", "html", "-o", "out", cwd=folder)
    archiver("export", "--site", "other", "--format", "html", "-o", "out", cwd=folder)
    assert sorted(path.name.split("-")[0] for path in (folder / "out").iterdir()) == ["manifest.json", "spectrum"]


def test_what_is_new_joins_what_was_told_before_in_a_folder(folder: Path) -> None:
    words = ("export", "--all", "--format", "md", "-o", "out", "--since-last")
    archiver(*words, cwd=folder)
    with Archive.for_writing(folder / "archive.db") as archive:
        look(archive, "2024-08-06T12:00:00", article(5, "Masts", "2024-08-05"), comment(1, "Ugly."))
    archiver(*words, cwd=folder)
    assert len(list((folder / "out").iterdir())) == 5


@pytest.mark.parametrize("form", ["html", "convokit"])
def test_names_and_pseudonyms_never_lie_in_one_folder(folder: Path, form: str) -> None:
    named = ("export", "--all", "--format", form, "-o", "out")
    assert archiver(*named, cwd=folder).returncode == 0
    hidden = ("export", "--all", "--format", "json", "--pseudonymise-key", "key", "-o", "out")
    assert "names" in (done := archiver(*hidden, cwd=folder)).stderr
    assert done.returncode == 2
    (folder / "out" / ("corpus.json" if form == "convokit" else "manifest.json")).unlink()
    assert archiver(*hidden, cwd=folder).returncode == 2
    shutil.rmtree(folder / "out")
    assert archiver(*hidden, cwd=folder).returncode == 0
    assert archiver(*named, cwd=folder).returncode == 2
