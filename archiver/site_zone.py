"""The time zone of a site, from what its software and its feed say; none where they do not say enough."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from spiders.metadata import read_metadata
from spiders.page import Page
from spiders.site_rules import is_zone

_CLOCK = re.compile(r"<(?:pubDate|published|updated|dc:date)[^<>]{0,100}>\s*([^<>]{10,60})<")
# Country codes that are sold to anybody, and the one that is not the country's code of ISO 3166.
_SOLD_TO_ANYBODY = frozenset(
    "ac ag ai am bz cc cd co fm gg gl io is la ly me ms nu pw sc sh so st tk to tv vc ws".split()
)
_SPOKEN_ALL_OVER_THE_WORLD = frozenset(("ar", "en", "es", "fr", "pt"))
_COUNTRY_OF = {"uk": "GB"}
_YEARS = range(2000, 2031)  # zones that agree in these are one for our purposes


def zone_of_wordpress(said: Mapping[str, Any]) -> str | None:
    """The zone that WordPress's REST API names; it shows its times in it. For a mere offset, one that never changes."""
    name, hours = said.get("timezone_string"), said.get("gmt_offset")
    if isinstance(name, str) and name and is_zone(name):
        return name
    try:
        offset = float(hours)  # type: ignore[arg-type]  # whatever it is
    except (TypeError, ValueError):
        return None
    if offset == 0:
        return "UTC"
    fixed = f"Etc/GMT{-offset:+.0f}"  # POSIX: the sign is the other way round
    if offset.is_integer():
        return fixed if is_zone(fixed) else None
    return _steady_zones().get(offset)


def zone_by_clocks(clocks: Iterable[datetime], domain: str, language: str | None = None) -> str | None:
    """The zone of the domain's country whose clocks show the same offsets, where only one can be meant.

    A domain of no country is of that in ``language`` (BCP 47), but for languages whose commonest form is used all over
    the world: where French is set to fr-FR, an hour east of Greenwich may be Douala. Clocks at +00:00 say nothing:
    most software writes feeds in UTC, wherever it stands.
    """
    local = [clock for clock in clocks if clock.utcoffset()]
    if not local:
        return None
    zones = _zones_by_country().get(_country_of(domain, language), [])
    fitting = [
        zone
        for zone in zones
        if all(clock.astimezone(ZoneInfo(zone)).utcoffset() == clock.utcoffset() for clock in local)
    ]
    if not fitting or any(_offsets(zone) != _offsets(fitting[0]) for zone in fitting):
        return None
    return fitting[0]


def _country_of(domain: str, language: str | None) -> str:
    """The two letters of ISO 3166, or something that is no country."""
    suffix = domain.rpartition(".")[2]
    country = _COUNTRY_OF.get(suffix, suffix.upper())
    if suffix not in _SOLD_TO_ANYBODY and country in _zones_by_country():
        return country
    spoken, _, region = (language or "").partition("-")
    return region if spoken not in _SPOKEN_ALL_OVER_THE_WORLD else ""


def clocks_on(page: Page) -> list[datetime]:
    """The times with an offset that a page's ``time`` elements and its metadata give, the first hundred."""
    said = [element.get("datetime") or "" for element in page.by_tag["time"][:100]] + read_metadata(page).published
    clocks = (_read(text.strip()) for text in said)
    return [clock for clock in clocks if clock is not None and clock.tzinfo is not None]


def clocks_in(feed: str) -> list[datetime]:
    """The times in an RSS or Atom feed that have an offset."""
    found = (_read(text.strip()) for text in _CLOCK.findall(feed))
    return [clock for clock in found if clock is not None and clock.tzinfo is not None]


def _read(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            clock = read(text)
            _ = clock.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return clock
    return None


@cache
def _zones_by_country() -> dict[str, list[str]]:
    """The zones of each country, as the IANA database lists them."""
    found: dict[str, list[str]] = {}
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return found


@cache
def _steady_zones() -> dict[float, str]:
    """Zones whose clocks have always been as many hours ahead of UTC; such as 5.5: Asia/Kolkata."""
    found: dict[float, str] = {}
    for zone in sorted(zone for zones in _zones_by_country().values() for zone in zones):
        offsets = set(_offsets(zone))
        if len(offsets) == 1 and (offset := offsets.pop()) is not None:
            found.setdefault(offset / timedelta(hours=1), zone)
    return found


@cache
def _offsets(zone: str) -> list[timedelta | None]:
    """The zone's offsets month by month."""
    months = [(year, month) for year in _YEARS for month in range(1, 13)]
    return [datetime(year, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for year, month in months]
