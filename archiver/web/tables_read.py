"""Which tables each page, each canned query and each table rests on.

Who may not see one of them may not see what is made of it.
"""

from __future__ import annotations

Tables = frozenset[str]

_THREAD: Tables = frozenset({"articles", "comments"})
_WORDINGS: Tables = frozenset({"comment_versions", "shown_threads", "versions", "wordings"})
_LOOKS: Tables = frozenset({"captures", "observations", "readings"})

PAGES: dict[str, Tables] = {
    "front": _THREAD | {"observations", "sites"},
    "articles": _THREAD | {"sites"},  # for the numbers of comments
    "article": _THREAD | _WORDINGS | _LOOKS | {"article_versions", "sites"},
    "comment": _THREAD | _WORDINGS | _LOOKS,
    "author": _THREAD,
    "search": _THREAD | _WORDINGS | {"article_versions", "sites"},
}
"""By page, views and what lies beneath them among the tables; the full-text indexes are part of their tables."""

QUERIES: dict[str, Tables] = {
    "thread_as_of": _THREAD | _WORDINGS | {"article_versions", "observations", "readings"},
    "deleted": _THREAD,
    "edited": _THREAD | _WORDINGS,
    "longest": frozenset({"articles"}),
    "most_replied": _THREAD,
    "deepest": _THREAD,
    "reply_pairs": _THREAD,
    "per_day": _THREAD,
}
"""By the name of a canned query."""

_BENEATH: dict[str, tuple[str, ...]] = {
    "readings": ("comments",),
    "comments_searched": ("comments",),
    "comments_fts": ("comments",),
    "comment_versions": ("comments",),
    "wordings": ("comments", "comment_versions"),
    "versions_fts": ("comments", "comment_versions", "wordings"),
    "articles_searched": ("articles",),
    "articles_fts": ("articles",),
    "article_versions": ("articles",),
    "article_versions_fts": ("articles", "article_versions"),
}
_OF_AN_INDEX = ("", "_data", "_idx", "_content", "_docsize", "_config")  # the tables that FTS5 makes beneath its own

BENEATH: dict[str, tuple[str, ...]] = {
    f"{table}{end}": tables
    for table, tables in _BENEATH.items()
    for end in (_OF_AN_INDEX if table.endswith("_fts") else ("",))
}
"""By table or view, those whose words, or some of them, it holds too; each after those that it names."""
