"""What Datasette learns of an archive where archiver is installed beside it: registered by the package's entry point.

What tables and columns mean, what they can be parted by, which full-text index belongs to which table, questions to
ask, and the archive's own pages (``archiver.web``). And how to search: Datasette's own search box passes words to FTS5
as they are typed, but the archive's indexes hold plain letters, and Chinese, Japanese and Korean cut into pairs (see
``archive.search_text``), so what is typed is made alike on its way in.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from jinja2 import Environment
from markupsafe import Markup

from archiver.archive.search_indexes import FULL_TEXT_INDEXES
from archiver.archive.search_text import CJK_RUN, cut_phrase, plain_letters
from archiver.web.canned_queries import CANNED_QUERIES, register_thread_as_of
from archiver.web.cells import cell_address
from archiver.web.metadata import metadata_of, tell_datasette_1
from archiver.web.rendering import stylesheet_path
from archiver.web.safety import App, Scope, mark_scripts, with_safe_headers
from archiver.web.served import (
    archive_names,
    is_archive,
    queries_to_offer,
    rests_on_what_is_denied,
    tables_that_rest_on_what_is_denied,
)
from archiver.web.views import View, addresses_of, routes

# To know who may see a table Datasette asks all its plugins, so that this one meets its own question again. What is
# answered then without it is right all the same: no table is asked for before those that it rests on were allowed.
_ASKS_ITSELF: ContextVar[bool] = ContextVar("_ASKS_ITSELF", default=False)


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def get_metadata(datasette: Any) -> dict[str, Any]:
    """Descriptions, facets and search indexes for every archive that is served (Datasette 0.65)."""
    return metadata_of(archive_names(datasette))


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def canned_queries(
    datasette: Any, database: str, actor: dict[str, Any] | None
) -> Callable[[], Awaitable[dict[str, dict[str, str]]]] | None:
    """Questions to ask of an archive, for those who may see the tables that these read (Datasette 0.65)."""
    if database not in archive_names(datasette):
        return None

    async def offered() -> dict[str, dict[str, str]]:
        return {name: dict(CANNED_QUERIES[name]) for name in await queries_to_offer(datasette, actor, database)}

    return offered


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]  # pluggy's; the last to say anything is believed
def permission_allowed(
    datasette: Any, actor: dict[str, Any] | None, action: str, resource: Any
) -> Callable[[], Awaitable[bool | None]] | None:
    """Nobody may see the words of a denied table in another one (Datasette 0.65): in an index, say."""
    if action != "view-table" or resource[0] not in archive_names(datasette):
        return None

    async def allowed() -> bool | None:
        return False if await rests_on_what_is_denied(datasette, actor, *resource) else None

    return allowed


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def permission_resources_sql(
    datasette: Any, actor: dict[str, Any] | None, action: str
) -> Callable[[], Awaitable[Any]] | None:
    """The same for Datasette 1.0, and for the questions, which it has from ``startup`` whoever asks."""
    if action not in ("view-query", "view-table") or _ASKS_ITSELF.get():
        return None

    async def denied_in(database: str) -> list[str]:
        if action == "view-table":
            return await tables_that_rest_on_what_is_denied(datasette, actor, database)
        offered = await queries_to_offer(datasette, actor, database)
        return [name for name in CANNED_QUERIES if name not in offered]

    async def denied() -> Any:
        from datasette.permissions import PermissionSQL

        pairs = []
        asking = _ASKS_ITSELF.set(action == "view-table")
        try:
            for database in archive_names(datasette):
                pairs += [(database, name) for name in await denied_in(database)]
        finally:
            _ASKS_ITSELF.reset(asking)
        return PermissionSQL(
            sql="SELECT value ->> 0 AS parent, value ->> 1 AS child, 0 AS allow,"
            " 'reads tables that the actor may not see' AS reason FROM json_each(:archiver_denied)",
            params={"archiver_denied": json.dumps(pairs)},
        )

    return denied


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def startup(datasette: Any) -> Callable[[], Awaitable[None]] | None:
    """Descriptions and questions for Datasette 1.0, which has other hooks for them; quiet errors for 0.65."""
    _print_errors_without_rich()
    if not hasattr(datasette, "set_resource_metadata"):
        return None

    async def tell() -> None:
        await tell_datasette_1(datasette, archive_names(datasette))

    return tell


def _print_errors_without_rich() -> None:
    """Where rich is there, as it is beside archiver, Datasette 0.65 prints each error with all variables.

    Readers' words among them; and of an address that leads nowhere it makes a crash instead of a 404.
    """
    from datasette import handle_exception

    if hasattr(handle_exception, "rich"):
        handle_exception.rich = None


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """The function that the query for a thread of the past needs."""
    served = datasette.databases.get(database)
    if served is not None and served.path and is_archive(str(served.path)):
        register_thread_as_of(conn, str(served.path))


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def register_routes(datasette: Any) -> list[tuple[str, View]]:
    """The archive's own pages."""
    return routes(datasette)


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def extra_css_urls(table: str | None, database: str | None, datasette: Any) -> list[str]:
    """A table of an archive has more descriptions than fit above it."""
    return [stylesheet_path("datasette")] if table and database in archive_names(datasette) else []


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """From every page of Datasette back to the archives' own."""
    return [{"href": addresses_of(datasette, name).front, "label": f"Read {name}"} for name in archive_names(datasette)]


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    """From tables and answers to the archive's own pages."""
    if value is None or database not in archive_names(datasette):
        return None
    address = cell_address(addresses_of(datasette, database), row, value, column, table)
    return None if address is None else Markup('<a href="{}">{}</a>').format(address, value)


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def prepare_jinja2_environment(env: Environment) -> None:
    """Scripts of templates get a mark; those that come out of a database have none, and do not run."""
    mark_scripts(env)


@hookimpl  # type: ignore[untyped-decorator]  # pluggy's
def asgi_wrapper() -> Callable[[App], App]:
    """Cut what is searched for on its way to Datasette; say on the way back what a browser may run and load."""
    return lambda app: with_safe_headers(_with_cut_search(app))


def _with_cut_search(app: App) -> App:
    async def cut(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = {**scope, "query_string": cut_in_query(scope.get("query_string", b""))}
        await app(scope, receive, send)

    return cut


def cut_in_query(query: bytes) -> bytes:
    """A query string whose ``_search`` holds plain letters, runs of Chinese, Japanese and Korean as phrases of pairs.

    What is asked for in FTS5's own language (``_searchmode=raw``) stays as it is;
    a ``_search`` in which there is nothing to search for is left out. So is an index of ours that another table's
    rows are to be searched by, as Datasette 0.65 would do without asking who may see that index.
    """
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)  # decoded as Datasette will: %5Fsearch too
    if any(name == "_fts_table" and value.lower() in FULL_TEXT_INDEXES for name, value in pairs):
        pairs = [(name, value) for name, value in pairs if name not in ("_fts_table", "_fts_pk")]
        query = urlencode(pairs).encode()
    if ("_searchmode", "raw") in pairs or all(name != "_search" for name, _ in pairs):
        return query
    cut = [(name, cut_words(value) if name == "_search" else value) for name, value in pairs]
    return urlencode([(name, value) for name, value in cut if value or name != "_search"]).encode()


def cut_words(typed: str) -> str:
    """What was typed, in plain letters, its runs of Chinese, Japanese and Korean as quoted phrases of pairs."""
    words = (
        " ".join(f'"{phrase}"' for phrase in cut_phrase(word.replace('"', " "))) if CJK_RUN.search(word) else word
        for word in plain_letters(typed.replace("\x00", " ")).split()
        if any(map(str.isalnum, word))
    )
    return " ".join(words)
