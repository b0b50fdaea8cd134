"""What Datasette is told of an archive's tables: what they mean, how they are searched, what they can be parted by."""

from __future__ import annotations

from functools import cache
from typing import Any

from archiver.archive.descriptions import DESCRIPTIONS
from archiver.web.canned_queries import CANNED_QUERIES

_FACETS: dict[str, list[Any]] = {
    "articles": ["site_id", "language", "section", {"array": "tags"}],
    "comments": ["state", "depth"],
    "observations": ["source", "is_complete", "incomplete_reason", "platform"],
    "pages": ["site_id", "kind", "status"],
    "runs": ["verb", "exit_code"],
}
_LABELS = {"articles": "title", "comments": "author", "sites": "name"}
_NEWEST_FIRST = {"articles": "published_at", "comments": "published_at", "observations": "observed_at", "runs": "id"}
_SELDOM_READ = ("versions", "wordings", "readings", "shown_threads", "redactions", "_sqlite_migrations")

DESCRIPTION = (
    "News articles with their whole comment threads. What readers wrote is theirs: ask before you publish it with "
    "names. CSV files from these tables hold the words untouched; a spreadsheet may take a cell that begins with "
    "= + - or @ for a formula (archiver export --format csv protects from that)."
)


@cache
def _tables() -> dict[str, Any]:
    """For each table and view what Datasette 0.65 takes as its metadata."""
    found: dict[str, Any] = {
        name: {"description": about, "columns": columns} for name, (about, columns) in DESCRIPTIONS.items()
    }
    for name in ("articles", "comments"):
        found[name] |= {"fts_table": f"{name}_fts", "fts_pk": "id"}
    for name, facets in _FACETS.items():
        found[name]["facets"] = facets
    for name, column in _LABELS.items():
        found[name]["label_column"] = column
    for name, column in _NEWEST_FIRST.items():
        found[name]["sort_desc"] = column
    for name in (*_SELDOM_READ, "comments_searched", "articles_searched"):
        found[name]["hidden"] = True
    return found


def metadata_of(archives: list[str]) -> dict[str, Any]:
    """Datasette's metadata for the databases that are archives: made anew, as Datasette merges others into it."""
    return {
        "databases": {
            name: {
                "description": DESCRIPTION,
                "tables": {table: facts | {"columns": dict(facts["columns"])} for table, facts in _tables().items()},
            }
            for name in archives
        }
    }


async def tell_datasette_1(datasette: Any, archives: list[str]) -> None:
    """The same for Datasette 1.0, which keeps descriptions and queries in a database of its own.

    How tables are searched and parted it takes from its configuration alone; what its owner says there stands.
    """
    datasette.config = datasette.config or {}
    for database in archives:
        configured = datasette.config.setdefault("databases", {}).setdefault(database, {}).setdefault("tables", {})
        for table, facts in _tables().items():
            ours = {name: fact for name, fact in facts.items() if name not in ("description", "columns")}
            configured[table] = ours | configured.get(table, {})
        await datasette.set_database_metadata(database, "description", DESCRIPTION)
        for table, (about, columns) in DESCRIPTIONS.items():
            await datasette.set_resource_metadata(database, table, "description", about)
            for column, meaning in columns.items():
                await datasette.set_column_metadata(database, table, column, "description", meaning)
        for name, query in CANNED_QUERIES.items():
            await datasette.add_query(
                database, name, query["sql"], title=query["title"], description=query["description"]
            )
