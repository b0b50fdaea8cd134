"""A thread's pages and WordPress's REST list of the same thread, or its feed, as one. Pure.

The pages give the words and names as shown, the order, the nesting and the pingbacks; the list gives whom each comment
answers, better times (``platforms/wordpress_rest.py`` says why) and the answers to comments that no page shows. Of the
newest ten comments the article's feed tells the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from archiver.items import Capture, Comment
from archiver.urls import article_key
from spiders.page import Page, UnreadablePageError
from spiders.platforms.base import Platform
from spiders.platforms.wordpress_comment_feed import newest_comments, opens_as_feed
from spiders.platforms.wordpress_rest import PER_PAGE, RestComment, read_list

_AN_HOUR = timedelta(hours=1)


@dataclass(slots=True, kw_only=True)
class ListReading:
    """What one page of a thread's REST list says, without the page."""

    capture: Capture
    comments: list[RestComment]
    is_last: bool
    is_sound: bool  # all that it holds are comments of the article


@dataclass(slots=True, kw_only=True)
class FeedReading:
    """What the feed of a thread's newest comments says, without the page."""

    capture: Capture
    comments: list[Comment]  # oldest first


def may_be_listed(platform: Platform | None) -> bool:
    """Whether WordPress's REST API lists the comments that this platform shows: its own, by whatever plugin."""
    return platform is not None and platform.source == "html" and "wordpress" in (platform.name, platform.id_space)


def read_list_page(page: Page, post: str) -> ListReading | None:
    """One page of the list of the article with the number ``post``; None for anything else."""
    read = read_list(page, post)
    if read is None:
        return None
    return ListReading(
        capture=page.capture(),
        comments=read.comments,
        is_last=read.held < PER_PAGE,
        is_sound=read.is_sound,
    )


def read_feed_page(page: Page, article: str) -> FeedReading | None:
    """The feed of the comments of the article at an address, or of that feed's; None for anything else."""
    try:
        found = newest_comments(page) if opens_as_feed(page) else []
    except UnreadablePageError:
        return None
    own = article_key(article.removesuffix("/").removesuffix("/feed"))
    if not found or any(article_key(one.article) != own for one in found):
        return None
    comments = (one.comment() for one in reversed(found))
    return FeedReading(capture=page.capture(), comments=[one for one in comments if one is not None])


def is_whole(lists: Sequence[ListReading], shown: Sequence[Comment]) -> bool:
    """Whether the list was read to its end and lacks none of the readers' comments that the pages show."""
    if not lists or not lists[-1].is_last or not all(one.is_sound for one in lists):
        return False
    listed = _by_number(lists)
    return all(comment.external_id in listed for comment in shown if comment.kind == "comment")


def with_list(shown: Sequence[Comment], lists: Sequence[ListReading]) -> list[Comment]:
    """The comments that the pages show with what the list knows of them, then those that it alone has, by number."""
    listed = _by_number(lists)
    known = {comment.external_id for comment in shown}
    joined = [_joined(comment, listed, known) for comment in shown]
    others = sorted(listed.keys() - known, key=int)
    return joined + [listed[number].comment() for number in others]


def with_feed(shown: Sequence[Comment], feed: FeedReading) -> list[Comment]:
    """The comments that the pages show with whom they answer by the feed, then the answers to what no page shows."""
    said = {one.external_id: one for one in feed.comments}
    known = {comment.external_id for comment in shown}
    joined = [_as_fed(one, said[one.external_id], known) if one.external_id in said else one for one in shown]
    unseen = [one for one in feed.comments if one.external_id not in known]
    return joined + [one for one in unseen if one.claimed_parent and one.claimed_parent not in known]


def _as_fed(comment: Comment, said: Comment, known: set[str | None]) -> Comment:
    parent = said.claimed_parent if said.claimed_parent in known else None
    return replace(
        comment,
        claimed_parent=comment.claimed_parent or parent,
        published_machine=_not_late(comment.published_machine, said.published_machine),
    )


def _not_late(shown: str | None, fed: str | None) -> str | None:
    """A page's form of a time, an hour earlier where a feed's says so and the clocks were put back in that hour."""
    page_time, feed_time = _moment(shown), _mailed(fed)
    if not may_be_late(shown) or page_time is None or feed_time is None:
        return shown
    offset = page_time.utcoffset()
    if offset is None or page_time - feed_time != _AN_HOUR:
        return shown
    return page_time.replace(tzinfo=timezone(offset + _AN_HOUR)).isoformat()


def _mailed(value: str | None) -> datetime | None:
    """An instant in the form of RSS, that of mail."""
    try:
        read = parsedate_to_datetime(value or "")
    except (ValueError, TypeError, OverflowError):
        return None
    return read if read.tzinfo else None


def may_be_late(shown: str | None) -> bool:
    """Whether a page's form of a time may be an hour late, for the clocks were put back in that hour.

    They are on the last Sunday of October, the first of November or the first of April, before four in the morning.
    """
    moment = _moment(shown)
    if moment is None or moment.hour > 3 or moment.isoweekday() != 7:
        return False
    return (moment.month in (4, 11) and moment.day <= 7) or (moment.month == 10 and moment.day >= 25)


def _by_number(lists: Sequence[ListReading]) -> dict[str, RestComment]:
    found: dict[str, RestComment] = {}
    for one in lists:
        for comment in one.comments:
            found.setdefault(comment.number, comment)
    return found


def _joined(comment: Comment, listed: Mapping[str, RestComment], shown: set[str | None]) -> Comment:
    said = listed.get(comment.external_id or "")
    if said is None:
        return comment
    # A page nests an answer below the comment that it answers: a parent that nobody has is no better.
    is_known = said.parent in listed or said.parent in shown
    parent = said.parent if is_known or not comment.depth_shown else None
    return replace(
        comment,
        claimed_parent=parent or comment.claimed_parent,
        published_machine=_surer_time(comment.published_machine, said.time),
    )


def _surer_time(shown: str | None, listed: str | None) -> str | None:
    """Of two forms of one comment's time the one to believe; a page's own where they are of two wall clocks."""
    page_time, list_time = _moment(shown), _moment(listed)
    if list_time is None or (shown and page_time is None):
        return shown
    if page_time is None or _wall_clock(page_time) != _wall_clock(list_time):
        return shown or listed
    if page_time.tzinfo is None or list_time.tzinfo is None:
        return listed if page_time.tzinfo is None else shown
    if abs(page_time - list_time) == _AN_HOUR:  # the clocks were changed: the one that errs is late
        return shown if page_time < list_time else listed
    return listed  # before WordPress 5.3 pages said +00:00 whatever the zone


def _moment(value: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if value else None
    except ValueError:
        return None


def _wall_clock(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0, tzinfo=None)
