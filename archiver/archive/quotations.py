"""Where others quote the words, or name the author, of what is erased: that stays, as it is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from archiver.archive import Archive
from archiver.archive.erasing import Plan
from archiver.archive.search_text import plain_letters
from archiver.word_runs import RUN, run_words

_PHRASES_AT_ONCE: Final = 40


@dataclass(slots=True)
class Quotations:
    """Comments, each with its article, and articles; in the order of their ids."""

    comments: list[tuple[int, int]] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)


def quotations_of(archive: Archive, plan: Plan) -> Quotations:
    """Where RUN words of what is planned to be erased stand in a row in others' words, or its author's name.

    Earlier wordings count, too.
    """
    phrases = list(dict.fromkeys(_phrases(plan)))
    erased = set(plan.comment_ids)
    comments: set[tuple[int, int]] = set()
    articles: set[int] = set()
    for some in _batches(phrases):
        match = " OR ".join(f'"{phrase}"' for phrase in some)
        comments |= {
            (row["article_id"], row["id"])
            for row in archive.rows(
                "SELECT id, article_id FROM comments WHERE id IN"
                " (SELECT rowid FROM comments_fts WHERE comments_fts MATCH :match UNION SELECT comment_id FROM versions"
                " WHERE id IN (SELECT rowid FROM versions_fts WHERE versions_fts MATCH :match))",
                {"match": f"text : ({match})"},
            )
            if row["id"] not in erased
        }
        articles |= {
            row["id"]
            for row in archive.rows(
                "SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match UNION SELECT article_id"
                " FROM article_versions WHERE id IN"
                " (SELECT rowid FROM article_versions_fts WHERE article_versions_fts MATCH :match)",
                {"match": f"{{title text}} : ({match})"},
            )
            if row["id"] != plan.article_id
        }
    return Quotations(sorted(comments), sorted(articles))


def _phrases(plan: Plan) -> Iterator[str]:
    for text in plan.texts:
        words = run_words(plain_letters(text))
        yield from (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))
    names = (run_words(plain_letters(name)) for name in plan.names)
    yield from (" ".join(words) for words in names if words)


def _batches(phrases: list[str]) -> Iterable[list[str]]:
    return (phrases[start : start + _PHRASES_AT_ONCE] for start in range(0, len(phrases), _PHRASES_AT_ONCE))
