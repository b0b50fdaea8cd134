"""Times the archive's writing and reading against plain SQLite, as ratios within one run.

    python bench/archive.py [--comments N] [--folder DIR]

Prints, with N comments in the archive before (10,000 unless told; 2,000,000 for the large one, which takes a while
and 9 GB in DIR, where the filled archive is kept for the next time):

- rows: the rows of ``comments`` written by us against ``executemany`` of the same rows, without full-text index
- observations: whole observations of 50 new comments against ``executemany`` of all rows they end as, with index; both
  write into a copy of the same filled archive, in as many transactions, under the same settings, and take turns
- unchanged: an unchanged observation of 600 comments against its first storing
- bytes per comment, and per changed observation of a 600-comment thread
- the thread of 600 comments with 100 looks as of an instant, in milliseconds of CPU
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median

from archiver.archive import Archive
from archiver.archive.rows import insert_many
from archiver.archive.storing import store_observation
from archiver.archive.threads import read_thread
from archiver.instants import instant_text
from archiver.items import Article, Capture, Comment, Evidence, Observation, Site, ThreadPage
from pipelines.tree import build_tree
from pipelines.validate import judge_completeness

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
SITE = Site(id="bench", domain="bench.example", timezone="Europe/London", language="en")
VOCABULARY = [
    *"the mast fibre copper of to and a in is that it for on with as are at be this have from or had by but".split(),
    *(f"word{number}" for number in range(5_000)),
]
TABLES = (
    "sites",
    "articles",
    "article_urls",
    "article_ids",
    "article_versions",
    "shown_threads",
    "observations",
    "captures",
    "comments",
    "wordings",
    "readings",
    "versions",
)


def main() -> int:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--comments", type=int, default=10_000)
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        path, copy = Path(folder) / "archive.db", Path(folder) / "plain.db"
        filled = _filled(given.folder or Path(folder), given.comments)
        for one in (path, copy):
            shutil.copyfile(filled, one)
        with Archive.for_writing(path) as archive, closing(_plain(copy)) as plain:
            stored = archive.db.table("comments").count
            print(f"{path.stat().st_size / stored:>10,.0f}  bytes per comment, full-text index and all versions in it")
            _print_rows(archive)
            _print_observations(archive, plain)
            _print_unchanged(archive)
            _print_past(archive)
    return 0


def thread_of(article: int, comments: int, look: int = 0, edited: int = 0) -> ThreadPage:
    """One observation of a made-up thread; ``edited`` of its comments say something else than at look 0."""
    observed_at = BEGIN + timedelta(minutes=article, days=look)
    random = Random(article)
    url = f"https://bench.example/{article}/a-story-about-masts/"
    page = ThreadPage(
        site=SITE,
        article=Article(url=url, title=f"Masts {article}", body=" ".join(random.choices(VOCABULARY, k=300))),
        comments=[_comment(random, article, number, number < edited, look) for number in range(comments)],
        observation=Observation(observed_at=observed_at, source="html", scope="html", platform="wordpress"),
        evidence=Evidence(is_ended=True),
        captures=[
            Capture(
                url=url,
                captured_at=observed_at,
                status=200,
                size=60_000,
                sha256=hashlib.sha256(f"{article} {look}".encode()).hexdigest(),
            )
        ],
    )
    build_tree(page)
    judge_completeness(page)
    return page


def _comment(random: Random, article: int, number: int, is_edited: bool, look: int) -> Comment:
    words = " ".join(random.choices(VOCABULARY, k=38))[:250]
    written = BEGIN + timedelta(minutes=article + number)
    body = f"{words} edit {look}" if is_edited else words
    return Comment(
        external_id=str(article * 10_000 + number),
        depth_shown=min(number % 7, 5),
        author=f"Reader {random.randrange(5_000)}",
        author_url=None,
        published_raw=written.strftime("%d %B %Y at %H:%M"),
        published_local=written.strftime("%Y-%m-%dT%H:%M"),
        published_at=written,
        time_basis="site",
        body=body,
        body_html=f"<p>{body}</p>",
    )


def _filled(folder: Path, comments: int) -> Path:
    """An archive with so many comments, made unless an earlier run has left it there."""
    path = folder / f"filled-{comments}.db"
    if not path.exists():
        unfinished = folder / f"unfinished-{comments}.db"
        with Archive.for_writing(unfinished) as archive:
            _fill(archive, comments)
        unfinished.rename(path)
    return path


def _fill(archive: Archive, comments: int) -> None:
    filled = article = 0
    while filled < comments:
        article += 1
        store_observation(archive, thread_of(article, 50))
        filled += 50
        if article % 2_000 == 0:
            print(f"  {filled:,} stored", file=sys.stderr)


def _cpu(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def _print_rows(archive: Archive) -> None:
    """Comment rows alone: what our own way of inserting costs over the statement itself."""
    with tempfile.TemporaryDirectory() as folder, Archive.for_writing(Path(folder) / "rows.db") as scratch:
        store_observation(scratch, thread_of(1, 600))
        columns = [row[1] for row in scratch.db.execute("PRAGMA table_info(comments)").fetchall()]
        rows = [tuple(row) for row in scratch.db.execute("SELECT * FROM comments").fetchall()]
    del archive
    many = [(number * 1_000 + row[0], *row[1:]) for number in range(1, 17) for row in rows]
    statement = f"INSERT INTO comments VALUES ({', '.join('?' * len(columns))})"
    ours, plain = [], []
    for _ in range(3):
        ours.append(_written(lambda db: insert_many(db, "comments", columns, many)))
        plain.append(_written(lambda db: db.db.conn.executemany(statement, many)))
    print(f"{min(plain) / min(ours):>10.2f}  rows without full-text index: rate, over executemany (bar 0.6)")


def _written(write: Callable[[Archive], object]) -> float:
    with tempfile.TemporaryDirectory() as folder, Archive.for_writing(Path(folder) / "rows.db") as scratch:
        for name in ("insert", "delete", "update"):
            scratch.db.execute(f"DROP TRIGGER comments_fts_{name}")
        scratch.db.execute("PRAGMA foreign_keys = OFF")

        def all_at_once() -> None:
            with scratch.transaction():
                write(scratch)

        return _cpu(all_at_once)


def _plain(path: Path) -> sqlite3.Connection:
    """A connection without anything of ours, set as an archive's is; it need not check what refers to what."""
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL")
    plain.execute("PRAGMA synchronous = FULL")
    return plain


def _print_observations(archive: Archive, plain: sqlite3.Connection, rounds: int = 14, articles: int = 20) -> None:
    """Whole new threads of 50 comments, against all the rows that they end as, written by plain statements.

    Both files hold the same before each round, the full-text index in the same state of merging, too: in an index
    that was merged into one piece before, writing costs half of what it costs in one that has grown. The first round
    is not counted: it fills the caches.
    """
    ours: list[float] = []
    taken: list[float] = []
    for number in range(rounds):
        threads = [thread_of(5_000_000 + number * articles + one, 50) for one in range(articles)]
        before = {table: _highest(archive, table) for table in TABLES}
        stored = _cpu(partial(_store_all, archive, threads))
        rows = {table: _rows_after(archive, table, before[table]) for table in TABLES}
        copied = _cpu(partial(_copy, plain, rows, articles))
        if number:
            ours.append(stored)
            taken.append(copied)
    rate = median(copied / stored for copied, stored in zip(taken, ours, strict=True))
    comments = articles * 50
    print(f"{rate:>10.2f}  observations of 50 new comments: rate, over executemany of the same rows (bar 0.5)")
    print(f"{median(ours) / comments * 1e6:>10.0f}  µs of CPU a comment; plain {median(taken) / comments * 1e6:.0f}")


def _store_all(archive: Archive, threads: list[ThreadPage]) -> None:
    for page in threads:
        store_observation(archive, page)


def _highest(archive: Archive, table: str) -> int:
    return int(archive.db.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0])


def _rows_after(archive: Archive, table: str, rowid: int) -> list[tuple[object, ...]]:
    return [tuple(row) for row in archive.db.execute(f"SELECT * FROM {table} WHERE rowid > ?", [rowid]).fetchall()]


def _copy(plain: sqlite3.Connection, rows: dict[str, list[tuple[object, ...]]], transactions: int) -> None:
    """The same rows in as many transactions, each table's by one statement."""
    for number in range(transactions):
        plain.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            part = list(_part(rows[table], number, transactions))
            if part:
                plain.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(part[0]))})", part)
        plain.execute("COMMIT")


def _part(rows: list[tuple[object, ...]], number: int, of: int) -> Iterator[tuple[object, ...]]:
    share = -(-len(rows) // of)
    yield from rows[number * share : (number + 1) * share]


def _print_unchanged(archive: Archive) -> None:
    first, again = [], []
    for number in range(3):
        article = 6_000_000 + number
        first.append(_cpu(partial(store_observation, archive, thread_of(article, 600))))
        again.append(_cpu(partial(store_observation, archive, thread_of(article, 600, look=1))))
    print(f"{min(again) / min(first):>10.3f}  an unchanged look at 600 comments, over its first storing (bar 0.1)")


def _print_past(archive: Archive) -> None:
    """A thread of 600 comments that changes a little at each of 100 looks."""
    before = _pages(archive)
    article_id = store_observation(archive, thread_of(7_000_000, 600)).article_id
    first = _pages(archive)
    for look in range(1, 100):
        store_observation(archive, thread_of(7_000_000, 600, look, edited=1 + look % 3))
    size = archive.db.execute("PRAGMA page_size").fetchone()[0]
    print(f"{(first - before) * size:>10,}  bytes of a thread of 600 comments")
    print(f"{(_pages(archive) - first) * size / 99:>10,.0f}  bytes of each changed look at it (1 to 3 edits)")
    instants = [instant_text(BEGIN + timedelta(minutes=7_000_000, days=look, hours=1)) for look in range(0, 100, 5)]
    # The best of several rounds: whatever else the machine does for a moment hits one reading of an instant, not all.
    rounds = [[_cpu(partial(read_thread, archive, article_id, as_of)) * 1000 for as_of in instants] for _ in range(5)]
    taken = sorted(map(min, zip(*rounds, strict=True)))
    print(
        f"{taken[len(taken) // 2]:>10.1f}  ms of CPU for the thread as of an instant, {taken[-1]:.1f} at worst (bar 20)"
    )


def _pages(archive: Archive) -> int:
    """How many pages of the file are in use: merging the full-text index leaves free ones, in bursts."""
    count, free = (archive.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count"))
    return int(count - free)


if __name__ == "__main__":
    sys.exit(main())
