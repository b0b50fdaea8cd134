"""The order of figures, and every form of every language read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.items import DateOrder
from archiver.wallclock import WallClock, order_in, order_of, read_machine_time, read_shown_time
from tests.shown_times import BERLIN, CAPTURED_AT, local


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
        def of_article(shown: str) -> str | None:
            return order_of([shown], language=None, site_order=None, not_before=lambda: datetime(2020, 9, 30).date())

        assert of_article("05/10/2020") == "DMY"
        assert of_article("10/05/2020") == "MDY"

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


@given(
    st.datetimes(datetime(1800, 1, 1), datetime(2200, 1, 1)),
    st.sampled_from(
        ["", "Z", "+01:00", "-0330", "+14:00", "+14:01", "-23:59", "+24:00", "+01:00:30", "+1", ".5", "Z ", " "]
    ),
    st.sampled_from([" ", "T"]),
)
def test_a_time_in_iso_8601_is_what_the_library_reads(moment: datetime, written: str, between: str) -> None:
    text = f"{moment.isoformat(between, 'seconds')}{written}"
    read = read_machine_time(text)
    try:
        expected = datetime.fromisoformat(text.strip())
    except ValueError:
        return
    if 1900 <= moment.year < 2100:
        assert read is not None
        assert read.moment == moment.replace(microsecond=0)
        offset = expected.utcoffset()
        is_on_earth = offset is not None and timedelta(hours=-12) <= offset <= timedelta(hours=14)
        assert read.offset == (offset if is_on_earth else None)
        assert read.instant == (expected.astimezone(UTC).replace(microsecond=0) if is_on_earth else None)
    else:
        assert read is None or read.moment.year != moment.year
