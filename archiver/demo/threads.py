"""How WordPress lays a thread out: nested by parent, cut into comment pages, with its walker's classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from archiver.demo.stories import Story, StoryComment

DEEPEST_LEVEL = 6  # `thread_comments_depth`: the level shown as depth-6 has no reply link
TOP_LEVEL_COMMENTS_PER_PAGE = 10  # `comments_per_page` counts top-level comments only


@dataclass(kw_only=True, slots=True)
class ShownComment:
    """A comment at its place on a page. ``level`` is WordPress's depth-N, which starts at 1."""

    comment: StoryComment
    level: int
    permalink: str
    answers: list[ShownComment] = field(default_factory=list)
    classes: str = ""

    @property
    def has_reply_link(self) -> bool:
        """Whether WordPress offers to answer this comment."""
        return self.level < DEEPEST_LEVEL and self.comment.kind == "comment"


def comment_pages(story: Story, article_url: str) -> list[list[ShownComment]]:
    """The top-level comments of each comment page, oldest page first; one empty page where nobody wrote.

    ``article_url`` ends in a slash; permalinks are built on it.
    """
    answers: dict[int | None, list[StoryComment]] = {}
    for comment in story.comments:
        answers.setdefault(comment.parent, []).append(comment)
    top_level = answers.get(None, [])
    step = TOP_LEVEL_COMMENTS_PER_PAGE
    parts = [top_level[start : start + step] for start in range(0, len(top_level), step)] or [[]]
    pages = []
    for number, part in enumerate(parts, start=1):
        address = article_url if len(parts) == 1 else f"{article_url}comment-page-{number}/"
        page = [_shown(comment, answers, level=1, address=address) for comment in part]
        _give_classes(page, story.login)
        pages.append(page)
    return pages


def in_order_shown(page: list[ShownComment]) -> list[ShownComment]:
    """All comments of a comment page from top to bottom."""
    return [shown for top in page for shown in (top, *in_order_shown(top.answers))]


def _shown(
    comment: StoryComment, answers: dict[int | None, list[StoryComment]], *, level: int, address: str
) -> ShownComment:
    return ShownComment(
        comment=comment,
        level=level,
        permalink=f"{address}#comment-{comment.id}",
        answers=[_shown(answer, answers, level=level + 1, address=address) for answer in answers.get(comment.id, [])],
    )


def _give_classes(page: list[ShownComment], article_login: str) -> None:
    threads = count()
    for index, shown in enumerate(in_order_shown(page)):
        comment = shown.comment
        classes: list[str] = [comment.kind]
        if comment.login:
            classes += ["byuser", f"comment-author-{comment.login}"]
        if comment.login == article_login:
            classes.append("bypostauthor")
        classes.append("odd alt" if index % 2 else "even")
        if shown.level == 1:
            classes.append("thread-odd thread-alt" if next(threads) % 2 else "thread-even")
        classes.append(f"depth-{shown.level}")
        if shown.answers:
            classes.append("parent")
        shown.classes = " ".join(classes)
