"""The comments of a laid-out text thread: names without what stands for pictures, texts without buttons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from archiver.items import Comment
from spiders.platforms.date_shapes import date_in
from spiders.platforms.text_heads import is_name, role_of
from spiders.platforms.text_layouts import Form, Layout, Start, foot_of
from spiders.platforms.text_lines import Line
from spiders.platforms.text_words import is_action, leads_to_other_pages

_MOST: Final = 0.8
_SOME: Final = 0.3
_FEW: Final = 3
_IN_BRACKETS: Final = re.compile(r"(?:\[[^\[\]]{0,90}\]\s*)+")
_AVATAR: Final = re.compile(
    r"\[?(?:user(?:'s)? |profile |gr)?avatar(?: (?:image|photo|picture|icon|bild))?(?: (?:of|for|von|de|di|van"
    r"|para|do|da|dla))?\]?(?::|(?=\s|\Z))\s*",
    re.IGNORECASE,
)
_POSSESSIVE_AVATAR: Final = re.compile(r".{1,60}?['’]s? (?:avatar|gravatar|picture|photo)\s+", re.IGNORECASE)
_BADGE: Final = re.compile(r"\s*[(\[]([^()\[\]]{2,30})[)\]]\Z")
_QUOTING: Final = ("[…]", "[...]", "(…)", "(...)")


class _Draft(NamedTuple):
    start: Start
    author: str
    date: str
    lines: list[Line]
    role: str | None = None


def read_comments(form: Form, layout: Layout, last: int) -> list[Comment]:
    """One comment for each of the layout's starts, the last one's text ending before ``lines[last]``."""
    stops = [*(start.line for start in layout.starts[1:]), last]
    drafts = [_draft(form, layout, start, stop) for start, stop in zip(layout.starts, stops, strict=True)]
    drafts = [draft._replace(lines=_without_links_to_pages(draft.lines)) for draft in _with_names_below_dates(drafts)]
    names = without_picture_words([draft.author for draft in drafts])
    is_one_line_each = _has_no_empty_lines(form.lines, layout.starts[0].line, last)
    bare = [_without_buttons(draft.lines) for draft in drafts]
    with_button = sum(_has_more_text(draft.lines, kept) for draft, kept in zip(drafts, bare, strict=True))
    has_buttons = with_button * 4 >= sum(any(line.text for line in draft.lines) for draft in drafts)
    has_votes = sum(_ends_in_count(lines) for lines in bare) >= max(2, len(drafts) * _SOME)
    if has_buttons or has_votes:
        drafts = [draft._replace(lines=lines) for draft, lines in zip(drafts, bare, strict=True)]
    return [
        _comment(draft, name, is_one_line_each=is_one_line_each, has_votes=has_votes)
        for draft, name in zip(drafts, names, strict=True)
    ]


def without_picture_words(names: Sequence[str]) -> list[str]:
    """The names without the texts that stand for commenters' pictures.

    "Avatar" before a name is one, and so is any word that opens nearly all names, or each name said twice.
    A lone "Avatar" is nobody's name where the others have it in front of theirs.
    """
    bracketed = [_IN_BRACKETS.sub("", name, count=1) if name.startswith("[") else name for name in names]
    if sum(bare != name for bare, name in zip(bracketed, names, strict=True)) * 2 > len(names):
        names = bracketed
    stripped = [_without_avatar(name) for name in names]
    has_pictures = sum(bare != name and bool(bare) for bare, name in zip(stripped, names, strict=True))
    if has_pictures or not any(stripped):
        names = stripped
    shown = [name for name in names if name]
    first_words = Counter(name.split()[0] for name in shown)
    word, count = first_words.most_common(1)[0] if shown else ("", 0)
    rests = {name for name in shown if name.split()[0] == word and len(name.split()) > 1}
    if len(shown) > _FEW and count >= _MOST * len(shown) and len(rests) >= _FEW and len(rests) * 2 > count:
        names = [name.removeprefix(word).strip(" :") if name.split()[:1] == [word] else name for name in names]
    doubled = [_said_once(name) for name in names]
    if sum(once != name for once, name in zip(doubled, names, strict=True)) >= max(2, _MOST * len(shown)):
        names = doubled
    return [name.strip() for name in names]


def _without_avatar(name: str) -> str:
    found = _AVATAR.match(name)
    if found:
        return name[found.end() :].strip()
    found = _POSSESSIVE_AVATAR.match(name)
    return name[found.end() :].strip() if found else name


def _said_once(name: str) -> str:
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else name


def _draft(form: Form, layout: Layout, start: Start, stop: int) -> _Draft:
    head = start.head
    author, date = (head.author, head.date) if head is not None else ("", "")
    first = head.stop if head is not None and head.start == start.line else start.line
    if layout.is_foot:
        foot = foot_of(form, start.line, head.stop if head is not None and head.start > start.line else stop)
        if foot is not None and foot.shape == layout.shape:
            author, date, stop = foot.author or (author if first > start.line else ""), foot.date, foot.start
    lines = [form.lines[at] for at in range(first, stop)]
    if first == start.line and start.is_item and lines:
        lines[0] = lines[0]._replace(mark="", value=None)
    while lines and lines[0].is_blank:
        del lines[0]
    if layout.is_foot and lines and not author and re.fullmatch(r"#?\d{1,5}\.?", lines[0].text):
        del lines[0]
    role = None
    if layout.has_names_on_first_lines or (layout.is_foot and not author and _opens_with_name(lines)):
        author = lines.pop(0).text
    if lines and (role := role_of(lines[0].text)) is not None:
        del lines[0]
    return _Draft(start, author, date, lines, role)


def _opens_with_name(lines: Sequence[Line]) -> bool:
    return len(lines) > 1 and is_name(lines[0].text, marked=False) and any(line.text for line in lines[1:])


def _with_names_below_dates(drafts: list[_Draft]) -> list[_Draft]:
    """Drafts with the names that a theme shows below the dates, where nearly all comments have one there."""
    nameless = [draft for draft in drafts if draft.date and not draft.author and not _is_said(draft)]
    named = [draft for draft in nameless if _opens_with_name(draft.lines) and date_in(draft.lines[0].text) is None]
    if len(nameless) < max(2, _MOST * len(drafts)) or len(named) < _MOST * len(nameless):
        return drafts
    if len({draft.lines[0].text for draft in named}) == len(named) > _FEW and not _stand_alone(named):
        return drafts
    return [_with_name(draft) if draft in named else draft for draft in drafts]


def _is_said(draft: _Draft) -> bool:
    """Whether a "says:" without a name stands there: the name stood before it and is lost."""
    return draft.start.head is None or draft.start.head.says


def _stand_alone(drafts: Sequence[_Draft]) -> bool:
    """Whether an empty line, or the name once more, follows the first line of most."""
    alone = sum(draft.lines[1].is_blank or draft.lines[1].text == draft.lines[0].text for draft in drafts)
    return alone >= _MOST * len(drafts)


def _with_name(draft: _Draft) -> _Draft:
    lines = draft.lines[1:]
    if lines and lines[0].text == draft.lines[0].text:
        del lines[0]
    return draft._replace(author=draft.lines[0].text, lines=lines)


def _comment(draft: _Draft, name: str, *, is_one_line_each: bool, has_votes: bool) -> Comment:
    lines, votes = _cut_votes(draft.lines) if has_votes else (draft.lines, [])
    role = draft.role
    badge = _BADGE.search(name)
    if badge and (role_in_badge := role_of(badge[1])) is not None:
        name, role = name[: badge.start()], role_in_badge
    body = _paragraphs(lines, "\n\n" if is_one_line_each else "\n")
    head = draft.start.head
    kind = head.kind if head is not None else "comment"
    if kind == "comment" and body.startswith(_QUOTING) and body.endswith(_QUOTING):
        kind = "pingback"
    return Comment(
        author=name or None,
        author_role=role,
        published_raw=draft.date or None,
        body=body,
        likes=votes[0] if votes else None,
        dislikes=votes[1] if len(votes) > 1 else None,
        kind=kind,
    )


def _without_links_to_pages(lines: list[Line]) -> list[Line]:
    end = len(lines)
    while end and (not lines[end - 1].text or leads_to_other_pages(lines[end - 1].text)):
        end -= 1
    return lines[:end]


def _without_buttons(lines: list[Line]) -> list[Line]:
    """The lines without the links to reply at their end."""
    end = len(lines)
    while end and (not lines[end - 1].text or is_action(lines[end - 1].text)):
        end -= 1
    return lines[:end]


def _has_more_text(lines: Sequence[Line], kept: Sequence[Line]) -> bool:
    return any(line.text for line in lines[len(kept) :])


def _cut_votes(lines: list[Line]) -> tuple[list[Line], list[int]]:
    """The lines without the numbers of likes and dislikes at their end, and these numbers."""
    end = len(lines)
    votes: list[int] = []
    while len(votes) < 2 and _ends_in_count(lines[:end]):
        end = max(at for at in range(end) if lines[at].text)
        votes.insert(0, int(lines[end].text))
    return lines[:end], votes


def _ends_in_count(lines: Sequence[Line]) -> bool:
    """Whether a bare number ends the lines, below some text."""
    final = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].text), 0)
    if not final or lines[final].mark:
        return False
    return lines[final].text.isdecimal() and len(lines[final].text) <= 5 and any(line.text for line in lines[:final])


def _paragraphs(lines: Sequence[Line], between_lines: str) -> str:
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.is_blank:
            paragraphs.append([])
        else:
            paragraphs[-1].append(line.shown)
    return "\n\n".join(between_lines.join(paragraph) for paragraph in paragraphs if paragraph)


def _has_no_empty_lines(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether every block of the thread stands on a line of its own, as in a crawl's flat text."""
    empty = sum(lines[at].is_blank for at in range(first, last))
    return last - first > 2 and empty * 50 < last - first
