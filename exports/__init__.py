"""Snapshot formats, one file each, registered by name."""

from __future__ import annotations

from exports import csv_table, fourcat, gexf, html_page, indented_text, json_lines, json_tree, markdown
from exports.snapshot import SnapshotFormat

_MODULES = (json_tree, json_lines, csv_table, markdown, html_page, indented_text, gexf, fourcat)

FORMATS: dict[str, SnapshotFormat] = {module.FORMAT.name: module.FORMAT for module in _MODULES}
