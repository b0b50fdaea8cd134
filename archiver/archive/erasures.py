"""What was erased for good and must not come back: known again by keyed hashes that do not say what it was.

The key lies in a file beside the archive. Without it nobody can find out by trying whose words were erased,
and with it every sighting of them is recognised: at the next crawl, at an import, when an archive is rebuilt.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from archiver.archive import Archive
from archiver.errors import StorageError
from archiver.real_path import real_path
from archiver.words import words_of

_KEY_BYTES = 32
_HASH_BYTES = 16
_SHA256_BYTES = 32


class Erased(NamedTuple):
    """What stands for an erased comment in its readings: keyed hashes, each empty where there is nothing to hash.

    ``words`` is set exactly where the reading itself is erased; ``parent`` also where it answers an erased one.
    """

    comment: str  # of its id
    words: str  # of its author and words
    parent: str  # of the id of the erased comment that it says it answers

    @property
    def text(self) -> str | None:
        """As a column; None where nothing is erased."""
        return "/".join(self) if self.words or self.parent else None

    @classmethod
    def read(cls, text: str | None) -> Erased:
        """From the column."""
        return cls(*text.split("/")) if text else _NOTHING


_NOTHING = Erased("", "", "")


def is_erased(text: str | None) -> bool:
    """Whether the column says that the comment itself was erased, not only the one that it answers."""
    return bool(Erased.read(text).words)


class Said(NamedTuple):
    """What a comment is known by."""

    id_space: str | None
    external_id: str | None
    claimed_parent: str | None
    author: str | None
    author_id: str | None
    words_key: str


@dataclass(frozen=True, slots=True)
class ErasureKey:
    """The secret that the hashes are made with."""

    secret: bytes

    @property
    def id(self) -> str:
        """What tells this key from another."""
        return self.hash("key")

    def hash(self, *parts: str) -> str:
        """A hash that nobody can make without the key."""
        return self._keyed(*parts).hex()

    def sealed(self, digest: str) -> str:
        """A SHA-256 (hexadecimal) as nobody can read it without the key; always the same for the same."""
        seal = self._keyed("digest", digest)
        return (seal + _crossed(bytes.fromhex(digest), self._pad(seal))).hex()

    def unsealed(self, sealed: str) -> str | None:
        """The SHA-256 again; None for anything that was not sealed with this key."""
        try:
            said = bytes.fromhex(sealed)
        except ValueError:
            return None
        seal = said[:_HASH_BYTES]
        digest = _crossed(said[_HASH_BYTES:], self._pad(seal)).hex()
        return digest if self._keyed("digest", digest) == seal else None

    def _keyed(self, *parts: str) -> bytes:
        return blake2b(json.dumps(parts).encode(), key=self.secret, digest_size=_HASH_BYTES).digest()

    def _pad(self, seal: bytes) -> bytes:
        return blake2b(seal, key=self.secret, digest_size=_SHA256_BYTES, person=b"pad").digest()

    def comment(self, id_space: str | None, external_id: str) -> str:
        """Of a comment's id."""
        return self.hash("comment", id_space or "", external_id)

    def words(self, author: str | None, words_key: str) -> str:
        """Of a comment's author and words."""
        return self.hash("words", folded_author(author), words_key)

    def author(self, name: str, domain: str | None) -> str:
        """Of an author's name, on the site of a domain or (None) everywhere."""
        return self.hash("author", domain or "", folded_author(name))

    def author_id(self, author_id: str, domain: str | None) -> str:
        """Of an author's id, on the site of a domain or (None) everywhere."""
        return self.hash("author id", domain or "", author_id)

    def address(self, article_key: str) -> str:
        """Of an article's address."""
        return self.hash("article", article_key)

    def article_id(self, domain: str, external_id: str) -> str:
        """Of the id that a site gives its article."""
        return self.hash("article id", domain, external_id)


def _crossed(one: bytes, other: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(one, other, strict=False))


def key_path(archive: Path) -> Path:
    """The file with the key of the archive at this path."""
    archive = real_path(archive)
    return archive.with_name(f"{archive.name}.erase-key")


def made_key(archive: Archive) -> ErasureKey:
    """The archive's key, made if nothing was erased from it before. Raises StorageError where it is missing."""
    known = archive.rows("SELECT key_id FROM erasures LIMIT 1")
    path = key_path(archive.path)
    if known or path.exists():
        return read_key(archive.path, known[0]["key_id"] if known else None)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(file, secrets.token_hex(_KEY_BYTES).encode())
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise StorageError(f"The key of what is erased cannot be written to {path}: {error.strerror}.") from error
    return read_key(archive.path, None)


def read_key(archive: Path, key_id: str | None) -> ErasureKey:
    """The key of the archive at this path. Raises StorageError where it is missing or (``key_id``) another's."""
    path = key_path(archive)
    try:
        key = ErasureKey(bytes.fromhex(path.read_text("ascii")))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it holds no key"
        raise StorageError(
            f"Words were erased from {archive}, and the key that keeps them out cannot be read from {path} ({why}). "
            "Put that file back from where you keep copies of the archive; nothing is stored without it."
        ) from error
    if key_id is not None and key.id != key_id:
        raise StorageError(
            f"{path} is not the key that words were erased from {archive} with. "
            "Put the right one back from where you keep copies of the archive; nothing is stored without it."
        )
    return key


class Erasures:
    """All that was erased from an archive."""

    def __init__(self, archive: Archive, key: ErasureKey) -> None:
        self._archive = archive
        self.key = key

    def is_article_erased(
        self, addresses: Iterable[str], domain: str | None = None, external_id: str | None = None
    ) -> bool:
        """Whether one of these addresses (``article_key`` makes them), or the site's own id, is an erased article's."""
        subjects = [self.key.address(address) for address in addresses]
        if domain is not None and external_id is not None:
            subjects.append(self.key.article_id(domain, external_id))
        return any(
            self._archive.db.conn.execute(
                "SELECT 1 FROM erasures WHERE what = 'article' AND article = ?", [subject]
            ).fetchone()
            for subject in subjects
        )

    def mark_article(self, addresses: Iterable[str]) -> None:
        """Let an erased article stay away under these addresses too. Within a transaction of the caller's."""
        for address in addresses:
            subject = self.key.address(address)
            mark(self._archive, self.key, "article", [(subject, subject)])
            self._archive.db.execute("DELETE FROM pages WHERE key = ?", [address])

    def in_article(self, article_id: int) -> ErasedInArticle | None:
        """What was erased that an article may show; None where there is nothing of the kind."""
        connection = self._archive.db.conn
        addresses = [
            self.key.address(url)
            for (url,) in connection.execute("SELECT url FROM article_urls WHERE article_id = ?", [article_id])
        ]
        comments = {
            subject
            for address in addresses
            for (subject,) in connection.execute(
                "SELECT subject FROM erasures WHERE what = 'comment' AND article = ?", [address]
            )
        }
        authors = {subject for (subject,) in connection.execute("SELECT subject FROM erasures WHERE what = 'author'")}
        if not comments and not authors:
            return None
        domain = connection.execute(
            "SELECT sites.domain FROM articles JOIN sites ON sites.id = articles.site_id WHERE articles.id = ?",
            [article_id],
        ).fetchone()
        return ErasedInArticle(self._archive, self.key, addresses, str(domain[0]), comments, authors)


@dataclass(slots=True)
class ErasedInArticle:
    """The comments and authors that are to stay out of one article."""

    archive: Archive
    key: ErasureKey
    addresses: list[str]  # the hashes of all of the article's
    domain: str
    comments: set[str]
    authors: set[str]

    def of(self, said: Said) -> Erased:
        """What is erased of a comment: it is known by its id, by its author and words, or by its author.

        Whatever it is known by, it is known by the others too from then on, and so is every other comment that
        shares one of them: until nothing new comes to be known, what was looked at before is to be looked at again.
        """
        comment = self.key.comment(said.id_space, said.external_id) if said.external_id is not None else ""
        words = self.key.words(said.author, said.words_key)
        parent = self.key.comment(said.id_space, said.claimed_parent) if said.claimed_parent is not None else ""
        if comment in self.comments or words in self.comments or self._is_by_erased_author(said):
            # Nobody's words, such as "deleted", say nothing of whose they were where an id does.
            self._remember(comment, words if folded_author(said.author) or not comment else "")
        else:
            comment = words = ""
        return Erased(comment, words, parent if parent in self.comments else "")

    def _is_by_erased_author(self, said: Said) -> bool:
        if not self.authors:
            return False
        places = (self.domain, None)
        by_name = said.author is not None and any(self.key.author(said.author, on) in self.authors for on in places)
        by_id = said.author_id is not None and any(
            self.key.author_id(said.author_id, on) in self.authors for on in places
        )
        return by_name or by_id

    def _remember(self, *subjects: str) -> None:
        new = {subject for subject in subjects if subject} - self.comments
        self.comments |= new
        mark(self.archive, self.key, "comment", ((address, subject) for address in self.addresses for subject in new))


def erasures_of(archive: Archive) -> Erasures | None:
    """What was erased from an archive; None for most, and then it costs one query.

    Raises StorageError where something was, and its key is not beside the archive.
    """
    found = archive.db.conn.execute("SELECT key_id FROM erasures LIMIT 1").fetchone()
    return Erasures(archive, read_key(archive.path, found[0])) if found else None


def mark(
    archive: Archive, key: ErasureKey, what: str, marks: Iterable[tuple[str, str]], *, pending: bool = False
) -> None:
    """Write marks, each the hash of an article's address (empty for an author) and of what is erased."""
    archive.db.conn.executemany(
        "INSERT INTO erasures (what, article, subject, key_id, erased_at, is_pending)"
        " VALUES (?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ'), ?)"
        " ON CONFLICT (article, what, subject) DO UPDATE SET is_pending = max(is_pending, excluded.is_pending)",
        [(what, article, subject, key.id, int(pending)) for article, subject in marks],
    )


def carry_over(old: Archive, new: Archive) -> None:
    """Let what was erased from one archive stay out of another that is made anew. Within a transaction of ``new``."""
    rows = old.rows("SELECT what, article, subject, key_id, erased_at FROM erasures")
    if not rows:
        return
    read_key(old.path, rows[0]["key_id"])
    path = key_path(new.path)
    path.touch(0o600)
    path.write_bytes(key_path(old.path).read_bytes())
    new.db.conn.executemany(
        "INSERT OR IGNORE INTO erasures (what, article, subject, key_id, erased_at, is_pending)"
        " VALUES (:what, :article, :subject, :key_id, :erased_at, 0)",
        rows,
    )


def folded_author(author: str | None) -> str:
    """A name without what sources differ in; one of signs alone counts with its signs."""
    return words_of(author) or "".join((author or "").split())
