"""Whether what looks like a thread is this page's: what speaks for it, in points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import islice

from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.platforms.comment_text import is_filler
from spiders.platforms.generic.headings import HEADING_TAGS, announces, is_of_other_pages, words_of
from spiders.platforms.generic.heads import date_in_head
from spiders.platforms.generic.identifiers import OwnIds
from spiders.platforms.generic.looks import holds
from spiders.platforms.generic.names import name_in
from spiders.platforms.generic.other_lists import is_other_list
from spiders.platforms.generic.units import Unit, is_called_a_comment
from spiders.platforms.generic.vocabulary import HARDLY, PERHAPS, SURE, sense_of, strength_of
from spiders.platforms.samples import some_of
from spiders.platforms.stated_counts import count_in_words
from spiders.platforms.text_words import heading_in

_CONTROL = re.compile(
    r"repl(?:y|ies)|respond|answer|report|flag|quote|antwort|melden|zitier|beantwort|répon|signal|citer|respon|denunci"
    r"|citar|rispond|segnal|reage|antwoord|meld|odpowie|zgłoś|like|gefällt|j'aime|me gusta|mi piace|svar|ответ"
    r"|permalink|回[复覆應应]|[举舉]报|返信|답글|신고",
    re.I,
)
_CONTROLS = frozenset("a button label input form textarea select".split())
_HEADINGS_OF_PARTS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_STEPS_TO_NAMES = 5
_STEPS_TO_A_HEADING = 6
_MOST_SIBLINGS = 12
_MOST_LOOKED_AT = 30
_POINTS_NEEDED = 4.0
_POINTS_OF_FIELDS = 1.5
_POINTS_OF_ALL_FIELDS = 0.5
_MOST_OF_FIELDS = _POINTS_OF_FIELDS + _POINTS_OF_ALL_FIELDS
_POINTS_OF_IDS = 1.5
_POINTS_OF_SURROUNDINGS = 2.0  # controls and a form
_POINTS_OF_WORDS = {SURE: 2.0, PERHAPS: 1.25, HARDLY: 0.5, 0: 0.0}
_POINTS_OF_ANOTHER_LIST = -2.5
NOT_BELIEVED = -1.0


class Outlook:
    """What speaks for units before they are read: their names and what stands round them.

    Each is found out when it is first asked for: in most lists the names alone tell that they are no comments.
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._sample = [units[i].element for i in some_of(len(units), _MOST_LOOKED_AT)]

    @cached_property
    def strength(self) -> int:
        """How surely the names of most units, or of the boxes round them, speak of comments."""
        around = _strengths_around(self._sample)
        return max(around[0], sorted(around)[len(around) // 2])

    @cached_property
    def is_named(self) -> bool:
        """Whether most are called a comment each."""
        return _share(map(is_called_a_comment, self._sample)) >= 0.5

    @cached_property
    def heading(self) -> str:
        """The heading about comments over the units, or ""."""
        return _heading_over(self._units[0].element)

    @cached_property
    def has_controls(self) -> bool:
        """Whether most can be answered, liked or reported."""
        return _share(map(_has_control, self._sample)) >= 0.5

    @cached_property
    def has_form(self) -> bool:
        """Whether a form to write in stands near."""
        return _has_form_near(self._units)

    @property
    def surest(self) -> int:
        """The strength of the names or of the heading, whichever is surer."""
        return max(self.strength, announces(self.heading))

    @property
    def points_of_names(self) -> float:
        """Points for the units' names and the heading over them."""
        heading = (
            _POINTS_OF_ANOTHER_LIST if is_of_other_pages(self.heading) else _POINTS_OF_WORDS[announces(self.heading)]
        )
        return _POINTS_OF_WORDS[self.strength] + heading + self.is_named

    @property
    def points(self) -> float:
        """Points for all that stands round the units."""
        return self.points_of_names + self.has_controls + self.has_form


def is_worth_reading(outlook: Outlook, count: int) -> bool:
    """Whether units may still turn out to be a thread, if all that reading can show speaks for them."""
    is_counted = count_in_words(outlook.heading) == count
    missing = _needed(outlook, count, voices=count) - _MOST_OF_FIELDS - is_counted - _POINTS_OF_IDS
    return outlook.points_of_names + _POINTS_OF_SURROUNDINGS >= missing and outlook.points >= missing


def score_of(outlook: Outlook, units: Sequence[Unit], comments: Sequence[Comment], ids: OwnIds) -> float:
    """How much more speaks for a thread than one of its kind needs; below 0 it is not believed."""
    if not comments or not _have_fields(comments) or is_other_list(units, comments):
        return NOT_BELIEVED
    is_timed = _share(bool(one.published_raw or one.published_machine) for one in comments) >= 0.5
    is_own = outlook.is_named or outlook.has_controls or outlook.has_form
    if not (outlook.is_named or outlook.has_controls) and _are_the_sites_words(comments):
        return NOT_BELIEVED
    is_headed_otherwise = not is_own and _stand_under_another_heading(units, comments)
    is_counted = not is_headed_otherwise and count_in_words(outlook.heading) == len(comments)
    voices = len({comment.author for comment in comments})
    if not (is_timed or outlook.is_named):
        return NOT_BELIEVED
    if 1 == voices < len(comments) and not (is_timed and outlook.strength == SURE):
        return NOT_BELIEVED
    is_marked = outlook.is_named or outlook.has_controls or is_counted or ids.pattern is not None
    if len(comments) == 1 and not (is_marked or (outlook.surest == SURE and _is_headed(units[0], comments[0]))):
        return NOT_BELIEVED
    points = _POINTS_OF_FIELDS - (not is_timed) + outlook.points + is_counted + _points_of(ids)
    has_more = voices > 1 or is_counted or outlook.has_controls
    if outlook.surest == SURE and has_more and not is_headed_otherwise and all(map(_has_all_fields, comments)):
        points += _POINTS_OF_ALL_FIELDS
    return points - _needed(outlook, len(comments), voices)


def _needed(outlook: Outlook, count: int, voices: int) -> float:
    surest = outlook.surest
    return _POINTS_NEEDED + (count == 1) + (surest <= HARDLY) + (surest < SURE and voices == 1)


def _is_headed(unit: Unit, comment: Comment) -> bool:
    """Whether the time stands in a head, beside the name at most, and not in the midst of a sentence."""
    if unit.anchor is None:
        return False
    line = " ".join((unit.anchor.text or "".join(islice(unit.anchor.itertext(), 8))).split())
    date = date_in_head(line)
    if date is None:
        return comment.published_machine is not None
    return name_in(line) == comment.author or is_filler(line[: date.start].replace(comment.author or "", ""))


def _points_of(ids: OwnIds) -> float:
    if ids.pattern is None or ids.pattern.attribute == "href":
        return 0.0
    return _POINTS_OF_IDS if ids.pattern.names_comments else 1.0


def _has_all_fields(comment: Comment) -> bool:
    is_timed = bool(comment.published_raw or comment.published_machine)
    return is_timed and comment.author is not None and bool(comment.body)


def _have_fields(comments: Sequence[Comment]) -> bool:
    return (
        _share(comment.author is not None for comment in comments) >= 0.5
        and _share(bool(comment.body or comment.notice) for comment in comments) >= 0.5
    )


def _share(answers: Iterable[bool]) -> float:
    listed = list(answers)
    return sum(listed) / len(listed) if listed else 0.0


def _strengths_around(elements: Iterable[HtmlElement]) -> list[int]:
    known: dict[HtmlElement, int] = {}
    strengths = []
    for element in elements:
        around = [element, *islice(element.iterancestors(), _STEPS_TO_NAMES)]
        known.update((one, strength_of(one)) for one in around if one not in known)
        strengths.append(max(known[one] for one in around))
    return strengths


def _heading_over(first: HtmlElement) -> str:
    """The words of the heading about comments before the first unit, beside it or beside a box around it."""
    element: HtmlElement | None = first
    for _ in range(_STEPS_TO_A_HEADING):
        if element is None or element.tag in ("body", "html"):
            break
        for before in islice(element.itersiblings(preceding=True), _MOST_SIBLINGS):
            if isinstance(before.tag, str) and (words := _words_about_comments(before)):
                return words
        element = element.getparent()
    return ""


def _words_about_comments(element: HtmlElement) -> str:
    if element.tag == "a" and sense_of(element.get("name") or element.get("id") or "").comments == SURE:
        return "comments"
    headings: list[HtmlElement] = list(islice(element.iter(*HEADING_TAGS), 3))
    if len(element) < 4 and element.tag not in _CONTROLS:
        headings.append(element)
    lines = (words_of(heading) for heading in headings)
    return next((words for words in lines if announces(words) or is_of_other_pages(words)), "")


def _are_the_sites_words(comments: Sequence[Comment]) -> bool:
    """Whether all that is said is what a site says below its comments: that they are closed, how to write one."""
    said = [comment.body.partition("\n")[0] for comment in comments if comment.body]
    return bool(said) and all((heading := heading_in(line)) is not None and heading.place == "end" for line in said)


def _stand_under_another_heading(units: Sequence[Unit], comments: Sequence[Comment]) -> bool:
    """Whether a heading that announces no comments stands nearer over the units than what calls them comments."""
    element: HtmlElement | None = units[0].parts[0]
    for _ in range(_STEPS_TO_A_HEADING):
        if element is None or element.tag in ("body", "html"):
            return False
        for before in islice(element.itersiblings(preceding=True), _MOST_SIBLINGS):
            if not isinstance(before.tag, str):
                continue
            if _words_about_comments(before):
                return False
            words = words_of(before) if before.tag in _HEADINGS_OF_PARTS else ""
            if words:
                return words != comments[0].author and not _repeats(before, units)
        if strength_of(element) == SURE:
            return False
        element = element.getparent()
    return False


def _repeats(heading: HtmlElement, units: Sequence[Unit]) -> bool:
    """Whether such a heading stands between the first two units too: each has its own."""
    if len(units) < 2:
        return False
    nearest = next(units[1].parts[0].itersiblings(str(heading.tag), preceding=True), None)
    return nearest is not None and nearest is not heading


def _has_control(element: HtmlElement) -> bool:
    for one in islice(element.iter("a", "button", "span", "li"), 40):
        if _names_control(f"{(one.text or '')[:40]} {one.get('class') or ''} {one.get('title') or ''}"):
            return True
    return False


@lru_cache(maxsize=4096)
def _names_control(words: str) -> bool:
    return _CONTROL.search(words) is not None


def _has_form_near(units: Sequence[Unit]) -> bool:
    """Whether a form to write in stands beside the box that holds all units, or in it."""
    above_first = dict.fromkeys(units[0].element.iterancestors())
    box = next((above for above in units[-1].element.iterancestors() if above in above_first), None)
    if box is None:
        return False
    parent = box.getparent()
    around = box if parent is None or parent.tag == "html" else parent
    return any(holds(one, "textarea") for one in around.iterchildren(reversed=True))  # mostly it stands below
