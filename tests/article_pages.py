"""Pages with one article, as small as can be."""

from __future__ import annotations

from typing import Any

from archiver.items import Article
from spiders.article import ArticleRules, read_article
from spiders.page import Page

URL = "https://www.masts.example.org/2024/05/03/operator-buys-spectrum/"
FIRST = (
    "The operator bought sixty megahertz of spectrum on Friday. It paid more than anybody had expected, and says that "
    "villages will be served first, because the new band reaches far."
)
SECOND = (
    "Engineers doubt it. Without fibre to the masts, they say, the radio is the smaller part of the work, and the "
    "ducts along the valley roads belong to a rival who asks for twice the rent of a year ago."
)
STORY = f"<p>{FIRST}</p><p>{SECOND}</p>"
TEXT = f"{FIRST}\n\n{SECOND}"

PUBLISHED = '<meta property="article:published_time" content="2024-05-03T22:30:00+00:00">'


def page(head: str = "", body: str = "", *, url: str | None = URL, body_class: str = "", **more: Any) -> Page:
    markup = f'<!doctype html><html><head>{head}</head><body class="{body_class}">{body}</body></html>'
    return Page(markup.encode(), url=url, **more)


def read(head: str = "", body: str = "", *, rules: ArticleRules | None = None, **more: Any) -> Article:
    return read_article(page(head, body, **more), rules)


def og(title: str, site: str = "") -> str:
    site_name = f'<meta property="og:site_name" content="{site}">' if site else ""
    return f'<meta property="og:title" content="{title}">{site_name}'
