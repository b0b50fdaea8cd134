"""Erasing for good what people said: out of the rows, and marked so that it does not come back.

What lies outside of the rows (captures, free pages, backups) is noted here and done after the transaction, by
``archiver.captures.redacting`` and ``archiver.archive.emptying``: a process killed in between leaves a note.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from archiver.archive import Archive
from archiver.archive.article_erasure import erase_article
from archiver.archive.digests import hide
from archiver.archive.erasures import ErasureKey, folded_author, is_erased, made_key, mark
from archiver.archive.redactions import note_missing_files, note_observations, note_records
from archiver.archive.shown_threads import ShownThreads
from archiver.archive.storing import work_out
from archiver.errors import UsageError
from archiver.items import CaptureRecord
from archiver.word_runs import SHORTEST_NAME, holds_words, run_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """Somebody who writes comments, by name or by the id on the platform, on one site or (None) on all."""

    name: str | None = None
    author_id: str | None = None
    site_id: str | None = None


@dataclass(kw_only=True, slots=True)
class Plan:
    """What is to be erased, and what it says: the words and names by which captures are searched for it."""

    comment_ids: list[int] = field(default_factory=list)
    author: Author | None = None
    article_id: int | None = None
    article_ids: list[int] = field(default_factory=list)  # those that show something of it
    texts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)  # of an article to be erased


def plan_comments(archive: Archive, comment_ids: Iterable[int]) -> Plan:
    """Of these comments, and of the same words by the same author under the same article.

    Raises UsageError for one that is not there or was erased already.
    """
    plan = Plan()
    for comment_id in comment_ids:
        rows = archive.rows("SELECT article_id, state FROM comments WHERE id = ?", (comment_id,))
        if not rows:
            raise UsageError(f"There is no comment {comment_id} in {archive.path}.")
        if rows[0]["state"] == "erased":
            raise UsageError(f"The comment {comment_id} was erased already.")
        for one in _same(archive, rows[0]["article_id"], comment_id):
            if one not in plan.comment_ids:
                _take_in_comment(archive, plan, one, rows[0]["article_id"])
    return plan


def plan_author(archive: Archive, author: Author) -> Plan:
    """Of all that an author has written, and will. Raises UsageError where nobody can be meant by it."""
    if author.site_id is not None and not archive.rows("SELECT 1 FROM sites WHERE id = ?", (author.site_id,)):
        raise UsageError(f"There is no site {author.site_id!r} in {archive.path}.")
    if author.name is not None and not folded_author(author.name):
        raise UsageError(f"{author.name!r} is no name.")
    plan = Plan(author=author)
    for comment_id, article_id, name in _comments_by(archive, author):
        if comment_id not in plan.comment_ids:
            _take_in_comment(archive, plan, comment_id, article_id)
        if name and name not in plan.names:
            plan.names.append(name)
    if author.name and author.name not in plan.names:
        plan.names.append(author.name)
    return plan


def plan_article(archive: Archive, article_id: int) -> Plan:
    """Of an article with its whole thread."""
    plan = Plan(article_id=article_id, article_ids=[article_id])
    plan.comment_ids = [
        row["id"] for row in archive.rows("SELECT id FROM comments WHERE article_id = ?", (article_id,))
    ]
    plan.addresses = [
        row["url"] for row in archive.rows("SELECT url FROM article_urls WHERE article_id = ?", (article_id,))
    ]
    # Not by its title: every page of the site that links to it has that, and stays.
    texts = archive.rows("SELECT body FROM article_versions WHERE article_id = ? AND body > ''", (article_id,))
    plan.texts = [row["body"] for row in texts]
    plan.texts += _texts(archive, "article_id = ?", article_id)
    return plan


def erase(
    archive: Archive, plan: Plan, records: Iterable[CaptureRecord] = (), missing_files: Iterable[str] = ()
) -> None:
    """Take what is planned out of the rows and mark it; note that captures and free pages are still to be done.

    ``records`` are capture records that are known to hold some of it, ``missing_files`` names of capture files that
    could not be searched for it. All in one transaction. Raises
    StorageError where the file or the key beside it cannot be written.
    """
    with archive.transaction():
        archive.db.execute("PRAGMA defer_foreign_keys = ON")
        key = made_key(archive)
        # By their places too: a record in a tail that was cut off has no id, and holds the words all the same.
        showing = json.dumps(observations_to_redact(archive, plan))
        note_observations(archive, "id IN (SELECT value FROM json_each(:ids))", {"ids": showing})
        _note(archive, key, list(records))
        note_missing_files(archive, missing_files)
        if plan.article_id is not None:
            erase_article(archive, key, plan.article_id)
        else:
            for comment_id in plan.comment_ids:
                _mark_comment(archive, key, comment_id)
            if plan.author is not None:
                mark(archive, key, "author", [("", _author_hash(archive, key, plan.author))], pending=True)
            for article_id in plan.article_ids:
                work_out(archive, article_id)
        _clean_addresses(archive, key, plan)
        _forget_validators(archive, plan.article_ids)
        _clean_runs(archive, [*plan.names, *plan.addresses])


def _note(archive: Archive, key: ErasureKey, records: Sequence[CaptureRecord]) -> None:
    note_records(archive, records)
    for record in records:
        for row in archive.rows(
            "SELECT DISTINCT observations.id, article_id FROM observations JOIN captures ON observation_id ="
            ' observations.id WHERE file = ? AND "offset" = ?',
            (record.file, record.offset),
        ):
            hide(archive, key, row["article_id"], [row["id"]])


def observations_to_redact(archive: Archive, plan: Plan) -> list[int]:
    """The observations that have shown what is planned to be erased."""
    if plan.article_id is not None:
        found = archive.rows("SELECT id FROM observations WHERE article_id = ?", (plan.article_id,))
        return [row["id"] for row in found]
    wanted = set(plan.comment_ids)
    ids: list[int] = []
    for article_id in plan.article_ids:
        shown = ShownThreads(archive, article_id)
        readings = {
            row["id"]
            for row in archive.rows("SELECT id, comment_id FROM readings WHERE article_id = ?", (article_id,))
            if row["comment_id"] in wanted
        }
        looks = archive.rows("SELECT id, shown_id FROM observations WHERE article_id = ?", (article_id,))
        ids += [look["id"] for look in looks if shown[look["shown_id"]].readings & readings]
    return ids


def _take_in_comment(archive: Archive, plan: Plan, comment_id: int, article_id: int) -> None:
    plan.comment_ids.append(comment_id)
    if article_id not in plan.article_ids:
        plan.article_ids.append(article_id)
    plan.texts += _texts(archive, "id IN (SELECT wording_id FROM readings WHERE comment_id = ?)", comment_id)


def _same(archive: Archive, article_id: int, comment_id: int) -> list[int]:
    """The comment and those that share an author with words, or an id, with it, by whatever chain."""
    rows = archive.rows(
        "SELECT r.comment_id, r.author, w.words_key, r.id_space, r.external_id, r.erased FROM readings r"
        " JOIN wordings w ON w.id = r.wording_id WHERE r.article_id = ?",
        (article_id,),
    )
    known_by: dict[int, set[Any]] = defaultdict(set)
    shared: dict[Any, set[int]] = defaultdict(set)
    for row in rows:
        if is_erased(row["erased"]):
            continue
        author = folded_author(row["author"])
        marks: list[Any] = [("id", row["id_space"], row["external_id"])] if row["external_id"] is not None else []
        if author or not marks:
            marks.append(("words", author, row["words_key"]))
        for one in marks:
            known_by[row["comment_id"]].add(one)
            shared[one].add(row["comment_id"])
    found, waiting = {comment_id: None}, [comment_id]
    while waiting:
        for one in known_by[waiting.pop()]:
            for other in sorted(shared[one] - found.keys()):
                found[other] = None
                waiting.append(other)
    return list(found)


def _texts(archive: Archive, condition: str, value: int) -> list[str]:
    rows = archive.rows(f"SELECT body, notice FROM wordings WHERE {condition}", (value,))
    return [text for row in rows for text in (row["body"], row["notice"]) if text]


def _comments_by(archive: Archive, author: Author) -> list[tuple[int, int, str | None]]:
    on_site = "(:site IS NULL OR article_id IN (SELECT id FROM articles WHERE site_id = :site))"
    if author.author_id is not None:
        return [
            (row["comment_id"], row["article_id"], row["author"])
            for row in archive.rows(
                f"SELECT comment_id, article_id, author FROM readings WHERE author_id = :id AND {on_site}",
                {"id": author.author_id, "site": author.site_id},
            )
        ]
    assert author.name is not None
    meant = folded_author(author.name)
    spellings = [
        row["author"]
        for row in archive.rows("SELECT DISTINCT author FROM readings WHERE author IS NOT NULL")
        if folded_author(row["author"]) == meant
    ]
    return [
        (row["comment_id"], row["article_id"], row["author"])
        for row in archive.rows(
            "SELECT comment_id, article_id, author FROM readings"
            f" WHERE author IN (SELECT value FROM json_each(:names)) AND {on_site}",
            {"names": json.dumps(spellings), "site": author.site_id},
        )
    ]


def _mark_comment(archive: Archive, key: ErasureKey, comment_id: int) -> None:
    rows = archive.rows(
        "SELECT r.article_id, r.id_space, r.external_id, r.author, w.words_key FROM readings r"
        " JOIN wordings w ON w.id = r.wording_id WHERE r.comment_id = ?",
        (comment_id,),
    )
    subjects: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if folded_author(row["author"]) or row["external_id"] is None:
            subjects[row["article_id"]].add(key.words(row["author"], row["words_key"]))
        if row["external_id"] is not None:
            subjects[row["article_id"]].add(key.comment(row["id_space"], row["external_id"]))
    for article_id, hashes in subjects.items():
        addresses = archive.rows("SELECT url FROM article_urls WHERE article_id = ?", (article_id,))
        marks = [(key.address(row["url"]), subject) for row in addresses for subject in sorted(hashes)]
        mark(archive, key, "comment", marks, pending=True)


def _author_hash(archive: Archive, key: ErasureKey, author: Author) -> str:
    domain = None
    if author.site_id is not None:
        domain = archive.rows("SELECT domain FROM sites WHERE id = ?", (author.site_id,))[0]["domain"]
    if author.author_id is not None:
        return key.author_id(author.author_id, domain)
    return key.author(author.name or "", domain)


def _clean_addresses(archive: Archive, key: ErasureKey, plan: Plan) -> None:
    """An address that was asked for may name an author: then that of the article stands in for it.

    The record says the address too, and so goes with it. As in captures, a short name means nobody on others' pages.
    """
    if not plan.names:
        return
    long = [name for name in plan.names if len(run_words(name)) >= SHORTEST_NAME]
    for row in archive.rows(
        "SELECT captures.id, captures.url, observation_id, article_id, articles.url AS article FROM captures"
        " JOIN observations ON observations.id = observation_id JOIN articles ON articles.id = article_id"
        " WHERE captures.url <> articles.url"
    ):
        names = plan.names if row["article_id"] in plan.article_ids else long
        if any(holds_words(unquote_plus(row["url"]), name) for name in names):
            archive.db.execute("UPDATE captures SET url = ? WHERE id = ?", [row["article"], row["id"]])
            note_observations(archive, "id = ?", [row["observation_id"]])
            hide(archive, key, row["article_id"], [row["observation_id"]])


def _forget_validators(archive: Archive, article_ids: list[int]) -> None:
    """An ETag may be a hash of what a page said: the articles' own, or a feed that had it too."""
    archive.db.execute(
        "UPDATE pages SET etag = NULL WHERE etag > '' AND (kind <> 'article' OR key IN"
        " (SELECT url FROM article_urls WHERE article_id IN (SELECT value FROM json_each(?))))",
        [json.dumps(article_ids)],
    )


def _clean_runs(archive: Archive, needles: list[str]) -> None:
    """Runs say what they were asked for: addresses, paths of files."""
    for row in archive.rows("SELECT id, arguments FROM runs WHERE arguments IS NOT NULL"):
        said = json.loads(row["arguments"])
        cleaned = _cleaned(said, needles)
        if cleaned != said:
            archive.db.table("runs").update(
                row["id"], {"arguments": json.dumps(cleaned, ensure_ascii=False, sort_keys=True)}
            )


def _cleaned(said: Any, needles: list[str]) -> Any:
    """Arguments are ours: a few levels of lists and objects."""
    if isinstance(said, str):
        return "erased" if any(holds_words(said, needle) for needle in needles) else said
    if isinstance(said, list):
        return [_cleaned(one, needles) for one in said]
    if isinstance(said, dict):
        return {name: _cleaned(one, needles) for name, one in said.items()}
    return said
