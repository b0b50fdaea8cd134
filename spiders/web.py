"""The spider for sites that nobody has declared."""

from __future__ import annotations

from archiver.items import Site
from archiver.urls import registered_domain
from spiders.base import ThreadSpider


class WebSpider(ThreadSpider):
    """Any article, feed or front page: what a site is, its pages must say."""

    name = "web"
    title = "a site nobody declared"

    def site_of(self, url: str) -> Site:
        """The site by its registered domain."""
        return undeclared_site(url)


def undeclared_site(url: str) -> Site:
    """A site known by its registered domain alone."""
    domain = registered_domain(url)
    return Site(id=domain, domain=domain)
