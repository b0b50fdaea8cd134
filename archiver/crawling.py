"""Running spiders from the command line, and judging a crawl by what it really did.

Scrapy itself exits with 0 when every download failed, so the counts decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from archiver.archive import Archive
from archiver.archive.site_locks import sites_locked
from archiver.captures import captures_folder
from archiver.captures.writing import CaptureWriter
from archiver.errors import Exit, UsageError
from archiver.run_counts import STORAGE_FAILED
from archiver.urls import absolute_http
from spiders.base import ThreadSpider
from spiders.sites import declared_sites, site_for, spider_for
from spiders.web import WebSpider

Targets = dict[type[ThreadSpider], list[str]]


def targets_of(words: Iterable[str]) -> Targets:
    """The spiders to run, each with the addresses it is asked for; none means all that its site announces.

    Raises UsageError for a word that is neither a declared site's name nor an http(s) address.
    """
    targets: Targets = {}
    for word in words:
        if word in declared_sites():
            targets.setdefault(declared_sites()[word], [])
        elif word.startswith(("http://", "https://")) and absolute_http(None, word):
            targets.setdefault(spider_for(word) or WebSpider, []).append(word)
        else:
            raise UsageError(f"{word!r} is neither the name of a site (see `archiver sites`) nor an http(s) address.")
    return targets


def crawl(
    db: Path, targets: Targets, overrides: Mapping[str, str], *, allow_private: bool, captures: bool = True
) -> tuple[Exit, Counter[str]]:
    """Run the spiders into the archive; gives the exit code and what was counted.

    ``overrides`` are Scrapy settings by name. Can be called once in a process: Twisted's reactor does not
    start twice. Raises AlreadyRunningError, with nothing written, where another process crawls one of the sites
    into the archive. Raises StorageError where neither the archive nor, with ``captures``, the folder of its
    captures can be written.
    """
    sites = _sites(targets)
    with sites_locked(db, sites):
        return _crawl(db, targets, overrides, allow_private, captures, sites)


def _crawl(
    db: Path, targets: Targets, overrides: Mapping[str, str], allow_private: bool, captures: bool, sites: list[str]
) -> tuple[Exit, Counter[str]]:
    settings = _settings(db, overrides, allow_private, captures)
    with Archive.for_writing(db) as archive:
        if settings.getbool("ARCHIVER_CAPTURES"):
            CaptureWriter(captures_folder(db)).prepare()
        arguments = {spider.name: urls for spider, urls in targets.items()}
        noted = {"sites": sites, "targets": arguments, "settings": dict(overrides)}
        run_id = archive.begin_run(settings["ARCHIVER_VERB"], noted)
    settings.set("ARCHIVER_RUN", run_id, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawlers = [_start(process, spider, urls) for spider, urls in targets.items()]
    process.start()
    counts = _counts(crawlers)
    exit_code = judge(counts, [_finish_reason(crawler) for crawler in crawlers])
    if exit_code is not Exit.STORAGE:
        with Archive.for_writing(db) as archive:
            archive.end_run(run_id, exit_code, dict(counts))
    return exit_code, counts


def _sites(targets: Targets) -> list[str]:
    """The ids of the sites that are asked for something."""
    return sorted(
        {site for spider, urls in targets.items() for site in {site_for(u).id for u in urls} or {spider.name}}
    )


def judge(counts: Mapping[str, int], reasons: Iterable[str]) -> Exit:
    """The exit code that a crawl's counts and the reasons its spiders ended for deserve."""
    reasons = set(reasons)
    if STORAGE_FAILED in reasons:
        return Exit.STORAGE
    if reasons - {"finished"}:
        return Exit.INTERRUPTED
    stored = sum(counts.get(f"articles_{how}", 0) for how in ("new", "changed", "unchanged"))
    failed = counts.get("pages_failed", 0)
    if not stored and (failed or counts.get("pages_forbidden", 0)):
        return Exit.NOTHING_FETCHED
    return Exit.SOME_FAILED if failed else Exit.DONE


def _settings(db: Path, overrides: Mapping[str, str], allow_private: bool, captures: bool) -> Settings:
    settings = get_project_settings()
    settings.setmodule("archiver.settings", priority="project")
    settings.setdict(dict(overrides), priority="cmdline")
    settings.set("ARCHIVER_DB", str(db.absolute()), priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", "LOG_FILE" in overrides, priority="cmdline")
    if not captures:
        settings.set("ARCHIVER_CAPTURES", False, priority="cmdline")
    if allow_private:
        settings.set("ARCHIVER_ALLOW_PRIVATE", True, priority="cmdline")
    return settings


def _start(process: AsyncCrawlerProcess, spider: type[ThreadSpider], urls: list[str]) -> Crawler:
    crawler = process.create_crawler(spider)
    process.crawl(crawler, urls=urls)
    return crawler


def _counts(crawlers: Iterable[Crawler]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for crawler in crawlers:
        stats: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
        for name, value in stats.items():
            if name.startswith("archiver/"):
                counts[name.removeprefix("archiver/")] += value
            elif name == "spider_exceptions/count":
                counts["pages_failed"] += value
    return counts


def _finish_reason(crawler: Crawler) -> str:
    return str(crawler.stats.get_value("finish_reason")) if crawler.stats else "not started"
