"""Whether what stands in the archive's columns can stand there at all: instants, JSON, keys, kinds, time zones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo

from archiver.archive import Archive
from archiver.archive.descriptions import DESCRIPTIONS, INSTANT
from archiver.archive.erasures import read_key
from archiver.archive.page_list import PageKind, page_key
from archiver.errors import Exit, StorageError
from archiver.urls import article_key

_SHAPE_OF_INSTANTS: Final = "[0-9]" * 4 + "-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z"
_JSON: Final = {"tags", "extra", "arguments", "counts", "entries"}
_KEYED_HASH: Final = re.compile(r"[0-9a-f]{32}")
_CAPTURE_FILE: Final = re.compile(r"[^/]+\.warc\.gz")
# SQLite's own, views of other tables, and what full-text indexes are made of.
_NO_ROWS_OF_OURS: Final = re.compile(r"_sqlite_.*|.*_fts|.*_searched|comment_versions")


def form_problems(archive: Archive) -> Iterator[str]:
    """What cannot be right in any row, one line each, with table and key."""
    for table, (_, columns) in DESCRIPTIONS.items():
        if not _NO_ROWS_OF_OURS.fullmatch(table):
            yield from _of_columns(archive, table, columns)
    for table, look_at in _CHECKS.items():
        for row in archive.db.query(f"SELECT * FROM {table}"):
            yield from (f"{table} {_name(row)}: {problem}" for problem in look_at(row))
    yield from _of_the_key(archive)


def _of_columns(archive: Archive, table: str, columns: dict[str, str]) -> Iterator[str]:
    for column, meaning in columns.items():
        if INSTANT in meaning:
            wrong, why = f"NOT {column} GLOB '{_SHAPE_OF_INSTANTS}'", "no instant"
        elif column in _JSON:
            wrong, why = f"NOT json_valid({column})", "no JSON"
        else:
            continue
        for row in archive.db.query(f"SELECT * FROM {table} WHERE {column} IS NOT NULL AND {wrong}"):
            yield f"{table} {_name(row)}: {column} is {row[column]!r}, which is {why}"


def _name(row: dict[str, Any]) -> Any:
    """The first column is what a row is known by."""
    return next(iter(row.values()))


def _of_site(row: dict[str, Any]) -> Iterator[str]:
    if "." not in row["id"] and not row["id"].isidentifier():
        yield "id is neither a site's name nor a domain"
    if "/" in row["domain"] or row["domain"] != row["domain"].strip().lower():
        yield f"domain is {row['domain']!r}, which is none"
    if row["timezone"] is not None:
        try:
            ZoneInfo(row["timezone"])
        except (ValueError, OSError, KeyError):
            yield f"timezone is {row['timezone']!r}, which is none"


def _of_page(row: dict[str, Any]) -> Iterator[str]:
    if row["kind"] not in get_args(PageKind):
        yield f"kind is {row['kind']!r}, which is none"
    elif row["key"] != (key := page_key(row["url"], row["kind"])):
        yield f"by its address the key is {key}"
    if (row["failures"] > 0) != (row["failing_since"] is not None):
        yield f"failures is {row['failures']}, and failing_since {row['failing_since']}"


def _of_run(row: dict[str, Any]) -> Iterator[str]:
    if row["exit_code"] is not None and row["exit_code"] not in set(Exit):
        yield f"exit_code is {row['exit_code']}, which is none"
    if (row["exit_code"] is None) != (row["finished_at"] is None):
        yield f"exit_code is {row['exit_code']}, and finished_at {row['finished_at']}"


def _of_address(row: dict[str, Any]) -> Iterator[str]:
    try:
        key = article_key(f"https://{row['url']}")
    except ValueError:
        key = None
    if key != row["url"]:
        yield "is no address of an article"


def _of_erasure(row: dict[str, Any]) -> Iterator[str]:
    if row["what"] not in ("comment", "author", "article"):
        yield f"what is {row['what']!r}, which cannot be erased"
    for name in ("article", "subject", "key_id"):
        if not _KEYED_HASH.fullmatch(row[name]) and (name, row["what"], row[name]) != ("article", "author", ""):
            yield f"{name} is {row[name]!r}, which is no keyed hash"


def _of_redaction(row: dict[str, Any]) -> Iterator[str]:
    for name in ("file", "replaced_by"):
        if row[name] is not None and not _CAPTURE_FILE.fullmatch(row[name]):
            yield f"{name} is {row[name]!r}, which is no capture file's name"


def _of_capture(row: dict[str, Any]) -> Iterator[str]:
    if not re.fullmatch("[0-9a-f]{64}", row["sha256"]) and not (row["redacted_at"] and not row["sha256"]):
        yield f"sha256 is {row['sha256']!r}, which is none"
    if len({row[name] is None for name in ("file", "offset", "length")}) > 1:
        yield f"file is {row['file']}, offset {row['offset']}, length {row['length']}: all or none must be known"
    if row["size"] < 0:
        yield f"size is {row['size']}"


_CHECKS: Final[dict[str, Callable[[dict[str, Any]], Iterator[str]]]] = {
    "sites": _of_site,
    "pages": _of_page,
    "runs": _of_run,
    "article_urls": _of_address,
    "captures": _of_capture,
    "erasures": _of_erasure,
    "redactions": _of_redaction,
}


def _of_the_key(archive: Archive) -> Iterator[str]:
    """Nothing can be stored, and nothing stays erased, without the key that all marks are made with."""
    for row in archive.rows("SELECT key_id, min(id) AS id FROM erasures GROUP BY key_id"):
        try:
            read_key(archive.path, row["key_id"])
        except StorageError as error:
            yield f"erasures {row['id']}: {error}"
