"""Items as columns: the fields of an item under their names, in what SQLite holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from archiver.instants import instant_text
from archiver.items import Article


def columns_of(item: Article, names: Iterable[str]) -> dict[str, Any]:
    """The named fields of an item as columns."""
    return {name: as_column(getattr(item, name)) for name in names}


def as_column(value: Any) -> Any:
    """An instant as the archive's text, a list or dict as JSON (NULL where empty), anything else as it is."""
    if value is None:  # as most are
        return None
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, list | dict):
        return _json(value) if value else None
    return value


def _json(value: list[Any] | dict[str, Any]) -> str:
    """As JSON, with escapes only where there is something that SQLite could not hold."""
    readable = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return readable if readable.isprintable() else json.dumps(value, sort_keys=True)
