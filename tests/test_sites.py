"""Rules that every built-in site keeps, and how a site is found for an address."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from archiver.freezing.frozen_page import frozen_pages, read_frozen
from archiver.items import Site
from archiver.wallclock.date_order import order_in
from spiders.base import ThreadSpider
from spiders.site_rules import Fault, faults_of, is_below
from spiders.sites import built_in_sites, site_for, spider_for

SITES = built_in_sites()
FROZEN_PAGES = Path(__file__).parent / "sites"
HABIT_OVERRULED = re.compile(r"dates", re.I)
each_site = pytest.mark.parametrize("spider", SITES.values(), ids=SITES)


@each_site
def test_a_declaration_works_and_is_polite(spider: type[ThreadSpider]) -> None:
    assert faults_of(spider) == []


@each_site
def test_a_sites_file_bears_its_name_and_is_short(spider: type[ThreadSpider]) -> None:
    file = Path(inspect.getfile(spider))
    assert file.stem == spider.name
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 30
    assert spider.__name__.removesuffix("Spider").lower() == spider.name
    assert spider.__name__.endswith("Spider")
    assert spider.__doc__


def test_every_frozen_page_is_read_as_it_was_when_it_was_frozen() -> None:
    for file in frozen_pages(FROZEN_PAGES):
        expected, read = read_frozen(file)
        assert read == expected, file


@each_site
def test_a_declaration_says_in_one_line_what_it_rests_on(spider: type[ThreadSpider]) -> None:
    assert spider.title
    assert spider.language
    assert 10 < len(spider.source) <= 120
    assert "\n" not in spider.source


@each_site
def test_a_site_has_a_time_zone_unless_its_source_says_that_nobody_knows_it(spider: type[ThreadSpider]) -> None:
    assert (spider.time_zone is None) == ("zone unknown" in spider.source)


@each_site
def test_a_site_has_feeds_unless_its_source_says_that_none_is_known(spider: type[ThreadSpider]) -> None:
    assert bool(spider.feeds) != ("no feed known" in spider.source)
    assert all(feed.startswith("https://") for feed in spider.feeds)


@each_site
def test_a_foreign_domain_is_asked_only_where_the_source_names_it(spider: type[ThreadSpider]) -> None:
    foreign = [host for host in vars(spider)["allowed_domains"] if not is_below(host, spider.domain)]
    assert all(host in spider.source for host in foreign)


@each_site
def test_dates_are_in_the_order_usual_in_the_sites_language_unless_the_source_tells_of_dates(
    spider: type[ThreadSpider],
) -> None:
    assert spider.date_order in (None, order_in(spider.language)) or HABIT_OVERRULED.search(spider.source)


@each_site
def test_no_declaration_claims_more_than_was_seen(spider: type[ThreadSpider]) -> None:
    assert (spider.verified == "page") == bool(frozen_pages(FROZEN_PAGES / spider.name))
    assert spider.verified == "unverified" or spider.platform
    assert spider.verified != "platform only" or str(spider.platform) in spider.source.lower()
    assert spider.verified != "text crawl 2020" or "2020" in spider.source


@each_site
def test_an_example_is_invented(spider: type[ThreadSpider]) -> None:
    """Examples show the form of a site's addresses; the words in them are ours: masts that go up."""
    slug = re.compile(r"mast|antenas|antennes|antenne|stozary|/item$|/news,\d+", re.I)
    assert spider.example is None or slug.search(spider.example)


def test_there_are_forty_sites_in_six_languages_and_no_two_of_one_domain() -> None:
    assert len(SITES) >= 40
    assert len({str(spider.language).partition("-")[0] for spider in SITES.values()}) >= 6
    domains = [spider.domain for spider in SITES.values()]
    assert len(set(domains)) == len(domains)


class GoodSpider(ThreadSpider):
    """A declaration that works."""

    name = "mast"
    domain = "mast.example"
    allowed_domains = ("mast.example",)
    time_zone = "Europe/London"
    language = "en-GB"
    date_order = "DMY"
    platform = "wordpress"
    feeds = ("https://feeds.mast.example/all",)
    comment_feeds = ("https://mast.example/comments/feed/",)
    thread_link = "a.to-forum, a[href*='forum.mast.example']"
    article_pattern = r"^/\d{4}/"
    example = "/2024/masts-go-up"
    article_id_in_address = r"-(\d+)/$"


def test_a_declaration_with_all_its_fields_right_has_no_fault() -> None:
    assert faults_of(GoodSpider) == []
    assert faults_of(type("BareSpider", (ThreadSpider,), _bare())) == []


def _bare() -> dict[str, object]:
    return {"name": "mast", "domain": "mast.example", "allowed_domains": ["mast.example"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Mast"),
        ("name", "m"),
        ("name", "new"),
        ("name", None),
        ("domain", "https://mast.example/"),
        ("domain", ""),
        ("allowed_domains", ("pole.example",)),
        ("allowed_domains", "mast.example"),
        ("allowed_domains", None),
        ("time_zone", "Europe/Londn"),
        ("time_zone", "Europe"),
        ("time_zone", "../etc/passwd"),
        ("time_zone", ""),
        ("language", "english"),
        ("language", "en_GB"),
        ("date_order", "MYD"),
        ("platform", "wordpres"),
        ("feeds", "https://mast.example/feed/"),
        ("feeds", ("https://pole.example/feed/",)),
        ("feeds", ("ftp://mast.example/feed/",)),
        ("feeds", ("https://[mast.example/feed/",)),
        ("comment_feeds", "https://mast.example/comments/feed/"),
        ("comment_feeds", ("https://pole.example/comments/feed/",)),
        ("thread_link", "a[href="),
        ("thread_link", 7),
        ("article_pattern", "^/[0-9/"),
        ("article_pattern", "^/news/"),
        ("example", None),
        ("example", "https://mast.example/2024/masts-go-up"),
        ("article_id_in_address", r"-(\d+"),
        ("article_id_in_address", r"-\d+"),
        ("custom_settings", {"ROBOTSTXT_OBEY": False}),
        ("update_settings", classmethod(lambda cls, settings: settings.set("DOWNLOAD_DELAY", 0))),
        ("download_delay", 0),
        ("max_concurrent_requests", 16),
        ("user_agent", "Mozilla/5.0"),
        ("verified", "certainly"),
    ],
)
def test_a_declaration_that_is_wrong_in_one_field_has_a_fault_there(field: str, value: object) -> None:
    broken = type("BrokenSpider", (GoodSpider,), {field: value})
    faults = faults_of(broken)
    assert field in {fault.field for fault in faults}
    assert all(isinstance(fault, Fault) and fault.what and "\n" not in fault.what for fault in faults)


def test_an_address_leads_to_its_site() -> None:
    assert site_for("https://www.telecoms.com/506977/x/").timezone == "Europe/London"
    assert site_for("https://forum.mast.co.uk/x") == Site(id="mast.co.uk", domain="mast.co.uk")
    assert site_for("https://FORUMS.theregister.com/forum/all/2017/11/28/masts/").id == "theregister"
    assert spider_for("https://nottelecoms.com/") is None
    assert spider_for("https://com/") is None
    assert spider_for("http://127.0.0.1:8000/") is None
    assert spider_for("not an address") is None
