"""What an article's observations say together about each of its comments.

Everything here is worked out anew from all observations of the article, in the order of their instants
and never of their arrival, so that the archive is a function of the set of its observations (design, rule 3).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from archiver.archive import Archive
from archiver.archive.comment_facts import facts_of
from archiver.archive.search_text import indexed_text
from archiver.items import Comment


@dataclass(slots=True)
class Look:
    """One observation, as far as history needs it."""

    id: int
    observed_at: str
    is_complete: bool
    scope: str
    seen_in: int


@dataclass(slots=True)
class Sighting:
    """One comment in one observation."""

    position: int
    comment_id: int
    version_id: int
    parent_position: int | None
    depth_shown: int


@dataclass(slots=True)
class Life:
    """One comment over all looks at its thread."""

    first: Look
    last: Look
    last_sighting: Sighting
    scopes: set[str] = field(default_factory=set)
    versions: set[int] = field(default_factory=set)
    gone_at: str | None = None

    def parent_id(self, sightings: dict[int, list[Sighting]]) -> int | None:
        """The comment it answered where it was last seen."""
        position = self.last_sighting.parent_position
        return None if position is None else sightings[self.last.seen_in][position].comment_id

    def state(self, notice: str | None) -> str:
        """``gone`` where a look that should have shown it did not, ``removed`` behind a moderator's notice."""
        if self.gone_at is not None:
            return "gone"
        return "removed" if notice else "visible"


def looks_at(archive: Archive, article_id: int, until: str | None = None) -> list[Look]:
    """The article's observations up to an instant, oldest first; ties at one second go by their digest."""
    rows = archive.rows(
        "SELECT id, observed_at, is_complete, scope, seen_in FROM observations"
        " WHERE article_id = :article AND (:until IS NULL OR observed_at <= :until)"
        " ORDER BY observed_at, digest, source",
        {"article": article_id, "until": until},
    )
    return [Look(row["id"], row["observed_at"], bool(row["is_complete"]), row["scope"], row["seen_in"]) for row in rows]


def sightings_in(archive: Archive, looks: list[Look]) -> dict[int, list[Sighting]]:
    """For each set of sightings that the looks refer to, what was seen, in the order shown."""
    found: dict[int, list[Sighting]] = {}
    for seen_in in {look.seen_in for look in looks}:
        rows = archive.rows(
            "SELECT position, comment_id, version_id, parent_position, depth_shown FROM sightings"
            " WHERE observation_id = ? ORDER BY position",
            (seen_in,),
        )
        found[seen_in] = [Sighting(*row.values()) for row in rows]
    return found


def lives(looks: list[Look], sightings: dict[int, list[Sighting]]) -> dict[int, Life]:
    """Each comment's life over the looks. A comment is gone from the first complete look after its last
    sighting that could have shown it: one whose scope it was seen in before."""
    found: dict[int, Life] = {}
    for look in looks:
        for sighting in sightings[look.seen_in]:
            life = found.get(sighting.comment_id)
            if life is None:
                life = found[sighting.comment_id] = Life(look, look, sighting)
            life.last, life.last_sighting, life.gone_at = look, sighting, None
            life.scopes.add(look.scope)
            life.versions.add(sighting.version_id)
        if look.is_complete:
            for life in found.values():
                if life.last is not look and life.gone_at is None and look.scope in life.scopes:
                    life.gone_at = look.observed_at
    return found


def work_out_comments(
    archive: Archive, article_id: int, observation_id: int, seen_now: list[tuple[int, Comment]]
) -> None:
    """Bring the rows of comments and their versions in step with all observations of the article.

    ``seen_now`` are the comments of the observation just written, which give the facts of those that no
    later observation saw. Only rows that differ are written.
    """
    looks = looks_at(archive, article_id)
    sightings = sightings_in(archive, looks)
    all_lives = lives(looks, sightings)
    facts = {comment_id: facts_of(comment) for comment_id, comment in seen_now}
    wordings = {
        row["id"]: row
        for row in archive.db.query(
            "SELECT v.* FROM comment_versions v JOIN comments c ON c.id = v.comment_id WHERE c.article_id = ?",
            [article_id],
        )
    }
    parents = {comment_id: life.parent_id(sightings) for comment_id, life in all_lives.items()}
    _write_changed_versions(archive, looks, sightings, wordings)
    present = {row["id"]: row for row in archive.db.query("SELECT * FROM comments WHERE article_id = ?", [article_id])}
    for comment_id, life in all_lives.items():
        wording = wordings[life.last_sighting.version_id]
        row: dict[str, Any] = {
            "parent_id": parents[comment_id],
            "depth": _depth(comment_id, parents),
            "depth_shown": life.last_sighting.depth_shown,
            "position": life.last_sighting.position,
            "body": wording["body"],
            "search_text": indexed_text(wording["body"]),
            "body_html": wording["body_html"],
            "notice": wording["notice"],
            "state": life.state(wording["notice"]),
            "first_observed_at": life.first.observed_at,
            "gone_at": life.gone_at,
            "version_count": len(life.versions),
        }
        if life.last.id == observation_id:
            row |= facts[comment_id]
        changed = {name: value for name, value in row.items() if present[comment_id][name] != value}
        if changed:
            archive.db.table("comments").update(comment_id, changed)


def _write_changed_versions(
    archive: Archive, looks: list[Look], sightings: dict[int, list[Sighting]], wordings: dict[int, dict[str, Any]]
) -> None:
    spans: dict[int, list[str]] = defaultdict(list)
    for look in looks:
        for sighting in sightings[look.seen_in]:
            spans[sighting.version_id].append(look.observed_at)
    for version_id, seen_at in spans.items():
        first, last = seen_at[0], seen_at[-1]
        known = wordings[version_id]
        if (known["first_observed_at"], known["last_observed_at"]) != (first, last):
            archive.db.table("comment_versions").update(
                version_id, {"first_observed_at": first, "last_observed_at": last}
            )


def _depth(comment_id: int, parents: dict[int, int | None]) -> int:
    """A parent is always seen in the look that names it, so chains lead to ever later looks and end."""
    depth, parent = 0, parents[comment_id]
    while parent is not None:
        depth, parent = depth + 1, parents[parent]
    return depth
