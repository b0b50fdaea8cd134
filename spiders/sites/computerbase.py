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
    thread_link = "a.js-thread-link"
    source = "facts A41: link to threads; feed: many public lists"
    verified = "unverified"
