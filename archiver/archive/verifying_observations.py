"""Whether what an archive keeps with its observations agrees with itself: addresses, facts, captures, instants."""

from __future__ import annotations

from collections.abc import Iterator

from archiver.archive import Archive
from archiver.archive.article_records import facts_key
from archiver.archive.digests import digest_of, is_hidden
from archiver.archive.erasures import is_erased
from archiver.archive.identity import words_key
from archiver.archive.placeholders import erased_key
from archiver.archive.shown_key import shown_key
from archiver.archive.stored_observations import StoredComments
from archiver.items import Observation
from archiver.urls import article_key


def observation_problems(archive: Archive, article_id: int) -> Iterator[str]:
    """What is wrong with the rows that an article's observations brought, one line each."""
    yield from _of_addresses(archive, article_id)
    yield from _of_article_versions(archive, article_id)
    yield from _of_article_ids(archive, article_id)
    yield from _of_wordings(archive, article_id)
    yield from _of_shown_threads(archive, article_id)
    yield from _of_shown_keys(archive, article_id)
    yield from _of_looks(archive, article_id)
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
        words = words_key(version["title"], version["body"])
        if version["words_key"] != words:
            yield f"article_versions {version['id']}: words_key is {version['words_key']}, by its words {words}"


def _of_article_ids(archive: Archive, article_id: int) -> Iterator[str]:
    """The ids that the site's pages gave the article, each with the host of the page."""
    rows = archive.rows("SELECT external_id, site_id FROM article_ids WHERE article_id = ?", (article_id,))
    given = {
        f"{_host(article_key(row['url']))} {row['external_id']}"
        for row in archive.rows(
            "SELECT url, external_id FROM article_versions WHERE article_id = ? AND external_id IS NOT NULL",
            (article_id,),
        )
        if row["url"] is not None
    }
    kept = {row["external_id"] for row in rows}
    for one in sorted(given - kept):
        yield f"articles {article_id}: article_ids does not have {one!r}, which its pages give"
    for one in sorted(kept - given):
        yield f"article_ids {one!r}: no page of article {article_id} gives it"


def _of_wordings(archive: Archive, article_id: int) -> Iterator[str]:
    for row in archive.rows("SELECT id, words_key, body, notice FROM wordings WHERE article_id = ?", (article_id,)):
        key = words_key(row["body"], row["notice"])
        if row["words_key"] != key:
            yield f"wordings {row['id']}: words_key is {row['words_key']}, by its words {key}"


def _of_shown_threads(archive: Archive, article_id: int) -> Iterator[str]:
    for row in archive.rows(
        "SELECT shown.id, shown.last_observed_at AS said, max(observed_at) AS latest FROM shown_threads shown"
        " JOIN observations ON shown_id = shown.id WHERE shown.article_id = ? GROUP BY shown.id",
        (article_id,),
    ):
        if row["said"] != row["latest"]:
            yield f"shown_threads {row['id']}: last_observed_at is {row['said']}, by its observations {row['latest']}"


def _of_shown_keys(archive: Archive, article_id: int) -> Iterator[str]:
    """What looks have shown, put together again from all that makes it."""
    stored = StoredComments(archive, article_id)
    for row in archive.rows(
        "SELECT DISTINCT shown.id, shown.key, source, platform FROM observations JOIN shown_threads shown"
        " ON shown.id = shown_id WHERE observations.article_id = ?",
        (article_id,),
    ):
        comments, space = stored.as_shown(row["id"])
        if row["key"] == erased_key(row["id"]) and any(is_erased(comment.erased) for comment in comments):
            continue
        look = Observation(observed_at=None, source=row["source"], scope="", platform=row["platform"], id_space=space)
        key = shown_key(look, comments)
        if row["key"] != key:
            yield f"shown_threads {row['id']}: key is {row['key']}, by what was shown {key}"


def _of_looks(archive: Archive, article_id: int) -> Iterator[str]:
    for row in archive.rows(
        "SELECT o.id, observed_at, is_complete, incomplete_reason, max(captured_at) AS last FROM observations o"
        " JOIN captures ON observation_id = o.id WHERE article_id = ? GROUP BY o.id",
        (article_id,),
    ):
        if row["observed_at"] != row["last"]:
            yield f"observations {row['id']}: observed_at is {row['observed_at']}, by its captures {row['last']}"
        if row["is_complete"] != int(row["incomplete_reason"] is None):
            yield (
                f"observations {row['id']}: is_complete is {row['is_complete']},"
                f" and incomplete_reason {row['incomplete_reason']}"
            )


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
