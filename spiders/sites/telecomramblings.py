"""telecomramblings.com."""

from spiders.base import ThreadSpider


class TelecomRamblingsSpider(ThreadSpider):
    """Telecom Ramblings, on fibre and mergers: plain WordPress."""

    name = "telecomramblings"
    title = "Telecom Ramblings"
    domain = "telecomramblings.com"
    allowed_domains = ("telecomramblings.com",)
    time_zone = "America/New_York"
    language = "en-US"
    platform = "wordpress"
    feeds = ("https://www.telecomramblings.com/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/[^/]+/?$"
    example = "/2024/05/masts-go-up/"
    source = "facts A7: WordPress, addresses, comments in HTML; feed: many public lists"
    verified = "platform only"
