"""An archive of made-up comments to search in: the real schema, its rows written at once, its indexes made at the end.

Words are as frequent as in a language (Zipf and Mandelbrot), comments as long as readers write them (lognormal, 33
words in the middle), sites and authors as unequal as they are. A site's comments lie in years of its own, and ids do
not follow time, as where the past was imported. One comment in a hundred is gone, one in a hundred was edited, as was
one article in twenty; one comment in fifty has Chinese, Japanese or Korean in it, one in ten letters that are no plain
ones; so has one name in ten.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from archiver.archive import Archive
from archiver.archive.rows import insert_many
from archiver.archive.search_indexes import FULL_TEXT_INDEXES
from archiver.archive.search_text import indexed_name, indexed_text
from archiver.archive.upgrading import drop_search_triggers, remake_search_triggers

WORDS = 150_000
SITES = 20
AUTHORS = 60_000
CJK = (
    "华为的设备很便宜",
    "基地局很贵",
    "楽天モバイルは速い",
    "光ファイバーの工事",
    "광케이블 공사",
    "网络中立",
    "通信費が高い",
)
ACCENTED = ("Łódź", "Straße", "Ærø", "Đà Nẵng", "Malmö", "København", "Île", "Þórshöfn", "Çanakkale", "ﬁbre")
NAMES = ("Łukasz", "Jørgen", "José", "Đorđe", "Æsa", "Βασίλης", "Юлия", "田中", "김민준", "Groß")
_YEAR = 365 * 86_400
_BEGIN = 1_104_537_600  # 2005-01-01
_END = 1_735_689_600  # 2025-01-01
_AT_ONCE = 5_000
_COMMENT = (
    *("id", "article_id", "identity", "platform", "external_id", "parent_id", "depth", "depth_shown", "position"),
    *("author", "search_author", "published_at", "published_local", "published_raw", "time_basis"),
    *("body", "search_text", "body_html", "kind", "state", "first_observed_at", "gone_at", "version_count"),
)
_ARTICLE = (
    *("id", "site_id", "url", "title", "byline", "search_byline", "published_at", "published_local"),
    *("body", "search_text", "comment_count", "first_observed_at", "last_observed_at"),
)
_ARTICLE_VERSION = (
    *("id", "article_id", "facts_key", "words_key", "title", "body", "byline"),
    *("first_observed_at", "last_observed_at"),
)


class MadeUp:
    """Words, names and threads, the same at every run."""

    def __init__(self) -> None:
        self.random = Random(6)
        self.words = self._words()
        frequencies = list(accumulate(1 / (rank + 2.7) for rank in range(WORDS)))
        self._drawn = self.random.choices(self.words, cum_weights=frequencies, k=2_000_000)  # once: it takes its time
        names = [word.title() for word in self.words[:5_000]]
        self.authors = list(dict.fromkeys(self._name(names) for _ in range(AUTHORS)))
        self._author_weights = list(accumulate(1 / (rank + 20) for rank in range(len(self.authors))))

    def text(self, middle: float = 3.5) -> str:
        """Words in a row."""
        count = max(3, min(400, int(self.random.lognormvariate(middle, 0.8))))
        return " ".join(self.random.choices(self._drawn, k=count))

    def author(self) -> str:
        """A name, some far more often than others."""
        return self.random.choices(self.authors, cum_weights=self._author_weights)[0]

    def _name(self, names: list[str]) -> str:
        first = self.random.choice(NAMES if self.random.random() < 0.1 else names)
        return f"{first} {self.random.choice(names)}"

    def _words(self) -> list[str]:
        starts, ends = "b c d f g h k l m n p r s t v w st tr pl".split(), "a e i o u ea".split()
        made: dict[str, None] = {}
        while len(made) < WORDS:
            syllables = 1 + min(4, int(self.random.expovariate(0.6)))
            word = "".join(self.random.choice(starts) + self.random.choice(ends) for _ in range(syllables))
            made[word + self.random.choice(["", "", "n", "s", "r", "t"])] = None
        return list(made)


def fill(archive: Archive, comments: int, made_up: MadeUp) -> None:
    """Write so many comments, with their articles and what some of them said before."""
    db = archive.db
    db.execute("PRAGMA synchronous = OFF")
    drop_search_triggers(db)
    insert_many(archive, "sites", ("id", "domain"), [(site_id(number), site_id(number)) for number in range(SITES)])
    article_id = comment_id = 0
    shares = [1 / (rank + 1) for rank in range(SITES)]
    for site in range(SITES):
        begin = _BEGIN + made_up.random.random() * 10 * _YEAR
        end = min(_END, begin + (3 + made_up.random.random() * 12) * _YEAR)
        last = round(comments * sum(shares[: site + 1]) / sum(shares))
        while comment_id < last:
            with archive.transaction():
                until = min(last, comment_id + _AT_ONCE)
                while comment_id < until:
                    article_id += 1
                    size = min(until - comment_id, 1 + int(made_up.random.expovariate(1 / 50)))
                    at = begin + (end - begin) * made_up.random.random()
                    _write_thread(archive, made_up, article_id, site, at, comment_id, size)
                    comment_id += size
    remake_search_triggers(db)
    for index in FULL_TEXT_INDEXES[:2]:
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def site_id(number: int) -> str:
    """The id of a site."""
    return f"site{number}.example"


def _write_thread(
    archive: Archive, made_up: MadeUp, article_id: int, site: int, at: float, before: int, size: int
) -> None:
    seen = _instant(at + 60 * 86_400)
    url = f"https://{site_id(site)}/{article_id}/"
    title, byline, body = made_up.text(2.0)[:90], made_up.author(), " ".join(made_up.text(5.0) for _ in range(2))
    article = (
        *(article_id, site_id(site), url, title, byline, indexed_name(byline), _instant(at), _instant(at)[:16]),
        *(body, indexed_text(f"{title}\n\n{body}"), size, seen, seen),
    )
    insert_many(archive, "articles", _ARTICLE, [article])
    if made_up.random.random() < 0.05:
        past = made_up.text(5.0)
        version = (article_id, article_id, "made up", "made up", title, past, byline, seen, seen)
        insert_many(archive, "article_versions", _ARTICLE_VERSION, [version])
        indexed = (article_id, title, indexed_text(past) or past, indexed_name(byline) or byline)
        insert_many(archive, "article_versions_fts", ("rowid", "title", "text", "byline"), [indexed])
    rows = list(_comments(made_up, article_id, at, before, size, seen))
    insert_many(archive, "comments", _COMMENT, rows)
    edited = [row for row in rows if row[-1] == 2]
    if edited:
        _write_past_wordings(archive, made_up, article_id, edited, seen)


def _comments(
    made_up: MadeUp, article_id: int, at: float, before: int, size: int, seen: str
) -> Iterator[tuple[Any, ...]]:
    random = made_up.random
    for position in range(size):
        comment_id = before + position + 1
        body = made_up.text()
        if random.random() < 0.02:
            body += f" {random.choice(CJK)}"
        if random.random() < 0.1:
            body += f" {random.choice(ACCENTED)}"
        written = _instant(at + random.expovariate(1 / 86_400))
        depth = min(position, 12, int(random.expovariate(0.8)))
        is_gone, is_edited = random.random() < 0.01, random.random() < 0.01
        author = made_up.author()
        yield (
            *(comment_id, article_id, f"wordpress:{comment_id}", "wordpress", str(comment_id)),
            *(comment_id - 1 if depth else None, depth, min(depth, 5), position),
            *(author, indexed_name(author), written, written[:16], written, "site"),
            *(body, indexed_text(body), f"<p>{body}</p>", "comment"),
            *("gone" if is_gone else "visible", written, seen if is_gone else None, 2 if is_edited else 1),
        )


def _write_past_wordings(
    archive: Archive, made_up: MadeUp, article_id: int, edited: list[tuple[Any, ...]], seen: str
) -> None:
    insert_many(
        archive,
        "shown_threads",
        ("id", "article_id", "key", "entries", "last_observed_at"),
        [(article_id, article_id, "made up", "[]", seen)],
    )
    texts = {row[0]: made_up.text() for row in edited}
    author = _COMMENT.index("author")
    for table, columns, rows in (
        ("wordings", ("id", "article_id", "words_key", "body"), [(i, article_id, "", t) for i, t in texts.items()]),
        (
            "versions",
            ("id", "comment_id", "wording_id", "first_observed_at", "last_shown_id"),
            [(comment_id, comment_id, comment_id, seen, article_id) for comment_id in texts],
        ),
        (
            "versions_fts",
            ("rowid", "text", "author"),
            [(row[0], texts[row[0]], indexed_name(row[author]) or row[author]) for row in edited],
        ),
    ):
        insert_many(archive, table, columns, rows)


def _instant(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def make(path: Path, comments: int, made_up: MadeUp) -> None:
    """Make the archive at ``path``."""
    with Archive.for_writing(path) as archive:
        fill(archive, comments, made_up)
