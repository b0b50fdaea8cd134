"""What the times step makes of shown times, machine values and the site's zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import Article, Comment, Observation, Site, ThreadPage
from archiver.wallclock.zones import instants_of
from pipelines.times import TimesPipeline, resolve_times

LONDON = Site(id="mast", domain="mast.example", timezone="Europe/London", language="en-GB")
NOWHERE = Site(id="mast", domain="mast.example")
OBSERVED_AT = datetime(2024, 7, 1, 12, 0, tzinfo=UTC)
Times = tuple[str | None, str | None, str | None]


def resolved(
    *comments: Comment, site: Site = LONDON, article: Article | None = None, observed_at: datetime | None = OBSERVED_AT
) -> ThreadPage:
    thread = ThreadPage(
        site=site,
        article=article or Article(),
        comments=list(comments),
        observation=Observation(observed_at=observed_at, source="html", scope="html"),
    )
    resolve_times(thread)
    return thread


def times(of: Comment | Article) -> Times:
    instant = f"{of.published_at:%Y-%m-%dT%H:%M:%SZ}" if of.published_at else None
    return (of.published_local, instant, of.time_basis)


def times_of(raw: str | None, machine: str | None = None, site: Site = LONDON) -> Times:
    return times(resolved(Comment(published_raw=raw, published_machine=machine), site=site).comments[0])


class TestAShownTimeAlone:
    def test_stands_on_the_sites_zone(self) -> None:
        assert times_of("16/10/2020 @ 7:47 pm") == ("2020-10-16T19:47", "2020-10-16T18:47:00Z", "site")
        assert times_of("16/12/2020 @ 7:47 pm") == ("2020-12-16T19:47", "2020-12-16T19:47:00Z", "site")

    def test_is_only_a_wall_clock_where_no_zone_is_known(self) -> None:
        assert times_of("16/10/2020 @ 7:47 pm", site=NOWHERE) == ("2020-10-16T19:47", None, "wall")

    def test_has_no_instant_as_a_bare_date(self) -> None:
        assert times_of("16 October 2020") == ("2020-10-16", None, "wall")

    def test_stands_on_its_own_offset_before_the_sites_zone(self) -> None:
        assert times_of("16 Oct 2020 7:47 pm EDT") == ("2020-10-16T19:47", "2020-10-16T23:47:00Z", "offset")

    def test_that_cannot_be_read_leaves_all_empty_and_the_string_kept(self) -> None:
        (comment,) = resolved(Comment(published_raw="31/02/2020")).comments
        assert times(comment) == (None, None, None)
        assert comment.published_raw == "31/02/2020"
        assert times_of(None) == (None, None, None)
        assert times_of("") == (None, None, None)

    def test_counts_back_from_the_observation_when_relative(self) -> None:
        assert times_of("3 hours ago") == ("2024-07-01T10:00", "2024-07-01T09:00:00Z", "relative:hour")
        assert times_of("2 days ago") == ("2024-06-29", None, "relative:day")
        assert times_of("yesterday at 14:05") == ("2024-06-30T14:05", "2024-06-30T13:05:00Z", "relative:minute")

    def test_relative_without_a_zone_has_an_instant_only_from_a_count_of_hours(self) -> None:
        assert times_of("3 hours ago", site=NOWHERE) == ("2024-07-01T09:00", "2024-07-01T09:00:00Z", "relative:hour")
        assert times_of("yesterday at 14:05", site=NOWHERE) == ("2024-06-30T14:05", None, "relative:day")

    def test_relative_without_an_observed_instant_is_unread(self) -> None:
        (comment,) = resolved(Comment(published_raw="3 hours ago"), observed_at=None).comments
        assert times(comment) == (None, None, None)


class TestAMachineValueAlone:
    def test_gives_wall_clock_and_instant(self) -> None:
        expected = ("2020-10-16T19:47", "2020-10-16T17:47:33Z", "offset")
        assert times_of(None, "2020-10-16T19:47:33+02:00") == expected

    def test_stands_on_the_sites_zone_without_an_offset(self) -> None:
        expected = ("2020-10-16T19:47", "2020-10-16T18:47:00Z", "site")
        assert times_of(None, "2020-10-16 19:47:00") == expected
        assert times_of(None, "16. Oktober 2020 19:47") == expected

    def test_fills_in_for_a_shown_string_without_a_date(self) -> None:
        assert times_of("21:04", "2020-10-16T21:04:33+02:00") == (
            "2020-10-16T21:04",
            "2020-10-16T19:04:33Z",
            "offset",
        )

    def test_in_seconds_since_1970_shows_the_sites_wall_clock(self) -> None:
        assert times_of(None, "1602873920") == ("2020-10-16T19:45", "2020-10-16T18:45:20Z", "offset")


class TestBothTogether:
    def test_the_wall_clock_is_the_shown_one_and_the_instant_the_machines(self) -> None:
        assert times_of("16 October 2020 at 7:47 pm", "2020-10-16T18:47:33Z") == (
            "2020-10-16T19:47",
            "2020-10-16T18:47:33Z",
            "offset",
        )

    def test_they_agree_over_midnight_too(self) -> None:
        assert times_of("17 October 2020, 00:30", "2020-10-16T23:30:00Z") == (
            "2020-10-17T00:30",
            "2020-10-16T23:30:00Z",
            "offset",
        )

    def test_a_shown_date_takes_the_machines_clock_time(self) -> None:
        expected = ("2020-10-16T19:47", "2020-10-16T18:47:33Z", "offset")
        assert times_of("16 October 2020", "2020-10-16T19:47:33+01:00") == expected

    def test_a_shown_date_takes_the_clock_time_that_falls_on_it(self) -> None:
        expected = ("2020-10-17T00:30", "2020-10-16T23:30:00Z", "offset")
        assert times_of("17 October 2020", "2020-10-16T23:30:00Z") == expected

    def test_a_shown_date_that_some_unknown_zone_makes_right_stays_a_date_with_an_instant(self) -> None:
        expected = ("2020-10-17", "2020-10-16T23:30:00Z", "offset")
        assert times_of("17 October 2020", "2020-10-16T23:30:00Z", site=NOWHERE) == expected
        expected = ("2020-10-17", "2020-10-18T05:30:00Z", "offset")
        assert times_of("17 October 2020", "2020-10-18T05:30:00Z", site=NOWHERE) == expected

    def test_an_offset_shown_to_readers_beats_the_machines(self) -> None:
        expected = ("2020-10-16T19:47", "2020-10-16T18:47:00Z", "offset")
        assert times_of("16 Oct 2020 19:47 BST", "2020-10-16T19:47:33+00:00") == expected

    def test_a_relative_shown_time_gives_way_to_the_machines(self) -> None:
        expected = ("2024-06-20T19:47", "2024-06-20T18:47:33Z", "offset")
        assert times_of("3 hours ago", "2024-06-20T19:47:33+01:00") == expected
        assert times_of("3 hours ago", "2024-07-01") == ("2024-07-01T10:00", "2024-07-01T09:00:00Z", "relative:hour")
        assert times_of("2 days ago", "2024-06-28") == ("2024-06-28", None, "wall")

    def test_a_machine_value_of_another_day_is_another_time(self) -> None:
        assert times_of("16 October 2020 19:47", "2020-10-12T19:47:00+01:00") == (
            "2020-10-16T19:47",
            "2020-10-16T18:47:00Z",
            "site",
        )
        assert times_of("16 October 2020", "2020-10-12T19:47:00+01:00") == ("2020-10-16", None, "wall")

    def test_the_machine_value_tells_day_from_month(self) -> None:
        american = replace(LONDON, timezone=None, language="en-US")
        assert times_of("05/10/2020 7:47 pm", "2020-10-05T19:47:00+01:00", site=american) == (
            "2020-10-05T19:47",
            "2020-10-05T18:47:00Z",
            "offset",
        )
        assert times_of("05/10/2020", "2020-10-05", site=NOWHERE) == ("2020-10-05", None, "wall")

    def test_an_unreadable_machine_value_does_no_harm(self) -> None:
        assert times_of("16 October 2020 19:47", "PT15M") == ("2020-10-16T19:47", "2020-10-16T18:47:00Z", "site")


class TestWhenClocksChange:
    def test_a_wall_clock_that_was_skipped_has_no_instant(self) -> None:
        (comment,) = resolved(Comment(published_raw="29 March 2020, 01:30")).comments
        assert times(comment) == ("2020-03-29T01:30", None, "wall")
        assert comment.extra == {"clock_change": "skipped"}

    def test_a_wall_clock_that_was_shown_twice_has_no_sure_instant(self) -> None:
        (comment,) = resolved(Comment(published_raw="25 October 2020, 01:30")).comments
        assert times(comment) == ("2020-10-25T01:30", None, "wall")
        assert comment.extra == {"clock_change": "repeated"}

    def test_an_offset_tells_the_two_apart(self) -> None:
        expected = ("2020-10-25T01:30", "2020-10-25T01:30:00Z", "offset")
        assert times_of("25 October 2020, 01:30", "2020-10-25T01:30:00+00:00") == expected

    @pytest.mark.parametrize(("shown", "instants"), [("00:59", 1), ("01:00", 0), ("01:59", 0), ("02:00", 1)])
    def test_the_skipped_hour_has_sharp_edges(self, shown: str, instants: int) -> None:
        moment = datetime.fromisoformat(f"2020-03-29T{shown}")
        assert len(instants_of(moment, ZoneInfo("Europe/London"))) == instants

    @given(
        st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1)),
        st.sampled_from(
            ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"]
        ),
    )
    def test_every_instant_found_shows_that_wall_clock(self, moment: datetime, name: str) -> None:
        zone = ZoneInfo(name)
        for instant in instants_of(moment, zone):
            assert instant.astimezone(zone).replace(tzinfo=None, fold=0) == moment

    @given(st.datetimes(datetime(1995, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))
    def test_every_instant_is_among_those_of_its_wall_clock(self, instant: datetime) -> None:
        zone = ZoneInfo("America/New_York")
        assert instant in instants_of(instant.astimezone(zone).replace(tzinfo=None, fold=0), zone)


class TestTheOrderOfFigures:
    def test_one_comment_tells_for_all(self) -> None:
        page = resolved(Comment(published_raw="05/10/2020 @ 9:00 am"), Comment(published_raw="16/10/2020 @ 9:00 am"))
        assert [one.published_local for one in page.comments] == ["2020-10-05T09:00", "2020-10-16T09:00"]

    def test_the_sites_word_beats_the_language(self) -> None:
        assert times_of("05/10/2020", site=replace(LONDON, date_order="MDY"))[0] == "2020-05-10"

    def test_nobody_knows_and_nothing_is_guessed(self) -> None:
        assert times_of("05/10/2020 9:00", site=NOWHERE) == (None, None, None)
        assert times_of("05/10/2020 9:00", site=replace(NOWHERE, language="en")) == (None, None, None)

    @pytest.mark.parametrize(
        ("page", "site", "domain", "expected"),
        [
            ("en", "en-GB", "mast.example", "2020-10-05"),
            ("en", None, "mast.co.uk", "2020-10-05"),
            ("en-US", None, "mast.example", "2020-05-10"),
            ("en-US", None, "mast.co.uk", None),
            ("fr-FR", None, "mast.co.uk", "2020-10-05"),
            (None, "en-US", "mast.example", "2020-05-10"),
        ],
    )
    def test_page_site_and_domain_together_name_the_language(
        self, page: str | None, site: str | None, domain: str, expected: str | None
    ) -> None:
        where = Site(id="mast", domain=domain, language=site)
        (comment,) = resolved(Comment(published_raw="05/10/2020"), site=where, article=Article(language=page)).comments
        assert comment.published_local == expected

    def test_no_comment_is_older_than_its_article(self) -> None:
        article = Article(published_machine="2020-09-30T08:00:00Z")
        (comment,) = resolved(Comment(published_raw="05/10/2020"), site=NOWHERE, article=article).comments
        assert comment.published_local == "2020-10-05"

    def test_a_comment_of_the_same_hour_may_stand_on_the_day_before_in_another_zone(self) -> None:
        article = Article(published_machine="2020-10-05T00:30:00Z")
        (comment,) = resolved(Comment(published_raw="04/10/2020"), site=NOWHERE, article=article).comments
        assert comment.published_local == "2020-10-04"


def test_the_articles_times_are_resolved_like_a_comments() -> None:
    article = Article(published_raw="16 October 2020", published_machine="2020-10-16T09:15:00+01:00")
    article.modified_raw = "2020-10-17T10:00:00+01:00"
    resolved(article=article)
    assert times(article) == ("2020-10-16T09:15", "2020-10-16T08:15:00Z", "offset")
    assert article.modified_at == datetime(2020, 10, 17, 9, 0, tzinfo=UTC)


def test_an_edit_has_an_instant_only_where_that_is_sure() -> None:
    page = resolved(
        Comment(edited_raw="Last edited by Coax Carl; 16-10-2020 at 07:50 PM."),
        Comment(edited_raw="Edited 2 hours ago"),
        Comment(edited_raw="1602873920"),
        Comment(edited_raw="Edited on 16 October 2020"),
        Comment(edited_raw="edited"),
    )
    assert [one.edited_at for one in page.comments] == [
        datetime(2020, 10, 16, 18, 50, tzinfo=UTC),
        datetime(2024, 7, 1, 10, 0, tzinfo=UTC),
        datetime(2020, 10, 16, 18, 45, 20, tzinfo=UTC),
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("raw", "site", "is_future"),
    [
        ("2 July 2024, 14:00", LONDON, True),
        ("2 July 2024, 12:59", LONDON, False),
        ("2 July 2024, 11:00", NOWHERE, False),
        ("3 July 2024", NOWHERE, True),
        ("1 July 2034 10:00", LONDON, True),
        ("1 July 2014 10:00", LONDON, False),
    ],
)
def test_a_time_more_than_a_day_after_the_observation_is_kept_and_marked(raw: str, site: Site, is_future: bool) -> None:
    (comment,) = resolved(Comment(published_raw=raw), site=site).comments
    assert comment.published_local is not None
    assert comment.extra.get("is_future", False) is is_future


def test_a_zone_that_does_not_exist_is_no_zone() -> None:
    for name in ("Europe/Atlantis", "", "../etc", "Europe"):
        assert times_of("16 October 2020 19:47", site=replace(LONDON, timezone=name)) == (
            "2020-10-16T19:47",
            None,
            "wall",
        )


def test_resolving_twice_changes_nothing() -> None:
    page = resolved(Comment(published_raw="25 October 2020, 01:30"), Comment(published_raw="3 hours ago"))
    before = repr(page)
    resolve_times(page)
    assert repr(page) == before


def test_the_pipeline_hands_the_item_on() -> None:
    page = ThreadPage(
        site=LONDON,
        article=Article(),
        comments=[Comment(published_raw="16 October 2020 19:47")],
        observation=Observation(observed_at=OBSERVED_AT, source="html", scope="html"),
    )
    assert TimesPipeline().process_item(page) is page
    assert page.comments[0].time_basis == "site"


@given(
    st.datetimes(datetime(1996, 1, 1), datetime(2024, 6, 1), timezones=st.just(UTC)),
    st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney"]),
    st.booleans(),
)
def test_an_instant_shown_in_the_sites_zone_comes_back(instant: datetime, name: str, has_machine: bool) -> None:
    instant = instant.replace(second=0, microsecond=0)
    there = instant.astimezone(ZoneInfo(name))
    raw = f"{there.day} {there:%B %Y at %H:%M}"
    local, found, _ = times_of(raw, instant.isoformat() if has_machine else None, replace(LONDON, timezone=name))
    assert local == f"{there:%Y-%m-%dT%H:%M}"
    is_repeated = there.utcoffset() != there.replace(fold=1 - there.fold).utcoffset()
    assert found == f"{instant:%Y-%m-%dT%H:%M:%SZ}" or (found is None and is_repeated and not has_machine)
