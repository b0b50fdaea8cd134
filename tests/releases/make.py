"""Make this release's small, filled database: ``python -m tests.releases.make``."""

from __future__ import annotations

import sys
from pathlib import Path

from archiver import __version__
from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article, Comment
from tests.threads import comment, thread

FOLDER = Path(__file__).parent


def releases() -> list[Path]:
    """The databases of all releases so far."""
    return sorted(FOLDER.glob("archiver-*.db"))


def make(folder: Path) -> Path:
    """A database with something in every table that storing fills: edits, a deletion, a return, scripts, an
    incomplete look and two sources. Gives its path. Raises FileExistsError where the release has one."""
    path = folder / f"archiver-{__version__}.db"
    if path.exists():
        raise FileExistsError(f"{path} is there already; a released database is never changed")
    unpacked = path.with_suffix(".open.db")
    with Archive.for_writing(unpacked) as archive:
        _fill(archive)
        archive.db.execute("VACUUM INTO ?", [str(path)])  # without SQLite's log beside it
    for left in folder.glob(f"{unpacked.name}*"):
        left.unlink()
    return path


def _fill(archive: Archive) -> None:
    run = archive.begin_run("import", {"paths": ["a page"]})
    first = _by_ada(1, "The backhaul is fibre.")
    reply = comment(2, "光ファイバーですか。", 1, author="Bo Beam", extra={"colour": "grey"})
    for look in (
        thread("2024-05-06T12:00:00", first, reply, comment(3, "Is it 5G?", author="Cy Cell")),
        thread("2024-05-07T12:00:00", first, reply, is_complete=False),
        thread("2024-05-08T12:00:00", _by_ada(1, "The backhaul is copper."), reply),
        thread("2024-05-08T12:00:00", _by_ada(None, "The backhaul is copper."), platform=None, scope="text"),
        thread("2024-05-09T12:00:00", _by_ada(1, "The backhaul is copper."), reply),
        thread(
            "2024-05-09T13:00:00",
            article=Article(url="https://mast.example/roaming/", title="Roaming ends", tags=["roaming"], section="EU"),
        ),
    ):
        store_observation(archive, look, run)
    archive.end_run(run, 0, {"articles_new": 2})


def _by_ada(number: int | None, body: str) -> Comment:
    return comment(number, body, author="Ada Mast", published_local="2024-05-06T10:00", published_raw="6 May, 10:00")


if __name__ == "__main__":
    sys.stdout.write(f"{make(FOLDER)}\n")
