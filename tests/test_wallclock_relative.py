"""Times that count back from the capture, and those in languages that a library knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from archiver.wallclock import WallClock, read_shown_time
from tests.shown_times import BERLIN, CAPTURED_AT, local, relative


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("just now", ("2024-05-15T14:30", "minute")),
        ("gerade eben", ("2024-05-15T14:30", "minute")),
        ("30 seconds ago", ("2024-05-15T14:30", "minute")),
        ("5 min ago", ("2024-05-15T14:25", "minute")),
        ("an hour ago", ("2024-05-15T13:30", "hour")),
        ("3 hours ago", ("2024-05-15T11:30", "hour")),
        ("3h ago", ("2024-05-15T11:30", "hour")),
        ("3 hours, 20 minutes ago", ("2024-05-15T11:10", "minute")),
        ("4 min read · 3 hours ago", ("2024-05-15T11:30", "hour")),
        ("#1.2 — vor 8 Stunden", ("2024-05-15T06:30", "hour")),
        ("vor etwa einer Stunde", ("2024-05-15T13:30", "hour")),
        ("il y a environ 3 heures", ("2024-05-15T11:30", "hour")),
        ("il y a 2 jours", ("2024-05-13", "day")),
        ("hace 3 horas", ("2024-05-15T11:30", "hour")),
        ("2 ore fa", ("2024-05-15T12:30", "hour")),
        ("3 uur geleden", ("2024-05-15T11:30", "hour")),
        ("há 2 dias", ("2024-05-13", "day")),
        ("2 dias atrás", ("2024-05-13", "day")),
        ("2 godziny temu", ("2024-05-15T12:30", "hour")),
        ("godzinę temu", ("2024-05-15T13:30", "hour")),
        ("för 3 dagar sedan", ("2024-05-12", "day")),
        ("3小时前", ("2024-05-15T11:30", "hour")),
        ("3時間前", ("2024-05-15T11:30", "hour")),
        ("3시간 전", ("2024-05-15T11:30", "hour")),
        ("2 weeks ago", ("2024-05-01", "week")),
        ("vor 3 Monaten", ("2024-02-15", "month")),
        ("5 months ago", ("2023-12-15", "month")),
        ("8 years, 2 months ago", ("2016-03-15", "month")),
        ("vor einem Jahr", ("2023-05-15", "year")),
        ("yesterday at 2:05 pm", ("2024-05-14T14:05", "minute")),
        ("gestern, 14:05 Uhr", ("2024-05-14T14:05", "minute")),
        ("hier à 14h05", ("2024-05-14T14:05", "minute")),
        ("avant-hier à 14h05", ("2024-05-13T14:05", "minute")),
        ("ayer a las 14:05", ("2024-05-14T14:05", "minute")),
        ("wczoraj o 14:05", ("2024-05-14T14:05", "minute")),
        ("today 09:12", ("2024-05-15T09:12", "minute")),
        ("heute", ("2024-05-15", "day")),
        ("l'altro ieri", ("2024-05-13", "day")),
        ("un’ora fa", ("2024-05-15T13:30", "hour")),
        ("Ada, tydzień temu", ("2024-05-08", "week")),
        ("il y a 3 j", ("2024-05-12", "day")),
        ("vor 5 J.", ("2019-05-15", "year")),
        ("vor 2 Mon.", ("2024-03-15", "month")),
        ("2 mnd geleden", ("2024-03-15", "month")),
        ("3 dgn geleden", ("2024-05-12", "day")),
        ("hace unos segundos", ("2024-05-15T14:30", "minute")),
        ("il y a quelques secondes", ("2024-05-15T14:30", "minute")),
        ("last week", ("2024-05-08", "week")),
        ("Letzten Monat", ("2024-04-15", "month")),
        ("l’année dernière", ("2023-05-15", "year")),
        ("w zeszłym tygodniu", ("2024-05-08", "week")),
        ("昨天 14:05", ("2024-05-14T14:05", "minute")),
    ],
)
def test_a_relative_time_counts_back_from_the_capture(shown: str, expected: tuple[str, str]) -> None:
    assert relative(shown) == expected
    assert read_shown_time(shown) is None, "without a capture there is nothing to count from"


@pytest.mark.parametrize(
    "shown",
    [
        "in 3 hours",
        "a few days ago",
        "3 hours of talk",
        "long ago",
        "99999 years ago",
        "1000 years ago",
        "3 ago",
        "ago 3",
    ],
)
def test_what_counts_nothing_back_stays_unread(shown: str) -> None:
    assert relative(shown) is None


def test_hier_is_yesterday_only_where_it_is_not_here() -> None:
    assert relative("hier, 14:05", "fr") == ("2024-05-14T14:05", "minute")
    assert relative("hier, 14:05", "de-DE") is None
    assert relative("hier 14:05", "nl") is None


def test_without_the_sites_zone_yesterday_can_be_a_day_off_and_says_so() -> None:
    read = read_shown_time("yesterday at 14:05", captured_at=CAPTURED_AT)
    assert read == WallClock(datetime(2024, 5, 14, 14, 5), True, None, "day")


def test_yesterday_is_the_sites_yesterday() -> None:
    just_past_midnight_in_berlin = datetime(2024, 5, 14, 22, 30, tzinfo=UTC)
    read = read_shown_time("yesterday at 14:05", captured_at=just_past_midnight_in_berlin, zone=BERLIN)
    assert read is not None
    assert read.local == "2024-05-14T14:05"


def test_hours_are_counted_back_as_they_passed_not_as_clocks_show() -> None:
    captured_at = datetime(2024, 3, 31, 2, 0, tzinfo=UTC)  # 04:00 in Berlin, an hour after clocks went forward
    read = read_shown_time("2 hours ago", captured_at=captured_at, zone=BERLIN)
    assert read is not None
    assert (read.local, read.instant) == ("2024-03-31T01:00", datetime(2024, 3, 31, 0, 0, tzinfo=UTC))


def test_without_a_zone_hours_ago_are_in_utc() -> None:
    read = read_shown_time("3 hours ago", captured_at=CAPTURED_AT)
    assert read == WallClock(datetime(2024, 5, 15, 9, 30), True, timedelta(0), "hour")


@pytest.mark.parametrize(
    ("shown", "language", "expected"),
    [
        ("16 tháng 10, 2020 19:47", "vi", "2020-10-16T19:47"),
        ("16 أكتوبر، 2020 الساعة 7:47 م", "ar", "2020-10-16T19:47"),
        ("16 tháng 10", "vi", None),
        ("12 10 2020", "vi", None),
        ("12 trả lời 2020", "vi", None),
        ("16 tháng 10, 2020 19:47", None, None),
        ("16 tháng 10, 2020 19:47", "x-unknown", None),
    ],
)
def test_other_languages_are_read_where_the_page_names_its_language(
    shown: str, language: str | None, expected: str | None
) -> None:
    assert local(shown, "DMY", language) == expected


def test_other_languages_count_back_from_the_capture_alone() -> None:
    assert relative("3 giờ trước", "vi") == ("2024-05-15T11:30", "hour")
    assert relative("prije 3 sata", "hr") == ("2024-05-15T11:30", "hour")
    assert read_shown_time("3 giờ trước", language="vi") is None
