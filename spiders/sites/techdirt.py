"""techdirt.com."""

from spiders.base import ThreadSpider


class TechdirtSpider(ThreadSpider):
    """Techdirt, California: WordPress since 2022; its archive.techdirt.com shows what was before."""

    name = "techdirt"
    title = "Techdirt"
    domain = "techdirt.com"
    allowed_domains = ("techdirt.com",)
    time_zone = "America/Los_Angeles"
    language = "en-US"
    platform = "wordpress"
    feeds = ("https://www.techdirt.com/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/\d{2}/[^/]+/?$|^/articles/\d{8}/\d+\.shtml$"
    example = "/2024/05/06/masts-go-up/"
    source = "facts A5: older addresses; public links to 2026: addresses, files of WordPress; feed: many public lists"
    verified = "platform only"
