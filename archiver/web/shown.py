"""How facts of an archive are shown to people: times, counts and reasons in words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

Row = dict[str, Any]

_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

_WHY_INCOMPLETE = {
    "truncated": "the page broke off",
    "page_cap": "the thread has more pages than are read at once",
    "inconsistent": "the thread changed while it was read",
    "count_short": "fewer comments could be read than the page states",
    "unparsed": "something in the page could not be read",
    "external": "the comments are kept elsewhere",
    "unknown": "nothing proves that it was read to its end",
}


@lru_cache(maxsize=4096)
def day(text: str) -> str:
    """``2024-05-06…`` as ``6 May 2024``; what is no date stays as it is."""
    if len(text) < 10 or not (text[:4] + text[5:7] + text[8:10]).isdecimal() or not 1 <= int(text[5:7]) <= 12:
        return text
    return f"{int(text[8:10])} {_MONTHS[int(text[5:7]) - 1]} {text[:4]}"


@lru_cache(maxsize=4096)
def day_and_time(text: str) -> str:
    """``2024-05-06T12:00:00Z`` as ``6 May 2024, 12:00``; a bare date as the day."""
    return f"{day(text)}, {text[11:16]}" if text[10:11] in ("T", " ") and text[11:16] else day(text)


def written(row: Row) -> str:
    """When an article or a comment was written: by its site's clock, else as the page shows it, else nothing."""
    return day_and_time(row["published_local"]) if row["published_local"] else (row["published_raw"] or "")


def machine_time(row: Row) -> str:
    """The instant, or the wall clock, for a ``<time>`` element."""
    return row["published_at"] or row["published_local"] or ""


def language_tag(text: str | None) -> str | None:
    """The language as a page may name it; None where it is no BCP 47 tag."""
    return text if text and _LANGUAGE_TAG.fullmatch(text) else None


def count(number: int, noun: str, nouns: str | None = None) -> str:
    """``1 comment``, ``2,000 comments``."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def stated_against_captured(look: Row) -> str:
    """What an observation says of its completeness, in a sentence."""
    captured, stated = look["captured_count"], look["stated_count"]
    if stated is None:
        said = f"{count(captured, 'comment')} read; the page states no number"
    elif stated == captured:
        said = f"{count(captured, 'comment')} read, as many as the page states"
    else:
        said = f"{count(captured, 'comment')} read, {stated:,} stated by the page"
    return f"{said}. {completeness(look)}."


def completeness(look: Row) -> str:
    """Complete, or why not."""
    if look["is_complete"]:
        return "Complete: proven to have been read to the end"
    return f"Incomplete: {_WHY_INCOMPLETE.get(look['incomplete_reason'], look['incomplete_reason'] or 'unknown')}"
