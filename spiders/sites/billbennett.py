"""billbennett.co.nz."""

from spiders.base import ThreadSpider


class BillBennettSpider(ThreadSpider):
    """Bill Bennett, New Zealand: a journalist's notes on telecoms."""

    name = "billbennett"
    title = "Bill Bennett"
    domain = "billbennett.co.nz"
    allowed_domains = ("billbennett.co.nz",)
    time_zone = "Pacific/Auckland"
    language = "en-NZ"
    feeds = ("https://billbennett.co.nz/feed/",)
    source = "zone: New Zealand's; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
