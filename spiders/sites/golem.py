"""golem.de."""

from spiders.base import ThreadSpider


class GolemSpider(ThreadSpider):
    """Golem, Germany: its stories on telecoms, their threads on forum.golem.de."""

    name = "golem"
    title = "Golem.de"
    domain = "golem.de"
    allowed_domains = ("golem.de",)
    time_zone = "Europe/Berlin"
    language = "de-DE"
    feeds = ("https://rss.golem.de/rss.php?ms=telekommunikation&feed=RSS2.0",)
    thread_link = 'a[href*="//forum.golem.de/"]'
    article_pattern = r"^/news/[^/]+-\d{4}-\d+"
    example = "/news/masten-wachsen-2405-184321.html"
    source = "facts A38: addresses, forum's host; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
