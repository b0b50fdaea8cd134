"""Which of the databases that Datasette serves are archives, who may see them, and reading them for a page.

Everything here works with Datasette 0.65 and with the alphas of 1.0, whose permissions are asked for otherwise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Forbidden
from sqlite_utils import Database

from archiver.archive import Archive
from archiver.archive.migrations import MIGRATIONS
from archiver.web.tables_read import BENEATH, QUERIES, Tables

Made = TypeVar("Made")

_PAGE_TIME_LIMIT = 10_000  # milliseconds of SQLite's time for one page


def archive_names(datasette: Any) -> list[str]:
    """The names of the databases that are archives of this release, in the order served."""
    return [name for name, served in datasette.databases.items() if served.path and is_archive(str(served.path))]


@cache
def is_archive(path: str) -> bool:
    """Whether the file is an archive that has been through all changes of the schema that this release knows."""
    try:
        # In a folder where nothing can be written SQLite reads an archive only if it takes it for unchanging.
        return any(_has_our_schema(path, options) for options in ("mode=ro", "immutable=1"))
    except sqlite3.Error:
        return False


def _has_our_schema(path: str, options: str) -> bool:
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?{options}", uri=True)) as file:
            found = file.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [MIGRATIONS.name])
            return {row[0] for row in found} == {one.name for one in MIGRATIONS.pending(Database(memory=True))}
    except sqlite3.OperationalError:
        if options == "immutable=1":
            raise
        return False


async def refuse_who_may_not_see(datasette: Any, actor: dict[str, Any] | None, database: str, tables: Tables) -> None:
    """Raise Datasette's Forbidden unless the actor may see all the tables."""
    for table in sorted(tables):
        if not await _may_see(datasette, actor, database, table):
            raise Forbidden(f"You may not see {table} of {database}.")


async def queries_to_offer(datasette: Any, actor: dict[str, Any] | None, database: str) -> list[str]:
    """The names of the canned queries that read nothing but tables that the actor may see."""
    denied = {
        table
        for table in frozenset[str]().union(*QUERIES.values())
        if not await _may_see(datasette, actor, database, table)
    }
    return [name for name, tables in QUERIES.items() if not tables & denied]


async def rests_on_what_is_denied(datasette: Any, actor: dict[str, Any] | None, database: str, table: str) -> bool:
    """Whether a table holds words of another one that the actor may not see."""
    for beneath in BENEATH.get(table, ()):
        if not await _may_see(datasette, actor, database, beneath):
            return True
    return False


async def tables_that_rest_on_what_is_denied(datasette: Any, actor: dict[str, Any] | None, database: str) -> list[str]:
    """The tables that hold words of others that the actor may not see."""
    return [table for table in BENEATH if await rests_on_what_is_denied(datasette, actor, database, table)]


async def _may_see(datasette: Any, actor: dict[str, Any] | None, database: str, table: str) -> bool:
    if hasattr(datasette, "ensure_permissions"):  # 0.65
        visible, _ = await datasette.check_visibility(
            actor, permissions=[("view-table", (database, table)), ("view-database", database), "view-instance"]
        )
        return bool(visible)
    from datasette.resources import TableResource

    return bool(await datasette.allowed(action="view-table", resource=TableResource(database, table), actor=actor))


async def made_from_archive(datasette: Any, database: str, make: Callable[[Archive], Made]) -> Made:
    """What ``make`` makes of the archive, in one of Datasette's threads, through one of its read-only connections.

    ``make`` sees the archive as it stood when it began, whatever a crawl writes meanwhile. Raises
    sqlite3.OperationalError where it takes more of SQLite's time than a page may.
    """
    served = datasette.get_database(database)

    def read(connection: sqlite3.Connection) -> Made:
        with sqlite_timelimit(connection, _PAGE_TIME_LIMIT):
            connection.execute("BEGIN")
            try:
                return make(Archive(Database(connection), Path(served.path)))
            finally:
                connection.rollback()

    made: Made = await served.execute_fn(read)
    return made
