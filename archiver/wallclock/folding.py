"""Text with everything taken off that tells no times apart: case, accents, width, direction marks."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ACCENTS = dict.fromkeys(range(0x300, 0x370))
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_PLAIN_PUNCTUATION = {0x2019: "'", 0x2212: "-", 0x2011: "-", 0x2010: "-"}
_DIGIT_OF_OTHER_SCRIPT: Final = re.compile(r"[^\D0-9]")
_FOLDED: Final = {**_ACCENTS, **_INVISIBLE, **_PLAIN_PUNCTUATION}


def fold(shown: str) -> str:
    """``shown`` in lower case: compatibility forms (NFKC) and digits of other scripts resolved, accents dropped."""
    if shown.isascii():
        return shown.lower()
    text = _DIGIT_OF_OTHER_SCRIPT.sub(_ascii_digit, unicodedata.normalize("NFKC", shown).casefold())
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_FOLDED))


def _ascii_digit(found: re.Match[str]) -> str:
    return str(int(found[0]))
