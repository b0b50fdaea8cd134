"""The head of one comment in plain text: who wrote it and when, on one line or on a few."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from archiver.items import CommentKind
from archiver.wallclock.folding import fold
from spiders.platforms.date_shapes import date_in, is_clock
from spiders.platforms.text_lines import Line
from spiders.platforms.text_words import (
    cut_pingback,
    cut_says,
    heading_in,
    is_action,
    without_comment_by,
    without_says_in_front,
)

_LONGEST_HEAD: Final = 300
_LONGEST_NAME: Final = 100
_MOST_WORDS_OF_A_NAME: Final = 12
_LONGEST_UNMARKED_NAME: Final = 60
_MOST_WORDS_UNMARKED: Final = 8
_PUNCTUATION: Final = " \t\xa0,;:|·•–—-/\\()[]<>«»@~→#"
_NUMBER: Final = re.compile(r"[#(\[]?\d{1,5}[.)\]:]?")
_LEADING_NUMBER: Final = re.compile(r"#\s?\d{1,5}(?:\.\d{1,3})*[.):]?(?!\w)\s*")
_PICTURE: Final = re.compile(
    r"(?:\[[^\[\]]{0,90}\]\s*)+|(?:user |profile |gr)?avatar(?: (?:image|photo|picture|icon|bild))?"
    r"|(?:gr)?avatar(?: (?:image|photo|picture|bild))? (?:of|for|von|für|de|di|van|voor|para|do|da|dla"
    r"|użytkownika)\b.{1,60}"
    r"|(?:profilbild|profile (?:picture|photo|image)|photo de profil|foto de perfil|immagine del profilo"
    r"|profielfoto|bild|photo"
    r"|picture|foto|image|imagen) (?:of|for|von|de|di|van|para|do|da)\b.{1,60}|.{1,60}['’]s? (?:gr)?avatar",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"(?:by|von|par|por|di|da|door|przez)\s", re.IGNORECASE)
_MOST_LINES_ABOVE_A_DATE: Final = 5
_JOINING: Final = frozenset(
    "on at am um in le el em op il a à às as den der dem vom dnia w dniu date posted ha has a says · il y le la".split()
)
_SHORT_WEEKDAYS: Final = frozenset(
    "mo di mi do fr sa so lun mar mer jeu ven sam dim mie jue vie sab dom gio ma wo vr za zo seg ter qua qui sex"
    " pon wt sr czw pt sob ndz nd".split()
)
_EDITED: Final = re.compile(
    r"\W*(?:last )?(?:edited|modified|updated|bearbeitet|geändert|modifié|editado|modificato)\b", re.I
)
_ENDS_A_SENTENCE: Final = re.compile(r"[.!?…:;,]\W*\Z")


class HeadLine(NamedTuple):
    """What one line says of a comment's author and time; at least one of them, or that it is a pingback."""

    author: str
    date: str  # as shown
    shape: str
    has_clock: bool
    says: bool
    kind: CommentKind = "comment"
    is_author_behind: bool = False
    has_action: bool = False  # "Reply" or the like stands on the same line
    has_colon: bool = False

    @property
    def is_date_only(self) -> bool:
        """Whether the line shows a time and nobody."""
        return bool(self.date) and not self.author and self.kind == "comment"

    @property
    def is_says_only(self) -> bool:
        """Whether the line is a lone "says:", the rest of a name line above it."""
        return self.says and not self.author and not self.date


class Head(NamedTuple):
    """The head of a comment: ``lines[start:stop]``."""

    start: int
    stop: int
    column: int
    author: str
    date: str
    shape: str
    has_clock: bool
    says: bool
    kind: CommentKind
    gap: int | None = None  # empty lines between a name and the date below it
    is_author_behind: bool = False
    has_action: bool = False
    has_colon: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether it names an author or a time, as no item of an ordinary list does."""
        return bool(self.date) or self.is_said or self.kind != "comment"

    @property
    def is_said(self) -> bool:
        """Whether "says:" introduces the text; without a colon it takes a date to make a head."""
        return self.says and (bool(self.date) or self.has_colon)


def head_line(text: str) -> HeadLine | None:
    """What ``text`` says of author and time, None where it is no line of a head."""
    if not text or len(text) > _LONGEST_HEAD:
        return None
    linked_from = cut_pingback(text)
    if linked_from is not None:
        return _pingback(linked_from, "trackback" if fold(text[:5]) == "track" else "pingback")
    date = date_in(text)
    if date is None:
        return _says_line(text)
    before, shown, after = text[: date.start], text[date.start : date.end], text[date.end :]
    behind = after.strip(_PUNCTUATION + ".")
    is_author_behind = bool(behind) and not is_action(after) and not _EDITED.match(after)
    if is_author_behind and (is_said := cut_says(after.strip(" ,;|·–—-"))) is not None:
        behind = is_said.strip(_PUNCTUATION)
        is_author_behind = bool(behind)
    else:
        is_said = None
    author, says = _author_before(before)
    if not is_author_behind:
        if author and not is_name(author, marked=True, said=True):
            return None
        has_action = bool(after.strip()) and is_action(after)
        return HeadLine(author, shown, date.shape, date.has_clock, says or is_said is not None, has_action=has_action)
    without_by = _BY.sub("", behind, count=1)
    is_by = is_said is not None or without_by != behind or after.rstrip().endswith(":")
    behind = _LEADING_NUMBER.sub("", without_comment_by(without_says_in_front(without_by))).strip(_PUNCTUATION)
    if author or not is_name(behind, marked=False):
        return None
    is_loose = not is_by and (before.strip(_PUNCTUATION) or _ENDS_A_SENTENCE.search(after) or len(behind.split()) > 5)
    if is_loose:  # "On 16 October they promised more."
        return None
    return HeadLine(behind, shown, date.shape, date.has_clock, is_said is not None, is_author_behind=True)


def head_at(lines: Sequence[Line], heads: Sequence[HeadLine | None], start: int, stop: int) -> Head | None:
    """The head that begins at ``lines[start]`` and ends before ``lines[stop]``, or None where none does.

    ``heads`` holds ``head_line`` of every line.
    """
    if heads[start] is not None:
        return _head(lines, heads, _Opening(start, "", None), start, stop)
    opening = _opening(lines, heads, start, stop)
    return _head(lines, heads, opening, start, stop) if opening else None


class _Opening(NamedTuple):
    """The line with a head's date or "says", and what stands above it."""

    at: int
    author: str
    gap: int | None


def _opening(lines: Sequence[Line], heads: Sequence[HeadLine | None], start: int, stop: int) -> _Opening | None:
    """A head whose first line is a name, or what stands for a picture, or a mere number, or nothing at all."""
    author, gap, at = "", 0, start
    for _ in range(_MOST_LINES_ABOVE_A_DATE):
        first = heads[at]
        if first is not None:
            if not author:
                return _Opening(at, "", None)
            is_open = first.is_says_only or (first.is_date_only and not _name_below(lines, heads, at, stop))
            return _Opening(at, author, gap) if is_open else None
        text, is_marked = lines[at].text, bool(lines[at].mark)
        is_number = _NUMBER.fullmatch(text) is not None and (bool(author) or is_marked)
        if not (is_number or _is_beside_name(author, text)):
            if author or not is_name(text, marked=is_marked):
                return None
            author = text
        at, gap = _next_line(lines, at, stop)
        if at == stop or lines[at].mark:  # what stands at a mark belongs to an item of its own
            return None
    return None


def _is_beside_name(author: str, text: str) -> bool:
    """Whether ``text`` is a line that themes put around a name: nothing, a picture's text, the name again, a badge."""
    return not text or is_picture(text) or (bool(author) and (_repeats(author, text) or is_badge(text)))


def is_picture(text: str) -> bool:
    """Whether ``text`` only stands for a commenter's picture."""
    return len(text) <= _LONGEST_NAME and _PICTURE.fullmatch(text) is not None


def is_name(text: str, *, marked: bool, said: bool = False) -> bool:
    """Whether ``text`` can be a commenter's name.

    ``marked``: a list mark stands before it; ``said``: a date or "says" stands behind it. Either leaves
    less doubt than a line that is merely short.
    """
    longest = _LONGEST_NAME if marked else _LONGEST_UNMARKED_NAME
    if not text or len(text) > longest or not any(map(str.isprintable, text)):
        return False
    words = text.split()
    if "://" in text or len(words) > (_MOST_WORDS_OF_A_NAME if marked else _MOST_WORDS_UNMARKED):
        return False
    if (
        not said
        and _ENDS_A_SENTENCE.search(text)
        and not (text.endswith(".") and len(words) <= 4 and len(words[-1]) <= 4)
    ):
        return False
    return not is_action(text) and heading_in(text) is None


def is_badge(text: str) -> bool:
    """Whether ``text`` only says what the author is to the article or the site."""
    return role_of(text) is not None


def role_of(text: str) -> str | None:
    """The role that a badge names, as ``Comment.author_role`` has it; None where it is no badge."""
    return _ROLES.get(fold(text).strip(" ()[]*:"))


_ROLES: Final = {
    **dict.fromkeys(
        (
            "author", "post author", "by post author", "article author", "autor", "beitragsautor", "autor des beitrags",
            "artikelautor", "auteur", "auteur de l'article", "auteur/autrice", "autor de la entrada", "autore",
            "autore articolo", "berichtauteur", "autor do post", "autor do artigo", "autor wpisu",
        ),
        "author",
    ),
    **dict.fromkeys(("moderator", "mod", "moderateur", "moderador", "moderatore"), "moderator"),
    **dict.fromkeys(("staff", "admin", "administrator", "editor", "redaktion", "redaction", "team"), "staff"),
}  # fmt: skip


def _head(lines: Sequence[Line], heads: Sequence[HeadLine | None], opening: _Opening, start: int, stop: int) -> Head:
    first = heads[opening.at]
    assert first is not None
    author = first.author or opening.author
    date, shape, has_clock, says = first.date, first.shape, first.has_clock, first.says
    end, has_colon_below = opening.at + 1, False
    name_at = _name_below(lines, heads, opening.at, stop) if first.is_date_only and not opening.author else None
    if name_at is not None:
        author, says, end = lines[name_at].text, True, _next_line(lines, name_at, stop)[0] + 1
    while first.kind == "comment":
        following, distance = _next_line(lines, end - 1, stop)
        if following == stop or lines[following].mark:
            break
        text, more = lines[following].text, heads[following]
        if date and not has_clock and distance == 0 and is_clock(text):
            date, has_clock, shape = f"{date} {text}", True, f"{shape} 9:9"
        elif not date and more is not None and more.is_date_only:
            date, shape, has_clock = more.date, more.shape, more.has_clock
        elif not date and not says and more is not None and more.is_says_only:
            says, has_colon_below = True, more.has_colon
        elif not (date and distance == 0 and is_action(text)):
            break
        end = following + 1
    return Head(
        start=start,
        stop=end,
        column=lines[start].indent,
        author=author,
        date=date,
        shape=shape,
        has_clock=has_clock,
        says=says,
        kind=first.kind,
        gap=opening.gap,
        is_author_behind=first.is_author_behind,
        has_action=first.has_action,
        has_colon=first.has_colon or has_colon_below,
    )


def _name_below(lines: Sequence[Line], heads: Sequence[HeadLine | None], date_at: int, stop: int) -> int | None:
    """The line of a name that stands below a date, with a lone "says:" below it."""
    name_at, _ = _next_line(lines, date_at, stop)
    said_at = _next_line(lines, name_at, stop)[0] if name_at < stop else stop
    said = heads[said_at] if said_at < stop else None
    if said is None or not said.is_says_only or heads[name_at] is not None:
        return None
    return name_at if is_name(lines[name_at].text, marked=False) else None


def _next_line(lines: Sequence[Line], at: int, stop: int) -> tuple[int, int]:
    """The next line that is not empty, ``stop`` where none is near by; and 1 where empty ones lie between, else 0."""
    for following in range(at + 1, min(at + 5, stop)):
        if not lines[following].is_blank:
            return following, int(following > at + 1)
    return stop, 0


def _repeats(name: str, text: str) -> bool:
    return bool(name) and fold(name) == fold(text)


def _pingback(linked_from: str, kind: CommentKind) -> HeadLine:
    date = date_in(linked_from)
    if date is None or linked_from[date.end :].strip(_PUNCTUATION):
        return HeadLine(linked_from.strip(_PUNCTUATION), "", "", False, False, kind)
    author = linked_from[: date.start].strip(_PUNCTUATION)
    return HeadLine(author, linked_from[date.start : date.end], date.shape, date.has_clock, False, kind)


def _says_line(text: str) -> HeadLine | None:
    said_by = cut_says(text)
    if said_by is None:
        explicit = without_comment_by(text)
        is_explicit = explicit != text and len(text) - len(explicit) > len("author: ")
        if not is_explicit or not is_name(explicit, marked=False):
            return None
        return HeadLine(explicit, "", "", has_clock=False, says=True, has_colon=True)
    author = _LEADING_NUMBER.sub("", without_comment_by(said_by)).strip(" \t\xa0,;:|·•–—-")
    if author and not is_name(author, marked=True, said=True):
        return None
    has_colon = text.rstrip()[-1:] in ":：…"
    return HeadLine(author, "", "", has_clock=False, says=True, has_colon=has_colon)


def _author_before(before: str) -> tuple[str, bool]:
    """The name in what stands before a date, without joining words, and whether a "says" followed it."""
    text = without_comment_by(_LEADING_NUMBER.sub("", before.strip(" \t\xa0,;:|·•–—-/\\<>«»@~→([")))
    says = False
    for _ in range(4):
        bare = text.rstrip(" \t\xa0,;:|·•–—-/\\(<>«»@~→[#")
        said_by = None if says else cut_says(text)
        if said_by is not None:
            says, text = True, said_by
            continue
        words = bare.split()
        is_joining = words and fold(words[-1]) in _JOINING and len(bare) < (4 if len(words) == 1 else _LONGEST_HEAD)
        if is_joining and (words[-1].islower() or len(words) == 1 or words[-2][-1] in ",|·-–—"):  # not in "Thanh Le"
            text = " ".join(words[:-1])
            continue
        is_weekday = (
            words and fold(words[-1]).strip(".") in _SHORT_WEEKDAYS and (len(words) == 1 or words[-2][-1] in ",|·-–—")
        )
        if is_weekday:
            text = " ".join(words[:-1])
            continue
        text = bare
        break
    return (text if re.search(r"\w|[^\x00-\x7f]", text) else ""), says
