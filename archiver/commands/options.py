"""Options that several verbs share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from archiver.errors import UsageError
from archiver.instants import instant_text, read_instant
from archiver.urls import absolute_http


class Instant(click.ParamType[str]):
    """A date or time typed by a person, as the archive's text in UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Fail with a usage message for anything that is no ISO date or time."""
        try:
            return instant_text(read_instant(str(value)))
        except ValueError:
            self.fail(f"{value!r} is no ISO date or time; write it like 2020-10-25T12:00Z", param, ctx)


class EndOf(Instant):
    """A time as ``Instant``; a bare date is its last second: what was seen on that day counts."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Fail with a usage message for anything that is no ISO date or time."""
        instant = super().convert(value, param, ctx)
        return f"{instant[:10]}T23:59:59Z" if len(str(value).strip()) == len("2020-10-25") else instant


class Address(click.ParamType[str]):
    """An http(s) address typed by a person."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Fail with a usage message for anything else."""
        if absolute_http(None, str(value)) is None:
            self.fail(f"{value!r} is no http(s) address", param, ctx)
        return str(value)


def named_once(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> str | None:
    """The one value of an option that may be given once; else click takes the last and says nothing."""
    if len(values) > 1:
        raise click.BadParameter("it is given more than once.", ctx, param)
    return values[0] if values else None


db_option = click.option(
    "--db",
    type=click.Path(path_type=Path),
    envvar="ARCHIVER_DB",
    default=Path("archive.db"),
    show_default=True,
    metavar="FILE",
    help="The archive. Also by the environment: ARCHIVER_DB.",
)
as_of_option = click.option(
    "--as-of", type=EndOf(), help="The thread as it stood at this instant (ISO, UTC), or at the end of this day."
)
observed_at_option = click.option(
    "--observed-at", type=Instant(), help="When the file was captured (ISO, UTC). Default: the file's own time."
)
no_captures_option = click.option(
    "--no-captures", is_flag=True, help="Keep no copy of what was fetched or read: saves disk, rules out `rebuild`."
)


def refuse_empty_span(since: str | None, until: str | None) -> None:
    """Raise UsageError where nothing can lie between the two, texts of one form, because ``until`` is not later."""
    if since and until and since >= until:
        raise UsageError(f"Nothing is between --since {since} and --until {until}, which is left out itself.")


def observed_at_of(path: Path | None, given: str | None) -> datetime | None:
    """When a file was captured: as said, else the file's own time; None for standard input."""
    if given is not None:
        return read_instant(given)
    if path is None:
        return None
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
