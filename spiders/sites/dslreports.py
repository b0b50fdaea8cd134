"""dslreports.com."""

from spiders.base import ThreadSpider


class DslReportsSpider(ThreadSpider):
    """DSLReports, on American ISPs: one thread of its own for each story; likely in web archives only."""

    name = "dslreports"
    title = "DSLReports"
    domain = "dslreports.com"
    allowed_domains = ("dslreports.com",)
    time_zone = "America/New_York"
    language = "en-US"
    article_pattern = r"^/shownews/[^/]*\d+$"
    example = "/shownews/Masts-Go-Up-118389"
    source = "facts A11: addresses; no feed known that answers"
    verified = "unverified"
