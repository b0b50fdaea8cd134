"""freenews.fr."""

from spiders.base import ThreadSpider


class FreenewsSpider(ThreadSpider):
    """Freenews, France, on Free."""

    name = "freenews"
    title = "Freenews"
    domain = "freenews.fr"
    allowed_domains = ("freenews.fr",)
    time_zone = "Europe/Paris"
    language = "fr-FR"
    feeds = ("https://www.freenews.fr/feed",)
    source = "facts A36; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
