"""One comment of Drupal's: its head line, its words, and the parent it names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from itertools import islice

from lxml.html import HtmlElement

from archiver.items import Comment
from archiver.words import words_of
from spiders.platforms.comment_time import date_in
from spiders.platforms.fields import read_fields
from spiders.platforms.named_parts import NamedParts, link_of, own_elements

_WORDS_PROPERTIES = frozenset(("content:encoded", "schema:text", "text"))
_WORDS_FIELDS = ("field-name-comment-body", "field--name-comment-body")
_WORDS_CLASSES = ("comment__content", "comment-content", "content", "comment-text", "comment__text", "text-content")
_NOT_THE_WORDS = (
    "links", "user-signature", "rdf-meta", "field-label", "field__label", "new", "comment-arrow", "permalink",
    "expanding-formatter-ellipsis", "expanding-formatter-trigger", "comment__links", "comment-footer",
)  # fmt: skip
_NAME_PROPERTIES = frozenset(("foaf:name", "schema:name"))
_PERSONS = frozenset(("sioc:UserAccount", "schema:Person", "foaf:Person"))
_HEAD_CLASSES = (
    "submitted", "comment__submitted", "comment-submitted", "comment__author", "comment-author", "commenter-name",
    "author", "comment__meta", "comment-meta", "comment__header", "comment-header", "attribution", "meta",
)  # fmt: skip
_TIME_CLASSES = ("comment__time", "comment-time", "comment__date", "comment-date", "created", "date")
_TIME_PROPERTIES = frozenset(("dc:created", "dc:date", "schema:dateCreated", "schema:datePublished"))
_PARENT_CLASSES = ("parent", "comment-parent", "comment__parent", "in-reply-to", "visually-hidden", "element-invisible")
_NUMBER = re.compile(r"(?:#comment-|/comment/)(\d{1,18})$")
_NOT_VERIFIED = re.compile(
    r"\s*\((?:not verified|nicht (?:überprüft|verifiziert|bestätigt)|non vérifié|no verificado|non verificato|"
    r"niet (?:gecontroleerd|geverifieerd)|não verificado|niezweryfikowany|ikke bekreftet|ej verifierad|"
    r"ikke efterprøvet|не проверено|neověřeno|nem ellenőrzött|未验证|未驗證|未検証)\)\s*$",
    re.I,
)
_BEFORE_NAME = re.compile(
    r"^(?:(?:permalink|permanent link|permanenter link)\s+)?(?:(?:submitted|posted|written|commented|added|comment|"
    r"verfasst|eingetragen|eingereicht|geschrieben|gespeichert|gepostet|erstellt|soumis|envoyé|posté|publié|écrit|"
    r"enviado|publicado|escrito|inviato|scritto|pubblicato|ingediend|geplaatst|verzonden|submetido|postado|"
    r"wysłane|dodane|napisane)\s+)?(?:by|von|par|por|da|door|przez)\s*:?\s+",
    re.I,
)
_AFTER_NAME = re.compile(r"(?:\s+(?:on|at|am|um|le|el|il|em|op|dnia|w dniu|w|vom)\s*\.?)?[\s,|:–—-]*$", re.I)
_YEAR_OR_CLOCK = re.compile(r"\d{4}|\d\s?[:.h]\s?\d\d")
_WEEKDAY = re.compile(r"(?<![^\s])([^\W\d_]{1,12}\.?,\s+)$")
_AROUND_NAME = " \t,|:·•–—-"
_NOT_IN_LINE = ("permalink", "username", "new", "parent", "comment-parent", "visually-hidden", "user-picture")
_NAME_TAGS = ("a", "span", "strong", "em")
_MAX_NAME = 120
_MAX_TIME = 60
_MAX_WEEKDAY = 20
_MAX_INSIDE = 20
_MAX_HOLDERS = 12


def read_comment(
    element: HtmlElement, number: str | None, nested: Container[HtmlElement], base_url: str | None
) -> Comment:
    """A comment's fields but for id and depth, which stand outside of it."""
    own = NamedParts([element], nested)
    inner = own.elements
    about_another = _about_another(own, nested)
    text = _words_element(inner, own)
    if text is None:
        comment = read_fields(element, nested=nested, base_url=base_url)
        comment.claimed_parent = _parent(inner, about_another, number) or comment.claimed_parent
        return comment
    words = own.words(text, without=_NOT_THE_WORDS)
    comment = Comment(body=words.text, body_html=words.html or None)
    in_text = set(own_elements([text], nested))
    comment.claimed_parent = _parent(inner, about_another - in_text, number)
    comment.author_id = _author_id(element)
    if any(name.endswith("-author") and "by-" in name for name in _classes(element)):
        comment.author_role = "author"
    head = [one for one in inner if one not in in_text and one not in about_another]
    _read_head(comment, head, own, base_url)
    _keep_subject(comment, head)
    return comment


def _words_element(inner: list[HtmlElement], own: NamedParts) -> HtmlElement | None:
    for one in inner:
        if not _WORDS_PROPERTIES.isdisjoint((one.get("property") or "").split()):
            return one
    field = own.first(*_WORDS_FIELDS)
    return field if field is not None else own.first(*_WORDS_CLASSES)


def _keep_subject(comment: Comment, head: list[HtmlElement]) -> None:
    """The reader's own subject line. Where none is typed, Drupal shows the first of the words as one."""
    heading = next((one for one in head if one.tag in ("h2", "h3", "h4")), None)
    shown = " ".join("".join(heading.itertext()).split()) if heading is not None else ""
    if shown and comment.author not in (shown, _verified(shown)) and not _begins_with(comment.body, shown):
        comment.extra["subject"] = shown[:_MAX_NAME]


def _begins_with(body: str, subject: str) -> bool:
    return words_of(body).startswith(words_of(subject))


def _read_head(comment: Comment, head: list[HtmlElement], own: NamedParts, base_url: str | None) -> None:
    """Name and time: each in an element of its own, or both in a line ("Submitted by N on T", "T — N")."""
    named = _name_element(head)
    time = next((one for one in head if one.tag == "time"), None)
    if time is None:
        held = set(head)
        time = next((one for name in _TIME_CLASSES for one in own.all(name) if one in held), None)
    comment.published_machine = _machine_time(head)
    if time is not None:
        shown = own.line(time) or ""
        comment.published_raw = (shown if len(shown) <= _MAX_TIME else _dated(shown)) or None
    if named is not None:
        comment.author = _verified(named.get("content") or own.line(named))
        comment.author_url = link_of(named, base_url)
    if comment.author is None or comment.published_raw is None:
        _read_line(comment, head, own, named, base_url)


def _name_element(head: list[HtmlElement]) -> HtmlElement | None:
    """The element of the name alone. A longer name than fits stands whole in its ``content``."""
    for one in head:
        if "username" in _classes(one):
            return one
    for one in head:
        properties = (one.get("property") or "").split()
        if not _NAME_PROPERTIES.isdisjoint(properties) and not _PERSONS.isdisjoint((one.get("typeof") or "").split()):
            return one
    return None


def _machine_time(head: list[HtmlElement]) -> str | None:
    for one in head:
        if one.tag == "time" and one.get("datetime"):
            return (one.get("datetime") or "").strip()
        if one.get("content") and not _TIME_PROPERTIES.isdisjoint((one.get("property") or "").split()):
            return (one.get("content") or "").strip()
    stamps = (one.get("data-comment-timestamp") or "" for one in head)
    return next((stamp for stamp in stamps if stamp.isdecimal()), None)


def _read_line(
    comment: Comment, head: list[HtmlElement], own: NamedParts, named: HtmlElement | None, base_url: str | None
) -> None:
    """Name and time out of the first lines of the head that show them."""
    held = set(head)
    holders = [one for name in _HEAD_CLASSES for one in own.all(name) if one in held]
    holders += [one for one in head if one.tag in ("footer", "header")]
    for holder in holders[:_MAX_HOLDERS]:
        line = own.line(holder, without=_NOT_IN_LINE) if holder is not named else None
        if not line:
            continue
        date = _dated(line)
        if comment.published_raw is None and date:
            comment.published_raw = date
        if comment.author is None:
            inside = (one for one in islice(holder.iter(*_NAME_TAGS), _MAX_INSIDE) if one is not holder and one in held)
            part = next(filter(_may_be_name, inside), None)
            comment.author = _name_in_line(line, date) if part is None else _verified(own.line(part))
            comment.author_url = link_of(part, base_url)
        if comment.author is not None and comment.published_raw is not None:
            return


def _may_be_name(element: HtmlElement) -> bool:
    """Whether an element within a head line is there for the name: short, no permalink, no mark, no time."""
    if element.get("rel") == "bookmark" or not {"permalink", "new", "user-picture"}.isdisjoint(_classes(element)):
        return False
    if len(element) or not _TIME_PROPERTIES.isdisjoint((element.get("property") or "").split()):
        return False
    shown = (element.text or "").strip()
    return 0 < len(shown) <= _MAX_NAME and "#comment" not in (element.get("href") or "") and _dated(shown) is None


def _dated(line: str) -> str | None:
    """The date in a line, with the day of the week that Drupal puts before it. Less than a year or a clock is none."""
    date = date_in(line)
    if not date or not _YEAR_OR_CLOCK.search(date):
        return None
    start = line.find(date)
    weekday = _WEEKDAY.search(line[max(start - _MAX_WEEKDAY, 0) : start]) if start > 0 else None
    return f"{weekday[1]}{date}" if weekday else date


def _name_in_line(line: str, date: str | None) -> str | None:
    """What "Submitted by" and "on" leave before the date, or what stands after it."""
    before, _, after = line.partition(date) if date else (line, "", "")
    for words in (_AFTER_NAME.sub("", before), after):
        name = _verified(_BEFORE_NAME.sub("", words.strip(_AROUND_NAME) + " ").strip(_AROUND_NAME))
        if name:
            return name
    return None


def _verified(shown: str | None) -> str | None:
    """A name without Drupal's "(not verified)"."""
    name = _NOT_VERIFIED.sub("", shown or "").strip()
    return name if 0 < len(name) <= _MAX_NAME else None


def _parent(inner: Iterable[HtmlElement], about_another: Iterable[HtmlElement], number: str | None) -> str | None:
    """The number of the comment answered: in RDFa, or in the link of "In reply to …"."""
    said = [one.get("resource") or "" for one in inner if "reply_of" in (one.get("rel") or "")]
    said += [one.get("href") or "" for one in about_another if one.tag == "a"]
    numbers = (match[1] for one in said if (match := _NUMBER.search(one)))
    return next((one for one in numbers if one != number), None)


def _about_another(own: NamedParts, nested: Container[HtmlElement]) -> set[HtmlElement]:
    """What tells of the comment answered."""
    found: set[HtmlElement] = set()
    for name in _PARENT_CLASSES:
        for one in own.all(name):
            if one not in found:
                found.update(own_elements([one], nested))
    return found


def _author_id(element: HtmlElement) -> str | None:
    said = element.get("data-comment-user-id") or ""
    return said if said.isdecimal() and int(said[:18]) else None


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()
