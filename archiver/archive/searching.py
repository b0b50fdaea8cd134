"""Full-text search over articles, comments, and what both said before they were edited or taken down."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Final, Literal

from archiver.archive import Archive
from archiver.archive.connection import storage_errors
from archiver.archive.search_facts import depth_fact, instant_sql, site_fact, state_fact
from archiver.archive.search_query import read_query
from archiver.archive.search_rank import best_first
from archiver.archive.search_text import CJK_RUN, cut_phrase, folded_name, plain_letters
from archiver.archive.search_walk import Narrowed, Searched, Walk
from archiver.archive.snippets import snippet

Where = Literal["comments", "versions", "articles", "article-versions"]
State = Literal["visible", "gone", "removed"]
Sort = Literal["newest", "best"]

RANKED: Final = 10_000
"""Best first, so many of the newest hits are ranked: ranking all of a common word's takes seconds."""

_SEARCHED: dict[Where, Searched] = {
    "comments": Searched(
        index="comments_fts",
        columns=("text", "author"),
        author="author",
        has_facts=True,
        rows="comments c",
        id="c.id",
        at=instant_sql("c"),
        texts="coalesce(c.search_text, c.body), coalesce(c.search_author, c.author)",
    ),
    "versions": Searched(
        index="versions_fts",
        columns=("text", "author"),
        author="author",
        has_facts=False,
        rows="versions v JOIN comments c ON c.id = v.comment_id",
        id="v.id",
        at=instant_sql("c"),
        texts="(SELECT text FROM versions_fts WHERE rowid = v.id), coalesce(c.search_author, c.author)",
    ),
    "articles": Searched(
        index="articles_fts",
        columns=("title", "text", "byline"),
        author="byline",
        has_facts=True,
        rows="articles a",
        id="a.id",
        at=instant_sql("a"),
        texts="a.title, coalesce(a.search_text, a.body), coalesce(a.search_byline, a.byline)",
    ),
    "article-versions": Searched(
        index="article_versions_fts",
        columns=("title", "text", "byline"),
        author="byline",
        has_facts=False,
        rows="article_versions v JOIN articles a ON a.id = v.article_id",
        id="v.id",
        at=instant_sql("a"),
        texts="v.title, (SELECT text FROM article_versions_fts WHERE rowid = v.id), v.byline",
    ),
}
_SURELY_KNOWN: Final = "\u0500"  # letters before it were all in Unicode when FTS5's tokenizer was made
_AUTHOR = {"comments": "c.author", "versions": "c.author", "articles": "a.byline", "article-versions": "v.byline"}
_SITE = {"versions": "(SELECT site_id FROM articles WHERE id = c.article_id)", "article-versions": "a.site_id"}
_SHOWN: dict[Where, str] = {
    "comments": """
SELECT c.id AS found, c.id, c.article_id, a.title, a.url, a.site_id AS site, c.author, c.published_at,
       c.published_local, c.depth, c.state, c.gone_at, c.version_count, c.body AS text
FROM comments c JOIN articles a ON a.id = c.article_id WHERE c.id IN (SELECT value FROM json_each(?))
""",
    "versions": """
SELECT v.id AS found, c.id, c.article_id, a.title, a.url, a.site_id AS site, c.author, c.published_at,
       c.published_local, c.depth, c.state, c.gone_at,
       (SELECT count(*) FROM versions o WHERE o.comment_id = v.comment_id
        AND (o.first_observed_at, o.id) <= (v.first_observed_at, v.id)) AS version, c.version_count,
       v.first_observed_at, v.last_observed_at, v.body AS text
FROM comment_versions v JOIN comments c ON c.id = v.comment_id JOIN articles a ON a.id = c.article_id
WHERE v.id IN (SELECT value FROM json_each(?))
""",
    "articles": """
SELECT a.id AS found, a.id, a.id AS article_id, a.title, a.url, a.site_id AS site, a.byline AS author, a.published_at,
       a.published_local, a.body AS text
FROM articles a WHERE a.id IN (SELECT value FROM json_each(?))
""",
    "article-versions": """
SELECT v.id AS found, a.id, a.id AS article_id, a.title, a.url, a.site_id AS site, v.byline AS author, a.published_at,
       a.published_local, v.first_observed_at, v.last_observed_at,
       coalesce(v.title || char(10), '') || coalesce(v.body, '') AS text
FROM article_versions v JOIN articles a ON a.id = v.article_id WHERE v.id IN (SELECT value FROM json_each(?))
""",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Filters:
    site: str | None
    author: str | None
    since: str | None
    until: str | None
    depth: int | None
    state: State | None


class Hits(list[dict[str, Any]]):
    """The hits asked for, and whether there are more.

    ``is_part_ranked``: best first was asked for, and only the newest RANKED of more hits were ranked.
    """

    has_more: bool = False
    is_part_ranked: bool = False


def search(
    archive: Archive,
    words: str,
    *,
    where: Where = "comments",
    site: str | None = None,
    author: str | None = None,
    since: str | None = None,
    until: str | None = None,
    depth: int | None = None,
    state: State | None = None,
    sort: Sort = "newest",
    limit: int = 20,
    marks: tuple[str, str] = ("[", "]"),
) -> Hits:
    """Hits, each with a snippet in which ``marks`` stand around the words found.

    ``words`` are read as ``search_query`` says; nothing typed is an error. ``where`` is what to search: comments
    as they were last seen (those that are gone since included), articles, or versions: what comments said before
    it was edited away or taken down, each hit with which version it is (``version`` of ``version_count``) and when
    it was seen (``first_observed_at``, ``last_observed_at``); ``id`` is the comment's there too; or the same of
    articles. ``since`` and
    ``until`` (exclusive) are instants as the archive writes them; ``author`` is a whole name, in whatever case;
    ``depth`` and ``state`` are those of a comment, and leave articles out.

    ``sort`` is by publication, newest first, or "best": by bm25 among the newest RANKED hits.
    """
    query = read_query(words)
    hits = Hits()
    if not query.groups:
        return hits
    searched = _SEARCHED[where]
    filters = _Filters(site=site, author=author, since=since, until=until, depth=depth, state=state)
    with storage_errors(archive.path):
        archive.db.register_function(_same_name, name="same_name", deterministic=True)
        walk = Walk(archive.db.conn, searched, query, _narrowed(where, filters))
        if sort == "best":
            newest = list(islice(walk.newest_first(), RANKED + 1))
            ids = best_first(walk.texts(newest[:RANKED]), query.terms)
            hits.is_part_ranked = len(newest) > RANKED
        else:
            ids = [hit.id for hit in islice(walk.newest_first(), limit + 1)]
    hits.has_more = len(ids) > limit or hits.is_part_ranked
    shown = {row.pop("found"): row for row in archive.rows(_SHOWN[where], (json.dumps(ids[:limit]),))}
    for found in (one for one in ids[:limit] if one in shown):  # a crawl may have taken one away meanwhile
        text = shown[found].pop("text") or ""
        hits.append(shown[found] | {"snippet": snippet(text, query.terms, marks)})
    return hits


def _narrowed(where: Where, filters: _Filters) -> Narrowed:
    """The filters, within the index where it knows of them, else as conditions on rows."""
    searched = _SEARCHED[where]
    facts, conditions = [], []
    if filters.site is not None:
        facts.append(site_fact(filters.site))
        conditions.append(f"{_SITE.get(where)} = :site")
    if filters.depth is not None:
        facts.append(depth_fact(filters.depth))
        conditions.append("c.depth = :depth")
    if filters.state is not None:
        facts.append(state_fact(filters.state))
        conditions.append("c.state = :state")
    matches = []
    if searched.has_facts:
        matches, conditions = [f'facts : "{fact}"' for fact in facts], []
    if filters.author is not None:
        conditions.append(f"same_name({_AUTHOR[where]}, :author)")
        matches += _signed(searched.author, filters.author)
    if filters.since is not None:
        conditions.append(f"{searched.at} >= :since")
    if filters.until is not None:
        conditions.append(f"{searched.at} < :until")
    return Narrowed(
        matches=tuple(matches),
        conditions=tuple(conditions),
        parameters=asdict(filters),
        since=filters.since,
        until=filters.until,
    )


def _signed(column: str, name: str) -> list[str]:
    """What finds at least all equal names within the index; nothing where a name has no letter that it surely knows."""
    form = plain_letters(folded_name(name.replace("\x00", " ")))
    if not any(sign.isalnum() and (sign < _SURELY_KNOWN or CJK_RUN.match(sign)) for sign in form):
        return []
    return [f'{column} : "{phrase.replace(chr(34), " ")}"' for phrase in cut_phrase(form)]


def _same_name(name: str | None, other: str) -> bool:
    return name is not None and folded_name(name) == folded_name(other)
