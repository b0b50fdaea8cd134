"""arstechnica.com."""

from spiders.base import ThreadSpider


class ArsTechnicaSpider(ThreadSpider):
    """Ars Technica, whose threads stand in a forum of their own."""

    name = "arstechnica"
    title = "Ars Technica"
    domain = "arstechnica.com"
    allowed_domains = ("arstechnica.com",)
    time_zone = "America/New_York"
    language = "en-US"
    feeds = ("https://feeds.arstechnica.com/arstechnica/index",)
    article_pattern = r"^/[a-z-]+/\d{4}/\d{2}/[^/]+/?$"
    example = "/tech-policy/2024/05/masts-go-up/"
    source = "facts A6: addresses; feed: many public lists"
    verified = "unverified"
