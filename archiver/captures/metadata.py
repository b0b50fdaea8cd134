"""What is known about an observation and does not show in the bytes it rests on: a JSON document beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final, get_args

from archiver.errors import DamagedCaptureError
from archiver.instants import instant_text, read_instant
from archiver.items import Capture, DateOrder, Site, ThreadPage

FORMAT: Final = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One of the records that an observation rests on, by the id it keeps when its file is written anew."""

    record_id: str
    url: str  # as the reader was told it: empty where it was told none
    captured_at: datetime
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportArguments:
    """What a person said about an imported file, as the command line had it; None where nothing was said."""

    url: str | None = None
    observed_at: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ObservationMetadata:
    """An observation as ``rebuild`` needs it to read it again: its members in the order in which they were read."""

    observed_at: datetime
    source: str
    scope: str
    site: Site
    article_url: str | None
    article_urls: list[str]  # every address the article was met under, redirects included
    members: list[Member]
    pages_left: int = 0
    is_capped: bool = False
    is_inconsistent: bool = False
    arguments: ImportArguments | None = None  # None: it was crawled

    @classmethod
    def of(cls, thread: ThreadPage, arguments: ImportArguments | None = None) -> ObservationMetadata:
        """Of a thread that is stored, each of its captures with a record."""
        look = thread.observation
        assert look.observed_at is not None
        return cls(
            observed_at=look.observed_at,
            source=look.source,
            scope=look.scope,
            site=thread.site,
            article_url=thread.article.url,
            article_urls=list(dict.fromkeys(thread.article_urls)),
            members=[_member(capture, look.observed_at) for capture in thread.captures],
            pages_left=thread.evidence.pages_left,
            is_capped=thread.evidence.is_capped,
            is_inconsistent=thread.evidence.is_inconsistent,
            arguments=arguments,
        )

    def document(self) -> bytes:
        """As JSON."""
        return json.dumps({"format": FORMAT} | asdict(self), default=instant_text, indent=1).encode()

    @classmethod
    def read(cls, document: bytes) -> ObservationMetadata:
        """From JSON. Raises DamagedCaptureError for anything else than ``document`` gives."""
        try:
            read = json.loads(document)
            if read["format"] != FORMAT:
                raise ValueError(f"it is of format {read['format']!r}, and this archiver knows {FORMAT}")
            return _from(read)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DamagedCaptureError(f"The metadata of an observation cannot be read: {error!r}.") from error


def _member(capture: Capture, observed_at: datetime) -> Member:
    assert capture.record is not None
    return Member(
        record_id=capture.record.record_id,
        url=capture.url,
        captured_at=capture.captured_at or observed_at,
        sha256=capture.sha256,
    )


def _from(read: Mapping[str, Any]) -> ObservationMetadata:
    members = [
        Member(
            record_id=_text(one, "record_id"),
            url=_text(one, "url"),
            captured_at=read_instant(one["captured_at"]),
            sha256=_text(one, "sha256"),
        )
        for one in read["members"]
    ]
    if not members:
        raise ValueError("it names no record")
    arguments = read["arguments"]
    return ObservationMetadata(
        observed_at=read_instant(read["observed_at"]),
        source=_text(read, "source"),
        scope=_text(read, "scope"),
        site=_site(read["site"]),
        article_url=_text_or_none(read, "article_url"),
        article_urls=[str(url) for url in read["article_urls"]],
        members=members,
        pages_left=int(read["pages_left"]),
        is_capped=bool(read["is_capped"]),
        is_inconsistent=bool(read["is_inconsistent"]),
        arguments=arguments
        and ImportArguments(url=_text_or_none(arguments, "url"), observed_at=_text_or_none(arguments, "observed_at")),
    )


def _site(read: Mapping[str, Any]) -> Site:
    # Captures may come from anybody: a pattern of theirs could keep us searching for ever.
    names = {field.name for field in fields(Site)} - {"article_id_in_address"}
    known = {name: _text_or_none(read, name) for name in names}
    if known["date_order"] not in (None, *get_args(DateOrder)):
        raise ValueError(f"{known['date_order']!r} is no order of dates")
    if not (known["id"] and known["domain"]):
        raise ValueError("its site has no name")
    return Site(**known)  # type: ignore[arg-type]  # looked at above


def _text(read: Mapping[str, Any], name: str) -> str:
    value = read[name]
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text: {value!r}")
    return value


def _text_or_none(read: Mapping[str, Any], name: str) -> str | None:
    return None if read.get(name) is None else _text(read, name)
