"""Reading saved pages for the verbs that take files."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from archiver.commands.options import observed_at_of
from archiver.errors import ArchiverError
from archiver.items import ThreadPage

STDIN = Path("-")

paths_argument = click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH|-…",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A file and what was read from it: None where nothing could be."""

    path: Path
    body: bytes = b""
    thread: ThreadPage | None = None


def read_each(
    paths: Iterable[Path], url: str | None, observed_at: str | None, *, to_keep: bool = False
) -> Iterator[SavedPage]:
    """Each file with its thread, through the pipelines; one that could not be read is told on stderr.

    With ``to_keep`` one that is not worth keeping counts as not read.
    """
    from pipelines import normalise  # the readers take their time to load
    from spiders.page import UnreadablePageError

    for path in paths:
        try:
            body = _bytes_of(path)
            yield SavedPage(path, body, normalise(_read(path, body, url, observed_at, to_keep)))
        except UnreadablePageError as error:
            tell(path, f"not read: {error}")
            yield SavedPage(path)
        except _NotKeptError as error:
            tell(path, f"not imported: {error}")
            yield SavedPage(path)
        except ArchiverError:
            raise  # no fault of the page: a site that the user declared does not work
        except Exception as error:  # a page that our readers stumble over must not cost the pages after it
            logging.getLogger(__name__).debug("%s", path, exc_info=True)
            tell(path, f"not read: our reader failed on it ({type(error).__name__}: {error}); please report it")
            yield SavedPage(path)


def tell(path: Path, what: str) -> None:
    """Say something of a file, on stderr."""
    click.echo(f"{'standard input' if path == STDIN else path}: {what}", err=True)


class _NotKeptError(Exception):
    """The page is not worth keeping; the message says why."""


def _bytes_of(path: Path) -> bytes:
    from spiders.page import UnreadablePageError

    try:
        return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise UnreadablePageError(f"it cannot be opened ({error.strerror})") from None


def _captured_at(path: Path, observed_at: str | None) -> datetime | None:
    from spiders.page import UnreadablePageError

    try:
        return observed_at_of(None if path == STDIN else path, observed_at)
    except (OverflowError, ValueError):
        raise UnreadablePageError("its file's own time is in no year from 1 to 9999; say --observed-at") from None


def _read(path: Path, body: bytes, url: str | None, observed_at: str | None, to_keep: bool) -> ThreadPage:
    from spiders.page import Page
    from spiders.saved import read_saved
    from spiders.worth_keeping import why_not_kept

    page = Page(body, url=url, captured_at=_captured_at(path, observed_at))
    thread = read_saved(page)
    if to_keep and (why := why_not_kept(thread, page)):
        raise _NotKeptError(why)
    return thread
