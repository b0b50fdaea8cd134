"""What it costs to be fresh: requests spent against how long a comment waits until it is archived.

    python bench/freshness.py [--seed FOLDER] [--gold FOLDER]

Recorded arrival times of real threads (text crawls in ``--seed``, hand-checked threads in ``--gold``; what is not there
is skipped, and said) are played back, as of one site that publishes an article every six hours. Each thread is
followed for its first 60 days: by our rhythm, at fixed intervals, and by one hourly request for the
site's newest comments, with which the rhythm looks for edits alone.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from archiver.rhythm import due_after_look
from pipelines import normalise
from spiders.page import Page
from spiders.saved import read_saved

BESIDE = Path(__file__).parents[2] / "shared"
FEWEST = 3  # comments with a clock time, for a thread to be worth following
FOLLOWED = timedelta(days=60)
BETWEEN_ARTICLES = timedelta(hours=6)
BEFORE_THE_FIRST = timedelta(hours=1)
"""An article is taken to be found so long before its first comment."""
FEED = timedelta(hours=1)
Next = Callable[[datetime, datetime], datetime]


@dataclass(slots=True)
class Followed:
    """What following a thread, or all threads, cost and gave."""

    requests: int
    delays: list[timedelta]


def main() -> int:
    """Play back and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=Path, default=BESIDE / "seed")
    options.add_argument("--gold", type=Path, default=BESIDE / "bench" / "gold")
    given = options.parse_args()
    found = [*_from_texts(given.seed), *_from_gold(given.gold)]
    whole = [sorted(times) for times in found if len(times) >= FEWEST]
    threads = [[time for time in times if time - times[0] <= FOLLOWED] for times in whole]
    if not threads:
        print("skipped: there are no recorded threads to play back")
        return 0
    print(f"{len(threads)} threads, {sum(map(len, threads))} of {sum(map(len, whole))} comments in their first 60 days")
    print(f"{'':<34}{'requests a thread':>18}{'median delay':>16}{'9 of 10 within':>16}{'mean':>12}")
    _print("our rhythm", threads, _by_rhythm(is_announced=False))
    for hours in (1, 6, 24, 24 * 7):
        _print(f"every {hours} hours", threads, lambda now, _, hours=hours: now + timedelta(hours=hours))
    _print_announced(threads)
    return 0


def _print(name: str, threads: list[list[datetime]], then: Next) -> None:
    _row(name, len(threads), [_followed(times, then) for times in threads])


def _print_announced(threads: list[list[datetime]]) -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    placed = [
        [time - times[0] + begin + number * BETWEEN_ARTICLES for time in times] for number, times in enumerate(threads)
    ]
    end = placed[-1][0] + FOLLOWED
    feeds = int((end - begin) / FEED)
    looks = [_announced(times) for times in placed]
    edits = [_followed(times, _by_rhythm(is_announced=True)).requests for times in placed]
    _row("the site's newest comments, hourly", len(threads), [*looks, Followed(feeds, [])])
    _row("  and our rhythm, for edits", len(threads), [*looks, Followed(feeds + sum(edits), [])])


def _row(name: str, number: int, followed: list[Followed]) -> None:
    delays = sorted(delay for one in followed for delay in one.delays)
    requests = sum(one.requests for one in followed) / number
    mean = statistics.fmean(delay.total_seconds() for delay in delays)
    ninth = delays[int(len(delays) * 0.9)]
    print(
        f"{name:<34}{requests:>18.1f}{_hours(delays[len(delays) // 2]):>16}{_hours(ninth):>16}"
        f"{_hours(timedelta(seconds=mean)):>12}"
    )


def _followed(times: list[datetime], then: Next) -> Followed:
    """Look again whenever it is due; ``then`` says when, of now and the last news known."""
    now = times[0] - BEFORE_THE_FIRST
    end = times[0] + FOLLOWED
    news, seen, requests = now, 0, 0
    delays: list[timedelta] = []
    while now <= end or seen < len(times):
        requests += 1
        while seen < len(times) and times[seen] <= now:
            delays.append(now - times[seen])
            # What is seen later than the article is news at that moment (archiver/archive/next_look.py).
            news = now if requests > 1 else max(news, times[seen])
            seen += 1
        now = then(now, news)
    return Followed(requests, delays)


def _announced(times: list[datetime]) -> Followed:
    """One look at each full hour after which something new has come, and the first."""
    begin = times[0] - BEFORE_THE_FIRST
    heard = [begin + FEED * -(-(time - begin) // FEED) for time in times]
    return Followed(1 + len(set(heard)), [at - time for at, time in zip(heard, times, strict=True)])


def _by_rhythm(*, is_announced: bool) -> Next:
    return lambda now, news: due_after_look(now, news, is_announced=is_announced).at


def _from_texts(folder: Path) -> Iterator[list[datetime]]:
    files = sorted(folder.glob("*-*.txt")) if folder.is_dir() else []
    if not files:
        print(f"skipped: no text crawls in {folder}")
    for file in files:
        thread = normalise(read_saved(Page(file.read_bytes(), url=None)))
        yield _clock_times(one.published_local for one in thread.comments)


def _from_gold(folder: Path) -> Iterator[list[datetime]]:
    files = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not files:
        print(f"skipped: no threads checked by hand in {folder}")
    for file in files:
        yield _clock_times(one["ts"] for one in json.loads(file.read_text(encoding="utf-8"))["comments"])


def _clock_times(written: Iterator[str | None]) -> list[datetime]:
    """Those with a clock time, all taken to be of one zone: only the time between them counts."""
    return [datetime.fromisoformat(text[:16]).replace(tzinfo=UTC) for text in written if text and "T" in text]


def _hours(time: timedelta) -> str:
    hours = time.total_seconds() / 3600
    return f"{hours / 24:.1f} days" if hours >= 72 else f"{hours:.1f} h"


if __name__ == "__main__":
    sys.exit(main())
