"""lightreading.com."""

from spiders.base import ThreadSpider


class LightReadingSpider(ThreadSpider):
    """Light Reading, New York: flat boards of its own until its move to another CMS, which shows none."""

    name = "lightreading"
    title = "Light Reading"
    domain = "lightreading.com"
    allowed_domains = ("lightreading.com",)
    time_zone = "America/New_York"
    language = "en-US"
    date_order = "MDY"
    feeds = ("https://www.lightreading.com/rss.xml",)
    article_pattern = r"^/[^/]+/[^/]+"
    example = "/open-ran/masts-go-up"
    source = (
        "facts A2: addresses, dates 12/5/2012 | 4:09:02 PM, boards; feed check of 2026-08 in Antonio20045/telco-radar"
    )
    verified = "unverified"
