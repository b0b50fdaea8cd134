"""An export from beginning to end: what was asked for, in the form asked for, where it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archiver.archive import Archive
from archiver.archive.export_marks import Mark, articles_with_looks_since, mark_now, mark_of, never_told
from exports.manifest import Manifest
from exports.pseudonyms import ABOUT, Pseudonyms
from exports.selection import Selection
from exports.snapshot import FolderFormat, Snapshot, SnapshotFormat
from exports.source import Source, held_still
from exports.writing import write_each, write_manifest, write_to_file, write_to_folder, write_to_stdout

Watch = Callable[[str, int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is asked for. Without ``output`` it goes to standard output."""

    form: SnapshotFormat | FolderFormat
    selection: Selection
    as_of: str | None = None
    is_raw: bool = False
    since_last: bool = False
    pseudonyms: Pseudonyms | None = None
    output: Path | None = None
    manifest_path: Path | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What was written, and how far a later export has to go back no more (a key, a mark and articles to be kept)."""

    threads: int
    comments: int
    manifest: Manifest
    last_export: str | None = None  # when the one before with --since-last was made
    to_keep: tuple[str, Mark, list[int]] | None = None


def export(archive: Archive, wish: Wish, watch: Watch = lambda *_: None) -> Outcome:
    """Write what is wished for, unless there is nothing; ``watch`` is told how far it is.

    The archive is read as it stands at the beginning. Raises UsageError for what it does not hold, and
    StorageError where something cannot be read or written.
    """
    with held_still(archive):
        ids = wish.selection.article_ids(archive, wish.as_of)
        key = _key(wish, ids)
        since = mark_of(archive, key) if wish.since_last else None
        remembered = ids if wish.selection.may_grow else []
        whole = never_told(archive, key, remembered) if since else frozenset()
        source = Source(
            archive,
            as_of=wish.as_of,
            pseudonyms=wish.pseudonyms,
            since=since,
            whole=whole,
            is_rows=isinstance(wish.form, SnapshotFormat) and wish.form.is_rows,
            has_versions=isinstance(wish.form, SnapshotFormat) and wish.form.has_versions,
        )
        if since is not None:
            looked_at = articles_with_looks_since(archive, since)
            ids = [one for one in ids if one in whole or (one in looked_at and source.has_news(one))]
        manifest = Manifest(_facts(wish, since), wish.as_of)
        if ids:
            _write(archive, wish, source, ids, manifest, since, whole, watch)
        return Outcome(
            threads=manifest.threads,
            comments=manifest.comments,
            manifest=manifest,
            last_export=since.exported_at if since else None,
            to_keep=(key, mark_now(archive), remembered) if wish.since_last else None,
        )


def _write(
    archive: Archive,
    wish: Wish,
    source: Source,
    ids: list[int],
    manifest: Manifest,
    since: Mark | None,
    whole: frozenset[int],
    watch: Watch,
) -> None:
    form, output = wish.form, wish.output
    snapshot = Snapshot(
        threads=source.threads(_watched(ids, watch)),
        as_of=wish.as_of,
        archive=archive,
        since_observation=(since.observation_id, since.run_id) if since else None,
        whole=whole,
        notes={},
    )
    if isinstance(form, FolderFormat):
        assert output is not None
        write_to_folder(form, snapshot, manifest, output)
    else:
        if wish.is_raw and form.write_raw is not None:
            form = replace(form, write=form.write_raw)
        if form.is_one_article and not wish.selection.is_of_one:
            assert output is not None
            each = _each(source, _watched(ids, watch), snapshot)
            write_each(form, each, manifest, output, lambda: Manifest(_facts(wish, since), wish.as_of))
        elif output is None:
            write_to_stdout(form, snapshot, manifest)
        else:
            write_to_file(form, snapshot, manifest, output)
    if wish.manifest_path is not None:
        write_manifest(manifest, wish.manifest_path)


def _each(source: Source, ids: Iterable[int], snapshot: Snapshot) -> Iterator[tuple[str, Snapshot]]:
    for article_id in ids:
        yield source.file_mark(article_id), replace(snapshot, threads=source.threads([article_id]), notes={})


def _watched(ids: list[int], watch: Watch) -> Iterator[int]:
    for number, article_id in enumerate(ids):
        watch("articles", number, len(ids))
        yield article_id
    watch("articles", len(ids), len(ids))


def _key(wish: Wish, ids: list[int]) -> str:
    key_id = wish.pseudonyms.key_id if wish.pseudonyms else None
    return wish.selection.key(ids, wish.form.name, wish.is_raw, key_id)


def _facts(wish: Wish, since: Mark | None) -> dict[str, Any]:
    hidden = wish.pseudonyms
    return {
        "format": wish.form.name,
        "raw_cells": wish.is_raw,
        "selection": wish.selection.facts(is_pseudonymised=hidden is not None),
        "new_since_the_export_of": since.exported_at if since else None,
        "pseudonymised": {"key_id": hidden.key_id, **ABOUT} if hidden else None,
    }
