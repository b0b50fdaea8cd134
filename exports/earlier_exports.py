"""What an earlier export left in the folder that the next one is written into."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from archiver.errors import StorageError, UsageError

ARTICLE_FILE: Final = r"[a-z0-9-]{1,60}-[0-9a-f]{10}\.[a-z]+"
CORPUS_FILE: Final = r"utterances\.jsonl|(?:speakers|conversations|index|corpus)\.json"
_CONTENT: Final = re.compile(f"{ARTICLE_FILE}|{CORPUS_FILE}")
_MANIFESTS: Final = ("manifest.json", "corpus.json")


@dataclass(frozen=True, slots=True)
class EarlierExport:
    """The names of its files, those with its manifest among them."""

    folder: Path
    files: frozenset[str]

    def remove_all_but(self, written: set[str]) -> None:
        """Remove its files that were not written anew. Raises StorageError where that cannot be done."""
        for name in sorted(self.files - written):
            try:
                (self.folder / name).unlink(missing_ok=True)
            except OSError as error:
                raise StorageError(f"{self.folder / name} cannot be removed: {error.strerror}.") from error


def earlier_export(folder: Path, *, is_pseudonymised: bool) -> EarlierExport:
    """What lies in the folder of an earlier export, as its manifest names it.

    Raises UsageError where names would come to lie beside their pseudonyms, or might, as no manifest says what is
    there.
    """
    manifests = {name: manifest for name in _MANIFESTS if (manifest := _manifest(folder / name)) is not None}
    if any(bool(one.get("pseudonymised")) != is_pseudonymised for one in manifests.values()):
        was = "with readers' names" if is_pseudonymised else "with pseudonyms"
        raise UsageError(f"{folder} holds an export {was}, which would give away who is who; name another folder.")
    if is_pseudonymised and not manifests and any(_CONTENT.fullmatch(path.name) for path in folder.iterdir()):
        raise UsageError(
            f"{folder} holds an export that was not ended, maybe with readers' names; name another folder."
        )
    named = {name for one in manifests.values() for name in _files(one) if _CONTENT.fullmatch(name)}
    return EarlierExport(folder, frozenset(named | manifests.keys()))


def _manifest(path: Path) -> dict[str, Any] | None:
    """The manifest of a file; nothing where there is none that can be read."""
    try:
        said = json.loads(path.read_bytes()) if path.is_file() else None
    except (ValueError, RecursionError, OSError):
        return None
    if isinstance(said, dict) and path.name == "corpus.json":
        said = said.get("manifest")
    return said if isinstance(said, dict) else None


def _files(manifest: dict[str, Any]) -> list[str]:
    content = manifest.get("content")
    names = [one.get("file") for one in content if isinstance(one, dict)] if isinstance(content, list) else []
    return [name for name in names if isinstance(name, str)]
