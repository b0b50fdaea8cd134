"""xatakamovil.com."""

from spiders.base import ThreadSpider


class XatakaMovilSpider(ThreadSpider):
    """Xataka Móvil, Spain, on mobile networks: comments of a software of its own."""

    name = "xatakamovil"
    title = "Xataka Móvil"
    domain = "xatakamovil.com"
    allowed_domains = ("xatakamovil.com",)
    time_zone = "Europe/Madrid"
    language = "es-ES"
    feeds = ("https://www.xatakamovil.com/feedburner.xml",)
    article_pattern = r"^/[^/]+/[^/]+$"
    example = "/conectividad/suben-las-antenas"
    source = "public links to 2026: addresses; zone: Spain's; feed check of 2026-08 in Antonio20045/telco-radar"
    verified = "unverified"
