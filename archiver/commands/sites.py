"""``archiver sites``: the sites that have been declared."""

from __future__ import annotations

import click
from rich.table import Table

from archiver.console import console


@click.command("sites")
def command() -> None:
    """List the declared sites and what each declaration rests on."""
    from spiders.sites import declared_sites  # Scrapy takes its time to load

    table = Table("name", "domain", "language", "time zone", "platform", "verified", box=None, pad_edge=False)
    for name, spider in declared_sites().items():
        site = spider.site()
        table.add_row(name, site.domain, site.language, site.timezone, site.platform, spider.verified)
    console().print(table)
