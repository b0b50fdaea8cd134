"""What is worth a place in the archive: one rule for a crawl and an import."""

from __future__ import annotations

import re

from archiver.items import ThreadPage
from archiver.urls import article_key, is_root
from spiders.article import is_article
from spiders.metadata import read_metadata
from spiders.page import Page
from spiders.paragraphs import one_line
from spiders.robot_check import ROBOT_CHECK, has_form_for_comments, is_robot_check, may_be_robot_check, why_no_page

_JSON = re.compile(r"""\s*[\[{]\s*["\[{\]}\d]""")
# The start of XML, a style sheet or a script.
_OTHER_DATA = re.compile(
    r"\s*(?:<\?xml|<[a-zA-Z][\w:.-]*[\s>]|[\w$.]+\s*=\s*[{\[(]|[\w$.]+\([^)]|(?:var|const|function)\s|[.#@]?[\w-]+\s*\{)"
)
_NOT_HERE = re.compile(
    r"\b404\b|\bnot (?:be )?found\b|\bno longer (?:available|exists)\b|\bnicht gefunden\b|\bintrouvable\b"
    r"|\bno encontrad[ao]\b|\bnon trovat[ao]\b|\bniet gevonden\b|\bnão encontrad[ao]\b|\bnie znaleziono\b",
    re.I,
)
_LONGEST_NOTICE = 1_000  # characters; a page that says it is not there says little else


def why_not_kept(thread: ThreadPage, page: Page) -> str | None:
    """Why a thread, begun on ``page``, is not worth keeping, in words for people; None where it is.

    Readers' comments always are. An article must have an address of its own and a title or a text, and be
    one: no data file, no site's root, no check for robots, no page that says that there is nothing, with whatever
    status.
    """
    article = thread.article
    if article.url is None:
        return "it does not name its own address (import takes it with --url)"
    if thread.comments:
        return None
    if is_robot_check(page):
        return ROBOT_CHECK
    if thread.observation.platform is None and _is_data(page):
        return "it holds data, no article"
    if not (article.body or (article.title and page.is_html)):  # of a text, any first line can be the title
        return "neither an article nor a thread was found in it"
    if not page.is_html:
        return None
    if _is_short(thread) and not (article.external_id or thread.observation.platform) and (why := why_no_page(page)):
        return why
    if _says_nothing_is_here(thread, page) and not is_article(page):
        return "it says that there is no such page"
    if is_root(article.url) and not is_article(page):
        return "it is a front page"
    return None


def what_stands_in(thread: ThreadPage, page: Page, title: str) -> str | None:
    """What a page at the address of an archived article of this title is, where it is not that article; else None.

    It is a check for robots, a notice. Only a short page without any mark of an article, of a thread or of a form for
    comments, that does not name the title: whatever else came may be the article, changed. What looks like a check
    needs less: to refuse it costs one look at the article, to take it costs the article's words.
    """
    article = thread.article
    if thread.comments or article.external_id or not page.is_html:
        return None
    is_like_check = may_be_robot_check(page)
    if not is_like_check and (thread.observation.platform or not _is_short(thread) or has_form_for_comments(page)):
        return None
    metadata = read_metadata(page)
    if metadata.has_article_node or "article" in metadata.og_types or metadata.published or metadata.authors:
        return None
    said = [one_line(page.root), metadata.document_title or "", *metadata.titles]
    wanted = " ".join(title.split()).casefold()
    if any(wanted in " ".join(words.split()).casefold() for words in said):
        return None
    if is_like_check:
        return ROBOT_CHECK
    if any(article_key(address) == article_key(page.url or "") for address in metadata.addresses):
        return None
    return "something else stands in the place of the article that is archived"


def _is_short(thread: ThreadPage) -> bool:
    return len(thread.article.body or "") <= _LONGEST_NOTICE


def _is_data(page: Page) -> bool:
    # Mark-up within JSON makes it look like a web page, which never starts with a bracket.
    return bool(_JSON.match(page.text) or (not page.is_html and _OTHER_DATA.match(page.text)))


def _says_nothing_is_here(thread: ThreadPage, page: Page) -> bool:
    body = page.root.find("body")
    if body is not None and "error404" in (body.get("class") or "").split():
        return True
    return _is_short(thread) and _NOT_HERE.search(thread.article.title or "") is not None
