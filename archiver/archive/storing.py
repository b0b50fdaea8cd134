"""Writing one observation with all that belongs to it, in one transaction (design, rule 2)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from archiver.archive import Archive
from archiver.archive.article_records import article_facts, article_id_of, work_out_article
from archiver.archive.history import work_out_comments
from archiver.archive.identity import comment_words_key, identities
from archiver.instants import instant_text
from archiver.items import Comment, Observation, Site, ThreadPage


@dataclass(kw_only=True, slots=True)
class Stored:
    """What storing one observation changed."""

    article_id: int
    is_new_article: bool = False
    is_new_observation: bool = False
    comments_new: int = 0
    comments_edited: int = 0
    comments_gone: int = 0

    @property
    def is_unchanged(self) -> bool:
        """Whether the thread and the article stood as the archive knew them."""
        return not (self.is_new_article or self.comments_new or self.comments_edited or self.comments_gone)


def store_observation(archive: Archive, thread: ThreadPage, run_id: int | None = None) -> Stored:
    """Store one observation; one that the archive already holds changes nothing.

    Needs a thread that went through the pipelines, with ``observed_at`` and at least one capture.
    Raises StorageError where the file cannot be written.
    """
    if thread.observation.observed_at is None or not thread.captures:
        raise ValueError("an observation to be stored has an instant and captures")
    with archive.transaction():
        _store_site(archive, thread.site)
        article_id, is_new = article_id_of(archive, thread)
        stored = Stored(article_id=article_id, is_new_article=is_new)
        digest = captures_digest(thread)
        if _known_observation(archive, article_id, thread.observation, digest):
            return stored
        stored.is_new_observation = True
        version_id = article_facts(archive, article_id, thread)
        seen = _Seen.of(archive, article_id, thread, stored)
        observation_id = _insert_observation(archive, article_id, thread, digest, version_id, seen, run_id)
        _insert_captures(archive, observation_id, thread)
        gone_before = _gone_count(archive, article_id)
        work_out_comments(archive, article_id, observation_id, seen.rows_of_new_sightings)
        work_out_article(archive, article_id)
        stored.comments_gone = max(0, _gone_count(archive, article_id) - gone_before)
    return stored


def captures_digest(thread: ThreadPage) -> str:
    """SHA-256 over the SHA-256 of each capture, in order: what the observation rests on."""
    return hashlib.sha256("".join(capture.sha256 for capture in thread.captures).encode()).hexdigest()


@dataclass(slots=True)
class _Seen:
    """What an observation saw, as (comment, version, parent's position, depth shown) in the order shown."""

    sightings: list[tuple[int, int, int | None, int]]
    rows_of_new_sightings: list[tuple[int, Comment]]

    @classmethod
    def of(cls, archive: Archive, article_id: int, thread: ThreadPage, stored: Stored) -> _Seen:
        known = {
            row["identity"]: row["id"]
            for row in archive.db.query("SELECT identity, id FROM comments WHERE article_id = ?", [article_id])
        }
        versions = {
            (row["comment_id"], row["words_key"]): row["id"]
            for row in archive.db.query(
                "SELECT v.id, v.comment_id, v.words_key FROM comment_versions v"
                " JOIN comments c ON c.id = v.comment_id WHERE c.article_id = ?",
                [article_id],
            )
        }
        seen = cls([], [])
        for identity, comment in zip(
            identities(thread.comments, thread.observation.platform), thread.comments, strict=True
        ):
            comment_id = known.get(identity)
            if comment_id is None:
                comment_id = _insert_comment(archive, article_id, identity, comment, thread.observation)
                stored.comments_new += 1
            key = (comment_id, comment_words_key(comment))
            if key not in versions:
                versions[key] = _insert_version(archive, comment_id, key[1], comment)
                stored.comments_edited += identity in known
            seen.sightings.append((comment_id, versions[key], comment.parent, comment.depth_shown))
            seen.rows_of_new_sightings.append((comment_id, comment))
        return seen

    def key(self) -> str:
        return hashlib.sha256(repr(self.sightings).encode()).hexdigest()[:32]


def _store_site(archive: Archive, site: Site) -> None:
    row = {
        "id": site.id,
        "domain": site.domain,
        "name": site.name,
        "timezone": site.timezone,
        "language": site.language,
        "platform": site.platform,
    }
    taken_over = archive.rows(
        "SELECT id FROM sites WHERE domain = ? AND id <> ? AND id = domain", (site.domain, site.id)
    )
    archive.db.table("sites").upsert(row, pk="id")
    for undeclared in taken_over:
        archive.db.execute("UPDATE articles SET site_id = ? WHERE site_id = ?", [site.id, undeclared["id"]])
        archive.db.execute("DELETE FROM sites WHERE id = ?", [undeclared["id"]])


def _known_observation(archive: Archive, article_id: int, observation: Observation, digest: str) -> bool:
    assert observation.observed_at is not None
    return bool(
        archive.rows(
            "SELECT 1 FROM observations WHERE article_id = ? AND observed_at = ? AND source = ? AND digest = ?",
            (article_id, instant_text(observation.observed_at), observation.source, digest),
        )
    )


def _insert_comment(
    archive: Archive, article_id: int, identity: str, comment: Comment, observation: Observation
) -> int:
    row = {
        "article_id": article_id,
        "identity": identity,
        "platform": observation.platform,
        "external_id": comment.external_id,
        "body": "",
        "kind": comment.kind,
    }
    return archive.insert("comments", row)


def _insert_version(archive: Archive, comment_id: int, key: str, comment: Comment) -> int:
    row = {
        "comment_id": comment_id,
        "words_key": key,
        "body": comment.body,
        "body_html": comment.body_html,
        "notice": comment.notice,
    }
    return archive.insert("comment_versions", row)


def _insert_observation(
    archive: Archive,
    article_id: int,
    thread: ThreadPage,
    digest: str,
    article_version_id: int,
    seen: _Seen,
    run_id: int | None,
) -> int:
    observation = thread.observation
    assert observation.observed_at is not None
    seen_key = seen.key()
    same = archive.rows(
        "SELECT seen_in FROM observations WHERE article_id = ? AND seen_key = ? LIMIT 1", (article_id, seen_key)
    )
    row: dict[str, Any] = {
        "article_id": article_id,
        "observed_at": instant_text(observation.observed_at),
        "source": observation.source,
        "scope": observation.scope,
        "digest": digest,
        "platform": observation.platform,
        "is_complete": int(observation.is_complete),
        "incomplete_reason": observation.incomplete_reason,
        "stated_count": observation.stated_count,
        "captured_count": observation.captured_count,
        "article_version_id": article_version_id,
        "seen_key": seen_key,
        "run_id": run_id,
    }
    observation_id = archive.insert("observations", row)
    archive.db.table("observations").update(observation_id, {"seen_in": same[0]["seen_in"] if same else observation_id})
    if not same:
        archive.db.table("sightings").insert_all(
            {
                "observation_id": observation_id,
                "position": position,
                "comment_id": comment_id,
                "version_id": version_id,
                "parent_position": parent,
                "depth_shown": depth_shown,
            }
            for position, (comment_id, version_id, parent, depth_shown) in enumerate(seen.sightings)
        )
    return observation_id


def _insert_captures(archive: Archive, observation_id: int, thread: ThreadPage) -> None:
    observed_at = thread.observation.observed_at
    assert observed_at is not None
    archive.db.table("captures").insert_all(
        {
            "observation_id": observation_id,
            "url": capture.url,
            "status": capture.status,
            "captured_at": instant_text(capture.captured_at or observed_at),
            "sha256": capture.sha256,
            "size": capture.size,
            "file": capture.file,
            "offset": capture.offset,
            "length": capture.length,
        }
        for capture in thread.captures
    )


def _gone_count(archive: Archive, article_id: int) -> int:
    row = archive.rows("SELECT count(*) AS n FROM comments WHERE article_id = ? AND gone_at IS NOT NULL", (article_id,))
    return int(row[0]["n"])
