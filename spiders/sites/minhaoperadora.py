"""minhaoperadora.com.br."""

from spiders.base import ThreadSpider


class MinhaOperadoraSpider(ThreadSpider):
    """Minha Operadora, Brazil, on operators."""

    name = "minhaoperadora"
    title = "Minha Operadora"
    domain = "minhaoperadora.com.br"
    allowed_domains = ("minhaoperadora.com.br",)
    time_zone = "America/Sao_Paulo"
    language = "pt-BR"
    feeds = ("https://www.minhaoperadora.com.br/feed/",)
    article_pattern = r"^/\d{4}/\d{2}/[^/]+\.html$"
    example = "/2024/05/as-antenas-sobem.html"
    source = (
        "zone: Brazil's main one; public links to 2026: addresses; feed check of 2026-08 in Antonio20045/telco-radar"
    )
    verified = "unverified"
