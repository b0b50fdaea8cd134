"""heise.de."""

from spiders.base import ThreadSpider


class HeiseSpider(ThreadSpider):
    """heise online, Germany: each story's thread in a forum of its own."""

    name = "heise"
    title = "heise online"
    domain = "heise.de"
    allowed_domains = ("heise.de",)
    time_zone = "Europe/Berlin"
    language = "de-DE"
    feeds = ("https://www.heise.de/rss/heise.rdf",)
    thread_link = "a.kommentare_lesen_link"
    article_pattern = r"^/(?:[a-z]+/)+[^/]+-\d+\.html$"
    example = "/news/Masten-wachsen-10363206.html"
    source = "facts A39: feed, link to comments; public links to 2026, of news, background and tests: addresses"
    verified = "unverified"
