"""telecomtalk.info."""

from spiders.base import ThreadSpider


class TelecomTalkSpider(ThreadSpider):
    """TelecomTalk, India: WordPress with wpDiscuz."""

    name = "telecomtalk"
    title = "TelecomTalk"
    domain = "telecomtalk.info"
    allowed_domains = ("telecomtalk.info",)
    time_zone = "Asia/Kolkata"
    language = "en-IN"
    platform = "wpdiscuz"
    feeds = ("https://telecomtalk.info/feed/",)
    article_pattern = r"^/[^/]+/\d+/?$"
    example = "/masts-go-up/147973/"
    source = "facts A10: wpDiscuz, addresses; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "platform only"
