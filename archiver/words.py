"""What remains of a text when typography is taken away."""

from __future__ import annotations

import re
import unicodedata

_NO_WORDS = re.compile(r"[\W_]+")


def words_of(text: str | None) -> str:
    """A text without what sources differ in: NFKC, casefolded, letters and digits only."""
    return _NO_WORDS.sub("", unicodedata.normalize("NFKC", text or "").casefold())
