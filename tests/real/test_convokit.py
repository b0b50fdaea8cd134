"""ConvoKit loads an exported corpus; as its releases since 3.1 bring torch, it gets an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article
from tests.command import CHECKOUT, archiver
from tests.threads import URL, comment, thread

LOCK = CHECKOUT / "tests" / "real" / "convokit.lock"
VENV = CHECKOUT / ".venv-convokit"
_PATIENCE = 900  # seconds; half a gigabyte comes in
_LOADED = """
import json, sys, warnings
warnings.simplefilter("ignore")
from convokit import Corpus
corpus = Corpus(sys.argv[1])
print(json.dumps({
    "utterances": {u.id: [u.text, u.reply_to, u.speaker.meta["name"]] for u in corpus.iter_utterances()},
    "whole": [one.check_integrity(verbose=False) for one in corpus.iter_conversations()],
    "titles": [one.meta["title"] for one in corpus.iter_conversations()],
    "paths": [len(path) for one in corpus.iter_conversations() for path in one.get_root_to_leaf_paths()],
    "in order": [u.id for one in corpus.iter_conversations() for u in one.get_chronological_utterance_list()],
    "manifest": corpus.meta["manifest"]["comments"],
}))
"""


@pytest.fixture(scope="module")
def convokit() -> Path:
    """The Python of an environment with ConvoKit in it, made once for all runs."""
    python = VENV / "bin" / "python"
    mark = VENV / ".installed"
    if not mark.exists() or mark.stat().st_mtime < LOCK.stat().st_mtime:
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)], check=True)
        for pip in ([sys.executable, "-m", "pip"], ["python3", "-m", "pip"]):
            command = [*pip, "--disable-pip-version-check", "--python", str(python), "install", "--quiet"]
            done = subprocess.run(
                [*command, "--require-hashes", "-r", str(LOCK)], capture_output=True, timeout=_PATIENCE, check=False
            )
            if done.returncode == 0:
                mark.touch()
                break
        else:
            pytest.skip(f"ConvoKit does not install here: {done.stderr.decode(errors='replace')[-300:]}")
    return python


def test_convokit_loads_the_corpus_as_whole_conversations(convokit: Path, tmp_path: Path) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        first = thread(
            "2024-05-06T12:00:00",
            comment(1, "光ファイバー at last.", author="Ada Mast", published_local="2024-05-06T10:00"),
            comment(2, "Cheap?", 1, author="Bo Copper", published_local="2024-05-06T10:05"),
            comment(3, "No.", 2, author="ada mast"),
            comment(4, "Masts.", published_local="2024-05-06"),
            article=Article(url=URL, title="Fibre", body="At last.", published_local="2024-05-05"),
        )
        store_observation(archive, first)
        store_observation(archive, thread("2024-05-06T12:00:00", article=Article(url=f"{URL}2/", title="Nobody spoke")))
    assert archiver("export", "--all", "--format", "convokit", "-o", "corpus", cwd=tmp_path).returncode == 0
    done = subprocess.run(
        [str(convokit), "-c", _LOADED, "corpus"],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path), "MPLCONFIGDIR": str(tmp_path), "PYTHONPATH": ""},
        capture_output=True,
        check=False,
        timeout=_PATIENCE,
    )
    assert done.returncode == 0, done.stderr.decode()
    loaded = json.loads(done.stdout.splitlines()[-1])
    assert loaded["whole"] == [True, True]
    assert loaded["titles"] == ["Fibre", "Nobody spoke"]
    assert loaded["manifest"] == 4
    texts = {text: (reply_to, name) for text, reply_to, name in loaded["utterances"].values()}
    assert texts["光ファイバー at last."] == ("article-1", "Ada Mast")
    assert texts["No."][1] == "Ada Mast"
    assert sorted(loaded["paths"]) == [1, 2, 4]
    assert loaded["in order"][0] == "article-1"
