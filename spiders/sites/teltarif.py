"""teltarif.de."""

from spiders.base import ThreadSpider


class TeltarifSpider(ThreadSpider):
    """teltarif, Germany, on tariffs and networks: a forum of its own."""

    name = "teltarif"
    title = "teltarif.de"
    domain = "teltarif.de"
    allowed_domains = ("teltarif.de",)
    time_zone = "Europe/Berlin"
    language = "de-DE"
    feeds = ("https://www.teltarif.de/feed/news/20.rss2",)
    article_pattern = r"^/[^/]+/news/\d+\.html$|^/arch/\d{4}/kw\d{2}/s\d+\.html$"
    example = "/masten-wachsen/news/84487.html"
    source = "facts A37; public links: addresses; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
