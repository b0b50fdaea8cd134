"""What commenters wrote to do harm does none in any format: to spreadsheets, browsers, readers of XML, file systems."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet
import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.errors import StorageError, UsageError
from archiver.items import Article
from archiver.output_files import write_whole
from exports.writing import file_name, make_folder
from tests.command import archiver
from tests.exported import OF_ROWS, exported, files, raw, text
from tests.test_export_pseudonyms import of, row
from tests.threads import comment, thread

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
UNSAFE = [
    "txt.\u202eexe\u2066",
    "a\x00b",
    "half \ud800 a pair \udfff",
    "esc \x1b[2J bell \x07 csi \x9b",
    "\ufffe and \uffff",
    "line\u2028paragraph\u2029next\x85",
    "]]> --> <![CDATA[ -- ---",
    "</script><script>alert(1)</script>",
    "\r\n\r\nHTTP/1.1 200 OK",
]
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    '=HYPERLINK("https://x.example")',
    "\uff1d1",
    "\u00a0=1",
    "\n=1",
]


def hostile(*texts: str) -> Any:
    rows = [
        row(number, said, said, notice=said if number % 3 == 0 else None, published_raw=said, kind=said, body_html=said)
        for number, said in enumerate(texts, start=1)
    ]
    return of(*rows, title=texts[0], byline=texts[-1], body="\n\n".join(texts), language=texts[0], section=texts[-1],
              tags=json.dumps(texts))  # fmt: skip


@pytest.mark.parametrize("name", OF_ROWS)
def test_no_format_lets_through_what_turns_hides_or_cannot_be_written(name: str) -> None:
    content = exported(name, hostile(*UNSAFE))
    if name == "parquet":
        told = str(pyarrow.parquet.read_table(io.BytesIO(files(name, hostile(*UNSAFE))["the file"])).to_pylist())
    else:
        told = content.decode("utf-8")
        told += "".join(chr(int(code, 16)) for code in re.findall(r"\\u([0-9a-f]{4})", told) if code != "002d")
    assert not set(told) & set(f"{OVERRIDES}\x00\x07\x1b\x85\x9b\u2028\u2029\ufffe\uffff\ud800\udfff")


def test_gexf_of_anything_is_xml_with_its_manifest_in_a_comment() -> None:
    written = text("gexf", hostile(*UNSAFE))
    graph = ElementTree.fromstring(written)
    assert len(list(graph.iterfind(".//{http://gexf.net/1.3}node"))) == len(UNSAFE)
    comment_of_it = written[written.index("<!--") + 4 : written.rindex("-->")]
    assert "--" not in comment_of_it
    assert json.loads(comment_of_it.partition("manifest:")[2])["comments"] == len(UNSAFE)


@pytest.mark.parametrize("name", ["csv", "4cat"])
def test_no_cell_begins_like_a_formula_unless_raw_cells_are_asked_for(name: str) -> None:
    rows = list(csv.reader(io.StringIO(text(name, hostile(*FORMULAS)), newline="")))
    cells = [cell for one in rows[1:] for cell in one]
    assert [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "-", "@", "\uff1d")] == []
    assert any(cell.startswith("'=") for cell in cells)
    as_it_is = [cell for one in csv.reader(io.StringIO(raw(name, hostile("=1+1")), newline="")) for cell in one]
    assert "=1+1" in as_it_is


@pytest.mark.parametrize("name", ["json", "jsonl", "md", "html", "txt", "parquet", "convokit"])
def test_other_formats_leave_formulas_as_they_are(name: str) -> None:
    assert "=1+1" in str(
        pyarrow.parquet.read_table(io.BytesIO(files(name, hostile("=1+1"))["the file"])).to_pylist()
        if name == "parquet"
        else exported(name, hostile("=1+1")).decode().replace("\\=", "=")
    )


@pytest.mark.parametrize(
    "title",
    ["../../etc/passwd", "CON", "nul.txt", 'a/b\\c:d*?"<>|', "", "\u202e\x00", "光ファイバー", "x" * 500, "-rf", ".."],
)
def test_a_file_is_named_by_small_letters_digits_and_hyphens_alone(title: str) -> None:
    name = file_name(of(title=title, url="https://mast.example/../%2e%2e/CON"), title, ".html")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}-[0-9a-f]{10}\.html", name), name


def test_articles_of_one_title_get_files_of_their_own() -> None:
    names = {file_name(of(title="Fibre"), f"https://mast.example/{number}/", ".md") for number in range(100)}
    assert len(names) == 100


def test_links_and_pipes_in_the_folder_are_replaced_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    (tmp_path / "out").mkdir()
    for name in ("link", "pipe"):
        path = tmp_path / "out" / name
        path.symlink_to(victim) if name == "link" else os.mkfifo(path)
        write_whole(path, ["new"], follows_links=False)
        assert (path.is_file(), path.is_symlink(), path.read_text()) == (True, False, "new")
    assert victim.read_text() == "untouched"


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.md").write_text("mine")
    with pytest.raises(UsageError, match="other things"):
        make_folder(tmp_path / "thesis")
    with pytest.raises(StorageError):
        make_folder(tmp_path / "no" / "such")


def test_an_export_never_overwrites_the_archive_or_the_key(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(
            archive, thread("2024-05-06T12:00:00", comment(1, "Hm."), article=Article(url="https://m.example/"))
        )
    before = (tmp_path / "archive.db").read_bytes()
    (tmp_path / "key").write_text("0" * 32)
    (tmp_path / "key").chmod(0o600)
    for words in (["-o", "archive.db"], ["--manifest", "archive.db"], ["--pseudonymise-key", "key", "-o", "key"]):
        done = archiver("export", "1", "--format", "csv", *words, cwd=tmp_path)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), words
    assert (tmp_path / "archive.db").read_bytes() == before


@pytest.fixture
def small_archive(tmp_path: Path) -> Path:
    (tmp_path / "here").mkdir()
    with Archive.for_writing(tmp_path / "here" / "archive.db") as archive:
        store_observation(
            archive, thread("2024-05-06T12:00:00", comment(1, "Hm."), article=Article(url="https://m.example/"))
        )
    return tmp_path / "here"


@pytest.mark.parametrize(
    "words",
    [
        ["-o", "archive.captures/2024.warc.gz"],
        ["-o", "../here/archive.captures/new.csv"],
        ["--manifest", "archive.captures/m.json"],
        ["-o", "archive.db-wal"],
        ["-o", "archive.db-shm"],
        ["--manifest", "archive.db.erase-key"],
        ["-o", "linked/archive.db-journal"],
        ["--pseudonymise-key", "archive.db-wal", "-o", "x.csv"],
        ["--pseudonymise-key", "x.csv", "-o", "../here/x.csv"],
        ["--pseudonymise-key", "x.csv.manifest.json", "-o", "x.csv"],
        ["--pseudonymise-key", "m", "--manifest", "linked/m"],
        ["-o", "x.csv", "--manifest", "../here/x.csv"],
    ],
)
def test_nothing_is_made_where_it_would_lie_on_what_is_the_archives_or_on_itself(
    small_archive: Path, words: list[str]
) -> None:
    (small_archive / "archive.captures").mkdir(exist_ok=True)
    (small_archive / "archive.captures" / "2024.warc.gz").write_bytes(b"kept")
    (small_archive / "linked").symlink_to(small_archive)
    before = sorted(path.name for path in small_archive.rglob("*"))
    done = archiver("export", "1", "--format", "csv", *words, cwd=small_archive)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert sorted(path.name for path in small_archive.rglob("*")) == before
    assert (small_archive / "archive.captures" / "2024.warc.gz").read_bytes() == b"kept"


def test_a_key_is_not_made_within_the_folder_of_an_export(small_archive: Path) -> None:
    words = ("--all", "--format", "html", "-o", "out", "--pseudonymise-key", "out/manifest.json")
    assert archiver("export", *words, cwd=small_archive).returncode == 2
    assert not (small_archive / "out").exists()
