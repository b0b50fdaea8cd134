"""One response, decoded and parsed once, for every reader to look at."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import defaultdict
from datetime import datetime
from functools import cached_property
from typing import Any

from lxml import etree, html
from parsel import Selector
from w3lib.encoding import html_to_unicode

from archiver.items import Capture

_BINARY_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKS_LIKE_HTML = re.compile(r"<(?:!doctype|html|head|body|div|article|li|ol|ul|p|a|span|section|meta)\b", re.I)
_GZIP_MAGIC = b"\x1f\x8b"
MAX_PAGE_BYTES = 64 * 1024 * 1024


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
    ) -> None:
        self.body = body
        self.url = url
        self.captured_at = captured_at
        self.content_type = content_type
        self.status = status
        self.memo: dict[str, Any] = {}  # what a reader found out about this page and would else find out again

    @cached_property
    def text(self) -> str:
        """The decoded text: by BOM, header, meta or guess, as browsers do; bad bytes become U+FFFD.

        Raises UnreadablePageError for bytes that hold no text.
        """
        body = _ungzipped(self.body)
        if not body.strip():
            raise UnreadablePageError("it is empty")
        if _is_binary(body):
            raise UnreadablePageError("it is neither a web page nor text")
        _, text = html_to_unicode(self.content_type, body, auto_detect_fun=_guessed_encoding)
        return text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def is_html(self) -> bool:
        """Whether the text is mark-up rather than plain text."""
        return _LOOKS_LIKE_HTML.search(self.text, 0, 20_000) is not None

    @cached_property
    def root(self) -> html.HtmlElement:
        """The parsed tree. lxml cuts nesting beyond some 2,000 levels without a word."""
        parser = html.HTMLParser(encoding="utf-8", recover=True, huge_tree=True)
        try:
            root = html.document_fromstring(self.text.encode("utf-8", "replace"), parser=parser)
        except etree.ParserError:
            root = html.document_fromstring("<html></html>")
        return root

    @cached_property
    def selector(self) -> Selector:
        """The same tree for CSS and XPath."""
        return Selector(root=self.root, type="html")

    @cached_property
    def by_class(self) -> dict[str, list[html.HtmlElement]]:
        """Elements by each of their classes, in document order: one walk instead of one per selector."""
        found: dict[str, list[html.HtmlElement]] = defaultdict(list)
        for element in self.root.iter(etree.Element):
            for name in (element.get("class") or "").split():
                found[name].append(element)
        return dict(found)

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
        )


def _ungzipped(body: bytes) -> bytes:
    if not body.startswith(_GZIP_MAGIC):
        return body
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        text = inflater.decompress(body, MAX_PAGE_BYTES)
    except zlib.error as error:
        raise UnreadablePageError(f"its gzip compression is broken ({error})") from None
    if inflater.unconsumed_tail:
        raise UnreadablePageError(f"unpacked it is larger than {MAX_PAGE_BYTES // 1024 // 1024} MB")
    return text


def _is_binary(body: bytes) -> bool:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16 holds NULs
        return False
    sample = body[:65536]
    return len(_BINARY_CONTROLS.findall(sample)) * 50 > len(sample)


def _guessed_encoding(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A cut in the middle of a character, or a few stray bytes, do not make it another encoding.
        bad = body.decode("utf-8", "replace").count("\ufffd")
        return "utf-8" if bad * 200 < len(body) and error.start > 0 and _holds_utf8(body) else "cp1252"
    return "utf-8"


def _holds_utf8(body: bytes) -> bool:
    return re.search(rb"[\xc3-\xf4][\x80-\xbf]", body) is not None
