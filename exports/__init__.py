"""Snapshot formats, one file each, registered by name."""

from __future__ import annotations

from exports import json_tree, markdown
from exports.snapshot import SnapshotFormat

FORMATS: dict[str, SnapshotFormat] = {form.name: form for form in (json_tree.FORMAT, markdown.FORMAT)}
