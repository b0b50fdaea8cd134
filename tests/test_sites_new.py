"""``archiver sites new``: what a look at a site makes of it."""

from __future__ import annotations

import json
import runpy
from datetime import date
from pathlib import Path

import pytest

from archiver.demo.site import DemoSite
from archiver.errors import UsageError
from archiver.site_declaration import declaration_of, domain_of, name_for, text_of_file, text_of_test
from spiders.base import ThreadSpider
from spiders.own_sites import load_site
from spiders.page import Page
from spiders.site_look import SiteLook
from tests.article_pages import STORY
from tests.command import Done, archiver, archiver_process
from tests.servers import Answer, moved, serving
from tests.test_crawl import HURRY, ROBOTS
from tests.wordpress_pages import article_page, comment_item

RSS = "application/rss+xml"
TODAY = date(2024, 5, 7)


def new(address: str, folder: Path, *words: str) -> Done:
    return archiver_process("sites", "new", address, *HURRY, *words, cwd=folder)


def feed(*links: str, title: str = "The Mast", clock: str = "Mon, 06 May 2024 09:00:00 +0000") -> Answer:
    items = "".join(f"<item><link>{link}</link><pubDate>{clock}</pubDate></item>" for link in links)
    head = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
    return Answer(f"{head}{items}</channel></rss>", content_type=RSS)


def front(*head: str, lang: str = "en_gb", body: str = "<p>Welcome.</p>") -> Answer:
    markup = f'<html lang="{lang}"><head><title>The Mast</title>{"".join(head)}</head><body>{body}</body></html>'
    return Answer(f"<!DOCTYPE html>{markup}")


def link_to(address: str, title: str = "Feed") -> str:
    return f'<link rel="alternate" type="{RSS}" title="{title}" href="{address}">'


REST = '<link rel="https://api.w.org/" href="/wp-json/">'
SAID = Answer(json.dumps({"name": "Mast &amp; Pole", "timezone_string": "Europe/Oslo", "gmt_offset": 2}))


def wordpress(url: str) -> dict[str, Answer]:
    articles = {
        f"/2024/0{month}/masts-go-up-{month}x/": Answer(
            article_page(f"{url}/2024/0{month}/masts-go-up-{month}x/", [comment_item(1, "Ada", "Good news.")], stated=1)
        )
        for month in range(1, 6)
    }
    return {
        "/robots.txt": ROBOTS,
        "/": front(link_to("/comments/feed/", "Comments Feed"), link_to("/feed/"), REST),
        "/feed/": feed(*(url + path for path in articles)),
        "/wp-json/": SAID,
        **articles,
    }


def test_a_wordpress_site_is_declared_with_all_that_it_tells(tmp_path: Path) -> None:
    with serving(wordpress) as site:
        done = new(f"{site.url}/", tmp_path, "--name", "mast")
        assert sorted(site.asked) == sorted(["/robots.txt", "/", "/wp-json/", "/feed/", "/2024/01/masts-go-up-1x/"])
    assert done.returncode == 0, done.stderr
    file, test = map(Path, done.stdout.splitlines())
    assert (file, test) == (tmp_path / "sites" / "mast.py", tmp_path / "sites" / "test_mast.py")
    declared = load_site(file)
    assert declared.name == "mast"
    assert declared.title == "Mast & Pole"
    assert declared.domain == "127.0.0.1"
    assert declared.language == "en-GB"
    assert declared.date_order == "DMY"
    assert declared.time_zone == "Europe/Oslo"
    assert declared.platform == "wordpress"
    assert declared.feeds == (f"{site.url}/feed/",)
    assert declared.article_pattern == r"^/(?:19|20)\d{2}/\d{1,2}/[^/]+/?$"
    assert declared.example == "/2024/01/masts-go-up-1x/"
    assert declared.verified == "unverified"
    assert declared.source.startswith("a look at the site on 20")
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 30
    assert not (tmp_path / "archive.db").exists()


def passes(test: Path) -> bool:
    """Whether a file of tests passes, run here: pytest would take its time to start."""
    try:
        for name, thing in runpy.run_path(str(test)).items():
            if name.startswith("test_"):
                thing()
    except (AssertionError, UsageError):
        return False
    return True


def test_the_demo_site_is_declared_and_then_crawled_by_its_name(tmp_path: Path) -> None:
    with DemoSite() as demo:
        done = new(demo.url, tmp_path)
        assert done.returncode == 0, done.stderr
        assert "time zone" in done.stderr
        file, test = map(Path, done.stdout.splitlines())
        declared = load_site(file)
        assert (declared.name, declared.title, declared.platform) == ("127", "The Splice Tray", "wordpress")
        crawled = archiver_process("crawl", declared.name, *HURRY, cwd=tmp_path)
        assert crawled.returncode == 0, crawled.stderr
        assert "articles: 4 new" in crawled.stderr
    assert passes(test)
    file.write_text(file.read_text(encoding="utf-8").replace("127.0.0.1", "pole.example"), encoding="utf-8")
    assert not passes(test)


def test_nothing_is_overwritten_and_nothing_asked_where_the_site_is_declared(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    with serving(wordpress) as site:
        for name in ("mast.py", "test_mast.py"):
            there = tmp_path / "sites" / name
            there.write_text("kept = 1\n")
            done = new(site.url, tmp_path, "--name", "mast")
            assert done.returncode == 2
            assert str(there) in done.stderr
            assert there.read_text() == "kept = 1\n"
            there.unlink()
        assert new(site.url, tmp_path, "--name", "telecoms").returncode == 2
        assert new(site.url, tmp_path, "--name", "Mast").returncode == 2
        assert site.asked == []
    for domain in ("telecoms.com", "www.telecoms.com", "https://telecoms.com/", "not a domain", "ftp://mast.example"):
        done = archiver("sites", "new", domain, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, ""), domain
        assert len(done.stderr.strip().splitlines()) == 1
    assert list((tmp_path / "sites").iterdir()) == []


def test_a_site_that_was_declared_here_before_is_not_declared_again(tmp_path: Path) -> None:
    with serving(wordpress) as site:
        assert new(site.url, tmp_path, "--name", "mast").returncode == 0
        done = new(site.url, tmp_path, "--name", "pole")
    assert done.returncode == 2
    assert "127.0.0.1" in done.stderr
    assert "mast" in done.stderr


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        return wordpress(url) | {"/robots.txt": Answer("User-agent: *\nDisallow: /\n", content_type="text/plain")}

    with serving(pages) as site:
        done = new(site.url, tmp_path)
        assert site.asked == ["/robots.txt"]
    assert (done.returncode, done.stdout) == (12, "")
    assert "robots.txt" in done.stderr
    assert not (tmp_path / "sites").exists()


def test_what_robots_txt_forbids_is_told_and_the_rest_is_declared(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        return wordpress(url) | {
            "/robots.txt": Answer("User-agent: *\nDisallow: /wp-json/\n", content_type="text/plain")
        }

    with serving(pages) as site:
        done = new(site.url, tmp_path, "--name", "mast")
        assert "/wp-json/" not in site.asked
    assert done.returncode == 0
    assert "/wp-json/: robots.txt" in done.stderr
    assert load_site(tmp_path / "sites" / "mast.py").time_zone is None


def test_private_addresses_are_looked_at_only_where_that_is_allowed(tmp_path: Path) -> None:
    with serving(wordpress) as site:
        done = archiver_process("sites", "new", site.url, "-s", "RETRY_TIMES=0", cwd=tmp_path)
        assert site.asked == []
    assert done.returncode == 12
    assert "--allow-private" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("answer", [Answer("broken", 500), Answer(b"\x89PNG\r\n\x1a\n\x00\x00"), Answer("", 404)])
def test_a_front_page_that_cannot_be_had_declares_nothing(tmp_path: Path, answer: Answer) -> None:
    with serving(lambda url: {"/robots.txt": ROBOTS, "/": answer}) as site:
        done = new(site.url, tmp_path)
    assert (done.returncode, done.stdout) == (12, "")
    assert "not seen" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "sites").exists()


def test_feeds_that_are_none_are_passed_over(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        return wordpress(url) | {
            "/": front(link_to("/gone/"), link_to("/front/"), link_to("/feed/"), link_to("/never/")),
            "/front/": front(),
        }

    with serving(pages) as site:
        done = new(site.url, tmp_path, "--name", "mast")
        assert "/never/" not in site.asked
    assert done.returncode == 0
    assert "/gone/: the server answered 404" in done.stderr
    assert load_site(tmp_path / "sites" / "mast.py").feeds == (f"{site.url}/feed/",)


def test_a_site_without_feed_is_declared_with_what_its_front_page_says(tmp_path: Path) -> None:
    with serving(lambda url: {"/robots.txt": ROBOTS, "/": front(lang="fr")}) as site:
        done = new(site.url, tmp_path, "--name", "mast")
    assert done.returncode == 0
    assert "does not tell its feeds, time zone, platform, article pattern" in done.stderr
    declared = load_site(tmp_path / "sites" / "mast.py")
    assert (declared.language, declared.feeds) == ("fr", ())
    assert passes(tmp_path / "sites" / "test_mast.py")


def test_a_front_page_that_moved_is_followed(tmp_path: Path) -> None:
    def pages(url: str) -> dict[str, Answer]:
        return wordpress(url) | {"/": moved("/home/"), "/home/": front(link_to("/feed/"))}

    with serving(pages) as site:
        done = new(site.url, tmp_path, "--name", "mast")
    assert done.returncode == 0
    assert load_site(tmp_path / "sites" / "mast.py").platform == "wordpress"


def look(
    *head: str, lang: str = "en", links: tuple[str, ...] = (), title: str = "The Mast", domain: str = "mast.example"
) -> SiteLook:
    def page(answer: Answer, path: str) -> Page:
        body = answer.body if isinstance(answer.body, bytes) else answer.body.encode("utf-8", "surrogatepass")
        return Page(body, url=f"https://{domain}{path}", content_type=answer.content_type)

    return SiteLook(
        front=page(front(*head, lang=lang), "/"),
        feed=page(feed(*links, title=title), "/feed/") if links else None,
        article=page(front(body=STORY), "/1/") if links else None,
    )


def loaded(seen: SiteLook, folder: Path) -> type[ThreadSpider]:
    declared = declaration_of(seen, None, TODAY)
    compile(text_of_test(declared), "test", "exec")
    file = folder / f"{declared.name}.py"
    file.write_text(text_of_file(declared), encoding="utf-8")
    return load_site(file)


@pytest.mark.parametrize(
    "title",
    [
        'Mast" + open("owned", "w").name + "',
        '"""\nimport os\n"""',
        "back\\slash\\",
        "{0} {title} %s",
        "Мачта \u2028 \u202e mast",
        "mast\x1b[31m",
        "m" * 5_000,
        "",
    ],
)
def test_whatever_a_site_says_stays_text(tmp_path: Path, title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    attribute = title.replace("&", "&amp;").replace('"', "&quot;")
    seen = look(f'<meta property="og:site_name" content="{attribute}">', lang='en"', links=("https://mast.example/1/",))
    declared = loaded(seen, tmp_path)
    assert declared.title
    assert len(declared.title) <= 60
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    "link",
    ['https://mast.example/"+1/0+"', "https://mast.example/\\", "https://mast.example/'''", "https://мачта.example/ё"],
)
def test_whatever_a_feed_links_to_stays_text(tmp_path: Path, link: str) -> None:
    links = tuple(f"{link}/{number}-masts" for number in range(6))
    loaded(look(links=links), tmp_path)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "en"),
        ("en_US", "en-US"),
        ("DE-de", "de-DE"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("english", None),
        ("", None),
        ("x-default", None),
    ],
)
def test_the_language_is_written_as_bcp_47_does(lang: str, expected: str | None) -> None:
    assert declaration_of(look(lang=lang), None, TODAY).language == expected


@pytest.mark.parametrize(("lang", "order"), [("en-GB", "DMY"), ("ja", "YMD"), ("en", None), ("en-US", None)])
def test_the_date_order_is_the_languages_but_not_that_of_software_nobody_has_set(lang: str, order: str | None) -> None:
    assert declaration_of(look(lang=lang), None, TODAY).date_order == order


def test_what_lies_on_other_domains_is_not_the_sites(tmp_path: Path) -> None:
    links = ("https://pole.example/1/", "https://www.mast.co.uk/2/", "https://mast.co.uk.evil.org/3/")
    seen = look(links=links, domain="mast.co.uk")
    assert seen.announced == ["https://www.mast.co.uk/2/"]
    declared = declaration_of(seen, None, TODAY)
    assert declared.articles == ["https://www.mast.co.uk/2/"]


def test_a_forum_whose_feed_announces_articles_of_the_main_site_has_none_of_its_own(tmp_path: Path) -> None:
    links = tuple(f"https://www.mast.co.uk/2024/05/{number}-masts/" for number in range(9))
    declared = loaded(look(links=links, domain="forum.mast.co.uk"), tmp_path)
    assert (declared.domain, declared.article_pattern) == ("forum.mast.co.uk", None)


def test_a_feed_on_another_host_is_allowed_for(tmp_path: Path) -> None:
    seen = look(links=("https://mast.example/1/",))
    seen.feed = Page(seen.feed.body, url="https://feeds.pole.example/mast") if seen.feed else None
    declared = loaded(seen, tmp_path)
    assert declared.feeds == ("https://feeds.pole.example/mast",)
    assert vars(declared)["allowed_domains"] == ("mast.example", "feeds.pole.example")


@pytest.mark.parametrize(
    ("address", "domain", "name"),
    [
        ("https://www.mast.example/", "mast.example", "mast"),
        ("https://Forum.the-mast.co.uk/x", "forum.the-mast.co.uk", "forumthemast"),
        ("https://9to5mast.com", "9to5mast.com", "9to5mast"),
        ("https://x.org/", "x.org", "sitex"),
        ("https://web.org/", "web.org", "siteweb"),
        ("https://localhost/", "localhost", "localhost"),
        ("https://a-name-that-is-longer-than-twenty-letters.org/", None, "anamethatislongertha"),
    ],
)
def test_a_site_is_named_after_its_domain(address: str, domain: str | None, name: str) -> None:
    assert domain in (None, domain_of(address))
    assert name_for(domain_of(address)) == name


def test_every_made_declaration_has_a_class_that_python_takes(tmp_path: Path) -> None:
    for domain in ("9to5mast.com", "class.org", "none.org", "x.org"):
        assert loaded(look(domain=domain), tmp_path).domain == domain
