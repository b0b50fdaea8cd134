"""What travels from a reader through the pipelines into the archive.

Every time is kept as shown beside what was made of it; every instant is an aware UTC ``datetime`` in
memory and ``YYYY-MM-DDTHH:MM:SSZ`` in the archive. Field names are the archive's column names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

CommentKind = Literal["comment", "pingback", "trackback"]
DateOrder = Literal["DMY", "MDY", "YMD"]
ParentStatus = Literal["ok", "missing", "cycle", "foreign"]
IncompleteReason = Literal["truncated", "page_cap", "inconsistent", "count_short", "unparsed", "external", "unknown"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """One publisher. ``id`` is the spider's name, or the registered domain of a site nobody declared."""

    id: str
    domain: str
    name: str | None = None
    timezone: str | None = None  # an IANA name; None where nobody has said
    language: str | None = None  # BCP 47
    platform: str | None = None
    date_order: DateOrder | None = None
    article_id_in_address: str | None = None  # a pattern whose first group is the site's own id of the article


@dataclass(frozen=True, kw_only=True, slots=True)
class CaptureRecord:
    """Where the bytes of a capture are kept: one gzip member of a WARC file."""

    file: str  # its name in the archive's folder of captures
    offset: int
    length: int
    record_id: str  # ``<urn:uuid:…>``; it stays when the file is written anew


@dataclass(kw_only=True, slots=True)
class Capture:
    """The bytes of one response or file: what everything else rests on.

    ``sha256`` and ``size`` are those of the bytes that the reader got: of a response without its Content-Encoding.
    """

    url: str
    captured_at: datetime | None  # None only for a page read without being archived
    sha256: str
    size: int
    status: int | None = None
    record: CaptureRecord | None = None  # None: the bytes are not kept
    redacted_at: datetime | None = None  # when words were erased from it: then nothing is left of it but a form
    etag: str | None = None  # what the server gave to ask with whether it has changed
    last_modified: str | None = None  # likewise

    @property
    def file(self) -> str | None:
        """The name of the WARC file that holds the bytes."""
        return self.record.file if self.record else None

    @property
    def offset(self) -> int | None:
        """Where the gzip member with the bytes begins in the file."""
        return self.record.offset if self.record else None

    @property
    def length(self) -> int | None:
        """The length of that gzip member, in bytes."""
        return self.record.length if self.record else None


@dataclass(kw_only=True, slots=True)
class Article:
    """One news story. Readers fill what the page says; the pipelines fill ``*_at`` and ``*_local``."""

    url: str | None = None  # canonical
    external_id: str | None = None
    title: str | None = None
    byline: str | None = None
    published_raw: str | None = None  # as shown, or as the metadata says where nothing is shown
    published_machine: str | None = None  # a machine's form of it (datetime attribute, JSON-LD), if any
    published_local: str | None = None
    published_at: datetime | None = None
    time_basis: str | None = None
    modified_raw: str | None = None
    modified_at: datetime | None = None
    language: str | None = None
    section: str | None = None
    tags: list[str] = field(default_factory=list)
    body: str | None = None  # paragraphs parted by an empty line
    stated_comment_count: int | None = None


@dataclass(kw_only=True, slots=True)
class Comment:
    """One reader's words, or a pingback.

    A reader yields comments in the order shown and says how each hangs on the others in either or both
    of two ways: ``depth_shown``, the page's nesting (in the order shown, a comment answers the nearest
    one before it that is less deep), and ``claimed_parent``, the id that the page itself names as the
    parent, which is the stronger claim. The tree step makes ``depth``, ``parent`` and
    ``parent_status`` of them.
    """

    external_id: str | None = None
    claimed_parent: str | None = None
    depth_shown: int = 0
    author: str | None = None
    author_id: str | None = None
    author_url: str | None = None
    author_role: str | None = None  # "staff", "author" (of the article), "moderator"
    published_raw: str | None = None  # as shown
    published_machine: str | None = None  # datetime attribute, epoch seconds …, where the page gives one
    edited_raw: str | None = None
    body: str = ""  # paragraphs parted by an empty line, lines by a newline
    body_html: str | None = None
    notice: str | None = None  # a moderator's words in place of the reader's
    likes: int | None = None
    dislikes: int | None = None
    kind: CommentKind = "comment"
    extra: dict[str, Any] = field(default_factory=dict)
    erased: str | None = None  # keyed hashes in place of what was erased for good (archive/erasures.py)

    # Filled by the pipelines.
    published_local: str | None = None  # wall clock as shown, to the minute, or a bare date
    published_at: datetime | None = None
    time_basis: str | None = None
    edited_at: datetime | None = None
    position: int = 0
    depth: int = 0
    parent: int | None = None  # position of the parent in this thread
    parent_status: ParentStatus | None = None  # None: a reply to the article itself


@dataclass(kw_only=True, slots=True)
class Observation:
    """One look at a thread at one instant.

    ``scope`` names what the source can show at all: what lies outside it, the observation says nothing
    about; of several sources looked at together the scopes are joined by "+". ``incomplete_reason`` is set
    exactly where ``is_complete`` is false.
    """

    observed_at: datetime | None
    source: str  # "html", "text", "rest", "feed"; "html+rest" where pages and a list say together
    scope: str
    platform: str | None = None  # None: the source has no platform of its own (a text form)
    id_space: str | None = None  # whose ids the comments bear, where they are another platform's
    is_complete: bool = False
    incomplete_reason: IncompleteReason | None = "unknown"
    stated_count: int | None = None
    captured_count: int = 0
    digest: str | None = None  # what it rested on, where erasing has taken captures away since


@dataclass(kw_only=True, slots=True)
class Evidence:
    """What the walk of a thread met that bears on its completeness; the validate step judges by it."""

    is_ended: bool = False  # the bytes of every page go on to a mark that comes after the thread
    pages_left: int = 0  # comment pages linked to and not read
    is_capped: bool = False  # … because a cap said so
    is_inconsistent: bool = False  # the thread changed while it was walked
    unparsed: int = 0  # comments that the bytes of a page hold and its reader did not find
    is_elsewhere: bool = False  # comments are shown by a script or another host
    is_unproven: bool = False  # a page shows no comments, and nothing in it says that there are none


@dataclass(kw_only=True, slots=True)
class ThreadPage:
    """One observation with everything it rests on: the item that runs through the pipelines."""

    site: Site
    article: Article
    comments: list[Comment]
    observation: Observation
    evidence: Evidence = field(default_factory=Evidence)
    captures: list[Capture] = field(default_factory=list)
    article_urls: list[str] = field(default_factory=list)  # every address the article was met under
