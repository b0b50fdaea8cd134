"""Fourth step: how much of the thread this observation holds (design, rule 5: complete means proven)."""

from __future__ import annotations

from archiver.items import IncompleteReason, ThreadPage


class ValidatePipeline:
    """Scrapy's form of the step."""

    def process_item(self, item: ThreadPage) -> ThreadPage:
        """Judge the item's completeness in place."""
        judge_completeness(item)
        return item


def judge_completeness(thread: ThreadPage) -> None:
    """Fill ``captured_count``, ``is_complete`` and ``incomplete_reason``, in place.

    ``captured_count`` counts everything captured, pingbacks included, which most stated counts include
    too. More captured than stated is no gap: counters lag behind and leave kinds out. Of a plain text it is: there
    anybody's words can look like a comment's head.
    """
    observation = thread.observation
    everything = len(thread.comments)
    observation.captured_count = everything
    observation.incomplete_reason = _reason(thread, everything)
    observation.is_complete = observation.incomplete_reason is None


def _reason(thread: ThreadPage, everything: int) -> IncompleteReason | None:
    """The first reason that holds, from what explains most to what explains least."""
    observation, evidence = thread.observation, thread.evidence
    stated = observation.stated_count
    is_more_than_stated = observation.source == "text" and stated is not None and _comments(thread) > stated
    if evidence.is_inconsistent or is_more_than_stated:
        return "inconsistent"
    if not evidence.is_ended and (everything or observation.platform or observation.source == "text"):
        return "truncated"
    if evidence.pages_left:
        return "page_cap" if evidence.is_capped else "count_short"
    if evidence.unparsed:
        return "unparsed"
    if evidence.is_elsewhere:
        return "external"
    if stated is not None and everything < stated:
        return "count_short"
    if evidence.is_unproven or (not everything and not evidence.is_ended):
        return "unknown"
    return None


def _comments(thread: ThreadPage) -> int:
    """How many comments there are besides what counts often leave out."""
    return sum(comment.kind == "comment" for comment in thread.comments)
