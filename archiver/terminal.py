"""Writing to standard output, whatever it is: a terminal, a pipe that closes early, a stream that knows no Unicode."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import sys
from typing import Any


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


def discard_output() -> None:
    """Send what is left in the output's buffer nowhere, so that Python does not stumble over it at its exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
