"""How long a host wants to be left alone: Retry-After, and what to do without it."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from archiver.archive.hosts import LONGEST_PAUSE, RememberedHost
from archiver.instants import instant_text

_ASK_TO_WAIT = (429, 503)
MOST_REFUSALS = 4  # in a row; by then the host is not waited for any more


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for (a number, or a date seen from ``now``, aware).

    None where it asks for nothing that can be read, or for nothing at all.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        seconds = float(text) if len(text) < 12 else math.inf
    else:
        try:
            then = parsedate_to_datetime(text)
            seconds = (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp() - now.timestamp()
        except (ValueError, TypeError, OverflowError):
            return None
    return seconds if seconds > 0 else None


class HostPauses:
    """Which hosts are waited for, until when, and which are left alone for the rest of the crawl.

    ``default`` (seconds) is waited where a host refuses (429) and does not say how long, twice as long each
    further time; a host that asks for more than ``longest`` is not waited for. Clocks are monotonic seconds.
    """

    def __init__(self, default: float, longest: float) -> None:
        self._default = default
        self._longest = longest
        self._until: dict[str, float] = {}
        self._asked: dict[str, float] = {}
        self._refusals: dict[str, int] = {}
        self._given_up: dict[str, str] = {}

    def heed(self, host: str, status: int, retry_after: str | None, now: datetime, clock: float) -> str | None:
        """Take in an answer of the host; gives what follows from it, in words for people, where anything does."""
        if status not in _ASK_TO_WAIT:
            if status < 500:
                self._refusals.pop(host, None)
            return None
        if status == 503 and retry_after is None:  # broken, not asking for anything
            return None
        self._refusals[host] = refusals = self._refusals.get(host, 0) + 1
        seconds = read_retry_after(retry_after, now) or min(self._default * 2 ** (refusals - 1), self._longest)
        self._until[host] = max(clock + seconds, self._until.get(host, 0))
        if seconds > self._longest:
            self._given_up[host] = f"it asks to be left alone for longer than {self._longest:.0f} s"
        elif refusals >= MOST_REFUSALS:
            self._given_up[host] = f"it refused {refusals} times in a row"
        else:
            return f"{host} asks us to wait: it is left alone for {seconds:.0f} s."
        return f"{host} is left to a later crawl: {self._given_up[host]}."

    def recall(self, host: str, known: RememberedHost, now: datetime, clock: float) -> None:
        """Take over what an earlier crawl knew of the host, whatever the machine's clock did meanwhile."""
        if known.asked_at is not None:
            waited = max(0.0, (now - known.asked_at).total_seconds())
            self._until[host] = clock + known.delay - waited
        left = (known.not_before - now).total_seconds() if known.not_before else 0
        if left > self._longest:
            self._given_up[host] = f"it asked to be left alone until {instant_text(now + timedelta(seconds=left))}"
        if left > 0:
            self._until[host] = max(clock + min(left, LONGEST_PAUSE.total_seconds()), self._until.get(host, 0))

    def asked(self, host: str, clock: float) -> None:
        """The host is asked for something now."""
        self._asked[host] = clock

    def keep_apart(self, host: str, seconds: float, clock: float) -> None:
        """Have the next request wait until so long after the last one."""
        if host in self._asked:
            self._until[host] = max(self._asked[host] + seconds, self._until.get(host, clock))

    def seconds_left(self, host: str, clock: float) -> float:
        """How long the host must still be waited for; not above 0 where it may be asked."""
        return self._until.get(host, 0) - clock

    def given_up(self, host: str) -> str | None:
        """Why the host is left alone for the rest of the crawl; None where it is not."""
        return self._given_up.get(host)
