"""News pages of no known software, for the tests of the generic reader: a frame, and talks to put into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from archiver.items import Article, Comment, Observation, ThreadPage
from pipelines.tree import build_tree
from spiders.page import Page
from spiders.platforms.generic import Generic
from tests.threads import SITE

URL = "https://netzblatt.example/netze/ausbau-stockt-77.html"
NAMES = ("Karin Vogt", "hansi_63", "Dr. M. Oduya", "Ein Kunde aus Kiel", "Tomasz", "Glasfaser-Fan", "Renate B.")
WORDS = (
    ("Der Ausbau kommt hier seit Jahren nicht voran.", "Wer soll das bezahlen?"),
    ("Genau so ist es!",),
    ("Das stimmt so nicht. In unserer Straße liegt seit März Glasfaser, und der Preis ist in Ordnung.",),
    ("Ich sehe das anders: 50 Mbit/s reichen.",),
    ("Wann kommt endlich 5G auf dem Land?",),
    ("Roaming war 2015 noch teuer.",),
    ("+1",),
)
_FRAME = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Ausbau stockt</title></head>
<body class="single has-sidebar"><header class="site"><nav><ul><li><a href="/">Start</a></li></ul></nav></header>
<main><article class="story" id="story-77"><h1>Ausbau stockt</h1>
<div class="meta">Von <span class="author">Ida Reuter</span>,
<time datetime="2021-03-01T08:00:00+01:00">1. März 2021</time></div><div class="text"><p>Der Ausbau der Netze
stockt, sagt die Behörde am 12.02.2021. Die Anbieter nennen andere Zahlen.</p>
<p>Im Jahr 2020 waren es mehr.</p></div></article>
{body}
</main><aside class="sidebar"><h3>Meistgelesen</h3><ul>
<li><a href="/roaming-wird-billiger">Roaming wird billiger</a> <span class="date">28.02.2021</span></li>
<li><a href="/neue-masten">Neue Masten</a> <span class="date">27.02.2021</span></li></ul></aside>
<footer>© 2021 Netzblatt</footer></body></html>"""


@dataclass(frozen=True, slots=True)
class Said:
    """One comment of a talk, as a template is given it."""

    number: int
    id: int
    depth: int
    parent: int | None
    author: str
    at: datetime
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """The author's name as mark-up."""
        return escape(self.author)

    @property
    def paragraphs(self) -> str:
        """The words as ``p`` elements."""
        return "".join(f"<p>{escape(words)}</p>" for words in self.words)

    @property
    def lines(self) -> str:
        """The words with empty lines between them."""
        return "<br><br>".join(map(escape, self.words))

    @property
    def day(self) -> str:
        """The day alone, in figures."""
        return f"{self.at:%d.%m.%Y}"

    @property
    def clock(self) -> str:
        """The time of day alone."""
        return f"{self.at:%H:%M}"

    @property
    def when(self) -> str:
        """The German way to show a time."""
        return f"{self.day}, {self.clock} Uhr"


Talk = Sequence[Said]
Style = Callable[[Talk], str]
"""Writes a talk as some software's mark-up."""
SHAPES = {
    "some with answers": (0, 1, 2, 1, 0, 0, 1),
    "two": (0, 0),
    "one and its answer": (0, 1),
    "many": (0, 1, 2, 1, 0, 0, 1, 0) * 5,
}


def talk(*depths: int) -> list[Said]:
    """Comments of these depths in the order shown: names and words go round."""
    said: list[Said] = []
    path: list[int] = []
    for number, depth in enumerate(depths):
        del path[depth:]
        at = datetime(2021, 3, 2, 9, 5) + timedelta(hours=25 * number, minutes=7 * number)
        words = WORDS[number % len(WORDS)]
        said.append(
            Said(number, 880100 + 17 * number, depth, path[-1] if path else None, NAMES[number % len(NAMES)], at, words)
        )
        path.append(number)
    return said


def page(body: str, url: str | None = URL) -> Page:
    """A news page with an article, a sidebar and ``body`` below the article."""
    return Page(_FRAME.replace("{body}", body).encode(), url=url)


def inside(said: Talk, one: Callable[[Said], str], opening: str, closing: str, end: str) -> str:
    """Replies inside the comment they answer: ``one`` opens it, ``end`` closes it."""
    pieces: list[str] = []
    path: list[tuple[Said, bool]] = []
    for comment in said:
        while path and path[-1][0].depth >= comment.depth:
            pieces.append((closing if path.pop()[1] else "") + end)
        if path and not path[-1][1]:
            pieces.append(opening)
            path[-1] = (path[-1][0], True)
        pieces.append(one(comment))
        path.append((comment, False))
    while path:
        pieces.append((closing if path.pop()[1] else "") + end)
    return "".join(pieces)


def after(said: Talk, one: Callable[[Said], str], opening: str, closing: str) -> str:
    """Replies in a box that follows the comment they answer."""
    pieces: list[str] = []
    depth = 0
    for comment in said:
        pieces.append(opening * (comment.depth - depth) + closing * (depth - comment.depth))
        depth = comment.depth
        pieces.append(one(comment))
    return "".join([*pieces, closing * depth])


def row(said: Talk, one: Callable[[Said], str]) -> str:
    """One after the other."""
    return "".join(map(one, said))


def read(body: str, url: str | None = URL) -> list[Comment]:
    """The comments that the generic reader finds, through the tree step."""
    thread = ThreadPage(
        site=SITE,
        article=Article(),
        comments=Generic().comments(page(body, url)),
        observation=Observation(observed_at=None, source="html", scope="html"),
    )
    build_tree(thread)
    return thread.comments


def rows_of(style: Style, said: Talk) -> list[tuple[str | None, tuple[str, ...], int]]:
    """Author, paragraphs and depth of each comment read from a talk in one style."""
    return [(one.author, tuple(one.body.split("\n\n")), one.depth) for one in read(style(said))]


def shows_its_times(style: Style) -> bool:
    """Whether the day and the minute of each comment are read from a talk in one style."""
    said = talk(0, 0, 0)
    shown = [f"{one.published_machine or one.published_raw}" for one in read(style(said))]
    days = [(f"{one.at:%d.%m.%Y}", f"{one.at:%Y-%m-%d}") for one in said]
    return len(shown) == len(said) and all(
        f"{one.at:%H:%M}" in time and any(day in time for day in either)
        for one, time, either in zip(said, shown, days, strict=True)
    )
