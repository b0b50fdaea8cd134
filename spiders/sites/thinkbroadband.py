"""thinkbroadband.com."""

from spiders.base import ThreadSpider


class ThinkbroadbandSpider(ThreadSpider):
    """thinkbroadband, Britain: news, and their threads in a forum of its own."""

    name = "thinkbroadband"
    title = "thinkbroadband"
    domain = "thinkbroadband.com"
    allowed_domains = ("thinkbroadband.com",)
    time_zone = "Europe/London"
    language = "en-GB"
    date_order = "DMY"
    feeds = ("https://www.thinkbroadband.com/news.rss",)
    article_pattern = r"^/news/[^/]+$"
    example = "/news/8066-masts-go-up"
    source = "facts A12: zone, forum's dates Sun 17-Jul-16 22:46:41; public links: addresses, feed"
    verified = "unverified"
