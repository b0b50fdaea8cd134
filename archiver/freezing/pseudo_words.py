"""Words that mean nothing in place of words that do: as long, in the same script and case, the same for the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Set

_ALPHABETS = (
    (0x0250, "bdfgklmnprstvz", "aeiou"),
    (0x0400, "βγδζκλμνπρστ", "αεηιου"),
    (0x0530, "бгджзклмнпрст", "аеиоу"),
    (0x0600, "בגדהזטכלמנ", "אויעה"),
    (0x0900, "بتثجحدرزسش", "اويعه"),
    (0x3040, "bdfgklmnprstvz", "aeiou"),
    (0x30A0, "かさたなはまやら", "あいうえお"),
    (0x3400, "カサタナハマヤラ", "アイウエオ"),
    (0xAC00, "甲乙丙丁戊己庚辛", "壬癸子丑寅卯"),
    (0xD7B0, "가나다라마바사", "아자차카타파"),
    (0x110000, "bdfgklmnprstvz", "aeiou"),
)
_TRIES = 40


class PseudoWords:
    """Gives each word another, in the order of asking; none of the avoided ones where the length allows it.

    Nobody can tell the words from these: they are counted, not hashed.
    """

    def __init__(self, avoided: Set[str], is_avoided: Callable[[str], bool]) -> None:
        self._avoided = avoided
        self._is_avoided = is_avoided
        self._given: dict[str, str] = {}
        self._number = 0

    def of(self, word: str) -> str:
        """The word that stands for a word; figures stand for figures."""
        key = word.casefold()
        made = self._given.get(key)
        if made is None or len(made) != len(word):
            made = self._made(word)
            self._given[key] = made
        return "".join(
            new.upper() if old.isupper() and len(new.upper()) == 1 else new for old, new in zip(word, made, strict=True)
        )

    def _made(self, word: str) -> str:
        for _ in range(_TRIES):
            self._number += 1
            made = _spelled(self._number, word)
            parts = {made, *re.findall(r"[^\W\d_]+", made)}
            if not parts & self._avoided and not self._is_avoided(made):
                break
        return made


def _spelled(number: int, like: str) -> str:
    signs = []
    for position, sign in enumerate(like):
        alphabet = "1234567890" if sign.isdecimal() else _letters(sign, position)
        number, rest = divmod(number, len(alphabet))
        signs.append(alphabet[rest])
    return "".join(signs)


def _letters(sign: str, position: int) -> str:
    consonants, vowels = next((one, two) for end, one, two in _ALPHABETS if ord(sign) < end)
    return vowels if position % 2 else consonants
