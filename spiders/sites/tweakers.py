"""tweakers.net."""

from spiders.base import ThreadSpider


class TweakersSpider(ThreadSpider):
    """Tweakers, Netherlands: nested comments with scores, of a software of its own."""

    name = "tweakers"
    title = "Tweakers"
    domain = "tweakers.net"
    allowed_domains = ("tweakers.net",)
    time_zone = "Europe/Amsterdam"
    language = "nl-NL"
    feeds = ("https://tweakers.net/feeds/nieuws.xml",)
    article_pattern = r"^/nieuws/\d+/[^/]+\.html$"
    example = "/nieuws/142245/masten-groeien.html"
    source = "facts A43: addresses; feed: many public lists"
    verified = "unverified"
