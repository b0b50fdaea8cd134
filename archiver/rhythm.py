"""When a thread is due to be looked at again: often while it is hot, ever more rarely as it cools.

Half the time since its last news from now: a thread whose last comment came an hour ago is due in half an hour,
one that has been silent for a month in a fortnight. So the looks at a thread that falls silent grow only with
the logarithm of its age, and a late comment is missed for at most half as long as the thread had been silent.

Where a feed of the site's tells of new comments, a look at the thread itself is for edits, removals and what was
approved late alone, and hot threads are left in peace for some hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

SHORTEST = timedelta(minutes=30)
SHORTEST_WHERE_ANNOUNCED = timedelta(hours=6)
LONGEST = timedelta(days=60)
FIRST_RETRY = timedelta(hours=1)
LONGEST_RETRY = timedelta(days=7)
FIRST_RETRY_OF_GONE = timedelta(days=1)
GONE = (404, 410)
"""What a server answers where a page is not there."""


class Due(NamedTuple):
    """When a page is to be fetched, and why then."""

    at: datetime
    because: str


def due_after_look(now: datetime, last_news: datetime | None, *, is_announced: bool = False) -> Due:
    """When to look again at a thread just looked at.

    ``last_news`` is when its newest comment, edit or removal came, or the article itself where there is none;
    None where nobody knows. Instants, aware. ``is_announced`` says that the site tells of new comments elsewhere.
    """
    if last_news is None:
        return Due(now + timedelta(days=1), "the age of the thread is not known")
    quiet = max(now - last_news, timedelta(0))
    wait = min(max(quiet / 2, SHORTEST_WHERE_ANNOUNCED if is_announced else SHORTEST), LONGEST)
    return Due(now + wait, f"quiet for {_in_words(quiet)}")


def due_after_failure(now: datetime, failures: int, retry_after: timedelta | None = None) -> Due:
    """When to try again a page that has now failed ``failures`` times in a row, each time twice as late.

    ``retry_after`` is what the server asked for; it is honoured up to the longest wait.
    """
    doubled = FIRST_RETRY * 2 ** min(failures - 1, 10)
    wait = min(max(doubled, retry_after or timedelta(0)), LONGEST_RETRY)
    return Due(now + wait, f"failed {failures} times in a row" if failures > 1 else "failed")


def due_after_gone(now: datetime, *, was_gone: bool) -> Due:
    """When to try again an archived page that is not there any more; ``was_gone``: it was not the last time either."""
    return Due(now + (LONGEST if was_gone else FIRST_RETRY_OF_GONE), "it is gone from its site")


def _in_words(time: timedelta) -> str:
    if time >= timedelta(days=2):
        return f"{time.days} days"
    hours = int(time.total_seconds() // 3600)
    return f"{hours} hours" if hours >= 2 else f"{int(time.total_seconds() // 60)} minutes"
