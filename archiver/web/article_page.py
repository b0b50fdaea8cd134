"""The page of an article: its words, its thread as a tree, how the thread grew, and what all of it rests on."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from archiver.archive import Archive
from archiver.archive.identity import words_key
from archiver.archive.past_words import put_last, versions_of
from archiver.archive.threads import Thread, read_thread
from archiver.commands.options import EndOf
from archiver.web.charts import by_depth, over_time
from archiver.web.differences import Part, difference
from archiver.web.page import Asked, NotThereError, NotUnderstoodError, Page, Row
from archiver.web.tree import DEEPEST_LEVEL, Place, places

_CLOSING = [Markup("</ol></details></li>" * levels) for levels in range(DEEPEST_LEVEL + 1)]  # noqa: S704 (ours)
_MOST_DIFFERENCES = 300  # beyond, the comment's own page shows them

_ARTICLE_VERSIONS = """
SELECT title, body, words_key, first_observed_at,
       CASE WHEN :as_of IS NULL OR last_observed_at <= :as_of THEN last_observed_at END AS last_observed_at
FROM article_versions v WHERE article_id = :article AND (:as_of IS NULL OR first_observed_at <= :as_of)
ORDER BY min(v.last_observed_at, coalesce(:as_of, v.last_observed_at)), first_observed_at, id
"""


@dataclass(frozen=True, slots=True)
class Edit:
    """Words that took the place of others: when they were first and last seen, and the difference."""

    first_observed_at: str
    last_observed_at: str | None  # None where looks after the instant shown saw them, too
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Look:
    """One observation in the list of all: its number from 1, its row, the captures, and whether it is the one shown."""

    number: int
    row: Row
    captures: list[Row]
    is_shown: bool


def article_page(asked: Asked) -> Page:
    """An article with its thread, as it stands or, by ``as_of`` or ``observation``, as it stood."""
    article_id = int(asked.parts["id"])
    site = _site(asked.archive, article_id)
    rows = observations(asked.archive, article_id)
    as_of = _as_of(asked, rows)
    thread = read_thread(asked.archive, article_id, as_of)
    looks = _looks(asked.archive, article_id, rows, thread)
    found = places(thread.comments)
    changes = _changes(thread, found, looks)
    counted = [comment for comment in thread.comments if comment["state"] != "erased"]
    return Page(
        "article.html",
        {
            "article": thread.article,
            "tags": json.loads(thread.article["tags"] or "[]"),
            "site": site,
            "thread": thread,
            "places": found,
            "deepest": DEEPEST_LEVEL,
            "closing": _CLOSING,
            "names": {comment["id"]: comment["author"] for comment in thread.comments},
            "present": sum(comment["gone_at"] is None for comment in thread.comments),
            "gone": sum(comment["state"] == "gone" for comment in thread.comments),
            "edits": _edits(asked.archive, article_id, thread),
            "article_edits": _article_edits(asked.archive, article_id, thread),
            "looks": looks,
            "shown_look": next((look for look in looks if look.is_shown), None),
            "changes": changes,
            "fresh": set(changes["new"]),
            "time_chart": over_time([one["published_at"] or one["published_local"] or "" for one in counted]),
            "depth_chart": by_depth([comment["depth"] for comment in counted]),
        },
    )


def observations(archive: Archive, article_id: int) -> list[Row]:
    """The article's observations, oldest first."""
    return archive.rows(
        "SELECT * FROM observations WHERE article_id = ? ORDER BY observed_at, digest, source", (article_id,)
    )


def captures_by_observation(archive: Archive, article_id: int) -> dict[int, list[Row]]:
    """The captures that each of the article's observations rests on."""
    found: dict[int, list[Row]] = defaultdict(list)
    for capture in archive.rows(
        "SELECT * FROM captures WHERE observation_id IN (SELECT id FROM observations WHERE article_id = ?)"
        " ORDER BY captured_at, id",
        (article_id,),
    ):
        found[capture["observation_id"]].append(capture)
    return found


def _site(archive: Archive, article_id: int) -> Row:
    found = archive.rows("SELECT * FROM sites WHERE id = (SELECT site_id FROM articles WHERE id = ?)", (article_id,))
    if not found:
        raise NotThereError(f"There is no article {article_id} in this archive.")
    return found[0]


def _as_of(asked: Asked, rows: list[Row]) -> str | None:
    number = asked.number("observation")
    if number is None:
        return asked.instant("as_of", EndOf())
    if not 1 <= number <= len(rows):
        raise NotUnderstoodError(f"There are observations 1 to {len(rows)}, but no {number}.")
    return None if number == len(rows) else str(rows[number - 1]["observed_at"])


def _looks(archive: Archive, article_id: int, rows: list[Row], thread: Thread) -> list[Look]:
    captures = captures_by_observation(archive, article_id)
    shown = thread.observation["id"] if thread.observation else None
    return [
        Look(number, row, captures.get(row["id"], []), row["id"] == shown) for number, row in enumerate(rows, start=1)
    ]


def _edits(archive: Archive, article_id: int, thread: Thread) -> dict[int, list[Edit]]:
    """For each comment that was edited, by the instant shown, what took the place of what."""
    if not any((comment["version_count"] or 1) > 1 for comment in thread.comments):
        return {}
    edits: dict[int, list[Edit]] = {}
    left = _MOST_DIFFERENCES
    for comment_id, versions in versions_of(archive, article_id, thread.comments, thread.as_of).items():
        if len(versions) > 1 and left > 0:
            edits[comment_id] = edits_of(versions)
            left -= len(versions)
    return edits


def edits_of(versions: list[Row]) -> list[Edit]:
    """What each of a comment's wordings (see ``archive.past_words.versions_of``) changed."""
    return [
        Edit(
            later["first_observed_at"],
            later["last_observed_at"],
            difference(earlier["notice"] or earlier["body"] or "", later["notice"] or later["body"] or ""),
        )
        for earlier, later in pairwise(versions)
    ]


def _article_edits(archive: Archive, article_id: int, thread: Thread) -> list[dict[str, Any]]:
    """What became of the article's own headline and text: a row for each change of words, what it says now last."""
    versions = archive.rows(_ARTICLE_VERSIONS, {"article": article_id, "as_of": thread.as_of})
    put_last(versions, words_key(thread.article["title"], thread.article["body"]))
    return [
        {
            "first_observed_at": later["first_observed_at"],
            "last_observed_at": later["last_observed_at"],
            "title": difference(earlier["title"] or "", later["title"] or ""),
            "body": difference(earlier["body"] or "", later["body"] or ""),
        }
        for earlier, later in pairwise(versions)
        if earlier["words_key"] != later["words_key"]
    ]


def _changes(thread: Thread, found: list[Place], looks: list[Look]) -> dict[str, list[int]]:
    """What the observation shown was the first to see, by comments' ids; nothing for the first observation."""
    shown = thread.observation
    if shown is None or looks[0].is_shown:
        return {"new": [], "gone": []}
    at = shown["observed_at"]
    return {
        "new": [place.comment["id"] for place in found if place.comment["first_observed_at"] == at],
        "gone": [place.comment["id"] for place in found if place.comment["gone_at"] == at],
    }
