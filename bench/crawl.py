"""A crawl of pages of fifty comments through everything, against what its parts cost alone in the same run.

    python bench/crawl.py [--pages N] [--rounds N] [--crawl-only]

The parts are the bare fetch by the same Scrapy with an empty callback, reading (parsing and the pipelines up to the
last), one WARC record with its request, and plain ``executemany`` of the same rows into the same tables, one
transaction a page. All in CPU time, each in a process of its own, in turns, without start, end and the first pages;
of several rounds the medians count, so that a busy machine changes little. Bars: the parts are at least 0.7 of the
whole; in the crawl the reactor is never held for longer than 50 ms (p99 of its turns longer than a millisecond);
memory is flat. ``--crawl-only`` looks at the last two alone: ``--pages 20000 --rounds 1 --crawl-only``.
"""

from __future__ import annotations

import argparse
import json
import resource
import selectors
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.crawl_server import address, page, serving

FEW = 25
"""So many pages come first and do not count: they load what everything needs once."""
HURRY = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",
    "LOG_LEVEL": "ERROR",
}
NOW = datetime(2026, 11, 22, tzinfo=UTC)
BAR, LONGEST_TURN, FLAT = 0.7, 0.050, 1.1


def main() -> int:
    """Measure and print; 1 where a bar is missed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=400, help="that count")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--crawl-only", action="store_true", help="without the parts: turns and memory")
    options.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child:
        kind, port, folder = given.child
        print(json.dumps(CHILDREN[kind](int(port), Path(folder), given.pages)))
        return 0
    kinds = ["everything"] if given.crawl_only else list(CHILDREN)
    with serving() as port, tempfile.TemporaryDirectory() as folder:
        measured = _measured(port, Path(folder), given.pages, given.rounds, kinds)
        print(f"{given.pages} pages of 50 comments, {len(page(port, 1)):,} bytes; rounds: {given.rounds}")
    is_fast = given.crawl_only or _report_cost(measured)
    is_smooth = _report_turns(measured["everything"])
    is_flat = _report_memory(measured["everything"])
    is_good = is_fast and is_smooth and is_flat
    print("all bars held" if is_good else "a bar was missed")
    return 0 if is_good else 1


def _measured(port: int, folder: Path, pages: int, rounds: int, kinds: list[str]) -> dict[str, list[dict[str, Any]]]:
    """What each kind gave in each round; the kinds take turns, so that all of them meet the same weather."""
    measured: dict[str, list[dict[str, Any]]] = {kind: [] for kind in kinds}
    for number in range(rounds):
        own = folder / f"{number}"
        own.mkdir()
        for kind in kinds:
            measured[kind].append(_child(kind, port, own, pages))
    return measured


def _report_cost(measured: dict[str, list[dict[str, Any]]]) -> bool:
    spent = {kind: [one["cpu"] for one in found] for kind, found in measured.items()}
    middle = {kind: statistics.median(found) for kind, found in spent.items()}
    whole, wholes = middle.pop("everything"), spent.pop("everything")
    rounds = [sum(parts) / crawled for *parts, crawled in zip(*spent.values(), wholes, strict=True)]
    print("milliseconds of CPU a page, medians")
    for kind, seconds in middle.items():
        print(f"  {kind:<38} {1000 * seconds:>8.2f}")
    print(f"  {'the parts together':<38} {1000 * sum(middle.values()):>8.2f}")
    print(f"  {'a crawl through everything':<38} {1000 * whole:>8.2f}   ({1 / whole:.0f} pages per CPU second)")
    ratio = sum(middle.values()) / whole
    print(f"  {'the parts over the crawl':<38} {ratio:>8.2f}   (bar: {BAR}; {min(rounds):.2f} to {max(rounds):.2f})")
    return ratio >= BAR


def _report_turns(crawled: list[dict[str, Any]]) -> bool:
    held = [1000 * max(one["held"][which] for one in crawled) for which in range(3)]
    print(f"the reactor was held, p50 {held[0]:.1f}, p99 {held[1]:.1f}, at most {held[2]:.1f} ms, of the worst round")
    return held[1] <= 1000 * LONGEST_TURN


def _report_memory(crawled: list[dict[str, Any]]) -> bool:
    growths = []
    for one in crawled:
        memory = one["memory"]
        growths.append(memory[-1] / memory[len(memory) // 4])
        print("memory after each tenth of the pages, MB:", " ".join(f"{size / 2**20:.0f}" for size in memory))
    print(f"  grown since the first quarter by {max(growths):.3f}")
    return max(growths) <= FLAT


def _child(kind: str, port: int, folder: Path, pages: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--child", kind, str(port), str(folder), "--pages", str(pages)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _everything(port: int, folder: Path, pages: int) -> dict[str, Any]:
    from archiver.crawling import Target, crawl
    from spiders.web import WebSpider

    watched = _Watched(pages)
    watched.begin()
    urls = [address(port, number) for number in _numbers(pages)]
    code, counts = crawl(folder / "archive.db", {WebSpider: Target(urls=urls)}, HURRY, allow_private=True)
    assert (int(code), counts["articles_new"]) == (0, len(urls)), (code, counts)
    return {"cpu": watched.clock.a_page(), "held": watched.held(), "memory": watched.memory}


def _fetch(port: int, folder: Path, pages: int) -> dict[str, Any]:
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Bare(scrapy.Spider):
        name = "bare"
        custom_settings = {  # noqa: RUF012 (Scrapy's way)
            **{name: value for name, value in HURRY.items() if name != "AUTOTHROTTLE_ENABLED"},
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
        }

        async def start(self) -> Any:
            for number in _numbers(pages):
                yield scrapy.Request(address(port, number))

        def parse(self, response: Any) -> None:
            clock.page_done()

    clock = _Clock()
    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR"})
    process.crawl(Bare)
    process.start()
    return {"cpu": clock.a_page()}


def _reading(port: int, folder: Path, pages: int) -> dict[str, Any]:
    from archiver.items import Site
    from pipelines import normalise
    from spiders.page import Page
    from spiders.reading import read_thread

    site = Site(id="127.0.0.1", domain="127.0.0.1")

    def read(number: int, body: bytes) -> None:
        made = Page(body, url=address(port, number), captured_at=NOW, content_type="text/html; charset=utf-8")
        assert normalise(read_thread([made], site)).comments

    return {"cpu": _each(port, pages, read)}


def _warc(port: int, folder: Path, pages: int) -> dict[str, Any]:
    from archiver.captures.http_messages import HttpRequest, HttpResponse
    from archiver.captures.writing import CaptureWriter

    writer = CaptureWriter(folder / "warc")

    def write(number: int, body: bytes) -> None:
        request = HttpRequest(method="GET", target=b"/a/1/", headers=[(b"Host", b"127.0.0.1"), (b"Accept", b"*/*")])
        headers = [(b"Content-Type", b"text/html; charset=utf-8"), (b"Content-Length", b"%d" % len(body))]
        url = address(port, number)
        writer.response(HttpResponse(url=url, status=200, headers=headers, body=body, request=request), NOW)

    spent = _each(port, pages, write)
    writer.close()
    return {"cpu": spent}


def _rows(port: int, folder: Path, pages: int) -> dict[str, Any]:
    """The rows that the crawl has made, page by page into a new archive of the same schema."""
    from archiver.archive import Archive

    with Archive.for_reading(folder / "archive.db") as archive:
        articles = [row["id"] for row in archive.rows("SELECT id FROM articles ORDER BY id")]
        columns = {table: _columns(archive, table) for table in _TABLES}
        by_article = [_rows_of(archive, article, columns) for article in articles]
        shared = {table: archive.rows(f"SELECT * FROM {table}") for table in ("sites", "runs")}
    with Archive.for_writing(folder / "plain.db") as plain:
        connection = plain.db.conn
        for table, rows in shared.items():
            plain.db.table(table).insert_all(rows)
        inserts = {
            table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            for table, names in columns.items()
        }
        clock = _Clock()
        for rows in by_article:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for table, values in rows.items():
                connection.executemany(inserts[table], values)
            connection.execute("COMMIT")
            clock.page_done()
        return {"cpu": clock.a_page()}


_OF_ARTICLE = "article_id = :article"
_OF_LOOK = "observation_id IN (SELECT id FROM observations WHERE article_id = :article)"
_TABLES = {
    "articles": "id = :article",
    "article_urls": _OF_ARTICLE,
    "article_versions": "id IN (SELECT article_version_id FROM observations WHERE article_id = :article)",
    "observations": _OF_ARTICLE,
    "captures": _OF_LOOK,
    "shown_threads": _OF_ARTICLE,
    "comments": _OF_ARTICLE,
    "wordings": "id IN (SELECT wording_id FROM readings WHERE article_id = :article)",
    "readings": _OF_ARTICLE,
    "versions": "comment_id IN (SELECT id FROM comments WHERE article_id = :article)",
    "pages": "url IN (SELECT articles.url FROM articles WHERE id = :article)",
}


def _columns(archive: Any, table: str) -> list[str]:
    return [f'"{row["name"]}"' for row in archive.rows("SELECT name FROM pragma_table_info(?)", (table,))]


def _rows_of(archive: Any, article: int, columns: dict[str, list[str]]) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: [
            tuple(row)
            for row in archive.db.conn.execute(
                f"SELECT {', '.join(columns[table])} FROM {table} WHERE {condition}", {"article": article}
            )
        ]
        for table, condition in _TABLES.items()
    }


class _Clock:
    """The CPU time that this process spends on pages, without the first few."""

    def __init__(self) -> None:
        self.done = 0
        self._began = self._ended = 0.0

    def page_done(self) -> None:
        """One more."""
        self.done += 1
        self._ended = _cpu()
        if self.done == FEW:
            self._began = self._ended

    def a_page(self) -> float:
        """Seconds for each page that counts."""
        return (self._ended - self._began) / (self.done - FEW)


class _Watched:
    """A crawl's clock, its memory, and how long each turn of the reactor's loop took: between two waits."""

    def __init__(self, pages: int) -> None:
        self.clock = _Clock()
        self.memory: list[int] = []
        self._spent: list[float] = []
        self._pages = pages

    def begin(self) -> None:
        """Watch from now on."""
        from pipelines.store import StorePipeline

        select, process_item = selectors.EpollSelector.select, StorePipeline.process_item
        woken = 0.0

        def timed_select(selector: Any, timeout: float | None = None) -> Any:
            nonlocal woken
            # Before the first page is stored modules are loaded, half a second long.
            if self.clock.done and (spent := time.thread_time() - woken) > 0.001:
                self._spent.append(spent)
            ready = select(selector, timeout)
            woken = time.thread_time()
            return ready

        async def counted(pipeline: Any, item: Any) -> Any:
            stored = await process_item(pipeline, item)
            self.clock.page_done()
            if (self.clock.done - FEW) % max(1, self._pages // 10) == 0 and self.clock.done > FEW:
                self.memory.append(_memory())
            return stored

        selectors.EpollSelector.select = timed_select  # type: ignore[method-assign]  # to measure it
        StorePipeline.process_item = counted  # type: ignore[method-assign]  # likewise

    def held(self) -> tuple[float, float, float]:
        """The median, the 99th percentile and the longest, in seconds of CPU."""
        spent = sorted(self._spent)
        return spent[len(spent) // 2], spent[int(len(spent) * 0.99)], spent[-1]


def _each(port: int, pages: int, work: Callable[[int, bytes], None]) -> float:
    """The CPU time that ``work`` takes with a page."""
    spent = 0.0
    for number in _numbers(pages):
        body = page(port, number)
        began = _cpu()
        work(number, body)
        if number > FEW:
            spent += _cpu() - began
    return spent / pages


def _numbers(pages: int) -> range:
    """The few pages that do not count, and those that do."""
    return range(1, FEW + pages + 1)


def _cpu() -> float:
    return time.process_time()


def _memory() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


CHILDREN: dict[str, Callable[[int, Path, int], dict[str, Any]]] = {
    "everything": _everything,
    "fetch": _fetch,
    "reading": _reading,
    "warc": _warc,
    "rows": _rows,
}


if __name__ == "__main__":
    sys.exit(main())
