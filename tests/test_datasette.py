"""Datasette's own search box finds words in every script."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

import pytest
from datasette import app as datasette_app

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.datasette_plugin import cut_in_query
from tests.served_pages import answers, fill
from tests.threads import comment, thread

TEXTS = {1: "专家说华为云的设备很便宜。", 2: "楽天モバイルは速い。", 3: "Fibre at last", 4: "광케이블 공사가 끝났다."}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("华为云", [1]),
        ("为云", [1]),
        ("云", [1]),
        ("モバイル", [2]),
        ("fibre", [3]),
        ("fibre 华为", []),
        ("케이블", [4]),
        ('"', [4, 3, 2, 1]),
        ("・", [4, 3, 2, 1]),
        ("fibre\x00last", [3]),
        ('fibre "', [3]),
    ],
)
def test_the_search_box_of_a_table_finds_words_in_every_script(
    archive: Archive, typed: str, expected: list[int]
) -> None:
    store_observation(archive, thread("2024-05-06T12:00:00", *(comment(n, text) for n, text in TEXTS.items())))

    async def found() -> list[int]:
        served = datasette_app.Datasette([str(archive.path)])
        page = f"/archive/comments.json?_shape=array&_search={quote(typed)}"
        answer = await served.client.get(page)
        assert answer.status_code == 200, answer.text
        return [int(row["external_id"]) for row in answer.json()]

    assert asyncio.run(found()) == expected


def test_what_is_asked_for_in_fts5s_own_language_stays_as_it_is() -> None:
    raw = f"_search={quote('华为云')}&_searchmode=raw".encode()
    assert cut_in_query(raw) == raw


def test_tables_and_columns_are_described_and_can_be_searched(archive: Archive) -> None:
    async def page(path: str) -> str:
        answer = await datasette_app.Datasette([str(archive.path)]).client.get(path)
        assert answer.status_code == 200
        return str(answer.text)

    shown = asyncio.run(page("/archive/comments"))
    assert 'name="_search"' in shown
    assert "The clock" in shown or "by the clock" in shown
    assert "page list" in asyncio.run(page("/archive/pages"))


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-05-06T12:00:00Z", "two days early"),
        ("2024-05-07T13:30+02:00", "two days early"),
        ("2024-05-07T11:59Z", "two days early"),
        ("2024-05-06", "two days early"),
        ("2024-05-07T12:00Z", "two weeks late"),
        ("2024-05-07", "two weeks late"),
        (" ", "two weeks late"),
    ],
)
def test_a_thread_of_the_past_is_asked_for_as_on_the_command_line(archive: Archive, as_of: str, expected: str) -> None:
    fill(archive)
    (got,) = answers([_past(as_of)], archive.path)
    assert expected in got.json()[0]["body"]


@pytest.mark.parametrize("as_of", ["yesterday", "2024-13-01", "'", "$"])
def test_a_thread_of_no_instant_is_refused_in_words(archive: Archive, as_of: str) -> None:
    fill(archive)
    (got,) = answers([_past(as_of)], archive.path)
    assert got.status_code == 400
    assert "is no ISO date or time; write it like" in got.json()["error"]


def _past(as_of: str) -> str:
    return f"/archive/thread_as_of.json?_shape=array&article_id=1&as_of={quote(as_of)}"
