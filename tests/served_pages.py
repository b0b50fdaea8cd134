"""Pages of an archive as Datasette serves them, asked for within this process, and threads worth looking at."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from lxml import html

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article, Comment
from tests.command import CHECKOUT
from tests.threads import at, comment, thread

ARTICLE = Article(
    url="https://mast.example/2024/05/fibre-reaches-little-wick/",
    title="Fibre reaches Little Wick",
    body="The last duct was dug on Friday.\n\nNobody cut the water main.",
    byline="Ada Duct",
    language="en-GB",
    tags=["fibre", "ducts"],
)


def answers(paths: list[str], *files: Path, **settings: Any) -> list[Any]:
    """What a server of these files answers to each of the paths, in turn."""

    async def ask() -> list[Any]:
        served = Datasette([str(file) for file in files], **settings)
        try:
            return [await served.client.get(path) for path in paths]
        finally:
            for database in served.databases.values():
                database.close()

    return asyncio.run(ask())


def answer(path: str, *files: Path, **settings: Any) -> Any:
    """What a server of these files answers."""
    return answers([path], *files, **settings)[0]


def page(path: str, *files: Path, **settings: Any) -> Any:
    """The page under a path, parsed; it has to be there."""
    got = answer(path, *files, **settings)
    assert got.status_code == 200, got.text
    return html.fromstring(got.text)


def text(element: Any) -> str:
    """The words of an element, single-spaced."""
    return " ".join(element.text_content().split())


def fill(archive: Archive) -> None:
    """A thread looked at three times: an edit, a late answer, a comment gone and one behind a notice.

    1 Ada: "Two days early."; 2 Bo answers her; 3 Cy answers him; 4 Dot: gone by the third look; 5 Em: removed.
    """
    store_observation(archive, _look("2024-05-06T12:00:00", ada="It came two days early.", has_dot=True))
    store_observation(archive, _look("2024-05-07T12:00:00", ada="It came two weeks late.", has_dot=True, has_cy=True))
    store_observation(
        archive,
        _look("2024-05-08T12:00:00", ada="It came two weeks late.", has_cy=True, notice="Removed by the editor."),
    )


def _look(when: str, *, ada: str, has_dot: bool = False, has_cy: bool = False, notice: str | None = None) -> Any:
    shown: list[Comment] = [
        comment(1, ada, 0, author="Ada", published_local="2024-05-05T09:15"),
        comment(
            2,
            "Early for whom?",
            1,
            author="Bo",
            published_at=at("2024-05-05T09:00:00"),
            published_local="2024-05-05T10:00",
        ),
    ]
    if has_cy:
        shown.append(comment(3, "For the council.", 2, author="Cy", published_local="2024-05-06T18:30"))
    if has_dot:
        shown.append(comment(4, "The van is still on my lawn.", 0, author="Dot", published_local="2024-05-05T11:00"))
    shown.append(
        comment(
            5, "" if notice else "Call me on 555.", 0, author="Em", notice=notice, published_local="2024-05-05T12:00"
        )
    )
    return thread(when, *shown, article=ARTICLE)


@contextmanager
def served(db: Path) -> Iterator[str]:
    """``archiver serve`` in a process of its own; gives its address (without closing slash)."""
    words = [sys.executable, "-m", "archiver", "serve", "--db", str(db), "--port", "0"]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, said
            yield found[0]
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0, "Ctrl-C is how it ends"
            assert process.stderr.read() == ""
        finally:
            process.kill()
