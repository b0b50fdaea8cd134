"""telecoms.com."""

from spiders.base import ThreadSpider


class TelecomsSpider(ThreadSpider):
    """Telecoms.com, London: WordPress with threaded comments until its move to another CMS, which shows none."""

    name = "telecoms"
    title = "Telecoms.com"
    domain = "telecoms.com"
    allowed_domains = ("telecoms.com",)
    time_zone = "Europe/London"
    language = "en-GB"
    date_order = "DMY"
    platform = "wordpress"
    feeds = ("https://www.telecoms.com/rss.xml",)
    article_pattern = r"^/[a-z0-9-]+/[a-z0-9-]+/?$"
    example = "/506977/masts-go-up/"
    source = "facts A1: text of a page of 2020, dates 16/10/2020; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "text crawl 2020"
