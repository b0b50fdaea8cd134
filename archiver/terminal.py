"""Writing to standard output, whatever it is: a terminal, a pipe that closes early, a stream that knows no Unicode."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import re
import sys
from typing import Any, Final

# What moves the cursor, changes colours, rings, or turns the direction of all that follows: C0 but tab and line
# feed, DEL, C1, line separators, and Unicode's embeddings, overrides and isolates.
_ACTS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


def show_what_fits() -> None:
    """Let the output escape characters that its encoding lacks (``\\u2514``) instead of failing on them.

    An output that was closed beforehand (``>&-``) goes nowhere.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 (open to the end)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON for standard output; in ASCII where its encoding cannot hold every character."""
    encoding = codecs.lookup(sys.stdout.encoding or "ascii").name
    return json.dumps(value, ensure_ascii=not encoding.startswith("utf"), indent=indent)


def harmless(text: str) -> str:
    """A text from the web that does nothing to a terminal but stand there: what would act is shown instead."""
    return _ACTS.sub(lambda found: _shown(found[0]), text).replace("\t", "    ")


def _shown(sign: str) -> str:
    if sign == "\x7f":
        return "\N{SYMBOL FOR DELETE}"
    return chr(0x2400 + ord(sign)) if sign < " " else f"<U+{ord(sign):04X}>"


def discard_output() -> None:
    """Send what is left in the output's buffer nowhere, so that Python does not stumble over it at its exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def can_be_written(text: str, encoding: str | None) -> bool:
    """Whether an encoding (None: ASCII) has every character of a text."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
