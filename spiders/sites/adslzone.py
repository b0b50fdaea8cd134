"""adslzone.net."""

from spiders.base import ThreadSpider


class AdslZoneSpider(ThreadSpider):
    """ADSLZone, Spain: WordPress, and a forum."""

    name = "adslzone"
    title = "ADSLZone"
    domain = "adslzone.net"
    allowed_domains = ("adslzone.net",)
    time_zone = "Europe/Madrid"
    language = "es-ES"
    feeds = ("https://www.adslzone.net/feed/",)
    source = "facts A32: WordPress, addresses of several forms; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
