"""People's names out of bylines as pages and their metadata write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archiver.archive.identity import words_of

MAX_NAME_CHARS = 100
_MAX_READ_CHARS = 2_000
_PLACEHOLDERS = frozenset(("null", "none", "undefined", "n/a", "admin", "administrator", "default", "unknown", "nan"))
_ADDRESS = re.compile(r"https?:|www\.|@")
_BEFORE_A_NAME = re.compile(
    r"""^(?:
      (?:(?:written|posted|published|story|words|report)\s)?by[\s:]
    | (?:(?:geschrieben|verfasst|veröffentlicht|ein\sbeitrag|text)\s)?von[\s:]
    | (?:(?:écrit|publié|rédigé|propos\srecueillis)\s)?par[\s:]
    | (?:(?:escrito|publicado)\s)?por[\s:]
    | (?:(?:geschreven)\s)?door[\s:]
    | (?:scritto\sda|skrevet\sav|skriven\sav)[\s:]
    | [^\W\d_]{3,12}\s?:\s
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)


def names_in(values: Iterable[str]) -> list[str]:
    """The names in bylines: without "By" or a label before a colon; each once.

    Placeholders such as "admin" are none, nor is what holds an address: a profile's, or a theme's maker's.
    """
    found = []
    for value in values:
        folded = " ".join(value[:_MAX_READ_CHARS].split())
        name = _BEFORE_A_NAME.sub("", folded).strip(" -–—|,;:/·•")
        is_name = words_of(name) and name.casefold() not in _PLACEHOLDERS and not _ADDRESS.search(name)
        if is_name and len(name) <= MAX_NAME_CHARS:
            found.append(name)
    return list(dict.fromkeys(found))
