"""When a comment was written: the string its mark-up shows and the machine's form beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from archiver.wallclock.calendar_words import SYMBOLS, WEEKDAYS
from archiver.wallclock.folding import fold
from archiver.wallclock.masks import masked
from archiver.wallclock.relative_words import UNITS_ALONE_SHOWN, WORDS_SHOWN
from spiders.platforms.comment_text import is_filler, shown_line
from spiders.platforms.date_shapes import EAST_ASIAN_AGE
from spiders.platforms.own_nodes import TIME_ATTRIBUTES, OwnNode

_ZONE = r"(?:\s*(?:uhr|hrs?|h|est|edt|pst|pdt|gmt|utc|cest|cet)\b)?"
_CLOCK = rf"\d{{1,2}}\s?[:.h]\s?\d{{2}}(?:[:.]\d{{2}})?(?:\s*[ap]\.?\s?m\b\.?)?{_ZONE}"
_YEAR = r"(?:\d{4}|['’]?\d{2})"
_ORDINAL = r"(?:st|nd|rd|th|er|[.ºª])?"
_YEAR_AFTER_A_MONTH = r"(?:\d{4}\b|\d{2}\b(?!\s?[:.h]\d))"
_BEFORE_A_CLOCK = r"(?![\d./-])(?=[\s,|@–-]*(?:at\s+|um\s+|à\s+)?\d{1,2}[:.h]\d{2})"
_DATE = rf"""
    \d{{4}}\s?[-/.年]\s?\d{{1,2}}\s?[-/.月]\s?\d{{1,2}}(?:日|(?!\d))
  | \d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[.,/-]\s?{_YEAR}(?!\d)
  | (?<!\w)\d{{1,2}}{_ORDINAL}[\s/-]+(?:de\s+|of\s+)?[^\W\d_]{{3,12}}\.?,?[\s/-]*(?:de\s+|del\s+)?{_YEAR_AFTER_A_MONTH}?
  | [^\W\d_]{{3,12}}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}}\b|{_BEFORE_A_CLOCK})
"""
_DAY_WORD = rf"""
    \A\W{{0,4}}(?:{"|".join(re.escape(words) for words in sorted(WORDS_SHOWN, key=len, reverse=True))})
    (?:\W{{0,4}}\Z|[\s,]+(?:\w{{1,3}}\s+)?(?=\d{{1,2}}\s?[:.h]\s?\d{{2}}))
"""
_RELATIVE = rf"""
    (?:vor|hace|il\s+y\s+a|il\s+ya|h[áa])\s+\S{{1,12}}\s+[^\W\d_]{{2,12}}
  | (?:\d{{1,4}}|an?|one|een|un[ao]?)\s+[^\W\d_]{{2,12}}\s+(?:ago|fa|atr[áa]s|geleden|temu)
  | (?:vor|il\s+y\s+a|h[áa])\s+\d{{1,3}}\s?[^\W\d_]\b | \bun['’]ora\s+fa | \b\d{{1,3}}\s?[^\W\d_]{{2,5}}\.\s+temu
  | \b(?:{"|".join(UNITS_ALONE_SHOWN)})\s+temu | {_DAY_WORD}
  | \d{{1,4}}\s?(?:s|min|m|h|d|w|mo|yr?)\s+ago | just\s+now | gerade\s+eben | yesterday | gestern | ayer | hier
  | {EAST_ASIAN_AGE} | [今昨前][天日] | 오늘 | 어제 | 刚刚 | 剛剛
"""
_JOINED = r"(?:[\s,|@/–—.-]|\b(?:at|um|à|a|las|alle|ore|às|as|om|o|en|godz|в|о|v|u|la|στις|kl|klo|saat)\b)*"
_JOINED_BEFORE = r"(?:[\s,|@/–—-]|\b(?:on|am|den|le|el|il|em|op)\b)+"
_FULL = re.compile(rf"(?:{_CLOCK}{_JOINED_BEFORE})?(?:{_DATE}){_JOINED}(?:{_CLOCK})?", re.I | re.X)
_DATE_AND_CLOCK = re.compile(rf"(?:{_DATE}){_JOINED}{_CLOCK}", re.I | re.X)
_SHOWS_CLOCK = re.compile(rf"(?<!\d)(?<![\d.]){_CLOCK}", re.I)
_CLOCK_ONLY = re.compile(rf"\W*(?:[^\W\d_]{{1,4}}\s+)?{_CLOCK}\W*", re.I)
_SHOWS_DATE = re.compile(_DATE, re.I | re.X)
_SHOWS_RELATIVE = re.compile(_RELATIVE, re.I | re.X)
_LEADING_WORDS = re.compile(
    r"^(?:[\s|,;:@•·–—-]|(?:on|am|at|um|vom|den|le|el|il|em|op|posted|published|written|commented|verfasst|geschrieben|"
    r"erstellt|publi[ée]|publicado|pubblicato|geplaatst|says|sagt|schrieb|said|date|datum)\b:?(?=\W))+",
    re.I,
)
_TRAILING = " |,;:@•·–—([-"
_TITLED = frozenset(("abbr", "time", "span", "a"))
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,14})([.,]{0,2})\s+$")
_WEEKDAY_SYMBOLS = frozenset(WEEKDAYS)
_FIGURES = re.compile(r"[0-9]{1,4}")
_HAS_DIGIT = re.compile(r"\d")
_HAS_YEAR = re.compile(r"\d{4}")
_OF_WORDS = frozenset(("p", "blockquote", "li", "td", "dd"))
_HEADINGS = frozenset("h2 h3 h4 h5".split())
_MAX_SHOWN = 120
_MOST_TITLED = 6


class ShownTime(NamedTuple):
    """``raw`` as shown, ``machine`` as written for machines (None where there is none), ``nodes`` that hold them."""

    raw: str | None
    machine: str | None
    nodes: tuple[HtmlElement, ...]


NO_TIME = ShownTime(None, None, ())


def shown_time(
    nodes: Sequence[OwnNode], skipped: Container[HtmlElement], *, loose_in: Sequence[HtmlElement] = ()
) -> ShownTime:
    """The comment's time out of the elements outside its text; words in ``skipped`` elements do not count.

    The stronger mark wins: a machine's form, then names of time, then the permalink's words, then any date in the
    head's words, then in words that stand in no element of their own, if ``loose_in`` names the comment's elements.
    """
    best, machine = _with_machine_form(nodes)
    if best is not None:
        return ShownTime(_shown(best.element, skipped) or None, machine, (best.element,))
    best, is_named = _with_shown_time(nodes, skipped)
    if best is None:
        return _time_in_loose_words(nodes, skipped, loose_in) if loose_in else NO_TIME
    line = shown_line(best.element, skipped, is_spaced=not is_named)
    raw = _time_in_named_line(line) if is_named else _time_in_line(line)
    if not raw:
        return NO_TIME
    if fuller := _fuller_in_title(best.element, raw, skipped):
        return ShownTime(fuller, None, (best.element,))
    raw, holders = _completed(best.element, raw, nodes, skipped)
    return ShownTime(raw, None, holders)


def time_in_heading(nodes: Sequence[OwnNode], skipped: Container[HtmlElement]) -> ShownTime:
    """A full date in a comment's heading ("By …, 5 March 2007")."""
    for node in nodes:
        if node.element.tag in _HEADINGS and not node.is_aside:
            line = shown_line(node.element, skipped, is_spaced=True)
            date = date_in(line) if len(line) <= _MAX_SHOWN else None
            if date and _HAS_YEAR.search(date):
                return ShownTime(date, None, (node.element,))
    return NO_TIME


def _fuller_in_title(element: HtmlElement, raw: str, skipped: Container[HtmlElement]) -> str | None:
    """The date with a clock time that shows when a reader points at an age, or at the same day without one.

    What a sign beside the age tells, and a date behind other words ("Edited on"), are another time.
    """
    if _SHOWS_CLOCK.search(raw):
        return None
    for near in islice(element.iter(*_TITLED), _MOST_TITLED):
        title = near.get("title")
        date = date_in(title) if title and len(title) <= _MAX_SHOWN else None
        if date is None or not as_shown(title or "").startswith(date):
            continue
        if _DATE_AND_CLOCK.search(date) and (near is element or raw in shown_line(near, skipped, is_spaced=True)):
            day, fuller = (set(map(int, _FIGURES.findall(one))) for one in (raw, date))
            if _SHOWS_RELATIVE.search(raw) or day <= fuller:
                return date
    return None


def _by_figures(find: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """A search for a part of a line that looks once at each form of line: all it sees in figures is that they are some.

    The comments of a thread show their times in one form.
    """
    find_in_form = lru_cache(maxsize=2048)(find)

    def found_in(line: str) -> str | None:
        if len(line) > _MAX_SHOWN:
            return find(line)
        form = masked(line)
        found = find_in_form(form)
        if found is None:
            return None
        start = form.find(found)
        return find(line) if form.find(found, start + 1) >= 0 else line[start : start + len(found)]

    return found_in


@_by_figures
def time_in_permalink(line: str) -> str | None:
    """The time that a line shows which is all of a link to its comment; None where it shows no date with a clock time.

    What the line holds besides is left out.
    """
    shown = _time_in_line(line) if _is_time(line) else None
    return shown if shown and _DATE_AND_CLOCK.search(shown) else None


def as_shown(text: str) -> str:
    """A shown time without the words and signs around it ("Posted on", "am", "|")."""
    cut = _LEADING_WORDS.sub("", text)
    return (cut if _HAS_DIGIT.search(cut) else text).rstrip(_TRAILING).strip()


def is_bare_time(line: str) -> bool:
    """Whether a line shows a time and nothing besides, whatever the mark-up says of it."""
    return len(line) <= _MAX_SHOWN and _is_bare_form(masked(line))


@lru_cache(maxsize=2048)
def _is_bare_form(form: str) -> bool:
    return _is_time(form) and as_shown(form) == form == _time_in_line(form)


@_by_figures
def _time_in_line(line: str) -> str | None:
    raw = as_shown(line)
    if len(raw) > _MAX_SHOWN or not _SHOWS_RELATIVE.search(raw):
        raw = date_in(raw) or raw
    return raw


@_by_figures
def _time_in_named_line(line: str) -> str | None:
    raw = as_shown(line)
    return raw if len(raw) <= _MAX_SHOWN else date_in(raw) or raw


@_by_figures
def date_in(text: str) -> str | None:
    """The first date (with its clock time) within a line of words."""
    if not _HAS_DIGIT.search(text):
        return None
    match = _surest(_FULL.finditer(text[:400]))
    return as_shown(text[_start_with_weekday(text, match.start()) : match.end()]) if match else None


def _surest(dates: Iterator[re.Match[str]]) -> re.Match[str] | None:
    """The first date with a year or a clock time, else the first: "1 Ada" may be a number and a name."""
    first = None
    for found in dates:
        if _HAS_YEAR.search(found.group()) or _SHOWS_CLOCK.search(found.group()):
            return found
        first = first or found
    return first


def _start_with_weekday(text: str, start: int) -> int:
    """Where the weekday before a date begins: a name of one, or a short word with a sign ("wt.", "di,")."""
    match = _WORD_BEFORE.search(text, max(0, start - 20), start)
    if match is None:
        return start
    word, sign = match.group(1), match.group(2)
    is_weekday = SYMBOLS.get(fold(word), "") in _WEEKDAY_SYMBOLS or (len(word) <= 3 and sign)
    return match.start() if is_weekday else start


def before_date(text: str) -> str:
    """What stands before the first full date in a line, or the whole line where there is none."""
    for match in _SHOWS_DATE.finditer(text[:400]):
        after = text[match.end() : match.end() + 30]
        if match.start() and (_HAS_YEAR.search(match.group()) or _SHOWS_CLOCK.search(after)):
            return text[: match.start()].rstrip()
    return text


def _with_machine_form(nodes: Sequence[OwnNode]) -> tuple[OwnNode | None, str | None]:
    """The first element with a time written for machines; one that is shown goes before one that is not."""
    aside: tuple[OwnNode | None, str | None] = (None, None)
    for node in nodes:
        marks = node.marks
        if not node.may_hold_machine_time or marks.is_edited:
            continue
        machine = _machine_form(node.element)
        is_made_for_times = marks.time or node.element.tag == "abbr"
        if machine is None or not (is_made_for_times or node.element.get("title") != machine):
            continue
        if not node.is_aside:
            return node, machine
        if aside[0] is None:
            aside = (node, machine)
    return aside


def _with_shown_time(nodes: Sequence[OwnNode], skipped: Container[HtmlElement]) -> tuple[OwnNode | None, bool]:
    """The element that shows the time, and whether its name says so."""
    ranked = [(-rank, node.position) for node in nodes if (rank := _rank(node))]
    by_position = {node.position: node for node in nodes} if ranked else {}
    for rank, position in sorted(ranked):
        node = by_position[position]
        if rank == -_RANK_OF_TIME_TAG or _shows_time(node.element, skipped):
            return node, -rank >= _RANK_OF_NAME
    return None, False


_RANK_OF_TIME_TAG = 80
_RANK_OF_NAME = 70
_RANK_OF_PERMALINK = 60
_RANK_OF_HEAD = 40


def _rank(node: OwnNode) -> int:
    element, marks = node.element, node.marks
    if marks.is_edited:
        return 0
    tag = element.tag
    if tag == "time":
        return _RANK_OF_TIME_TAG
    if marks.time >= 2 and not node.is_aside:
        return _RANK_OF_NAME + marks.time
    if tag == "a" and "#" in (href := element.get("href") or "") and "comment" in href:
        return _RANK_OF_PERMALINK
    is_of_head = marks.is_head or tag in ("small", "abbr", "h6", "em")
    return _RANK_OF_HEAD if is_of_head and not node.is_aside else 0


def _shown(element: HtmlElement, skipped: Container[HtmlElement]) -> str:
    raw = as_shown(shown_line(element, skipped))
    return raw if len(raw) <= _MAX_SHOWN else date_in(raw) or ""


def _shows_time(element: HtmlElement, skipped: Container[HtmlElement]) -> bool:
    line = shown_line(element, skipped, is_spaced=True)
    return _is_time_of_form(masked(line)) if len(line) <= _MAX_SHOWN else _is_time(line)


@lru_cache(maxsize=2048)
def _is_time_of_form(form: str) -> bool:
    return _is_time(form)


def _is_time(shown: str) -> bool:
    """Whether a line shows a date, a clock time or a time counted back."""
    if not shown:
        return False
    if _HAS_DIGIT.search(shown) and (_SHOWS_DATE.search(shown[:400]) or _CLOCK_ONLY.fullmatch(shown[:60])):
        return True
    return _SHOWS_RELATIVE.search(shown[:_MAX_SHOWN]) is not None


def _machine_form(element: HtmlElement) -> str | None:
    for name, value in element.items():
        if name == "datetime":
            if _HAS_DIGIT.search(value):  # a script that failed writes "Invalid Date"
                return str(value).strip()
        elif name == "content":
            if (element.tag == "meta" or element.get("itemprop")) and _is_machine_time(value):
                return str(value).strip()
        elif (name in TIME_ATTRIBUTES or (name == "title" and element.tag in _TITLED)) and _is_machine_time(value):
            return str(value).strip()
    return None


def _is_machine_time(value: str) -> bool:
    value = value.strip()
    if value.isdigit():
        return len(value) in (10, 13)
    return value[4:5] == "-" and _ISO_DAY.match(value) is not None


def _completed(
    element: HtmlElement, raw: str, nodes: Sequence[OwnNode], skipped: Container[HtmlElement]
) -> tuple[str, tuple[HtmlElement, ...]]:
    """A date shown apart from its clock time, or a clock time apart from its date, with the other half."""
    if _DATE_AND_CLOCK.search(raw):
        return raw, (element,)
    has_clock = bool(_SHOWS_CLOCK.search(raw)) and not _is_date_alone(raw)
    has_date = bool(_SHOWS_DATE.search(raw) or _SHOWS_RELATIVE.search(raw))
    if has_clock == has_date:
        return raw, (element,)
    for node in nodes:
        if (
            node.element is element
            or node.is_aside
            or not (node.marks.time or node.element.tag in ("span", "small", "a"))
        ):
            continue
        other = as_shown(shown_line(node.element, skipped))
        if not other or len(other) > 40:
            continue
        if has_date and _CLOCK_ONLY.fullmatch(other):
            return f"{raw} {other}", (element, node.element)
        if has_clock and _SHOWS_DATE.fullmatch(other):
            return f"{other} {raw}", (element, node.element)
    return _completed_by_words_beside(element, raw, has_date=has_date, skipped=skipped)


def _completed_by_words_beside(
    element: HtmlElement, raw: str, *, has_date: bool, skipped: Container[HtmlElement]
) -> tuple[str, tuple[HtmlElement, ...]]:
    if has_date:
        tail = (element.tail or "")[:60]
        clock = _SHOWS_CLOCK.search(tail)
        if clock and is_filler(tail[: clock.start()]):
            return f"{raw} {clock.group().strip()}", (element,)
        return raw, (element,)
    parent = element.getparent()
    if parent is not None:
        before = shown_line(parent, skipped).rpartition(raw)[0]
        dates = [m.group() for m in _SHOWS_DATE.finditer(before[-200:])]
        if dates:
            return f"{dates[-1].strip()} {raw}", (element,)
    return raw, (element,)


def _is_date_alone(raw: str) -> bool:
    """Whether what looks like a clock time ("17.07") is but a part of the date."""
    return _SHOWS_CLOCK.search(_SHOWS_DATE.sub(" ", raw)) is None


def _time_in_loose_words(
    nodes: Sequence[OwnNode], skipped: Container[HtmlElement], parts: Sequence[HtmlElement]
) -> ShownTime:
    """A date among words that stand outside any element of their own."""
    parents: dict[HtmlElement | None, None] = dict.fromkeys(parts)
    for node in nodes:
        if not node.is_aside or node.element.tag in ("img", "br", "a"):
            parents.setdefault(node.element.getparent())
    for parent in parents:
        if parent is None:
            continue
        line = [parent.text, *(child.tail for child in parent[:])]
        if parent.tag in _OF_WORDS and sum(len(words) for words in line if words) > _MAX_SHOWN:
            continue
        for words in line:
            date = date_in(words) if words and _HAS_DIGIT.search(words) else None
            if date and (_SHOWS_CLOCK.search(date) or _HAS_YEAR.search(date)):
                return _of_line(parent, date, skipped)
    for node in nodes:
        if not len(node.element) and not node.is_aside and node.element.tag not in ("a", "img"):
            words = node.element.text or ""
            date = date_in(words) if len(words) <= _MAX_SHOWN else None
            if date and (node.marks.author or is_filler(words.replace(date, ""))):
                return ShownTime(date, None, (node.element,))
    return NO_TIME


def _of_line(line: HtmlElement, date: str, skipped: Container[HtmlElement]) -> ShownTime:
    """A date in a line of a few words, all of which then belong to the head ("By … on …")."""
    words = shown_line(line, skipped, is_spaced=True)
    if line.tag not in ("p", "small", "h4", "h5", "h6", "em", "i") or len(words) > _MAX_SHOWN:
        return ShownTime(date, None, ())
    return ShownTime(date_in(words) or date, None, (line,))
