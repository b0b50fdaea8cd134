"""Whatever came in and was erased in whatever order: no word is left on the disk, and others' rows rebuild equal."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive.erasing import Author, Plan, plan_article, plan_author, plan_comments
from archiver.archive.verifying import verify
from archiver.captures.erasure import erase_everywhere, records_holding
from archiver.captures.keeping import ImportedFile, store_with_captures
from archiver.captures.rebuilding import rebuild_old
from archiver.captures.redacting import redact
from archiver.captures.writing import CaptureWriter
from pipelines import normalise
from spiders.page import Page
from spiders.saved import read_saved
from tests.captures.erased_pages import contents, kept, walked
from tests.captures.warc_files import is_valid
from tests.erased_words import texts_in
from tests.threads import at
from tests.wordpress_pages import article_page, comment_item

AUTHORS = ("Ada Mästle", "Bo “Fibre” O’Duct", "Çy Köpper")
FORMS = (
    "Said {0} über {1} & {2} — {3} naïve {4}",
    "<b>{0}</b> “{1}” “{2}” {3} or {4}",
    "光纤 {0} {1} 華為 {2} {3} … {4}",
)


@dataclass
class Said:
    """One comment as it stands on its page; each of its words is nobody else's."""

    number: int
    author: str
    words: str
    parent: int | None


@dataclass
class World:
    """A site with two articles, the archive of it, and what must be nowhere any more."""

    folder: Path
    random: Random
    threads: dict[str, list[Said]] = field(default_factory=lambda: {"masts": [], "ferry": []})
    clock: int = 0
    said: int = 0
    ever: list[tuple[str, int, str, str]] = field(default_factory=list)  # slug, number, author, words
    gone: set[str] = field(default_factory=set)  # authors, slugs, and slugs with a comment's number

    def words(self) -> str:
        self.said += 1
        return self.random.choice(FORMS).format(*(f"q{self.said}{part}x" for part in "abcde"))

    def change(self) -> None:
        slug = self.random.choice(list(self.threads))
        thread = self.threads[slug]
        if thread and self.random.random() < 0.3:
            one = self.random.choice(thread)
            one.words = self.words()
        else:
            parent = self.random.choice([None, *(one.number for one in thread)])
            one = Said(10 + self.said, self.random.choice(AUTHORS), self.words(), parent)
            thread.append(one)
        self.ever.append((slug, one.number, one.author, one.words))

    def page(self, slug: str) -> str:
        def shown(parent: int | None, depth: int) -> list[str]:
            return [
                comment_item(one.number, one.author, one.words, depth, "".join(shown(one.number, depth + 1)))
                for one in self.threads[slug]
                if one.parent == parent
            ]

        page = article_page(f"https://mast.example/{slug}/", shown(None, 1), stated=len(self.threads[slug]))
        # What stands there of an erased comment after it was edited, nobody can know for its words.
        others = [] if self.gone else [one.words for thread in self.threads.values() for one in thread]
        beside = " ".join("".join(f"&#{ord(sign)};" for sign in words) for words in others)
        if self.random.random() < 0.7:
            beside = ""
        return page.replace("Masts go up", f"The {slug} story").replace("</body>", f"<aside>{beside}</aside></body>")

    def look(self) -> None:
        """A crawl's run: the article, and responses on which no observation rests; or a file that is imported."""
        self.clock += self.random.randrange(2)
        when = at("2024-05-06T10:00:00") + timedelta(hours=self.clock)
        slug = self.random.choice(list(self.threads))
        url = f"https://mast.example/{slug}/"
        with Archive.for_writing(self.folder / "archive.db") as archive:
            run = archive.begin_run("crawl", {})
            writer = CaptureWriter(self.folder / "archive.captures", run)
            if self.random.random() < 0.3:
                page = Page(self.page(slug).encode(), captured_at=when)
                thread = normalise(read_saved(page))
                store_with_captures(archive, thread, run, writer, ImportedFile(body=page.body))
            else:
                every = [one.words for said in self.threads.values() for one in said]
                kept(writer, "https://mast.example/api/", json.dumps(every), when, packed=True)
                kept(writer, "https://mast.example/feed/", html.escape(" ".join(every)), when)
                store_with_captures(archive, walked(kept(writer, url, self.page(slug), when)), run, writer)
            writer.close()
            redact(archive)
            archive.end_run(run, 0, {})

    def back_up(self) -> None:
        number = self.random.randrange(10**6)
        with sqlite3.connect(self.folder / "archive.db") as db:
            backup = self.folder / f"archive.db.before-a_change-20240101T000000.{number:06}Z.backup"
            db.execute("VACUUM INTO ?", [str(backup)])

    def erase(self) -> None:
        with Archive.for_writing(self.folder / "archive.db") as archive:
            found = archive.rows("SELECT * FROM comments WHERE state <> 'erased' AND author > '' ORDER BY id")
            if not found:
                return
            one = self.random.choice(found)
            plans: list[Plan] = [plan_comments(archive, [one["id"]])] * 3
            plans.append(plan_author(archive, Author(name=one["author"])))
            plans.append(plan_article(archive, one["article_id"]))
            plan = self.random.choice(plans)
            (article,) = archive.rows("SELECT url FROM articles WHERE id = ?", (one["article_id"],))
            slug = article["url"].split("/")[3]
            self.gone.add(slug if plan.article_id else one["author"] if plan.author else f"{slug} {one['external_id']}")
            erase_everywhere(archive, plan, records_holding(archive, plan))

    def rebuild(self) -> None:
        new = self.folder / "new"
        new.mkdir()
        rebuild_old(self.folder / "archive.db", new / "archive.db", tell=_fail)
        # What an erased article's looks said of its site stays.
        assert contents(new) | {"sites": []} == contents(self.folder) | {"sites": []}
        self.look_for_what_is_gone()
        for path in sorted(new.rglob("*"), reverse=True):
            if path.is_file():
                path.unlink()
            else:
                path.rmdir()
        new.rmdir()

    def look_for_what_is_gone(self) -> None:
        words = [author for author in AUTHORS if author in self.gone]
        for slug, number, author, said in self.ever:
            if self.gone & {slug, author, f"{slug} {number}"}:
                words += [word for word in said.split() if "q" in word]
        forms = [re.sub("[^\\w’“” -]", "", re.sub("<.*?>", "", word)).casefold() for word in words]
        for name, texts in texts_in(self.folder):
            assert not [form for form in forms if any(form in text for text in texts)], name


def _fail(line: str) -> None:
    raise AssertionError(line)


# Making a failing history smaller takes minutes.
@settings(max_examples=3, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.randoms(use_true_random=False), st.integers(4, 9))
def test_erased_words_are_nowhere_whatever_came_before_and_after(random: Random, steps: int) -> None:
    attack(random, steps)


def attack(random: Random, steps: int) -> None:
    with TemporaryDirectory() as folder:
        world = World(Path(folder), random)
        world.change()
        world.look()
        for _ in range(steps):
            world.change()
            random.choice([world.look, world.look, world.look, world.erase, world.back_up, world.rebuild])()
        world.erase()
        world.rebuild()
        assert all(is_valid(file) for file in (world.folder / "archive.captures").iterdir())
        assert list(verify(world.folder / "archive.db")) == []
