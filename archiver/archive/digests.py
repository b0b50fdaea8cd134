"""What an observation rests on, as one hash: part of what it is known by, and what parts ties at one instant.

Once words were erased from an observation, that hash would let anybody who guesses them find out whether the guess
is right. What stands in its place can be made, and undone, with the key beside the archive alone; so the
observation is still known when the same captures come in again, and keeps its place among others of its second.
Before a ``~`` stand so many digits of the hash as its order among those needs: mostly none.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from archiver.archive import Archive
from archiver.archive.erasures import ErasureKey

_SEAL: Final = "~"
_HIDDEN: Final = re.compile(r"[0-9a-f]{0,64}~[0-9a-f]+")


def digest_of(captures: Iterable[tuple[str, int | None, str]]) -> str:
    """SHA-256 over the address, status and SHA-256 of each capture, in order.

    Not over their bytes alone: the same file says other things of another address, and may be imported under several.
    """
    said = "".join(f"{url} {status} {sha256}\n" for url, status, sha256 in captures)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def is_hidden(digest: str) -> bool:
    """Whether the hash is no longer to be read."""
    return _HIDDEN.fullmatch(digest) is not None


def revealed(key: ErasureKey, digest: str) -> str:
    """The hash itself; one that was hidden with another key stays as it is."""
    return key.unsealed(digest.partition(_SEAL)[2]) or digest if is_hidden(digest) else digest


def hide(archive: Archive, key: ErasureKey, article_id: int, observation_ids: Iterable[int]) -> None:
    """Let nobody read what these observations of an article rested on. Within a transaction of the caller's.

    Nor what captures of theirs held that were not kept; those that are kept are for ``redact`` to replace.
    """
    for observation_id in observation_ids:
        (look,) = archive.rows("SELECT digest FROM observations WHERE id = ?", (observation_id,))
        if not is_hidden(look["digest"]):
            _write(archive, observation_id, _SEAL + key.sealed(look["digest"]))
        archive.db.execute(
            "UPDATE captures SET sha256 = '', size = 0, redacted_at = strftime('%Y-%m-%dT%H:%M:%SZ')"
            " WHERE observation_id = ? AND file IS NULL AND sha256 <> ''",
            [observation_id],
        )
    keep_order(archive, key, article_id)


def write_alike(archive: Archive, key: ErasureKey, article_ids: Sequence[int]) -> None:
    """Let what is one observation of several articles be known by one hash, once it is hidden in one of them.

    To be followed by ``keep_order``. Within a transaction of the caller's.
    """
    same: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in archive.rows(
        "SELECT id, observed_at, source, digest FROM observations WHERE article_id IN (SELECT value FROM json_each(?))",
        (json.dumps(article_ids),),
    ):
        same[row["observed_at"], row["source"], revealed(key, row["digest"])].append(row)
    for (_, _, digest), looks in same.items():
        if len(looks) > 1 and not is_hidden(digest) and any(is_hidden(look["digest"]) for look in looks):
            for look in looks:
                _write(archive, look["id"], _SEAL + key.sealed(digest))


def keep_order(archive: Archive, key: ErasureKey, article_id: int) -> None:
    """Let hidden hashes sort among those of the same instant as they did. Within a transaction of the caller's."""
    ties: dict[str, dict[int, str]] = defaultdict(dict)
    for row in archive.rows(
        "SELECT id, observed_at, digest FROM observations WHERE article_id = :article AND observed_at IN"
        f" (SELECT observed_at FROM observations WHERE article_id = :article AND digest LIKE '%{_SEAL}%')",
        {"article": article_id},
    ):
        ties[row["observed_at"]][row["id"]] = row["digest"]
    for digests in ties.values():
        for observation_id, digest in _in_order(key, digests).items():
            if digest != digests[observation_id]:
                _write(archive, observation_id, digest)


def _in_order(key: ErasureKey, digests: Mapping[int, str]) -> dict[int, str]:
    """Before each hidden hash so many of its digits as part it from all others."""
    plain = {observation_id: revealed(key, digest) for observation_id, digest in digests.items()}
    found = dict(digests)
    for observation_id, digest in plain.items():
        if digest != digests[observation_id]:
            needed = max((_first_difference(digest, other) for other in plain.values() if other != digest), default=0)
            found[observation_id] = digest[:needed] + _SEAL + digests[observation_id].partition(_SEAL)[2]
    return found


def _first_difference(one: str, other: str) -> int:
    """At which sign, counted from 1, two texts differ first."""
    return next((place for place, signs in enumerate(zip(one, other, strict=False), 1) if len(set(signs)) > 1), 0)


def _write(archive: Archive, observation_id: int, digest: str) -> None:
    archive.db.execute("UPDATE observations SET digest = ? WHERE id = ?", [digest, observation_id])
