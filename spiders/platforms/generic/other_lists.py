"""What looks like a thread and is none: lists of articles, a site's latest comments, templates, live tickers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.platforms.class_words import marks_of
from spiders.platforms.generic.regions import stands_beside
from spiders.platforms.generic.units import Unit
from spiders.platforms.generic.vocabulary import SURE, names_of, sense_of
from spiders.platforms.samples import some_of

_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[\.\.\.\]|\[…\])\W{0,3}$")
_LONGEST_CUT = 12
_LAST_POST = re.compile(
    r"(?:letzter beitrag|last post|dernier message|último mensaje|ultimo messaggio|laatste bericht|última mensagem"
    r"|ostatni post)\s*:",
    re.I,
)
"""What a list of topics says of each."""
_PLACEHOLDER = re.compile(r"\{\{|\}\}|<%|%>|\$\{|\[\[")
_PROFILE = re.compile(
    r"user|usr|profil|member|mitglied|author|autor|people|nutzer|account|/u/|/@|space-uid|mod=space"
    r"|^(?:mailto|javascript|data):",
    re.I,
)
_LINKED = re.compile(r"<a\b[^>]*\bhref=(?![\"']?(?:javascript:|#))[^>]*>(.*?)</a>", re.S)
_TAG = re.compile(r"<[^>]*>")
_FIGURES = re.compile(r"\d+")
_NAMED_BY_FIGURES = re.compile(r"(?=\w*\d)\w+")
_OWN_NUMBER = re.compile(r"\d{4,}")
_SLUG = re.compile(r"[^\W\d_]{2,}[-_]+[^\W\d_]{2,}|[^\W\d_]{12,}")
_OF_A_COMMENT = re.compile(r"comment|reply", re.I)
_FEWEST_SPACES = 2
_OF_OTHERS = frozenset("twitter-tweet instagram-media bluesky-embed mastodon-embed footnotes".split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_STEPS_TO_A_TEMPLATE = 3
_MOST_LINKS = 12
_LONGEST_LEAD = 40  # words before the link to an article: "on", "zu"
_TICKER = 5
_SAMPLE = 24


def is_other_list(units: Sequence[Unit], comments: Sequence[Comment]) -> bool:
    """Whether something shows that the units are no readers' comments on this page. Of many, a sample tells."""
    places = some_of(len(units), _SAMPLE)
    some, some_units = [comments[place] for place in places], [units[place] for place in places]
    return (
        stands_beside(units[0].element)
        or _share(_is_of_others(unit.element) for unit in some_units) > 0.5
        or _in_template(units[0].element)
        or _share(map(_shows_placeholder, some)) >= 0.5
        or (len(some) > 1 and _share(map(_is_cut_off, some)) > 0.5)
        or (len(some) > 1 and _share(map(_tells_of_last_post, some)) > 0.5)
        or _share(map(_is_mostly_links, some)) > 0.5
        or _share(map(_has_linked_title, some_units, some)) > 0.5
        or _lead_to_different_pages(units, comments)
        or (len(comments) >= _TICKER and len({comment.author for comment in comments if comment.author}) == 1)
    )


def _share(answers: Iterable[bool]) -> float:
    listed = list(answers)
    return sum(listed) / len(listed) if listed else 0.0


def _is_of_others(element: HtmlElement) -> bool:
    """Whether what was said elsewhere is shown here, or a footnote."""
    around = [element, *islice(element.iterchildren("blockquote"), 1), *islice(element.iterancestors(), 2)]
    return any(not _OF_OTHERS.isdisjoint((one.get("class") or "").split()) for one in around)


def _in_template(element: HtmlElement) -> bool:
    for steps, one in enumerate([element, *element.iterancestors()]):
        if one.tag in ("template", "noscript", "script"):
            return True
        if one.tag == "body":
            return False
        for name in names_of(one.get("class"), one.get("id")):
            sense = sense_of(name)
            if sense.is_template and (sense.comments == SURE or steps < _STEPS_TO_A_TEMPLATE):
                return True
    return False


def _shows_placeholder(comment: Comment) -> bool:
    """Whether a script is still to put in the time; readers may write such signs, and be called so."""
    shown = f"{comment.published_raw or ''} {comment.published_machine or ''}"
    return _PLACEHOLDER.search(shown if shown.strip() else comment.author or "") is not None


def _is_cut_off(comment: Comment) -> bool:
    return _CUT_OFF.search(comment.body[-_LONGEST_CUT:]) is not None


def _tells_of_last_post(comment: Comment) -> bool:
    return ":" in comment.body and _LAST_POST.search(comment.body) is not None


def _is_mostly_links(comment: Comment) -> bool:
    """Whether the words are tags, categories or titles that link to other pages."""
    if comment.kind != "comment" or not comment.body_html or "<a" not in comment.body_html:
        return False
    linked = sum(map(_letters, _LINKED.findall(comment.body_html)))
    return linked > 0.8 * _letters(comment.body_html) and "http" not in comment.body


def _letters(html: str) -> int:
    return sum(map(len, _TAG.sub("", html).split()))


def _has_linked_title(unit: Unit, comment: Comment) -> bool:
    """Whether a title in the unit, no name, links to another page, or the whole unit does."""
    if unit.element.tag == "a":
        return _leads_away(unit.element)
    for heading in islice(unit.element.iter(*_HEADINGS), 2):
        if marks_of(str(heading.tag), heading.get("class") or "", heading.get("itemprop") or "", "").author:
            continue
        around = list(islice(heading.iterancestors("a"), 1))
        own = _OWN_NUMBER.search(unit.element.get("id") or "")
        links = [*around, *islice(heading.iter("a"), 2)]
        if own:  # a subject links to the comment itself
            links = [link for link in links if own[0] not in (link.get("href") or "")]
        if any(_leads_away(link) and not (_is_name(link) or _shows_author(link, comment)) for link in links):
            return True
    return False


def _shows_author(link: HtmlElement, comment: Comment) -> bool:
    """Whether a link to some site, and not to one of its articles, shows whom the comment is by."""
    href = link.get("href") or ""
    is_to_a_site = "://" in href and not _SLUG.search(href.partition("://")[2].partition("/")[2])
    return is_to_a_site and comment.author is not None and _words_of(link) == comment.author


def _words_of(link: HtmlElement) -> str:
    return " ".join("".join(islice(link.itertext(), 8)).split())


def _leads_away(link: HtmlElement) -> bool:
    href = (link.get("href") or "").strip()
    return bool(href) and "#" not in href and not _PROFILE.search(href)


def _is_name(link: HtmlElement) -> bool:
    return marks_of("a", link.get("class") or "", link.get("itemprop") or "", link.get("rel") or "").author > 0


def _lead_to_different_pages(units: Sequence[Unit], comments: Sequence[Comment]) -> bool:
    """Whether most units link to a page of its own name each: articles, or articles with a comment.

    A link with the number that the unit itself has as its id leads to the comment.
    """
    if len(units) < 2:
        return False
    first = some_of(len(units), _SAMPLE)
    if len(first) < len(units) and sum(any(_pages_linked(units[i], comments[i])) for i in first) < 0.3 * _SAMPLE:
        return False
    pages: Counter[str] = Counter()
    linking = 0
    for unit, comment in zip(units, comments, strict=True):
        own = set(_pages_linked(unit, comment))
        linking += bool(own)
        pages.update(own)
    once = sum(count == 1 for count in pages.values())
    return linking > 0.6 * len(units) and once > 0.6 * linking and len(pages) > 1


def _pages_linked(unit: Unit, comment: Comment) -> Iterator[str]:
    number = _OWN_NUMBER.search(unit.element.get("id") or "")
    for link in islice(unit.element.iter("a"), _MOST_LINKS):
        href = (link.get("href") or "").strip()
        if not href or href.startswith("#") or _PROFILE.search(href) or _is_name(link):
            continue
        if number and number[0] in href:
            continue
        try:
            split = urlsplit(href)
        except ValueError:
            continue
        words = _words_of(link)
        if not split.fragment and words and (words == comment.author or comment.body.find(words) > _LONGEST_LEAD):
            continue
        slug = _NAMED_BY_FIGURES.sub("0", split.path)
        if _SLUG.search(slug):
            yield slug
        elif not split.fragment and _is_title(words, comment) and _is_page_by_figures(href, unit):
            yield href


def _is_title(words: str, comment: Comment) -> bool:
    """Whether the words of a link are more than a name, and the first that are said."""
    return words.count(" ") >= _FEWEST_SPACES and " ".join(comment.body[: 2 * len(words)].split()).startswith(words)


def _is_page_by_figures(href: str, unit: Unit) -> bool:
    """Whether a link leads to a page that a number names, which is not the unit's, and no comment's."""
    numbers = set(_FIGURES.findall(href))
    own = _FIGURES.findall(unit.element.get("id") or "")
    return bool(numbers) and numbers.isdisjoint(own) and not _OF_A_COMMENT.search(href)
