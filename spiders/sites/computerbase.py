"""computerbase.de."""

from spiders.base import ThreadSpider


class ComputerBaseSpider(ThreadSpider):
    """ComputerBase, Germany: each story's thread in its forum."""

    name = "computerbase"
    title = "ComputerBase"
    domain = "computerbase.de"
    allowed_domains = ("computerbase.de",)
    time_zone = "Europe/Berlin"
    language = "de-DE"
    feeds = ("https://www.computerbase.de/rss/news.xml",)
    source = "facts A41; feed: many public lists"
    verified = "unverified"
