"""What the addresses of articles and the clocks of a feed tell of a site."""

from __future__ import annotations

import re

import pytest

from archiver.address_pattern import pattern_of
from archiver.site_zone import clocks_in, zone_by_clocks, zone_of_wordpress

MAST = "https://mast.example"


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("/2024/0{}/masts-go-{}up/", r"^/(?:19|20)\d{2}/\d{1,2}/[^/]+/?$"),
        ("/2024/05/1{}/masts-{}", r"^/(?:19|20)\d{2}/\d{1,2}/\d{1,2}/[^/]+[-,_]\d+/?$"),
        ("/news/masts-a{}-{}.html", r"^/[^/]+/[^/]+[-,_]\d+\.html$"),
        ("/news/{}-masts-a{}", r"^/[^/]+/\d+-[^/]+/?$"),
        ("/masts-a{}/14{}", r"^/[^/]+/\d+/?$"),
        ("/masts-{}a{}.shtml", r"^/[^/]+\.shtml$"),
    ],
)
def test_dates_numbers_and_endings_that_all_addresses_share_make_the_pattern(form: str, pattern: str) -> None:
    urls = [MAST + form.format(number, number) for number in range(1, 7)]
    assert pattern_of(urls) == pattern
    assert all(re.search(pattern, form.format(number, number)) for number in range(1, 7))


@pytest.mark.parametrize(
    "paths",
    [
        [f"/masts-go-up-a{number}x/" for number in range(9)],  # a name alone is also that of a section or a tag
        [f"/news/masts-a{number}" for number in range(9)],  # "news" may be what these happen to share
        [f"/2024/05/masts-{number}/" for number in range(4)],  # too few
        [f"/2024/05/masts-{number}/" for number in range(9)] + ["/films/masts"],
        ["/"] * 9,
        [],
    ],
)
def test_addresses_that_do_not_tell_make_none(paths: list[str]) -> None:
    assert pattern_of(MAST + path for path in paths) is None


def test_a_section_that_all_newest_articles_share_is_not_demanded_of_others() -> None:
    pattern = pattern_of(f"{MAST}/mobile/{number}-masts" for number in range(9))
    assert pattern is not None
    assert re.search(pattern, "/fibre/10-ducts")


def test_a_long_hostile_address_is_read_quickly() -> None:
    assert pattern_of(f"{MAST}/{'1-' * 50_000}x{number}" for number in range(9)) is not None


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ({"timezone_string": "Europe/Paris", "gmt_offset": 2}, "Europe/Paris"),
        ({"timezone_string": "", "gmt_offset": 2}, "Etc/GMT-2"),
        ({"timezone_string": "", "gmt_offset": "-3"}, "Etc/GMT+3"),
        ({"timezone_string": "", "gmt_offset": 0}, "UTC"),
        ({"timezone_string": "Mars/Olympus", "gmt_offset": None}, None),
        ({"timezone_string": "../../etc/passwd"}, None),
        ({"timezone_string": ["UTC"], "gmt_offset": [1]}, None),
        ({"timezone_string": "", "gmt_offset": 5.5}, "Asia/Kolkata"),
        ({"timezone_string": "", "gmt_offset": "5.75"}, "Asia/Kathmandu"),
        ({"gmt_offset": 5.1}, None),
        ({"gmt_offset": 99}, None),
        ({"gmt_offset": "inf"}, None),
        ({"gmt_offset": "nan"}, None),
        ({}, None),
    ],
)
def test_wordpress_names_its_zone_or_its_offset(said: dict[str, object], zone: str | None) -> None:
    assert zone_of_wordpress(said) == zone


def zone(*clocks: str, domain: str) -> str | None:
    return zone_by_clocks(clocks_in("".join(f"<pubDate>{clock}</pubDate>" for clock in clocks)), domain)


@pytest.mark.parametrize(
    ("clock", "domain", "expected"),
    [
        ("Mon, 06 May 2024 10:00:00 +0200", "mast.de", "Europe/Berlin"),
        ("Mon, 06 May 2024 10:00:00 +0100", "mast.co.uk", "Europe/London"),
        ("2024-05-06T10:00:00+05:30", "mast.in", "Asia/Kolkata"),
        ("Mon, 06 May 2024 10:00:00 +0200", "mast.es", "Europe/Madrid"),
    ],
)
def test_an_offset_and_the_domains_country_tell_the_zone(clock: str, domain: str, expected: str) -> None:
    assert zone(clock, domain=domain) == expected


@pytest.mark.parametrize(
    ("clock", "domain"),
    [
        ("Mon, 06 May 2024 10:00:00 +0000", "mast.co.uk"),  # UTC is what software writes wherever it stands
        ("Mon, 06 May 2024 10:00:00 GMT", "mast.pt"),
        ("Mon, 06 May 2024 10:00:00 +0200", "mast.example"),
        ("Mon, 06 May 2024 10:00:00 +0200", "mast.tv"),  # sold to anybody
        ("Mon, 06 May 2024 10:00:00 +0200", "mast.jp"),  # a clock that is not the country's
        ("2024-01-06T10:00:00+11:00", "mast.com.au"),  # several zones that differ at other times
        ("2024-05-06T10:00:00", "mast.de"),
        ("yesterday or so", "mast.de"),
        ("Mon, 06 May 99999 10:00:00 +0200", "mast.de"),
        ("Mon, 06 May 2024 10:00:00 +9999", "mast.de"),
    ],
)
def test_clocks_that_do_not_tell_leave_the_zone_unknown(clock: str, domain: str) -> None:
    assert zone(clock, domain=domain) is None


def test_one_clock_that_contradicts_is_enough_for_no_zone() -> None:
    summer, winter = "2024-05-06T10:00:00+02:00", "2024-01-06T10:00:00+02:00"
    assert zone(summer, domain="mast.de") == "Europe/Berlin"
    assert zone(summer, winter, domain="mast.de") is None


def test_the_clocks_of_rss_and_atom_are_read() -> None:
    feed = (
        "<pubDate>Mon, 06 May 2024 10:00:00 +0200</pubDate><updated>2024-05-06T10:00:00+02:00</updated>"
        "<dc:date >2024-05-06T08:00:00Z</dc:date><published>2024-05-06</published><pubDate/><pubDate></pubDate>"
    )
    assert len({clock.timestamp() for clock in clocks_in(feed)}) == 1
    assert len(clocks_in(feed)) == 3


@pytest.mark.parametrize(
    ("domain", "language", "expected"),
    [
        ("mast.com", "de-DE", "Europe/Berlin"),
        ("mast.com", "fr-FR", None),  # software's form of French, from Tunis to Douala
        ("mast.com", "de", None),
        ("mast.jp", "de-DE", None),  # the domain's country is surer
    ],
)
def test_where_the_domain_is_of_no_country_the_language_tells_it(
    domain: str, language: str, expected: str | None
) -> None:
    clocks = clocks_in("<pubDate>Mon, 06 May 2024 10:00:00 +0200</pubDate>")
    assert zone_by_clocks(clocks, domain, language) == expected
