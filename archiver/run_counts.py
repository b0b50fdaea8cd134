"""What a run counts: the names that its summary, its row in ``runs`` and Scrapy's stats share."""

from __future__ import annotations

from collections.abc import Mapping

from archiver.archive.storing import Stored
from archiver.items import ThreadPage

STORAGE_FAILED = "storage_failed"
"""The reason a spider is closed for where the archive can no longer be written."""


def count_stored(stored: Stored, thread: ThreadPage) -> dict[str, int]:
    """The counts that storing one observation adds; only those above zero."""
    counts = {
        "articles_new": int(stored.is_new_article),
        "articles_changed": int(not stored.is_new_article and not stored.is_unchanged),
        "articles_unchanged": int(stored.is_unchanged and not stored.is_erased),
        "articles_erased": int(stored.is_erased),
        "comments_new": stored.comments_new,
        "comments_edited": stored.comments_edited,
        "comments_gone": stored.comments_gone,
        "comments_returned": stored.comments_returned,
        "threads_incomplete": int(not thread.observation.is_complete),
    }
    return {name: number for name, number in counts.items() if number}


_SENTENCE = (
    ("articles", ("new", "changed", "unchanged", "erased")),
    ("comments", ("new", "edited", "gone", "returned")),
    ("threads", ("incomplete",)),
    ("pages", ("not_modified", "gone", "failed", "forbidden")),
)


def summary_line(counts: Mapping[str, int]) -> str:
    """One line for people: ``articles: 3 new, 1 unchanged; comments: 41 new``."""
    parts = []
    for noun, verbs in _SENTENCE:
        said = [
            f"{counts[f'{noun}_{verb}']} {verb.replace('_', ' ')}" for verb in verbs if counts.get(f"{noun}_{verb}")
        ]
        if said:
            parts.append(f"{noun}: {', '.join(said)}")
    return "; ".join(parts) or "nothing new"
