"""Times as pages show them: what is read, and what had better stay unread."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from archiver.items import DateOrder
from archiver.wallclock import WallClock, read_machine_time, read_shown_time
from tests.shown_times import BERLIN, local


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


def test_common_forms_do_not_load_the_slow_library() -> None:
    code = (
        "import sys; from archiver.wallclock import read_shown_time; "
        "read_shown_time('28. März 2022 um 19:47 Uhr', language='de'); read_shown_time('nothing 12', language='de'); "
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
