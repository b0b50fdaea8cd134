"""stadt-bremerhaven.de."""

from spiders.base import ThreadSpider


class CaschysSpider(ThreadSpider):
    """Caschys Blog, Germany: WordPress."""

    name = "caschys"
    title = "Caschys Blog"
    domain = "stadt-bremerhaven.de"
    allowed_domains = ("stadt-bremerhaven.de",)
    time_zone = "Europe/Berlin"
    language = "de-DE"
    platform = "wordpress"
    feeds = ("https://stadt-bremerhaven.de/feed/",)
    source = "facts A40: WordPress, addresses; public links to 2024: files of WordPress; feed: many public lists"
    verified = "platform only"
