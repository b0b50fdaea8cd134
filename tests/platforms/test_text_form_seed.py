"""The thread of the seed, which is a text."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

from spiders.page import Page
from tests.platforms.text_pages import READER
from tests.shared_files import SEED, needs_seed


@needs_seed
def test_the_seed_thread_is_read_whole() -> None:
    page = Page(SEED.read_bytes())
    comments = READER.comments(page)
    depths = [comment.depth_shown for comment in comments]
    assert [depths.count(depth) for depth in range(6)] == [30, 11, 8, 2, 1, 0]
    assert comments[0].published_raw == "16/10/2020 @ 7:47 pm"
    assert READER.is_ended(page)
    assert READER.stated_count(page) is None
    assert READER.count_in_bytes(page) == 52
    assert _parents(depths) == _parents_by_columns(page.text)
    assert sum(comment.body.count("\n\n") + 1 for comment in comments) == _paragraphs_in(page.text)
    words = "".join(f"{one.author}|{one.body}\n" for one in comments)
    assert hashlib.sha256("".join(words.split()).encode()).hexdigest() == _words_of_thread(page.text)


def _parents(depths: list[int]) -> list[int | None]:
    latest: dict[int, int] = {}
    parents = []
    for position, depth in enumerate(depths):
        parents.append(latest[depth - 1] if depth else None)
        latest[depth] = position
    return parents


_SEED_HEAD = re.compile(r"^( *)(?:\d+\.|•) Avatar (.+) \d\d/\d\d/\d{4} @ \d+:\d\d [ap]m$", re.MULTILINE)


def _parents_by_columns(text: str) -> list[int | None]:
    columns = [len(found[1]) for found in _SEED_HEAD.finditer(text)]
    return [
        next((above for above in range(at - 1, -1, -1) if columns[above] < column), None)
        for at, column in enumerate(columns)
    ]


def _texts_by_heads(text: str) -> list[tuple[str, str]]:
    heads = list(_SEED_HEAD.finditer(text))
    ends = [following.start() for _, following in pairwise(heads)] + [text.index("\nLeave a comment")]
    return [(head[2], text[head.end() : end]) for head, end in zip(heads, ends, strict=True)]


def _paragraphs_in(text: str) -> int:
    return sum(len(re.findall(r"\S[^\n]*(?:\n *\S[^\n]*)*", body)) for _, body in _texts_by_heads(text))


def _words_of_thread(text: str) -> str:
    words = "".join(f"{author}|{body}\n" for author, body in _texts_by_heads(text))
    return hashlib.sha256("".join(words.split()).encode()).hexdigest()
