"""Plain text with the thread indented and numbered, as text crawls leave it; ``archiver import`` reads it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import indent

from archiver.archive.threads import Thread
from exports.fields import shown_time
from exports.snapshot import SnapshotFormat, provenance

_STEP = 4
_DEEPEST = 40  # columns are not endless; what lies deeper says so


def write(thread: Thread) -> Iterator[str]:
    """The snapshot in pieces."""
    article = thread.article
    yield f"{article['title'] or article['url']}\n\n"
    about = [part for part in (article["byline"], shown_time(article)) if part]
    if about:
        yield f"{' '.join(about)}\n\n"
    yield f"{article['url']}\n\n"
    if article["body"]:
        yield f"{article['body']}\n\n"
    facts = provenance(thread)
    yield f"\n{len(thread.comments)} comments\n\n\n"
    numbers: Counter[int | None] = Counter()
    for comment in thread.comments:
        numbers[comment["parent_id"]] += 1
        margin = " " * (2 + _STEP * min(comment["depth"], _DEEPEST))
        notes = [f"depth {comment['depth']}"] if comment["depth"] > _DEEPEST else []
        head = [f"{numbers[comment['parent_id']]}.", comment["author"] or "Anonymous", shown_time(comment)]
        head += [f"({', '.join(notes)})"] if notes else []
        yield f"{margin}{' '.join(part for part in head if part)}\n\n"
        words = comment["notice"] or comment["body"]
        gone = f"\n\n[gone by {comment['gone_at']}]" if comment["gone_at"] else ""
        yield indent(words + gone, f"{margin}  ") + "\n\n"
    complete = "complete" if facts["is_complete"] else f"incomplete ({facts['incomplete_reason']})"
    captured = f"{facts['captured_count']} captured, {complete}"
    yield f"\nAs observed at {facts['observed_at']}: {captured}. {facts['software']}\n"


FORMAT = SnapshotFormat("txt", ".txt", write)
