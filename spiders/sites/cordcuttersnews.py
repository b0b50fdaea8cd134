"""cordcuttersnews.com."""

from spiders.base import ThreadSpider


class CordCuttersNewsSpider(ThreadSpider):
    """Cord Cutters News, on streaming and home internet in the USA."""

    name = "cordcuttersnews"
    title = "Cord Cutters News"
    domain = "cordcuttersnews.com"
    allowed_domains = ("cordcuttersnews.com",)
    time_zone = "America/Chicago"
    language = "en-US"
    feeds = ("https://www.cordcuttersnews.com/feed/",)
    source = "facts A18; feed: several public lists"
    verified = "unverified"
