"""telecoms.com."""

from spiders.base import ThreadSpider


class TelecomsSpider(ThreadSpider):
    """Telecoms.com, London: WordPress with threaded comments until its move to another CMS."""

    name = "telecoms"
    title = "Telecoms.com"
    domain = "telecoms.com"
    allowed_domains = ("telecoms.com",)
    time_zone = "Europe/London"
    language = "en-GB"
    date_order = "DMY"  # 16/10/2020 @ 7:47 pm
    platform = "wordpress"
    feeds = ("https://telecoms.com/feed/",)
    verified = "text crawl 2020"
