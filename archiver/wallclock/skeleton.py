"""A time as shown, in symbols that no language owns: what the patterns for dates and clocks read."""

from __future__ import annotations

import re
from typing import Final

from archiver.wallclock.calendar_words import OTHER_WORD, SYMBOLS, SYMBOLS_OF_ONE_LANGUAGE, primary_language

_WORD: Final = re.compile(r"[apπμ]\s?\.\s?[mμ]\b\.?|[^\W\d_]+")

# East Asian dates mark each number: 2020年10月16日 下午7時47分. "B" and "Q" say before noon and after noon
# in front of the clock, where Western texts say it behind.
FIRST_EAST_ASIAN: Final = "\u2e80"
"""From this character on, scripts write words without spaces."""
# 2020年10月16日 下午7时47分: marks behind the numbers, and the half of the day in front of the clock.
_MORNING: Final = ("上午", "午前", "早上", "凌晨", "오전")
_EVENING: Final = ("下午", "午後", "午后", "晚上", "오후")
_MARKS: Final = str.maketrans(
    {
        **dict.fromkeys("年月년월", "-"),
        **dict.fromkeys("日号號일", " "),
        **dict.fromkeys("时時点點시", "h"),
        **dict.fromkeys("分秒분초", " "),
    }
)
HALVES_IN_FRONT: Final = {"B": "A", "Q": "P"}


def skeleton(folded: str, language: str | None = None) -> str:
    """Folded text with every word replaced by its symbol (see ``calendar_words``); the rest stays."""
    symbols = SYMBOLS_OF_ONE_LANGUAGE.get(primary_language(language) or "", SYMBOLS)
    if not folded.isascii() and max(folded) >= FIRST_EAST_ASIAN:
        return _east_asian(folded, symbols)
    return _in_symbols(folded, symbols)


def _in_symbols(text: str, symbols: dict[str, str]) -> str:
    return _WORD.sub(lambda word: symbols.get(word[0], OTHER_WORD), text)


def _east_asian(folded: str, symbols: dict[str, str]) -> str:
    for words, symbol in ((_MORNING, " B "), (_EVENING, " Q ")):
        for word in words:
            folded = folded.replace(word, symbol)
    return _in_symbols(folded.translate(_MARKS), symbols)
