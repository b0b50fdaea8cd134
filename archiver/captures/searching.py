"""Finding the capture records that hold somebody's words, whether or not an observation rests on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, unquote_plus

from w3lib.encoding import html_to_unicode

from archiver.archive import Archive
from archiver.captures import captures_folder
from archiver.captures.index import capture_files
from archiver.captures.places import known_places
from archiver.captures.reading import KeptCapture, read_as_sent
from archiver.captures.scanning import sound_records_of
from archiver.captures.unpacking import wholly_unpacked
from archiver.errors import DamagedCaptureError
from archiver.items import CaptureRecord
from archiver.urls import article_key
from archiver.word_runs import SHORTEST_NAME, WordRuns

_OURS: Final = ("warcinfo", "metadata", "conversion")
# Shorter ones stand in many a text that has nothing to do with them.
_SHORTEST_TEXT: Final = 5
_PERCENT: Final = re.compile("%[0-9a-fA-F]{2}")
_MOST_PERCENTS: Final = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is looked for: texts and names anywhere, short ones only at the articles' own addresses."""

    texts: list[str]
    names: list[str]
    addresses: frozenset[str]  # of the articles concerned, as ``article_key`` gives them
    whole_addresses: bool = False  # whatever was captured at the addresses is wanted


@dataclass(frozen=True, slots=True)
class Holding:
    """A record that holds some of it."""

    place: CaptureRecord
    runs: set[tuple[str, ...]]  # of its words, which stand in the body
    is_in_head: bool = False  # also in its address or headers, or it is wanted whatever it says


def records_with(archive: Archive, wanted: Wanted, damages: list[str] | None = None) -> Iterator[Holding]:
    """The records in an archive's captures that hold some of it, and those whose compression cannot be undone.

    ``damages`` gets to say where in damaged files nobody can look.

    Raises StorageError where a file cannot be read.
    """
    anywhere, at_home = WordRuns(), WordRuns()
    anywhere.add(wanted.texts, shortest=_SHORTEST_TEXT)
    anywhere.add(wanted.names, shortest=SHORTEST_NAME)
    at_home.add([*wanted.texts, *wanted.names])
    folder = captures_folder(archive.path)
    for file in capture_files([folder]) if folder.is_dir() else []:
        for found in sound_records_of(file, damages, known_places(archive, file.name)):
            if found.kind in _OURS:
                continue
            place = found.place
            try:
                kept = wholly_unpacked(read_as_sent(folder, place.file, place.offset, place.length))
            except DamagedCaptureError:
                # Where nobody can look for words, there may be some.
                yield Holding(place, set(), is_in_head=True)
                continue
            is_at_home = _key(kept.url) in wanted.addresses
            if is_at_home and wanted.whole_addresses:
                yield Holding(place, set(), is_in_head=True)
                continue
            runs = at_home if is_at_home else anywhere
            is_in_head = any(runs.found_in_markup(text) for text in _head_of(kept))
            held = set().union(*(runs.found_in_markup(text) for text in _bodies_of(kept)))
            if is_in_head or held:
                yield Holding(place, held, is_in_head)


def runs_of(wanted: Wanted, texts: Iterable[str]) -> set[tuple[str, ...]]:
    """The runs of what is looked for that stand in some texts of people's."""
    runs = WordRuns()
    runs.add([*wanted.texts, *wanted.names])
    return set().union(*(runs.found_in(text) for text in texts))


def _key(url: str) -> str:
    try:
        return article_key(url)
    except ValueError:
        return ""


def _head_of(kept: KeptCapture) -> Iterable[str]:
    yield unquote(kept.url)
    yield "\n".join(unquote(value.decode("latin-1")) for _, value in kept.headers)


def _bodies_of(kept: KeptCapture) -> Iterator[str]:
    """A record's body in the encodings it may be in, with and without the percents of addresses."""
    for text in _decoded(kept):
        yield text
        for _ in range(_MOST_PERCENTS):  # an address within another one has them twice
            if not _PERCENT.search(text):
                break
            text = unquote_plus(text)
            yield text


def _decoded(kept: KeptCapture) -> Iterator[str]:
    if not kept.body:
        return
    encoding, text = html_to_unicode(kept.content_type, kept.body)
    yield text
    # A server may say anything. What is UTF-8 without a flaw is hardly ever anything else.
    if not kept.body.isascii() and (encoding != "utf-8" or "\ufffd" in text):
        yield kept.body.decode("utf-8", "replace")
        yield kept.body.decode("latin-1")
    if b"\0" in kept.body:
        yield kept.body.decode("utf-16-le", "replace")
        yield kept.body.decode("utf-16-be", "replace")
