"""turk-internet.com."""

from spiders.base import ThreadSpider


class TurkInternetSpider(ThreadSpider):
    """Turk-internet, Turkey, on the internet and its operators."""

    name = "turkinternet"
    title = "Turk-internet.com"
    domain = "turk-internet.com"
    allowed_domains = ("turk-internet.com",)
    time_zone = "Europe/Istanbul"
    language = "tr-TR"
    feeds = ("https://turk-internet.com/feed/",)
    source = "zone: Turkey's; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
