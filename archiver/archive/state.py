"""What is in an archive, site by site: how much, how complete, and what fails."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from archiver.archive import CLOCK_WENT_BACK, Archive
from archiver.archive.site_locks import who_holds
from archiver.errors import Exit
from archiver.instants import instant_text

Row = dict[str, Any]

# A change of a site's mark-up shows in the threads looked at last, however many others the archive holds.
_RECENT_THREADS = 20
_FEWEST_THREADS_TO_JUDGE = 3
_FEWEST_COMMENTS_TO_JUDGE = 10
_FAR_FEWER = 0.5

_CONTENTS = """
SELECT a.site_id, count(*) AS articles, sum(present) AS comments, sum(known - present) AS gone
FROM articles a LEFT JOIN
  (SELECT article_id, count(*) AS known, sum(gone_at IS NULL) AS present FROM comments GROUP BY article_id) c
  ON c.article_id = a.id GROUP BY a.site_id
"""
# The latest look at each thread, and how many comments the look before it in the same scope saw.
_LATEST_LOOKS = """
SELECT a.site_id, article_id, observed_at, is_complete, incomplete_reason, stated_count, captured_count, before
FROM (
  SELECT article_id, observed_at, is_complete, incomplete_reason, stated_count, captured_count,
         row_number() OVER (PARTITION BY article_id ORDER BY observed_at DESC, digest DESC, source DESC) AS age,
         lag(captured_count) OVER (PARTITION BY article_id, scope ORDER BY observed_at, digest, source) AS before
  FROM observations) look
JOIN articles a ON a.id = article_id WHERE age = 1 ORDER BY observed_at DESC, article_id
"""

_PAGES = """
SELECT site_id, sum(due_at <= :now) AS due, min(CASE WHEN due_at > :now THEN due_at END) AS next_due_at,
       sum(failures > 0) AS failing
FROM pages WHERE kind <> 'submap' GROUP BY site_id
"""
_FAILING_PAGES = """
SELECT site_id, url, failing_since, failures, error FROM (
  SELECT *, row_number() OVER (PARTITION BY site_id ORDER BY failing_since, key) AS rank FROM pages
  WHERE failures > 0 AND kind <> 'submap')
WHERE rank <= :most ORDER BY site_id, rank
"""
_MOST_FAILING_PAGES = 20


@dataclass(kw_only=True, slots=True)
class FailingPage:
    """A page of the page list that could not be fetched or read the last times."""

    url: str
    failing_since: str
    failures: int
    error: str


@dataclass(kw_only=True, slots=True)
class LastRun:
    """The latest run that had to do with a site."""

    id: int
    verb: str
    started_at: str
    finished_at: str | None
    exit_code: int | None
    counts: dict[str, int]
    ended: str  # in words


@dataclass(kw_only=True, slots=True)
class SiteState:
    """What the archive knows of one site. Threads are counted by the latest look at each."""

    site: str
    articles: int = 0
    comments: int = 0
    gone: int = 0
    threads_complete: int = 0
    threads_incomplete: int = 0
    incomplete_reasons: dict[str, int] = field(default_factory=dict)
    stated_count: int = 0  # over the threads whose page states a count
    captured_count: int = 0  # over the same threads
    threads_short: int = 0  # fewer captured than stated
    last_observed_at: str | None = None
    last_run: LastRun | None = None
    failing_since: str | None = None  # the first of the runs that all failed up to now
    failing_runs: int = 0
    pages_due: int = 0
    next_due_at: str | None = None  # of those not due yet
    pages_failing: int = 0
    failing_pages: list[FailingPage] = field(default_factory=list)  # those that fail longest
    warnings: list[str] = field(default_factory=list)


def state_of(archive: Archive, now: datetime) -> list[SiteState]:
    """Every site that the archive holds anything of, lists a page of or has tried to crawl, by name.

    What is due is due by ``now``, an aware instant.
    """
    states: defaultdict[str, SiteState] = defaultdict(lambda: SiteState(site=""))
    for row in archive.rows(_CONTENTS):
        state = states[row["site_id"]]
        state.articles, state.comments, state.gone = row["articles"], row["comments"] or 0, row["gone"] or 0
    looks: defaultdict[str, list[Row]] = defaultdict(list)
    for look in archive.rows(_LATEST_LOOKS):
        looks[look["site_id"]].append(look)
    for site, of_site in looks.items():
        _fill_looks(states[site], of_site)
    for row in archive.rows(_PAGES, {"now": instant_text(now)}):
        state = states[row["site_id"]]
        state.pages_due, state.next_due_at, state.pages_failing = row["due"], row["next_due_at"], row["failing"]
    for row in archive.rows(_FAILING_PAGES, {"most": _MOST_FAILING_PAGES}):
        states[row.pop("site_id")].failing_pages.append(FailingPage(**row))
    for site, runs in _runs(archive).items():
        _fill_runs(states[site], runs, who_holds(archive.path, site))
    for site, state in states.items():
        state.site = site
    return [states[site] for site in sorted(states)]


def _fill_looks(state: SiteState, looks: list[Row]) -> None:
    state.threads_complete = sum(look["is_complete"] for look in looks)
    state.threads_incomplete = len(looks) - state.threads_complete
    reasons = Counter(look["incomplete_reason"] for look in looks if not look["is_complete"])
    state.incomplete_reasons = dict(reasons.most_common())
    stating = [look for look in looks if look["stated_count"] is not None]
    state.stated_count = sum(look["stated_count"] for look in stating)
    state.captured_count = sum(look["captured_count"] for look in stating)
    state.threads_short = sum(look["captured_count"] < look["stated_count"] for look in stating)
    state.last_observed_at = looks[0]["observed_at"]
    state.warnings = _warnings(looks[:_RECENT_THREADS])


def _warnings(recent: list[Row]) -> list[str]:
    """What the threads looked at last say of the site's mark-up."""
    warnings = []
    again = [look for look in recent if look["before"] is not None]
    before, now = sum(look["before"] for look in again), sum(look["captured_count"] for look in again)
    if before >= _FEWEST_COMMENTS_TO_JUDGE and now < before * _FAR_FEWER:
        warnings.append(
            f"the latest looks at {_number(len(again), 'thread')} read {_number(now, 'comment')} where the looks "
            f"before read {before:,}: its mark-up may have changed"
        )
    stating = [look for look in recent if look["stated_count"]]
    short = [look for look in stating if look["captured_count"] < look["stated_count"]]
    if len(stating) >= _FEWEST_THREADS_TO_JUDGE and len(short) * 2 > len(stating):
        warnings.append(
            f"{len(short)} of the {len(stating)} threads looked at last state more comments than could be read: "
            "its mark-up may have changed"
        )
    return warnings


def _runs(archive: Archive) -> dict[str, list[Row]]:
    """For each site the runs that were asked for it or stored something of it, latest first."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    storing: defaultdict[int, set[str]] = defaultdict(set)
    for row in archive.rows("SELECT DISTINCT run_id, site_id FROM observations WHERE run_id IS NOT NULL"):
        storing[row["run_id"]].add(row["site_id"])
    for run in archive.rows("SELECT * FROM runs ORDER BY id DESC"):
        run["counts"] = json.loads(run["counts"] or "{}")
        asked = json.loads(run["arguments"] or "{}").get("sites", [])
        for site in storing[run["id"]].union(asked):
            found[site].append(run)
    return found


def _fill_runs(state: SiteState, runs: list[Row], holder: str | None) -> None:
    last = runs[0]
    state.last_run = LastRun(
        **{name: last[name] for name in ("id", "verb", "started_at", "finished_at", "exit_code", "counts")},
        ended=_end_of(last, holder),
    )
    if last["finished_at"] is None and (holder or last["verb"] == "import"):  # an import holds no site's lock
        runs = runs[1:]  # it may still end well
    for run in runs:
        if run["exit_code"] == Exit.DONE:
            break
        state.failing_since = run["started_at"]
        state.failing_runs += 1


def _end_of(run: Row, holder: str | None) -> str:
    if run["finished_at"] is None:
        return f"running {holder}" if holder else "broke off, or has not ended yet"
    failed = run["counts"].get("pages_failed", 0)
    forbidden = run["counts"].get("pages_forbidden", 0)
    details = [f"{_number(failed, 'page')} failed"] if failed else []
    details += [f"{_number(forbidden, 'page')} forbidden by robots.txt"] if forbidden else []
    details += ["this machine's clock had gone back"] if run["counts"].get(CLOCK_WENT_BACK) else []
    words = {
        Exit.DONE: "all done",
        Exit.SOME_FAILED: "some pages failed",
        Exit.INTERRUPTED: "interrupted",
        Exit.NOTHING_FETCHED: "nothing could be fetched",
    }.get(run["exit_code"], f"ended with {run['exit_code']}")
    return f"{words} ({', '.join(details)})" if details else words


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
