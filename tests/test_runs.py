"""What a run notes of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from tests.processes import at_once
from tests.threads import comment, thread


def test_a_run_whose_clock_went_back_is_warned_of_and_marked(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    archive.insert("runs", {"verb": "crawl", "started_at": "2999-01-01T00:00:00Z"})
    run = archive.begin_run("import", {})
    assert "2999-01-01" in caplog.text
    archive.end_run(run, 0, {"articles_new": 1})
    (row,) = archive.rows("SELECT counts FROM runs WHERE id = ?", (run,))
    assert row["counts"] == '{"articles_new": 1, "clock_went_back": 1}'
    store_observation(archive, thread("2024-05-08T12:00:00", comment(1, "Newer")), run)
    store_observation(archive, thread("2024-05-07T12:00:00", comment(1, "Older")), run)
    assert archive.rows("SELECT body FROM comments") == [{"body": "Newer"}]


def test_runs_that_wait_for_one_another_do_not_blame_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"

    def run_often() -> None:
        for _ in range(30):
            with Archive.for_writing(path) as archive:
                archive.end_run(archive.begin_run("import", {}), 0, {})

    assert at_once(4, run_often) == [0] * 4
    with Archive.for_reading(path) as archive:
        assert archive.rows("SELECT counts, count(*) AS n FROM runs GROUP BY 1") == [{"counts": "{}", "n": 120}]


def test_a_clock_that_goes_on_is_not_warned_of(archive: Archive, caplog: pytest.LogCaptureFixture) -> None:
    archive.insert("runs", {"verb": "crawl", "started_at": "2001-01-01T00:00:00Z"})
    run = archive.begin_run("import", {})
    archive.end_run(run, 0, {})
    assert caplog.text == ""
    assert archive.rows("SELECT counts FROM runs WHERE id = ?", (run,)) == [{"counts": "{}"}]
