"""medianama.com."""

from spiders.base import ThreadSpider


class MedianamaSpider(ThreadSpider):
    """MediaNama, on India's networks and their rules: WordPress, comments elsewhere at times."""

    name = "medianama"
    title = "MediaNama"
    domain = "medianama.com"
    allowed_domains = ("medianama.com",)
    time_zone = "Asia/Kolkata"
    language = "en-IN"
    feeds = ("https://www.medianama.com/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/[^/]+/?$"
    example = "/2024/05/223-masts-go-up/"
    source = "facts A15; public links of 2025 and 2026: addresses; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
