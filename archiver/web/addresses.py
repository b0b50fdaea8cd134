"""The addresses of an archive's own pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses on this server; ``database`` is that of Datasette's page of the archive, as it is escaped there."""

    database: str
    style: str

    @property
    def front(self) -> str:
        """The archive's front page."""
        return f"{self.database}/-/archive"

    def article(self, article_id: int, as_of: str | None = None) -> str:
        """An article with its thread, as it stands or stood."""
        return self._page(f"article/{article_id}", as_of=as_of)

    def comment(self, comment_id: int) -> str:
        """What is known of one comment."""
        return f"{self.database}/-/comment/{comment_id}"

    def author(self, name: str, site: str | None = None, page: int | None = None) -> str:
        """The comments that are signed with a name."""
        return self._page("author", name=name, site=site, page=page)

    def articles(self, site: str | None = None, order: str | None = None, page: int | None = None) -> str:
        """The list of articles."""
        return self._page("articles", site=site, order=order, page=page)

    def search(self, **filters: object) -> str:
        """The search, with what is typed there by name."""
        return self._page("search", **filters)

    def row(self, table: str, key: object) -> str:
        """Datasette's page of one row."""
        return f"{self.database}/{table}/{key}"

    def _page(self, path: str, **parameters: object) -> str:
        given = tuple((name, str(value)) for name, value in parameters.items() if value not in (None, ""))
        return f"{self.database}/-/{path}{'?' if given else ''}{_query(given)}"


@lru_cache(maxsize=4096)  # the same names come again and again in a thread
def _query(parameters: tuple[tuple[str, str], ...]) -> str:
    return urlencode(parameters)
