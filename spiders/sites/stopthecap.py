"""stopthecap.com."""

from spiders.base import ThreadSpider


class StopTheCapSpider(ThreadSpider):
    """Stop the Cap!, on data caps and prices: WordPress."""

    name = "stopthecap"
    title = "Stop the Cap!"
    domain = "stopthecap.com"
    allowed_domains = ("stopthecap.com",)
    time_zone = "America/New_York"
    language = "en-US"
    platform = "wordpress"
    feeds = ("https://stopthecap.com/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/\d{2}/[^/]+/?$"
    example = "/2024/05/06/masts-go-up/"
    source = "facts A8: WordPress, addresses; feed: where WordPress has it"
    verified = "platform only"
