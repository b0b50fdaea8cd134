"""universfreebox.com."""

from spiders.base import ThreadSpider


class UniversFreeboxSpider(ThreadSpider):
    """Univers Freebox, France, on Free and its rivals."""

    name = "universfreebox"
    title = "Univers Freebox"
    domain = "universfreebox.com"
    allowed_domains = ("universfreebox.com",)
    time_zone = "Europe/Paris"
    language = "fr-FR"
    feeds = ("https://www.universfreebox.com/feed",)
    article_pattern = r"^/article/\d+/[^/]+/?$"
    example = "/article/513772/les-antennes-montent"
    source = "facts A35: addresses; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
