"""The demo's articles and comments as they stand on its first and second day.

They lie in ``articles/*.toml``, one file per article. A comment's ``text`` is plain: an empty line parts
paragraphs, a line that starts with ``> `` quotes. What changes overnight stands beside it:
``first_day = 2``, ``second_day_text`` and ``deleted_on_second_day``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from typing import Any, Literal

Theme = Literal["html5", "classic", "block"]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryComment:
    """One comment or pingback. ``login`` is set for the newsroom's own people; ``at`` has an offset."""

    id: int
    at: datetime
    author: str
    parent: int | None = None
    text: str = ""
    url: str | None = None
    login: str | None = None
    kind: Literal["comment", "pingback"] = "comment"
    first_day: int = 1
    second_day_text: str | None = None
    deleted_on_second_day: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """One article with its comments, oldest first as WordPress lists them. ``theme`` is the mark-up it is shown in."""

    slug: str
    post_id: int
    title: str
    byline: str
    login: str
    published: datetime
    section: str
    tags: tuple[str, ...]
    theme: Theme
    body: str
    comments: tuple[StoryComment, ...] = ()
    first_day: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class SecondDaySummary:
    """What an honest second crawl must find: articles by slug, comments by WordPress's id, in order of time.

    ``new_comments`` counts those below new articles too. ``moved_comments`` answered a comment that was
    deleted, and now answer that comment's own parent, which is what WordPress makes of them.
    """

    new_articles: tuple[str, ...]
    new_comments: tuple[int, ...]
    edited_comments: tuple[int, ...]
    gone_comments: tuple[int, ...]
    moved_comments: tuple[int, ...]


def first_day() -> tuple[Story, ...]:
    """The site's stories before the edit, newest first."""
    return tuple(
        replace(story, comments=tuple(comment for comment in story.comments if comment.first_day == 1))
        for story in _stories()
        if story.first_day == 1
    )


def second_day() -> tuple[Story, ...]:
    """The site's stories after it, newest first."""
    return tuple(replace(story, comments=tuple(_second_day_comments(story))) for story in _stories())


def summary_of_changes(before: tuple[Story, ...], after: tuple[Story, ...]) -> SecondDaySummary:
    """What differs between two states of the site."""
    slugs_before = {story.slug for story in before}
    old, new = _comments_by_id(before), _comments_by_id(after)
    kept = sorted(old.keys() & new.keys())
    return SecondDaySummary(
        new_articles=tuple(story.slug for story in after if story.slug not in slugs_before),
        new_comments=tuple(sorted(new.keys() - old.keys())),
        edited_comments=tuple(number for number in kept if old[number].text != new[number].text),
        gone_comments=tuple(sorted(old.keys() - new.keys())),
        moved_comments=tuple(number for number in kept if old[number].parent != new[number].parent),
    )


def _stories() -> list[Story]:
    articles = files("archiver.demo").joinpath("articles").iterdir()
    stories = [
        _story(tomllib.loads(article.read_text("utf-8"))) for article in articles if article.name.endswith(".toml")
    ]
    return sorted(stories, key=lambda story: story.published, reverse=True)


def _story(fields: dict[str, Any]) -> Story:
    comments = sorted(
        (StoryComment(**comment) for comment in fields.pop("comments", [])), key=lambda comment: comment.id
    )
    return Story(**{**fields, "tags": tuple(fields["tags"]), "comments": tuple(comments)})


def _second_day_comments(story: Story) -> Iterator[StoryComment]:
    deleted = {comment.id: comment.parent for comment in story.comments if comment.deleted_on_second_day}
    for comment in story.comments:
        if comment.id in deleted:
            continue
        parent = comment.parent
        while parent in deleted:  # WordPress hands the answers of a deleted comment to its parent
            parent = deleted[parent]
        yield replace(comment, parent=parent, text=comment.second_day_text or comment.text)


def _comments_by_id(stories: tuple[Story, ...]) -> dict[int, StoryComment]:
    return {comment.id: comment for story in stories for comment in story.comments}
