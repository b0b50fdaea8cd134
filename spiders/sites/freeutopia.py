"""freeutopia.org."""

from spiders.base import ThreadSpider


class FreeUtopiaSpider(ThreadSpider):
    """Free UTOPIA, a blog on Utah's municipal fibre: WordPress."""

    name = "freeutopia"
    title = "Free UTOPIA"
    domain = "freeutopia.org"
    allowed_domains = ("freeutopia.org",)
    time_zone = "America/Denver"
    language = "en-US"
    platform = "wordpress"
    feeds = ("https://www.freeutopia.org/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/\d{2}/[^/]+/?$"
    example = "/2017/12/30/masts-go-up/"
    source = "facts A13: WordPress, addresses, nested comments; feed: where WordPress has it"
    verified = "platform only"
