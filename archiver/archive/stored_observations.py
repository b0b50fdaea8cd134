"""An observation as an item again, from what the archive keeps of it: to be stored in another archive."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from archiver.archive import Archive
from archiver.archive.shown_threads import ShownThreads
from archiver.instants import read_instant
from archiver.items import Article, Capture, CaptureRecord, Comment, Observation, Site, ThreadPage

_INSTANTS = frozenset({"published_at", "modified_at", "edited_at"})
_FROM_JSON = frozenset({"tags", "extra"})


def stored_observation(archive: Archive, observation_id: int) -> ThreadPage:
    """The observation as it went into the archive, after all pipelines: stored elsewhere, it makes the same rows.

    The records of its captures are without ids, which the archive does not keep. Its article's addresses are all
    that are known of the article.
    """
    look = archive.rows("SELECT * FROM observations WHERE id = ?", (observation_id,))[0]
    comments, id_space = StoredComments(archive, look["article_id"]).as_shown(look["shown_id"])
    return ThreadPage(
        site=_site(archive, look),
        article=_article(archive, look),
        comments=comments,
        observation=Observation(
            observed_at=read_instant(look["observed_at"]),
            source=look["source"],
            scope=look["scope"],
            platform=look["platform"],
            id_space=id_space,
            is_complete=bool(look["is_complete"]),
            incomplete_reason=look["incomplete_reason"],
            stated_count=look["stated_count"],
            captured_count=look["captured_count"],
            digest=look["digest"],
        ),
        captures=_captures(archive, observation_id),
        article_urls=[
            f"https://{row['url']}"
            for row in archive.rows("SELECT url FROM article_urls WHERE article_id = ?", (look["article_id"],))
        ],
    )


class StoredComments:
    """What an article's looks have shown, as the items that they were."""

    def __init__(self, archive: Archive, article_id: int) -> None:
        self._shown = ShownThreads(archive, article_id)
        self._said = {
            row["id"]: row
            for row in archive.rows(
                "SELECT readings.*, body, body_html, notice FROM readings JOIN wordings ON wordings.id = wording_id"
                " WHERE readings.article_id = ?",
                (article_id,),
            )
        }

    def as_shown(self, shown_id: int) -> tuple[list[Comment], str | None]:
        """The comments of a thread in the order shown, and whose ids theirs are."""
        entries = self._shown[shown_id].entries
        positions = {entry.reading: position for position, entry in enumerate(entries)}
        comments = [
            Comment(
                **_known(Comment, self._said[entry.reading]),
                depth_shown=entry.depth_shown,
                likes=entry.likes,
                dislikes=entry.dislikes,
                position=position,
                parent=None if entry.parent is None else positions[entry.parent],
            )
            for position, entry in enumerate(entries)
        ]
        spaces = (self._said[entry.reading]["id_space"] for entry in entries)
        return comments, next((space for space in spaces if space is not None), None)


def _site(archive: Archive, look: dict[str, Any]) -> Site:
    """The site as it is known. A look after it was last stated did not know it by more than its domain."""
    row = archive.rows("SELECT * FROM sites WHERE id = ?", (look["site_id"],))[0]
    if look["observed_at"] > row["stated_at"]:
        return Site(id=row["domain"], domain=row["domain"])
    return Site(**_known(Site, row))


def _article(archive: Archive, look: dict[str, Any]) -> Article:
    version = archive.rows("SELECT * FROM article_versions WHERE id = ?", (look["article_version_id"],))[0]
    return Article(**_known(Article, version), stated_comment_count=look["article_states_count"])


def _captures(archive: Archive, observation_id: int) -> list[Capture]:
    return [
        Capture(
            url=row["url"],
            captured_at=read_instant(row["captured_at"]),
            sha256=row["sha256"],
            size=row["size"],
            status=row["status"],
            record=_record(row),
            redacted_at=read_instant(row["redacted_at"]) if row["redacted_at"] else None,
        )
        for row in archive.rows("SELECT * FROM captures WHERE observation_id = ? ORDER BY id", (observation_id,))
    ]


def _record(row: dict[str, Any]) -> CaptureRecord | None:
    if row["file"] is None:
        return None
    return CaptureRecord(file=row["file"], offset=row["offset"], length=row["length"], record_id="")


def _known(kind: type[Any], row: dict[str, Any]) -> dict[str, Any]:
    """The columns of a row that are fields of an item, as the item holds them; the item's own defaults for NULL."""
    names = {field.name for field in fields(kind)}
    return {name: _value(name, value) for name, value in row.items() if name in names and value is not None}


def _value(name: str, value: Any) -> Any:
    if name in _INSTANTS:
        instant: datetime = read_instant(value)
        return instant
    return json.loads(value) if name in _FROM_JSON else value
