"""ispreview.co.uk."""

from spiders.base import ThreadSpider


class IspreviewSpider(ThreadSpider):
    """ISPreview, Britain's broadband news: WordPress with a theme of its own."""

    name = "ispreview"
    title = "ISPreview UK"
    domain = "ispreview.co.uk"
    allowed_domains = ("ispreview.co.uk",)
    time_zone = "Europe/London"
    language = "en-GB"
    platform = "wordpress"
    feeds = ("https://www.ispreview.co.uk/index.php/feed",)
    article_pattern = r"^/index\.php/\d{4}/\d{2}/[^/]+\.html$"
    example = "/index.php/2024/05/masts-go-up.html"
    source = "facts A3: addresses; front page in silverfoxy/JSCryptoMinerStudy: WordPress, feed"
    verified = "platform only"
