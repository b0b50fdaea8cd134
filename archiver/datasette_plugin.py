"""What Datasette learns of an archive where archiver is installed beside it.

What tables and columns mean, which full-text index belongs to which table, and how to search: Datasette's own search
box passes words to FTS5 as they are typed, but the archive's indexes hold Chinese, Japanese and Korean cut into pairs
(see ``archive.search_text``), so what is typed is cut alike on its way in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl

from archiver.archive.descriptions import DESCRIPTIONS
from archiver.archive.search_text import CJK_RUN, cut_phrase

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Descriptions and search indexes for every archive that is served."""
    archives = [name for name, served in datasette.databases.items() if served.path and _is_archive(str(served.path))]
    return {"databases": {name: {"tables": _tables()} for name in archives}}


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = {
        name: {"description": about, "columns": columns} for name, (about, columns) in DESCRIPTIONS.items()
    }
    for name in ("articles", "comments"):
        tables[name] |= {"fts_table": f"{name}_fts", "fts_pk": "id"}
    return tables


@cache
def _is_archive(path: str) -> bool:
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as file:
            found = file.execute("SELECT 1 FROM _sqlite_migrations WHERE migration_set = 'archiver' LIMIT 1")
            return found.fetchone() is not None
    except sqlite3.Error:
        return False


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def asgi_wrapper() -> Callable[[App], App]:
    """Cut what is searched for on its way to Datasette."""

    def wrap(app: App) -> App:
        async def with_cut_search(scope: Scope, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and b"_search=" in scope.get("query_string", b""):
                scope = {**scope, "query_string": cut_in_query(scope["query_string"])}
            await app(scope, receive, send)

        return with_cut_search

    return wrap


def cut_in_query(query: bytes) -> bytes:
    """A query string whose ``_search`` holds runs of Chinese, Japanese and Korean as phrases of pairs.

    Words of other scripts, and what is asked for in FTS5's own language (``_searchmode=raw``), stay as they are.
    """
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    if ("_searchmode", "raw") in pairs:
        return query
    return urlencode([(name, cut_words(value) if name == "_search" else value) for name, value in pairs]).encode()


def cut_words(typed: str) -> str:
    """What was typed, its runs of Chinese, Japanese and Korean as quoted phrases of pairs."""
    words = (
        " ".join(f'"{phrase}"' for phrase in cut_phrase(word.replace('"', " "))) if CJK_RUN.search(word) else word
        for word in typed.split()
    )
    return " ".join(words)
