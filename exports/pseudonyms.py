"""Pseudonyms for people: keyed hashes, the same wherever the same key is used, that only the key's holder can undo."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from archiver.archive.threads import Row, Thread
from archiver.errors import StorageError, UsageError
from archiver.words import words_of
from exports.links_in_texts import without_escaped_names, without_permalinks
from exports.names_in_texts import Names
from exports.ordinary_words import names_nobody

_SHORTEST_KEY: Final = 32  # characters
_LONGEST_KEY: Final = 4096
_SIGNS: Final = 12  # of a pseudonym: 60 bits
_TEXTS_OF_AN_ARTICLE: Final = ("title", "byline", "body", "section", "published_raw")
_WORDS: Final = ("body", "notice")
_TEXTS_OF_A_COMMENT: Final = (*_WORDS, "published_raw", "author_role")
_DROPPED: Final = ("body_html", "external_id", "claimed_parent", "extra", "identity", "search_text", "search_author")

ABOUT: Final = {
    "method": "HMAC-SHA256 of author, author_id and author_url, 60 bits; a name has one pseudonym wherever it stands",
    "in_texts": "an author's whole name, of today or of an earlier look, is replaced in all texts of the thread (in "
    "any case, joined or apart), its first word behind an @; "
    "a name that is an everyday word only where it is written like a name; parts of names, "
    "nicknames and people who did not comment are left",
    "dropped": "comments' own ids and addresses (in texts, too), mark-up, names that name nobody",
    "caution": "quoted words can still be found on the web, and whoever wrote them with them: treat this as personal "
    "data all the same",
}


class Pseudonyms:
    """What stands for people under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def key_id(self) -> str:
        """By which exports made with one key are known to belong together; says nothing about it."""
        return self._hash("key", "")[:8]

    def thread(self, thread: Thread, domain: str, former: Iterable[Row] = ()) -> Thread:
        """A copy of the thread in which nobody is named; ``domain`` is that of its site.

        ``former`` are rows with the ``author``, ``author_id`` and ``author_url`` of the comments' other readings.
        """
        names = self._names(thread, domain, former)
        article = dict(thread.article)
        for name in _TEXTS_OF_AN_ARTICLE:
            if article[name]:
                article[name] = _hidden(article[name], names)
        if article["tags"]:
            article["tags"] = json.dumps([_hidden(str(tag), names) for tag in json.loads(article["tags"])])
        article["url"] = _address_without(names, article["url"])
        article |= dict.fromkeys(("external_id", "search_text", "search_byline"))
        return Thread(
            article=article,
            observation=thread.observation,
            comments=[self._comment(comment, names, domain) for comment in thread.comments],
            as_of=thread.as_of,
        )

    def name(self, name: str | None) -> str | None:
        """What stands for a name; nothing for one that names nobody."""
        if not name or names_nobody(name):
            return None
        return f"p{self._hash('author', words_of(name) or name)}"

    def file_mark(self, url: str) -> str:
        """What tells files apart whose articles have one title."""
        return self._hash("file", url)

    def _comment(self, comment: Row, names: Names, domain: str) -> Row:
        hidden = dict(comment)
        for name in _TEXTS_OF_A_COMMENT:
            if hidden[name]:
                hidden[name] = _hidden(hidden[name], names)
        if "versions" in hidden:
            hidden["versions"] = [
                version | {name: _hidden(version[name], names) for name in _WORDS if version[name]}
                for version in hidden["versions"]
            ]
        hidden |= dict.fromkeys(_DROPPED)
        hidden["author"] = self.name(comment["author"])
        hidden["author_id"] = self._id(comment["author_id"], domain)
        hidden["author_url"] = self._url(comment["author_url"])
        return hidden

    def _names(self, thread: Thread, domain: str, former: Iterable[Row]) -> Names:
        names = Names(thread.article["language"])
        signatures = [*thread.comments, *former]
        for comment in signatures:
            if pseudonym := self.name(comment["author"]):
                names.add(comment["author"], pseudonym)
        for comment in signatures:
            login, url = comment["author_id"], comment["author_url"]
            if login and not login.isdecimal() and not names_nobody(login):
                names.add(login, self.name(comment["author"]) or str(self._id(login, domain)))
            if url and (own := _own_address(url, domain)):
                names.add(own, str(self._url(url)))
        for prose in (thread.article["title"], thread.article["body"]):
            names.add_ordinary_words_of(prose or "")
        return names

    def _id(self, author_id: str | None, domain: str) -> str | None:
        return f"i{self._hash('author_id', f'{domain} {author_id}')}" if author_id else None

    def _url(self, url: str | None) -> str | None:
        return f"u{self._hash('author_url', url)}" if url else None

    def _hash(self, what: str, value: str) -> str:
        digest = hmac.digest(self._key, f"{what}\0{value}".encode("utf-8", "replace"), hashlib.sha256)
        return base64.b32encode(digest).decode()[:_SIGNS].lower()


def read_key(path: Path) -> tuple[bytes, bool]:
    """The key of a file, and whether it was made just now, as there was none.

    Raises UsageError for one that others may read, or that is too short to keep a secret, and StorageError where
    it can be neither read nor made.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UsageError(f"The key {path} is no ordinary file.")
        if mode & 0o077:
            raise UsageError(f"Others may read the key {path}: `chmod 600 {path}` first, or use a new one.")
        with path.open("rb") as file:
            key = file.read(_LONGEST_KEY).strip()
    except FileNotFoundError:
        return _made_key(path), True
    except OSError as error:
        raise StorageError(f"The key {path} cannot be read: {error.strerror}.") from error
    if len(key) < _SHORTEST_KEY:
        raise UsageError(
            f"The key in {path} is too short: it takes {_SHORTEST_KEY} characters that nobody can guess. "
            "Name a file that is not there yet, and one is made."
        )
    return key, False


def _made_key(path: Path) -> bytes:
    key = secrets.token_hex(32).encode()
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 (a descriptor)
            file.write(key + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(f"The key {path} cannot be made: {error.strerror}.") from error
    return key


def _hidden(text: str, names: Names) -> str:
    return names.replaced_in(without_escaped_names(without_permalinks(text), names))


def _own_address(url: str, domain: str) -> str | None:
    """An author's address as a run of words to look for; None for a whole site that is not the author's own."""
    try:
        parts = urlsplit(unquote(url))
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.strip("/")
    if not host or (host == domain and not path):
        return None
    return f"{host} {path}"


def _address_without(names: Names, url: str) -> str:
    """An article's address, or only its host where the address names an author."""
    if not names.are_in(unquote(url)):
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
