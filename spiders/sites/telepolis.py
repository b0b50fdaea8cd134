"""telepolis.pl."""

from spiders.base import ThreadSpider


class TelepolisSpider(ThreadSpider):
    """Telepolis, Poland, on operators and telephones."""

    name = "telepolis"
    title = "TELEPOLIS.PL"
    domain = "telepolis.pl"
    allowed_domains = ("telepolis.pl",)
    time_zone = "Europe/Warsaw"
    language = "pl-PL"
    feeds = ("https://www.telepolis.pl/rss",)
    source = "zone: Poland's; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
