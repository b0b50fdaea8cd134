"""Which hosts answer with checks for robots again and again: they do not want us, and are left to a later crawl."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

MOST_CHECKS = 4
"""So many in a row; a check now and then comes with load, or with the address that we ask from."""
IS_OPTIONAL = "is_optional"
"""In a request's meta: the crawl can do without the answer, and a check in its place is no failure."""


class CheckingHosts:
    """Of one crawl."""

    def __init__(self) -> None:
        self._checks: Counter[str] = Counter()

    def note(self, url: str, *, is_check: bool) -> None:
        """An address was answered, with a check or with what was asked for."""
        host = urlsplit(url).netloc
        self._checks[host] = self._checks[host] + 1 if is_check else 0

    def why_left_alone(self, host: str) -> str | None:
        """Why nothing more is asked of a host (``name:port``), in words for people; None where it may be asked."""
        if self._checks[host] < MOST_CHECKS:
            return None
        return f"its host answered with checks for robots {self._checks[host]} times in a row"
