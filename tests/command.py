"""Running ``archiver`` as a user does, from a folder of its own."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from archiver.cli import run

CHECKOUT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def archiver(*words: str, cwd: Path, stdin: bytes = b"") -> Done:
    """Run a command in this process: quick, and all but the interpreter's own start and end is the same."""
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", write_through=True) for data in (stdin, b"", b"")]
    with (
        contextlib.chdir(cwd),
        mock.patch.dict(os.environ, _environment(), clear=True),
        mock.patch.object(sys, "stdin", streams[0]),
        mock.patch.object(sys, "stdout", streams[1]),
        mock.patch.object(sys, "stderr", streams[2]),
    ):
        code = run(list(words))
    said = [stream.buffer.getvalue().decode("utf-8") for stream in streams[1:]]
    return Done(code, *said)


def archiver_process(
    *words: str, cwd: Path, stdin: bytes = b"", largest_file: int | None = None, module: str = "archiver"
) -> Done:
    """Run a command in a process of its own: a crawl can be started only once in one.

    ``largest_file`` (bytes) is the size beyond which it can write no file, as on a full disk.
    """

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=_environment() | {"PYTHONPATH": str(CHECKOUT)},
        timeout=120,
        check=False,
        preexec_fn=limit,
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def _environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
    return ours | {"COLUMNS": "100"}
