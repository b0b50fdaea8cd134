"""Running ``archiver`` as a user does: in a process and a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def archiver(*words: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """What a command printed (as text) and how it ended."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
    done = subprocess.run(
        [sys.executable, "-m", "archiver", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=environment | {"COLUMNS": "100"},
        timeout=120,
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )
