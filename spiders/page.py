"""One response, decoded and parsed once, for every reader to look at."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import re
import zlib
from datetime import datetime
from functools import cached_property
from itertools import repeat
from typing import Any, cast

from lxml import etree, html
from parsel import Selector
from w3lib.encoding import html_to_unicode

from archiver.items import Capture, CaptureRecord
from spiders.name_index import NameIndex

_BINARY_CONTROLS = bytes([*range(0x00, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_SURELY_HTML = re.compile(r"<(?:!doctype|html|head|body)\b", re.I)
_HTML_TAG = re.compile(r"<(?:div|article|li|ol|ul|p|a|span|section|meta)\b", re.I)
_CLOSING_TAG = re.compile(r"</[a-z]", re.I)
_CHARS_LOOKED_AT = 20_000
# lxml.html asks Python for the class of every element, by its tag, which takes longer than all else about it.
_ELEMENT_CLASSES = etree.ElementDefaultClassLookup(
    element=html.HtmlElement, comment=html.HtmlComment, pi=html.HtmlProcessingInstruction, entity=html.HtmlEntity
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS_OF_NOTE = ("meta", "link", "title", "base", "script", "time", "a", *HEADINGS)
_OLD_MACS_NEWLINE = re.compile(rb"\r(?!\n)")
_SAMPLE_BYTES = 8_192
_GZIP_MAGIC = b"\x1f\x8b"
MAX_PAGE_BYTES = 64 * 1024 * 1024
_GZIP_PIECE = 1024 * 1024
_WARC_MARK = b"WARC/"
_FOLLOWED_BY_OTHER_BYTES = "Not a gzipped file"  # the library's message where what follows a member is none


class UnreadablePageError(Exception):
    """The bytes hold no page: empty, binary or broken. The message says which, for people."""


class Page:
    """The bytes of one page (or text file) with its address and the instant it was captured.

    ``url`` and ``captured_at`` (aware, UTC) may be None for a file nobody said more about; relative
    times then stay unread. Everything derived is made on first use and kept. Pure: no I/O, no clock.
    """

    def __init__(
        self,
        body: bytes,
        *,
        url: str | None = None,
        captured_at: datetime | None = None,
        content_type: str | None = None,
        status: int | None = None,
        record: CaptureRecord | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        self.body = body
        self.url = url
        self.captured_at = captured_at
        self.content_type = content_type
        self.status = status
        self.record = record  # where the bytes are kept
        self.etag = etag  # what to ask the server with, whether the page has changed
        self.last_modified = last_modified
        self.memo: dict[str, Any] = {}  # what a reader found out about this page and would else find out again

    @cached_property
    def text(self) -> str:
        """The decoded text: by BOM, header, meta or guess, as browsers do; bad bytes become U+FFFD.

        Raises UnreadablePageError for bytes that hold no text.
        """
        return self._decoded[0]

    @cached_property
    def _decoded(self) -> tuple[str, bytes | None]:
        """The text, and the bytes that are its UTF-8 where there is no need to make them."""
        body = _ungzipped(self.body)
        _refuse_web_archive(body)
        if not body or body.isspace():
            raise UnreadablePageError("it is empty")
        if _is_binary(body):
            raise UnreadablePageError("it is neither a web page nor text")
        has_nul = b"\x00" in body  # UTF-16 always has: in everything else, the byte of a newline is a newline
        if not has_nul and b"\r" in body:
            body = _with_unix_newlines(body)
        encoding, text = html_to_unicode(self.content_type, body, auto_detect_fun=_guessed_encoding)
        if has_nul:
            text = text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
        is_utf8 = encoding == "utf-8" and "\ufffd" not in text and not body.startswith(codecs.BOM_UTF8)
        return text, body if is_utf8 else None

    @cached_property
    def is_html(self) -> bool:
        """Whether the text is mark-up rather than plain text, which may name tags too, as forms do that allow some."""
        head = self.text[:_CHARS_LOOKED_AT]
        if _SURELY_HTML.search(head):
            return True
        begins_with_tag = head.lstrip("\ufeff \t\n").startswith("<")
        return bool(_HTML_TAG.search(head) and (begins_with_tag or _CLOSING_TAG.search(head)))

    @property
    def root(self) -> html.HtmlElement:
        """The parsed tree."""
        return self._parsed[0]

    @property
    def is_cut(self) -> bool:
        """Whether the parser gave up before the end, mostly for what is nested beyond some 2,000 levels."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[html.HtmlElement, bool]:
        text, utf8 = self._decoded
        parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, collect_ids=False)
        parser.set_element_class_lookup(_ELEMENT_CLASSES)
        try:
            root = html.document_fromstring(
                utf8 or text.encode("utf-8", "replace"),
                parser=cast(html.HTMLParser, parser),  # any of etree's does
            )
        except etree.ParserError:
            root = html.document_fromstring("<html></html>")
        last = parser.error_log.last_error
        return root, last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT

    @cached_property
    def selector(self) -> Selector:
        """The same tree for CSS and XPath."""
        return Selector(root=self.root, type="html")

    @cached_property
    def elements(self) -> list[html.HtmlElement]:
        """All elements in document order. lxml makes an object for each when asked; held here, they are made once."""
        return list(self.root.iter("*"))

    def values_of(self, attribute: str) -> list[str | None]:
        """What each of ``elements`` has for this attribute, None for those that have none. Made anew when asked."""
        return list(map(html.HtmlElement.get, self.elements, repeat(attribute)))

    @cached_property
    def of_note(self) -> list[html.HtmlElement]:
        """The elements that say what the page is about or where it leads, in document order: see ``by_tag``."""
        return list(self.root.iter(*_TAGS_OF_NOTE))

    @cached_property
    def by_tag(self) -> dict[str, list[html.HtmlElement]]:
        """The elements of the tags that nearly every reader looks for, in document order: found in one walk."""
        found: dict[str, list[html.HtmlElement]] = {tag: [] for tag in _TAGS_OF_NOTE}
        for element in self.of_note:
            found[str(element.tag)].append(element)
        return found

    @cached_property
    def headings(self) -> list[html.HtmlElement]:
        """``h1`` to ``h6`` in document order."""
        return [element for element in self.of_note if element.tag in HEADINGS]

    @cached_property
    def links(self) -> list[tuple[html.HtmlElement, str]]:
        """The ``a`` elements that lead anywhere, each with its ``href`` as written, in document order."""
        return [(link, href) for link in self.by_tag["a"] if (href := link.get("href"))]

    @cached_property
    def by_class(self) -> NameIndex:
        """Elements by each of their classes, in document order: one walk instead of one per selector."""
        return NameIndex(self.elements, self.values_of("class"))

    @cached_property
    def by_id(self) -> NameIndex:
        """Elements by their ids, in document order; one that is used twice has two."""
        return NameIndex(self.elements, self.values_of("id"))

    @cached_property
    def language(self) -> str | None:
        """The page's own word on its language (``html lang``), as BCP 47."""
        if not self.is_html:
            return None
        declared = self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        return declared.strip().replace("_", "-") or None

    def capture(self) -> Capture:
        """What the archive keeps about these bytes."""
        return Capture(
            url=self.url or "",
            captured_at=self.captured_at,
            sha256=hashlib.sha256(self.body).hexdigest(),
            size=len(self.body),
            status=self.status,
            record=self.record,
            etag=self.etag,
            last_modified=self.last_modified,
        )


def _ungzipped(body: bytes) -> bytes:
    """All members of a gzip file, as far as it goes: what a download broke off is read up to there."""
    if not body.startswith(_GZIP_MAGIC):
        return body
    pieces: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as members:
            while piece := members.read1(_GZIP_PIECE):
                if not pieces:
                    _refuse_web_archive(piece)  # however large
                pieces.append(piece)
                size += len(piece)
                if size > MAX_PAGE_BYTES:
                    raise UnreadablePageError(f"unpacked it is larger than {MAX_PAGE_BYTES // 1024 // 1024} MB")
    except EOFError:
        if not pieces:
            raise UnreadablePageError("its gzip compression is broken (it ends before anything was packed)") from None
    except (gzip.BadGzipFile, zlib.error) as error:
        if not (pieces and _FOLLOWED_BY_OTHER_BYTES in str(error)):
            raise UnreadablePageError(f"its gzip compression is broken ({error})") from None
    return b"".join(pieces)


def _refuse_web_archive(body: bytes) -> None:
    """Its records read as one page would be many articles' threads under one of them."""
    if body.startswith(_WARC_MARK):
        raise UnreadablePageError(
            "it is a web archive (WARC), which cannot be imported record by record yet; "
            "archiver's own captures are read by `archiver rebuild`"
        )


def _with_unix_newlines(body: bytes) -> bytes:
    if _OLD_MACS_NEWLINE.search(body) is None:
        return body.replace(b"\r", b"")  # to take bytes away is far faster than to put others in their place
    return body.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _is_binary(body: bytes) -> bool:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16 holds NULs
        return False
    sample = body[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _BINARY_CONTROLS))
    return controls * 50 > len(sample)


def _guessed_encoding(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A cut in the middle of a character, or a few stray bytes, do not make it another encoding. The first byte of a
        # letter alone may as well end a text in another encoding, but no page with mark-up.
        cut = len(body) - error.start
        if error.reason == "unexpected end of data" and (cut > 1 or b"<" in body):
            return "utf-8"
        bad = body.decode("utf-8", "replace").count("\ufffd")
        return "utf-8" if bad * 200 < len(body) and error.start > 0 and _holds_utf8(body) else "cp1252"
    return "utf-8"


def _holds_utf8(body: bytes) -> bool:
    return re.search(rb"[\xc3-\xf4][\x80-\xbf]", body) is not None
