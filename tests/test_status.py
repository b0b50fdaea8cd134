"""What is in the archive, and the early warning that something fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archiver.archive import Archive
from archiver.archive.page_list import list_page, note_failed
from archiver.archive.site_locks import sites_locked
from archiver.archive.state import SiteState, state_of
from archiver.archive.storing import store_observation
from archiver.items import Article, Site, ThreadPage
from tests.command import archiver
from tests.threads import SITE, at, comment, thread

NOW = at("2024-05-10T12:00:00")
OTHER = Site(id="other.example", domain="other.example")


def look(
    day: int, article: int, comments: int, *, stated: int | None = None, site: Site = SITE, **more: Any
) -> ThreadPage:
    """A look at an article of a site on a day of May, with so many comments."""
    page = thread(
        f"2024-05-{day:02}T12:00:00",
        *(comment(number, f"Words {number}") for number in range(comments)),
        article=Article(url=f"https://{site.domain}/{article}/", title=f"Masts, part {article}"),
        site=site,
        **more,
    )
    page.observation.stated_count = stated
    if stated is not None and stated > comments:
        page.observation.is_complete, page.observation.incomplete_reason = False, "count_short"
    return page


def store(archive: Archive, *looks: ThreadPage, run: int | None = None) -> None:
    for one in looks:
        store_observation(archive, one, run)


def run_of(archive: Archive, day: int, exit_code: int | None, *sites: str, **counts: int) -> int:
    """A crawl of these sites on a day, and how it ended."""
    finished = None if exit_code is None else f"2024-05-{day:02}T01:00:00Z"
    row = {
        "verb": "crawl",
        "arguments": json.dumps({"sites": sites}),
        "started_at": f"2024-05-{day:02}T00:00:00Z",
        "finished_at": finished,
        "exit_code": exit_code,
        "counts": json.dumps(counts),
    }
    return archive.insert("runs", row)


def of(archive: Archive, site: str = "example") -> SiteState:
    return next(state for state in state_of(archive, NOW) if state.site == site)


def test_each_site_is_counted_by_the_latest_look_at_each_thread(archive: Archive) -> None:
    store(archive, look(1, 1, 4, stated=4), look(2, 1, 3, stated=5), look(1, 2, 2, stated=2), look(3, 3, 1))
    store(archive, look(1, 1, 1, site=OTHER, is_complete=False))
    state = of(archive)
    assert (state.articles, state.comments, state.gone) == (3, 7, 0)
    assert (state.threads_complete, state.threads_incomplete) == (2, 1)
    assert state.incomplete_reasons == {"count_short": 1}
    assert (state.stated_count, state.captured_count, state.threads_short) == (7, 5, 1)
    assert state.last_observed_at == "2024-05-03T12:00:00Z"
    assert of(archive, "other.example").incomplete_reasons == {"truncated": 1}


def test_comments_that_are_gone_are_counted_apart(archive: Archive) -> None:
    store(archive, look(1, 1, 4), look(2, 1, 3))
    assert (of(archive).comments, of(archive).gone) == (3, 1)


def test_far_fewer_comments_than_before_are_warned_of(archive: Archive) -> None:
    for article in range(4):
        store(archive, look(1, article, 5), look(2, article, 1))
    (warning,) = of(archive).warnings
    assert "4 comments where the looks before read 20: its mark-up may have changed" in warning


def test_threads_that_grow_shrink_a_little_or_are_looked_at_in_another_scope_are_not_warned_of(
    archive: Archive,
) -> None:
    store(archive, look(1, 1, 20), look(2, 1, 15), look(1, 2, 1), look(2, 2, 30))
    store(archive, look(1, 3, 30), look(2, 3, 2, scope="feed"))
    assert of(archive).warnings == []


def test_a_change_shows_in_the_threads_looked_at_last_however_many_others_there_are(archive: Archive) -> None:
    for article in range(60):
        store(archive, look(1, article, 2), look(2, article, 2))
    for article in range(20):
        store(archive, look(3, article, 0))
    (warning,) = of(archive).warnings
    assert "read 0 comments where the looks before read 40" in warning


def test_most_threads_stating_more_than_was_read_is_warned_of(archive: Archive) -> None:
    store(archive, *(look(1, article, 2, stated=9 if article else 2) for article in range(3)))
    (warning,) = of(archive).warnings
    assert warning.startswith("2 of the 3 threads looked at last state more comments")


def test_a_single_thread_that_is_short_is_no_sign_of_anything(archive: Archive) -> None:
    store(archive, look(1, 1, 2, stated=9))
    assert of(archive).warnings == []


def test_what_fails_is_told_with_since_when(archive: Archive) -> None:
    store(archive, look(1, 1, 1), run=run_of(archive, 1, 0, "example", articles_new=1))
    for day in (2, 3):
        run_of(archive, day, 12, "example", pages_failed=2)
    run_of(archive, 4, 0, "other.example")
    run_of(archive, 5, None, "example")
    state = of(archive)
    assert (state.failing_since, state.failing_runs) == ("2024-05-02T00:00:00Z", 3)
    assert state.last_run is not None
    assert state.last_run.ended == "broke off, or has not ended yet"
    assert of(archive, "other.example").failing_since is None


def test_a_run_that_is_still_running_does_not_count_as_failed(archive: Archive) -> None:
    run_of(archive, 1, 0, "example")
    run_of(archive, 2, None, "example")
    with sites_locked(archive.path, ["example"]):
        state = of(archive)
    assert state.failing_since is None
    assert state.last_run is not None
    assert state.last_run.ended.startswith("running since 20")


def test_an_import_that_has_not_ended_yet_is_no_failure_of_the_site(archive: Archive) -> None:
    run = run_of(archive, 1, None)
    archive.db.table("runs").update(run, {"verb": "import"})
    store(archive, look(1, 1, 1), run=run)
    state = of(archive)
    assert state.failing_since is None
    assert state.last_run is not None
    assert state.last_run.ended == "broke off, or has not ended yet"


def test_a_site_of_which_nothing_could_be_fetched_is_there_too(archive: Archive) -> None:
    run_of(archive, 1, 12, "down.example", pages_failed=1, pages_forbidden=2)
    state = of(archive, "down.example")
    assert state.articles == 0
    assert state.last_run is not None
    assert state.last_run.ended == "nothing could be fetched (1 page failed, 2 pages forbidden by robots.txt)"


def listed(archive: Archive) -> None:
    """Three pages of a site, found in the past and in the future; one fails."""
    for day, slug in ((1, "one"), (1, "other"), (20, "third")):
        found_at = at(f"2024-05-{day:02}T12:00:00")
        with archive.transaction():
            list_page(archive, "example", "article", f"https://mast.example/{slug}/", found_at=found_at, found_on=None)
    for day in (2, 3):
        when = at(f"2024-05-{day:02}T12:00:00")
        note_failed(
            archive, "https://mast.example/one/", "article", at=when, status=500, error="the server answered 500"
        )


def test_what_is_due_and_which_pages_fail_since_when_is_told(archive: Archive) -> None:
    listed(archive)
    state = of(archive)
    assert (state.pages_due, state.pages_failing) == (2, 1)
    assert state.next_due_at == "2024-05-20T12:00:00Z"
    (page,) = state.failing_pages
    assert (page.url, page.failing_since) == ("https://mast.example/one/", "2024-05-02T12:00:00Z")
    assert (page.failures, page.error) == (2, "the server answered 500")


def test_a_clock_that_had_gone_back_is_told(archive: Archive) -> None:
    run_of(archive, 1, 0, "example", clock_went_back=1)
    run = of(archive).last_run
    assert run is not None
    assert run.ended == "all done (this machine's clock had gone back)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of which there is much to say."""
    long = Site(id="a-very-long-name-of-a-site-nobody.example", domain="a-very-long-name-of-a-site-nobody.example")
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        for article in range(4):
            store(archive, look(1, article, 5, stated=5), look(2, article, 1, stated=5))
        store(archive, look(3, 1, 2, site=long), run=run_of(archive, 3, 1, long.id, pages_failed=1))
    return tmp_path


def test_it_is_a_table_that_fits_a_terminal_of_80_columns(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.command._environment", lambda: {"COLUMNS": "80"})
    done = archiver("status", cwd=folder)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split() == ["site", "articles", "comments", "complete", "incomplete", "last", "look"]
    assert any(line.split() == ["example", "4", "20", "0", "4", "2024-05-02"] for line in lines), lines
    assert "mark-up may have changed" in " ".join(done.stdout.split())
    assert "failing since 2024-05-03T00:00:00Z (the last run)" in done.stdout
    assert "4 comments read of 20 stated; 4 threads state more than was read" in done.stdout


def test_what_fails_is_shown_with_its_address(tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        listed(archive)
    shown = " ".join(archiver("status", cwd=tmp_path).stdout.split())
    assert "due: 3 pages" in shown
    assert "1 page fails, longest these: https://mast.example/one/ since 2024-05-02T12:00:00Z" in shown


def test_it_is_json_for_programs(folder: Path) -> None:
    states = json.loads(archiver("status", "--json", cwd=folder).stdout)
    assert [state["site"] for state in states] == ["a-very-long-name-of-a-site-nobody.example", "example"]
    assert states[0]["last_run"]["counts"] == {"pages_failed": 1}
    assert states[1]["incomplete_reasons"] == {"count_short": 4}


def test_an_empty_archive_says_how_to_fill_it(tmp_path: Path) -> None:
    Archive.for_writing(tmp_path / "archive.db").close()
    done = archiver("status", cwd=tmp_path)
    assert (done.returncode, "archiver crawl" in done.stdout) == (0, True)
