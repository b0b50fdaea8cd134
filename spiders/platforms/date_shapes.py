"""Where a line of text shows a date, and of what shape it is; what the date means is not read here.

All comments of one thread show their dates in one shape ("9/9/9 @ 9:9 p"), which tells them from dates
that the texts quote.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from archiver.wallclock.calendar_words import SYMBOLS, WEEKDAYS
from archiver.wallclock.folding import fold
from archiver.wallclock.masks import masked
from archiver.wallclock.relative_words import BEHIND, DAYS_BACK, IN_FRONT, NOW, NUMBERS, UNITS, UNITS_ALONE

RELATIVE: Final = "ago"
_LONGEST_LINE: Final = 400
_LONGER_FIGURES: Final = re.compile("[0-9]{3,}")
_CENTURIES: Final = ("19", "20")
_COUNTING_BACK: Final = BEHIND | IN_FRONT | {"il"}
_LONGEST_NOW: Final = 40
_FIGURE: Final = re.compile(r"\d")
_LETTERS: Final = re.compile(r"[^\W\d_]+")

_TOKEN: Final = re.compile(
    r"\d+|[aA]ujourd['’]hui|[uU]n['’](?=ora\b)|[apAP]\s?\.\s?[mM]\b\.?|[年月日년월일時时點点시号號]|(?:(?![年月日년월일時时點点시号號])[^\W\d_])+|\s+|[\W_]"
)
_EAST_ASIAN: Final = {
    **dict.fromkeys("年月日년월일号號", "c"),
    **dict.fromkeys("时時点點시", ":"),
    **dict.fromkeys(("上午", "午前", "下午", "午後", "午后", "오전", "오후"), "p"),
}
# One letter for each word and number: 1 a digit, 2 two digits, Y a year, 9 any other number, M month, W weekday,
# j a joining word ("um", "de", "th"), h hour word, i minutes, p a.m. or p.m., n noon, z zone, D "yesterday",
# w other word. Punctuation stands for itself.
_CLASS_OF_SYMBOL: Final = {
    " ": "j", "h": "h", "A": "p", "P": "p", "N": "n", "O": "n", "M": "M", "Z": "z", **dict.fromkeys(WEEKDAYS, "W"),
}  # fmt: skip
_MINUTES: Final = frozenset(("min", "mn", "mins"))
_AND: Final = frozenset((",", "and", "und", "et", "y", "e", "en", "i"))

_N: Final = "[12]"
_GAP: Final = rf"(?:[ ,;|·•@/~()\[\]:\u2013\u2014-]|j|w(?= ?[:.]? ?{_N}:)){{0,8}}"
_ZONE: Final = rf"(?: ?\(?z(?: ?[+-](?:{_N}|9|Y)(?::{_N})?)?\)?| [+-](?:{_N}:{_N}|9|Y)|(?<=:2)[+-](?:{_N}:{_N}|9|Y))?"
_CLOCK: Final = rf"(?:p ?)?(?:{_N} ?[:.h] ?2(?:[:.]2(?:[.,][129])?)?(?: ?i)?(?: ?p)?(?: ?h)?|{_N} ?p|{_N} ?h|n){_ZONE}"
_BETWEEN: Final = r"(?:[ .,'°º/-]|j){0,5}"
_NO_CLOCK: Final = rf"(?! ?[:.h]{_N}| ?p)"
_SHORT_YEAR: Final = rf"(?:[ .,]{{1,2}}2(?={_GAP}{_CLOCK}|\Z)|[ .,]{{0,2}}[-'/]2){_NO_CLOCK}"
_NAMED: Final = (
    rf"{_N}{_BETWEEN}M(?:{_BETWEEN}Y|{_SHORT_YEAR})"
    rf"|M{_BETWEEN}{_N}(?![:12Y])(?:{_BETWEEN}(?<![12])Y|[ ,]{{1,2}}'2|, 2{_NO_CLOCK})"
    rf"|Y{_BETWEEN}M{_BETWEEN}{_N}(?! ?[:h])"
)
_NUMERIC: Final = (
    rf"{_N}(?P<s>[./-]) ?{_N}(?P=s) ?(?:Y|2)(?![.:][12])|Y(?P<t>[./-]) ?{_N} ?(?P=t) ?{_N}|Yc ?{_N}c ?{_N}c?"
    rf"|{_N}(?P<u>[./-]) ?{_N} ?(?P=u) ?Y|{_N} ?/ ?{_N}, Y|{_N}\.{_N}, Y"
)
_NUMERIC_AGAIN: Final = re.sub(r"(?<=P[<=])(?=[stu])", "behind_", _NUMERIC)
_WITHOUT_YEAR: Final = rf"{_N}(?:[ .]|j){{0,3}}M|M[ .]{{0,2}}{_N}j?|{_N}\.{_N}\."
_OF_ANY_LANGUAGE: Final = rf"{_N}\.? w,? Y|w {_N},? Y"
_WEEKDAY: Final = r"(?:W(?:[ .,]|j){0,4})?"
_DATE: Final = re.compile(
    rf"(?<![129Y.,/:-])(?P<clock_first>{_CLOCK}{_GAP}{_WEEKDAY}(?:{_NAMED}|{_NUMERIC_AGAIN}))"
    rf"|(?<![129Y])(?:{_WEEKDAY}(?:{_NAMED}|{_NUMERIC})(?P<clock>{_GAP}{_CLOCK})?"
    rf"|{_WEEKDAY}(?:{_WITHOUT_YEAR}|{_OF_ANY_LANGUAGE})(?P<clock_too>{_GAP}{_CLOCK})"
    rf"|{_WEEKDAY}(?:{_WITHOUT_YEAR})(?![129Yw]| [129Yw])"
    rf"|D(?P<day_clock>{_GAP}{_CLOCK}))"
)
_CLOCKS: Final = ("clock_first", "clock", "clock_too", "day_clock")
_CLOCK_ALONE: Final = re.compile(rf"(?:j ?)?{_CLOCK}")
_ORDINAL: Final = re.compile(r"(?<=9)(?:st|nd|rd|th|er|º|ª|°)(?!\w)")
_MINUTES_BEFORE_HALF: Final = re.compile(r"9[:.]9(?= ?p)")  # "7 pm" is "7:00 pm" to some styles
_WORDS_BETWEEN: Final = 3
EAST_ASIAN_AGE: Final = (
    r"\d{1,3}\s?(?:秒[钟鐘]?|分[钟鐘]?|小[时時]|[时時][间間]|天|日|[周週]間?|星期|[个個かヶカ]?月|年|초|분|시간|일|주|개월|달|년)"
    r"\s?[之以]?[前전]"
)
"""The pattern of a time counted back in a script without spaces: ``39分钟前``."""
_EAST_ASIAN_AGE: Final = re.compile(EAST_ASIAN_AGE)


class DateSpan(NamedTuple):
    """A date at ``line[start:end]``; ``shape`` is equal for dates written in the same way."""

    start: int
    end: int
    shape: str
    has_clock: bool


def date_in(line: str) -> DateSpan | None:
    """The first date with a time of day that ``line`` shows, else the first date; None where it shows none.

    Reads dates in figures, with the months of some 25 languages, and times counted back ("3 hours ago").
    """
    if len(line) > _LONGEST_LINE:
        return None
    mask = as_mask(line)
    return _date_in(line) if mask is None else _date_in_mask(mask)


def as_mask(line: str) -> str | None:
    """A line with other figures in place of its own: a date stands where it stands in ``line``, and of the same shape.

    Of figures only their number tells, and of four whether they may be a year. None where there are still others.
    """
    mask = masked(line)
    if "000" in mask:
        for figures in _LONGER_FIGURES.findall(line):
            if len(figures) != 4 or not figures.startswith(_CENTURIES):
                return None
        mask = mask.replace("0000", "2000")
    return mask


@lru_cache(maxsize=8192)
def _date_in_mask(line: str) -> DateSpan | None:
    """What is found once is found again: the comments of a thread show their dates in one shape."""
    return _date_in(line)


def _date_in(line: str) -> DateSpan | None:
    if ("前" in line or "전" in line) and (age := _EAST_ASIAN_AGE.search(line)):
        return DateSpan(age.start(), age.end(), RELATIVE, True)
    if _is_prose(line):
        return None
    tokens = _TOKEN.findall(line)
    words = [fold(token) if token[0].isalpha() else token for token in tokens]
    counted_back = _counted_back(tokens, words)
    classes = "".join(map(_class_of, words))
    if counted_back and not ("Y" in classes and "(" in classes):
        return counted_back
    if "1" not in classes and "2" not in classes:
        return None
    found = _first_with_clock(classes)
    if counted_back and not (found and any(found[name] for name in _CLOCKS)):
        return counted_back  # "3 years ago" says less than the date beside it
    return _span(tokens, words, found) if found else None


def _is_prose(line: str) -> bool:
    """Whether a line has neither a figure nor a word that counts back: most of what readers say."""
    if len(line) < _LONGEST_NOW or _FIGURE.search(line):
        return False
    return _COUNTING_BACK.isdisjoint(_LETTERS.findall(fold(line)))


def is_clock(line: str) -> bool:
    """Whether ``line`` shows a time of day and nothing else."""
    if len(line) > 20:
        return False
    tokens = _TOKEN.findall(line.strip())
    words = [fold(token) if token[0].isalpha() else token for token in tokens]
    return _CLOCK_ALONE.fullmatch("".join(map(_class_of, words))) is not None


def _first_with_clock(classes: str) -> re.Match[str] | None:
    first = None
    for found in _DATE.finditer(classes):
        if any(found[name] for name in _CLOCKS):
            return found
        first = first or found
    return first


@lru_cache(maxsize=4096)  # dates say the same few words and numbers again and again
def _class_of(word: str) -> str:
    if word[0].isdecimal():
        return str(len(word)) if len(word) <= 2 else "Y" if len(word) == 4 and word[:2] in ("19", "20") else "9"
    if word[0].isspace():
        return " "
    if word in DAYS_BACK:
        return "D"
    if word in _MINUTES:
        return "i"
    symbol = SYMBOLS.get(word)
    if symbol:
        return _CLASS_OF_SYMBOL[symbol[0]]
    if word in _EAST_ASIAN:
        return _EAST_ASIAN[word]
    return "w" if word[0].isalpha() else word[0]


def _span(tokens: list[str], words: list[str], found: re.Match[str]) -> DateSpan:
    first, last = found.span()
    shown = words[first:last]
    if shown.count("(") > shown.count(")") and words[last : last + 1] == [")"]:
        last += 1
    starts = [0, *accumulate(map(len, tokens))]
    has_clock = any(found[name] for name in _CLOCKS)
    shape = RELATIVE if words[first] in DAYS_BACK else _shape(words[first:last])
    return DateSpan(starts[first], starts[last], shape, has_clock)


def _shape(words: list[str]) -> str:
    shape = "".join(_SHAPE_OF_CLASS.get(_class_of(word), word) for word in words)
    shape = _ORDINAL.sub("", shape).replace("M.", "M").replace("W.", "W")
    return _MINUTES_BEFORE_HALF.sub("9", shape)


_SHAPE_OF_CLASS: Final = {"1": "9", "2": "9", "Y": "9", "M": "M", "W": "W", "p": "p", "z": "z", " ": " "}


def _counted_back(tokens: list[str], words: list[str]) -> DateSpan | None:
    if len(words) == 1 or _COUNTING_BACK.isdisjoint(words):
        return _now(tokens, words)
    at = [index for index, word in enumerate(words) if not word[0].isspace()]
    row = [words[index] for index in at]
    for here, word in enumerate(row):
        span = None
        if word in BEHIND:
            span = _counted_before(row, here)
        elif word in IN_FRONT or row[here : here + 3] == ["il", "y", "a"]:
            span = _counted_after(row, here)
        if span:
            first, last = at[span[0]], at[span[1]] + 1
            starts = [0, *accumulate(map(len, tokens))]
            return DateSpan(starts[first], starts[last], RELATIVE, True)
    return _now(tokens, words)


def _counted_before(row: list[str], behind: int) -> tuple[int, int] | None:
    first = behind
    while first >= 2 and row[first - 1] in UNITS and _is_count(row[first - 2]):
        first -= 2
        if first >= 1 and row[first - 1] in _AND:
            first -= 1
    if first == behind and behind and row[behind - 1] in UNITS_ALONE:
        first -= 1
    return (first, behind) if first < behind else None


def _counted_after(row: list[str], front: int) -> tuple[int, int] | None:
    first = front + (3 if row[front] == "il" else 1)
    for count in range(first, min(first + _WORDS_BETWEEN, len(row) - 1)):
        if _is_count(row[count]) and row[count + 1] in UNITS:
            last = count + 1
            return front, last + (last + 1 < len(row) and row[last + 1] in BEHIND)
    return None


def _is_count(word: str) -> bool:
    return (word.isdecimal() and len(word) <= 3) or word in NUMBERS


def _now(tokens: list[str], words: list[str]) -> DateSpan | None:
    if "".join(words).strip(" .!()·|") in NOW:
        return DateSpan(0, sum(map(len, tokens)), RELATIVE, True)
    return None
