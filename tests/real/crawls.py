"""Crawls of a real site, by the command line, with the clock put forward where a test says so."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_HURRY = ("--allow-private", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
_PATIENCE = 300  # seconds


@dataclass(frozen=True, slots=True)
class Crawled:
    """How a crawl ended."""

    exit_code: int
    said: str


def crawl(db: Path, *words: str, later: str | None = None) -> Crawled:
    """``archiver crawl`` into an archive; ``later`` puts its clock forward: ``+2h``, ``+60d``."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
    clock = ["faketime", "-f", later] if later else []
    done = subprocess.run(
        [*clock, sys.executable, "-m", "archiver", "crawl", *words, *_HURRY, "--db", str(db)],
        cwd=db.parent,
        # Time that merely passes must pass as ever: the crawl's own waiting goes by it.
        env=ours | {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        timeout=_PATIENCE,
        check=False,
    )
    return Crawled(done.returncode, done.stderr.decode())
