"""mobilityarena.com."""

from spiders.base import ThreadSpider


class MobilityArenaSpider(ThreadSpider):
    """MobilityArena, Nigeria: WordPress with numbered comments."""

    name = "mobilityarena"
    title = "MobilityArena"
    domain = "mobilityarena.com"
    allowed_domains = ("mobilityarena.com",)
    time_zone = "Africa/Lagos"
    language = "en-NG"
    platform = "wordpress"
    feeds = ("https://mobilityarena.com/feed/",)
    source = "facts A27: WordPress, comments in HTML; feed: where WordPress has it"
    verified = "platform only"
