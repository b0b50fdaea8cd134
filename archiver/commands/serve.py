"""``archiver serve``: the archive in a browser, with Datasette."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import webbrowser
from pathlib import Path
from typing import Any

import click

from archiver.archive import Archive
from archiver.archive.connection import connected
from archiver.commands.options import db_option
from archiver.errors import UsageError

_SETTINGS = {
    "allow_download": False,  # by Datasette's default, whoever sees a file that cannot change may fetch it whole
    "sql_time_limit_ms": 5_000,
    "facet_time_limit_ms": 1_000,
}


@click.command("serve")
@db_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 takes a free one.")
@click.option("--open", "opens_browser", is_flag=True, help="Open it in your browser, too.")
def command(db: Path, host: str, port: int, opens_browser: bool) -> None:
    """Look at the archive in a browser.

    It is read, never written; a crawl may write to it meanwhile. Ends with Ctrl-C.
    """
    Archive.for_reading(db).close()  # says what is wrong with it; one of an older release is upgraded
    with _listening(host, port) as listener:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}/"
        click.echo(f"{db} is served at {address} (Ctrl-C ends it)", err=True)
        if opens_browser:
            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            _serve(_datasette(db), listener)


def _listening(host: str, port: int) -> socket.socket:
    """Listens before anything is said, so that whoever comes at once is served. Raises UsageError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(
            f"Nothing can be served at {host}, port {port}: {error.strerror}. Choose another with --port or --host."
        ) from error


def _datasette(db: Path) -> Any:
    from datasette.app import Datasette  # takes half a second to load

    files = {"immutables" if _cannot_change(db) else "files": [str(db)]}
    return Datasette(**{"files": [], **files}, settings=_SETTINGS)


def _cannot_change(db: Path) -> bool:
    """Whether the archive lies where SQLite cannot make its log's files: then it can be read as unchanging alone."""
    file = connected(db, "mode=ro")
    try:
        file.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        return True
    finally:
        file.close()
    return False


def _serve(datasette: Any, listener: socket.socket) -> None:
    import uvicorn

    uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", lifespan="on")).run(sockets=[listener])
