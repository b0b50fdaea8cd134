"""What many tests need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from archiver.archive import Archive

# The same examples at every run, so that a failure is found again; `pytest --hypothesis-profile=search` looks
# for new ones. No deadlines: a busy machine is no bug.
settings.register_profile(
    "tests", derandomize=True, max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", max_examples=500, deadline=None)
settings.load_profile("tests")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A new, empty archive."""
    with Archive.for_writing(tmp_path / "archive.db") as made:
        yield made
