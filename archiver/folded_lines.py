"""Text of lines and paragraphs whose white space is folded already, as most is that is read: it needs no other look."""

from __future__ import annotations

_TO_FOLD = ("  ", "\n ", " \n", "\n\n\n")


def are_folded(text: str) -> bool:
    """Whether all lines of a text are printable and trimmed, with single spaces, and at most one empty line in a row.

    None of the empty lines stands at the beginning or the end. Of all white space only the common space counts as
    printable.
    """
    if not text.replace("\n", "|").isprintable():
        return False
    framed = f"\n\n{text}\n\n"
    return not any(gap in framed for gap in _TO_FOLD)
