"""A site on a real WordPress over some days: crawled, added to, crawled, changed in silence, looked at again.

Twenty Twenty-One, a classic theme; comments in pages of twenty, threads five deep, the newest page first, as WordPress
has it where nobody says otherwise.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.command import archiver
from tests.real.archived import KnownComment, in_archive, in_wordpress, parents_in, rows_of, without_what_pings_lack
from tests.real.crawls import Crawled, crawl
from tests.real.telecom_blog import LONG_THREAD, Blog, telecom_blog
from tests.real.wordpress_server import Asked, WordPress

_TALKED_ABOUT = [f"story-{number}" for number in (1, 5, 13, 22, 30, 41, 59)]
_REWRITTEN = "story-20"


@dataclass(slots=True)
class Stage:
    """The site and the archive after one crawl."""

    crawled: Crawled
    visible: dict[str, Any]
    seen_before: dict[str, str | None]
    asked: list[Asked]
    db: Path

    @property
    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]


@dataclass(slots=True)
class Story:
    """The stages by name, and the ids that WordPress gave to what we gave names."""

    stages: dict[str, Stage] = field(default_factory=dict)
    ids: dict[str, dict[str, int]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Stage:
        return self.stages[name]


@pytest.fixture(scope="module")
def story(wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """All that happens, one thing after the other; the tests look at what came of it."""
    folder = tmp_path_factory.mktemp("story")
    told = Story()
    seen: dict[str, str | None] = {}

    def stage(name: str, *words: str, later: str | None = None) -> None:
        before = len(wordpress.asked())
        crawled = crawl(folder / "archive.db", *words, later=later)
        kept = shutil.copy(folder / "archive.db", folder / f"{name}.db")
        visible, asked = wordpress.tell("visible"), wordpress.asked()[before:]
        told.stages[name] = Stage(crawled, visible, dict(seen), asked, Path(kept))
        seen.update(parents_in(visible))

    options = {"page_comments": 1, "comments_per_page": 20, "default_comments_page": "newest"}
    wordpress.set_options({"theme": "twentytwentyone", "thread_comments_depth": 5, **options})
    blog = telecom_blog()
    told.ids = wordpress.tell("fill", article_ids={}, comment_ids={}, **blog.said())
    stage("newest", f"{wordpress.url}/")
    stage("all", f"{wordpress.url}/", "--since", "2023-01-01")
    told.ids = wordpress.tell("fill", later="+1h", **told.ids, **_additions(blog).said())
    rewritten = ["edit article", told.ids["article_ids"][_REWRITTEN], "All of it was wrong: no line was ever laid."]
    wordpress.tell("change", later="+1h", changes=[rewritten])
    stage("added", later="+2h")
    wordpress.tell("change", later="+3h", changes=_silent_changes(blog, told.ids["comment_ids"]))
    stage("rechecked", "--recheck", later="+4h")
    stage("quiet", later="+6h")
    return told


def _additions(blog: Blog) -> Blog:
    """Three more comments in each of seven threads, and an article with a thread of its own."""
    random, at = Random(11), datetime.now(UTC).replace(microsecond=0, tzinfo=None) + timedelta(minutes=40)
    more = Blog(before=blog)
    for number, article in enumerate(_TALKED_ABOUT):
        thread = [name for name, one in blog.comments.items() if one.article == article and one.status == "1"]
        for answers in (None, thread[0], thread[-1]):
            more.add_comment(article, at + timedelta(minutes=number), random, answers=answers)
    more.add_article("story-61", at, random)
    for minutes in range(8):
        more.add_comment("story-61", at + timedelta(minutes=minutes), random)
    return more


def _readers(blog: Blog, article: str, status: str = "1") -> list[str]:
    return [
        n for n, one in blog.comments.items() if (one.article, one.status, one.kind) == (article, status, "comment")
    ]


def _silent_changes(blog: Blog, ids: dict[str, int]) -> list[list[Any]]:
    """What neither a feed nor a count nor an ETag of WordPress's tells."""
    answered = {one.answers for one in blog.comments.values()}
    lonely = [name for name in _readers(blog, "story-7") if name not in answered]
    busy = [name for name in _readers(blog, "story-8") if name in answered]
    return [
        ["edit comment", ids[_readers(blog, "story-1")[250]], "Edited: the duct was never mine."],
        ["edit comment", ids[_readers(blog, "story-9")[0]], "Edited: 光纤 is not a rumour."],
        ["delete comment", ids[lonely[0]], None],
        ["delete comment", ids[busy[0]], None],  # its answers go to whom it answered
        ["comment status", ids[busy[1]], "hold"],  # its answers stay, and answer nobody that is shown
        ["comment status", ids[lonely[1]], "trash"],
        ["comment status", ids[_readers(blog, "story-10", "0")[0]], "approve"],
        ["comment status", ids[_readers(blog, "story-1", "spam")[0]], "approve"],
    ]


def expected(stage: Stage) -> set[KnownComment]:
    return without_what_pings_lack(in_wordpress(stage.visible, stage.seen_before))


def changed(story: Story, before: str, after: str) -> tuple[set[str], set[str], set[str]]:
    """The numbers of the comments that came, that went and that say something else, by WordPress's database."""
    old = {one.number: one for one in expected(story[before])}
    new = {one.number: one for one in expected(story[after])}
    other = {number for number in old.keys() & new.keys() if old[number].text != new[number].text}
    return new.keys() - old.keys(), old.keys() - new.keys(), other


def test_the_archive_equals_the_database(story: Story) -> None:
    stage = story["all"]
    assert (story["newest"].crawled.exit_code, stage.crawled.exit_code) == (0, 0), stage.crawled.said
    comments = expected(stage)
    assert in_archive(stage.db) == comments
    assert len(comments) > 2_500
    assert max(one.depth for one in comments) >= 10
    assert max(len(article["comments"]) for article in stage.visible.values()) == LONG_THREAD
    titles = {url: article["title"] for url, article in stage.visible.items()}
    assert len(titles) == 60
    archived = rows_of(stage.db, "SELECT url, title, published_at FROM articles WHERE title NOT LIKE 'Protected: %'")
    assert {url: title for url, title, _ in archived} == titles
    written = {url: article["written"].replace(" ", "T") + "Z" for url, article in stage.visible.items()}
    assert {url: published_at for url, _, published_at in archived} == written


def test_nothing_that_wordpress_hides_is_archived(story: Story) -> None:
    stage = story["all"]
    locked = rows_of(stage.db, "SELECT id, comment_count FROM articles WHERE title LIKE 'Protected: %'")
    assert len(locked) == 1
    assert locked[0][1] == 0
    dump = "\n".join(f"{title} {body}" for title, body in rows_of(stage.db, "SELECT title, body FROM articles"))
    assert "Report number 60 " in dump
    assert not [number for number in (61, 62, 63) if f"Report number {number} " in dump], "draft, private, locked"


def test_every_thread_is_proven_complete(story: Story) -> None:
    looks = rows_of(
        story["all"].db,
        "SELECT articles.title, incomplete_reason FROM observations JOIN articles ON articles.id = article_id"
        " WHERE NOT is_complete AND title NOT LIKE 'Protected: %'",
    )
    assert looks == []


def test_no_page_is_fetched_in_vain(story: Story) -> None:
    paths = story["all"].paths
    assert not [path for path in paths if "replytocom" in path]
    twice = {path for path in paths if paths.count(path) > 1}
    paged = {path.partition("comment-page-")[0] for path in paths if "comment-page-" in path}
    assert twice == paged, "the first page of a thread of several is looked at again at the end, nothing else"
    assert {one.status for one in story["all"].asked} == {200}


def test_an_ordinary_crawl_finds_exactly_what_was_added_and_the_changed_article(story: Story) -> None:
    stage = story["added"]
    assert stage.crawled.exit_code == 0, stage.crawled.said
    came, went, other = changed(story, "all", "added")
    assert (len(came), went, other) == (29, set(), set())
    assert in_archive(stage.db) == expected(stage)
    asked_for = {path.split("/")[3] for path in stage.paths if "/story-" in path}
    assert asked_for == {*_TALKED_ABOUT, _REWRITTEN, "story-61"}
    edited = "SELECT url FROM articles WHERE (SELECT count(*) FROM article_versions WHERE article_id = articles.id) > 1"
    assert [url.split("/")[-2] for (url,) in rows_of(stage.db, edited)] == [_REWRITTEN]


def test_a_recheck_finds_exactly_the_silent_changes(story: Story) -> None:
    stage = story["rechecked"]
    assert stage.crawled.exit_code == 0, stage.crawled.said
    came, went, other = changed(story, "added", "rechecked")
    assert (len(came), len(went), len(other)) == (2, 4, 2)
    assert in_archive(stage.db) == expected(stage)
    states = "SELECT external_id FROM comments WHERE state = 'gone'"
    assert {number for (number,) in rows_of(stage.db, states)} == went
    edited = "SELECT external_id FROM comments WHERE version_count > 1"
    assert {number for (number,) in rows_of(stage.db, edited)} == other
    first = "SELECT external_id FROM comments WHERE first_observed_at > (SELECT started_at FROM runs WHERE id = 4)"
    assert {number for (number,) in rows_of(stage.db, first)} == came


def test_the_past_shows_what_was_there_before_the_silent_changes(story: Story) -> None:
    db = story["rechecked"].db
    ((between,),) = rows_of(db, "SELECT started_at FROM runs WHERE id = 4")
    for at, stage in ((between, "added"), (None, "rechecked")):
        for article in (1, 7, 8, 9, 10):
            said = _texts(_export(db, f"/story-{article}/", at))
            assert said == {
                one.number: one.text for one in expected(story[stage]) if f"/story-{article}/" in one.article
            }


def test_where_nothing_has_changed_three_requests_are_enough_and_nothing_is_written(story: Story) -> None:
    stage = story["quiet"]
    assert stage.crawled.exit_code == 0, stage.crawled.said
    begun = [datetime.fromisoformat(at) for (at,) in rows_of(stage.db, "SELECT started_at FROM runs")][-2:]
    is_one_week = len({at.isocalendar()[:2] for at in begun}) == 1  # feeds are read whole once a week
    assert [(one.path, one.status) for one in stage.asked] == [
        ("/robots.txt", 200),
        ("/comments/feed/", 304 if is_one_week else 200),
        ("/feed/", 304 if is_one_week else 200),
    ]
    for table in ("articles", "comments", "article_versions", "comment_versions", "observations"):
        everything = f"SELECT * FROM {table} ORDER BY 1"
        assert rows_of(stage.db, everything) == rows_of(story["rechecked"].db, everything)


def _export(db: Path, article: str, at: str | None) -> dict[str, Any]:
    (url,) = next(iter(rows_of(db, "SELECT url FROM articles WHERE url LIKE ?", f"%{article}")))
    when = ("--as-of", at) if at else ()
    done = archiver("export", url, "--format", "json", *when, "--db", str(db), cwd=db.parent)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def _texts(exported: dict[str, Any]) -> dict[str, str]:
    """The words of the visible comments of an exported thread, by number."""
    found, open_ones = {}, list(exported["comments"])
    while open_ones:
        one = open_ones.pop()
        open_ones += one["replies"]
        if one["state"] == "visible":
            found[one["external_id"]] = " ".join(one["body"].split())
    return found
