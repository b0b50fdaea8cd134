"""The manifest: what an export holds, as of when, how complete, made by what, and the SHA-256 of its content.

Nothing in it depends on when, where or under which name it was made but for the names of files beside it: the same
archive and instant give the same manifest. A long one streams: its lists lie on the disk until they are written.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from archiver.archive.threads import Thread
from exports.snapshot import SOFTWARE

FORMAT: Final = 1
_IN_MEMORY: Final = 1 << 20  # bytes


class Manifest:
    """Counts what goes by, and writes itself down at the end.

    ``facts`` are what is known before: the format, the selection, what was done to names.
    """

    def __init__(self, facts: dict[str, Any], as_of: str | None = None) -> None:
        self.facts = facts
        self.as_of = as_of
        self.threads = self.comments = 0
        self._states: Counter[str] = Counter()
        self._incomplete: Counter[str] = Counter()
        self._stated = self._captured = 0
        self._first: str | None = None
        self._last: str | None = None
        self._observations = _List()
        self._files = _List()

    def counting(self, threads: Iterable[Thread]) -> Iterator[Thread]:
        """The same threads, each counted as it goes by."""
        for thread in threads:
            self._count(thread)
            yield thread

    def add_file(self, name: str | None, size: int, sha256: str) -> None:
        """Note a file of the export; without a name, what stands before the manifest in the same file."""
        self._files.add({"file": name, "bytes": size, "sha256": sha256})

    def pieces(self, line_break: str = "\n") -> Iterator[str]:
        """The manifest as JSON, its list of observations last; on one line where ``line_break`` is a space."""
        said = {
            "manifest": FORMAT,
            "software": SOFTWARE,
            **self.facts,
            "as_of": self.as_of,
            "instant": self.as_of or self._last,
            "first_observed_at": self._first,
            "last_observed_at": self._last,
            "threads": self.threads,
            "threads_complete": self.threads - self._incomplete.total(),
            "threads_incomplete": dict(sorted(self._incomplete.items())),
            "comments": self.comments,
            "comments_by_state": dict(sorted(self._states.items())),
            "stated_count": self._stated,
            "captured_count": self._captured,
        }
        yield "{"
        for name, value in said.items():
            yield f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},{line_break}"
        for name, many, end in (("content", self._files, f",{line_break}"), ("observations", self._observations, "}")):
            yield f'"{name}": ['
            yield from many.joined(f",{line_break}")
            yield f"]{end}"

    def _count(self, thread: Thread) -> None:
        look = thread.observation or {}
        self.threads += 1
        self.comments += len(thread.comments)
        self._states.update(comment["state"] for comment in thread.comments)
        if not look.get("is_complete"):
            self._incomplete[look.get("incomplete_reason") or "unknown"] += 1
        self._stated += look.get("stated_count") or 0
        self._captured += look.get("captured_count") or 0
        if observed_at := look.get("observed_at"):
            self._first = min(self._first or observed_at, observed_at)
            self._last = max(self._last or observed_at, observed_at)
        self._observations.add(
            {
                "article": thread.article["url"],
                **{
                    name: look.get(name)
                    for name in ("observed_at", "source", "digest", "incomplete_reason", "stated_count")
                },
                "is_complete": bool(look.get("is_complete")),
                "captured_count": look.get("captured_count"),
                "comments": len(thread.comments),
            }
        )


class _List:
    """Things to be written as JSON, one a line, on the disk if they are many."""

    def __init__(self) -> None:
        self._lines = tempfile.SpooledTemporaryFile(  # noqa: SIM115 (it lives as long as the manifest)
            max_size=_IN_MEMORY, mode="w+", encoding="utf-8", newline="\n"
        )

    def add(self, value: dict[str, Any]) -> None:
        self._lines.write(json.dumps(value) + "\n")

    def joined(self, separator: str) -> Iterator[str]:
        self._lines.seek(0)
        between = ""
        for line in self._lines:
            yield f"{between}{line.rstrip()}"
            between = separator
        self._lines.seek(0, 2)
