"""Finding the article that a person means."""

from __future__ import annotations

from archiver.archive import Archive
from archiver.errors import UsageError
from archiver.urls import absolute_http, article_key

_SHOWN_CANDIDATES = 5


def find_article(archive: Archive, meant: str) -> int:
    """The id of the article meant by a URL, an id or a unique part of a title.

    Raises UsageError where none or several are meant, naming the several.
    """
    if meant.startswith(("http://", "https://")):
        if absolute_http(None, meant) is None:
            raise UsageError(f"{meant!r} is no http(s) address.")
        found = archive.rows("SELECT article_id AS id FROM article_urls WHERE url = ?", (article_key(meant),))
        if not found:
            raise UsageError(f"No article with the address {meant} is in {archive.path}.")
        return int(found[0]["id"])
    if meant.isdecimal():
        found = archive.rows("SELECT id FROM articles WHERE id = ?", (int(meant),)) if len(meant) < 19 else []
        if found:
            return int(found[0]["id"])
    titled = archive.rows(
        "SELECT id, title FROM articles WHERE title LIKE ? ESCAPE '\\' ORDER BY id", (f"%{_escaped(meant)}%",)
    )
    if len(titled) == 1:
        return int(titled[0]["id"])
    if not titled:
        raise UsageError(f"No article in {archive.path} has {meant!r} in its title, as its id or as its address.")
    named = "; ".join(f"{row['id']}: {row['title']}" for row in titled[:_SHOWN_CANDIDATES])
    more = f" and {len(titled) - _SHOWN_CANDIDATES} more" if len(titled) > _SHOWN_CANDIDATES else ""
    raise UsageError(f"{len(titled)} articles have {meant!r} in their title ({named}{more}). Name one by its id.")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
