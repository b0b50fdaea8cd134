"""What the tests against real servers share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.real.wordpress_server import WordPress, wordpress_running


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """An empty WordPress, one for each module."""
    with wordpress_running(tmp_path_factory.mktemp("wordpress")) as running:
        yield running
