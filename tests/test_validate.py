"""Complete means proven."""

from __future__ import annotations

import pytest

from archiver.items import Article, Comment, Evidence, Observation, ThreadPage
from pipelines.validate import judge_completeness
from tests.threads import SITE


def judged(
    captured: int,
    stated: int | None = None,
    *,
    platform: str | None = "wordpress",
    source: str = "html",
    **evidence: object,
) -> str:
    page = ThreadPage(
        site=SITE,
        article=Article(),
        comments=[Comment() for _ in range(captured)],
        observation=Observation(observed_at=None, source=source, scope="html", platform=platform, stated_count=stated),
        evidence=Evidence(**{"is_ended": True, **evidence}),  # type: ignore[arg-type]  # fields by name
    )
    judge_completeness(page)
    assert page.observation.is_complete == (page.observation.incomplete_reason is None)
    assert page.observation.captured_count == captured
    return page.observation.incomplete_reason or "complete"


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (judged(3, 3), "complete"),
        (judged(0, 0), "complete"),
        (judged(3), "complete"),
        (judged(4, 3), "complete"),
        (judged(4, 3, source="text"), "inconsistent"),
        (judged(3, 3, source="text"), "complete"),
        (judged(2, 3), "count_short"),
        (judged(3, 3, is_ended=False), "truncated"),
        (judged(0, is_ended=False), "truncated"),
        (judged(3, 3, pages_left=1), "count_short"),
        (judged(3, 3, pages_left=1, is_capped=True), "page_cap"),
        (judged(3, 3, unparsed=1), "unparsed"),
        (judged(0, is_elsewhere=True), "external"),
        (judged(3, 3, is_inconsistent=True), "inconsistent"),
        (judged(0, platform=None, is_ended=False), "unknown"),
    ],
)
def test_the_reason_names_what_is_missing(verdict: str, expected: str) -> None:
    assert verdict == expected
