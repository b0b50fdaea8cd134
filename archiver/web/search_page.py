"""The search: the same words, rules and filters as ``archiver search``."""

from __future__ import annotations

from typing import Any, get_args

from archiver.archive.searching import State, Where, search
from archiver.web.page import Asked, NotUnderstoodError, Page

MARKS = ("\x02", "\x03")
"""Signs around what was found; no text in an archive holds such signs."""

_PER_PAGE = 50


def search_page(asked: Asked) -> Page:
    """The form and, where words were typed, the hits, newest first."""
    words = asked.text("q")
    filters: dict[str, Any] = {
        "where": _one_of(asked, "in", get_args(Where)) or "comments",
        "site": asked.text("site"),
        "author": asked.text("author"),
        "since": asked.instant("since"),
        "until": asked.instant("until"),
        "depth": asked.number("depth"),
        "state": _one_of(asked, "state", get_args(State)),
    }
    if filters["where"] == "articles":
        filters |= {"depth": None, "state": None}
    hits = search(asked.archive, words, **filters, limit=_PER_PAGE + 1, marks=MARKS) if words else []
    return Page(
        "search.html",
        {
            "words": words,
            "typed": asked.parameters,
            "filters": filters,
            "hits": hits[:_PER_PAGE],
            "has_more": len(hits) > _PER_PAGE,
            "most": _PER_PAGE,
            "sites": asked.archive.rows("SELECT id, name FROM sites ORDER BY id"),
            "states": get_args(State),
        },
    )


def _one_of(asked: Asked, name: str, choices: tuple[str, ...]) -> str | None:
    chosen = asked.text(name)
    if chosen is not None and chosen not in choices:
        raise NotUnderstoodError(f"{name} is one of {', '.join(choices)}, not {chosen!r}.")
    return chosen
