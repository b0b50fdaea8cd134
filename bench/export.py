"""Times exports of a whole archive against ``sqlite-utils rows --csv``, in one run, each in a process of its own.

    python bench/export.py [--comments N] [--folder DIR] [--db FILE] [--formats csv,jsonl,…]

Makes an archive of N comments (100,000 unless told; 2,000,000 takes a while and 4 GB in DIR) in threads of 50, or
takes one that is there, and prints for each format rows a second of CPU time and of the clock, and the peak of memory.
Of 2,000,000 comments (2.9 GB) csv took 0.51, jsonl 0.53 and parquet 0.61 of sqlite-utils' rate: 25,600, 26,700 and
30,400 rows per CPU second against 50,200, in 90, 88 and 264 MB of memory (Python 3.11, SQLite 3.40, two busy cores).
sqlite-utils writes the same columns of ``comments`` alone: without articles, order of reading, manifest and guard
against formulas.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from archive import thread_of  # beside this file

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from exports.fields import COMMENT

A_THREAD = 50
FORMATS = "csv,jsonl,parquet,4cat,gexf,convokit"


class Cost(NamedTuple):
    """What a process took."""

    cpu: float
    wall: float
    peak: int  # bytes


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--comments", type=int, default=100_000)
    options.add_argument("--folder", type=Path)
    options.add_argument("--db", type=Path, help="an archive that is there")
    options.add_argument("--formats", default=FORMATS)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        path = given.db or Path(folder) / "archive.db"
        if given.db is None:
            fill(path, given.comments)
        with Archive.for_reading(path) as archive:
            count = archive.rows("SELECT count(*) AS n FROM comments")[0]["n"]
        print(f"{count:,} comments in {path.stat().st_size / 1e6:,.0f} MB")
        print(f"{'':<24}{'rows per CPU second':>20}{'rows per second':>17}{'peak MB':>9}{'of sqlite-utils':>17}")
        plain = min(_plain(path, Path(folder)) for _ in range(given.rounds))
        _print("sqlite-utils rows --csv", count, plain, plain)
        for name in given.formats.split(","):
            best = min(_exported(path, Path(folder), name) for _ in range(given.rounds))
            _print(f"export --format {name}", count, best, plain)
    return 0


def fill(path: Path, comments: int) -> None:
    """Make an archive of so many comments."""
    with Archive.for_writing(path) as archive:
        archive.db.execute("PRAGMA synchronous = OFF")
        for article in range(1, comments // A_THREAD + 1):
            store_observation(archive, thread_of(article, A_THREAD))
            if article * A_THREAD % 100_000 == 0:
                print(f"  {article * A_THREAD:,} stored", file=sys.stderr)


def _plain(path: Path, folder: Path) -> Cost:
    columns = [word for name in COMMENT for word in ("-c", name)]
    return _cost([sys.executable, "-m", "sqlite_utils", "rows", str(path), "comments", "--csv", *columns], folder)


def _exported(path: Path, folder: Path, name: str) -> Cost:
    out = tempfile.mkdtemp(dir=folder)
    words = ["export", "--all", "--db", str(path), "--format", name, "-o", f"{out}/made"]
    return _cost([sys.executable, "-m", "archiver", *words], folder)


def _cost(command: list[str], folder: Path) -> Cost:
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
        os.execv(command[0], command)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed: {(folder / 'err').read_text()}")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - started, used.ru_maxrss * 1024)


def _print(what: str, count: int, cost: Cost, plain: Cost) -> None:
    rates = f"{count / cost.cpu:>20,.0f}{count / cost.wall:>17,.0f}{cost.peak / 1e6:>9,.0f}"
    print(f"{what:<24}{rates}{plain.cpu / cost.cpu:>17.2f}")


if __name__ == "__main__":
    sys.exit(main())
