"""The sites that have been declared, one file each: those here, and a user's own (``spiders.own_sites``)."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from archiver.items import Site
from spiders.base import ThreadSpider
from spiders.own_sites import own_sites_folder, sites_in
from spiders.web import undeclared_site


@cache
def built_in_sites() -> dict[str, type[ThreadSpider]]:
    """Every site's spider of this folder by its name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    spiders = [
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, ThreadSpider) and thing.__module__ == module.__name__
    ]
    return {spider.name: spider for spider in sorted(spiders, key=lambda spider: spider.name)}


def declared_sites() -> dict[str, type[ThreadSpider]]:
    """Every declared site's spider by its name: the built-in ones, then the user's own.

    Raises UsageError where a file of the user's own is no declaration that works.
    """
    return _with_those_of(own_sites_folder())


@cache
def _with_those_of(folder: Path) -> dict[str, type[ThreadSpider]]:
    return built_in_sites() | sites_in(folder, built_in_sites())


@cache
def _by_domain(folder: Path) -> dict[str, type[ThreadSpider]]:
    return {spider.domain: spider for spider in _with_those_of(folder).values()}


def file_of(spider: type[ThreadSpider]) -> Path:
    """The file that declares a site; each bears its site's name."""
    folder = Path(__file__).parent if spider.name in built_in_sites() else own_sites_folder()
    return folder / f"{spider.name}.py"


def spider_for(url: str) -> type[ThreadSpider] | None:
    """The spider of the declared site that an address belongs to: a forum may have a site of its own below another's.

    The longest domain that is the address's host, or that the host lies below, decides.
    """
    by_domain = _by_domain(own_sites_folder())
    labels = (urlsplit(url).hostname or "").lower().split(".")
    hosts = (".".join(labels[first:]) for first in range(len(labels)))
    return next((by_domain[host] for host in hosts if host in by_domain), None)


def site_for(url: str | None) -> Site:
    """The site that an address belongs to, declared or known by its domain; without address, no site."""
    if not url:
        return Site(id="unknown", domain="unknown")
    spider = spider_for(url)
    return spider.site() if spider else undeclared_site(url)
