"""Running spiders from the command line, and judging a crawl by what it really did.

Scrapy itself exits with 0 when every download failed, so the counts decide.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from archiver.archive import Archive
from archiver.archive.page_list import due_sites, listed_sites
from archiver.archive.site_locks import free_sites_locked, sites_locked
from archiver.captures import captures_folder
from archiver.captures.redacting import redact
from archiver.captures.writing import CaptureWriter
from archiver.errors import Exit, UsageError
from archiver.run_counts import STORAGE_FAILED
from archiver.urls import absolute_http
from spiders.base import ThreadSpider
from spiders.sites import declared_sites, site_for, spider_for
from spiders.web import WebSpider

_OBJECTS_BETWEEN_COLLECTIONS = 20_000


@dataclass(slots=True)
class Target:
    """What one spider is asked for: addresses, due or not, and sites, of which what is new or due is taken."""

    urls: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    due_only: bool = False  # feeds too
    since: str | None = None  # the first day of a span, as YYYY-MM-DD: older articles instead of what is new
    until: str | None = None  # the day after its last

    def site_ids(self) -> set[str]:
        """The sites that it touches."""
        return {site_for(url).id for url in self.urls} | set(self.sites)


Targets = dict[type[ThreadSpider], Target]


def targets_of(words: Iterable[str]) -> Targets:
    """The spiders to run and what each is asked for.

    Raises UsageError for a word that is neither a declared site's name nor an http(s) address.
    """
    targets: Targets = {}
    for word in words:
        if word in declared_sites():
            targets.setdefault(declared_sites()[word], Target()).sites.append(word)
        elif word.startswith(("http://", "https://")) and absolute_http(None, word):
            targets.setdefault(spider_for(word) or WebSpider, Target()).urls.append(word)
        else:
            raise UsageError(f"{word!r} is neither the name of a site (see `archiver sites`) nor an http(s) address.")
    return targets


def due_targets(db: Path, *, is_recheck: bool) -> Targets:
    """What the archive's page list says is due now; with ``is_recheck`` every site that it knows.

    Raises UsageError where there is no archive, or where its page list is empty.
    """
    with Archive.for_reading(db) as archive:
        known = listed_sites(archive)
        due = known if is_recheck else due_sites(archive, datetime.now(UTC))
    if not known:
        raise UsageError(
            f"{db} knows of no pages to look at again. Say what to crawl first: a site's name (see `archiver sites`), "
            "or the address of an article or of a front page."
        )
    declared = declared_sites()
    by_domain = {spider.domain: spider for spider in declared.values()}  # a site may have been declared since
    targets: Targets = {}
    for site_id in due:
        spider = declared.get(site_id) or by_domain.get(site_id, WebSpider)
        sites = targets.setdefault(spider, Target(due_only=not is_recheck)).sites
        name = site_id if spider is WebSpider else spider.name
        if name not in sites:
            sites.append(name)
    return targets


def crawl(
    db: Path,
    targets: Targets,
    overrides: Mapping[str, str],
    *,
    allow_private: bool,
    captures: bool = True,
    is_recheck: bool = False,
    leaves_out_busy: bool = False,
) -> tuple[Exit, Counter[str]]:
    """Run the spiders into the archive; gives the exit code and what was counted.

    ``overrides`` are Scrapy settings by name; ``is_recheck`` takes every known article of the sites named, due or
    not. Can be called once in a process: Twisted's reactor does not start twice.

    Raises AlreadyRunningError, with nothing written, where another process crawls one of the sites into the
    archive; with ``leaves_out_busy`` only where others crawl all of them: else those alone are left out, and it is
    said so. Raises StorageError where neither the archive nor, with ``captures``, the folder of its
    captures can be written.
    """
    settings = _settings(db, overrides, allow_private, captures)
    settings.set("ARCHIVER_RECHECK", is_recheck, priority="cmdline")
    sites = sorted(set().union(*(target.site_ids() for target in targets.values())))
    if leaves_out_busy:
        with free_sites_locked(db, sites) as free:
            return _crawl(db, _of_sites(targets, free), settings, overrides, free)
    with sites_locked(db, sites):
        return _crawl(db, targets, settings, overrides, sites)


def _of_sites(targets: Targets, sites: Iterable[str]) -> Targets:
    """What is asked for of these sites; the targets name sites alone."""
    wanted = set(sites)
    parts = {
        spider: replace(target, sites=[site for site in target.sites if site in wanted])
        for spider, target in targets.items()
    }
    return {spider: part for spider, part in parts.items() if part.sites}


def _crawl(
    db: Path, targets: Targets, settings: Settings, overrides: Mapping[str, str], sites: list[str]
) -> tuple[Exit, Counter[str]]:
    with Archive.for_writing(db) as archive:
        if settings.getbool("ARCHIVER_CAPTURES"):
            CaptureWriter(captures_folder(db)).prepare()
        arguments = {spider.name: target.urls or target.sites for spider, target in targets.items()}
        noted = {"sites": sites, "targets": arguments, "settings": dict(overrides)}
        run_id = archive.begin_run(settings["ARCHIVER_VERB"], noted)
    settings.set("ARCHIVER_RUN", run_id, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawlers = [_start(process, spider, target) for spider, target in targets.items()]
    _collect_garbage_rarely()
    process.start()
    counts = _counts(crawlers)
    exit_code = judge(counts, [_finish_reason(crawler) for crawler in crawlers])
    if exit_code is not Exit.STORAGE:
        with Archive.for_writing(db) as archive:
            redact(archive)  # captures were written before anybody knew that they hold what was erased
            archive.end_run(run_id, exit_code, dict(counts))
    return exit_code, counts


def _collect_garbage_rarely() -> None:
    """Pages are read into many thousands of objects, nearly none in cycles: looking for such took 6 % of the time."""
    gc.collect()
    gc.freeze()  # what was imported stays
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 20, 20)


def judge(counts: Mapping[str, int], reasons: Iterable[str]) -> Exit:
    """The exit code that a crawl's counts and the reasons its spiders ended for deserve."""
    reasons = set(reasons)
    if STORAGE_FAILED in reasons:
        return Exit.STORAGE
    if reasons - {"finished"}:
        return Exit.INTERRUPTED
    stored = sum(counts.get(f"articles_{how}", 0) for how in ("new", "changed", "unchanged", "erased"))
    fetched = stored + counts.get("pages_not_modified", 0) + counts.get("lists_read", 0)
    if not counts.get("pages_failed", 0):
        return Exit.DONE
    return Exit.SOME_FAILED if fetched else Exit.NOTHING_FETCHED


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


def _start(process: AsyncCrawlerProcess, spider: type[ThreadSpider], target: Target) -> Crawler:
    crawler = process.create_crawler(spider)
    process.crawl(crawler, **asdict(target))
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
