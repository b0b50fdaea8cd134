"""What it costs to keep captures: writing WARC records, and crawls of the demo's site with and without them.

    python bench/captures.py [--rounds N]

CPU time, each the best of some rounds, as ratios: those of a busy machine hold too.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random

from warcio.warcwriter import WARCWriter

from archiver.captures.http_messages import HttpRequest, HttpResponse
from archiver.captures.reading import read_capture
from archiver.captures.writing import GZIP_LEVEL, CaptureWriter
from archiver.demo.site import DemoSite
from archiver.items import Site, ThreadPage
from pipelines import normalise
from spiders.page import Page
from spiders.reading import read_thread

HURRY = ("--allow-private", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
PAGES = 200
WORDS = "the mast fibre backhaul of spectrum a village operator and 5G copper roaming to price auction cap".split()
SITE = Site(id="bench", domain="mast.example")
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    rounds = options.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        _print_writing(Path(folder), rounds)
        _print_crawls(Path(folder), rounds)
    return 0


def _print_writing(folder: Path, rounds: int) -> None:
    pages = [_page(number) for number in range(PAGES)]
    size = sum(map(len, pages)) // PAGES
    places = []

    def write() -> None:
        shutil.rmtree(folder / "captures", ignore_errors=True)
        writer = CaptureWriter(folder / "captures")
        places[:] = [writer.response(_response(page), NOW) for page in pages]
        writer.close()

    def read() -> None:
        for place in places:
            read_capture(folder / "captures", place.file, place.offset, place.length)

    writing = _seconds(write, rounds)
    compressing = _seconds(lambda: [zlib.compress(page, GZIP_LEVEL) for page in pages], rounds)
    highest = _seconds(lambda: _write_as_warcio_does(pages), rounds)
    reading = _seconds(read, rounds)
    threads = _seconds(lambda: [_read_thread(page) for page in pages], rounds)
    print(f"{PAGES} responses of {size:,} bytes, each with its request")
    print(f"  responses written per CPU second       {PAGES / writing:>8.0f}")
    print(f"  … over gzip {GZIP_LEVEL} of their bodies alone     {writing / compressing:>8.2f} times the CPU")
    print(f"  … over warcio's own writer (gzip 9)    {writing / highest:>8.2f} times the CPU")
    print(f"  … over reading the pages' threads      {writing / threads:>8.2f} times the CPU")
    print(f"  read back, over written                {reading / writing:>8.2f} times the CPU")


def _print_crawls(folder: Path, rounds: int) -> None:
    spent: dict[str, float] = {}
    for name, words in (("with", ()), ("without", ("--no-captures",))):
        spent[name] = min(_crawl_seconds(folder / f"{name}-{number}.db", words) for number in range(rounds))
    captures = folder / "with-0.captures"
    print("a crawl of the demo's site")
    print(f"  with captures, over without            {spent['with'] / spent['without']:>8.2f} times the CPU")
    print(f"  bytes of captures over the archive's   {_size(captures) / (folder / 'with-0.db').stat().st_size:>8.2f}")


def _crawl_seconds(db: Path, words: tuple[str, ...]) -> float:
    before = _children()
    with DemoSite() as site:
        crawl = [sys.executable, "-m", "archiver", "crawl", site.url, "--db", str(db), *HURRY, *words]
        subprocess.run(crawl, check=True, capture_output=True)
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _seconds(work: Callable[[], object], rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def _write_as_warcio_does(pages: list[bytes]) -> None:
    writer = WARCWriter(BytesIO(), gzip=True, warc_version="1.1")
    for page in pages:
        head = _response(page).head()
        block = BytesIO(head + page)
        writer.write_record(writer.create_warc_record("https://mast.example/", "response", payload=block))


def _read_thread(page: bytes) -> ThreadPage:
    thread = normalise(read_thread([Page(page, url="https://mast.example/masts/", captured_at=NOW)], SITE))
    assert thread.comments
    return thread


def _response(page: bytes) -> HttpResponse:
    request = HttpRequest(method="GET", target=b"/masts/", headers=[(b"Host", b"mast.example")])
    return HttpResponse(
        url="https://mast.example/masts/",
        status=200,
        headers=[(b"Content-Type", b"text/html; charset=utf-8"), (b"Server", b"bench")],
        body=page,
        request=request,
    )


def _page(number: int) -> bytes:
    """A page of about 60 KB that compresses as pages do."""
    random = Random(number)
    comments = (
        f'<li id="comment-{random.randrange(10**6)}" class="comment depth-1"><article class="comment-body">'
        f'<b class="fn">Ada {random.choice(WORDS)}</b><time datetime="2024-05-06T11:{random.randrange(10, 60)}:00Z">'
        f'6 May 2024</time><div class="comment-content"><p>{" ".join(random.choices(WORDS, k=40))}</p></div>'
        "</article></li>"
        for _ in range(140)
    )
    thread = f'<div id="comments"><ol class="comment-list">{"".join(comments)}</ol><div id="respond"></div></div>'
    return f'<!DOCTYPE html><html><body class="single">{thread}</body></html>'.encode()


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


if __name__ == "__main__":
    sys.exit(main())
