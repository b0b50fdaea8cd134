"""The search: the same words, rules and filters as ``archiver search``."""

from __future__ import annotations

from typing import Any, get_args

from archiver.archive.search_query import read_query
from archiver.archive.searching import RANKED, Sort, State, Where, search
from archiver.archive.snippets import marked
from archiver.web.page import Asked, NotUnderstoodError, Page

MARKS = ("\x02", "\x03")
"""Signs around what was found; no text in an archive holds such signs."""

_PARAMETERS = ("q", "in", "site", "author", "since", "until", "depth", "state", "sort")
_FEW, _MANY = 50, 500
_PAST: dict[str, Where] = {"comments": "versions", "articles": "article-versions"}


def search_page(asked: Asked) -> Page:
    """The form and, where words were typed, the hits, and how many stand in what was edited away or taken down."""
    words = asked.text("q")
    where = _one_of(asked, "in", get_args(Where)) or "comments"
    sort = _one_of(asked, "sort", get_args(Sort)) or "newest"
    filters: dict[str, Any] = {
        "site": asked.text("site"),
        "author": asked.text("author"),
        "since": asked.instant("since"),
        "until": asked.instant("until"),
        "depth": asked.number("depth"),
        "state": _one_of(asked, "state", get_args(State)),
        "limit": _MANY if asked.text("many") else _FEW,
    }
    is_of_articles = where in ("articles", "article-versions")
    if is_of_articles:
        filters |= {"depth": None, "state": None}
    hits = search(asked.archive, words or "", where=where, sort=sort, marks=MARKS, **filters)  # type: ignore[arg-type]  # one of its choices
    past_where = _PAST.get(where)
    past = search(asked.archive, words or "", where=past_where, **filters) if past_where else None
    terms = read_query(words or "").terms
    for hit in hits:  # words are found in names, too
        hit["author_marked"] = marked(hit["author"] or "", terms, MARKS)
        hit["title_marked"] = marked(hit["title"] or hit["url"], terms if is_of_articles else (), MARKS)
    typed = {name: asked.text(name) for name in _PARAMETERS}
    return Page(
        "search.html",
        {
            "words": words,
            "typed": typed,
            "where": where,
            "is_of_articles": is_of_articles,
            "sort": sort,
            "hits": hits,
            "past": past,
            "ranked": RANKED,
            "sites": asked.archive.rows("SELECT id, name FROM sites ORDER BY id"),
            "states": get_args(State),
            "past_address": asked.addresses.search(**typed | {"in": past_where}),
            "many_address": asked.addresses.search(**typed, many=1) if filters["limit"] == _FEW else None,
        },
    )


def _one_of(asked: Asked, name: str, choices: tuple[str, ...]) -> str | None:
    chosen = asked.text(name)
    if chosen is not None and chosen not in choices:
        raise NotUnderstoodError(f"{name} is one of {', '.join(choices)}, not {chosen!r}.")
    return chosen
