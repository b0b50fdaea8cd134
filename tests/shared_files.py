"""Real input that lies beside the checkout where there is any; tests that need it skip, visibly, where not."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seed" / "telecoms-506977.txt"
SEED_URL = "https://telecoms.com/506977/huawei-may-have-found-an-ally-in-japan-for-now/"

needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
