"""news.ycombinator.com."""

from spiders.base import ThreadSpider


class HackerNewsSpider(ThreadSpider):
    """Hacker News: its stories on telecoms, which hnrss.org picks by their words."""

    name = "hackernews"
    title = "Hacker News (telecom stories)"
    domain = "news.ycombinator.com"
    allowed_domains = ("news.ycombinator.com", "hnrss.org")
    time_zone = "UTC"
    language = "en"
    feeds = ("https://hnrss.org/newest?q=telecom+OR+broadband+OR+5G&link=comments",)
    article_pattern = r"^/item$"
    example = "/item"
    source = "facts A30: addresses, UTC; feeds of stories by words, linking to threads: hnrss.org (hnrss/hnrss)"
    verified = "unverified"
