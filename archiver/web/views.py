"""The routes of an archive's pages, and the one way all of them go: who may see it, made, rendered, sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response
from datasette.utils import tilde_decode

from archiver.archive import Archive
from archiver.errors import ArchiverError
from archiver.web.addresses import Addresses
from archiver.web.article_page import article_page
from archiver.web.articles_page import articles_page
from archiver.web.author_page import author_page
from archiver.web.comment_page import comment_page
from archiver.web.front_page import front_page
from archiver.web.page import Asked, Maker, NotThereError, NotUnderstoodError, Page
from archiver.web.rendering import rendered, stylesheet, stylesheet_path
from archiver.web.safety import OUR_PAGE
from archiver.web.search_page import search_page
from archiver.web.served import archive_names, made_from_archive, queries_to_offer, refuse_who_may_not_see
from archiver.web.tables_read import PAGES, Tables

View = Callable[..., Awaitable[Any]]

_YEAR = 365 * 24 * 3600

_PAGES: dict[str, tuple[Maker, Tables]] = {
    r"archive": (front_page, PAGES["front"]),
    r"articles": (articles_page, PAGES["articles"]),
    r"article/(?P<id>[0-9]{1,18})": (article_page, PAGES["article"]),
    r"comment/(?P<id>[0-9]{1,18})": (comment_page, PAGES["comment"]),
    r"author": (author_page, PAGES["author"]),
    r"search": (search_page, PAGES["search"]),
}


def routes(datasette: Any) -> list[tuple[str, View]]:
    """Every address of ours; the server's own front page too, where nothing but one archive is served."""
    found: list[tuple[str, View]] = [(r"^/-/archiver/(?P<name>archive|datasette)\.css$", _style)]
    found += [(rf"^/(?P<database>[^/]+)/-/{path}$", _view(*page)) for path, page in _PAGES.items()]
    if _only_archive(datasette) is not None:
        found.append((r"^/$", _view(*_PAGES["archive"])))
    return found


def addresses_of(datasette: Any, database: str) -> Addresses:
    """The addresses of an archive's pages on this server."""
    style = datasette.urls.path(stylesheet_path("archive"))
    return Addresses(str(datasette.urls.database(database)), str(style))


def _only_archive(datasette: Any) -> str | None:
    on_disk = [name for name, served in datasette.databases.items() if served.path]
    return on_disk[0] if len(on_disk) == 1 and on_disk == archive_names(datasette) else None


def _view(maker: Maker, tables: Tables) -> View:
    async def view(request: Any, datasette: Any) -> Any:
        parts = dict(request.url_vars)
        database = _database(datasette, parts.pop("database", None))
        if database is None:
            return Response.text("No archive is served under this address.", status=404)
        await refuse_who_may_not_see(datasette, request.actor, database, tables)
        queries = await queries_to_offer(datasette, request.actor, database) if maker is front_page else []
        addresses = addresses_of(datasette, database)
        parameters = {name: request.args.get(name) or "" for name in request.args}

        def html(archive: Archive) -> tuple[str, int]:
            page = made(maker, Asked(archive, addresses, parts, parameters, queries))
            return rendered(page, addresses, database), page.status

        body, status = await made_from_archive(datasette, database, html)
        return Response.html(body, status=status, headers={OUR_PAGE: "1"})

    return view


def made(maker: Maker, asked: Asked) -> Page:
    """The page, or one that says in words why there is none."""
    try:
        return maker(asked)
    except NotThereError as error:
        return _message("Not in this archive", str(error), 404)
    except NotUnderstoodError as error:
        return _message("Not understood", str(error), 400)
    except (sqlite3.OperationalError, ArchiverError) as error:
        if "interrupted" not in str(error):
            raise
        return _message("Too much at once", "Looking for that took too long. Narrow it down, and try again.", 503)


def _message(title: str, text: str, status: int) -> Page:
    return Page("message.html", {"title": title, "text": text}, status)


def _database(datasette: Any, route: str | None) -> str | None:
    """The archive that an address names, or the only one where it names none."""
    if route is None:
        return _only_archive(datasette)
    try:
        name = str(datasette.get_database(route=tilde_decode(route)).name)
    except KeyError:
        return None
    return name if name in archive_names(datasette) else None


async def _style(request: Any) -> Any:
    headers = {"cache-control": f"max-age={_YEAR}, immutable"}
    return Response(stylesheet(request.url_vars["name"]), headers=headers, content_type="text/css; charset=utf-8")
