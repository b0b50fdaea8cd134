"""lupa.cz."""

from spiders.base import ThreadSpider


class LupaSpider(ThreadSpider):
    """Lupa, Czechia, on the internet and its networks."""

    name = "lupa"
    title = "Lupa.cz"
    domain = "lupa.cz"
    allowed_domains = ("lupa.cz",)
    time_zone = "Europe/Prague"
    language = "cs-CZ"
    feeds = ("https://www.lupa.cz/rss/clanky/",)
    article_pattern = r"^/clanky/[^/]+/?$"
    example = "/clanky/stozary-rostou/"
    source = "zone: Czechia's; public links: addresses; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
