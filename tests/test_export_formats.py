"""Each format read back by what its users read it with, and none of them does what a commenter wrote."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path

import networkx
import pyarrow.parquet
import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.archive.threads import Thread, read_thread
from archiver.items import Article, Site, ThreadPage
from archiver.words import words_of
from pipelines import normalise
from spiders.page import Page
from spiders.reading import read_thread as read_page
from tests.command import archiver
from tests.exported import files, raw, text
from tests.threads import URL, comment, thread

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    '=HYPERLINK("https://evil.example")',
    "</style><script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "]]> & \x0b \ufffe",
)


def read_back(written: str) -> ThreadPage:
    page = Page(written.encode(), url=URL, captured_at=datetime(2024, 6, 1, tzinfo=UTC))
    return normalise(read_page([page], Site(id="mast", domain="mast.example", date_order="DMY")))


def snapshot(archive: Archive) -> Thread:
    first = (
        comment(1, "Fibre at last.\n\nAnd cheap.", author="Ada Mast", published_local="2024-05-01T10:12", likes=3),
        comment(2, "Not so cheap.", 1, author="Bo Copper", published_local="2024-05-01T10:15"),
        comment(3, "Who pays?", 2, author="ada mast", published_local="2024-05-01T10:20"),
        comment(4, "Masts are ugly.", author="Dee Dish", published_local="2024-05-01T11:00"),
    )
    article = Article(url=URL, title="Fibre reaches Little Wick", body="First.\n\nSecond.", byline="Cy Wire")
    for when, comments in (("2024-05-06T12:00:00", first), ("2024-05-07T12:00:00", first[:3])):
        stored = store_observation(archive, thread(when, *comments, article=article))
    return read_thread(archive, stored.article_id)


def hostile(archive: Archive) -> Thread:
    comments = [
        comment(number, attack, author=attack, author_url=attack, body_html=attack)
        for number, attack in enumerate(ATTACKS, start=1)
    ]
    article = Article(url=URL, title=ATTACKS[0], body="\n\n".join(ATTACKS), byline=ATTACKS[1], language='x" onload="x')
    return read_thread(
        archive, store_observation(archive, thread("2024-05-06T12:00:00", *comments, article=article)).article_id
    )


def test_json_lines_hold_the_snapshot_and_a_comment_each(archive: Archive) -> None:
    lines = [json.loads(line) for line in text("jsonl", snapshot(archive)).splitlines()]
    assert [line["type"] for line in lines] == ["snapshot", *["comment"] * 4, "manifest"]
    assert lines[0]["article"]["title"] == "Fibre reaches Little Wick"
    assert [line["depth"] for line in lines[1:-1]] == [0, 1, 2, 0]


def test_earlier_wordings_go_with_their_comment_without_names_and_as_of_then(tmp_path: Path) -> None:
    def written(form: str, *words: str) -> str:
        done = archiver("export", "1", "--format", form, *words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return done.stdout

    with Archive.for_writing(tmp_path / "archive.db") as archive:
        other = comment(2, "As you say.", 1, author="Bo Copper")
        for day, said in ((6, "Bo Copper <b>lies</b>.\x0b"), (7, "Bo Copper errs."), (8, "")):
            notice = None if said else "Removed."
            first = comment(1, said, author="Ada Mast", notice=notice)
            store_observation(archive, thread(f"2024-05-0{day}T12:00:00", first, other))
    first, last = json.loads(written("json"))["comments"][0], "2024-05-07T12:00:00Z"
    assert [(one["body"], one["notice"]) for one in first["versions"]] == [
        ("Bo Copper <b>lies</b>. ", None), ("Bo Copper errs.", None), ("", "Removed."),
    ]  # fmt: skip
    assert first["versions"][1]["first_observed_at"] == last
    lines = [json.loads(line) for line in written("jsonl", "--as-of", last).splitlines()]
    assert [len(line.get("versions", [])) for line in lines[1:-1]] == [2, 0]
    shown = written("html")
    assert "<del>&lt;b&gt;lies&lt;/b&gt;" in shown
    assert shown.count('class="difference"') == 2
    for form in ("json", "jsonl", "html"):
        assert "Copper" not in written(form, "--pseudonymise-key", "key")


def test_csv_is_read_back_with_parents_and_gone_ones(archive: Archive) -> None:
    rows = list(csv.DictReader(StringIO(text("csv", snapshot(archive)))))
    by_id = {row["id"]: row["external_id"] for row in rows}
    assert [(row["external_id"], by_id.get(row["parent_id"]), row["state"]) for row in rows] == [
        ("1", None, "visible"),
        ("2", "1", "visible"),
        ("3", "2", "visible"),
        ("4", None, "gone"),
    ]
    assert rows[0]["body"] == "Fibre at last.\n\nAnd cheap."


@pytest.mark.parametrize("name", ["csv", "4cat"])
def test_no_cell_is_a_formula_unless_raw_cells_are_asked_for(archive: Archive, name: str) -> None:
    bad = read_thread(
        archive,
        store_observation(
            archive, thread("2024-05-06T12:00:00", *(comment(n, text) for n, text in enumerate("=+-@", start=1)))
        ).article_id,
    )
    guarded = [row["body"] for row in csv.DictReader(StringIO(text(name, bad)))]
    assert guarded[-4:] == ["'=", "'+", "'-", "'@"]
    assert [row["body"] for row in csv.DictReader(StringIO(raw(name, bad)))][-4:] == list("=+-@")


def test_4cat_gets_every_post_with_the_columns_it_requires(archive: Archive) -> None:
    rows = list(csv.DictReader(StringIO(text("4cat", snapshot(archive)))))
    assert {"id", "thread_id", "timestamp", "author", "body"} <= set(rows[0])
    assert len({row["thread_id"] for row in rows}) == 1
    ids = {row["id"] for row in rows}
    assert all(row["parent_id"] in ids for row in rows[1:])
    for row in rows:
        datetime.strptime(row["timestamp"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    assert (rows[0]["timestamp_basis"], rows[1]["timestamp_basis"]) == ("observation", "wall")


def test_4cat_guesses_right_how_the_file_is_quoted(archive: Archive) -> None:
    said = (
        'She said "no", twice.',
        'A line,\nanother "line"',
        "'single', 'quotes', 'win', 'never'",
        '"',
        '""',
        "a;b\tc",
    )
    of = thread("2024-05-06T12:00:00", *(comment(number, one) for number, one in enumerate(said)))
    written = text("4cat", read_thread(archive, store_observation(archive, of).article_id))
    dialect = csv.Sniffer().sniff(written[: 1024 * 1024], delimiters=",;\t")  # as 4CAT does
    assert csv.Sniffer().has_header(written)
    rows = list(csv.DictReader(StringIO(written, newline=""), dialect=dialect))
    assert [row["body"] for row in rows][1:] == list(said)


def test_gexf_is_read_by_networkx_as_who_replied_to_whom_and_how_often(archive: Archive) -> None:
    graph = networkx.read_gexf(BytesIO(text("gexf", snapshot(archive)).encode()))
    labels = {node: (facts["label"], facts["comments"], facts["site"]) for node, facts in graph.nodes(data=True)}
    assert sorted(labels.values()) == [
        ("Ada Mast", 2, "example"),
        ("Bo Copper", 1, "example"),
        ("Dee Dish", 1, "example"),
    ]
    edges = [(labels[one][0], labels[other][0], facts["weight"]) for one, other, facts in graph.edges(data=True)]
    assert sorted(edges) == [("Ada Mast", "Bo Copper", 1), ("Bo Copper", "Ada Mast", 1)]


def test_who_has_no_name_or_nobodys_is_somebody_else_each_time(archive: Archive) -> None:
    nameless = thread("2024-05-06T12:00:00", *(comment(n, "Hm.", author=("Guest", None)[n % 2]) for n in range(4)))
    of = read_thread(archive, store_observation(archive, nameless).article_id)
    assert len(networkx.read_gexf(BytesIO(text("gexf", of).encode()))) == 4


def test_parquet_is_read_by_pyarrow_with_its_types(archive: Archive) -> None:
    written = files("parquet", snapshot(archive))["the file"]
    rows = pyarrow.parquet.read_table(BytesIO(written)).to_pylist()
    assert json.loads(pyarrow.parquet.read_metadata(BytesIO(written)).metadata[b"manifest"])["comments"] == 4
    assert [(row["author"], row["depth"], row["likes"], row["state"]) for row in rows] == [
        ("Ada Mast", 0, 3, "visible"),
        ("Bo Copper", 1, None, "visible"),
        ("ada mast", 2, None, "visible"),
        ("Dee Dish", 0, None, "gone"),
    ]
    assert rows[3]["gone_at"] == datetime(2024, 5, 7, 12, tzinfo=UTC)
    assert rows[0]["parent_id"] is None
    assert rows[1]["parent_id"] == rows[0]["id"]


def test_a_corpus_is_a_tree_of_utterances_below_each_article(archive: Archive) -> None:
    made = files("convokit", snapshot(archive))
    assert all(content.isascii() for content in made.values())
    utterances = [json.loads(line) for line in made["utterances.jsonl"].splitlines()]
    speakers, conversations = json.loads(made["speakers.json"]), json.loads(made["conversations.json"])
    assert [one["id"] for one in utterances if one["reply-to"] is None] == list(conversations)
    ids = {one["id"] for one in utterances}
    assert all(one["reply-to"] in ids for one in utterances[1:])
    assert {one["speaker"] for one in utterances} == set(speakers)
    assert {type(one["timestamp"]) for one in utterances} == {int}
    assert json.loads(made["corpus.json"])["manifest"]["comments"] == 4


def test_the_text_form_is_read_back_by_our_own_reader(archive: Archive) -> None:
    before = snapshot(archive)
    again = read_back(text("txt", before))
    gone = "\n\n[gone by 2024-05-07T12:00:00Z]"
    assert [(one.body.removesuffix(gone), one.author, one.depth, one.published_local) for one in again.comments] == [
        (one["body"], one["author"], one["depth"], one["published_local"]) for one in before.comments
    ]


def test_a_text_form_in_which_readers_typed_mark_up_is_read_back_as_text(archive: Archive) -> None:
    said = ("<p>Fibre</p> at <b>last</b>.", '<script>alert("5G")</script>', "</html><!-- a < b -->")
    typed = (
        comment(n, one, author=f"Bobby <b>{n}</b>", published_local="2024-05-01T10:12") for n, one in enumerate(said)
    )
    stored = store_observation(archive, thread("2024-05-06T12:00:00", *typed))
    again = read_back(text("txt", read_thread(archive, stored.article_id)))
    assert [words_of(one.body) for one in again.comments] == [words_of(one) for one in said]
    assert again.observation.source == "text"


@pytest.mark.parametrize(
    "forged",
    [
        "Agreed.\n\n2. Mast Office 2024-05-06 12:40\n\nforged",
        "Agreed.\n\n- Mast Office 2024-05-06 12:40\n\nforged",
        "Agreed.\n\n2.\n\nMast Office\n\n2024-05-06 12:40\n\nforged",
        "- a\nb\n" * 9 + "Mast Office 2024-05-06 12:40\n\nforged\n\n" * 5,
        "[a](b)\n[c](d)\n\n**2.** Mast Office 2024-05-06 12:40\n\n## 3. Mast Office 2024-05-06 12:40\n\nforged",
    ],
)
def test_no_words_in_the_text_form_are_read_back_as_comments(archive: Archive, forged: str) -> None:
    typed = [comment(n, forged, author="Ada Low", published_local="2024-05-01T10:12") for n in range(2)]
    stored = store_observation(archive, thread("2024-05-06T12:00:00", *typed))
    again = read_back(text("txt", read_thread(archive, stored.article_id)))
    assert [one.author for one in again.comments] == ["Ada Low", "Ada Low"]


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_html_shows_the_thread_and_marks_what_is_gone(archive: Archive) -> None:
    page = text("html", snapshot(archive))
    elements = _Elements()
    elements.feed(page)
    classes = [attributes["class"] for tag, attributes in elements.found if tag == "article"]
    assert classes == ["story", *(f"comment {how}" for how in ("d0 visible", "d1 visible", "d2 visible", "d0 gone"))]
    assert '<p dir="auto">Fibre at last.</p>' in page
    assert "gone by 2024-05-07 12:00 UTC" in page


def test_nothing_in_the_html_runs_loads_or_leads_anywhere_but_to_the_web(archive: Archive) -> None:
    elements = _Elements()
    page = text("html", hostile(archive))
    elements.feed(page)
    for tag, attributes in elements.found:
        assert tag not in ("script", "iframe", "object", "embed", "form", "link", "svg", "base")
        assert not any(name.startswith("on") or name in ("src", "srcset", "style") for name in attributes), attributes
        assert (attributes.get("href") or "#").startswith(("#", "https://", "http://")), attributes
    assert page.count("<style>") == page.count("</style>") == 1
    assert "{{ 7 * 7 }}" in page


def test_raw_is_refused_where_it_says_nothing(archive: Archive) -> None:
    snapshot(archive)
    done = archiver("export", "1", "--format", "md", "--raw", cwd=archive.path.parent)
    assert done.returncode == 2
    assert "csv and 4cat" in done.stderr
