"""kill -9 at any instant of an erasure: given again, nothing of the words is left."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

from archiver.archive import Archive
from archiver.archive.erasing import Author, plan_author
from archiver.captures.erasure import erase_everywhere, is_unfinished, records_holding
from archiver.errors import Exit
from tests.captures.erased_pages import NAME, contents, erased, fill, rows
from tests.command import archiver
from tests.erased_words import places_of
from tests.processes import kill_at, killed, steps_of

KILLS = 4


def erase_all(archive: Archive) -> None:
    plan = plan_author(archive, Author(name=NAME))
    erase_everywhere(archive, plan, records_holding(archive, plan))


def test_an_erasure_killed_at_any_instant_is_brought_to_its_end(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    fill(whole)
    undisturbed = tmp_path / "undisturbed"
    shutil.copytree(whole, undisturbed)
    with Archive.for_writing(undisturbed / "archive.db") as archive:
        steps = steps_of(archive.db.conn, lambda: erase_all(archive))
    unfinished = []
    for instant in Random(9).sample(range(1, steps), KILLS):
        folder = tmp_path / str(instant)
        shutil.copytree(whole, folder)

        def erase_until_killed(folder: Path = folder, instant: int = instant) -> None:
            with Archive.for_writing(folder / "archive.db") as archive:
                kill_at(archive.db.conn, instant)
                erase_all(archive)

        assert killed(erase_until_killed)
        with Archive.for_writing(folder / "archive.db") as archive:
            unfinished.append(is_unfinished(archive))
        if rows(folder, "SELECT 1 FROM comments WHERE author > '' AND state = 'visible' AND author LIKE 'Zo%'"):
            assert not unfinished[-1], "all or nothing"
            assert erased(folder, "--author", NAME).returncode == 0
        assert archiver("erase", cwd=folder).returncode in (Exit.DONE, Exit.USAGE)
        for said in ("my roof hums", NAME):
            assert not places_of(said, folder), (instant, said)
        assert archiver("verify", cwd=folder).returncode == 0
        assert archiver("rebuild", "-o", "new.db", cwd=folder).returncode == 0
        assert contents(folder, "new.db") == contents(folder)
    assert any(unfinished), "some were killed between the rows and the captures"
