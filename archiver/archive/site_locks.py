"""One crawl at a time of one site into one archive: locks that end with the process that holds them."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import logging
import os
import re
import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from archiver.errors import AlreadyRunningError, StorageError
from archiver.instants import instant_text

logger = logging.getLogger(__name__)

_NO_LOCKS_HERE = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
# Somebody who only looks whether a lock is held holds it himself for a moment.
_TRIES = 5
_PAUSE_SECONDS = 0.01
_MANY = 100


@contextmanager
def sites_locked(archive: Path, sites: Iterable[str]) -> Iterator[None]:
    """Hold the locks of these sites (their ids) for the archive at this path; it need not be there yet.

    Raises AlreadyRunningError, with no lock held, where another process holds one of them, and StorageError
    where no file can be made beside the archive.
    """
    names = sorted(set(sites))
    _allow_open_files(len(names))
    with ExitStack() as held:
        for site in names:
            held.enter_context(_locked(archive, site))
        yield


@contextmanager
def free_sites_locked(archive: Path, sites: Iterable[str]) -> Iterator[list[str]]:
    """As ``sites_locked``, but leave out the sites that another process holds, with a warning; gives the others.

    Raises AlreadyRunningError where others hold all of them.
    """
    names = sorted(set(sites))
    _allow_open_files(len(names))
    free: list[str] = []
    busy: list[AlreadyRunningError] = []
    with ExitStack() as held:
        for site in names:
            try:
                held.enter_context(_locked(archive, site))
            except AlreadyRunningError as error:
                busy.append(error)
            else:
                free.append(site)
        if busy and not free:
            raise busy[0]
        for left_out in busy:
            logger.warning("%s It is left out.", left_out)
        yield free


def who_holds(archive: Path, site: str) -> str | None:
    """What the process that holds a site's lock says of itself: ``since 2024-05-06T12:00:00Z (pid 12)``."""
    try:
        file = os.open(lock_path(archive, site), os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(file)
    except OSError:
        return None
    finally:
        os.close(file)
    return None


def lock_path(archive: Path, site: str) -> Path:
    """The file whose lock stands for a site; any text is safe as an id, and no two share a file."""
    path = archive.resolve()
    shown = re.sub(r"[^a-z0-9]+", "-", site.lower())[:40].strip("-")
    return path.with_name(f"{path.name}.{shown}-{hashlib.sha256(site.encode()).hexdigest()[:12]}.lock")


@contextmanager
def _locked(archive: Path, site: str) -> Iterator[None]:
    path = lock_path(archive, site)
    if not path.parent.is_dir():
        raise StorageError(f"There is no folder {path.parent} to keep the archive in.")
    file = _taken(path)
    try:
        if file is None:
            holder = _read_path(path)
            raise AlreadyRunningError(f"A crawl of {site} into {archive} is already running {holder}".rstrip() + ".")
        with suppress(OSError):  # a full disk is for those to tell who have something to write
            os.truncate(file, 0)
            os.write(file, f"since {instant_text(datetime.now(UTC))} (pid {os.getpid()})".encode())
        yield
    finally:
        if file is not None:
            path.unlink(missing_ok=True)
            os.close(file)


def _taken(path: Path) -> int | None:
    """The open file with its lock, or None where another process holds it."""
    tries = 0
    while True:
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StorageError(f"{path} cannot be made, so nothing can be archived here: {error.strerror}.") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            tries += 1
            if tries == _TRIES:
                return None
            time.sleep(_PAUSE_SECONDS)
            continue
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                os.close(file)
                raise
        if _is_still_there(path, file):
            return file
        os.close(file)  # its last holder has just removed it: a lock on it keeps nobody out


def _allow_open_files(number: int) -> None:
    """Each lock is an open file, and a process is often allowed 1,024 although it may have many more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = soft + number
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if number > _MANY and wanted > soft != resource.RLIM_INFINITY:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _is_still_there(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _read_path(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")[:100]
    except OSError:
        return ""


def _read(file: int) -> str:
    return os.pread(file, 100, 0).decode("utf-8", "replace")
