"""The archive is a function of the set of its observations: any history, in any order, however often (rule 3)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive.storing import store_observation, work_out
from archiver.archive.threads import read_thread
from archiver.instants import instant_text
from archiver.items import Article, Capture, Comment, Evidence, Observation, Site, ThreadPage
from pipelines.tree import build_tree
from pipelines.validate import judge_completeness
from tests.archive_equality import Contents, contents_of
from tests.threads import at

SITE = Site(id="example", domain="mast.example", timezone="Europe/London")
UNDECLARED = Site(id="mast.example", domain="mast.example")
ADDRESSES = (
    "https://mast.example/2024/05/fibre-reaches-little-wick/",
    "https://www.mast.example/2024/05/fibre-reaches-little-wick?utm_source=feed",
    "https://mast.example/2024/05/fibre-in-little-wick/",
    "https://mast.example/?p=77",
)
WORDS = ("Fibre at last", "Copper was fine", "Who pays for the mast", "5G next", "Fibre at")


@dataclass
class Said:
    """One comment of the thread as it stands on the site."""

    number: int
    author: str
    words: str
    minute: int
    parent: int | None = None
    is_hidden: bool = False


@dataclass
class Thread:
    """The thread on the site, which changes between looks."""

    said: list[Said] = field(default_factory=list)

    def change(self, random: Random) -> None:
        kind = random.choice(("add", "add", "add", "edit", "hide", "show", "move"))
        if kind == "add" or not self.said:
            earlier = [one.number for one in self.said]
            parent = random.choice([None, *earlier])
            author = random.choice(("Ada Mast", "Bo Fibre"))
            self.said.append(Said(len(self.said) + 1, author, random.choice(WORDS), random.randrange(4), parent))
            return
        one = random.choice(self.said)
        if kind == "edit":
            one.words = random.choice(WORDS)
        elif kind == "move":
            one.parent = random.choice([None, *(other.number for other in self.said if other.number < one.number)])
        else:
            one.is_hidden = kind == "hide"


@dataclass(frozen=True)
class Source:
    """How one source shows the thread."""

    source: str
    scope: str
    platform: str | None
    has_ids: bool = True
    names_parents: bool = False
    typography: tuple[str, str] = (" ", " ")


SOURCES = (
    Source("html", "html-threaded", "wordpress"),
    Source("rest", "rest", "wordpress", names_parents=True, typography=(" ", "  ")),
    Source("text", "text", None, has_ids=False, typography=(" ", " … ")),
    Source("html", "html", "generic", has_ids=False),
)


def look(thread: Thread, source: Source, minute: int, random: Random) -> ThreadPage:
    """One observation of the thread by a source, whole or broken off."""
    shown, comments = _forest(thread), []
    is_cut = random.random() < 0.2 and bool(shown)
    if is_cut:
        shown = shown[: random.randrange(len(shown)) + 1]
    for one, depth in shown:
        words = one.words.replace(*source.typography)
        comments.append(
            Comment(
                external_id=str(one.number) if source.has_ids else None,
                claimed_parent=str(one.parent) if source.names_parents and one.parent else None,
                depth_shown=0 if source.names_parents else depth,
                author=one.author,
                body=words,
                published_local=f"2024-05-01T10:0{one.minute}" if source.has_ids else "2024-05-01",
                time_basis="wall",
            )
        )
    if is_cut and comments and random.random() < 0.5:
        comments[-1].body = comments[-1].body[: len(comments[-1].body) // 2]
    observed_at = at("2024-05-06T12:00:00") + timedelta(minutes=minute)
    url = random.choice(ADDRESSES)
    site = UNDECLARED if random.random() < 0.2 else SITE
    article = Article(
        url=url,
        external_id="77" if random.random() < 0.5 else None,
        title=random.choice(("Fibre reaches Little Wick", "Fibre in Little Wick", None)),
        body=random.choice(("At last.", None)),
    )
    met = [url, random.choice(ADDRESSES)]
    said = repr((site, article, met, comments, source, is_cut))
    page = ThreadPage(
        site=site,
        article=article,
        comments=comments,
        observation=Observation(
            observed_at=observed_at, source=source.source, scope=source.scope, platform=source.platform
        ),
        evidence=Evidence(is_ended=not is_cut),
        captures=[
            Capture(url=url, captured_at=observed_at, sha256=hashlib.sha256(said.encode()).hexdigest(), size=len(said))
        ],
        article_urls=met,
    )
    build_tree(page)
    judge_completeness(page)
    return page


def _forest(thread: Thread) -> list[tuple[Said, int]]:
    """In reading order with depths; a hidden comment hides its answers."""
    shown: list[tuple[Said, int]] = []
    waiting = [(one, 0) for one in reversed(thread.said) if one.parent is None]
    while waiting:
        one, depth = waiting.pop()
        if not one.is_hidden:
            shown.append((one, depth))
            waiting += [(other, depth + 1) for other in reversed(thread.said) if other.parent == one.number]
    return shown


def history_of(random: Random, sources: tuple[Source, ...], looks: int) -> list[ThreadPage]:
    """Looks at a thread that changes between them; several may fall into one minute."""
    thread, found, minute = Thread(), [], 0
    for _ in range(looks):
        for _ in range(random.randrange(4)):
            thread.change(random)
        minute += random.randrange(2)
        found.append(look(thread, random.choice(sources), minute, random))
    return found


def stored(history: list[ThreadPage]) -> Contents:
    with TemporaryDirectory() as folder, Archive.for_writing(Path(folder) / "archive.db") as archive:
        for page in history:
            store_observation(archive, page)
        assert not archive.db.execute("PRAGMA foreign_key_check").fetchall()
        for index in ("comments_fts", "articles_fts"):
            archive.db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        return contents_of(archive)


@given(st.randoms(use_true_random=False), st.integers(2, 7))
def test_any_history_in_any_order_makes_one_archive(random: Random, looks: int) -> None:
    history = history_of(random, SOURCES, looks)
    first = stored(history)
    shuffled = [*history, *random.sample(history, random.randrange(len(history)))]
    random.shuffle(shuffled)
    assert stored(shuffled) == first


@given(st.randoms(use_true_random=False), st.integers(1, 5))
def test_working_out_again_changes_nothing(random: Random, looks: int) -> None:
    with TemporaryDirectory() as folder, Archive.for_writing(Path(folder) / "archive.db") as archive:
        for page in history_of(random, SOURCES, looks):
            store_observation(archive, page)
        before = list(archive.db.conn.iterdump())
        with archive.transaction():
            for row in archive.rows("SELECT id FROM articles"):
                work_out(archive, row["id"])
        assert list(archive.db.conn.iterdump()) == before


@given(st.randoms(use_true_random=False), st.integers(2, 6))
def test_the_thread_as_of_an_instant_is_what_an_archive_of_then_would_hold(random: Random, looks: int) -> None:
    history = [replace(page, site=SITE) for page in history_of(random, SOURCES[:3], looks)]
    for page in history:
        page.article.url = ADDRESSES[0]
        page.article_urls = []
    until = random.choice(history).observation.observed_at
    assert until is not None
    then = [page for page in history if page.observation.observed_at and page.observation.observed_at <= until]
    assert _as_of(history, instant_text(until)) == _as_of(then, None)


def _as_of(history: list[ThreadPage], as_of: str | None) -> list[dict[str, object]]:
    with TemporaryDirectory() as folder, Archive.for_writing(Path(folder) / "archive.db") as archive:
        for page in history:
            article_id = store_observation(archive, page).article_id
        thread = read_thread(archive, article_id, as_of)
        identities = {row["id"]: row["identity"] for row in thread.comments}
        assert thread.observation is not None
        about = {name: thread.article[name] for name in ("title", "body", "comment_count", "last_observed_at")}
        return [about | {"observed_at": thread.observation["observed_at"]}] + [
            {
                name: value
                for name, value in row.items()
                if name not in ("id", "article_id", "parent_id", "search_text", "search_author")
            }
            | {"parent": identities.get(row["parent_id"])}
            for row in thread.comments
        ]


def same_file(*addresses: str) -> ThreadPage:
    """One file whose page names no address, as it is read where it is said to be at another one each time."""
    page = look(Thread([Said(1, "Ada Mast", "Fibre at last", 0)]), SOURCES[0], 0, Random(1))
    page.article.url, page.article.external_id, page.article_urls = addresses[0], None, list(addresses)
    page.captures = [replace(page.captures[0], url=addresses[0])]
    return page


def test_one_file_under_two_addresses_that_are_linked_later_makes_one_archive_in_any_order() -> None:
    here, there, both = ADDRESSES[0], ADDRESSES[2], ADDRESSES[1]
    one, other, linking = same_file(here), same_file(there), same_file(both, here, there)
    linking.captures[0].sha256 = hashlib.sha256(b"a page that links both").hexdigest()
    found = [stored(list(order)) for order in permutations([one, other, linking])]
    assert all(contents == found[0] for contents in found[1:])
