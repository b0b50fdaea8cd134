"""japantoday.com."""

from spiders.base import ThreadSpider


class JapanTodaySpider(ThreadSpider):
    """Japan Today, in English: telecoms stand in its section on technology."""

    name = "japantoday"
    title = "Japan Today"
    domain = "japantoday.com"
    allowed_domains = ("japantoday.com",)
    time_zone = "Asia/Tokyo"
    language = "en"
    feeds = ("https://japantoday.com/category/tech/feed",)
    article_pattern = r"^/category/tech/[^/]+$"
    example = "/category/tech/masts-go-up"
    source = "facts A44: addresses, comments in HTML; feed of the section: a public list"
    verified = "unverified"
