"""theregister.com."""

from spiders.base import ThreadSpider


class TheRegisterSpider(ThreadSpider):
    """The Register, London: its articles, and their threads on forums.theregister.com."""

    name = "theregister"
    title = "The Register"
    domain = "theregister.com"
    allowed_domains = ("theregister.com",)
    time_zone = "Europe/London"
    language = "en-GB"
    feeds = ("https://www.theregister.com/headlines.atom",)
    thread_link = 'a[href*="//forums.theregister.com/forum/"]'
    article_pattern = r"/\d{4}/\d{2}/\d{2}/[^/]+"
    example = "/2024/05/06/masts_go_up/"
    source = "facts A4: addresses of articles and threads, its own forum; public lists: feed (by go.theregister.com)"
    verified = "unverified"
