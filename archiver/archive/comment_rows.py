"""The rows of comments and their versions, brought in step with what history says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archiver.archive import Archive
from archiver.archive.erasures import is_erased
from archiver.archive.history import Life, Seen
from archiver.archive.identity import words_key
from archiver.archive.looks import Look
from archiver.archive.past_words import write_past_words
from archiver.archive.readings import Facts, Readings
from archiver.archive.rows import insert_many, next_id
from archiver.archive.search_text import indexed_name, indexed_text

COLUMNS = (
    "identity",
    "platform",
    "external_id",
    "parent_id",
    "depth",
    "depth_shown",
    "position",
    "author",
    "author_id",
    "author_url",
    "author_role",
    "published_at",
    "published_local",
    "published_raw",
    "time_basis",
    "edited_at",
    "body",
    "body_html",
    "notice",
    "likes",
    "dislikes",
    "kind",
    "state",
    "claimed_parent",
    "parent_status",
    "extra",
    "first_observed_at",
    "gone_at",
    "version_count",
)
# From "author" to "edited_at" a comment's columns are a reading's facts, in one order.
_AUTHOR, _EXTRA = Facts._fields.index("author"), Facts._fields.index("extra")
_VERSION_COUNT = COLUMNS.index("version_count")
_STATE = COLUMNS.index("state")
_WORDS = slice(COLUMNS.index("body"), COLUMNS.index("notice") + 1, 2)  # body and notice
_VERSION_COLUMNS = ("comment_id", "wording_id", "first_observed_at", "last_shown_id")
# How sure a published time is, surest first; a date without a clock stands between an hour and a day.
_BASES = ("offset", "site", "relative:second", "relative:minute", "wall", "relative:hour")


@dataclass(slots=True)
class Changes:
    """What became of an article's comments."""

    new: int = 0
    edited: int = 0
    gone: int = 0
    returned: int = 0
    present: int = 0


def write_lives(
    archive: Archive, article_id: int, readings: Readings, lives: Sequence[Life], looks: Sequence[Look]
) -> Changes:
    """Insert, update and delete so that the article's comments, readings and versions are those of ``lives``.

    A comment keeps its row's id for as long as any of its readings was held to be one of that comment before.
    Only rows that differ are written, each after those it refers to: SQLite looks through whole tables for what
    a constraint that it has put off may be waiting for.
    """
    stored = _stored_comments(archive, article_id)
    id_of = ids_of(lives, set(stored), next_id(archive, "comments"))
    rows = {id_of[life]: row_of(life, looks, id_of) for life in lives}
    for life in lives:
        for one in life.seen:
            one.reading.comment_id = id_of[life]
    changes = _changes(rows, stored)
    _write_comments(archive, article_id, rows, stored)
    versions = [_version_rows(life, looks, id_of) for life in lives]
    readings.write()
    _write_versions(archive, article_id, versions, bool(stored))
    _delete_comments(archive, stored.keys() - rows.keys())
    if any(row[_VERSION_COUNT] > 1 for row in (*rows.values(), *stored.values())):
        write_past_words(archive, article_id)
    return changes


def _stored_comments(archive: Archive, article_id: int) -> dict[int, tuple[Any, ...]]:
    found = archive.db.conn.execute(f"SELECT id, {', '.join(COLUMNS)} FROM comments WHERE article_id = ?", [article_id])
    return {row[0]: tuple(row[1:]) for row in found}


def ids_of(lives: Iterable[Life], known: set[int | None], following: int) -> dict[Life, int]:
    """An id for each life: that of one of its readings where it is known and free, else the one ``following``."""
    taken: set[int | None] = {None}
    id_of: dict[Life, int] = {}
    for life in lives:
        held = [one.reading.stored_comment_id for one in life.seen]
        kept = min((one for one in held if one is not None and one in known and one not in taken), default=None)
        if kept is None:
            kept, following = following, following + 1
        taken.add(kept)
        id_of[life] = kept
    return id_of


def row_of(life: Life, looks: Sequence[Look], id_of: Mapping[Life, int]) -> tuple[Any, ...]:
    latest = life.seen[0]
    text = life.version.wording.wording
    known = latest.reading.facts if len(life.seen) == 1 else _best_known(life.seen)
    likes, dislikes = _votes(life.seen)
    return (
        life.identity,
        known.platform,
        known.external_id,
        id_of[life.parent] if life.parent else None,
        life.depth,
        latest.last_entry.depth_shown,
        latest.last.position,
        *known[_AUTHOR:_EXTRA],
        text.body,
        text.body_html,
        text.notice,
        likes,
        dislikes,
        latest.reading.facts.kind,
        _state(life, text.notice),
        known.claimed_parent,
        life.parent_status,
        known.extra,
        looks[life.first.look].observed_at,
        life.gone_at,
        len(life.versions),
    )


def _best_known(seen: list[Seen]) -> Facts:
    """Of each fact the latest that is known; id and platform of one reading, and the surest time."""
    readings = [one.reading.facts for one in seen]
    named = next((facts for facts in readings if facts.external_id is not None), readings[0])
    dated = min(readings, key=_vagueness)
    latest = Facts._make(
        next((value for value in values if value is not None), None) for values in zip(*readings, strict=True)
    )
    return latest._replace(
        platform=named.platform,
        external_id=named.external_id,
        published_at=dated.published_at,
        published_local=dated.published_local,
        published_raw=dated.published_raw,
        time_basis=dated.time_basis,
    )


def _votes(seen: list[Seen]) -> tuple[int | None, int | None]:
    if len(seen) == 1:
        return seen[0].last_entry.likes, seen[0].last_entry.dislikes
    likes = next((one.last_entry.likes for one in seen if one.last_entry.likes is not None), None)
    return likes, next((one.last_entry.dislikes for one in seen if one.last_entry.dislikes is not None), None)


def _vagueness(facts: Facts) -> int:
    if facts.published_local is None and facts.published_at is None:
        return len(_BASES) + 2
    if facts.time_basis == "wall" and len(facts.published_local or "") <= len("2020-10-16"):
        return len(_BASES)
    return _BASES.index(facts.time_basis) if facts.time_basis in _BASES else len(_BASES) + 1


def _state(life: Life, notice: str | None) -> str:
    """``erased`` for good, ``gone`` where a look lacked it that could show it, ``removed`` behind a notice."""
    if is_erased(life.seen[0].reading.facts.erased):
        return "erased"
    if life.gone_at is not None:
        return "gone"
    return "removed" if notice else "visible"


def _changes(rows: dict[int, tuple[Any, ...]], stored: dict[int, tuple[Any, ...]]) -> Changes:
    versions, gone = COLUMNS.index("version_count"), COLUMNS.index("gone_at")
    changes = Changes(new=len(rows.keys() - stored.keys()))
    for comment_id, row in rows.items():
        before = stored.get(comment_id)
        changes.edited += row[versions] > (before[versions] if before else 1) or _says_else(row, before)
        changes.gone += row[gone] is not None and before is not None and before[gone] is None
        changes.returned += row[gone] is None and before is not None and before[gone] is not None
        changes.present += row[gone] is None
    return changes


def _says_else(row: tuple[Any, ...], before: tuple[Any, ...] | None) -> bool:
    """Whether a comment's words are others than they were: an edit that was undone brings no new wording."""
    if before is None or row[_WORDS] == before[_WORDS] or row[_STATE] == "erased":
        return False
    return words_key(*row[_WORDS]) != words_key(*before[_WORDS])


def _write_comments(
    archive: Archive, article_id: int, rows: dict[int, tuple[Any, ...]], stored: dict[int, tuple[Any, ...]]
) -> None:
    depth, body, author = (COLUMNS.index(name) for name in ("depth", "body", "author"))
    changed = {comment_id: row for comment_id, row in rows.items() if stored.get(comment_id) != row}
    written = [
        (*row, indexed_text(row[body]), indexed_name(row[author]), article_id, comment_id)
        for comment_id, row in sorted(changed.items(), key=lambda item: item[1][depth])
    ]
    columns = (*COLUMNS, "search_text", "search_author", "article_id", "id")
    insert_many(archive, "comments", columns, [row for row in written if row[-1] not in stored])
    archive.db.conn.executemany(
        f"UPDATE comments SET {', '.join(f'{name} = ?' for name in columns[:-1])} WHERE id = ?",
        [row for row in written if row[-1] in stored],
    )


def _delete_comments(archive: Archive, comment_ids: Iterable[int]) -> None:
    ids = [(comment_id,) for comment_id in comment_ids]
    archive.db.conn.executemany("UPDATE comments SET parent_id = NULL WHERE id = ?", ids)
    archive.db.conn.executemany("DELETE FROM comments WHERE id = ?", ids)


def _version_rows(life: Life, looks: Sequence[Look], id_of: Mapping[Life, int]) -> list[tuple[Any, ...]]:
    return [
        (
            id_of[life],
            version.wording.wording_id,
            looks[version.first.look].observed_at,
            looks[version.last.look].shown_id,
        )
        for version in life.versions
    ]


def _write_versions(
    archive: Archive, article_id: int, versions: Iterable[list[tuple[Any, ...]]], is_known: bool
) -> None:
    wanted = {row[:2]: row for rows in versions for row in rows}
    stored: dict[tuple[int, int], tuple[Any, ...]] = {}
    if is_known:
        found = archive.db.conn.execute(
            f"SELECT id, {', '.join(_VERSION_COLUMNS)} FROM versions"
            " WHERE comment_id IN (SELECT id FROM comments WHERE article_id = ?)",
            [article_id],
        )
        stored = {(row[1], row[2]): tuple(row) for row in found}
    archive.db.conn.executemany(
        "DELETE FROM versions WHERE id = ?", [(stored[key][0],) for key in stored.keys() - wanted.keys()]
    )
    archive.db.conn.executemany(
        "UPDATE versions SET first_observed_at = ?, last_shown_id = ? WHERE id = ?",
        [(*wanted[key][2:], row[0]) for key, row in stored.items() if key in wanted and wanted[key] != row[1:]],
    )
    insert_many(archive, "versions", _VERSION_COLUMNS, [row for key, row in wanted.items() if key not in stored])
