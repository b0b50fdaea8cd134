"""Fourth step: how much of the thread this observation holds (design, rule 5: complete means proven)."""

from __future__ import annotations

from archiver.items import Evidence, IncompleteReason, Observation, ThreadPage


class ValidatePipeline:
    """Scrapy's form of the step."""

    def process_item(self, item: ThreadPage) -> ThreadPage:
        """Judge the item's completeness in place."""
        judge_completeness(item)
        return item


def judge_completeness(thread: ThreadPage) -> None:
    """Fill ``captured_count``, ``is_complete`` and ``incomplete_reason``, in place.

    ``captured_count`` counts everything captured, pingbacks included, which most stated counts include
    too. More captured than stated is no gap: counters lag behind and leave kinds out.
    """
    observation = thread.observation
    everything = len(thread.comments)
    observation.captured_count = everything
    observation.incomplete_reason = _reason(observation, thread.evidence, everything)
    observation.is_complete = observation.incomplete_reason is None


def _reason(observation: Observation, evidence: Evidence, everything: int) -> IncompleteReason | None:
    """The first reason that holds, from what explains most to what explains least."""
    stated = observation.stated_count
    if evidence.is_inconsistent:
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
    if not everything and not evidence.is_ended:
        return "unknown"
    return None
