"""gsmarena.com."""

from spiders.base import ThreadSpider


class GsmArenaSpider(ThreadSpider):
    """GSMArena, on telephones: flat comments with quotes, on pages of their own."""

    name = "gsmarena"
    title = "GSMArena"
    domain = "gsmarena.com"
    allowed_domains = ("gsmarena.com",)
    time_zone = "Europe/Sofia"
    language = "en"
    feeds = ("https://www.gsmarena.com/rss-news-reviews.php3",)
    source = "facts A23; feed: many public lists"
    verified = "unverified"
