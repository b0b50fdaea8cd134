"""Whether what an archive keeps with its observations agrees with itself: addresses, facts, captures, instants."""

from __future__ import annotations

from collections.abc import Iterator

from archiver.archive import Archive
from archiver.archive.article_records import facts_key
from archiver.archive.digests import digest_of, is_hidden
from archiver.urls import article_key


def observation_problems(archive: Archive, article_id: int) -> Iterator[str]:
    """What is wrong with the rows that an article's observations brought, one line each."""
    yield from _of_addresses(archive, article_id)
    yield from _of_article_versions(archive, article_id)
    yield from _of_shown_threads(archive, article_id)
    yield from _of_digests(archive, article_id)


def _of_addresses(archive: Archive, article_id: int) -> Iterator[str]:
    (article,) = archive.rows("SELECT url FROM articles WHERE id = ?", (article_id,))
    keys = {row["url"] for row in archive.rows("SELECT url FROM article_urls WHERE article_id = ?", (article_id,))}
    own = article_key(article["url"])
    if not keys:
        yield f"articles {article_id}: article_urls has no address of it"
    # An address that a page of another host claimed is none that the article was met under.
    elif own not in keys and _host(own) in map(_host, keys):
        yield f"articles {article_id}: article_urls does not have its own address {own}"


def _host(key: str) -> str:
    return key.partition("/")[0]


def _of_article_versions(archive: Archive, article_id: int) -> Iterator[str]:
    for version in archive.rows("SELECT * FROM article_versions WHERE article_id = ?", (article_id,)):
        key = facts_key(version)
        if version["facts_key"] != key:
            yield f"article_versions {version['id']}: facts_key is {version['facts_key']}, by what it says {key}"


def _of_shown_threads(archive: Archive, article_id: int) -> Iterator[str]:
    for row in archive.rows(
        "SELECT shown.id, shown.last_observed_at AS said, max(observed_at) AS latest FROM shown_threads shown"
        " JOIN observations ON shown_id = shown.id WHERE shown.article_id = ? GROUP BY shown.id",
        (article_id,),
    ):
        if row["said"] != row["latest"]:
            yield f"shown_threads {row['id']}: last_observed_at is {row['said']}, by its observations {row['latest']}"


def _of_digests(archive: Archive, article_id: int) -> Iterator[str]:
    captures: dict[int, list[tuple[str, int | None, str]]] = {}
    redacted = set()
    for row in archive.rows(
        "SELECT observation_id, url, status, sha256, redacted_at FROM captures WHERE observation_id IN"
        " (SELECT id FROM observations WHERE article_id = ?) ORDER BY id",
        (article_id,),
    ):
        captures.setdefault(row["observation_id"], []).append((row["url"], row["status"], row["sha256"]))
        if row["redacted_at"]:
            redacted.add(row["observation_id"])
    for look in archive.rows("SELECT id, digest FROM observations WHERE article_id = ?", (article_id,)):
        if look["id"] not in captures:
            yield f"observations {look['id']}: has no captures"
        elif look["id"] in redacted:
            if not is_hidden(look["digest"]):
                yield f"observations {look['id']}: digest still tells what it rested on before words were erased"
        elif not is_hidden(look["digest"]) and look["digest"] != (digest := digest_of(captures[look["id"]])):
            yield f"observations {look['id']}: digest is {look['digest']}, by its captures {digest}"
