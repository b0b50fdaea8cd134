"""A thread read back from the archive, as it stands now or as it stood at an instant."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from archiver.archive import Archive
from archiver.archive.history import lives, looks_at, sightings_in

Row = dict[str, Any]


@dataclass(kw_only=True, slots=True)
class Thread:
    """One article with its comments.

    ``article``, ``observation`` (the last look at or before ``as_of``) and the comments are rows with the
    archive's column names. The comments stand as they are read: each followed by its answers; ``parent_id``
    names another comment of the thread.
    """

    article: Row
    observation: Row | None
    comments: list[Row]
    as_of: str | None = None


def read_thread(archive: Archive, article_id: int, as_of: str | None = None) -> Thread:
    """The thread of an article, with what is gone by then marked as such.

    ``as_of`` is an instant as the archive writes it. Comments first seen after it are left out; the words,
    parents and places are those of the last sighting before it.
    """
    article = archive.rows("SELECT * FROM articles WHERE id = ?", (article_id,))[0]
    observations = archive.rows(
        "SELECT * FROM observations WHERE article_id = :article AND (:as_of IS NULL OR observed_at <= :as_of)"
        " ORDER BY observed_at DESC, digest DESC, source DESC LIMIT 1",
        {"article": article_id, "as_of": as_of},
    )
    comments = archive.rows("SELECT * FROM comments WHERE article_id = ?", (article_id,))
    if as_of is not None:
        comments = _as_they_stood(archive, article_id, as_of, comments)
    return Thread(
        article=article,
        observation=observations[0] if observations else None,
        comments=in_reading_order(comments),
        as_of=as_of,
    )


def in_reading_order(comments: list[Row]) -> list[Row]:
    """Each comment followed by its answers, siblings in the order shown."""
    answers: dict[int | None, list[Row]] = defaultdict(list)
    for comment in sorted(comments, key=lambda row: (row["position"], row["first_observed_at"], row["identity"])):
        answers[comment["parent_id"]].append(comment)
    ordered: list[Row] = []
    waiting = answers[None][::-1]
    while waiting:
        comment = waiting.pop()
        ordered.append(comment)
        waiting.extend(reversed(answers.get(comment["id"], ())))
    return ordered


def _as_they_stood(archive: Archive, article_id: int, as_of: str, comments: list[Row]) -> list[Row]:
    looks = looks_at(archive, article_id, as_of)
    sightings = sightings_in(archive, looks)
    by_id = {comment["id"]: comment for comment in comments}
    wordings = {
        row["id"]: row
        for row in archive.rows(
            "SELECT v.* FROM comment_versions v JOIN comments c ON c.id = v.comment_id WHERE c.article_id = ?",
            (article_id,),
        )
    }
    stood: list[Row] = []
    depths: dict[int, int] = {}
    then = lives(looks, sightings)
    for comment_id, life in then.items():
        wording = wordings[life.last_sighting.version_id]
        stood.append(
            by_id[comment_id]
            | {name: wording[name] for name in ("body", "body_html", "notice")}
            | {
                "parent_id": life.parent_id(sightings),
                "position": life.last_sighting.position,
                "depth_shown": life.last_sighting.depth_shown,
                "gone_at": life.gone_at,
                "state": life.state(wording["notice"]),
                "version_count": len(life.versions),
            }
        )
    ordered = in_reading_order(stood)
    for comment in ordered:
        parent = comment["parent_id"]
        comment["depth"] = depths[comment["id"]] = 0 if parent is None else depths[parent] + 1
    return ordered
