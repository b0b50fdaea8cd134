"""Times reading a page against parsing it alone, and against the readers a user would pick otherwise.

    python bench/reading.py [--bench DIR] [--peers PYTHON]

CPU time over ``lxml.html.fromstring`` on the same bytes, each reader in turn on every page, the best of three rounds
(of two, where a page takes a reader long); then what a comment costs on pages of 50 to 5,000, made up in several
mark-ups (``thread_pages.py``).
``--peers`` names the interpreter of an environment with the peers (``bench/peers.lock``): they pin other versions of
lxml, so their ratios are taken against the lxml of their own environment, in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

BENCH = Path(__file__).parents[2] / "shared" / "bench"
ROUNDS = 3
LONG = 0.1  # seconds for one page, which little disturbs: then two rounds are enough, as the first may load modules
COMMENTS = {50: 40, 500: 16, 5_000: 3}  # on a page, and how many such pages are read
Reader = Callable[[bytes], object]


def main() -> int:
    """Print a table of ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--bench", type=Path, default=BENCH)
    options.add_argument("--peers", type=Path)
    options.add_argument("--as-peers", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if not given.bench.is_dir():
        print(f"There are no pages at {given.bench}: name their folder with --bench DIR.", file=sys.stderr)
        return 2
    with_thread, without = _pages(given.bench)
    readers = _peers() if given.as_peers else _ours()
    _print_table(readers, with_thread, without)
    if not given.as_peers:
        _print_growth()
    if given.peers:
        command = [str(given.peers), "-W", "ignore", __file__, "--as-peers", "--bench", str(given.bench)]
        return subprocess.run(command, check=False).returncode
    return 0


def _pages(bench: Path) -> tuple[list[bytes], list[bytes]]:
    """The pages with comments, and those without."""
    sorted_out: tuple[list[bytes], list[bytes]] = ([], [])
    for page in sorted((bench / "pages").glob("*.html.gz")):
        gold = json.loads((bench / "gold" / page.name.replace(".html.gz", ".json")).read_text(encoding="utf-8"))
        if gold["platform"] != "excluded":
            sorted_out[gold["platform"] == "none"].append(gzip.decompress(page.read_bytes()))
    return sorted_out


def _ours() -> dict[str, Reader]:
    from datetime import UTC, datetime

    from archiver.items import Site
    from pipelines import normalise
    from spiders.page import Page
    from spiders.reading import read_thread

    now, site = datetime.now(UTC), Site(id="bench", domain="bench.example")

    def read(body: bytes, *, with_body: bool) -> object:
        return normalise(read_thread([Page(body, captured_at=now)], site, with_body=with_body))

    return {
        "parsel, parse alone": lambda body: Page(body).selector.root,
        "archiver, metadata and thread": lambda body: read(body, with_body=False),
        "archiver, with the article's body": lambda body: read(body, with_body=True),
    }


def _peers() -> dict[str, Reader]:
    """Those that are installed here; each given decoded text, as its own documentation has it."""
    found: dict[str, Reader] = {}
    for name, add in (
        ("trafilatura", _trafilatura),
        ("newspaper", _newspaper),
        ("newsplease", _newsplease),
        ("fundus", _fundus),
        ("resiliparse", _resiliparse),
    ):
        try:
            importlib.import_module(name)
        except ImportError as error:
            print(f"{name} is not here: {error}", file=sys.stderr)
        else:
            found |= add()
    return found


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def _trafilatura() -> dict[str, Reader]:
    import trafilatura

    return {
        "trafilatura": lambda body: trafilatura.bare_extraction(_text(body), include_comments=False),
        "trafilatura, with comments": lambda body: trafilatura.bare_extraction(_text(body), include_comments=True),
    }


def _newspaper() -> dict[str, Reader]:
    import newspaper

    def read(body: bytes) -> object:
        article = newspaper.Article("https://bench.example/", fetch_images=False)  # else it asks the network for each
        article.download(input_html=_text(body))
        article.parse()
        return article.text

    return {"newspaper4k": read}


def _newsplease() -> dict[str, Reader]:
    from newsplease import NewsPlease

    return {"news-please": lambda body: NewsPlease.from_html(_text(body), fetch_images=False)}


def _fundus() -> dict[str, Reader]:
    from fundus.publishers.us import US

    parser = US.APNews.parser.latest_version()

    def read(body: bytes) -> object:
        return parser.parse(_text(body), "suppress")

    return {"fundus, one publisher's parser": read}


def _resiliparse() -> dict[str, Reader]:
    from resiliparse.extract.html2text import extract_plain_text

    def read(body: bytes) -> object:
        return extract_plain_text(_text(body), main_content=True, comments=True)

    return {"resiliparse, with comments": read}


def _print_table(readers: dict[str, Reader], with_thread: list[bytes], without: list[bytes]) -> None:
    print(f"{'CPU time over lxml.html.fromstring':<38} {'with thread':>12} {'without':>9}   failed")
    base = [_seconds(_lxml, pages)[0] for pages in (with_thread, without)]
    for name, reader in readers.items():
        taken = [_seconds(reader, pages) for pages in (with_thread, without)]
        ratios = [seconds / parse for (seconds, _), parse in zip(taken, base, strict=True)]
        print(f"{name:<38} {ratios[0]:>12.2f} {ratios[1]:>9.2f}   {sum(failed for _, failed in taken)}")


def _lxml(body: bytes) -> object:
    import lxml.html

    return lxml.html.fromstring(body)


def _seconds(reader: Reader, pages: list[bytes]) -> tuple[float, int]:
    """CPU seconds over all pages, each page's best of some rounds, and on how many the reader raised."""
    total, failed = 0.0, 0
    for body in pages:
        best = float("inf")
        for played in range(ROUNDS):
            started = time.process_time()
            try:
                reader(body)
            except Exception:  # a peer may raise whatever it likes: that is counted
                failed += 1
                break
            finally:
                best = min(best, time.process_time() - started)
            if best > LONG and played:
                break
        total += best
    return total, failed


def _print_growth() -> None:
    """What one more comment costs on a page of 50, 500 and 5,000, in each of the mark-ups."""
    from thread_pages import MARK_UPS, thread_page

    from archiver.items import Site
    from pipelines import normalise
    from spiders.page import Page
    from spiders.reading import read_thread

    site = Site(id="bench", domain="bench.example")

    def read(body: bytes) -> object:
        return normalise(read_thread([Page(body)], site, with_body=False))

    heads = "".join(f"{number:>12,}" for number in COMMENTS)
    print(f"\n{'µs a comment over lxml, by comments':<38}{heads}")
    for mark_up in MARK_UPS:
        costs = ""
        for number, rounds in COMMENTS.items():
            bodies = [thread_page(mark_up, number, edition) for edition in range(rounds)]
            taken, parse = _least_seconds(read, bodies), _least_seconds(_lxml, bodies)
            costs += f"{(taken - parse) / number * 1e6:>12.0f}"
        print(f"{mark_up:<38}{costs}")


def _least_seconds(reader: Reader, bodies: list[bytes]) -> float:
    """CPU seconds for one of some pages alike, the best of all: what is short is easily disturbed.

    No page is read twice, or what a reader remembers of it would be counted as speed.
    """
    return min(_seconds_once(reader, body) for body in bodies)


def _seconds_once(reader: Reader, body: bytes) -> float:
    started = time.process_time()
    reader(body)
    return time.process_time() - started


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    sys.exit(main())
