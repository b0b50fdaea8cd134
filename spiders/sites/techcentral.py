"""techcentral.co.za."""

from spiders.base import ThreadSpider


class TechCentralSpider(ThreadSpider):
    """TechCentral, South Africa: WordPress; newer pages show no comments."""

    name = "techcentral"
    title = "TechCentral"
    domain = "techcentral.co.za"
    allowed_domains = ("techcentral.co.za",)
    time_zone = "Africa/Johannesburg"
    language = "en-ZA"
    feeds = ("https://techcentral.co.za/feed/",)
    article_pattern = r"^/[^/]+/\d+/?$"
    example = "/masts-go-up/218535/"
    source = "facts A20; public links of 2026: addresses; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
