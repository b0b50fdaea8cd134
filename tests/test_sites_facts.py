"""The built-in declarations against the survey of sites that the project began with: its row numbers, our examples."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from archiver.items import Article, Comment, Observation, ThreadPage
from pipelines.times import resolve_times
from spiders.sites import built_in_sites, spider_for

SITES = built_in_sites()

# By row of the survey: site, time zone, software that shows the comments where it is known, and addresses of articles
# (or of their threads) in the form that the survey gives, with words and numbers of ours.
ADDRESSES = {
    "A1": ("telecoms", "Europe/London", "wordpress", ["https://telecoms.com/512345/masts-go-up/"]),
    "A2": (
        "lightreading",
        "America/New_York",
        None,
        [
            "https://www.lightreading.com/optical/masts-go-up/d/d-id/712345",
            "https://www.lightreading.com/optical/masts/a/d-id/712345?piddl_msgorder=asc",
            "https://www.lightreading.com/open-ran/masts-go-up",
        ],
    ),
    "A3": (
        "ispreview",
        "Europe/London",
        "wordpress",
        ["https://www.ispreview.co.uk/index.php/2021/05/masts-go-up.html"],
    ),
    "A4": (
        "theregister",
        "Europe/London",
        None,
        [
            "https://www.theregister.com/2021/05/06/masts_go_up/",
            "https://forums.theregister.com/forum/all/2021/05/06/masts_go_up/",
        ],
    ),
    "A5": ("techdirt", None, "wordpress", []),
    "A6": ("arstechnica", "America/New_York", None, ["https://arstechnica.com/gadgets/2021/05/masts-go-up/"]),
    "A7": (
        "telecomramblings",
        "America/New_York",
        "wordpress",
        ["https://www.telecomramblings.com/2014/05/masts-go-up/"],
    ),
    "A8": ("stopthecap", "America/New_York", "wordpress", ["https://stopthecap.com/2014/05/06/masts-go-up/"]),
    "A9": ("tmonews", None, "disqus-plugin", ["https://www.tmonews.com/2014/05/masts-go-up/?noamp=mobile"]),
    "A10": ("telecomtalk", "Asia/Kolkata", "wpdiscuz", ["https://telecomtalk.info/masts-go-up/154321/"]),
    "A11": ("dslreports", "America/New_York", None, ["https://www.dslreports.com/shownews/Masts-Go-Up-123456"]),
    "A12": ("thinkbroadband", "Europe/London", None, []),
    "A13": ("freeutopia", "America/Denver", "wordpress", ["https://freeutopia.org/2014/05/06/masts-go-up/"]),
    "A15": ("medianama", "Asia/Kolkata", None, []),
    "A16": ("mobilesyrup", "America/Toronto", None, []),
    "A17": ("iphoneincanada", "America/Vancouver", None, []),
    "A19": ("mybroadband", "Africa/Johannesburg", None, []),
    "A20": ("techcentral", "Africa/Johannesburg", None, []),
    "A27": ("mobilityarena", "Africa/Lagos", "wordpress", ["https://mobilityarena.com/masts-go-up/"]),
    "A28": (
        "deseret",
        "America/Denver",
        None,
        ["https://www.deseretnews.com/user/comments/812345678/Masts-go-up.html"],
    ),
    "A30": ("hackernews", "UTC", None, ["https://news.ycombinator.com/item?id=12345678"]),
    "A31": ("bandaancha", "Europe/Madrid", None, []),
    "A32": (
        "adslzone",
        "Europe/Madrid",
        None,
        [
            "https://www.adslzone.net/2018/05/06/suben-las-antenas/",
            "https://www.adslzone.net/noticias/operadores/suben-las-antenas/",
        ],
    ),
    "A33": ("redeszone", "Europe/Madrid", "wordpress", ["https://www.redeszone.net/2015/05/06/suben-las-antenas/"]),
    "A34": ("mondomobileweb", "Europe/Rome", None, []),
    "A35": ("universfreebox", "Europe/Paris", None, ["https://www.universfreebox.com/article/512345/les-antennes"]),
    "A36": ("freenews", "Europe/Paris", None, []),
    "A37": ("teltarif", "Europe/Berlin", None, []),
    "A38": ("golem", "Europe/Berlin", None, ["https://www.golem.de/news/masten-wachsen-2405-184321.html"]),
    "A39": ("heise", "Europe/Berlin", None, ["https://www.heise.de/news/Masten-wachsen-10363206.html"]),
    "A40": ("caschys", "Europe/Berlin", "wordpress", ["https://stadt-bremerhaven.de/masten-wachsen/"]),
    "A41": ("computerbase", "Europe/Berlin", None, []),
    "A42": ("winfuture", "Europe/Berlin", None, []),
    "A43": ("tweakers", "Europe/Amsterdam", None, ["https://tweakers.net/nieuws/152345/masten-groeien.html"]),
    "A44": ("japantoday", "Asia/Tokyo", None, ["https://japantoday.com/category/tech/masts-go-up"]),
}

# By row of the survey: a time in the form that readers of the site see, and the instant that it is.
DATES = [
    ("A1", "telecoms", "06/05/2020 @ 7:47 pm", "2020-05-06T18:47"),
    ("A2", "lightreading", "12/5/2012 | 4:09:02 PM", "2012-12-05T21:09"),
    ("A3", "ispreview", "Wednesday, May 6th, 2020 (12:59 pm)", "2020-05-06T11:59"),
    ("A10", "telecomtalk", "January 6, 2016 7:13 pm", "2016-01-06T13:43"),
    ("A12", "thinkbroadband", "Sun 17-Jul-16 22:46:41", "2016-07-17T21:46"),
    ("A28", "deseret", "Feb. 6, 2013 11:42 a.m.", "2013-02-06T18:42"),
]


@pytest.mark.parametrize("row", ADDRESSES)
def test_zone_software_and_addresses_are_those_of_the_survey(row: str) -> None:
    name, zone, platform, addresses = ADDRESSES[row]
    spider = SITES[name]
    assert re.search(rf"\b{row}\b", spider.source), "each declaration names the row that it rests on"
    if zone is not None:
        assert spider.time_zone == zone
    assert spider.platform == platform
    for address in addresses:
        assert spider_for(address) is spider
        path = re.sub(r"^https://[^/]+|[?#].*", "", address)
        assert spider.article_pattern is None or re.search(spider.article_pattern, path), address


@pytest.mark.parametrize(("row", "name", "shown", "instant"), DATES)
def test_a_sites_times_are_read_as_they_are_meant(row: str, name: str, shown: str, instant: str) -> None:
    assert re.search(rf"\b{row}\b", SITES[name].source)
    seen_at = datetime(2021, 5, 6, tzinfo=UTC)
    thread = ThreadPage(
        site=SITES[name].site(),
        article=Article(url=f"https://{SITES[name].domain}/masts/"),
        comments=[Comment(published_raw=shown, body="Good news.")],
        observation=Observation(observed_at=seen_at, source="html", scope="html"),
    )
    resolve_times(thread)
    read = thread.comments[0].published_at
    assert read is not None
    assert read.astimezone(UTC).strftime("%Y-%m-%dT%H:%M") == instant


def test_the_sites_that_the_survey_leads_with_are_all_there() -> None:
    led = (
        "telecoms ispreview theregister lightreading telecomramblings stopthecap techdirt tmonews telecomtalk"
        " thinkbroadband potsandpans dslreports medianama bandaancha adslzone teltarif golem heise caschys tweakers"
        " mybroadband techcentral japantoday deseret universfreebox hackernews"
    )
    assert set(led.split()) <= SITES.keys()
