"""mobilesyrup.com."""

from spiders.base import ThreadSpider


class MobileSyrupSpider(ThreadSpider):
    """MobileSyrup, on Canada's carriers."""

    name = "mobilesyrup"
    title = "MobileSyrup"
    domain = "mobilesyrup.com"
    allowed_domains = ("mobilesyrup.com",)
    time_zone = "America/Toronto"
    language = "en-CA"
    feeds = ("https://mobilesyrup.com/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/\d{2}/[^/]+/?$"
    example = "/2024/05/06/masts-go-up/"
    source = "facts A16; public links to 2026: addresses; feed: many public lists"
    verified = "unverified"
