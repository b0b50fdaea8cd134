"""iphoneincanada.ca."""

from spiders.base import ThreadSpider


class IphoneInCanadaSpider(ThreadSpider):
    """iPhone in Canada, on Canada's carriers and telephones."""

    name = "iphoneincanada"
    title = "iPhone in Canada"
    domain = "iphoneincanada.ca"
    allowed_domains = ("iphoneincanada.ca",)
    time_zone = "America/Vancouver"
    language = "en-CA"
    feeds = ("https://www.iphoneincanada.ca/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/\d{2}/[^/]+/?$"
    example = "/2024/05/06/masts-go-up/"
    source = "facts A17; public links of 2026: addresses; feed: several public lists"
    verified = "unverified"
