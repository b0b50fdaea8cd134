"""Whoever opens the archive can read what every table and column means."""

from __future__ import annotations

import re

import pytest

from archiver.archive import Archive
from archiver.archive.descriptions import DESCRIPTIONS


def described() -> dict[str, list[str]]:
    return {table: sorted(columns) for table, (_, columns) in DESCRIPTIONS.items()}


def test_every_table_view_and_column_has_a_description_and_no_other_has(archive: Archive) -> None:
    tables = archive.rows("PRAGMA table_list")
    ours = [
        row["name"]
        for row in tables
        if row["schema"] == "main" and row["type"] != "shadow" and not row["name"].startswith("sqlite_")
    ]
    schema = {
        name: sorted(row["name"] for row in archive.rows("SELECT name FROM pragma_table_info(?)", (name,)))
        for name in ours
    }
    assert described() == schema


@pytest.mark.parametrize("table", DESCRIPTIONS)
def test_a_description_is_one_plain_sentence(table: str) -> None:
    text, columns = DESCRIPTIONS[table]
    for sentence in (text, *columns.values()):
        assert re.fullmatch(r"[A-Za-z0-9].*\.", sentence), sentence
        assert "\n" not in sentence
        assert len(sentence) <= 220, sentence
