"""How long 200 searches take, newest first and best first, against FTS5's own ranking in the same run.

    python bench/search.py [--comments N] [--folder DIR] [--keep] [--list]

Makes an archive of N comments (200,000 unless told; 2,000,000 take ten minutes and 5 GB in DIR) and prints for each
kind of query the median, the 95th percentile and the worst in milliseconds: newest first by the clock on the wall,
and all three by that of the CPU, which says more where other programs share the machine. Every search is run once to
warm up; newest first is then measured three times, and the best of these counts. FTS5's own ranking
(``ORDER BY rank LIMIT 20``, the filters as conditions on rows) is measured once and stopped after 2 seconds of CPU.
``--list`` prints every query with its hits and times. ``--keep`` leaves the archive in DIR for the next run.

Bars at 2,000,000: newest first p95 under 100 ms, the worst under 500 ms.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from search_archive import CJK, MadeUp, make, site_id  # beside this file

from archiver.archive import Archive
from archiver.archive.search_facts import instant_sql
from archiver.archive.search_query import read_query
from archiver.archive.searching import RANKED, Sort, search

_GIVE_UP = 2.0  # seconds of CPU
_MEASURED = 3
# The ranks of words in five bands: in most comments, in a fifth, in one of 30, in one of 1,000, in a few.
_BANDS = {"in most": (0, 6), "in 1/5": (12, 40), "in 1/30": (100, 300), "in 1/1,000": (3_000, 9_000)} | {
    "rare": (60_000, 150_000)
}


@dataclass(slots=True)
class Query:
    """One search: its kind, what is typed and the filters; then the milliseconds that it took."""

    kind: str
    words: str
    filters: dict[str, Any] = field(default_factory=dict)
    wall: float = 0
    newest: float = 0
    best: float = 0
    plain: float = 0
    hits: int = 0


def main() -> int:
    """Make the archive and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--comments", type=int, default=200_000)
    options.add_argument("--folder", type=Path)
    options.add_argument("--keep", action="store_true")
    options.add_argument("--list", action="store_true")
    given = options.parse_args()
    made_up = MadeUp()
    folder = nullcontext(given.folder or ".") if given.keep else tempfile.TemporaryDirectory(dir=given.folder)
    with folder as place:
        path = Path(place, f"search-{given.comments}.db")
        if not path.exists():
            started = time.perf_counter()
            make(path, given.comments, made_up)
            size = path.stat().st_size / given.comments
            print(f"{given.comments:,} comments, {size:,.0f} bytes each, made in {time.perf_counter() - started:.0f} s")
        with Archive.for_reading(path) as archive:
            queries = queries_in(archive, made_up)
            for query in queries:
                _measure(archive, query)
                if given.list:
                    print(_line(f"{query.words[:50]} {query.filters or ''}", [query]), query.hits, flush=True)
    _print_table(queries)
    return 0


def queries_in(archive: Archive, made_up: MadeUp) -> list[Query]:
    """The 200 queries, the same at every run."""
    random = Random(7)
    words = made_up.words

    def word(band: str) -> str:
        return words[random.randrange(*_BANDS[band])]

    def text() -> list[str]:
        highest = archive.rows("SELECT max(id) AS id FROM comments")[0]["id"]
        while True:
            row = archive.rows("SELECT body FROM comments WHERE id = ?", (random.randrange(highest) + 1,))[0]
            if len(row["body"].split()) > 8:
                return str(row["body"]).split()

    def phrase(length: int) -> str:
        taken = text()
        start = random.randrange(len(taken) - length)
        return '"' + " ".join(taken[start : start + length]) + '"'

    bands = list(_BANDS)
    made = [Query(f"word {band}", word(band)) for band in bands for _ in range(12)]
    made += [Query("phrase", phrase(2 + number % 3)) for number in range(16)]
    made += [Query("phrase", '"' + " ".join(words[first : first + 3]) + '"') for first in (0, 4)]
    made += [Query("AND", f"{word(bands[n % 5])} {word(bands[n // 5 % 5])}") for n in range(16)]
    made += [Query("OR", f"{word(bands[n % 5])} OR {word(bands[n // 3 % 5])}") for n in range(12)]
    made += [Query("NOT", f"{word(bands[n % 5])} NOT {word(bands[n // 5 % 5])}") for n in range(8)]
    made += [Query("prefix", f"{word('in 1/1,000')[: 1 + n % 4]}*") for n in range(14)]
    made += [Query("prefix and", f"{word('in most')[:1]}* {word(bands[n % 5])}") for n in range(5)]
    made += [Query("site", word(bands[n % 4]), {"site": site_id(n * 2 + 1)}) for n in range(10)]
    made += [Query("author", word(bands[n % 4]), {"author": made_up.authors[10**n]}) for n in range(5)]
    made += [Query("author", word(bands[n % 3]), {"author": made_up.author()}) for n in range(3)]
    years = [{"since": f"{2006 + n}-03-15T00:00:00Z", "until": f"{2007 + n}-05-02T12:00:00Z"} for n in range(8)]
    made += [Query("time", word(bands[n % 4]), limits) for n, limits in enumerate(years)]
    made += [Query("depth", word(bands[n % 4]), {"depth": n * 2}) for n in range(6)]
    made += [Query("state", word(bands[n % 4]), {"state": "gone"}) for n in range(5)]
    combined = {"site": site_id(0), "depth": 1, "state": "visible", "until": "2020-01-01T00:00:00Z"}
    made += [Query("all filters", word(bands[n % 4]), combined) for n in range(4)]
    made += [Query("versions", word(bands[n % 4]), {"where": "versions"}) for n in range(4)]
    made += [Query("articles", word(bands[n % 5]), {"where": "articles"}) for n in range(6)]
    made += [Query("their versions", word(bands[n]), {"where": "article-versions"}) for n in range(2)]
    made += [Query("no hit", f"{word(bands[n])} {words[0]}zzz") for n in range(4)]
    made += [Query("CJK", run[:2]) for run in CJK]
    made += [Query("CJK", run[1:4]) for run in CJK[:3]]
    return made


def _measure(archive: Archive, query: Query) -> None:
    def ours(sort: Sort) -> Callable[[], object]:
        return lambda: search(archive, query.words, sort=sort, **query.filters)

    ours("newest")()
    measured = [_milliseconds(ours("newest")) for _ in range(_MEASURED)]
    query.wall = min(wall for wall, _ in measured)
    query.newest = min(cpu for _, cpu in measured)
    query.best = _milliseconds(ours("best"))[1]
    query.plain = _milliseconds(lambda: _plain(archive, query))[1]
    query.hits = len(search(archive, query.words, limit=RANKED, **query.filters))


def _milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """What it takes on the wall and of the CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1_000, (time.process_time() - cpu) * 1_000


def _plain(archive: Archive, query: Query) -> None:
    """FTS5 as it comes: all hits ranked by bm25, the filters asked of their rows."""
    where = query.filters.get("where", "comments")
    index, rows, words = {
        "comments": ("comments_fts", "comments c", 0),
        "versions": ("versions_fts", "versions v JOIN comments c ON c.id = v.comment_id", 0),
        "articles": ("articles_fts", "articles c", 1),
        "article-versions": ("article_versions_fts", "articles c", 1),
    }[where]
    row_id = "v.id" if where == "versions" else "c.id"
    site = "c.site_id" if where == "articles" else "(SELECT site_id FROM articles WHERE id = c.article_id)"
    columns = {"site": f"{site} =", "author": "c.author =", "depth": "c.depth =", "state": "c.state ="}
    columns |= {"since": f"{instant_sql('c')} >=", "until": f"{instant_sql('c')} <"}
    asked = {name: value for name, value in query.filters.items() if name in columns}
    conditions = "".join(f" AND {columns[name]} :{name}" for name in asked)
    give_up = time.process_time() + _GIVE_UP
    connection = archive.db.conn
    connection.set_progress_handler(lambda: time.process_time() > give_up, 10_000)
    try:
        connection.execute(
            f"SELECT {row_id}, snippet({index}, {words}, '[', ']', '…', 30) FROM {index} JOIN {rows}"
            f" WHERE {row_id} = {index}.rowid AND {index} MATCH :match{conditions} ORDER BY {index}.rank LIMIT 20",
            {"match": read_query(query.words).match, **asked},
        ).fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
    finally:
        connection.set_progress_handler(None, 0)


def _print_table(queries: list[Query]) -> None:
    kinds = ("newest first, wall", "newest first, CPU", "best first, CPU", "FTS5 and bm25, CPU")
    print(f"\n{'milliseconds':24}" + "".join(f"{kind:>24}" for kind in kinds))
    print(f"{'queries':24}" + f"{'p50':>8}{'p95':>8}{'worst':>8}" * len(kinds))
    for kind in dict.fromkeys(query.kind for query in queries):
        alike = [query for query in queries if query.kind == kind]
        print(_line(f"{kind} ({len(alike)})", alike))
    print(_line(f"all ({len(queries)})", queries))


def _line(name: str, queries: list[Query]) -> str:
    cells = ""
    for taken in ("wall", "newest", "best", "plain"):
        times = sorted(getattr(query, taken) for query in queries)
        p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
        cells += f"{times[len(times) // 2]:>8.1f}{p95:>8.1f}{times[-1]:>8.1f}"
    return f"{name:24}{cells}"


if __name__ == "__main__":
    sys.exit(main())
