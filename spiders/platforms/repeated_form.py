"""The form in which a page prints its comments: found out on a few of them, then followed.

A theme prints every comment alike; only what readers said and when differs. A few comments are read in the slow way,
whatever that is; where their fields stand in the mark-up tells where those of the others do. What departs from the
form in a single sign, but for the values that differ from comment to comment, is read in the slow way too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from functools import lru_cache
from html import unescape
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from archiver.wallclock.masks import masked
from spiders.platforms.comment_author import is_bare_name, linked_address
from spiders.platforms.comment_text import folded, words_of_paragraphs
from spiders.platforms.comment_time import is_bare_time
from spiders.platforms.fields import without_time
from spiders.platforms.samples import some_of
from spiders.platforms.text_words import is_action

_FEWEST: Final = 24  # comments for which it is worth the while
_LOOKED_AT: Final = 12
_FEWEST_ALIKE: Final = 3
_MOST_FORMS: Final = 4
_VALUE: Final = re.compile(r'(?:=")([^"]*)|(?:>)([^<]+)')
_TELLING: Final = re.compile(r' (?:class|rel|style|role|type|itemprop|itemtype|hidden|property|typeof)="\Z')
_WORDS: Final = "\0"  # stands for a reader's words; a page's text has none
_SHOWN: Final = ("author", "published_raw")
_HIDDEN: Final = ("published_machine", "author_id", "claimed_parent")
_FIELDS: Final = [field.name for field in fields(Comment) if field.name not in ("body", "body_html", "extra")]
_NOTHING_READ: Final = Comment()
_QUIET_ATTRIBUTES: Final = frozenset(("id", "class"))
_Reading = Callable[[str, str | None], str | None]


def read_alike(
    count: int,
    markup_of: Callable[[int], str | None],
    read: Callable[[int], Comment],
    base_url: str | None,
    is_name: Callable[[str], bool] = is_bare_name,
    known: Mapping[int, Comment] | None = None,
) -> list[Comment]:
    """The comments 0 to ``count`` - 1 as ``read`` reads each, most of them by the form they share.

    ``markup_of`` gives everything that ``read`` looks at; None for a comment that only ``read`` can read. ``is_name``
    says of a line whether ``read`` would take all of it for a name. ``known`` are some that were read already.
    """
    known = known or {}
    if count < _FEWEST:
        return [known.get(i) or read(i) for i in range(count)]
    known = known or {i: read(i) for i in some_of(count, _LOOKED_AT)}
    forms = Forms([(markup, comment) for i, comment in known.items() if (markup := markup_of(i))], base_url, is_name)
    comments = []
    for i in range(count):
        comment = known.get(i)
        if comment is None and forms and (markup := markup_of(i)):
            comment = forms.read(markup)
        comments.append(read(i) if comment is None else comment)
    return comments


class OwnMarkup:
    """The mark-up of comments nested in one another, each without that of the others. Linear, however deep."""

    def __init__(self, elements: AbstractSet[HtmlElement]) -> None:
        """``elements`` are those of all comments."""
        self._elements = elements
        self._boxes = _boxes_between(elements)

    def of(self, parts: Sequence[HtmlElement]) -> str | None:
        """What stands in a comment's elements, as XML; None where it stands among the replies."""
        pieces: list[str] = []
        for part in parts:
            if not _QUIET_ATTRIBUTES.issuperset(part.keys()):
                pieces += (f' {name}="{value}"' for name, value in part.items() if name not in _QUIET_ATTRIBUTES)
            if (text := part.text) and not text.isspace():
                pieces.append(text)
            for child in part[:]:
                if child.tag.__class__ is str and child not in self._elements:
                    if child not in self._boxes:
                        pieces.append(etree.tostring(child, encoding="unicode", with_tail=False))
                    elif not all(inner in self._elements or inner in self._boxes for inner in child.iterchildren("*")):
                        return None
                if (tail := child.tail) and not tail.isspace():
                    pieces.append(tail)
        return "".join(pieces)


def _boxes_between(elements: AbstractSet[HtmlElement]) -> set[HtmlElement]:
    """What stands between comments and the comments in them: lists of replies."""
    boxes: set[HtmlElement] = set()
    outside: set[HtmlElement] = set()
    for element in elements:
        way = []
        above = element.getparent()
        while above is not None and above not in elements and above not in boxes and above not in outside:
            way.append(above)
            above = above.getparent()
        (outside if above is None or above in outside else boxes).update(way)
    return boxes


class Forms:
    """The forms that some comments of a page show, the most frequent first."""

    def __init__(
        self, known: Sequence[tuple[str, Comment]], base_url: str | None, is_name: Callable[[str], bool]
    ) -> None:
        alike: defaultdict[tuple[str, ...], list[tuple[list[str], Comment]]] = defaultdict(list)
        for markup, comment in known:
            parted = _parted(markup, comment)
            if parted is not None:
                alike[parted[0]].append((parted[1], comment))
        groups = sorted(alike.items(), key=lambda group: -len(group[1]))[:_MOST_FORMS]
        learnt = (_learnt(between, seen, base_url, is_name) for between, seen in groups if len(seen) >= _FEWEST_ALIKE)
        self._forms = [form for form in learnt if form is not None]

    def __bool__(self) -> bool:
        return bool(self._forms)

    def read(self, markup: str) -> Comment | None:
        """The comment, where it is of one of the forms."""
        for place, form in enumerate(self._forms):
            comment = form.read(markup)
            if comment is not None:
                if place:
                    self._forms.insert(0, self._forms.pop(place))  # the next one may well be of the same
                return comment
        return None


@dataclass(frozen=True, slots=True)
class _Form:
    """Mark-up is ``start``, then values, each followed by its sign of ``ends``; the last of these is the end."""

    start: str
    ends: list[tuple[str, str]]
    """Each sign, after what cannot stand in the value before it.

    No quote stands in an attribute, no angle bracket in a text; but tags stand in a reader's words.
    """
    words_at: int
    of_text: dict[str, int]
    """Fields by the place of the value that shows them."""
    of_attribute: dict[str, int]
    author_url_at: int | None
    masks: dict[str, frozenset[str]]
    always: dict[str, Any]
    base_url: str | None
    is_name: Callable[[str], bool]

    def read(self, markup: str) -> Comment | None:
        """The comment, where the mark-up is of this form."""
        values = self._values(markup)
        if values is None:
            return None
        words = words_of_paragraphs(values[self.words_at])
        if words is None or not words.text or is_action(words.text):
            return None
        found = dict(self.always)
        for name, place in self.of_text.items():
            shown = found[name] = _line(values[place])
            if not (self.is_name(shown) if name == "author" else is_bare_time(shown)):
                return None
        for name, place in self.of_attribute.items():
            value = found[name] = values[place]
            if masked(value) not in self.masks[name]:
                return None
        if self.author_url_at is not None:
            found["author_url"] = _address(values[self.author_url_at], self.base_url)
        if "0" in masked(words.text) and without_time(words, found.get("published_raw")).text != words.text:
            return None
        return Comment(body=words.text, body_html=words.html, **found)

    def _values(self, markup: str) -> list[str] | None:
        if not markup.startswith(self.start):
            return None
        values = []
        at = len(self.start)
        for sought, end in self.ends:
            next_at = markup.find(sought, at)
            if next_at < 0 or not markup.startswith(end, next_at):
                return None
            values.append(markup[at:next_at])
            at = next_at + len(end)
        return values if at == len(markup) else None


def _parted(markup: str, comment: Comment) -> tuple[tuple[str, ...], list[str]] | None:
    """What stands between the values of some mark-up, and the values; None where the words are not in it as read."""
    words = (comment.body_html or "").replace("<br>", "<br/>")
    read = words_of_paragraphs(words) if words else None
    if read is None or (read.text, read.html) != (comment.body, comment.body_html) or markup.count(words) != 1:
        return None
    before, _, after = markup.partition(words)
    between, values = [], []
    for is_before, text in ((True, before), (False, after)):
        at = 0
        for found in _VALUE.finditer(text):
            start, end = found.span(1 if found[1] is not None else 2)
            if not _TELLING.search(text, at, start):
                between.append(text[at:start])
                values.append(text[start:end])
                at = end
        between.append(text[at:])
        if is_before:
            values.append(_WORDS)
    return tuple(between), values


def _learnt(
    between: tuple[str, ...],
    seen: Sequence[tuple[list[str], Comment]],
    base_url: str | None,
    is_name: Callable[[str], bool],
) -> _Form | None:
    """The form of comments with the same ``between``; None where their values do not tell all that was read."""
    comments = [comment for _, comment in seen]
    signs, columns = _differing(between, list(zip(*(values for values, _ in seen), strict=True)))
    if not all(signs[1:]) or any(comment.extra for comment in comments):
        return None
    always: dict[str, Any] = {}
    shown: dict[str, int] = {}
    hidden: dict[str, int] = {}
    for name in _FIELDS:
        said = [getattr(comment, name) for comment in comments]
        if name != "author" and all(one == said[0] for one in said):
            if said[0] != getattr(_NOTHING_READ, name):
                always[name] = said[0]
            continue
        as_read = _READ_AS.get(name)
        place = _place_of(said, columns, as_read, base_url) if as_read else None
        if place is None:
            return None
        (shown if name in _SHOWN else hidden)[name] = place
    words_at = next(place for place, column in enumerate(columns) if column[0] == _WORDS)
    address_at = hidden.pop("author_url", None)
    masks = {name: frozenset(masked(value) for value in columns[at]) for name, at in hidden.items()}
    ends = [(end if place == words_at else end[0], end) for place, end in enumerate(signs[1:])]
    return _Form(signs[0], ends, words_at, shown, hidden, address_at, masks, always, base_url, is_name)


def _differing(between: Sequence[str], columns: Sequence[tuple[str, ...]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """The values that differ from comment to comment, and the words; what stands between, with those that do not."""
    signs = [between[0]]
    left = []
    for column, after in zip(columns, between[1:], strict=True):
        if column[0] == _WORDS or len(set(column)) > 1:
            left.append(column)
            signs.append(after)
        else:
            signs[-1] += column[0] + after
    return signs, left


def _place_of(
    said: Sequence[str | None], columns: Sequence[Sequence[str]], as_read: _Reading, base_url: str | None
) -> int | None:
    """Where the values stand that are, read so, what the comments say."""
    for place, column in enumerate(columns):
        if all(as_read(value, base_url) == one for value, one in zip(column, said, strict=True)):
            return place
    return None


def _line(value: str, _: str | None = None) -> str:
    return folded(unescape(value) if "&" in value else value)


@lru_cache(maxsize=1024)
def _address(value: str, base_url: str | None) -> str | None:
    return linked_address(unescape(value), base_url)


def _as_it_is(value: str, _: str | None) -> str:
    return value


_READ_AS: Final[dict[str, _Reading]] = {
    **dict.fromkeys(_SHOWN, _line),
    **dict.fromkeys(_HIDDEN, _as_it_is),
    "author_url": _address,
}
