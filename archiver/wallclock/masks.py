"""The form of a text: what is left of it where one figure is as good as another."""

from __future__ import annotations

from typing import Final

_SIGNS: Final = str.maketrans("123456789", "000000000")
_BYTES: Final = bytes.maketrans(b"123456789", b"000000000")


def masked(text: str) -> str:
    """The text with every figure from 1 to 9 a 0: equal for the times of one thread, as long as they are."""
    if text.isascii():  # bytes take a third of the time
        return text.encode().translate(_BYTES).decode()
    return text.translate(_SIGNS)
