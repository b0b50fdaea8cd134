"""An article's title: the heading shown where one can be told, agreed on with what the metadata says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from archiver.urls import absolute_http, article_address, registered_domain
from archiver.words import each_word, words_of
from spiders.metadata import Metadata
from spiders.page import Page
from spiders.page_areas import is_beside_the_article
from spiders.paragraphs import one_line

_MAX_HEADINGS = 60
_MAX_CHARS = 400
_MAX_PARTS = 20
_SEPARATOR = re.compile(r"\s+(?:[-–—|»«›‹·•/:~]+\s+|[|»«›]+\s*)|[|»«›]+\s*|:\s+")
_TITLE_MARK = re.compile(
    r"(?:^|\s)(?:\w+[-_]{1,2})?(?:entry|post|article|story|news|content|page|single|node|blogpost)"
    r"[-_]{0,2}(?:title|headline|heading)",
    re.IGNORECASE,
)
_OTHER_MARK = re.compile(
    r"(?:site|blog|widget|menu|nav|logo|brand|form)[-_]?(?:title|name|toggle|description|ing)?(?:\s|$)"
    r"|screen-reader|visually-?hidden|sr-only|assistive|noscreen",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Headline:
    """The title, and the element that shows it, where one does."""

    text: str
    element: HtmlElement | None = None


def read_headline(page: Page, metadata: Metadata) -> Headline | None:
    """The title without the site's name.

    The heading that agrees best with the titles of the metadata, with ``<title>`` and with the address wins:
    it is what readers saw. Search engines and social networks are often told other words. A heading that only
    names the site never counts. Where no heading convinces, the most trusted title of the metadata does; where
    nothing else names the page, its only heading at the first level.
    """
    first_level = _headings(page.by_tag["h1"])
    titles = _Titles(page, metadata, first_level)
    best = titles.best_of(first_level)
    if best is None or best.score < _IS_TOLD:
        other = titles.best_of(_headings([*page.by_tag["h2"], *page.by_tag["h3"]]))
        best = other if best is None or (other is not None and other.score > best.score) else best
    if best is not None:
        return Headline(titles.agreed_form(best.heading), best.heading.element)
    if titles.told:
        return Headline(titles.told)
    only = titles.only_story_among(first_level)
    return Headline(only.text, only.element) if only else None


# What speaks for a heading, and how much of it is enough. One at the first level that is marked as a
# title, or agrees in any way, is enough; one at the second level must agree.
_ENOUGH = 5
_IS_TOLD, _LEADS_THE_TITLE, _OVERLAPS, _IN_THE_ADDRESS = 8, 6, 4, 4
_FIRST_LEVEL, _IS_MARKED, _IS_BESIDE = 2, 3, -3
_MOST = _IS_TOLD + _FIRST_LEVEL + _IS_MARKED


class _Heading(NamedTuple):
    element: HtmlElement
    text: str
    words: str


class _Scored(NamedTuple):
    heading: _Heading
    score: int


def _headings(elements: Sequence[HtmlElement]) -> list[_Heading]:
    found = []
    for element in elements[:_MAX_HEADINGS]:
        text = one_line(element)
        if 0 < len(text) <= _MAX_CHARS and (words := words_of(text)):
            found.append(_Heading(element, text, words))
    return found


def _marks(heading: _Heading) -> str:
    return f"{heading.element.get('class') or ''} {heading.element.get('id') or ''}"


class _Titles:
    """What a page is called in every place but its headings. Mostly a little of it is enough to know the title."""

    def __init__(self, page: Page, metadata: Metadata, headings: Sequence[_Heading]) -> None:
        self._page, self._metadata, self._headings = page, metadata, headings

    @cached_property
    def told_titles(self) -> list[str]:
        """The titles of the metadata, without the site's name."""
        return [self._without_site(title) for title in self._metadata.titles]

    @cached_property
    def told_words(self) -> list[str]:
        """Their bare words."""
        return [words_of(title) for title in self.told_titles]

    @cached_property
    def document_title(self) -> str:
        """``<title>`` without the site's name; mostly the metadata has the same."""
        title = self._metadata.document_title or ""
        same = (told for said, told in zip(self._metadata.titles, self.told_titles, strict=True) if said == title)
        return next(same, None) or self._without_site(title)

    @property
    def told(self) -> str | None:
        """The most trusted title."""
        return next(filter(None, self.told_titles), None) or _without_tail(self.document_title)

    @cached_property
    def ends(self) -> tuple[list[str], list[str]]:
        """What ``<title>`` begins with, and what it ends with."""
        return _ends(self.document_title)

    @cached_property
    def address(self) -> str:
        """The page's own, "" where it is not known."""
        return article_address(next(iter(self._metadata.addresses), None) or absolute_http(None, self._page.url) or "")

    @cached_property
    def sites(self) -> set[str]:
        """The bare words of what the site is called."""
        whole = set(map(words_of, self._metadata.titles))
        others = [one for one in self._headings if one.words not in whole]
        homes = {one.words for one in others if _links_home(one.element, self.address)}
        return homes.union(filter(None, map(words_of, self._metadata.site_names)), _domain_words(self.address))

    @cached_property
    def slug(self) -> set[str]:
        """The words of the address's last part."""
        return _slug_words(self.address)

    @cached_property
    def whole_titles(self) -> list[str]:
        """The bare words of each title as a whole."""
        leading, _ = self.ends
        return list(dict.fromkeys([*self.told_words, *leading[-1:]]))

    @cached_property
    def word_sets(self) -> list[set[str]]:
        """The words of each title."""
        words = [set(each_word(title)) for title in dict.fromkeys([*self.told_titles, self.document_title])]
        return [one for one in words if one]

    def best_of(self, headings: Sequence[_Heading]) -> _Scored | None:
        """The heading for which most speaks, the first of equals, where that is enough."""
        for heading in headings:
            if heading.words in self.told_words and self._agreement(heading) == _MOST:
                return _Scored(heading, _MOST)
        best = None
        for heading in headings:
            score = self._agreement(heading)
            if score >= _ENOUGH and (best is None or score > best.score):
                best = _Scored(heading, score)
        return best

    def only_story_among(self, headings: Sequence[_Heading]) -> _Heading | None:
        """The one heading that is not the site's own, if there is just one."""
        stories = [one for one in headings if not self._names_site(one) and not _OTHER_MARK.search(_marks(one))]
        return stories[0] if len(stories) == 1 else None

    def _agreement(self, heading: _Heading) -> int:
        score = self._likeness(heading)
        is_first = bool(heading.element.tag == "h1")
        if not score and not is_first:
            return 0
        marks = _marks(heading)
        if score < _IS_TOLD and (self._names_site(heading) or _OTHER_MARK.search(marks)):
            return 0
        is_marked = bool(_TITLE_MARK.search(marks)) or heading.element.get("itemprop") == "headline"
        if not score and not is_marked:
            return 0
        is_beside = any(map(is_beside_the_article, _near_ancestors(heading.element)))
        return score + _FIRST_LEVEL * is_first + _IS_MARKED * is_marked + _IS_BESIDE * is_beside

    def agreed_form(self, heading: _Heading) -> str:
        """The heading's text; of a heading with a kicker or a site's name on it, the part that is told."""
        for title, words in zip(self.told_titles, self.told_words, strict=True):
            is_end = heading.words.startswith(words) or heading.words.endswith(words)
            has_parts = len(heading.element) > 0 or words in map(words_of, heading.text.split("|"))
            if words and words != heading.words and is_end and has_parts and 2 * len(words) > len(heading.words):
                return title
        return heading.text

    def _likeness(self, heading: _Heading) -> int:
        if heading.words in self.told_words:
            return _IS_TOLD
        leading, _ = self.ends
        if heading.words in leading:
            return _LEADS_THE_TITLE
        for words in self.whole_titles:
            if _is_part(heading.words, words):
                return _LEADS_THE_TITLE
        # A word that is not in all of the heading's letters is none of its words.
        held = [sum(map(heading.words.__contains__, words)) for words in self.word_sets]
        if any(2 * number >= len(words) for number, words in zip(held, self.word_sets, strict=True)):
            own = set(each_word(heading.text))
            if any(2 * len(own & other) >= len(own | other) for other in self.word_sets):
                return _OVERLAPS
        if len(self.slug) > 1 and 5 * len(self.slug.intersection(each_word(heading.text))) >= 3 * len(self.slug):
            return _IN_THE_ADDRESS
        return 0

    def _names_site(self, heading: _Heading) -> bool:
        _, trailing = self.ends
        return heading.words in trailing or self._is_site(heading.words)

    def _is_site(self, words: str) -> bool:
        return words in self.sites or any(
            site in words and len(words) - len(site) <= 8 for site in self.sites if len(site) > 3
        )

    def _without_site(self, title: str) -> str:
        """Without the parts at either end that name the site."""
        separators = list(_SEPARATOR.finditer(title))[:_MAX_PARTS]
        last = next((one for one in separators if one.start() and self._is_site_part(title[one.end() :])), None)
        if last:
            title = title[: last.start()]
        if separators and last is not separators[0] and words_of(title[: separators[0].start()]) in self.sites:
            title = title[separators[0].end() :] or title
        return title.strip()

    def _is_site_part(self, tail: str) -> bool:
        """``Site`` or ``Site | its motto``."""
        return self._is_site(words_of(tail)) or self._is_site(words_of(_SEPARATOR.split(tail, maxsplit=1)[0]))


def _without_tail(title: str) -> str | None:
    """A ``<title>`` of which nothing else is known: without a short last part, nearly always the site's name."""
    parts = list(_SEPARATOR.finditer(title))[:_MAX_PARTS]
    if parts:
        head, tail = title[: parts[-1].start()], title[parts[-1].end() :]
        is_sure = parts[-1][0].strip() in ("|", "»", "«", "›")
        if len(tail.split()) <= 4 and len(head.split()) >= (2 if is_sure else 4):
            return head.strip()
    return title or None


def _ends(title: str) -> tuple[list[str], list[str]]:
    """The bare words before each separator and of the whole, and of every shorter part after one."""
    found = list(_SEPARATOR.finditer(title))[:_MAX_PARTS]
    before = [words_of(title[: separator.start()]) for separator in found] + [words_of(title)]
    after = [words_of(title[separator.end() :]) for separator in found]
    return [words for words in before if words], [words for words in after if 0 < 2 * len(words) < len(before[-1])]


def _is_part(words: str, title: str) -> bool:
    """Whether one holds the other and they share most of their letters."""
    shorter, longer = (words, title) if len(words) <= len(title) else (title, words)
    return 2 * len(shorter) >= len(longer) and shorter in longer


def _domain_words(address: str) -> set[str]:
    """``example`` and ``examplecouk`` of ``https://www.example.co.uk/…``."""
    domain = registered_domain(address) if address else ""
    return {words for name in (domain, domain.partition(".")[0]) if (words := words_of(name))}


def _slug_words(address: str) -> set[str]:
    """The words of the last part of the path that is made of words."""
    parts = [part for part in unquote(urlsplit(address).path).split("/") if part.count("-") + part.count("_") > 1]
    return set(each_word(re.sub(r"\.\w{2,5}$", "", parts[-1]))) if parts else set()


def _links_home(heading: HtmlElement, address: str) -> bool:
    """Whether the heading links, or stands in a link, to a front page: the site's, or one above the article's."""
    parent = heading.getparent()
    links = [*list(heading.iter("a"))[:2], *([parent] if parent is not None and parent.tag == "a" else [])]
    targets = (absolute_http(address or "https://site.invalid/page", link.get("href")) for link in links)
    homes = (urlsplit(target) for target in targets if target and "#" not in target)
    own_path = urlsplit(address).path.rstrip("/")
    return any(
        not home.query and (home.path in ("", "/") or own_path.startswith(f"{home.path.rstrip('/')}/"))
        for home in homes
    )


def _near_ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    """Up to the article's or the page's frame, six levels at most: farther up, names are the layout's."""
    for level, ancestor in enumerate(element.iterancestors()):
        if level == 6 or ancestor.tag in ("article", "main", "body"):
            return
        yield ancestor
