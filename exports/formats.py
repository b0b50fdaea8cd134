"""Snapshot formats, one file each, registered by name."""

from __future__ import annotations

from exports import (
    convokit,
    csv_table,
    fourcat,
    gexf,
    html_page,
    indented_text,
    json_lines,
    json_tree,
    markdown,
    parquet,
    warc,
)
from exports.snapshot import FolderFormat, SnapshotFormat

_MODULES = (json_tree, json_lines, csv_table, markdown, html_page, indented_text, fourcat, gexf, parquet, warc)

FORMATS: dict[str, SnapshotFormat | FolderFormat] = {
    **{module.FORMAT.name: module.FORMAT for module in _MODULES},
    convokit.FORMAT.name: convokit.FORMAT,
}
