"""tmonews.com."""

from spiders.base import ThreadSpider


class TmonewsSpider(ThreadSpider):
    """TmoNews, on T-Mobile USA: WordPress, old threads as Disqus's plugin printed them."""

    name = "tmonews"
    title = "TmoNews"
    domain = "tmonews.com"
    allowed_domains = ("tmonews.com",)
    language = "en-US"
    platform = "disqus-plugin"
    feeds = ("https://www.tmonews.com/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/[^/]+/?$"
    example = "/2024/05/masts-go-up/"
    source = "facts A9: addresses, mark-up inferred, zone unknown; front page in silverfoxy/JSCryptoMinerStudy: feed"
    verified = "unverified"
