"""mybroadband.co.za."""

from spiders.base import ThreadSpider


class MyBroadbandSpider(ThreadSpider):
    """MyBroadband, South Africa: WordPress, a thread in its forum for each story."""

    name = "mybroadband"
    title = "MyBroadband"
    domain = "mybroadband.co.za"
    allowed_domains = ("mybroadband.co.za",)
    time_zone = "Africa/Johannesburg"
    language = "en-ZA"
    feeds = ("https://mybroadband.co.za/news/feed",)
    article_pattern = r"^/news/[a-z-]+/\d+-[^/]+\.html$"
    example = "/news/telecoms/338500-masts-go-up.html"
    source = "facts A19; public links: addresses; feed: many public lists"
    verified = "unverified"
