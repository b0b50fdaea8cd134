"""What stands round a thread and belongs to it: its heading, its counter, links to its other pages, "show more"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archiver.urls import absolute_http, article_key, without_fragment
from spiders.page import Page
from spiders.platforms.generic.headings import HEADING_TAGS, announces, words_of
from spiders.platforms.generic.thread import Thread
from spiders.platforms.generic.vocabulary import SURE, sense_of, words_in
from spiders.platforms.page_links import canonical_href
from spiders.platforms.stated_counts import count_in_words, count_of_figures_alone
from spiders.platforms.text_words import leads_to_other_pages

_COUNTERS = frozenset("count counts counter number num total anzahl quantity amount".split())
_COUNTS_OF_MICRODATA = ("commentCount", "userInteractionCount", "interactionCount")
_COUNT_OF_MICRODATA = etree.XPath(
    f"string((.//*[{' or '.join(f'@itemprop={name!r}' for name in _COUNTS_OF_MICRODATA)}])[1]/@content)"
)
_PAGING_NAMES = frozenset(
    "pagination paging pager pages pagenav pagenavi page nav navigation seiten blaettern paginacion paginazione".split()
)
_PAGE_IN_ADDRESS = re.compile(
    r"(?:^|[/?&;_-])(?:com+ents?|kommentare?|commentaires?|comentarios?|commenti|reacties|c)?[-_]?"
    r"(?:page|seite|pagina|p|pg|cpage|start|offset|from|pn|strona)[-_=/]?(\d{1,5})(?=$|[/&;#?.])",
    re.I,
)
_COMMENTS_IN_ADDRESS = re.compile(
    r"(?:com+ent|kom+ent|reactie|forum|discuss|diskus)\w*[/=_-](\d{1,5})(?=$|[/&;#?.])", re.I
)
_NEXT = re.compile(
    r"\W*(?:next|previous|prev|weiter|zurück|nächste|vorherige|ältere|neuere|suivante?s?|précédente?s?|siguientes?|anterior(?:es)?"
    r"|successiv[aio]|precedent[ei]|volgende|vorige|próxim[ao]|następna|poprzednia|older|newer|last|first|letzte|erste)?"
    r"(?:\s+(?:page|seite|pagina|página|strona|com+ents?|kommentare|commentaires|comentarios|commenti|reacties))?\W*",
    re.I,
)
_MORE = re.compile(
    r"(?:show|load|view|see|read|display)\s+(?:all|more|\d+|the|previous|older|newer)\b.*(?:comment|repl|discussion|response)"
    r"|(?:more|further|all|older|newer)\s+(?:\d+\s+)?(?:comments|replies)|join\s+the\s+(?:discussion|conversation)"
    r"|(?:alle|weitere|mehr|ältere|neuere|vorherige)\s+(?:\d+\s+)?(?:\w*kommentare|antworten|beiträge|meinungen)"
    r"|kommentare\s+(?:nach)?laden|(?:im|zum)\s+forum|zur\s+diskussion|mitdiskutieren|weiterdiskutieren"
    r"|(?:voir|afficher|lire|charger|plus\s+de)\b.*(?:commentaires|réponses|réactions)"
    r"|(?:ver|mostrar|cargar|leer|carregar|más|mais)\b.*(?:comentarios|comentários|respuestas|respostas|opiniones)"
    r"|(?:vedi|mostra|carica|leggi|altri|tutti)\b.*(?:commenti|risposte)"
    r"|(?:toon|bekijk|laad|lees|meer|alle)\b.*(?:reacties|antwoorden)"
    r"|(?:pokaż|zobacz|wczytaj|więcej|wszystkie)\b.*(?:komentarz|odpowied|opini)"
    r"|(?:показать|загрузить|все|ещё|еще)\b.*(?:коммент|ответ)",
    re.I,
)
_MEMO = "round the generic thread"
_MAY_BE_BUTTONS = frozenset(("a", "button", "span", "div", "p"))
_LONGEST_LABEL = 90
_STEPS_UP = 3
_MOST_ELEMENTS = 3000


def stated_count(thread: Thread, page: Page) -> int | None:
    """How many comments the heading, a counter or microdata before the thread claims, else a link "show all …"."""
    first = thread.units[0].parts[0]
    for element in _before(first):
        words = words_of(element)
        if element.tag in HEADING_TAGS or _is_counter(element) or announces(words) == SURE:
            count = count_in_words(words)
            if count is None:
                count = count_in_words(element.get("aria-label") or "")
            if count is None and _is_counter(element):
                count = count_of_figures_alone(words)
            if count is not None:
                return count
    for box in _boxes(thread, page) if any(name in page.text for name in _COUNTS_OF_MICRODATA) else ():
        digits = _COUNT_OF_MICRODATA(box).rpartition(":")[2].strip()
        if digits.isdecimal() and len(digits) < 10:
            return int(digits)
    counts = [count for link in _more_buttons(thread, page) if (count := count_in_words(words_of(link))) is not None]
    return max(counts, default=None)


def other_pages(thread: Thread, page: Page) -> list[str]:
    """Absolute addresses of the thread's other pages, in the order of their links."""
    address = _address_of(page)
    here = {without_fragment(url) for url in (address, page.url) if url}
    found: dict[str, None] = {}
    for link in _outside(thread, page):
        url = absolute_http(address, link.get("href")) if link.tag == "a" else None
        if url is None or not _is_of_same_article(url, address) or not _names_a_page(link, url):
            continue
        url = without_fragment(url)
        if url not in here:
            found.setdefault(url)
    return list(found)


def page_in_address(url: str | None) -> int | None:
    """The number of the thread's page that an address names with a word for comments, if it does."""
    if not url:
        return None
    split = urlsplit(url)
    tail = f"{split.path}?{split.query}"
    found = _COMMENTS_IN_ADDRESS.search(tail)
    if found:
        return int(found[1])
    found = _PAGE_IN_ADDRESS.search(f"?{split.query}") if split.query else None
    return int(found[1]) if found and sense_of(found[0]).comments == SURE else None


def says_more_elsewhere(thread: Thread, page: Page) -> bool:
    """Whether a button or a link round the thread, none to another page, says that it holds more than is here."""
    pages = set(other_pages(thread, page))
    for element in _more_buttons(thread, page):
        url = absolute_http(_address_of(page), element.get("href")) if element.tag == "a" else None
        if url is not None and without_fragment(url) in pages:
            continue
        count = count_in_words(words_of(element))
        if count is None or count > len(thread.comments):
            return True
    return False


def _address_of(page: Page) -> str | None:
    """The page's address, or what it calls its own where nobody said where it comes from."""
    return page.url or absolute_http(None, canonical_href(page))


def _more_buttons(thread: Thread, page: Page) -> Iterator[HtmlElement]:
    for element in _outside(thread, page):
        if element.tag in ("a", "button") or element.get("role") == "button" or _is_clickable(element):
            words = words_of(element)
            if len(words) <= _LONGEST_LABEL and (_MORE.search(words) or leads_to_other_pages(words)):
                yield element


def _is_clickable(element: HtmlElement) -> bool:
    if len(element) > 1 or "onclick" in element.attrib:
        return "onclick" in element.attrib
    words = {word for name in (element.get("class") or "").split() for word in words_in(name)}
    return bool(words & {"more", "load", "loadmore", "button", "btn", "showmore", "mehr", "weitere"})


def _names_a_page(link: HtmlElement, url: str) -> bool:
    words = words_of(link)
    if len(words) > _LONGEST_LABEL:
        return False
    split = urlsplit(url)
    address = f"{split.path}?{split.query}"
    if not (_PAGE_IN_ADDRESS.search(address) or _COMMENTS_IN_ADDRESS.search(address)):
        return False
    return (
        words.isdecimal() or leads_to_other_pages(words) or (_NEXT.fullmatch(words) is not None and _is_in_paging(link))
    )


def _is_in_paging(link: HtmlElement) -> bool:
    for element in [link, *islice(link.iterancestors(), 3)]:
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('rel') or ''}".split()
        if element.tag == "nav" or any(not _PAGING_NAMES.isdisjoint(words_in(name)) for name in names):
            return True
    return link.get("rel") in ("next", "prev")


def _is_of_same_article(url: str, page_url: str | None) -> bool:
    if page_url is None:
        return True
    own, other = urlsplit(page_url), urlsplit(url)
    if own.hostname != other.hostname:
        return False
    stem = _PAGE_IN_ADDRESS.sub("", _COMMENTS_IN_ADDRESS.sub("", own.path)).rstrip("/")
    stem = stem.rpartition(".")[0] or stem
    return article_key(url) == article_key(page_url) or other.path.startswith(stem)


def _boxes(thread: Thread, page: Page) -> list[HtmlElement]:
    """The element that holds all units, and those round it that do not hold the article too."""
    of_articles = {above for heading in page.by_tag["h1"] for above in heading.iterancestors()}
    first, last = thread.units[0].element, thread.units[-1].element
    above_first = dict.fromkeys(first.iterancestors())
    box = next((above for above in last.iterancestors() if above in above_first), None)
    found: list[HtmlElement] = []
    while box is not None and box.tag not in ("body", "html") and len(found) <= _STEPS_UP:
        if found and box in of_articles:
            break
        found.append(box)
        box = box.getparent()
    return found


def _outside(thread: Thread, page: Page) -> list[HtmlElement]:
    """The elements round the thread's units that may be links or buttons, in document order; found once for a page."""
    if _MEMO not in page.memo:
        page.memo[_MEMO] = list(_found_outside(_boxes(thread, page), thread))
    found: list[HtmlElement] = page.memo[_MEMO]
    return found


def _found_outside(boxes: Sequence[HtmlElement], thread: Thread) -> Iterator[HtmlElement]:
    if not boxes:
        return
    units = {part for unit in thread.units for part in unit.parts}
    walk = etree.iterwalk(boxes[-1], events=("start",))
    for seen, (_, element) in enumerate(walk):
        if element in units:
            walk.skip_subtree()
        elif element.tag in _MAY_BE_BUTTONS:
            yield element
        if seen > _MOST_ELEMENTS + len(units):
            return


def _before(first: HtmlElement) -> Iterator[HtmlElement]:
    """What stands before the first unit, beside it or a box around it, with what is right inside: nearest first."""
    element: HtmlElement | None = first
    for _ in range(2 * _STEPS_UP):
        if element is None or element.tag in ("body", "html"):
            return
        for sibling in islice(element.itersiblings(preceding=True), 2 * _STEPS_UP):
            if isinstance(sibling.tag, str) and sibling.tag not in ("form", "script", "style"):
                yield from islice(sibling.iter(etree.Element), 12)
        element = element.getparent()


def _is_counter(element: HtmlElement) -> bool:
    return any(not _COUNTERS.isdisjoint(words_in(name)) for name in (element.get("class") or "").split())
