"""What the readers of a page wrote and are called, and where in other words it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from archiver.freezing.label_words import label_words
from archiver.items import ThreadPage

WORD = re.compile(r"[^\W_]+")
_RUN = 3  # words in a row that are a comment's are a quotation of it, wherever they stand
_LONGEST_MENTION = 6  # words of a line in which a name that is also a label is taken for a name


def words_in(text: str) -> list[str]:
    """The words and numbers of a text, casefolded."""
    return [word.casefold() for word in WORD.findall(text)]


class ReadersWords:
    """Knows the comments and their authors of one thread."""

    def __init__(self, thread: ThreadPage) -> None:
        texts = [text for one in thread.comments for text in (one.body, one.notice) if text]
        self.bodies = [words for text in texts if (words := words_in(text))]
        said = [one for comment in thread.comments for one in (comment.author, comment.author_id) if one]
        self.names = {tuple(words) for name in said if (words := words_in(name))}
        self._runs = {run for words in self.bodies for run in _runs(words)}
        self._short = {tuple(words) for words in self.bodies if len(words) < _RUN}
        self._by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for name in self.names:
            self._by_first[name[0]].add(name)

    def own(self) -> set[str]:
        """The words in comments and names that are no labels of pages."""
        return {word for words in (*self.bodies, *self.names) for word in words} - label_words()

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
