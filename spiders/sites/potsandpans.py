"""potsandpansbyccg.com."""

from spiders.base import ThreadSpider


class PotsAndPansSpider(ThreadSpider):
    """POTs and PANs, on rural broadband: a blog in the style of WordPress.com."""

    name = "potsandpans"
    title = "POTs and PANs"
    domain = "potsandpansbyccg.com"
    allowed_domains = ("potsandpansbyccg.com",)
    language = "en-US"
    platform = "wordpress"
    feeds = ("https://potsandpansbyccg.com/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/\d{2}/[^/]+/?$"
    example = "/2024/05/06/masts-go-up/"
    source = "facts A14: zone unknown; public links of 2026: addresses; feed: where WordPress has it"
    verified = "unverified"
