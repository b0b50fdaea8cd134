"""Plain text with the thread indented and numbered, as text crawls leave it; ``archiver import`` reads it back.

A tag that somebody typed gets a space behind its bracket, so that nobody takes the file for mark-up. What
somebody typed as a list's item gets a stroke before its mark, so that no reader's words are taken for a comment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from textwrap import indent

from archiver.archive.threads import Thread
from exports.fields import shown_time, words_of_comment
from exports.snapshot import Pieces, Snapshot, SnapshotFormat, one_thread, provenance

_STEP = 4
_DEEPEST = 40  # columns are not endless; what lies deeper says so
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_MARKDOWN_ABOVE = "[a](b)\n[c](d)\n"  # two links, which make our reader take a text for Markdown


def write(snapshot: Snapshot) -> Pieces:
    """The thread of one article."""
    yield from (_TAG.sub("< ", piece) for piece in _written(one_thread(snapshot)))


def _written(thread: Thread) -> Iterator[str]:
    article = thread.article
    yield f"{_on_one_line(article['title'] or article['url'])}\n\n"
    about = [part for part in (article["byline"], shown_time(article)) if part]
    if about:
        yield f"{_on_one_line(' '.join(about))}\n\n"
    yield f"{article['url']}\n\n"
    if article["body"]:
        yield f"{_without_items(article['body'])}\n\n"
    facts = provenance(thread)
    yield f"\n{len(thread.comments)} comments\n\n\n"
    numbers: Counter[int | None] = Counter()
    for comment in thread.comments:
        numbers[comment["parent_id"]] += 1
        margin = " " * (2 + _STEP * min(comment["depth"], _DEEPEST))
        notes = [f"depth {comment['depth']}"] if comment["depth"] > _DEEPEST else []
        head = [f"{numbers[comment['parent_id']]}.", comment["author"] or "Anonymous", shown_time(comment)]
        head += [f"({', '.join(notes)})"] if notes else []
        yield f"{margin}{_on_one_line(' '.join(part for part in head if part))}\n\n"
        gone = f"\n\n[gone by {comment['gone_at']}]" if comment["gone_at"] else ""
        yield indent(_without_items(words_of_comment(comment)) + gone, f"{margin}  ") + "\n\n"
    complete = "complete" if facts["is_complete"] else f"incomplete ({facts['incomplete_reason']})"
    captured = f"{facts['captured_count']} captured, {complete}"
    yield f"\nAs observed at {facts['observed_at']}: {captured}. {facts['software']}\n"


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


def _without_items(words: str) -> str:
    """Words in which no line is a list's item to our reader, and none therefore a comment's head."""
    return "".join(f"| {line}" if _is_item(line) else line for line in words.splitlines(keepends=True))


def _is_item(line: str) -> bool:
    """Whether our reader takes a line, indented as it will be, for an item; elsewhere in the file Markdown may be."""
    from spiders.platforms.text_lines import read_lines  # brings all readers, which no other format needs

    return any(read_lines(f"{before}  {line.strip()}")[-1].mark for before in ("", _MARKDOWN_ABOVE))


def closing(manifest: Iterator[str]) -> Iterator[str]:
    """The manifest, at the margin, where no comment stands."""
    yield "\nManifest\n\n"
    yield from manifest
    yield "\n"


FORMAT = SnapshotFormat(
    name="txt",
    suffix=".txt",
    about="the thread indented, which import reads back",
    write=write,
    closing=closing,
    is_one_article=True,
)
