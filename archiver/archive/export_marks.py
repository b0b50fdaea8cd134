"""How far exports have come that only tell what is new: a mark for each selection and format, kept in the archive.

There, because what counts as told are its own rows: a mark beside an export's file would go on pointing to rows of
an archive that was rebuilt or replaced since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from archiver.archive import Archive
from archiver.archive.identity import words_key
from archiver.archive.looks import Look, looks_at
from archiver.archive.past import comments_over
from archiver.archive.threads import Row, Thread
from archiver.instants import instant_text


@dataclass(frozen=True, slots=True)
class Mark:
    """The last observation and run that an export told of. Observations that come in later have a higher id of
    either, unless the newest were erased: then the run's alone."""

    observation_id: int
    run_id: int
    exported_at: str | None = None


_NOW = "SELECT coalesce((SELECT max(id) FROM observations), 0) AS o, coalesce((SELECT max(id) FROM runs), 0) AS r"
_NEWS_OF = "SELECT id, observed_at FROM observations WHERE article_id = ? AND (id > ? OR run_id > ?)"
_WORDS = ("body", "notice")


def mark_now(archive: Archive) -> Mark:
    """How far the archive has come."""
    row = archive.rows(_NOW)[0]
    return Mark(row["o"], row["r"])


def mark_of(archive: Archive, key: str) -> Mark | None:
    """How far the export with this key has come; None where it was never made."""
    rows = archive.rows("SELECT observation_id, run_id, exported_at FROM export_marks WHERE key = ?", (key,))
    return Mark(**rows[0]) if rows else None


def keep_mark(archive: Archive, key: str, mark: Mark, article_ids: Iterable[int] = ()) -> None:
    """Note how far an export has come that is written whole, and of which articles it has told by now.

    Raises StorageError for an archive that is read-only.
    """
    exported_at = instant_text(datetime.now(UTC))
    rows = (
        {"key": one, "observation_id": mark.observation_id, "run_id": mark.run_id, "exported_at": exported_at}
        for one in (key, *(_key_of_article(key, article_id) for article_id in article_ids))
    )
    with archive.transaction():
        archive.db.table("export_marks").upsert_all(rows, pk="key")


def never_told(archive: Archive, key: str, article_ids: Iterable[int]) -> frozenset[int]:
    """Those of the articles that no export with this key has told of: they did not match when it was made."""
    keys = {_key_of_article(key, article_id): article_id for article_id in article_ids}
    known = archive.rows(
        "SELECT key FROM export_marks WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),)
    )
    return frozenset(keys.values()) - {keys[row["key"]] for row in known}


def _key_of_article(key: str, article_id: int) -> str:
    return hashlib.sha256(f"{key} {article_id}".encode()).hexdigest()[:32]


def articles_with_looks_since(archive: Archive, mark: Mark) -> set[int]:
    """The articles that were looked at since then."""
    rows = archive.rows(
        "SELECT DISTINCT article_id FROM observations WHERE id > ? OR run_id > ?", (mark.observation_id, mark.run_id)
    )
    return {row["article_id"] for row in rows}


def news_of(archive: Archive, thread: Thread, mark: Mark) -> list[Row]:
    """The comments of a thread that since then are new, have a wording that was not known or say or are something else.

    Of an older page that came in since the comments that were told before are no news, though now it saw them first:
    what counts is what the looks told of by then had said.
    """
    article_id = thread.article["id"]
    untold = {
        row["id"]: row["observed_at"] for row in archive.rows(_NEWS_OF, (article_id, mark.observation_id, mark.run_id))
    }
    looks = looks_at(archive, article_id)
    told_by = [look for look in looks if look.id not in untold]
    if _have_shown_nothing_else(looks, told_by):
        times = set(untold.values())
        if not any(comment["gone_at"] in times for comment in thread.comments):
            return []
    told = {row["id"]: row for row in comments_over(archive, article_id, told_by)}
    return [comment for comment in thread.comments if _is_news(comment, told.get(comment["id"]))]


def _have_shown_nothing_else(looks: list[Look], told_by: list[Look]) -> bool:
    """Whether all looks that came since are later ones, and saw the thread as the last that was told of had seen it."""
    if not told_by:
        return not looks
    since = looks[looks.index(told_by[-1]) + 1 :]
    return len(told_by) + len(since) == len(looks) and all(look.shown_id == told_by[-1].shown_id for look in since)


def _is_news(comment: Row, told: Row | None) -> bool:
    return (
        told is None
        or comment["state"] != told["state"]
        or comment["version_count"] > told["version_count"]
        or _says_otherwise(comment, told)
    )


def _says_otherwise(comment: Row, told: Row) -> bool:
    """An older page may bring the same words in other typography: these are no news."""
    now, then = [comment[name] for name in _WORDS], [told[name] for name in _WORDS]
    return now != then and words_key(*now) != words_key(*then)


def is_new(archive: Archive, article_id: int, mark: Mark) -> bool:
    """Whether an article came in since then."""
    found = archive.rows(
        "SELECT 1 FROM observations WHERE article_id = ? AND id <= ? AND coalesce(run_id, 0) <= ?",
        (article_id, mark.observation_id, mark.run_id),
    )
    return not found
