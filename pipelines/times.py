"""Second step: what the shown times mean. Raw strings stay; wall clock, instant and their basis are added.

``time_basis`` says on what ``published_at`` rests:

======================= ================================================================================
``offset``              an offset from UTC in the page itself; it beats the site's zone
``site``                the site's time zone
``relative:PRECISION``  the instant of the capture, counted back from ("3 hours ago")
``wall``                nothing: a wall clock or a bare date is known, its instant is not
None                    no time could be read
======================= ================================================================================

A wall clock that the site's zone never showed, or showed twice (clocks put forward, clocks put back), has
no sure instant: it stays ``wall``, and ``extra["clock_change"]`` of a comment says "skipped" or "repeated".
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archiver.items import Article, Comment, DateOrder, Site, ThreadPage
from archiver.wallclock import Forms, WallClock, order_of, read_machine_time, read_shown_time
from archiver.wallclock.clocks import EASTERNMOST, WESTERNMOST
from archiver.wallclock.zones import instants_of

_A_DAY: Final = timedelta(days=1)
_ORDERS_OF_FIGURES: Final[tuple[DateOrder, ...]] = ("DMY", "MDY")
_ENGLISH_DOMAINS_WITH_DAY_FIRST: Final = frozenset({"uk", "ie", "au", "nz", "za", "in"})
_TO_THE_MINUTE_OR_HOUR: Final = ("minute", "hour")


class TimesPipeline:
    """Scrapy's form of the step."""

    def process_item(self, item: ThreadPage) -> ThreadPage:
        """Resolve the item's times in place."""
        resolve_times(item)
        return item


def resolve_times(thread: ThreadPage) -> None:
    """Fill ``published_local``, ``published_at``, ``time_basis``, ``edited_at`` and ``modified_at``, in place.

    From the strings that the reader found, the site's zone, date order and language, and the instant of
    the observation. A comment dated more than a day after its observation keeps its time and gets
    ``extra["is_future"]``.
    """
    article = thread.article
    captured_at = thread.observation.observed_at
    undecided = _Setting(captured_at, _zone_of(thread.site), _language_of(thread), thread.site.date_order)
    setting = undecided._replace(order=_order_of(thread, undecided))
    _resolve_article(article, setting)
    setting = setting._replace(forms=Forms(setting.read)) if thread.comments else setting
    for comment in thread.comments:
        _resolve_comment(comment, setting)


class _Setting(NamedTuple):
    """All that bears on every time of one thread."""

    captured_at: datetime | None
    zone: tzinfo | None
    language: str | None
    order: DateOrder | None
    forms: Forms | None = None

    def shown(self, raw: str | None) -> WallClock | None:
        if not raw:
            return None
        return self.forms.read(raw) if self.forms else self.read(raw)

    def read(self, raw: str, order: DateOrder | None = None) -> WallClock | None:
        return read_shown_time(
            raw, order=order or self.order, captured_at=self.captured_at, language=self.language, zone=self.zone
        )

    def machine(self, value: str | None) -> WallClock | None:
        if not value:
            return None
        return read_machine_time(
            value, order=self.order, captured_at=self.captured_at, language=self.language, zone=self.zone
        )


class _Resolved(NamedTuple):
    local: str | None = None
    instant: datetime | None = None
    basis: str | None = None
    clock_change: str | None = None


def _resolve_article(article: Article, setting: _Setting) -> None:
    resolved = _published(article.published_raw, article.published_machine, setting)
    article.published_local, article.published_at, article.time_basis = resolved[:3]
    article.modified_at = _instant_of(article.modified_raw, setting)


def _resolve_comment(comment: Comment, setting: _Setting) -> None:
    resolved = _published(comment.published_raw, comment.published_machine, setting)
    comment.published_local, comment.published_at, comment.time_basis = resolved[:3]
    if comment.edited_raw:
        comment.edited_at = _instant_of(comment.edited_raw, setting)
    if resolved.clock_change:
        comment.extra["clock_change"] = resolved.clock_change
    if _is_future(resolved, setting.captured_at):
        comment.extra["is_future"] = True


def _instant_of(raw: str | None, setting: _Setting) -> datetime | None:
    read = setting.machine(raw)
    return _from_one(read, setting.zone).instant if read else None


def _published(raw: str | None, machine_value: str | None, setting: _Setting) -> _Resolved:
    machine = setting.machine(machine_value)
    shown = setting.shown(raw)
    if machine and machine.precision is None and raw and not (shown and _is_one_time(shown, machine)):
        shown = _read_as_machine_says(raw, machine, setting) or shown
    if shown and machine:
        return _from_both(shown, machine, setting.zone)
    read = shown or machine
    return _from_one(read, setting.zone) if read else _Resolved()


def _read_as_machine_says(raw: str, machine: WallClock, setting: _Setting) -> WallClock | None:
    """``raw`` in the order of figures in which it names the time that the machine's form beside it names."""
    readings = (setting.read(raw, order) for order in _ORDERS_OF_FIGURES)
    return next((read for read in readings if read and not read.precision and _is_one_time(read, machine)), None)


def _from_both(shown: WallClock, machine: WallClock, zone: tzinfo | None) -> _Resolved:
    if machine.precision:
        return _from_one(shown, zone)
    if shown.precision:
        is_finer = machine.has_clock or shown.precision not in _TO_THE_MINUTE_OR_HOUR
        return _from_one(machine if is_finer else shown, zone)
    if not machine.has_clock or shown.offset is not None or not _is_one_time(shown, machine):
        return _from_one(shown, zone)
    if not shown.has_clock:
        return _with_clock_of(machine, shown, zone)
    instant = machine.instant
    if instant is None:
        return _from_one(shown, zone)
    return _Resolved(shown.local, instant, "offset")


def _with_clock_of(machine: WallClock, shown: WallClock, zone: tzinfo | None) -> _Resolved:
    """A shown bare date with the machine's clock time: its own, or the site's, whichever falls on that date."""
    if machine.moment.date() == shown.moment.date():
        return _from_one(machine, zone)
    if machine.instant and zone:
        there = machine.instant.astimezone(zone)
        if there.date() == shown.moment.date():
            return _from_one(WallClock(there.replace(tzinfo=None, fold=0), True, there.utcoffset()), zone)
    return _Resolved(shown.local, machine.instant, "offset" if machine.instant else "wall")


def _from_one(read: WallClock, zone: tzinfo | None) -> _Resolved:
    basis = f"relative:{read.precision}" if read.precision else None
    if not read.has_clock:
        return _Resolved(read.local, None, basis or "wall")
    instant = read.instant
    if instant:
        return _Resolved(read.local, instant, basis or "offset")
    if zone is None:
        return _Resolved(read.local, None, basis or "wall")
    instants = instants_of(read.moment, zone)
    if len(instants) == 1:
        return _Resolved(read.local, instants[0], basis or "site")
    return _Resolved(read.local, None, basis or "wall", "repeated" if instants else "skipped")


def _is_one_time(shown: WallClock, machine: WallClock) -> bool:
    """Whether both can name one time: the same date, or one instant as seen from two zones."""
    if shown.moment.date() == machine.moment.date():
        return True
    if machine.offset is None or not machine.has_clock:
        return False
    in_utc = machine.moment - machine.offset
    latest = shown.moment if shown.has_clock else shown.moment + _A_DAY
    return shown.moment - EASTERNMOST <= in_utc <= latest - WESTERNMOST


def _is_future(resolved: _Resolved, captured_at: datetime | None) -> bool:
    if captured_at is None or resolved.local is None:
        return False
    said = resolved.instant or datetime.fromisoformat(resolved.local).replace(tzinfo=UTC)
    return said > captured_at and said - captured_at > _A_DAY


def _order_of(thread: ThreadPage, setting: _Setting) -> DateOrder | None:
    article = thread.article
    shown = [article.published_raw, *(comment.published_raw for comment in thread.comments)]
    return order_of(
        (raw for raw in shown if raw),
        language=setting.language,
        site_order=thread.site.date_order,
        captured_at=setting.captured_at,
        not_before=lambda: _day_before(article, setting),
    )


def _day_before(article: Article, setting: _Setting) -> date | None:
    """The day before the article's own, where that is sure: no comment is older."""
    read = setting.machine(article.published_machine) or setting.shown(article.published_raw)
    return (read.moment - _A_DAY).date() if read else None


def _zone_of(site: Site) -> tzinfo | None:
    if not site.timezone:
        return None
    try:
        return ZoneInfo(site.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # no such zone, no zone's name, a folder of zones
        return None


def _language_of(thread: ThreadPage) -> str | None:
    """The page's language, with the region that the site's own or its domain adds to it."""
    language = thread.article.language or thread.site.language
    if language is None:
        return None
    declared = thread.site.language
    if declared and declared.lower().startswith(language.lower()):
        language = declared
    suffix = thread.site.domain.rpartition(".")[2].lower()
    if suffix in _ENGLISH_DOMAINS_WITH_DAY_FIRST and language.lower() in ("en", "en-us"):
        # Software says "en-US" where nobody chose: beside a British domain it tells nothing.
        return f"en-{suffix}" if language.lower() == "en" else "en"
    return language
