"""People's names out of bylines as pages and their metadata write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archiver.words import words_of
from spiders.platforms.date_shapes import date_in

MAX_NAME_CHARS = 100
_MAX_READ_CHARS = 2_000
_PLACEHOLDERS = frozenset(("null", "none", "undefined", "n/a", "admin", "administrator", "default", "unknown", "nan"))
_ADDRESS = re.compile(r"https?:|www\.|@")
_BEFORE_A_NAME = re.compile(
    r"""^(?:
      (?:[^\W\d_]{3,12}\s)?by[\s:]
    | (?:(?:geschrieben|verfasst|veröffentlicht|eingestellt|erstellt|(?:ein\s)?beitrag|artikel|text)\s)?von[\s:]
    | (?:(?:écrit|publié|rédigé|propos\srecueillis)\s)?par[\s:]
    | (?:(?:escrito|publicado)\s)?por[\s:]
    | (?:(?:geschreven)\s)?door[\s:]
    | (?:scritto\sda|skrevet\sav|skriven\sav)[\s:]
    | (?:autor(?:in|en|es)?|authors?|auteurs?|autore)\s | [^\W\d_]{3,12}\s?:\s
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)

_AFTER_A_NAME = re.compile(r"\s(?:on|at|am|um|le|el|em|op)$")


def names_in(values: Iterable[str]) -> list[str]:
    """The names in bylines: without "By" or a label before a colon; each once.

    Placeholders such as "admin" are none, nor is what holds an address: a profile's, or a theme's maker's.
    """
    found = []
    for value in values:
        folded = " ".join(value[:_MAX_READ_CHARS].split())
        name = _AFTER_A_NAME.sub("", _BEFORE_A_NAME.sub("", folded)).strip(" -–—|,;:/·•")
        is_name = words_of(name) and name.casefold() not in _PLACEHOLDERS and not _ADDRESS.search(name)
        if is_name and len(name) <= MAX_NAME_CHARS:
            found.append(name)
    return list(dict.fromkeys(found))


_PARTICLE = r"(?:von|van|vom|der|den|de|del|della|di|da|dos|du|la|le|ter|ten|zu|bin|ibn|al|el|y)"
_BEFORE_A_DATE = r"(?:[Pp]ublished|[Uu]pdated|[Vv]eröffentlicht|[Aa]ktualisiert|[Pp]ublié|[Pp]ublicado|[Pp]ubblicato):?"
_NAME_PART = rf"(?:(?!{_BEFORE_A_DATE}\s)[^\W\d_a-zß-öø-ÿ][\w.'’-]*)"
_NAME = rf"{_NAME_PART}(?:\s(?:{_PARTICLE}\s){{0,2}}{_NAME_PART}){{0,4}}"
_SAY_WHO = frozenset(
    "by von par por door di autor autorin autoren autora autores author authors auteur auteurs".split()
)
_PARTS_OF_THESE = ("By", "by", "Von", "von", "Par", "par", "Por", "por", "oor", "BY", "VON", "PAR", "POR", "Di", "Aut")
_BETWEEN_WORDS = re.compile(r"[\s:|,;·•–—]+")
_LINE_WITH_NAME = re.compile(
    rf"""(?:^|[|,;·•–—]\s?|\s[-/]\s|\d\s|\b(?:[Pp]osted|[Ww]ritten|[Pp]ublished|[Gg]eschrieben|[Ee]ingestellt|[Pp]ublié)\s)
    (?:(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or|[Dd]oor|BY|VON|PAR|POR)(?:\s?:)?|Di|(?:Autor(?:in|en|a|es)?|Authors?|Auteurs?)\s?:)\s
    (?P<names>{_NAME}(?:(?:,\s|\s(?:and|und|et|y|e|en|&)\s){_NAME}){{0,6}}|[\w.-]{{3,30}}$)
    (?=\s?$|\s?[|·•,;(–—]|\s[-/]\s|\s\d|\s(?:on|at|am|um|le|el|em|op|the)\s|\s{_BEFORE_A_DATE}\s)""",
    re.VERBOSE,
)


def may_say_who(text: str) -> bool:
    """Whether ``names_in_line`` may find a name in a text that shows this one, whatever stands between its parts."""
    return any(map(text.__contains__, _PARTS_OF_THESE))


def names_in_line(line: str) -> list[str]:
    """The names in a short line that says so: "5 May 2020 | By Ann Lee and Bo Ek", "Von: Jan van Rijn"."""
    line = line[:200]
    if _SAY_WHO.isdisjoint(_BETWEEN_WORDS.split(line.lower())):  # most lines: the pattern takes long to find no name
        return []
    found = _LINE_WITH_NAME.search(line)
    if found is None or _begins_with_date(line[found.start("names") :]):
        return []
    return names_in([found["names"]])


def _begins_with_date(text: str) -> bool:
    """Whether the text begins with a date or a month, as in "Von Januar 2020 bis heute", which names nobody."""
    found = date_in(text[:200]) or date_in(f"1 {text[:200]}")
    return found is not None and found.start == 0
