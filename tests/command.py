"""Running ``archiver`` as a user does, from a folder of its own."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn
from unittest import mock

from scrapy.settings import Settings

from archiver.cli import run
from spiders.sites import built_in_sites

CHECKOUT = Path(__file__).parents[1]
_PATIENCE = 120  # seconds
_ended_at: dict[Path, int] = {}  # seconds of the clock, by folder


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed and how it ended."""

    returncode: int
    stdout: str
    stderr: str
    peak_memory: int | None = None  # bytes; of a process of its own


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
    stdout, stderr = (stream.buffer.getvalue().decode("utf-8") for stream in streams[1:])
    return Done(code, stdout, stderr)


def archiver_process(*words: str, cwd: Path, stdin: bytes = b"", largest_file: int | None = None) -> Done:
    """Run a command in a process of its own: a crawl can be started only once in one.

    The process is a fork of this one, which spares it seconds of imports. ``largest_file`` (bytes) is the size
    beyond which it can write no file, as on a full disk.
    """
    if not {"crawl", "new"}.isdisjoint(words):
        import_what_crawls_need()
        _let_the_last_crawls_second_pass(cwd)
    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        streams[0].write(stdin)
        streams[0].seek(0)
        child = quick_fork()
        if child == 0:
            _be_the_command(words, cwd, [stream.fileno() for stream in streams], largest_file)
        code, peak_memory = _ended(child)
        _ended_at[cwd] = int(time.time())
        for stream in streams:
            stream.seek(0)
        return Done(code, streams[1].read().decode("utf-8"), streams[2].read().decode("utf-8"), peak_memory)


def _let_the_last_crawls_second_pass(folder: Path) -> None:
    """Of two looks within one second, which is all that the archive keeps of time, the later one is not known."""
    while int(time.time()) == _ended_at.get(folder):
        time.sleep(0.01)


def quick_fork() -> int:
    """``os.fork`` of all that pytest holds, which the child does not look through for garbage: that would copy it."""
    gc.freeze()
    child = os.fork()
    if child != 0:
        gc.unfreeze()
    return child


def program(module: str, *words: str, cwd: Path) -> Done:
    """Run ``python -m MODULE`` as a shell would."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=cwd,
        capture_output=True,
        env=_environment(),
        timeout=_PATIENCE,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def _be_the_command(words: tuple[str, ...], cwd: Path, streams: list[int], largest_file: int | None) -> NoReturn:
    code = 70
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        sys.stdin, sys.stdout, sys.stderr = (open(number, mode, encoding="utf-8") for number, mode in enumerate("rww"))  # noqa: PTH123, SIM115 (descriptors, for the rest of this process)
        os.chdir(cwd)
        environment = _environment()
        os.environ.clear()
        os.environ.update(environment)
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
        code = run(list(words))
        sys.stdout.flush()
    except BaseException:  # a fork must never return into the tests
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _ended(child: int) -> tuple[int, int]:
    for _ in range(_PATIENCE * 100):
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), used.ru_maxrss * 1024
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise TimeoutError(f"still running after {_PATIENCE} s")


@cache
def import_what_crawls_need() -> None:
    """Import once, for all forks, what every crawl would import; not Twisted's reactor, which each installs."""
    for name in (
        "archiver.commands.crawl archiver.crawling archiver.download_handler archiver.log_formatter"
        " archiver.setting_overrides pipelines.store scrapy.core.engine scrapy.dupefilters scrapy.pqueues"
        " scrapy.squeues scrapy.statscollectors spiders.site_loader trafilatura twisted.internet.asyncioreactor"
    ).split():
        import_module(name)
    settings = Settings()
    settings.setmodule("archiver.settings")
    for kind in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS"):
        for path, priority in settings.get_component_priority_dict_with_base(kind).items():
            if isinstance(path, str) and priority is not None:
                import_module(path.rpartition(".")[0])
    built_in_sites()
    assert "twisted.internet.reactor" not in sys.modules, "each crawl installs its own"


def _environment() -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
    return ours | {"COLUMNS": "100", "PYTHONPATH": str(CHECKOUT)}
