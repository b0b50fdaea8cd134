"""``archiver sites new``: declare a site, from a look at it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.errors import Exit, StorageError, UsageError
from archiver.logs import log_to_stderr
from archiver.urls import absolute_http

if TYPE_CHECKING:
    from archiver.site_declaration import Declaration


@click.command("new")
@click.argument("domain")
@click.option("--name", help="What to call the site; by default after its domain.")
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set a Scrapy setting, as Scrapy does.")
@click.option("--allow-private", is_flag=True, help="Let the look reach loopback and private addresses.")
@click.pass_context
def command(
    context: click.Context, domain: str, name: str | None, settings: tuple[str, ...], allow_private: bool
) -> int:
    """Declare the site of a domain (or front page's address) in ARCHIVER_SITES, with a small test beside it.

    A look at its front page, feed, newest article and, with WordPress, REST API tells what can be told; robots.txt
    is obeyed, and nothing is overwritten.
    """
    from archiver.looking import look_at  # Scrapy takes its time to load
    from archiver.setting_overrides import read_overrides
    from archiver.site_declaration import declaration_of, domain_of, name_for
    from spiders.own_sites import load_site, own_sites_folder
    from spiders.site_rules import is_host, is_name

    address = absolute_http(None, domain if "://" in domain else f"https://{domain}/")
    if address is None or not is_host(domain_of(address)):
        raise UsageError(f"{domain!r} is neither a domain nor a front page's address.")
    if name is not None and not is_name(name):
        raise UsageError(f"{name!r} is no name for a site: it takes 2 to 20 small letters and figures, not new or web.")
    folder = own_sites_folder()
    _refuse_what_is_there(folder, name or name_for(domain_of(address)), domain_of(address))
    is_debug = context.find_root().params.get("debug", False)
    overrides = read_overrides(settings)
    log_to_stderr(overrides.get("LOG_LEVEL", "INFO" if is_debug else "ERROR"), with_tracebacks=is_debug)
    look = look_at(address, overrides, allow_private=allow_private)
    for failure in look.failures:
        click.echo(f"not seen: {failure}", err=True)
    if look.front is None:
        return int(Exit.NOTHING_FETCHED)
    site = declaration_of(look, name, datetime.now(UTC).date())
    _refuse_what_is_there(folder, site.name, site.domain)
    file = _write(folder, site)
    load_site(file)
    if site.unknown:
        click.echo(f"The site does not tell its {', '.join(site.unknown)}: fill in what you know.", err=True)
    click.echo(f"archiver sites {site.name} shows the site, archiver crawl {site.name} crawls it.", err=True)
    return int(Exit.DONE)


def _refuse_what_is_there(folder: Path, name: str, domain: str) -> None:
    from archiver.site_declaration import name_of_test
    from spiders.sites import declared_sites

    for site in declared_sites().values():
        if site.domain == domain:
            raise UsageError(
                f"{domain} is the domain of the site {site.name} already; see `archiver sites {site.name}`."
            )
        if site.name == name:
            raise UsageError(f"There is a site named {name} already; choose another with --name.")
    for file in (folder / f"{name}.py", folder / name_of_test(name)):
        if file.exists():
            raise UsageError(f"{file} is there already; choose another name with --name.")


def _write(folder: Path, site: Declaration) -> Path:
    """Write the declaration and its test, and say where; gives the declaration's file."""
    from archiver.site_declaration import name_of_test, text_of_file, text_of_test

    file = folder / f"{site.name}.py"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in ((file, text_of_file(site)), (folder / name_of_test(site.name), text_of_test(site))):
            with path.open("x", encoding="utf-8", newline="\n") as opened:  # never over another
                opened.write(text)
            click.echo(str(path))
    except OSError as error:
        raise StorageError(f"{error.filename or folder} could not be written: {error.strerror}.") from None
    return file
