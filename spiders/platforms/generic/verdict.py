"""Whether what looks like a thread is this page's: what speaks for it, and what shows that it is something else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.platforms.class_words import marks_of
from spiders.platforms.generic.headings import HEADING_TAGS, announces, words_of
from spiders.platforms.generic.identifiers import OwnIds
from spiders.platforms.generic.regions import stands_beside
from spiders.platforms.generic.units import Unit
from spiders.platforms.generic.vocabulary import PERHAPS, SURE, names_of, sense_of, strength_of

_CONTROL = re.compile(
    r"repl(?:y|ies)|respond|answer|report|flag|quote|antwort|melden|zitier|beantwort|répon|signal|citer|respon|denunci|citar"
    r"|rispond|segnal|reage|antwoord|meld|odpowie|zgłoś|like|gefällt|j'aime|me gusta|mi piace|svar|ответ|permalink",
    re.I,
)
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[\.\.\.\]|\[…\])\W{0,3}$")
_FORM = etree.XPath("boolean(.//textarea)")
_LINKS_TO_COMMENTS = re.compile(r"#(?:[\w-]*\d+|[\w-]*com+ent[\w-]*|[\w-]*kom+ent[\w-]*)$", re.I)
_PROFILE = re.compile(r"user|profil|member|mitglied|author|autor|people|nutzer|/u/|/@|mailto:|javascript:", re.I)
_LINKED = re.compile(r"<a\b[^>]*>(.*?)</a>", re.S)
_TAG = re.compile(r"<[^>]*>")
_FIGURES = re.compile(r"\d+")
_STEPS_TO_NAMES = 5
_STEPS_TO_A_TEMPLATE = 3
_STEPS_TO_A_HEADING = 6
_MAX_SIBLINGS = 12
_MAX_SAMPLE = 60

_NEEDED = 4.0


def score_of(units: Sequence[Unit], comments: Sequence[Comment], ids: OwnIds) -> float:
    """How much speaks for a thread, above what a thread of its kind needs; below 0 it is not believed."""
    if not comments or not _have_fields(comments) or _is_something_else(units, comments):
        return -1.0
    sample = [units[i] for i in range(0, len(units), max(1, len(units) // _MAX_SAMPLE))]
    surrounded = Counter(_strength_around(unit.element) for unit in sample)
    is_sure = surrounded[SURE] * 2 >= len(sample)
    names_single = sum(map(_is_called_a_comment, sample)) * 2 >= len(sample)
    is_timed = _share(bool(one.published_raw or one.published_machine) for one in comments) >= 0.5
    voices = len({comment.author for comment in comments})
    if not (is_timed or names_single) or (len(comments) > 1 and voices == 1 and not (is_timed and is_sure)):
        return -1.0
    top = _common_box(units)
    announcement = _announcement(units[0].element)
    score = (
        0.5
        + is_timed
        + (2 if is_sure else surrounded[PERHAPS] * 2 >= len(sample))
        + names_single
        + announcement
        + (ids.pattern is not None and ids.pattern.attribute != "href")
        + (_share(_has_control(unit.element) for unit in sample) >= 0.5)
        + (top is not None and _form_near(top))
    )
    needed = _NEEDED + (len(comments) == 1) + (not is_sure and announcement < SURE) * (1 if voices > 1 else 3)
    return score - needed


def _have_fields(comments: Sequence[Comment]) -> bool:
    return (
        _share(comment.author is not None for comment in comments) >= 0.5
        and _share(bool(comment.body or comment.notice) for comment in comments) >= 0.5
    )


def _share(answers: Iterable[bool]) -> float:
    listed = list(answers)
    return sum(listed) / len(listed) if listed else 0.0


def _is_called_a_comment(unit: Unit) -> bool:
    """Whether the unit's own element is named as one comment."""
    element = unit.element
    if element.get("itemprop") == "comment" or "Comment" in (element.get("itemtype") or ""):
        return True
    senses = [sense_of(name) for name in names_of(element.get("class"), element.get("id"))]
    return any(sense.comments == SURE and not sense.is_whole for sense in senses)


def _strength_around(element: HtmlElement) -> int:
    return max(map(strength_of, [element, *islice(element.iterancestors(), _STEPS_TO_NAMES)]))


def _is_something_else(units: Sequence[Unit], comments: Sequence[Comment]) -> bool:
    if any(_in_template(unit.element) for unit in units[:1]) or stands_beside(units[0].element):
        return True
    if _link_elsewhere(units):
        return True
    cut = sum(_CUT_OFF.search(comment.body) is not None for comment in comments)
    if len(comments) > 1 and cut * 2 > len(comments):
        return True
    if sum(map(_is_teaser, units)) * 2 > len(units):
        return True
    if _share(map(_is_mostly_links, comments)) > 0.5:
        return True
    voices = {comment.author for comment in comments if comment.author}
    return len(comments) >= 5 and len(voices) == 1


def _is_mostly_links(comment: Comment) -> bool:
    """Whether the words are tags, categories or titles that link to other pages."""
    if comment.kind != "comment" or not comment.body_html:
        return False
    linked = sum(len(_TAG.sub("", link)) for link in _LINKED.findall(comment.body_html))
    return linked > 0.8 * len(_TAG.sub("", comment.body_html).strip()) and "http" not in comment.body


def _is_teaser(unit: Unit) -> bool:
    """Whether a title in the unit links to another page: a list of articles."""
    for heading in islice(unit.element.iter("h1", "h2", "h3", "h4"), 2):
        for link in heading.iter("a"):
            href = link.get("href") or ""
            is_name = marks_of("a", link.get("class") or "", "", link.get("rel") or "").author or _PROFILE.search(href)
            heads = marks_of(str(heading.tag), heading.get("class") or "", heading.get("itemprop") or "", "")
            if href and "#" not in href and not is_name and not heads.author:
                return True
    return False


def _in_template(element: HtmlElement) -> bool:
    for steps, one in enumerate([element, *element.iterancestors()]):
        if one.tag in ("template", "noscript", "script"):
            return True
        for name in names_of(one.get("class"), one.get("id")):
            sense = sense_of(name)
            if sense.is_template and (sense.comments == SURE or steps < _STEPS_TO_A_TEMPLATE):
                return True
    return False


def _link_elsewhere(units: Sequence[Unit]) -> bool:
    """Whether the units link to comments on pages of different names: a list of a whole site's latest ones."""
    paths: Counter[str] = Counter()
    linking = 0
    for unit in units:
        own = {path for link in islice(unit.element.iter("a"), 12) if (path := _page_of(link.get("href") or ""))}
        linking += bool(own)
        paths.update(own)
    return linking > 1 and len(paths) * 2 > linking and len(paths) > 1


def _page_of(href: str) -> str | None:
    if not _LINKS_TO_COMMENTS.search(href):
        return None
    try:
        split = urlsplit(href)
    except ValueError:
        return None
    return _FIGURES.sub("0", split.path) or None


def _common_box(units: Sequence[Unit]) -> HtmlElement | None:
    """The element that holds the first and the last unit."""
    above_first = dict.fromkeys(units[0].element.iterancestors())
    return next((above for above in units[-1].element.iterancestors() if above in above_first), None)


def _announcement(first: HtmlElement) -> int:
    """How surely a heading before the first unit, beside it or beside a box around it, announces comments."""
    element: HtmlElement | None = first
    for _ in range(_STEPS_TO_A_HEADING):
        if element is None or element.tag in ("body", "html"):
            break
        for before in islice(element.itersiblings(preceding=True), _MAX_SIBLINGS):
            if isinstance(before.tag, str) and (strength := _says_comments(before)):
                return strength
        element = element.getparent()
    return 0


def _says_comments(element: HtmlElement) -> int:
    headings: list[HtmlElement] = list(islice(element.iter(*HEADING_TAGS), 3))
    if len(element) < 4:
        headings.append(element)
    return max((announces(words_of(heading)) for heading in headings), default=0)


def _has_control(element: HtmlElement) -> bool:
    for one in islice(element.iter("a", "button", "span"), 40):
        words = f"{(one.text or '')[:40]} {one.get('class') or ''} {one.get('title') or ''}"
        if _CONTROL.search(words):
            return True
    return False


def _form_near(top: HtmlElement) -> bool:
    parent = top.getparent()
    if parent is None or parent.tag == "html":
        parent = top
    return bool(_FORM(parent))
