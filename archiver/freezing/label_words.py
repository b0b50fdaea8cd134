"""The words that our readers look for in pages: labels, names of months, classes. All others are somebody's own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_CODE = Path(__file__).parents[2]
_READERS = ("spiders/*.py", "spiders/platforms/*.py", "archiver/wallclock/*.py", "pipelines/*.py")
_LETTERS = re.compile(r"[^\W\d_]+")
_ESCAPE = re.compile(r"\\[A-Za-z]")
_MAYBE = re.compile(r"(\w)\?")
_OF_DOCUMENTS = """
    article blogposting newsarticle discussionforumposting comment person organization website webpage imageobject
    http https www html href mailto page pages index feed amp author authors user users member members profile
    tag category comments forum forums thread threads post posts reply utf ref
"""


@cache
def label_words() -> frozenset[str]:
    """All of them, casefolded: what stands in our readers' own strings and patterns."""
    found = set(_OF_DOCUMENTS.split())
    for pattern in _READERS:
        for file in sorted(_CODE.glob(pattern)):
            for text in _strings_of(file):
                for form in (_MAYBE.sub(r"\1", text), _MAYBE.sub("", text)):
                    found.update(word.casefold() for word in _LETTERS.findall(_ESCAPE.sub(" ", form)))
    return frozenset(found)


def _strings_of(file: Path) -> Iterator[str]:
    """The strings of a program that it works with: no docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docs = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value
