"""Rules that every declared site keeps."""

from __future__ import annotations

import inspect
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from archiver.items import Site
from spiders.base import ThreadSpider
from spiders.sites import declared_sites, site_for, spider_for

SITES = declared_sites().values()
each_site = pytest.mark.parametrize("spider", SITES, ids=lambda spider: spider.name)


@each_site
def test_a_sites_file_bears_its_name_and_is_short(spider: type[ThreadSpider]) -> None:
    file = Path(inspect.getfile(spider))
    assert file.stem == spider.name
    assert len(file.read_text().splitlines()) <= 30
    assert spider.__doc__


@each_site
def test_a_site_says_where_it_is_and_what_its_declaration_rests_on(spider: type[ThreadSpider]) -> None:
    site = spider.site()
    assert site.domain
    assert site.language
    assert site.timezone
    assert ZoneInfo(site.timezone)
    assert spider.verified
    assert all(feed.startswith("https://") for feed in spider.feeds)


@each_site
def test_no_site_is_less_polite_than_the_rest(spider: type[ThreadSpider]) -> None:
    assert not spider.custom_settings
    assert spider.update_settings.__func__ is ThreadSpider.update_settings.__func__  # type: ignore[attr-defined]


def test_an_address_leads_to_its_site() -> None:
    assert site_for("https://www.telecoms.com/506977/x/").timezone == "Europe/London"
    assert site_for("https://forum.mast.co.uk/x") == Site(id="mast.co.uk", domain="mast.co.uk")
    assert spider_for("https://nottelecoms.com/") is None
