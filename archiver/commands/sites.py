"""``archiver sites``: the sites that have been declared, one of them, or a new one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table
from rich.text import Text

from archiver.commands.new_site import command as new_site
from archiver.console import console
from archiver.errors import UsageError
from archiver.terminal import json_text

if TYPE_CHECKING:
    from spiders.base import ThreadSpider

_WIDE_ENOUGH_FOR_ZONES = 105
_FIELDS = (
    *("name", "title", "domain", "language", "time_zone", "date_order", "platform"),
    *(
        "feeds",
        "comment_feeds",
        "thread_link",
        "article_pattern",
        "example",
        "article_id_in_address",
        "source",
        "verified",
    ),
)
_json_option = click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")


class _NamesAndNew(click.Group):
    """``archiver sites new DOMAIN``, and ``archiver sites NAME`` for a site of any name."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        return super().get_command(ctx, cmd_name) or _showing(cmd_name)


@click.group(
    "sites",
    cls=_NamesAndNew,
    invoke_without_command=True,
    commands={"new": new_site},
    subcommand_metavar="[NAME | new DOMAIN]",
)
@_json_option
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the declared sites and how far each is verified; with a NAME, all that one declares.

    The built-in ones, then those in ARCHIVER_SITES (default: the folder sites in this folder). With new, declare
    one there, from a look at it.
    """
    if context.invoked_subcommand is not None:
        return
    from spiders.sites import declared_sites  # Scrapy takes its time to load

    spiders = declared_sites().values()
    if as_json:
        click.echo(json_text([_declaration(spider) for spider in spiders], indent=2))
    else:
        output = console()
        output.print(_table(spiders, with_zones=output.width >= _WIDE_ENOUGH_FOR_ZONES))


def _showing(name: str) -> click.Command:
    """The command that shows one site."""

    @click.command(name)
    @_json_option
    @click.pass_context
    def show(context: click.Context, as_json: bool) -> None:
        """Show what a site declares, and what the declaration rests on."""
        from spiders.sites import declared_sites

        spider = declared_sites().get(name)
        if spider is None:
            raise UsageError(f"There is no site named {name!r}; `archiver sites` lists them.")
        declaration = _declaration(spider)
        if as_json or (context.parent and context.parent.params["as_json"]):
            click.echo(json_text(declaration, indent=2))
        else:
            _show(declaration)

    return show


def _declaration(spider: type[ThreadSpider]) -> dict[str, Any]:
    from spiders.sites import file_of

    return {field: getattr(spider, field) for field in _FIELDS} | {"file": str(file_of(spider))}


def _table(spiders: Iterable[type[ThreadSpider]], *, with_zones: bool) -> Table:
    columns = {"name": "name", "domain": "domain", "language": "lang", "platform": "platform", "verified": "verified"}
    gives_way = "domain"
    if with_zones:
        columns = {
            "name": "name",
            "title": "title",
            "domain": "domain",
            "language": "lang",
            "time_zone": "zone",
        } | columns
        gives_way = "title"
    table = Table(box=None, pad_edge=False)
    for field, heading in columns.items():
        table.add_column(heading, overflow="fold", no_wrap=field != gives_way)
    for spider in spiders:
        table.add_row(*(Text(getattr(spider, field) or "") for field in columns))
    return table


def _show(declaration: dict[str, Any]) -> None:
    output = console()
    width = max(map(len, declaration))
    for field, value in declaration.items():
        for line in value if isinstance(value, list | tuple) else [value]:
            if line:
                label = field.replace("_", " ")
                output.print(Text(f"{label:<{width}}  ", style="dim") + Text(str(line)), soft_wrap=True)
