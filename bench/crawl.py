"""A crawl of pages of fifty comments through everything, against what its parts cost alone in the same run.

    python bench/crawl.py [--pages N] [--rounds N]

The parts are the bare fetch by the same Scrapy with an empty callback, reading (parsing and the pipelines up to the
last), one WARC record with its request, and plain ``executemany`` of the same rows into the same tables, one
transaction a page. All in CPU time, start and end left out, so that a busy machine changes little. Bars: the parts
are at least 0.7 of the whole; in the crawl the reactor is never held for longer than 50 ms (p99 of its turns longer
than a millisecond); memory is flat.
"""

from __future__ import annotations

import argparse
import json
import resource
import selectors
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
"""So many pages are crawled too, and what they cost is taken off: start, imports and end."""
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
    options.add_argument("--pages", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=3, help="the best of so many is taken")
    options.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.child:
        kind, port, folder = given.child
        print(json.dumps(CHILDREN[kind](int(port), Path(folder), given.pages)))
        return 0
    with serving() as port, tempfile.TemporaryDirectory() as folder:
        return _report(port, Path(folder), given.pages, given.rounds)


def _report(port: int, folder: Path, pages: int, rounds: int) -> int:
    measured: dict[str, dict[str, Any]] = {}
    for number in range(rounds):
        for kind in CHILDREN:  # in turns: all of them meet the same weather
            own = folder / f"{number}"
            own.mkdir(exist_ok=True)
            found = _child(kind, port, own, pages)
            found["a page"] = found["cpu"] / pages
            if kind in ("everything", "fetch"):
                few = own / "few"
                few.mkdir(exist_ok=True)
                found["a page"] = (found["cpu"] - _child(kind, port, few, FEW)["cpu"]) / (pages - FEW)
            if kind not in measured or found["a page"] < measured[kind]["a page"]:
                measured[kind] = found
    spent = {kind: found["a page"] for kind, found in measured.items()}
    whole = spent.pop("everything")
    crawled = measured["everything"]
    print(f"{pages} pages of 50 comments, {len(page(port, 1)):,} bytes; milliseconds of CPU a page")
    for kind, seconds in spent.items():
        print(f"  {kind:<38} {1000 * seconds:>8.2f}")
    print(f"  {'the parts together':<38} {1000 * sum(spent.values()):>8.2f}")
    print(f"  {'a crawl through everything':<38} {1000 * whole:>8.2f}   ({1 / whole:.0f} pages per CPU second)")
    ratio = sum(spent.values()) / whole
    print(f"  {'the parts over the crawl':<38} {ratio:>8.2f}   (bar: {BAR})")
    held = crawled["held"]
    print(f"the reactor was held, p50 {1000 * held[0]:.1f}, p99 {1000 * held[1]:.1f}, at most {1000 * held[2]:.1f} ms")
    memory = crawled["memory"]
    print("memory after each tenth of the pages, MB:", " ".join(f"{size / 2**20:.0f}" for size in memory))
    growth = memory[-1] / memory[len(memory) // 4]
    is_good = ratio >= BAR and held[1] <= LONGEST_TURN and growth <= FLAT
    print(f"  grown since the first quarter by {growth:.3f}; {'all bars held' if is_good else 'a bar was missed'}")
    return 0 if is_good else 1


def _child(kind: str, port: int, folder: Path, pages: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--child", kind, str(port), str(folder), "--pages", str(pages)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _everything(port: int, folder: Path, pages: int) -> dict[str, Any]:
    from archiver.crawling import Target, crawl
    from spiders.web import WebSpider

    turns = _Turns(port, pages)
    turns.watch()
    urls = [address(port, number) for number in range(1, pages + 1)]
    began = _cpu()
    code, counts = crawl(folder / "archive.db", {WebSpider: Target(urls=urls)}, HURRY, allow_private=True)
    spent = _cpu() - began
    assert (int(code), counts["articles_new"]) == (0, pages), (code, counts)
    return {"cpu": spent, "held": turns.held(), "memory": turns.memory}


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
            for number in range(1, pages + 1):
                yield scrapy.Request(address(port, number))

        def parse(self, response: Any) -> None:
            pass

    process = AsyncCrawlerProcess()
    began = _cpu()
    process.crawl(Bare)
    process.start()
    return {"cpu": _cpu() - began}


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
        began = _cpu()
        for rows in by_article:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for table, values in rows.items():
                connection.executemany(inserts[table], values)
            connection.execute("COMMIT")
        return {"cpu": (_cpu() - began) * pages / len(articles)}


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


class _Turns:
    """How long each turn of the reactor's loop took, from one wait for the network to the next, and the memory."""

    def __init__(self, port: int, pages: int) -> None:
        self._spent: list[float] = []
        self._asked = f"127.0.0.1:{port}"
        self._pages = pages
        self._done = 0
        self.memory: list[int] = []

    def watch(self) -> None:
        """From now on."""
        from pipelines.store import StorePipeline

        select, process_item = selectors.EpollSelector.select, StorePipeline.process_item
        woken = 0.0

        def timed_select(selector: Any, timeout: float | None = None) -> Any:
            nonlocal woken
            if woken and (spent := time.thread_time() - woken) > 0.001:
                self._spent.append(spent)
            ready = select(selector, timeout)
            woken = time.thread_time()
            return ready

        async def counted(pipeline: Any, item: Any) -> Any:
            stored = await process_item(pipeline, item)
            self._done += 1
            if self._done % max(1, self._pages // 10) == 0:
                self.memory.append(_memory())
            return stored

        selectors.EpollSelector.select = timed_select  # type: ignore[method-assign]  # to measure it
        StorePipeline.process_item = counted  # type: ignore[method-assign]  # likewise

    def held(self) -> tuple[float, float, float]:
        """The median, the 99th percentile and the longest, in seconds of CPU."""
        spent = sorted(self._spent)
        return spent[len(spent) // 2], spent[int(len(spent) * 0.99)], spent[-1]


def _each(port: int, pages: int, work: Callable[[int, bytes], None]) -> float:
    """The CPU time that ``work`` takes with each page."""
    spent = 0.0
    for number in range(1, pages + 1):
        body = page(port, number)
        began = _cpu()
        work(number, body)
        spent += _cpu() - began
    return spent


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
