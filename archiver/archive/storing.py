"""Writing one observation with all that belongs to it, in one transaction (design, rule 2)."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.archive import Archive
from archiver.archive.article_erasure import erase_article
from archiver.archive.article_identity import (
    addresses_of,
    article_ids_of,
    articles_with_id,
    own_id_of,
    remember_names,
)
from archiver.archive.article_records import article_version_id, insert_article, work_out_article
from archiver.archive.columns import as_column
from archiver.archive.comment_rows import Changes, write_lives
from archiver.archive.digests import digest_of, hide, keep_order, revealed
from archiver.archive.erasures import Erasures, erasures_of
from archiver.archive.history import lives_of
from archiver.archive.identity import words_key
from archiver.archive.joining import join_articles
from archiver.archive.looks import looks_at
from archiver.archive.placeholders import erase_in_readings, without_erased
from archiver.archive.readings import Readings
from archiver.archive.redactions import note_free_pages, note_records
from archiver.archive.rows import insert_many, next_id
from archiver.archive.shown_key import shown_key
from archiver.archive.shown_threads import Entry, ShownThreads, insert_shown_thread, shown_thread_id
from archiver.archive.site_rows import site_id_of
from archiver.instants import instant_text
from archiver.items import Observation, ThreadPage


@dataclass(kw_only=True, slots=True)
class Stored:
    """What storing one observation changed."""

    article_id: int  # 0 where the article was erased for good: nothing of it is stored
    observation_id: int | None = None  # of the new observation; None: the archive held it already
    known_observation_id: int | None = None  # … as this one
    is_new_article: bool = False
    is_article_edited: bool = False
    comments_new: int = 0
    comments_edited: int = 0
    comments_gone: int = 0
    comments_returned: int = 0
    comments_erased: int = 0  # how many were seen that were erased for good

    @property
    def is_erased(self) -> bool:
        """Whether the article was erased for good."""
        return not self.article_id

    @property
    def is_new_observation(self) -> bool:
        """Whether the archive did not hold the observation before."""
        return self.observation_id is not None

    @property
    def is_unchanged(self) -> bool:
        """Whether the thread and the article stood as the archive knew them."""
        return not (
            self.is_new_article
            or self.is_article_edited
            or self.comments_new
            or self.comments_edited
            or self.comments_gone
            or self.comments_returned
        )


def store_observation(archive: Archive, thread: ThreadPage, run_id: int | None = None) -> Stored:
    """Store one observation; one that the archive already holds changes nothing.

    Needs a thread that went through the pipelines, with ``observed_at`` and at least one capture.
    Raises StorageError where the file cannot be written.
    """
    with archive.transaction():
        return store_within(archive, thread, run_id)


def store_within(archive: Archive, thread: ThreadPage, run_id: int | None = None) -> Stored:
    """``store_observation`` within a transaction of the caller's, who has more to do before it is committed."""
    if thread.observation.observed_at is None or not thread.captures:
        raise ValueError("an observation to be stored has an instant and captures")
    return _store(archive, thread, run_id)


def work_out(archive: Archive, article_id: int) -> Changes:
    """Work an article's rows out again from all its observations. Within a transaction of the caller's."""
    readings = Readings(archive, article_id, is_new=False)
    return _work_out(archive, article_id, readings, ShownThreads(archive, article_id))


def captures_digest(thread: ThreadPage) -> str:
    """A hash over the captures of a thread: what the observation rests on, or what stands for it after an erasure."""
    if thread.observation.digest is not None:
        return thread.observation.digest
    return digest_of((one.url, one.status, one.sha256) for one in thread.captures)


def _store(archive: Archive, thread: ThreadPage, run_id: int | None) -> Stored:
    erasures = erasures_of(archive)
    if erasures:
        # What is found to be erased is rewritten in the middle of all that refers to it.
        archive.db.execute("PRAGMA defer_foreign_keys = ON")
    if erasures and _is_article_erased(thread, erasures):
        return _keep_away(archive, thread, erasures)
    site_id, ids_of_several = site_id_of(archive, thread)
    for external_id in ids_of_several:
        _join(archive, articles_with_id(archive, site_id, external_id), erasures)
    stored = _article_of(archive, thread, site_id, erasures)
    if erasures and (erased := erasures.in_article(stored.article_id)):
        thread, stored.comments_erased = without_erased(thread, erased)
        if stored.comments_erased:
            _note_captures(archive, thread)
    digest = captures_digest(thread)
    stored.known_observation_id = _known_id(archive, stored.article_id, thread.observation, digest, erasures)
    if stored.known_observation_id is not None:
        return stored
    before = _article_words(archive, stored.article_id)
    version_id, is_new_wording = article_version_id(archive, stored.article_id, thread)
    key = shown_key(thread.observation, thread.comments)
    shown_id = shown_thread_id(archive, stored.article_id, key)
    if shown_id is not None:
        look_id = _insert_observation(archive, stored.article_id, thread, site_id, digest, version_id, shown_id, run_id)
        stored.observation_id = look_id
        _settle(archive, stored, erasures)
        if _adds_nothing(archive, stored.article_id, look_id):
            work_out_article(archive, stored.article_id)
            changes = Changes()
        else:
            changes = work_out(archive, stored.article_id)
    else:
        readings = Readings(archive, stored.article_id, is_new=stored.is_new_article)
        shown = ShownThreads(archive, stored.article_id)
        one = insert_shown_thread(archive, stored.article_id, key, _entries(thread, readings), shown)
        stored.observation_id = _insert_observation(
            archive, stored.article_id, thread, site_id, digest, version_id, one.id, run_id
        )
        _settle(archive, stored, erasures)
        changes = _work_out(archive, stored.article_id, readings, shown)
    if not stored.is_new_article:
        # An edit that was undone brings no new wording.
        after = _article_words(archive, stored.article_id)
        stored.is_article_edited = is_new_wording or (after != before and words_key(*after) != words_key(*before))
    stored.comments_new, stored.comments_edited = changes.new, changes.edited
    stored.comments_gone, stored.comments_returned = changes.gone, changes.returned
    return stored


def _article_words(archive: Archive, article_id: int) -> tuple[str | None, str | None]:
    (article,) = archive.rows("SELECT title, body FROM articles WHERE id = ?", (article_id,))
    return article["title"], article["body"]


def _is_article_erased(thread: ThreadPage, erasures: Erasures) -> bool:
    is_declared = thread.site.id != thread.site.domain
    return erasures.is_article_erased(
        addresses_of(thread), thread.site.domain, own_id_of(thread) if is_declared else None
    )


def _keep_away(archive: Archive, thread: ThreadPage, erasures: Erasures) -> Stored:
    """Of an erased article store nothing; what another address had brought in of it before that was known goes too."""
    _note_captures(archive, thread)
    erasures.mark_article(addresses_of(thread))
    for address in addresses_of(thread):
        for row in archive.rows("SELECT article_id FROM article_urls WHERE url = ?", (address,)):
            erase_article(archive, erasures.key, row["article_id"])
    return Stored(article_id=0)


def _settle(archive: Archive, stored: Stored, erasures: Erasures | None) -> None:
    """A new observation that showed something erased leaves no hash of it, and others keep their order beside it."""
    if erasures and stored.comments_erased and stored.observation_id is not None:
        hide(archive, erasures.key, stored.article_id, [stored.observation_id])
    elif erasures:
        keep_order(archive, erasures.key, stored.article_id)


def _note_captures(archive: Archive, thread: ThreadPage) -> None:
    note_records(archive, [capture.record for capture in thread.captures if capture.record])


def _article_of(archive: Archive, thread: ThreadPage, site_id: str, erasures: Erasures | None) -> Stored:
    found = article_ids_of(archive, thread, site_id, is_declared=site_id != thread.site.domain)
    is_new = not found
    if is_new:
        found = [insert_article(archive, site_id, thread)]
    elif len(found) > 1:
        _join(archive, found, erasures)
    remember_names(archive, found[0], thread, site_id)
    return Stored(article_id=found[0], is_new_article=is_new)


def _join(archive: Archive, article_ids: list[int], erasures: Erasures | None) -> None:
    kept, *others = article_ids
    join_articles(archive, kept, others, erasures)
    work_out(archive, kept)


def _work_out(archive: Archive, article_id: int, readings: Readings, shown: ShownThreads) -> Changes:
    erasures = erasures_of(archive)
    erased = erasures.in_article(article_id) if erasures else None
    # What was erased a moment ago, or is only now known to be of an article that something was erased from.
    if erased and erase_in_readings(archive, article_id, readings, erased):
        note_free_pages(archive)
        shown = ShownThreads(archive, article_id)
    if erasures:
        keep_order(archive, erasures.key, article_id)
    looks = looks_at(archive, article_id)
    lives = lives_of(looks, shown, readings.by_id)
    changes = write_lives(archive, article_id, readings, lives, looks)
    work_out_article(archive, article_id, changes.present)
    return changes


def _known_id(
    archive: Archive, article_id: int, observation: Observation, digest: str, erasures: Erasures | None
) -> int | None:
    """The id of the observation where the archive holds it already, whether or not words were erased from it."""

    def plain(digest: str) -> str:
        return revealed(erasures.key, digest) if erasures else digest

    assert observation.observed_at is not None
    looks = archive.db.conn.execute(
        "SELECT id, digest FROM observations WHERE article_id = ? AND observed_at = ? AND source = ?",
        [article_id, instant_text(observation.observed_at), observation.source],
    )
    return next((look_id for look_id, known in looks if plain(known) == plain(digest)), None)


def _adds_nothing(archive: Archive, article_id: int, look_id: int) -> bool:
    """Whether a look is the newest, and the one before it saw and could see the same."""
    newest = looks_at(archive, article_id)[-2:]
    if len(newest) < 2 or newest[1].id != look_id:
        return False
    before, last = newest
    if before.shown_id != last.shown_id or before.is_cut or last.is_cut:
        return False
    return not last.is_complete or (before.is_complete and before.scope == last.scope)


def _entries(thread: ThreadPage, readings: Readings) -> list[Entry]:
    found = readings.of(thread.comments, thread.observation)
    return [
        Entry(
            reading.id,
            None if comment.parent is None else found[comment.parent].id,
            comment.depth_shown,
            comment.likes,
            comment.dislikes,
        )
        for reading, comment in zip(found, thread.comments, strict=True)
    ]


def _insert_observation(
    archive: Archive,
    article_id: int,
    thread: ThreadPage,
    site_id: str,
    digest: str,
    version_id: int,
    shown_id: int,
    run_id: int | None,
) -> int:
    observation = thread.observation
    assert observation.observed_at is not None
    observed_at = instant_text(observation.observed_at)
    look_id = next_id(archive, "observations")
    row = {
        "id": look_id,
        "article_id": article_id,
        "site_id": site_id,
        "observed_at": observed_at,
        "source": observation.source,
        "scope": observation.scope,
        "digest": digest,
        "platform": observation.platform,
        "is_complete": int(observation.is_complete),
        "incomplete_reason": observation.incomplete_reason,
        "stated_count": observation.stated_count,
        "captured_count": observation.captured_count,
        "article_version_id": version_id,
        "article_states_count": thread.article.stated_comment_count,
        "shown_id": shown_id,
        "run_id": run_id,
    }
    insert_many(archive, "observations", tuple(row), [tuple(row.values())])
    archive.db.execute(
        "UPDATE shown_threads SET last_observed_at = ? WHERE id = ? AND coalesce(last_observed_at, '') < ?",
        [observed_at, shown_id, observed_at],
    )
    insert_many(
        archive,
        "captures",
        ("observation_id", "url", "status", "captured_at", "sha256", "size", "file", "offset", "length", "redacted_at"),
        [
            (
                look_id,
                capture.url,
                capture.status,
                instant_text(capture.captured_at or observation.observed_at),
                capture.sha256,
                capture.size,
                capture.file,
                capture.offset,
                capture.length,
                as_column(capture.redacted_at),
            )
            for capture in thread.captures
        ],
    )
    return look_id
