"""bandaancha.eu."""

from spiders.base import ThreadSpider


class BandaanchaSpider(ThreadSpider):
    """bandaancha.eu, Spain: articles and threads of a software of its own."""

    name = "bandaancha"
    title = "BandaAncha.EU"
    domain = "bandaancha.eu"
    allowed_domains = ("bandaancha.eu",)
    time_zone = "Europe/Madrid"
    language = "es-ES"
    feeds = ("https://bandaancha.eu/portada.atom",)
    article_pattern = r"^/articulos/[^/]+-\d+$"
    example = "/articulos/suben-las-antenas-11797"
    source = "facts A31; public links of 2026: addresses; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
