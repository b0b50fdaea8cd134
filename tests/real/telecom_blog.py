"""What the real WordPress is filled with: made anew at every run, always the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.real.telecom_words import NAMES, TOPICS, article_text, text_of

LONG_THREAD = 600
DEEPEST = 10  # comments above a comment, at most
_FIRST_ARTICLE = datetime(2023, 1, 9, 8, 30)
_CLOCKS_FORWARD = datetime(2024, 3, 31, 0, 50)  # in London the hour from one is left out
_CLOCKS_BACK = datetime(2024, 10, 26, 23, 50)  # … and here it comes twice


@dataclass(slots=True, kw_only=True)
class BlogArticle:
    """An article as WordPress is told it. ``written`` is UTC."""

    title: str
    slug: str
    text: str
    written: str
    status: str = "publish"
    password: str = ""


@dataclass(slots=True, kw_only=True)
class BlogComment:
    """A comment likewise; ``article`` and ``answers`` are names of ours."""

    article: str
    author: str
    text: str
    written: str
    answers: str | None = None
    link: str = ""
    kind: str = "comment"
    status: str = "1"


@dataclass(slots=True)
class Blog:
    """Articles and comments by names of ours, in the order in which they are written into the database.

    ``before`` are what stood there before: names go on from there.
    """

    before: Blog | None = None
    articles: dict[str, BlogArticle] = field(default_factory=dict)
    comments: dict[str, BlogComment] = field(default_factory=dict)

    def said(self) -> dict[str, Any]:
        """As WordPress is told."""
        return {
            "articles": {name: asdict(one) for name, one in self.articles.items()},
            "comments": {name: asdict(one) for name, one in self.comments.items()},
        }

    def add_article(self, name: str, written: datetime, random: Random, **more: Any) -> None:
        """One more article."""
        number = len(self.articles) + (len(self.before.articles) if self.before else 0) + 1
        title = f"{TOPICS[number % len(TOPICS)]} ({number})"
        one = BlogArticle(title=title, slug=name, text=article_text(random, number), written=str(written), **more)
        self.articles[name] = one

    def add_comment(self, article: str, written: datetime, random: Random, **more: Any) -> str:
        """One more comment; gives its name."""
        number = len(self.comments) + (len(self.before.comments) if self.before else 0) + 1
        name = f"c{number}"
        link = f"https://reader.example/{number}" if random.random() < 0.2 else ""
        said = {"author": random.choice(NAMES), "text": text_of(random, number), "link": link} | more
        self.comments[name] = BlogComment(article=article, written=str(written), **said)
        return name

    def add_thread(self, article: str, size: int, begun: datetime, random: Random) -> list[str]:
        """A thread of answers to answers, now and then ten deep; gives the comments' names."""
        names: list[str] = []
        depths: dict[str, int] = {}
        at = begun
        for _ in range(size):
            at += timedelta(seconds=random.randrange(20, 9_000))
            answers = _answered(names, depths, random)
            name = self.add_comment(article, at, random, answers=answers)
            depths[name] = depths[answers] + 1 if answers else 0
            names.append(name)
        return names


def _answered(names: list[str], depths: dict[str, int], random: Random) -> str | None:
    """Whom the next comment answers: nobody, one of the last, or the last of all, which makes threads deep."""
    drawn = random.random()
    if not names or drawn < 0.35:
        return None
    answered = names[-1] if drawn < 0.75 else random.choice(names[-12:])
    return answered if depths[answered] < DEEPEST else None


def telecom_blog(articles: int = 60, comments: int = 2_500, long_thread: int = LONG_THREAD) -> Blog:
    """``articles`` that everybody may read, some that nobody may, and about so many comments."""
    random = Random(7)
    blog = Blog()
    each = (comments - long_thread) // (articles - 1)
    for number in range(1, articles + 1):
        name = f"story-{number}"
        written = _FIRST_ARTICLE + timedelta(days=11 * number, minutes=37 * number)
        blog.add_article(name, written, random)
        size = long_thread if number == 1 else 0 if number % 15 == 0 else random.randrange(each // 2, each * 3 // 2 + 2)
        names = blog.add_thread(name, size, written + timedelta(hours=1), random)
        _add_others(blog, name, names, written + timedelta(hours=2), random, number)
    _add_clock_changes(blog, "story-2", random)
    _add_hidden_articles(blog, random)
    return blog


def _add_others(blog: Blog, article: str, names: list[str], at: datetime, random: Random, number: int) -> None:
    """Pingbacks, what moderators hide, and answers to what they hide."""
    if number % 3 == 0:
        for kind in ("pingback", "trackback"):
            link = f"https://{kind}.example/{number}"
            blog.add_comment(article, at, random, kind=kind, author=f"The {kind.title()} Post", link=link)
    for status in ("0", "spam", "trash"):
        if number % 4 == 0:
            hidden = blog.add_comment(article, at, random, status=status)
            answer = blog.add_comment(article, at + timedelta(minutes=5), random, answers=hidden)
            blog.add_comment(article, at + timedelta(minutes=9), random, answers=answer)
        elif names:
            blog.add_comment(article, at, random, status=status, answers=random.choice(names))


def _add_clock_changes(blog: Blog, article: str, random: Random) -> None:
    for begun in (_CLOCKS_FORWARD, _CLOCKS_BACK):
        for minutes in range(0, 160, 20):
            blog.add_comment(article, begun + timedelta(minutes=minutes), random)


def _add_hidden_articles(blog: Blog, random: Random) -> None:
    at = _FIRST_ARTICLE + timedelta(days=100)
    blog.add_article("draft", at, random, status="draft")
    blog.add_article("private", at, random, status="private")
    blog.add_article("locked", at, random, password="open sesame")
    for name in ("draft", "private", "locked"):
        blog.add_comment(name, at + timedelta(hours=1), random)
