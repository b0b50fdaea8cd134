"""The looks at an article: its observations in the one order that history goes by."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.archive import Archive


@dataclass(frozen=True, slots=True)
class Look:
    """One observation, as far as history needs it."""

    id: int
    observed_at: str
    scope: str
    is_complete: bool
    is_cut: bool  # the bytes broke off before the thread had ended
    shown_id: int


def looks_at(archive: Archive, article_id: int, until: str | None = None) -> list[Look]:
    """The article's observations up to an instant, oldest first; ties at one second go by their digest."""
    found = archive.db.conn.execute(
        "SELECT id, observed_at, scope, is_complete, incomplete_reason, shown_id FROM observations"
        " WHERE article_id = :article AND (:until IS NULL OR observed_at <= :until)"
        " ORDER BY observed_at, digest, source",
        {"article": article_id, "until": until},
    )
    return [Look(row[0], row[1], row[2], bool(row[3]), row[4] == "truncated", row[5]) for row in found]
