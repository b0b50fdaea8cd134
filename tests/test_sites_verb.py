"""``archiver sites``: the table, one site, and both as JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path
from unittest import mock

import pytest

from spiders.sites import built_in_sites
from tests.command import archiver


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_the_terminal_and_cuts_nothing_off(tmp_path: Path, width: int) -> None:
    with mock.patch("tests.command._environment", return_value=os.environ | {"COLUMNS": str(width)}):
        done = archiver("sites", cwd=tmp_path)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= width
    assert "…" not in done.stdout
    rows = {line.split()[0]: line for line in lines if not line.startswith(" ")}
    for name, spider in built_in_sites().items():
        assert spider.domain in rows[name]
        assert spider.verified in rows[name]
    assert ("Asia/Tokyo" in done.stdout) == (width == 120)


def test_a_sites_page_tells_all_that_it_declares(tmp_path: Path) -> None:
    done = archiver("sites", "ispreview", cwd=tmp_path)
    assert done.returncode == 0
    spider = built_in_sites()["ispreview"]
    for value in (
        spider.domain,
        spider.time_zone,
        spider.source,
        spider.verified,
        spider.article_pattern,
        *spider.feeds,
    ):
        assert str(value) in done.stdout
    assert "None" not in done.stdout


def test_sites_are_given_as_json(tmp_path: Path) -> None:
    every = json.loads(archiver("sites", "--json", cwd=tmp_path).stdout)
    assert [one["name"] for one in every] == list(built_in_sites())
    for words in (("sites", "golem", "--json"), ("sites", "--json", "golem")):
        one = json.loads(archiver(*words, cwd=tmp_path).stdout)
        assert one in every
        assert one["feeds"] == list(built_in_sites()["golem"].feeds)
        assert one["date_order"] is None


def test_a_site_that_nobody_declared_is_wrong_usage(tmp_path: Path) -> None:
    done = archiver("sites", "no-such-site", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no-such-site" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
