"""Threads of any shape, for the tests that say: what a platform's mark-up shows, its reader gives back.

A test module writes its platform's templates (naming where they are published), renders a forest with them and
compares::

    @given(forests(max_depth=200))
    def test_reading_gives_back_what_was_rendered(forest: Forest) -> None:
        assert_same_forest(Reader().comments(page(rendered(forest))), forest, shown_time=board_time)

A platform that shows no nesting is asked for ``max_depth`` all the same: it shows ``parent`` as a quote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from hypothesis import strategies as st

from archiver.items import Article, Comment, Observation, ThreadPage
from pipelines.tree import build_tree
from tests.threads import SITE


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedComment:
    """What a template is given to render, and what reading must give back."""

    position: int
    id: str | None
    parent: int | None
    """Position of the parent in the forest: the nearest before it that is one less deep."""
    depth: int
    author: str | None
    published: datetime | None
    """A wall clock, to the minute."""
    paragraphs: tuple[str, ...]
    """Each of one or more lines, parted by a newline; no space but single ones between words."""

    @property
    def body(self) -> str:
        """The text as ``Comment.body`` holds it."""
        return "\n\n".join(self.paragraphs)


Forest = list[ExpectedComment]

_LETTERS = st.characters(categories=["L"])
_SIGNS = st.characters(categories=["L", "M", "N", "P", "S"])
_HARD_WORDS = ["<b>", "</div>", "&amp;", "&", '"', "'", "<!--", "]]>", "{{x}}", "%s", "5G", "Повітря", "光ファイバー"]
_HARD_NAMES = ["O'Brien & Sons", "<script>", 'Kim "5G" Lee', "Ольга", "مريم", "李雷", "a", "Zoë_99", "&lt;", "née Li"]

words = st.sampled_from(_HARD_WORDS) | st.text(_SIGNS, min_size=1, max_size=12)
"""Any signs of any script but spaces and controls."""

names = st.sampled_from(_HARD_NAMES) | st.builds(
    lambda first, rest: " ".join([first, *rest]),
    st.text(_LETTERS, min_size=1, max_size=10),
    st.lists(words, max_size=2),
)
"""Names that begin with a letter or are hard in another way."""

lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
paragraphs = st.lists(lines, min_size=1, max_size=3).map("\n".join)
clocks = st.datetimes(datetime(2002, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))
names_or_none = st.none() | names
clocks_or_none = st.none() | clocks


@st.composite
def forests(
    draw: st.DrawFn,
    max_depth: int = 200,
    with_ids: bool = True,
    texts: st.SearchStrategy[str] = paragraphs,
    authors: st.SearchStrategy[str | None] = names_or_none,
    times: st.SearchStrategy[datetime | None] = clocks_or_none,
) -> Forest:
    """A list of comments in the order shown, none to some thirty and one chain up to ``max_depth`` deep.

    ``with_ids`` gives each an id of its own (digits, in no order). ``texts`` makes one paragraph. A strategy for
    ``authors`` or ``times`` that never draws None says that the platform always shows them.
    """
    depths = draw(_shapes(max_depth))
    voices = draw(st.lists(st.tuples(authors, times, st.lists(texts, max_size=3)), min_size=1, max_size=6))
    ids = Random(draw(st.integers(0, 2**32))).sample(range(1, 10**9), len(depths))
    forest: Forest = []
    path: list[int] = []
    for position, depth in enumerate(depths):
        del path[depth:]
        author, published, said = voices[position % len(voices)]
        forest.append(
            ExpectedComment(
                position=position,
                id=str(ids[position]) if with_ids else None,
                parent=path[-1] if path else None,
                depth=depth,
                author=author,
                published=published,
                paragraphs=(*said, f"No. {position}") if said else (),
            )
        )
        path.append(position)
    return forest


@st.composite
def _shapes(draw: st.DrawFn, max_depth: int) -> list[int]:
    """The depths of a forest: chains that go down level by level, at most one of them to the bottom."""
    lengths: list[int] = draw(st.lists(st.integers(1, 4), max_size=8))
    deep_one: int = draw(st.integers(-8, 7))
    if 0 <= deep_one < len(lengths):
        lengths[deep_one] = max_depth + 1
    depths: list[int] = []
    for length in lengths:
        start: int = draw(st.integers(0, min(depths[-1] + 1, max_depth))) if depths else 0
        depths.extend(range(start, min(start + length, max_depth + 1)))
    return depths


def quoted_words(parent: ExpectedComment) -> str:
    """What the templates of flat boards let an answer quote of its parent."""
    return parent.paragraphs[-1] if parent.paragraphs else "…"


def with_quotes(forest: Forest, head: Callable[[ExpectedComment], tuple[str, ...]]) -> Forest:
    """The forest as a flat board shows it: each answer's words come after a quote of its parent.

    ``head`` makes the paragraphs that the board prints above the quoted words ("NAME said:").
    """
    shown: Forest = []
    for one in forest:
        if one.parent is not None:
            parent = forest[one.parent]
            one = replace(one, paragraphs=(*head(parent), quoted_words(parent), *one.paragraphs))
        shown.append(one)
    return shown


def assert_same_forest(
    read: Sequence[Comment], expected: Sequence[ExpectedComment], shown_time: Callable[[datetime], str] | None = None
) -> None:
    """That ``read``, through the tree step, is the forest: order, ids, parents, depths, authors and words.

    ``shown_time`` makes of a wall clock what ``published_raw`` must be; without it times are not compared.
    """
    page = ThreadPage(
        site=SITE,
        article=Article(),
        comments=list(read),
        observation=Observation(observed_at=None, source="html", scope="html"),
    )
    build_tree(page)
    seen = [
        (one.position, one.external_id, one.parent, one.depth, one.author, _time(one, shown_time), one.body)
        for one in page.comments
    ]
    assert seen == [
        (
            one.position,
            one.id,
            one.parent,
            one.depth,
            one.author,
            shown_time(one.published) if shown_time and one.published else None,
            one.body,
        )
        for one in expected
    ]


def _time(comment: Comment, shown_time: object) -> str | None:
    return comment.published_raw if shown_time else None
