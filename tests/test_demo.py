"""The README's first command, as a user runs it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.demo.site import DemoSite
from archiver.items import Site
from tests.command import archiver, archiver_process
from tests.threads import thread


def test_the_demo_archives_two_days_of_its_site_in_the_place_of_an_earlier_demo(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        run_id = archive.begin_run("demo", {})
        store_observation(archive, thread("2024-05-06T12:00:00", site=Site(id="127.0.0.1", domain="127.0.0.1")), run_id)
        archive.end_run(run_id, 0, {})
    done = archiver_process("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with DemoSite() as site:
        expected = site.second_day_summary
    with sqlite3.connect(tmp_path / "archive.db") as db:
        states = dict(db.execute("SELECT external_id, state FROM comments"))
        edited = [row[0] for row in db.execute("SELECT external_id FROM comments WHERE version_count > 1")]
        complete = [row[0] for row in db.execute("SELECT DISTINCT is_complete FROM observations")]
        runs = db.execute("SELECT verb FROM runs").fetchall()
        sites = db.execute("SELECT id FROM sites").fetchall()
        deepest = db.execute("SELECT max(depth) FROM comments").fetchone()[0]
    assert {int(number) for number, state in states.items() if state == "gone"} == set(expected.gone_comments)
    assert {int(number) for number in edited} == set(expected.edited_comments)
    assert {int(number) for number in states} >= set(expected.new_comments)
    assert complete == [1]
    assert deepest == 5
    assert (runs, sites) == ([("demo",)] * 2, [("127.0.0.1",)]), "by which the next demo knows its own archive"
    assert str(tmp_path / "archive.db") in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_the_demo_leaves_an_archive_of_the_users_alone(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        store_observation(archive, thread("2024-05-06T12:00:00"))
    before = (tmp_path / "archive.db").read_bytes()
    done = archiver_process("demo", cwd=tmp_path)
    assert done.returncode == 2
    assert "--db FILE" in done.stderr
    assert (tmp_path / "archive.db").read_bytes() == before


def test_the_demo_leaves_alone_what_was_crawled_on_this_machine(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        archive.end_run(archive.begin_run("demo", {}), 0, {})
        run_id = archive.begin_run("crawl", {})
        store_observation(archive, thread("2024-05-06T12:00:00", site=Site(id="127.0.0.1", domain="127.0.0.1")), run_id)
        archive.end_run(run_id, 0, {})
    done = archiver("demo", cwd=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "--db FILE" in done.stderr
    assert archiver("show", "1", cwd=tmp_path).returncode == 0


def test_a_crawl_of_the_demo_agrees_with_what_the_site_serves(tmp_path: Path) -> None:
    with DemoSite() as site:
        done = archiver_process(
            *("crawl", site.main_url, "--allow-private", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False"),
            cwd=tmp_path,
        )
        assert done.returncode == 0, done.stderr
        assert "/robots.txt" in site.requested
        shown = archiver("export", site.main_url, "--format", "json", cwd=tmp_path)
    snapshot = json.loads(shown.stdout)
    assert snapshot["snapshot"]["is_complete"] is True
    assert snapshot["snapshot"]["stated_count"] == snapshot["snapshot"]["captured_count"]
