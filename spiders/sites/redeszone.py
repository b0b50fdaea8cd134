"""redeszone.net."""

from spiders.base import ThreadSpider


class RedesZoneSpider(ThreadSpider):
    """RedesZone, Spain, on networks: WordPress."""

    name = "redeszone"
    title = "RedesZone"
    domain = "redeszone.net"
    allowed_domains = ("redeszone.net",)
    time_zone = "Europe/Madrid"
    language = "es-ES"
    platform = "wordpress"
    feeds = ("https://www.redeszone.net/feed/",)
    source = "facts A33; feed: many public lists"
    verified = "unverified"
