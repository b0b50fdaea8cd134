"""Observations taken from one archive and stored in another make the same archive."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive.stored_observations import stored_observation
from archiver.archive.storing import store_observation
from archiver.items import Article, ThreadPage
from tests.archive_equality import Contents, contents_of
from tests.test_history_properties import SOURCES, history_of
from tests.threads import URL, at, comment, thread


def taken_over(history: list[ThreadPage]) -> tuple[Contents, Contents]:
    """What an archive of the history holds, and one into which all its observations were taken over."""
    with (
        TemporaryDirectory() as folder,
        Archive.for_writing(Path(folder) / "old.db") as old,
        Archive.for_writing(Path(folder) / "new.db") as new,
    ):
        for page in history:
            store_observation(old, page)
        for row in old.rows("SELECT id FROM observations ORDER BY digest"):
            assert store_observation(new, stored_observation(old, row["id"])).is_new_observation
        return contents_of(old), contents_of(new)


@settings(max_examples=15)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_any_history_can_be_taken_over(random: Random, looks: int) -> None:
    before, after = taken_over(history_of(random, SOURCES, looks))
    assert after == before


def test_everything_that_an_observation_says_is_taken_over() -> None:
    article = Article(
        url=URL,
        external_id="77",
        title="Fibre",
        byline="Ada Mast",
        published_raw="6 May 2024",
        published_local="2024-05-06T09:00",
        published_at=at("2024-05-06T08:00:00"),
        modified_at=at("2024-05-07T08:00:00"),
        language="en-GB",
        section="Fibre",
        tags=["fibre", "光ファイバー"],
        body="At last.",
        stated_comment_count=9,
    )
    said = comment(
        7,
        "Who pays?",
        claimed_parent="3",
        author="Bo",
        author_id="b",
        author_url="https://bo.example/",
        author_role="staff",
        published_raw="now",
        published_local="2024-05-06T12:00",
        published_at=at("2024-05-06T11:00:00"),
        time_basis="site",
        edited_at=at("2024-05-06T11:30:00"),
        body_html="<p>Who pays?</p>",
        notice="moved",
        likes=3,
        dislikes=0,
        kind="pingback",
        extra={"is_future": True, "words": ["华为"]},
    )
    same = [comment(None, "+1", author="Cy"), comment(None, "+1", 1, author="Cy")]
    page = thread("2024-05-06T12:00:00", said, *same, article=article)
    page.observation.stated_count = 9
    page.observation.id_space = "disqus"
    page.captures[0].status = None
    before, after = taken_over([page])
    assert after == before
    assert any(row["extra"] for row in before["comments"])
