"""The list of articles, all or a site's."""

from __future__ import annotations

from archiver.web.page import Asked, NotThereError, NotUnderstoodError, Page

_ORDERS = {
    "newest": ("newest first", "published_at DESC, id DESC"),
    "oldest": ("oldest first", "published_at IS NULL, published_at, id"),
    "longest": ("most comments first", "comment_count DESC, id DESC"),
    "observed": ("last observed first", "last_observed_at DESC, id DESC"),
}
_PER_PAGE = 50
_ARTICLES = """
SELECT id, site_id, url, title, byline, published_at, published_local, published_raw, comment_count
FROM articles WHERE (:site IS NULL OR site_id = :site)
"""


def articles_page(asked: Asked) -> Page:
    """Fifty articles of the list, by ``site``, ``order`` and ``page``."""
    order = asked.text("order") or "newest"
    if order not in _ORDERS:
        raise NotUnderstoodError(f"order is one of {', '.join(_ORDERS)}, not {order!r}.")
    site = asked.text("site")
    number = asked.number("page") or 1
    sites = asked.archive.rows("SELECT * FROM sites ORDER BY id")
    if site is not None and not any(row["id"] == site for row in sites):
        raise NotThereError(f"There is no site {site} in this archive.")
    rows = asked.archive.rows(
        f"{_ARTICLES} ORDER BY {_ORDERS[order][1]} LIMIT :most OFFSET :start",
        {"site": site, "most": _PER_PAGE + 1, "start": (number - 1) * _PER_PAGE},
    )
    return Page(
        "articles.html",
        {
            "articles": rows[:_PER_PAGE],
            "has_more": len(rows) > _PER_PAGE,
            "number": number,
            "site": site,
            "sites": sites,
            "names": {row["id"]: row["name"] or row["domain"] for row in sites},
            "order": order,
            "orders": {name: words for name, (words, _) in _ORDERS.items()},
        },
    )
