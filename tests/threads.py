"""Threads made by hand, for tests that store and read them back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from archiver.items import Article, Capture, Comment, Evidence, Observation, Site, ThreadPage
from pipelines.tree import build_tree
from pipelines.validate import judge_completeness

SITE = Site(id="example", domain="mast.example", name="The Mast", timezone="Europe/London", language="en-GB")
URL = "https://mast.example/2024/05/fibre-reaches-little-wick/"


def at(text: str) -> datetime:
    """An instant of ISO text, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def comment(number: int | None, body: str, depth: int = 0, **fields: object) -> Comment:
    """A comment with an id (or none), a text and a depth; anything else by name."""
    return Comment(
        external_id=None if number is None else str(number),
        body=body,
        depth_shown=depth,
        **fields,  # type: ignore[arg-type]  # fields by name
    )


def thread(
    observed_at: str,
    *comments: Comment,
    is_complete: bool = True,
    article: Article | None = None,
    site: Site = SITE,
    platform: str | None = "wordpress",
    scope: str = "html",
) -> ThreadPage:
    """One observation of a thread, through the tree and validate steps."""
    words = repr([(one.external_id, one.body, one.depth_shown, one.author) for one in comments])
    page = ThreadPage(
        site=site,
        article=article or Article(url=URL, title="Fibre reaches Little Wick", body="At last."),
        comments=list(comments),
        observation=Observation(observed_at=at(observed_at), source=scope, scope=scope, platform=platform),
        evidence=Evidence(is_ended=is_complete),
        captures=[
            Capture(
                url=URL,
                captured_at=at(observed_at),
                sha256=hashlib.sha256(words.encode()).hexdigest(),
                size=len(words),
                status=200,
            )
        ],
    )
    build_tree(page)
    judge_completeness(page)
    return page
