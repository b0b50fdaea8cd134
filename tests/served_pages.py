"""Pages of an archive as Datasette serves them, asked for within this process, and threads worth looking at."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from lxml import html

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article, Comment
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
        return [await served.client.get(path) for path in paths]

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
