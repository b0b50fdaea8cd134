"""What an archive holds of a WordPress, and what it should hold by WordPress's own database, in the same form."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

_TYPOGRAPHY = str.maketrans("‘’“”", "''\"\"")  # block themes turn the quotes in names curly, classic ones do not
_BREAKS = re.compile(r"</?(?:p|br|blockquote)\b[^>]*>")
_TAGS = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True, slots=True, order=True)
class KnownComment:
    """One comment that everybody may see. ``depth`` counts the comments known above it."""

    article: str
    number: str
    kind: str
    author: str
    parent: str | None
    depth: int
    published_at: str | None
    text: str


def parents_in(visible: dict[str, Any]) -> dict[str, str | None]:
    """Whom each comment answers that everybody may see, by number."""
    return {one["id"]: one["parent"] for article in visible.values() for one in article["comments"]}


def in_wordpress(visible: dict[str, Any], seen_before: Mapping[str, str | None] | None = None) -> set[KnownComment]:
    """The approved comments of the published articles, by the site's database (``visible`` of php/act.php).

    ``seen_before`` are the parents of comments that an archive has seen earlier: what answers them answers them still.
    """
    found = set()
    parents = {**(seen_before or {}), **parents_in(visible)}
    for url, article in visible.items():
        for one in article["comments"]:
            found.add(
                KnownComment(
                    article=url,
                    number=one["id"],
                    kind=one["kind"],
                    author=one["author"].translate(_TYPOGRAPHY),
                    parent=one["parent"] if one["parent"] in parents else None,
                    depth=_depth(one["id"], parents),
                    published_at=one["written"].replace(" ", "T") + "Z",
                    text=_line(_TAGS.sub("", _BREAKS.sub(" ", one["shown"]))),
                )
            )
    return found


def without_what_pings_lack(comments: Iterable[KnownComment]) -> set[KnownComment]:
    """As classic themes show them: of a pingback or trackback the name alone."""
    return {one if one.kind == "comment" else replace(one, published_at=None, text="") for one in comments}


def in_archive(db: Path) -> set[KnownComment]:
    """The visible comments of an archive."""
    rows = rows_of(
        db,
        "SELECT articles.url, one.external_id, one.kind, one.author, parent.external_id, one.depth, one.published_at,"
        " one.body FROM comments AS one JOIN articles ON articles.id = one.article_id"
        " LEFT JOIN comments AS parent ON parent.id = one.parent_id WHERE one.state = 'visible'",
    )
    return {
        KnownComment(url, number, kind, author.translate(_TYPOGRAPHY), parent, depth, at, _line(body))
        for url, number, kind, author, parent, depth, at, body in rows
    }


def rows_of(db: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of an archive."""
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as archive:
        return archive.execute(sql, values).fetchall()


def _depth(number: str, parents: Mapping[str, str | None]) -> int:
    depth, at = 0, parents[number]
    while at is not None and at in parents:
        depth, at = depth + 1, parents[at]
    return depth


def _line(text: str) -> str:
    return " ".join(unescape(text).split())
