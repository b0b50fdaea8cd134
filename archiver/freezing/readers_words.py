"""What the readers of a page wrote and are called, and where in other words it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from archiver.freezing.label_words import label_words
from archiver.freezing.markup_words import MARKUP_WORDS
from archiver.items import ThreadPage

WORD = re.compile(r"[^\W_]+")
_RUN = 3  # words in a row that are a comment's are a quotation of it, wherever they stand
_LONGEST_MENTION = 6  # words of a line in which a name that is also a label is taken for a name
_SHORTEST_INSIDE = 3  # letters of a name that tell it inside another word; in other scripts than Latin one less
_LONGEST_HARMLESS_NUMBER = 3  # digits: an order, a count, a day
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")


def words_in(text: str) -> list[str]:
    """The words and numbers of a text, casefolded."""
    return [word.casefold() for word in WORD.findall(text)]


class ReadersWords:
    """Knows the comments and their authors of one thread."""

    def __init__(self, thread: ThreadPage, url: str | None = None) -> None:
        texts = [text for one in thread.comments for text in (one.body, one.notice) if text]
        self.bodies = [words for text in texts if (words := words_in(text))]
        said = [one for comment in thread.comments for one in (comment.author, comment.author_id) if one]
        self.names = {tuple(words) for name in said if (words := words_in(name))}
        self._allowed = label_words() | MARKUP_WORDS | set(_LETTERS.findall((url or "").casefold()))
        self._inside = {word for name in self.names for word in (*name, "".join(name)) if _is_telling(word)}
        self._inside -= self._allowed
        self._whole = {name[0] for name in self.names if len(name) == 1 and len(name[0]) > 1} - self._allowed
        self._whole = {word for word in self._whole if not word.isdecimal()}
        self._lengths = sorted({len(word) for word in self._inside})
        self._kept_numbers = _numbers_of_the_structure(thread, url)
        personal = [*texts, *said, *(one.author_url for one in thread.comments if one.author_url)]
        numbers = {number for text in personal for number in _DIGITS.findall(text)}
        self.private_numbers = {number for number in numbers if not self.may_stay(number)}
        self._runs = {run for words in self.bodies for run in _runs(words)}
        self._short = {tuple(words) for words in self.bodies if len(words) < _RUN}
        self._by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in self.names:
            self._by_first[name[0]].add(name)

    def own(self) -> set[str]:
        """The words in comments and names that are no labels of pages."""
        return {word for words in (*self.bodies, *self.names) for word in words} - label_words()

    def is_in(self, word: str) -> bool:
        """Whether a word, which no label is, holds somebody's name: ``commentbywandaquill``."""
        word = word.casefold()
        if word in self._whole:
            return True
        return self._has_name_inside(word) and not all(part in self._allowed for part in _LETTERS.findall(word))

    def _has_name_inside(self, word: str) -> bool:
        return any(
            word[start : start + length] in self._inside
            for length in self._lengths
            for start in range(len(word) - length + 1)
        )

    def may_stay(self, number: str) -> bool:
        """Whether digits in a row may stay: few, a year, or part of a time, a count or a comment's id."""
        return (
            len(number) <= _LONGEST_HARMLESS_NUMBER
            or _YEAR.fullmatch(number) is not None
            or number in self._kept_numbers
        )

    def places(self, words: Sequence[str], lines: Iterable[tuple[int, int]]) -> set[int]:
        """Which of the words are a reader's whatever they mean; ``lines`` are the pieces of text they stand in."""
        found: set[int] = set()
        for start, run in enumerate(_runs(words)):
            if run in self._runs:
                found.update(range(start, start + _RUN))
        for first, end in lines:
            line = tuple(words[first:end])
            if line in self._short:
                found.update(range(first, end))
            for start in range(first, end):
                for name in self._by_first.get(words[start], ()):
                    if tuple(words[start : start + len(name)]) == name and self._is_meant(name, line):
                        found.update(range(start, start + len(name)))
        return found

    def _is_meant(self, name: tuple[str, ...], line: tuple[str, ...]) -> bool:
        if any(word not in label_words() and not word.isdecimal() for word in name):
            return True
        is_number = all(word.isdecimal() for word in name)
        return line == name or (not is_number and len(line) <= _LONGEST_MENTION and not any(map(str.isdecimal, line)))


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)]


def _is_telling(word: str) -> bool:
    return not word.isdecimal() and len(word) >= (_SHORTEST_INSIDE if word.isascii() else _SHORTEST_INSIDE - 1)


def _numbers_of_the_structure(thread: ThreadPage, url: str | None) -> set[str]:
    """The numbers in ids, times, counts and the article's addresses."""
    article = thread.article
    said: list[object] = [url, article.url, article.external_id, article.published_raw, article.published_machine]
    said += [article.modified_raw, article.stated_comment_count, thread.observation.stated_count]
    for one in thread.comments:
        said += [one.external_id, one.claimed_parent, one.published_raw, one.published_machine, one.edited_raw]
        said += [one.likes, one.dislikes]
    moments = [article.published_at, article.modified_at]
    moments += [moment for one in thread.comments for moment in (one.published_at, one.edited_at)]
    for moment in moments:
        if moment is not None:
            said += [int(moment.timestamp()), int(moment.timestamp() * 1000)]
    return {number for one in said if one is not None for number in _DIGITS.findall(str(one))}
