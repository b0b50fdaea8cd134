"""Where the cells of Datasette's tables lead."""

from __future__ import annotations

from typing import Any

from archiver.web.addresses import Addresses


def cell_address(to: Addresses, row: Any, value: Any, column: str, table: str | None) -> str | None:
    """The page of ours that a cell stands for, if any; ``table`` is None in the answer to a query."""
    match table, column:
        case "articles", "title" if _key(row, "id") is not None:
            return to.article(_key(row, "id"))
        case "comments", "author":
            return to.author(str(value))
        case "comments", "position" if _key(row, "article_id") is not None:
            return f"{to.article(_key(row, 'article_id'))}#c{_key(row, 'id')}"
        case None, "article_id" if isinstance(value, int):
            return to.article(value)
        case None, "comment_id" if isinstance(value, int):
            return to.comment(value)
    return None


def _key(row: Any, name: str) -> Any:
    """A row's key, which Datasette may have put a label beside; None where only other columns were asked for."""
    try:
        key = row[name]
    except LookupError:
        return None
    return key["value"] if isinstance(key, dict) else key
