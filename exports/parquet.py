"""Parquet: a comment a row, for pandas, Polars, DuckDB and R. Needs pyarrow, which comes with ``archiver[parquet]``.

The file's metadata hold the manifest under ``manifest``, but for the file's own hash, which stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from archiver.archive.threads import Thread
from archiver.errors import UsageError
from archiver.instants import read_instant
from exports.fields import COMMENT, WHOLE_NUMBERS
from exports.snapshot import SOFTWARE, Pieces, Snapshot, SnapshotFormat

_ROWS_A_GROUP = 20_000
_OF_THE_THREAD = ("article_id", "article_url", "article_title", "site", "observed_at")
_INSTANTS = frozenset({"published_at", "edited_at", "first_observed_at", "gone_at", "observed_at"})


class _Written:
    """A file that gives back what was written to it."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._at = 0

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self._at += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        pass

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def write(snapshot: Snapshot) -> Pieces:
    """The rows in groups. Raises UsageError, in one line, where pyarrow is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet needs pyarrow: `pip install 'archiver[parquet]'`, or pyarrow itself.") from None
    columns = (*_OF_THE_THREAD, *COMMENT)
    types = [_type(pyarrow, name) for name in columns]
    schema = pyarrow.schema(list(zip(columns, types, strict=True)), metadata={"archiver": SOFTWARE})
    out = _Written()
    with pyarrow.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _groups(snapshot):
            cells = zip(*rows, strict=True)
            arrays = [
                pyarrow.array(_values(name, column), type=of)
                for name, column, of in zip(columns, cells, types, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
            yield out.taken()
        writer.add_key_value_metadata({"manifest": "".join(snapshot.told())})
    yield out.taken()


def _type(pyarrow: Any, name: str) -> Any:
    if name in _INSTANTS:
        return pyarrow.timestamp("s", tz="UTC")
    return pyarrow.int64() if name in WHOLE_NUMBERS else pyarrow.string()


def _groups(snapshot: Snapshot) -> Iterator[list[tuple[Any, ...]]]:
    rows: list[tuple[Any, ...]] = []
    for thread in snapshot.threads:
        about = _about(thread)
        for comment in thread.comments:
            rows.append((*about, *(comment[name] for name in COMMENT)))
            if len(rows) >= _ROWS_A_GROUP:
                yield rows
                rows = []
    if rows:
        yield rows


def _about(thread: Thread) -> tuple[Any, ...]:
    article, look = thread.article, thread.observation or {}
    return article["id"], article["url"], article["title"], article["site_id"], look.get("observed_at")


def _values(name: str, column: tuple[Any, ...]) -> list[Any] | tuple[Any, ...]:
    if name in _INSTANTS:
        known = cache(_instant)  # many rows of a group share an instant
        return [known(value) for value in column]
    return column


def _instant(text: str | None) -> datetime | None:
    return read_instant(text) if text else None


FORMAT = SnapshotFormat(
    name="parquet",
    suffix=".parquet",
    about="a comment a row, for pandas and the like; needs pyarrow",
    write=write,
    is_rows=True,
    is_binary=True,
)
