"""deseretnews.com."""

from spiders.base import ThreadSpider


class DeseretSpider(ThreadSpider):
    """Deseret News, Utah, for its stories on UTOPIA's fibre: comments on pages of their own, in web archives."""

    name = "deseret"
    title = "Deseret News"
    domain = "deseretnews.com"
    allowed_domains = ("deseretnews.com",)
    time_zone = "America/Denver"
    language = "en-US"
    article_pattern = r"^/user/comments/\d+/[^/]+\.html$"
    example = "/user/comments/865574228/Masts-go-up.html"
    source = "facts A28: addresses, comments in HTML; no feed known, these pages are archived ones"
    verified = "unverified"
