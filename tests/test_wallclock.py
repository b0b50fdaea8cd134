"""Times as pages show them: what is read, and what had better stay unread."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.items import DateOrder
from archiver.wallclock import WallClock, order_in, order_of, read_machine_time, read_shown_time

CAPTURED_AT = datetime(2024, 5, 15, 12, 30, 40, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def local(shown: str, order: DateOrder | None = None, language: str | None = None) -> str | None:
    read = read_shown_time(shown, order=order, captured_at=CAPTURED_AT, language=language)
    return read.local if read else None


def relative(shown: str, language: str | None = None, zone: ZoneInfo | None = BERLIN) -> tuple[str, str | None] | None:
    read = read_shown_time(shown, captured_at=CAPTURED_AT, language=language, zone=zone)
    return (read.local, read.precision) if read else None


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("28/03/2022 @ 7:47 pm", "2022-03-28T19:47"),
        ("March 28, 2022 at 7:47 pm", "2022-03-28T19:47"),
        ("Mar 28, 2022, 7:47 PM", "2022-03-28T19:47"),
        ("March 28th, 2022 - 7.47pm", "2022-03-28T19:47"),
        ("Tuesday, Jun 14th, 2022 (12:59 pm)", "2022-06-14T12:59"),
        ("Tuesday, Jun 14th, 2022 (12:59 pm) - Rating 3,812", "2022-06-14T12:59"),
        ("Wed 08-Jun-22 22:46:41", "2022-06-08T22:46"),
        ("Feb. 28, 2013 11:42 a.m.", "2013-02-28T11:42"),
        ("2 May '22 at 09:05", "2022-05-02T09:05"),
        ("16. March, 2023 at 16:59", "2023-03-16T16:59"),
        ("27. March, 2021", "2021-03-27"),
        ("the 3rd of June 2021", "2021-06-03"),
        ("28. Oktober 2022 um 19:47 Uhr", "2022-10-28T19:47"),
        ("Juli 30, 2013 um 2:33 pm", "2013-07-30T14:33"),
        ("26. Mai 2008 um 21:07", "2008-05-26T21:07"),
        ("19. Februar 2017 20:00", "2017-02-19T20:00"),
        ("Do 24. Mai 2018, 10:58 | Antworten", "2018-05-24T10:58"),
        ("3. Jänner 2021, 8 Uhr", "2021-01-03T08:00"),
        ("geschrieben von mast4711 am 21. Jan. 2015, 19:04", "2015-01-21T19:04"),
        ("14.09.2022 um 21.11", "2022-09-14T21:11"),
        ("17.07, 2011 @ 13:04", "2011-07-17T13:04"),
        ("11:15 25.10.18", "2018-10-25T11:15"),
        ("le 3 mars 2021 à 14h05", "2021-03-03T14:05"),
        ("1er août 2021 - 9 h 05", "2021-08-01T09:05"),
        ("3 de marzo de 2021 a las 14:05", "2021-03-03T14:05"),
        ("3 marzo 2021 alle ore 14.05", "2021-03-03T14:05"),
        ("3 maart 2021 om 14:05 uur", "2021-03-03T14:05"),
        ("3 de março de 2021 às 14:05", "2021-03-03T14:05"),
        ("1º de setembro de 2021, 9h", "2021-09-01T09:00"),
        ("3 marca 2021 o 14:05", "2021-03-03T14:05"),
        ("środa, 28 października 2020 r., godz. 14:05", "2020-10-28T14:05"),
        ("16 oktober 2020 kl. 19.47", "2020-10-16T19:47"),
        ("16. října 2020 v 19:47", "2020-10-16T19:47"),
        ("2020. október 16. 19:47", "2020-10-16T19:47"),
        ("16 октября 2020 г. в 19:47", "2020-10-16T19:47"),
        ("16 Οκτωβρίου 2020, 7:47 μ.μ.", "2020-10-16T19:47"),
        ("2020年10月16日 19:47", "2020-10-16T19:47"),
        ("2020年10月16日(金) 午後7時47分", "2020-10-16T19:47"),
        ("2020년 10월 16일 오전 7:47", "2020-10-16T07:47"),
        ("2020. 10. 16. 오후 7:47", "2020-10-16T19:47"),
        ("2020/10/16 下午7:47", "2020-10-16T19:47"),
        ("16/10/2020 7:47 م", "2020-10-16T19:47"),
        ("２０２０年１０月１６日", "2020-10-16"),
        ("٢٥/١٠/٢٠٢٠", "2020-10-25"),
        ("2020-10-16 @ 00:39", "2020-10-16T00:39"),
        ("2020/10/16 19:47", "2020-10-16T19:47"),
        ("2020-10-16", "2020-10-16"),
        ("Posted on 28/03/2022 @ 7:47 pm by Fibre Fan", "2022-03-28T19:47"),
        ("Mast Watcher · 28 March 2022 • 19:47", "2022-03-28T19:47"),
        ("28\u00a0March\u202f2022,\u20097:47\u202fPM", "2022-03-28T19:47"),
        ("\u200e28/03/2022\u200e 19:47", "2022-03-28T19:47"),
        ("Fri Mar 25 2022 19:47:00", "2022-03-25T19:47"),
        ("Fri Mar 25 19:47:00 2022", "2022-03-25T19:47"),
        ("25/Mar/2022:19:47:00", "2022-03-25T19:47"),
    ],
)
def test_a_time_is_read_as_shown(shown: str, expected: str) -> None:
    assert local(shown) == expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("12:05 am", "00:05"),
        ("12:05 pm", "12:05"),
        ("12 a.m.", "00:00"),
        ("12:59:59 P.M.", "12:59"),
        ("1:00 p. m.", "13:00"),
        ("11pm", "23:00"),
        ("19:47 PM", "19:47"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("0:00", "00:00"),
        ("23:59:60", "23:59"),
    ],
)
def test_twelve_hour_clocks_and_their_edges(clock: str, expected: str) -> None:
    assert local(f"28 March 2022 {clock}") == f"2022-03-28T{expected}"


@pytest.mark.parametrize(
    ("shown", "language"),
    [
        ("16 oktober 2020, 7:47 em", "sv"),
        ("2020. október 16. du. 7:47", "hu"),
        ("16 Ekim 2020 ÖS 7:47", "tr"),
        ("16/10/2020 7:47 CH", "vi"),
        ("16. října 2020 7:47 odp.", "cs"),
    ],
)
def test_afternoon_in_words_that_mean_something_else_elsewhere(shown: str, language: str) -> None:
    assert local(shown, language=language) == "2020-10-16T19:47"


def test_am_before_a_german_date_belongs_to_the_date() -> None:
    assert local("um 12:15 am 29. Mai 2017", language="de-DE") == "2017-05-29T12:15"
    assert local("12:15 am 29 May 2017", language="en-GB") == "2017-05-29T00:15"
    assert local("Antwort 2 am 29. Mai 2017", language="de") == "2017-05-29"


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "21:00",
        "at 9 pm",
        "#12",
        "Score 4,707",
        "3 replies",
        "October 2020",
        "16 October",
        "16 Oct 10 am",
        "16 Oct 19:47",
        "12 May 30 replies",
        "31 February 2020 10:00",
        "29/02/2021",
        "31/04/2021",
        "16/13/2020 or 13/16/2020",
        "28/03/2022 25:61",
        "28 March 2022 24:30",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "2020-02-30T10:00:00Z",
        "192.168.10.12",
        "v2.10.16",
        "1.2.3.4",
        "14 October 1066",
        "1602873920",
        "20201016",
        "Call 01/02 now",
        "16 October 2020 " * 50,
    ],
)
def test_what_names_no_sure_day_stays_unread(shown: str) -> None:
    assert local(shown) is None
    assert local(shown, order="DMY") is None


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("Oct 16, 2020 10:00 - 12:00", "2020-10-16T10:00"),
        ("5 Oct 16, 2020", "2020-10-16"),
        ("2 comments 16 October 2020", "2020-10-16"),
        ("16 October 2020, 12.99 EUR a month", "2020-10-16"),
        ("4 min read · 16 October 2020", "2020-10-16"),
    ],
)
def test_other_figures_beside_a_time_are_left_alone(shown: str, expected: str) -> None:
    assert local(shown) == expected


@pytest.mark.parametrize(
    ("shown", "offset"),
    [
        ("2020-10-16T19:47:00+01:00", 60),
        ("2020-10-16T19:47:00Z", 0),
        ("2020-10-16 19:47:00 UTC", 0),
        ("2020-10-16 19:47:11Z, mirrored", 0),
        ("Fri, 16 Oct 2020 19:47:00 +0100", 60),
        ("Fri, 16 Oct 2020 19:47:00 GMT", 0),
        ("Fri Oct 16 2020 19:47:00 GMT+0530 (India Standard Time)", 330),
        ("Fri Oct 16 19:47:00 +0000 2020", 0),
        ("16 Oct 2020 7:47 pm EDT", -240),
        ("16 Oct 2020, 19:47 (CEST)", 120),
        ("16 Oct 2020 19:47 BST", 60),
        ("19:47 GMT, 16 Oct 2020", 0),
        ("16 Oct 2020 19:47 UTC+2", 120),
        ("16 Oct 2020 19:47", None),
        ("16 Oct 2020 19:47 EST", None),  # America's or Australia's, and often said of summer too
        ("16 Oct 2020 19:47 IST", None),  # Ireland's, Israel's or India's
        ("16 Oct 2020 19:47-20:30", None),
        ("16 Oct 2020 19:47 - 12 replies", None),
        ("2020-10-16T19:47:00+23:00", None),
    ],
)
def test_an_offset_is_read_where_the_text_gives_one_for_sure(shown: str, offset: int | None) -> None:
    read = read_shown_time(shown)
    assert read is not None
    assert read.local == "2020-10-16T19:47"
    assert read.offset == (None if offset is None else timedelta(minutes=offset))


def test_an_instant_needs_a_clock_and_an_offset() -> None:
    moment = datetime(2020, 10, 16, 19, 47)
    assert WallClock(moment, True, timedelta(hours=1)).instant == datetime(2020, 10, 16, 18, 47, tzinfo=UTC)
    assert WallClock(moment, True).instant is None
    assert WallClock(moment, False, timedelta()).instant is None


@pytest.mark.parametrize(
    ("shown", "order", "expected"),
    [
        ("05/10/2020", None, None),
        ("05/10/2020", "DMY", "2020-10-05"),
        ("05/10/2020", "MDY", "2020-05-10"),
        ("12/5/2012 | 4:09:02 PM", "MDY", "2012-12-05T16:09"),
        ("05-10-20 @ 9:15", "DMY", "2020-10-05T09:15"),
        ("20/10/05", "YMD", "2020-10-05"),
        ("05/10/2020", "YMD", None),
        ("16/10/2020", "MDY", "2020-10-16"),
        ("10/16/2020", "DMY", "2020-10-16"),
        ("07/07/2020", None, "2020-07-07"),
        ("Mon 05/10/2020 10:00", None, "2020-10-05T10:00"),
        ("Sun 05/10/2020 10:00", None, "2020-05-10T10:00"),
        ("Fri 05/10/2020 10:00", None, None),
        ("Mon 07/01/2019 10:00", None, None),  # both were Mondays
    ],
)
def test_a_date_in_figures_is_read_in_its_order_or_not_at_all(
    shown: str, order: DateOrder | None, expected: str | None
) -> None:
    assert local(shown, order) == expected


def test_dots_are_day_first_but_not_in_english() -> None:
    assert local("11:15 05.10.18", language="ru") == "2018-10-05T11:15"
    assert local("05.10.2018") == "2018-10-05"
    assert local("05.10.2018", language="en-US") is None
    assert local("05.10.2018", "MDY", language="en-US") == "2018-05-10"


def test_the_capture_tells_the_century_of_two_digits() -> None:
    def year(shown: str, captured: int | None) -> int:
        captured_at = datetime(captured, 1, 1, tzinfo=UTC) if captured else None
        read = read_shown_time(shown, captured_at=captured_at)
        assert read is not None
        return read.moment.year

    assert year("17-Jul-16", 2024) == 2016
    assert year("17-Jul-24", 2023) == 2024
    assert year("17-Jul-98", 2024) == 1998
    assert year("17-Jul-40", 2024) == 1940
    assert year("17-Jul-40", 2039) == 2040
    assert year("17-Jul-68", None) == 2068
    assert year("17-Jul-69", None) == 1969


def test_one_month_has_another_name_next_door() -> None:
    assert local("16. listopada 2020. u 19:47", language="hr") == "2020-10-16T19:47"
    assert local("16 listopada 2020 o 19:47", language="pl") == "2020-11-16T19:47"


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
    ("value", "expected"),
    [
        ("1602873920", "2020-10-16T18:45"),
        ("1602873920.25", "2020-10-16T18:45"),
        ("1602873920123", "2020-10-16T18:45"),
        ("20201016T184520Z", "2020-10-16T18:45"),
        ("2020-10-16T18:45:20.000+0000", "2020-10-16T18:45"),
        ("16. Oktober 2020 18:45", "2020-10-16T18:45"),
        ("Fri, 16 Oct 2020 18:45:20 +0000", "2020-10-16T18:45"),
        ("12345", None),
        ("20201016", None),
        ("PT15M", None),
        ("", None),
    ],
)
def test_a_machines_value_may_also_count_from_1970(value: str, expected: str | None) -> None:
    read = read_machine_time(value)
    assert (read.local if read else None) == expected


def test_seconds_since_1970_show_the_sites_wall_clock_where_its_zone_is_known() -> None:
    read = read_machine_time("1602873920", zone=BERLIN)
    assert read is not None
    assert (read.local, read.offset) == ("2020-10-16T20:45", timedelta(hours=2))


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


def test_common_forms_do_not_load_the_slow_library() -> None:
    code = (
        "import sys; from archiver.wallclock import read_shown_time; "
        "read_shown_time('28. März 2022 um 19:47 Uhr', language='de'); read_shown_time('nothing 12', language='de'); "
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestOrderOf:
    """Which number is the month: the site, else the evidence, else the language; never luck."""

    @staticmethod
    def order(*shown: str, language: str | None = "en", site_order: DateOrder | None = None) -> DateOrder | None:
        return order_of(shown, language=language, site_order=site_order, captured_at=CAPTURED_AT)

    def test_the_sites_word_comes_first(self) -> None:
        assert self.order("16/10/2020", language="en-GB", site_order="MDY") == "MDY"

    def test_a_number_above_twelve_tells(self) -> None:
        assert self.order("05/10/2020 @ 9:00 am", "16/10/2020 @ 9:00 am") == "DMY"
        assert self.order("05/10/2020", "10/16/2020") == "MDY"

    def test_evidence_beats_the_language(self) -> None:
        assert self.order("16/10/2020", language="en-US") == "DMY"

    def test_contradicting_evidence_tells_nothing(self) -> None:
        assert self.order("16/10/2020", "10/16/2020") is None

    def test_a_date_after_the_capture_is_not_meant(self) -> None:
        assert self.order("05/07/2024", "05/08/2024") == "MDY"
        assert self.order("07/05/2024", "08/05/2024") == "DMY"

    def test_a_comment_is_not_older_than_its_article(self) -> None:
        article_day = datetime(2020, 9, 30).date()
        assert order_of(["05/10/2020"], language=None, site_order=None, not_before=article_day) == "DMY"
        assert order_of(["10/05/2020"], language=None, site_order=None, not_before=article_day) == "MDY"

    def test_the_number_that_moves_is_the_day(self) -> None:
        assert self.order("05/10/2020", "06/10/2020", "08/10/2020") == "DMY"
        assert self.order("10/05/2020", "10/06/2020", "10/08/2020") == "MDY"
        assert self.order("05/10/2020", "06/10/2020") is None, "two days are too few"
        assert self.order("05/10/2020", "06/10/2021", "08/10/2022") is None, "the years move too"

    def test_language_and_region_decide_last(self) -> None:
        assert self.order("05/10/2020", language="en-US") == "MDY"
        assert self.order("05/10/2020", language="en-GB") == "DMY"
        assert self.order("05/10/2020", language="fr") == "DMY"
        assert self.order("05/10/2020", language="en") is None
        assert self.order("05/10/2020", language=None) is None

    @pytest.mark.parametrize(
        ("language", "expected"),
        [("de-AT", "DMY"), ("en_US", "MDY"), ("es-PR", "MDY"), ("en-CA", None), ("ja", "YMD"), ("zh-Hant-TW", "YMD")],
    )
    def test_the_usual_order_of_a_language(self, language: str, expected: DateOrder | None) -> None:
        assert order_in(language) == expected

    def test_other_figures_are_no_evidence(self) -> None:
        assert self.order("Score 4,707", "2020-10-16", "16 October 2020", "31:12") is None


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
    "pt": "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
}
FORMS = {
    "en": ["{month} {d}, {y} at {h12}:{mi} {half}", "{d} {month} {y}, {h}:{mi}", "{h}:{mi} on {d} {month} {y}"],
    "de": [
        "{d}. {month} {y} um {h}:{mi} Uhr",
        "{month} {d}, {y} um {h12}:{mi} {half}",
        "{d}. {month} {y} {h}.{mi} Uhr",
    ],
    "fr": ["le {d} {month} {y} à {h}h{mi}", "{d} {month} {y} à {h} h {mi} min", "{d} {month} {y} - {h}:{mi}"],
    "es": ["{d} de {month} de {y} a las {h}:{mi}", "{d} {month}, {y} {h12}:{mi} {half}"],
    "it": ["{d} {month} {y} alle {h}:{mi}", "{d} {month} {y} alle ore {h}.{mi}"],
    "nl": ["{d} {month} {y} om {h}:{mi}", "{d} {month} {y}, {h}.{mi} uur"],
    "pt": ["{d} de {month} de {y} às {h}:{mi}", "{d} de {month} de {y}, {h}h{mi}"],
    "pl": ["{d} {month} {y} o {h}:{mi}", "{d} {month} {y} r., godz. {h}:{mi}"],
}
FIGURES = [
    "{first}/{second}/{y} @ {h12}:{mi} {half}",
    "{first}.{second}.{y} {h}:{mi}",
    "{first}-{second}-{y} {h}:{mi}",
    "{h}:{mi} {first}.{second}.{yy}",
]
moments = st.datetimes(datetime(1995, 1, 1), datetime(2033, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))


def rendered(form: str, moment: datetime, month: str = "", order: DateOrder = "DMY") -> str:
    day_and_month = (f"{moment.day:02d}", f"{moment.month:02d}")
    first, second = day_and_month if order == "DMY" else reversed(day_and_month)
    return form.format(
        month=month,
        d=moment.day,
        first=first,
        second=second,
        y=moment.year,
        yy=f"{moment.year % 100:02d}",
        h=moment.hour,
        h12=moment.hour % 12 or 12,
        mi=f"{moment.minute:02d}",
        half="pm" if moment.hour >= 12 else "am",
    )


@given(
    st.sampled_from([(language, form) for language, forms in FORMS.items() for form in forms]),
    moments,
    st.sampled_from([MONTHS, SHORT_MONTHS]),
    st.booleans(),
)
def test_every_moment_survives_every_languages_form(
    language_and_form: tuple[str, str], moment: datetime, months: dict[str, str], knows_language: bool
) -> None:
    language, form = language_and_form
    shown = rendered(form, moment, months[language].split()[moment.month - 1])
    assert local(shown, language=language if knows_language else None) == moment.isoformat(timespec="minutes"), shown


@given(st.sampled_from(FIGURES), moments, st.sampled_from(["DMY", "MDY"]))
def test_every_moment_survives_figures_in_a_known_order(form: str, moment: datetime, order: DateOrder) -> None:
    assert local(rendered(form, moment, order=order), order) == moment.isoformat(timespec="minutes")


@given(st.sampled_from(FIGURES), moments)
def test_figures_without_an_order_are_right_or_unread(form: str, moment: datetime) -> None:
    assert local(rendered(form, moment)) in (None, moment.isoformat(timespec="minutes"))


@given(moments, st.integers(-12 * 4, 14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters)))
def test_every_iso_moment_keeps_its_offset(moment: datetime, offset: timedelta) -> None:
    sign, minutes = ("-", -offset) if offset < timedelta(0) else ("+", offset)
    written = f"{sign}{minutes // timedelta(hours=1):02d}:{minutes % timedelta(hours=1) // timedelta(minutes=1):02d}"
    for shown in (f"{moment.isoformat()}{written}", f"Sent {moment:%d} {moment:%b} {moment:%Y %H:%M:%S} {written}"):
        read = read_shown_time(shown)
        assert read == WallClock(moment, True, offset), shown


@given(st.text(max_size=80), st.sampled_from([None, "de", "en-US", "hr", "zh"]))
@example("M10 16 2020 A", None)
@example("9999-12-31 23:59 -1200", None)
@example("16 Oct 2020 ²³:⁵⁹", None)
def test_no_text_breaks_the_reading(shown: str, language: str | None) -> None:
    for read in (
        read_shown_time(shown, captured_at=CAPTURED_AT, language=language, zone=BERLIN),
        read_machine_time(shown, captured_at=CAPTURED_AT, language=language),
    ):
        if read:
            assert datetime.fromisoformat(read.local) == read.moment.replace(second=0)


@given(st.text(alphabet="0123456789 /.-:,apmhMAPuz+'", max_size=60))
def test_no_run_of_figures_breaks_the_reading(shown: str) -> None:
    read = read_shown_time(shown, order="DMY", captured_at=CAPTURED_AT)
    assert read is None or any(c.isdigit() for c in shown)
