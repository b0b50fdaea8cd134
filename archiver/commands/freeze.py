"""``archiver freeze``: a page to test a site's reading on, without its readers' words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from archiver.commands.options import Address, observed_at_of, observed_at_option
from archiver.errors import Exit, UsageError
from archiver.logs import log_to_stderr

if TYPE_CHECKING:
    from spiders.page import Page

_LONGEST_NAME = 60


@click.command("freeze")
@click.argument("url", type=Address())
@click.option(
    "--page", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A saved page instead."
)
@observed_at_option
@click.option("--name", help="What to call the files; by default after the page's address.")
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), help="The folder; by default that of the site's tests."
)
@click.option("-s", "settings", multiple=True, metavar="NAME=VALUE", help="Set a Scrapy setting, as Scrapy does.")
@click.option("--allow-private", is_flag=True, help="Let the request reach loopback and private addresses.")
@click.pass_context
def command(
    context: click.Context,
    url: str,
    file: Path | None,
    observed_at: str | None,
    name: str | None,
    folder: Path | None,
    settings: tuple[str, ...],
    allow_private: bool,
) -> int:
    """Keep a page's mark-up as a test: an article of a declared site, with comments.

    Words and names, the readers' and all others, are replaced by words that mean nothing; structure, times and labels
    stay. Beside the page stands what is read from it. Where a reader's words would stay, or the page would be
    read otherwise, nothing is written.
    """
    from archiver.freezing.frozen_page import FrozenPage  # the readers take their time to load

    target = folder or _folder_of(url)
    name = name or _name_of(url)
    if not re.fullmatch(rf"[a-z0-9][a-z0-9-]{{0,{_LONGEST_NAME - 1}}}", name):
        raise UsageError(f"{name!r} is no name for a frozen page: it takes small letters, figures and hyphens.")
    if file is not None:
        page: Page | None = _saved(file, url, observed_at)
    else:
        page = _fetched(url, settings, allow_private, is_debug=context.find_root().params.get("debug", False))
    if page is None:
        return int(Exit.NOTHING_FETCHED)
    for written in FrozenPage.of(page).write(target, name):
        click.echo(str(written))
    return int(Exit.DONE)


def _folder_of(url: str) -> Path:
    """Where the tests of the address's site keep their pages."""
    from spiders.own_sites import own_sites_folder
    from spiders.sites import built_in_sites, spider_for

    spider = spider_for(url)
    if spider is None:
        raise UsageError(
            f"{urlsplit(url).hostname} is no declared site; declare it with `archiver sites new`, or name a folder: -o."
        )
    if spider.name not in built_in_sites():
        return own_sites_folder() / spider.name
    tests = Path(__file__).parents[2] / "tests"
    if not tests.is_dir():
        raise UsageError(f"{spider.name} is a built-in site, and this is no checkout; name a folder: -o.")
    return tests / "sites" / spider.name


def _name_of(url: str) -> str:
    words = re.findall(r"[a-z0-9]+", urlsplit(url).path.lower())
    return "-".join(words)[-_LONGEST_NAME:].strip("-") or "page"


def _saved(file: Path, url: str, observed_at: str | None) -> Page:
    from spiders.page import Page

    return Page(file.read_bytes(), url=url, captured_at=observed_at_of(file, observed_at))


def _fetched(url: str, settings: tuple[str, ...], allow_private: bool, *, is_debug: bool) -> Page | None:
    from archiver.looking import fetch_page
    from archiver.setting_overrides import read_overrides

    overrides = read_overrides(settings)
    log_to_stderr(overrides.get("LOG_LEVEL", "INFO" if is_debug else "ERROR"), with_tracebacks=is_debug)
    fetched = fetch_page(url, overrides, allow_private=allow_private)
    if fetched.page is None:
        click.echo(f"{url} could not be fetched: {fetched.failure}", err=True)
    return fetched.page
