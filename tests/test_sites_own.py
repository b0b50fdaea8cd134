"""Sites that a user declares in a folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from archiver.errors import UsageError
from spiders.own_sites import load_site, own_sites_folder, sites_in
from spiders.sites import built_in_sites, site_for
from tests.article_pages import STORY
from tests.command import CHECKOUT, archiver, archiver_process
from tests.servers import Answer, serving
from tests.test_crawl import HURRY, ROBOTS


def declaration(name: str = "mast", *lines: str, domain: str = "mast.example") -> str:
    fields = [f'name = "{name}"', f'domain = "{domain}"', f'allowed_domains = ("{domain}",)', *lines]
    inside = "\n".join(f"    {line}" for line in fields)
    return f'"""A site."""\n\nfrom spiders.base import ThreadSpider\n\n\nclass MastSpider(ThreadSpider):\n{inside}\n'


def written(folder: Path, text: str | bytes, name: str = "mast.py") -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_the_folder_is_named_by_the_environment_or_is_called_sites(tmp_path: Path) -> None:
    with mock.patch.dict(os.environ, {"ARCHIVER_SITES": str(tmp_path / "mine")}):
        assert own_sites_folder() == tmp_path / "mine"
    with mock.patch.dict(os.environ, {"ARCHIVER_SITES": ""}):
        assert own_sites_folder() == Path("sites").absolute()


def test_a_declared_site_is_listed_after_the_built_in_ones(tmp_path: Path) -> None:
    written(tmp_path / "sites", declaration("mast", 'time_zone = "Europe/Oslo"'))
    done = archiver("sites", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].split()[:2] == ["mast", "mast.example"]
    shown = archiver("sites", "mast", cwd=tmp_path)
    assert "Europe/Oslo" in shown.stdout
    assert str(tmp_path / "sites" / "mast.py") in shown.stdout


def test_a_declared_site_is_crawled_by_its_name_and_its_zone_tells_the_times(tmp_path: Path) -> None:
    published = '<p class="date">6 May 2024, 10:00</p>'

    def pages(url: str) -> dict[str, Answer]:
        item = f"<rss version='2.0'><channel><item><link>{url}/masts-go-up</link></item></channel></rss>"
        story = f"<html lang='en'><head><title>Masts go up</title></head><body><h1>Masts go up</h1>{published}{STORY}"
        return {
            "/robots.txt": ROBOTS,
            "/feed/": Answer(item, content_type="application/rss+xml"),
            "/masts-go-up": Answer(f"<!DOCTYPE html>{story}</body></html>"),
        }

    with serving(pages) as site:
        text = declaration("mast", f'feeds = ("{site.url}/feed/",)', 'time_zone = "Asia/Tokyo"', domain="127.0.0.1")
        written(tmp_path / "sites", text)
        done = archiver_process("crawl", "mast", *HURRY, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    kept = archiver("export", "1", "--format", "json", cwd=tmp_path)
    assert '"2024-05-06T01:00:00Z"' in kept.stdout


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (declaration("mast", "platform ="), 10, "invalid syntax"),
        (declaration("mast", "x = undeclared"), 10, "undeclared"),
        (declaration("mast", 'time_zone = "Europe/Londn"'), 10, "Londn"),
        (declaration("mast", 'article_pattern = "["', 'example = "/x"'), 10, "regular expression"),
        (declaration("mast", 'custom_settings = {"ROBOTSTXT_OBEY": False}'), 10, "settings"),
        (declaration("pole"), 7, "pole.py"),
        (declaration("Mast"), 7, "small letters"),
        (declaration("mast", "raise SystemExit(0)"), 10, "SystemExit"),
        ("from spiders.base import ThreadSpider\nimport no_such_module\n", 2, "no_such_module"),
        (
            "from spiders.base import ThreadSpider\n\n\ndef f():\n    raise ValueError('at\\ntwo lines')\n\n\nf()\n",
            5,
            "two",
        ),
    ],
)
def test_a_file_that_does_not_work_is_told_in_one_line_with_its_name_and_line(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    file = written(tmp_path / "sites", text)
    for words in (("sites",), ("crawl", "telecoms"), ("import", str(file), "--url", "https://mast.example/1")):
        done = archiver(*words, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{file}, line {line}: " in done.stderr
        assert what in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_does_not_work_is_told_once_in_a_rebuild(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.html").write_text(f"<html><body><h1>Masts</h1>{STORY}</body></html>")
        address = f"https://mast.example/{number}"
        assert archiver_process("import", f"{number}.html", "--url", address, cwd=tmp_path).returncode == 0
    file = written(tmp_path / "sites", declaration("mast", 'time_zone = "Europe/Londn"'))
    done = archiver("rebuild", "-o", "new.db", cwd=tmp_path)
    assert done.returncode == 2
    assert f"{file}, line 10: " in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    "text", [b"# ThreadSpider\n\x00", b"# ThreadSpider \xff\n", b"# ThreadSpider\nclass A(" + b"(" * 300]
)
def test_bytes_that_are_no_python_are_told_in_one_line(tmp_path: Path, text: bytes) -> None:
    file = written(tmp_path / "sites", text)
    done = archiver("sites", cwd=tmp_path)
    assert done.returncode == 2
    assert str(file) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_declares_one_site(tmp_path: Path) -> None:
    second = "\n\nclass SecondSpider(MastSpider):\n    name = 'second'\n"
    for text in (declaration() + second, "# about ThreadSpider\n"):
        with pytest.raises(UsageError, match="declares"):
            load_site(written(tmp_path, text))


@pytest.mark.parametrize(("name", "domain"), [("telecoms", "mast.example"), ("mast", "telecoms.com")])
def test_no_file_takes_the_place_of_a_built_in_site(tmp_path: Path, name: str, domain: str) -> None:
    written(tmp_path / "sites", declaration(name, domain=domain), f"{name}.py")
    done = archiver("sites", cwd=tmp_path)
    assert done.returncode == 2
    assert "already" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_two_files_cannot_declare_one_domain(tmp_path: Path) -> None:
    written(tmp_path, declaration("mast"))
    written(tmp_path, declaration("pole"), "pole.py")
    with pytest.raises(UsageError, match=r"pole\.py.*mast\.example"):
        sites_in(tmp_path, built_in_sites())


def test_other_python_that_lies_there_is_not_run(tmp_path: Path) -> None:
    written(tmp_path / "sites", "raise SystemExit('run!')\n", "settings.py")
    written(tmp_path / "sites", "from spiders.base import ThreadSpider\nraise SystemExit('run!')\n", "test_mast.py")
    (tmp_path / "sites" / "folder.py").mkdir()
    assert archiver("sites", cwd=tmp_path).returncode == 0


def test_a_folder_of_built_in_sites_is_not_read_twice() -> None:
    assert sites_in(CHECKOUT / "spiders" / "sites", {}) == {}


def test_scrapy_knows_the_users_sites_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVER_SITES", str(tmp_path))
    written(tmp_path, declaration())
    settings = Settings()
    settings.setmodule("archiver.settings")
    loader = get_spider_loader(settings)
    assert {"mast", "telecoms", "web"} <= set(loader.list())
    assert loader.load("mast").name == "mast"
    assert loader.load("web").name == "web"
    with pytest.raises(KeyError):
        loader.load("pole")


def test_scrapy_tells_what_is_wrong_with_a_users_site_in_one_line(tmp_path: Path) -> None:
    written(tmp_path, declaration("mast", 'language = "english"'))
    listed = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"],
        cwd=CHECKOUT,
        env=os.environ | {"ARCHIVER_SITES": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert listed.returncode == 2
    assert f"{tmp_path / 'mast.py'}, line 10" in listed.stderr
    assert "Traceback" not in listed.stderr


def test_the_longest_domain_decides_where_a_forum_has_a_site_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVER_SITES", str(tmp_path))
    for name, domain in (("aforum", "forum.mast.example"), ("mast", "mast.example"), ("zforum", "z.mast.example")):
        written(tmp_path, declaration(name, domain=domain), f"{name}.py")
    for address, name in {
        "https://forum.mast.example/thread/1": "aforum",
        "https://old.forum.mast.example/thread/1": "aforum",
        "https://z.mast.example/": "zforum",
        "https://www.mast.example/2024/masts": "mast",
        "https://mast.example": "mast",
        "https://notforum.mast.example/": "mast",
        "https://notmast.example/": "notmast.example",
        "https://www.telecoms.com/": "telecoms",
    }.items():
        assert site_for(address).id == name
