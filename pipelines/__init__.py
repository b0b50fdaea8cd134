"""The steps that make a reader's item fit for the archive, one file each. Their order stands here."""

from __future__ import annotations

from archiver.items import ThreadPage
from pipelines.clean import clean
from pipelines.times import resolve_times
from pipelines.tree import build_tree
from pipelines.validate import judge_completeness

ITEM_PIPELINES = {
    "pipelines.clean.CleanPipeline": 100,
    "pipelines.times.TimesPipeline": 200,
    "pipelines.tree.TreePipeline": 300,
    "pipelines.validate.ValidatePipeline": 400,
    "pipelines.store.StorePipeline": 500,
}
"""For Scrapy. An import takes the same steps by ``normalise`` and then stores."""


def normalise(thread: ThreadPage) -> ThreadPage:
    """All steps but storing, in their order, on an item outside Scrapy. Changes the item and gives it back."""
    clean(thread)
    resolve_times(thread)
    build_tree(thread)
    judge_completeness(thread)
    return thread
