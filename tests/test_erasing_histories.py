"""Erasing at any point of a history: what is erased stays away in whatever order looks and erasures come."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive.erasing import Author, Plan, erase, plan_article, plan_author, plan_comments
from archiver.archive.erasures import Erased
from archiver.archive.looks import looks_at
from archiver.archive.readings import Readings
from archiver.archive.shown_threads import ShownThreads
from archiver.archive.storing import store_observation
from archiver.archive.verifying import verify
from archiver.captures.erasure import finish
from tests.archive_equality import Contents, contents_of
from tests.test_erasing import contents_of_new
from tests.test_history_properties import SITE, SOURCES, history_of


def erase_something(archive: Archive, random: Random, *, also_articles: bool) -> None:
    """A comment, its author or, seldom, the article."""
    found = archive.rows("SELECT * FROM comments WHERE kind = 'comment' AND state <> 'erased' ORDER BY id")
    if not found:
        return
    one = random.choice(found)
    plans: list[Plan] = [plan_comments(archive, [one["id"]]) for _ in range(3)]
    plans.append(plan_author(archive, Author(name=one["author"])))
    if also_articles:
        plans.append(plan_article(archive, one["article_id"]))
    erase(archive, random.choice(plans))


def contents_but_sites(archive: Archive) -> Contents:
    return contents_of(archive) | {"sites": []}


def shows_erased_equals(archive: Archive) -> bool:
    """Whether one look shows several erased comments of one author and words: which is which, nobody knows then."""
    for article in archive.rows("SELECT id FROM articles"):
        readings = Readings(archive, article["id"], is_new=False).by_id
        shown = ShownThreads(archive, article["id"])
        for look in looks_at(archive, article["id"]):
            words = [Erased.read(readings[one].facts.erased).words for one in shown[look.shown_id].readings]
            if max(Counter(filter(None, words)).values(), default=0) > 1:
                return True
    return False


# Making a failing history smaller takes minutes: each takes several archives.
@settings(max_examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.randoms(use_true_random=False), st.integers(1, 6), st.booleans())
def test_looks_and_erasures_in_any_order_make_one_archive(random: Random, looks: int, also_articles: bool) -> None:
    history = history_of(random, SOURCES, looks)
    for page in history:  # a beginning of words is words of its own: nobody can know it for that of erased ones
        if page.observation.incomplete_reason == "truncated":
            page.observation.incomplete_reason = "unknown"
        if also_articles:  # what an erased article's looks said of its site stays
            page.site = SITE
    random.shuffle(history)
    with TemporaryDirectory() as folder, Archive.for_writing(Path(folder) / "archive.db") as archive:
        for page in history:
            store_observation(archive, page)
            if random.random() < 0.4:
                erase_something(archive, random, also_articles=also_articles)
        after = contents_but_sites(archive)
        shuffled = [*history, *random.sample(history, random.randrange(len(history)))]
        random.shuffle(shuffled)
        for page in shuffled:
            store_observation(archive, page)
        assume(not shows_erased_equals(archive))
        assert contents_but_sites(archive) == after
        new = contents_of_new(archive, Path(folder) / "new.db", shuffled)
        assert new | {"sites": []} == after
        finish(archive)
        assert list(verify(archive.path)) == []
