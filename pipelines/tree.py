"""Third step: who answers whom. Turns nesting and claimed parents into a sound forest, whatever they say."""

from __future__ import annotations

from collections import defaultdict

from archiver.items import Comment, ThreadPage


class TreePipeline:
    """Scrapy's form of the step."""

    def process_item(self, item: ThreadPage) -> ThreadPage:
        """Build the item's tree in place."""
        build_tree(item)
        return item


def build_tree(thread: ThreadPage) -> None:
    """Fill ``position``, ``parent``, ``parent_status`` and ``depth`` of every comment, in place.

    An explicit ``claimed_parent`` beats the page's nesting. One that is not in the thread leaves its
    comment without a parent (``missing``); a chain that bites its tail is cut at its earliest comment
    (``cycle``).
    """
    comments = thread.comments
    for position, comment in enumerate(comments):
        comment.position = position
    nested = _parents_by_nesting(comments)
    by_id = _positions_by_id(comments)
    for comment in comments:
        if comment.claimed_parent is not None:
            comment.parent = _claimed(comment, by_id)
            comment.parent_status = "missing" if comment.parent is None else "ok"
        else:
            comment.parent = nested[comment.position]
            comment.parent_status = None if comment.parent is None else "ok"
    _cut_cycles(comments)
    _fill_depths(comments)


def _parents_by_nesting(comments: list[Comment]) -> list[int | None]:
    """In the order shown, a comment answers the nearest one before it that is less deep."""
    parents: list[int | None] = []
    open_ones: list[Comment] = []
    for comment in comments:
        while open_ones and open_ones[-1].depth_shown >= comment.depth_shown:
            open_ones.pop()
        parents.append(open_ones[-1].position if open_ones else None)
        open_ones.append(comment)
    return parents


def _positions_by_id(comments: list[Comment]) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = defaultdict(list)
    for comment in comments:
        if comment.external_id is not None:
            positions[comment.external_id].append(comment.position)
    return positions


def _claimed(comment: Comment, by_id: dict[str, list[int]]) -> int | None:
    """The comment with the claimed id; of several with that id the nearest one above."""
    candidates = by_id.get(comment.claimed_parent or "", [])
    above = [position for position in candidates if position < comment.position]
    return above[-1] if above else next(iter(candidates), None)


def _cut_cycles(comments: list[Comment]) -> None:
    settled = [False] * len(comments)
    for comment in comments:
        chain: dict[int, None] = {}
        at: int | None = comment.position
        while at is not None and not settled[at] and at not in chain:
            chain[at] = None
            at = comments[at].parent
        if at is not None and at in chain:
            members = list(chain)[list(chain).index(at) :]
            earliest = comments[min(members)]
            earliest.parent, earliest.parent_status = None, "cycle"
        for position in chain:
            settled[position] = True


def _fill_depths(comments: list[Comment]) -> None:
    depths: list[int | None] = [None] * len(comments)
    for comment in comments:
        chain: list[int] = []
        at: int | None = comment.position
        while at is not None and depths[at] is None:
            chain.append(at)
            at = comments[at].parent
        depth = -1 if at is None else depths[at]
        assert depth is not None
        for position in reversed(chain):
            depth += 1
            depths[position] = comments[position].depth = depth
