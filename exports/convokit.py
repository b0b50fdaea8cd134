"""A corpus that ConvoKit loads: a conversation for every thread, the article as its first utterance.

Files as ConvoKit's ``Corpus.dump`` leaves them (docs/source/data_format.rst), in ASCII, as it opens them in whatever
encoding the machine has. ConvoKit wants every reply in a tree below one utterance and a timestamp for each: comments
that answer nobody answer the article, and ``timestamp_basis`` in an utterance's meta says what its timestamp rests on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from archiver.archive.threads import Row, Thread
from archiver.instants import read_instant
from exports.fields import sortable_time, words_of_comment
from exports.people import People
from exports.snapshot import FolderFormat, Pieces, Snapshot, provenance

_COMMENT_META = (
    "external_id",
    "depth",
    "published_at",
    "published_local",
    "published_raw",
    "edited_at",
    "likes",
    "dislikes",
    "kind",
    "state",
    "parent_status",
    "gone_at",
    "version_count",
)
_ARTICLE_META = ("url", "title", "byline", "site_id", "published_at", "published_local", "language", "section")
_INDEX: dict[str, Any] = {
    "utterances-index": {name: [] for name in ("timestamp_basis", "is_article", *_COMMENT_META)},
    "speakers-index": {name: [] for name in ("name", "site", "comments", "author_id", "author_url", "author_role")},
    "conversations-index": {name: [] for name in (*_ARTICLE_META, "snapshot")},
    "overall-index": {"manifest": []},
    "vectors": [],
    "version": 1,
}


def write(snapshot: Snapshot) -> Iterator[tuple[str, Pieces]]:
    """Every file but the one with the manifest."""
    people = People()
    conversations = _Conversations()
    yield "utterances.jsonl", _utterances(snapshot, people, conversations)
    yield "speakers.json", _object(_speakers(people, conversations))
    yield "conversations.json", _object(conversations.all())
    yield "index.json", iter([json.dumps(_INDEX, indent=1) + "\n"])


def closing(manifest: Iterator[str]) -> tuple[str, Iterator[str]]:
    """What ConvoKit keeps as the meta of the whole corpus."""
    return "corpus.json", _corpus(manifest)


def _corpus(manifest: Iterator[str]) -> Iterator[str]:
    yield '{"manifest": '
    yield from (_ascii(piece) for piece in manifest)
    yield "}\n"


def _utterances(snapshot: Snapshot, people: People, conversations: _Conversations) -> Pieces:
    for thread in snapshot.threads:
        numbers = people.add(thread)
        conversations.add(thread)
        yield json.dumps(_article(thread)) + "\n"
        for comment, number in zip(thread.comments, numbers, strict=True):
            yield json.dumps(_comment(thread, comment, _speaker_id(thread.article["site_id"], number))) + "\n"


def _article(thread: Thread) -> Row:
    article = thread.article
    return _utterance(
        thread,
        name=_root(thread),
        text="\n\n".join(text for text in (article["title"], article["body"]) if text),
        speaker=_newsroom(article["site_id"]),
        reply_to=None,
        timed=article,
        meta={"is_article": True},
    )


def _comment(thread: Thread, comment: Row, speaker: str) -> Row:
    parent = comment["parent_id"]
    return _utterance(
        thread,
        name=f"comment-{comment['id']}",
        text=words_of_comment(comment),
        speaker=speaker,
        reply_to=_root(thread) if parent is None else f"comment-{parent}",
        timed=comment,
        meta={"is_article": False} | {name: comment[name] for name in _COMMENT_META},
    )


def _utterance(
    thread: Thread,
    *,
    name: str,
    text: str,
    speaker: str,
    reply_to: str | None,
    timed: Row,
    meta: Row,
) -> Row:
    at, basis = sortable_time(timed, (thread.observation or {}).get("observed_at"))
    return {
        "id": name,
        "conversation_id": _root(thread),
        "text": text,
        "speaker": speaker,
        "meta": {"timestamp_basis": basis, **meta},
        "reply-to": reply_to,
        "timestamp": int(read_instant(at).timestamp()) if at else None,
        "vectors": [],
    }


def _root(thread: Thread) -> str:
    return f"article-{thread.article['id']}"


def _speaker_id(site: str, number: int) -> str:
    return f"{site}/{number}"


def _speakers(people: People, conversations: _Conversations) -> Iterator[tuple[str, Row]]:
    for site in sorted(conversations.sites):
        yield _newsroom(site), {"name": None, "site": site, "comments": 0}
    for person in people.all():
        meta = {"name": person.name, "site": person.site, "comments": person.comments, **person.facts}
        yield _speaker_id(person.site, person.number), meta


def _newsroom(site: str) -> str:
    """Who speaks the articles of a site: a byline may name several people, or none."""
    return f"{site}/article"


class _Conversations:
    """The meta of every conversation, on disk until the utterances are written; and whose articles they are."""

    def __init__(self) -> None:
        self.sites: set[str] = set()
        self._db = sqlite3.connect("", isolation_level=None)  # a file of SQLite's own, gone when it is closed
        self._db.executescript("CREATE TABLE metas (id TEXT, meta TEXT); BEGIN")

    def add(self, thread: Thread) -> None:
        self.sites.add(thread.article["site_id"])
        meta = {name: thread.article[name] for name in _ARTICLE_META} | {"snapshot": provenance(thread)}
        self._db.execute("INSERT INTO metas VALUES (?, ?)", (_root(thread), json.dumps(meta)))

    def all(self) -> Iterator[tuple[str, Row]]:
        for key, meta in self._db.execute("SELECT id, meta FROM metas ORDER BY rowid"):
            yield key, json.loads(meta)


def _object(entries: Iterator[tuple[str, Row]]) -> Iterator[str]:
    between = "{"
    for key, meta in entries:
        yield f"{between}\n{json.dumps(key)}: {json.dumps({'meta': meta, 'vectors': []})}"
        between = ","
    yield "\n}\n" if between == "," else "{}\n"


def _ascii(piece: str) -> str:
    if piece.isascii():
        return piece
    return "".join(sign if sign.isascii() else json.dumps(sign)[1:-1] for sign in piece)


FORMAT = FolderFormat(name="convokit", about="a corpus for ConvoKit", write=write, closing=closing)
