"""Nobody who wrote in a thread is named in a pseudonymised export, and what is left makes sense."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.archive.threads import Thread
from archiver.items import Article
from archiver.word_runs import unescaped
from archiver.words import words_of
from exports.names_in_texts import Names
from exports.pseudonyms import Pseudonyms, read_key
from exports.writing import file_name
from tests.command import archiver
from tests.exported import OF_ROWS, files
from tests.threads import comment, thread

KEY = b"0123456789abcdef0123456789abcdef"
URL = "https://mast.example/2024/05/fibre/"

_WORDS = st.text(st.sampled_from("bcdfgjkqvwxz"), min_size=5, max_size=8) | st.sampled_from(
    [
        "Żółwik",
        "Papadákis",
        "Νίκος",
        "Παπαδάκης",
        "Ёлкин",
        "प्रिया",
        "शर्मा",
        "عبدالله",
        "佐藤健一郎",
        "김철수영희",
        "Jürgen",
        "ﬁlip",
    ]
)
_NAMES = st.builds(
    lambda parts, joint: joint.join(parts), st.lists(_WORDS, min_size=1, max_size=3), st.sampled_from(" -_.")
)
_WRITTEN: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [str, str.upper, str.lower, str.title, lambda name: name.replace(" ", ""), lambda name: name.replace(" ", "  ")]
)
_AROUND = st.sampled_from(
    ["{}", "@{}", "“{}”", "({})", "{}: no", "I agree with {}.", "{}\n\nwrote this", "https://x.example/{}/", "{}’s"]
)


def row(number: int, body: str, author: str | None, **fields: Any) -> dict[str, Any]:
    """A row of ``comments`` with everything that may name somebody."""
    return {
        "id": number,
        "article_id": 1,
        "identity": f"{author} {body}",
        "external_id": f"{author}-{number}",
        "parent_id": None,
        "depth": 0,
        "position": number,
        "author": author,
        "author_id": author,
        "author_url": f"https://people.example/{author}",
        "author_role": None,
        "published_at": "2024-05-06T10:00:00Z",
        "published_local": "2024-05-06T11:00",
        "published_raw": f"{author} on 6 May 2024",
        "time_basis": "site",
        "edited_at": None,
        "body": body,
        "body_html": f"<p title='{author}'>{body}</p>",
        "notice": None,
        "likes": 7,
        "dislikes": None,
        "kind": "comment",
        "state": "visible",
        "claimed_parent": author,
        "parent_status": None,
        "extra": json.dumps({"author": author}),
        "first_observed_at": "2024-05-06T12:00:00Z",
        "gone_at": None,
        "version_count": 1,
    } | fields


def of(*comments: dict[str, Any], **article: Any) -> Thread:
    """A thread of such rows."""
    about = {"id": 1, "site_id": "mast", "url": URL, "title": "Fibre", "body": "At last.", "tags": None} | article
    unknown = dict.fromkeys("byline published_at published_local published_raw modified_at language section".split())
    look = {"observed_at": "2024-05-06T12:00:00Z", "source": "html", "is_complete": 1, "digest": "00"}
    return Thread(article=unknown | {"external_id": None} | about, observation=look, comments=list(comments))


def hidden(before: Thread, key: bytes = KEY) -> Thread:
    return Pseudonyms(key).thread(before, "mast.example")


def readable(name: str, before: Thread) -> str:
    """All that an export says, its escapes undone."""
    made = files(name, before)
    if name == "parquet":
        rows = pyarrow.parquet.read_table(io.BytesIO(made.pop("the file"))).to_pylist()
        return str(rows) + unescaped(b"".join(made.values()).decode())
    return unescaped(b"".join(made.values()).decode())


@given(st.lists(_NAMES, min_size=1, max_size=5, unique_by=words_of), st.data())
def test_no_author_is_named_in_any_format(names: list[str], data: st.DataObject) -> None:
    said = [
        " ".join(data.draw(_AROUND).format(data.draw(_WRITTEN)(name)) for name in data.draw(st.permutations(names)))
        for _ in names
    ]
    before = of(
        *(row(number, text, name) for number, (name, text) in enumerate(zip(names, said, strict=True), start=1)),
        url=f"{URL}{names[0]}/",
        title=f"What {names[0]} thinks",
        byline=names[-1],
        body="\n\n".join(names),
        tags=json.dumps(names),
        section=names[0],
    )
    after = hidden(before)
    for form in OF_ROWS:
        told = words_of(readable(form, after))
        for name in names:
            assert words_of(name) not in told, (form, name)
    assert not [name for name in names if words_of(name) in words_of(file_name(after, "x", ".html"))]


def test_a_name_has_one_pseudonym_wherever_it_stands_and_another_key_gives_another() -> None:
    before = of(
        row(1, "No.", "Ada Mast"), row(2, "Yes, ADA  MAST, and @adamast too.", "Bo Copper"), row(3, "Hm.", "ada mast")
    )
    after = hidden(before).comments
    ada = after[0]["author"]
    assert ada == after[2]["author"] == "p" + _hash("author", "adamast")
    assert after[1]["body"] == f"Yes, {ada}, and @{ada} too."
    assert hidden(before, KEY[::-1]).comments[0]["author"] != ada
    assert [one["likes"] for one in after] == [7, 7, 7]


def _hash(what: str, value: str) -> str:
    return base64.b32encode(hmac.digest(KEY, f"{what}\0{value}".encode(), hashlib.sha256)).decode()[:12].lower()


def test_permalinks_ids_and_mark_up_are_dropped() -> None:
    (after,) = hidden(of(row(1, "No.", "Ada Mast"))).comments
    assert [after[name] for name in ("external_id", "claimed_parent", "body_html", "extra", "identity")] == [None] * 5


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("See https://news.example/masts/#comment-101.", "See https://news.example/masts/."),
        ("https://news.example/masts/?replytocom=103#respond", "https://news.example/masts/"),
        ("news.example/masts/?a=b&comment_id=7 or #comment-7", "news.example/masts/?a=b or "),
        ("(https://news.example/t/#m2) #5G #fibre", "(https://news.example/t/) #5G #fibre"),
    ],
)
def test_links_in_texts_lead_to_no_comment(said: str, left: str) -> None:
    assert hidden(of(row(1, said, "Ada Mast"))).comments[0]["body"] == left


def test_names_in_percent_signs_are_found() -> None:
    before = of(
        row(1, "https://x.example/J%C3%BCrgen%20Kabel/ and https://x.example/J%25C3%25BCrgenKabel 5%", "Jürgen Kabel")
    )
    after = hidden(before).comments[0]
    assert after["body"] == f"https://x.example/{after['author']}/ and https://x.example/{after['author']} 5%"


def test_a_name_that_a_reader_gave_up_is_hidden_too(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        for when, name in (("2024-05-06T12:00:00", "Zephyrine"), ("2024-05-07T12:00:00", "Ada Mast")):
            said = (comment(1, "Hm.", author=name), comment(2, "Zephyrine is right.", author="Bo Copper"))
            store_observation(archive, thread(when, *said, article=Article(url=URL)))
    done = archiver("export", "1", "--format", "csv", "--pseudonymise-key", "key", cwd=tmp_path)
    assert done.returncode == 0
    assert "is right" in done.stdout
    assert "zephyrine" not in done.stdout.lower()


@pytest.mark.parametrize(
    ("names", "text", "left"),
    [
        (["Ada Mast", "Ada"], "Ada Mast met Ada.", "1 met 2."),
        (["Ingrid Solheim"], "@Ingrid: Ingrids Solheimer said so.", "@1: Ingrids Solheimer said so."),
        (["Bo Beam", "Bo Copper"], "@bo Which?", "@psomebody Which?"),
        (["佐藤 健"], "ありがとう、佐藤さん。佐藤健も佐藤町も。", "ありがとう、1さん。1も佐藤町も。"),
        (["José Pérez"], "Jose Perez, JOSÉ PÉREZ", "1, 1"),
        (["Åse Øre"], "Ase Ore, ÅSE ØRE", "1, 1"),
        (["Max Grosz", "Ann Groß"], "Ann Gross und ANN GROẞ", "2 und 2"),
        (["🐟🐟"], "Says 🐟🐟 the 🐟.", "Says 1 the 🐟."),
        (["v6_or_bust"], "v6 or bust! V6-OR-BUST v6_or_bust!", "1! 1 1!"),
        (["Bo", "TV", "Up"], "Bo is right, bo. TV is up. Up?", "1 is right, bo. TV is up. Up?"),
        (["ZephyrFan"], "Zephyr Fan, zephyr-fan, ZEPHYRFAN, zephyr fans", "1, 1, 1, zephyr fans"),
        (["Zephyr Fan"], "ZephyrFan and zephyr_fan", "1 and 1"),
        (["Ze\u200bphyr"], "Zephyr, ze\u00adph\u2060yr", "1, 1"),
        (["<(^^)>", "..."], "<(^^)> said: <(^^)>, @... no ... yes", "1 said: 1, @2 no ... yes"),
        (["Dee"], "dee is right, Deep is not", "1 is right, Deep is not"),
    ],
)  # fmt: skip
def test_names_are_found_as_whole_words_longest_first_in_any_case(names: list[str], text: str, left: str) -> None:
    found = Names()
    for number, name in enumerate(names, start=1):
        found.add(name, str(number))
    assert found.replaced_in(text) == left


def test_a_name_that_is_an_everyday_word_is_replaced_where_it_is_written_like_a_name() -> None:
    found = Names("en-GB")
    found.add("Max", "1")
    found.add("Mobile", "2")
    found.add("Backhaul", "3")
    found.add_ordinary_words_of("The backhaul is a single wave.")
    text = "Max, no. Mobile coverage: max 100. I agree with Max\n\nMobile wrote: @mobile see @backhaul. Backhaul is it."
    left = "1, no. Mobile coverage: max 100. I agree with 1\n\n2 wrote: @2 see @3. Backhaul is it."
    assert found.replaced_in(text) == left


def test_who_names_nobody_gets_no_name() -> None:
    before = of(row(1, "Guest networks.", "Guest"), row(2, "Hm.", "Anonymous 12"), row(3, "Ok.", "名無しさん"))
    after = hidden(before).comments
    assert [one["author"] for one in after] == [None, None, None]
    assert after[0]["body"] == "Guest networks."


def test_ten_thousand_names_and_a_text_made_to_go_back_and_forth_take_no_time() -> None:
    found = Names()
    for number in range(10_000):
        found.add("aaa " * (number % 15 + 1) + f"z{number}", f"p{number}")
    text = "aaa " * 20_000
    assert found.replaced_in(text) == text


def test_a_key_is_made_for_its_owner_alone_and_read_again(tmp_path: Path) -> None:
    key, is_new = read_key(tmp_path / "key")
    assert is_new
    assert read_key(tmp_path / "key") == (key, False)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert len(key) == 64


def test_a_key_that_is_short_or_that_others_may_read_is_refused(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(archive, thread("2024-05-06T12:00:00", comment(1, "Hm.", author="Ada Mast")))
    for content, mode, why in (("secret", 0o600, "too short"), (KEY.decode(), 0o644, "Others may read")):
        (tmp_path / "key").write_text(content)
        (tmp_path / "key").chmod(mode)
        done = archiver("export", "1", "--format", "md", "--pseudonymise-key", "key", cwd=tmp_path)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert why in done.stderr


def test_the_manifest_says_what_was_done_and_what_it_cannot_do(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        page = thread(
            "2024-05-06T12:00:00", comment(1, "Hm.", author="Ada Mast"), article=Article(url=URL, title="Ada Mast")
        )
        store_observation(archive, page)
    words = ("export", "--query", '"Ada Mast"', "--format", "jsonl", "--pseudonymise-key", "key")
    done = archiver(*words, cwd=tmp_path)
    assert "Mast" not in done.stdout
    manifest = json.loads(done.stdout.splitlines()[-1])["of"]
    assert "can still be found on the web" in manifest["pseudonymised"]["caution"]
    assert (manifest["comments"], manifest["selection"]) == (1, {"query": "withheld"})
    assert archiver(*words, cwd=tmp_path).stdout == done.stdout


def test_captures_cannot_be_pseudonymised(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(archive, thread("2024-05-06T12:00:00"))
    done = archiver("export", "1", "--format", "warc", "-o", "x", "--pseudonymise-key", "key", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert not (tmp_path / "x").exists()
