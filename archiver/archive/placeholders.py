"""What stands where an erased comment stood: nothing of it but its place, so that the answers to it keep theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from archiver.archive import Archive
from archiver.archive.digests import hide
from archiver.archive.erasures import Erased, ErasedInArticle, ErasureKey, Said, is_erased
from archiver.archive.identity import comment_words_key
from archiver.archive.readings import Facts, Reading, Readings, Wording
from archiver.archive.redactions import note_observations
from archiver.archive.shown_threads import ShownThreads
from archiver.items import Comment, ThreadPage

_NO_WORDS = Wording("", None, None)
_KEPT_FACTS = ("rank", "platform", "claimed_parent", "is_parent_sure", "kind")
# Of a whole entry the first are the reading, its parent and its depth; likes and dislikes come after.
_WITHOUT_VOTES = 3


def without_erased(thread: ThreadPage, erased: ErasedInArticle) -> tuple[ThreadPage, int]:
    """The thread with placeholders for what is erased, and how many of them; the one given stays as it is."""
    look = thread.observation
    space = look.id_space or look.platform
    said = [
        Said(
            space,
            comment.external_id,
            comment.claimed_parent,
            comment.author,
            comment.author_id,
            comment_words_key(comment),
        )
        for comment in thread.comments
    ]
    pairs = list(zip(thread.comments, _all_of(erased, said), strict=True))
    number = sum(bool(one.words) and not is_erased(comment.erased) for comment, one in pairs)
    return replace(thread, comments=[_placeholder(comment, one) for comment, one in pairs]), number


def erase_in_readings(archive: Archive, article_id: int, readings: Readings, erased: ErasedInArticle) -> bool:
    """Make placeholders of the stored readings that are erased; gives whether there were any.

    Their rows are written with ``readings``; the threads as shown are changed in the file at once, so that they
    are to be read after this.
    """
    gone = set()
    known = list(readings.by_id.values())
    for one, found in zip(known, _all_of(erased, map(_said, known)), strict=True):
        facts = one.facts
        if is_erased(facts.erased):
            found = Erased.read(facts.erased)._replace(parent=found.parent)
        elif found.words:
            gone.add(one.id)
            readings.rewrite(one, _facts_without_words(facts, found, erased.key), _NO_WORDS)
            continue
        if found.text != facts.erased:
            readings.rewrite(one, facts._replace(erased=found.text), one.wording)
    if gone:
        _erase_in_shown_threads(archive, article_id, erased.key, gone)
    return bool(gone)


def erased_key(shown_id: int) -> str:
    """What stands for the key of a thread as shown that showed something erased."""
    return f"erased~{shown_id}"


def _all_of(erased: ErasedInArticle, said: Iterable[Said]) -> list[Erased]:
    """Looked at again until nothing new comes to be known as erased."""
    said = list(said)
    known = -1
    while known < len(erased.comments):
        known = len(erased.comments)
        found = [erased.of(one) for one in said]
    return found


def _placeholder(comment: Comment, erased: Erased) -> Comment:
    if is_erased(comment.erased):
        erased = Erased.read(comment.erased)._replace(parent=erased.parent)
    if not erased.words:
        return replace(comment, erased=erased.text) if erased.parent else comment
    return Comment(
        claimed_parent=comment.claimed_parent,
        depth_shown=comment.depth_shown,
        kind=comment.kind,
        position=comment.position,
        depth=comment.depth,
        parent=comment.parent,
        parent_status=comment.parent_status,
        erased=erased.text,
    )


def _facts_without_words(facts: Facts, erased: Erased, key: ErasureKey) -> Facts:
    values = [getattr(facts, name) if name in _KEPT_FACTS else None for name in Facts._fields]
    space = facts.id_space if facts.claimed_parent is not None else None
    # Equals of one look stay apart, by a mark that says nothing of what they said.
    apart = facts.told_apart and key.hash("told apart", facts.told_apart)[: len(facts.told_apart)]
    return Facts._make(values)._replace(id_space=space, told_apart=apart, erased=erased.text)


def _said(one: Reading) -> Said:
    facts = one.facts
    return Said(facts.id_space, facts.external_id, facts.claimed_parent, facts.author, facts.author_id, one.words_key)


def _erase_in_shown_threads(archive: Archive, article_id: int, key: ErasureKey, gone: set[int]) -> None:
    """Take away the votes, and the hashes of words that could be found out by trying: keys and digests.

    The captures of the observations that showed it hold the words: they are noted.
    """
    shown = ShownThreads(archive, article_id)
    for row in archive.rows("SELECT id, entries FROM shown_threads WHERE article_id = ?", (article_id,)):
        if shown[row["id"]].readings & gone:
            note_observations(archive, "shown_id = ?", [row["id"]])
            looks = archive.rows("SELECT id FROM observations WHERE shown_id = ?", (row["id"],))
            hide(archive, key, article_id, [look["id"] for look in looks])
            pieces = [
                piece[:_WITHOUT_VOTES] if len(piece) > _WITHOUT_VOTES and piece[0] in gone else piece
                for piece in json.loads(row["entries"])
            ]
            archive.db.execute(
                "UPDATE shown_threads SET entries = ?, key = ? WHERE id = ?",
                [json.dumps(pieces, separators=(",", ":")), erased_key(row["id"]), row["id"]],
            )
