"""The sites that have been declared, one file each."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from archiver.items import Site
from archiver.urls import registered_domain
from spiders.base import ThreadSpider
from spiders.web import undeclared_site


@cache
def declared_sites() -> dict[str, type[ThreadSpider]]:
    """Every declared site's spider by its name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    spiders = [
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, ThreadSpider) and thing.__module__ == module.__name__
    ]
    return {spider.name: spider for spider in sorted(spiders, key=lambda spider: spider.name)}


def spider_for(url: str) -> type[ThreadSpider] | None:
    """The spider of the declared site that an address belongs to."""
    domain = registered_domain(url)
    return next((spider for spider in declared_sites().values() if spider.domain == domain), None)


def site_for(url: str | None) -> Site:
    """The site that an address belongs to, declared or known by its domain; without address, no site."""
    if not url:
        return Site(id="unknown", domain="unknown")
    spider = spider_for(url)
    return spider.site() if spider else undeclared_site(url)
