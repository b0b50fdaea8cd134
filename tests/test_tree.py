"""Who answers whom, from nesting and from claims, however broken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.items import Article, Comment, Observation, ThreadPage
from pipelines.tree import build_tree
from tests.threads import SITE


def built(*comments: Comment) -> list[Comment]:
    page = ThreadPage(
        site=SITE,
        article=Article(),
        comments=list(comments),
        observation=Observation(observed_at=None, source="html", scope="html"),
    )
    build_tree(page)
    return page.comments


def nested(*depths: int) -> list[Comment]:
    return built(*(Comment(depth_shown=depth) for depth in depths))


def test_nesting_makes_parents() -> None:
    assert [one.parent for one in nested(0, 1, 2, 1, 0, 1)] == [None, 0, 1, 0, None, 4]


def test_a_level_that_is_left_out_hangs_on_the_nearest_above() -> None:
    comments = nested(0, 2, 1)
    assert [one.parent for one in comments] == [None, 0, 0]
    assert [one.depth for one in comments] == [0, 1, 1]
    assert [one.depth_shown for one in comments] == [0, 2, 1]


def test_a_thread_that_begins_deep_has_roots_all_the_same() -> None:
    assert [(one.parent, one.depth) for one in nested(3, 3, 4)] == [(None, 0), (None, 0), (1, 1)]


def test_a_claimed_parent_beats_nesting() -> None:
    comments = built(
        Comment(external_id="1"), Comment(external_id="2", depth_shown=1), Comment(claimed_parent="2", depth_shown=1)
    )
    assert [(one.parent, one.parent_status, one.depth) for one in comments] == [
        (None, None, 0),
        (0, "ok", 1),
        (1, "ok", 2),
    ]


def test_a_claimed_parent_may_stand_below_its_answer() -> None:
    comments = built(Comment(external_id="2", claimed_parent="1"), Comment(external_id="1"))
    assert [(one.parent, one.depth) for one in comments] == [(1, 1), (None, 0)]


def test_a_claimed_parent_that_is_not_there_is_missing_and_kept() -> None:
    (comment,) = built(Comment(external_id="2", claimed_parent="99"))
    assert (comment.parent, comment.parent_status, comment.claimed_parent) == (None, "missing", "99")


def test_of_two_comments_with_one_id_the_nearest_above_is_the_parent() -> None:
    comments = built(
        Comment(external_id="1"), Comment(external_id="1"), Comment(claimed_parent="1"), Comment(external_id="1")
    )
    assert comments[2].parent == 1


def test_a_cycle_is_cut_at_its_earliest_comment() -> None:
    comments = built(
        Comment(external_id="1", claimed_parent="3"),
        Comment(external_id="2", claimed_parent="1"),
        Comment(external_id="3", claimed_parent="2"),
        Comment(external_id="4", claimed_parent="4"),
        Comment(external_id="5", claimed_parent="3"),
    )
    assert [one.parent for one in comments] == [None, 0, 1, None, 2]
    assert [one.parent_status for one in comments] == ["cycle", "ok", "ok", "cycle", "ok"]
    assert [one.depth for one in comments] == [0, 1, 2, 0, 3]


def test_ten_thousand_levels_are_no_trouble() -> None:
    comments = nested(*range(10_000))
    assert comments[-1].depth == 9_999


ids = st.none() | st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(ids, ids, st.integers(0, 9)), max_size=30))
def test_whatever_comes_in_a_sound_forest_comes_out(rows: list[tuple[str | None, str | None, int]]) -> None:
    comments = built(*(Comment(external_id=own, claimed_parent=claim, depth_shown=deep) for own, claim, deep in rows))
    for comment in comments:
        depth, at = 0, comment.parent
        while at is not None:
            depth, at = depth + 1, comments[at].parent
            assert depth <= len(comments), "a chain of parents ends"
        assert comment.depth == depth
        assert (comment.parent is None) == (comment.parent_status in (None, "missing", "cycle"))
    assert [comment.position for comment in comments] == list(range(len(comments)))


@given(st.lists(st.integers(0, 8), max_size=40))
def test_a_preorder_of_depths_is_kept(steps: list[int]) -> None:
    depths: list[int] = []
    for step in steps:
        depths.append(min(step, depths[-1] + 1) if depths else 0)
    assert [comment.depth for comment in nested(*depths)] == depths
