"""Items as columns: the fields of an item under their names, in what SQLite holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from itemadapter import ItemAdapter

from archiver.instants import instant_text
from archiver.items import Article, Comment


def columns_of(item: Article | Comment, names: Iterable[str]) -> dict[str, Any]:
    """The named fields of an item: instants as the archive's text, lists and dicts as JSON, empty ones as NULL."""
    fields = ItemAdapter(item)
    return {name: _as_column(fields[name]) for name in names}


def _as_column(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None
    return value
