"""Which threads are exported: named one by one, by what they have in common, or all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from archiver.archive import Archive
from archiver.archive.articles import find_article
from archiver.archive.search_facts import instant_sql
from archiver.archive.search_query import read_query
from archiver.errors import UsageError

_PUBLISHED = f"coalesce({instant_sql('a')}, a.first_observed_at)"
_CHOSEN = f"""
SELECT a.id FROM articles a
WHERE (:sites IS NULL OR a.site_id IN (SELECT value FROM json_each(:sites)))
  AND (:since IS NULL OR {_PUBLISHED} >= :since) AND (:until IS NULL OR {_PUBLISHED} < :until)
  AND (:as_of IS NULL OR a.first_observed_at <= :as_of)
  AND (:match IS NULL
    OR a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :match)
    OR a.id IN (SELECT article_id FROM comments WHERE id IN
                 (SELECT rowid FROM comments_fts WHERE comments_fts MATCH :match)))
ORDER BY a.id
"""  # noqa: S608 (nothing but our own words)


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """What a person asked for. ``articles`` are addresses, ids and parts of titles, and leave out all else."""

    articles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    query: str | None = None

    @property
    def is_of_one(self) -> bool:
        """Whether it can only be one article."""
        return len(self.articles) == 1

    @property
    def may_grow(self) -> bool:
        """Whether articles that were known before may come to match: by new words, or by a date that is told later."""
        return bool(self.query or self.since or self.until)

    def facts(self, *, is_pseudonymised: bool = False) -> dict[str, Any]:
        """What the manifest says of it; words that may be somebody's name are left out on request."""
        if self.articles:
            return {"articles": len(self.articles)}
        said = {"sites": sorted(self.sites) or None, "since": self.since, "until": self.until, "query": self.query}
        if is_pseudonymised and self.query:
            said["query"] = "withheld"
        return {name: value for name, value in said.items() if value is not None} or {"all": True}

    def key(self, article_ids: list[int], *others: Any) -> str:
        """By which the same selection is known again, without a word of it."""
        told = [article_ids if self.articles else None, sorted(self.sites), self.since, self.until, self.query, *others]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]

    def article_ids(self, archive: Archive, as_of: str | None = None) -> list[int]:
        """The ids of the articles, in their order; for an instant those that had been seen by then.

        Raises UsageError for an article or a site that the archive does not hold.
        """
        if self.articles:
            ids = list(dict.fromkeys(find_article(archive, meant) for meant in self.articles))
            return [one for one in ids if as_of is None or _was_seen(archive, one, as_of)]
        known = {row["id"] for row in archive.rows("SELECT id FROM sites")}
        for site in self.sites:
            if site not in known:
                raise UsageError(f"There is no site {site!r} in {archive.path}; it holds {', '.join(sorted(known))}.")
        match = read_query(self.query).match if self.query else None
        if match == "":
            raise UsageError(f"{self.query!r} holds no word to search for.")
        rows = archive.rows(
            _CHOSEN,
            {
                "sites": json.dumps(self.sites) if self.sites else None,
                "since": self.since,
                "until": self.until,
                "match": match,
                "as_of": as_of,
            },
        )
        return [row["id"] for row in rows]


def named_articles(words: tuple[str, ...]) -> tuple[str, ...]:
    """What the words of a command line name: several articles by ids and addresses, or one by words of its title."""
    if all(word.isdecimal() or word.startswith(("http://", "https://")) for word in words):
        return words
    return (" ".join(words),)


def _was_seen(archive: Archive, article_id: int, as_of: str) -> bool:
    return bool(archive.rows("SELECT 1 FROM articles WHERE id = ? AND first_observed_at <= ?", (article_id, as_of)))
