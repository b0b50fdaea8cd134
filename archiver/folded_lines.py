"""Text of lines and paragraphs whose white space is folded already, as most is that is read: it needs no other look."""

from __future__ import annotations


def are_folded(text: str) -> bool:
    """Whether all lines of a text are printable and trimmed, with single spaces, and at most one empty line in a row.

    None of the empty lines stands at the beginning or the end. Of all white space only the common space counts as
    printable.
    """
    one_line = text.replace("\n\n", " ").replace("\n", " ")
    on_one_line = f" {one_line} "  # in which two spaces tell that something is to be folded
    return "  " not in on_one_line and on_one_line.isprintable()
