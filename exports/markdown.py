"""Markdown: the article and its thread to read, quote and print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.archive.threads import Row, Thread
from exports.fields import words_of_comment
from exports.snapshot import Pieces, Snapshot, SnapshotFormat, one_thread, provenance

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~!&])")
_STARTS_BLOCK = re.compile(r"^(\d*)([-+=.)])")
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_DEEPEST_QUOTE = 20  # readers of Markdown give up beyond; deeper comments say their depth


def write(snapshot: Snapshot) -> Pieces:
    """The thread of one article. Replies are nested as quotes; readers' signs are escaped."""
    thread = one_thread(snapshot)
    article = thread.article
    yield f"# {escaped(article['title'] or article['url'])}\n\n"
    about = [article["byline"], article["published_local"] or article["published_raw"]]
    yield from (f"{escaped(' · '.join(part for part in about if part))}\n\n" for _ in [0] if any(about))
    yield f"{_link(article['url'])}\n\n"
    if article["body"]:
        yield f"{_block(article['body'], '')}\n\n"
    yield f"## {len(thread.comments)} comments\n\n{_provenance_line(thread)}\n\n"
    for comment in thread.comments:
        yield from _comment(comment)


def closing(manifest: Iterator[str]) -> Iterator[str]:
    """The manifest as a block of code."""
    yield "## Manifest\n\n```json\n"
    yield from (piece.replace("`", "\\u0060") for piece in manifest)
    yield "\n```\n"


def escaped(text: str) -> str:
    """A reader's text on one line without meaning to Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _link(url: str) -> str:
    return f"<{url}>" if _ADDRESS.fullmatch(url) else escaped(url)


def _comment(comment: Row) -> Iterator[str]:
    prefix = "> " * min(comment["depth"], _DEEPEST_QUOTE)
    said = [f"**{escaped(comment['author'] or 'without a name')}**"]
    when = comment["published_local"] or comment["published_raw"]
    said += [escaped(when.replace("T", " "))] if when else []
    said += [comment["kind"]] if comment["kind"] != "comment" else []
    said += [f"depth {comment['depth']}"] if comment["depth"] > _DEEPEST_QUOTE else []
    said += ["erased for good"] if comment["state"] == "erased" else []
    said += [f"gone by {comment['gone_at']}"] if comment["gone_at"] else []
    said += [f"{comment['version_count']} versions"] if (comment["version_count"] or 1) > 1 else []
    yield f"{prefix}{' · '.join(said)}\n{prefix.rstrip()}\n"
    yield f"{_block(words_of_comment(comment), prefix)}\n\n"


def _block(text: str, prefix: str) -> str:
    """Paragraphs under a prefix; two closing spaces keep a reader's line break within a paragraph."""
    paragraphs = []
    for paragraph in text.split("\n\n"):
        lines = [_STARTS_BLOCK.sub(r"\1\\\2", escaped(line)) for line in paragraph.split("\n")]
        paragraphs.append("  \n".join(f"{prefix}{line}" for line in lines))
    return f"\n{prefix.rstrip()}\n".join(paragraphs)


def _provenance_line(thread: Thread) -> str:
    facts = provenance(thread)
    stated = "" if facts["stated_count"] is None else f", {facts['stated_count']} stated by the page"
    complete = "complete" if facts["is_complete"] else f"incomplete ({facts['incomplete_reason']})"
    captured = f"{facts['captured_count']} captured{stated}; {complete}"
    return f"*As observed at {facts['observed_at']}: {captured}. {facts['software']}*"


FORMAT = SnapshotFormat(name="md", suffix=".md", about="Markdown", write=write, closing=closing, is_one_article=True)
