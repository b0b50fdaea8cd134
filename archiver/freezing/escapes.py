"""What a text says once the escapes of HTML, scripts, JSON and addresses in it are undone."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

_ROUNDS = 8  # each undoes one layer; nobody but an attacker writes more
_CODED = re.compile(r"\\(?:u\{0*([0-9a-f]{1,6})\}|u([0-9a-f]{4})|U([0-9a-f]{8})|x([0-9a-f]{2})|([0-3][0-7]{2}))", re.I)
_LAST_SIGN = 0x10FFFF


def decoded(text: str) -> str:
    """A text without its escapes, however often it was escaped: ``&#1048;``, ``%D0%98``, ``\\u0418``, ``\\x61``."""
    for _ in range(_ROUNDS):
        before, text = text, _CODED.sub(_sign, unquote(html.unescape(text)))
        if text == before:
            break
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _sign(found: re.Match[str]) -> str:
    *coded, octal = found.groups()
    number = int(octal, 8) if octal else int(next(one for one in coded if one), 16)
    return chr(number) if number <= _LAST_SIGN else found[0]
