"""mondomobileweb.it."""

from spiders.base import ThreadSpider


class MondoMobileWebSpider(ThreadSpider):
    """MondoMobileWeb, Italy, on operators and their offers."""

    name = "mondomobileweb"
    title = "MondoMobileWeb"
    domain = "mondomobileweb.it"
    allowed_domains = ("mondomobileweb.it",)
    time_zone = "Europe/Rome"
    language = "it-IT"
    feeds = ("https://www.mondomobileweb.it/feed/",)
    article_pattern = r"^/\d+-[^/]+/?$"
    example = "/307166-le-antenne-salgono/"
    source = "facts A34; public links: addresses; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
