"""winfuture.de."""

from spiders.base import ThreadSpider


class WinFutureSpider(ThreadSpider):
    """WinFuture, Germany: comments of a software of its own."""

    name = "winfuture"
    title = "WinFuture"
    domain = "winfuture.de"
    allowed_domains = ("winfuture.de",)
    time_zone = "Europe/Berlin"
    language = "de-DE"
    feeds = ("https://static.winfuture.de/feeds/WinFuture-News-rss2.0.xml",)
    article_pattern = r"^/news,\d+\.html$"
    example = "/news,151000.html"
    source = "facts A42; public links: addresses; feed: many public lists"
    verified = "unverified"
