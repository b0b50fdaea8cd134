"""When two sightings are one comment, and two texts the same words (design, *Identity* and rule 6)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from archiver.items import Article, Comment
from archiver.words import words_of


def words_key(*texts: str | None) -> str:
    """A key that is equal where the words are. A text of signs alone counts with its signs."""
    parts = [words_of(text) or "".join((text or "").split()) for text in texts]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def comment_words_key(comment: Comment) -> str:
    """The key of a comment's wording; a moderator's notice is a wording of its own."""
    return words_key(comment.body, comment.notice)


def article_words_key(article: Article) -> str:
    """The key of an article's wording."""
    return words_key(article.title, article.body)


def identities(comments: Sequence[Comment], platform: str | None) -> list[str]:
    """One identity for each comment of one observation, unique within it.

    With an id it is (platform, id); without one (author, words, day as shown). Equals within one
    observation are told apart by their rank in the order shown.
    """
    return list(_ranked(_identity(comment, platform) for comment in comments))


def _identity(comment: Comment, platform: str | None) -> str:
    if comment.external_id is not None:
        return f"{platform or ''}:{comment.external_id}"
    day = (comment.published_local or "")[:10]
    return "~" + words_key(comment.author, comment.kind, comment.body, day)


def _ranked(keys: Iterable[str]) -> Iterable[str]:
    seen: Counter[str] = Counter()
    for key in keys:
        seen[key] += 1
        yield key if seen[key] == 1 else f"{key}#{seen[key]}"
