"""Making several articles one, once it is known that they are: what both were seen to say is kept once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from archiver.archive import Archive
from archiver.archive.digests import write_alike
from archiver.archive.erasures import Erasures
from archiver.archive.readings import Facts, Wording
from archiver.archive.redactions import note_observations

_TABLES = (
    "article_urls",
    "article_versions",
    "shown_threads",
    "observations",
    "wordings",
    "readings",
    "comments",
)


_SEEN_BY_BOTH = (
    "SELECT theirs.id FROM observations theirs JOIN observations ours USING (observed_at, source, digest)"
    " WHERE theirs.article_id = :other AND ours.article_id = :kept"
)


def join_articles(archive: Archive, kept: int, others: Sequence[int], erasures: Erasures | None = None) -> None:
    """Make several articles one: everything of the others becomes ``kept``'s. Its rows are to be worked out then.

    ``erasures`` are those of the archive. Within a transaction of the caller's.
    """
    if erasures:
        write_alike(archive, erasures.key, [kept, *others])
    for other in others:
        if erasures:  # captures without an observation are not kept where something was erased
            note_observations(archive, f"id IN ({_SEEN_BY_BOTH})", {"kept": kept, "other": other})
        _drop_what_both_have(archive, kept, other)
        for table in _TABLES:
            archive.db.execute(f"UPDATE {table} SET article_id = ? WHERE article_id = ?", [kept, other])
        archive.db.execute("UPDATE OR IGNORE article_ids SET article_id = ? WHERE article_id = ?", [kept, other])
        archive.db.execute("DELETE FROM article_ids WHERE article_id = ?", [other])
        archive.db.execute("DELETE FROM articles WHERE id = ?", [other])
    _merge_equal_readings(archive, kept)


def _drop_what_both_have(archive: Archive, kept: int, other: int) -> None:
    both = {"kept": kept, "other": other}
    archive.db.execute(f"DELETE FROM captures WHERE observation_id IN ({_SEEN_BY_BOTH})", both)
    archive.db.execute(f"DELETE FROM observations WHERE id IN ({_SEEN_BY_BOTH})", both)
    for table, key, column in (
        ("article_versions", "facts_key", "article_version_id"),
        ("shown_threads", "key", "shown_id"),
    ):
        same = archive.rows(
            f"SELECT theirs.id AS theirs, ours.id AS ours FROM {table} theirs JOIN {table} ours USING ({key})"
            " WHERE theirs.article_id = :other AND ours.article_id = :kept",
            both,
        )
        for row in same:
            archive.db.execute(
                f"UPDATE observations SET {column} = :ours WHERE {column} = :theirs AND article_id = :other",
                {**row, "other": other},
            )
            if table == "shown_threads":
                _keep_as_base(archive, row)
            else:
                archive.db.execute(f"DELETE FROM {table} WHERE id = :theirs", {"theirs": row["theirs"]})


def _keep_as_base(archive: Archive, same: dict[str, int]) -> None:
    """Others may be kept as pieces of a shown thread that is not needed for itself: it stays under another key."""
    archive.db.execute("UPDATE versions SET last_shown_id = :ours WHERE last_shown_id = :theirs", same)
    archive.db.execute(
        "UPDATE shown_threads SET last_observed_at ="
        " (SELECT max(observed_at) FROM observations WHERE shown_id = :ours) WHERE id = :ours",
        {"ours": same["ours"]},
    )
    archive.db.execute("UPDATE shown_threads SET key = key || '~' || id WHERE id = :theirs", {"theirs": same["theirs"]})


def _merge_equal_readings(archive: Archive, article_id: int) -> None:
    """Keep one of each wording and of each reading: how often a thing was said apart must not tell."""
    wordings = _same(archive, f"SELECT id, {', '.join(Wording._fields)} FROM wordings WHERE article_id = ?", article_id)
    for table in ("readings", "versions"):
        archive.db.conn.executemany(
            f"UPDATE {table} SET wording_id = ? WHERE wording_id = ?",
            [(ours, theirs) for theirs, ours in wordings.items()],
        )
    columns = ", ".join(("wording_id", *Facts._fields))
    readings = _same(archive, f"SELECT id, {columns} FROM readings WHERE article_id = ?", article_id)
    if readings:
        _name_readings_anew(archive, article_id, readings)
    for table, gone in (("readings", readings), ("wordings", wordings)):
        archive.db.conn.executemany(f"DELETE FROM {table} WHERE id = ?", [(theirs,) for theirs in gone])


def _same(archive: Archive, sql: str, article_id: int) -> dict[int, int]:
    """For each row that says the same as an earlier one, that one's id."""
    first: dict[tuple[object, ...], int] = {}
    same: dict[int, int] = {}
    for row in archive.db.conn.execute(f"{sql} ORDER BY id", [article_id]):
        kept = first.setdefault(tuple(row[1:]), row[0])
        if kept != row[0]:
            same[row[0]] = kept
    return same


def _name_readings_anew(archive: Archive, article_id: int, readings: Mapping[int, int]) -> None:
    """Let the article's threads as shown name the readings that are kept."""
    for row in archive.rows("SELECT id, entries FROM shown_threads WHERE article_id = ?", (article_id,)):
        # A piece of two numbers is a stretch of another thread; a longer one begins with a reading and its parent's.
        pieces = [
            piece if len(piece) == 2 else [*(readings.get(reading, reading) for reading in piece[:2]), *piece[2:]]
            for piece in json.loads(row["entries"])
        ]
        archive.db.execute(
            "UPDATE shown_threads SET entries = ? WHERE id = ?", [json.dumps(pieces, separators=(",", ":")), row["id"]]
        )
