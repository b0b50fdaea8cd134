"""Scrapy's responses as pages."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy.http import Response

from archiver.captures import CAPTURE_RECORD, CAPTURED_AT
from archiver.captures.known import validator
from spiders.page import Page


def page_of(response: Response) -> Page:
    """A response as a page. Where captures are not kept, nobody has noted when it came: it is captured now."""
    captured = response.meta if response.request else {}
    return Page(
        response.body,
        url=response.url,
        captured_at=captured.get(CAPTURED_AT) or datetime.now(UTC).replace(microsecond=0),
        content_type=(response.headers.get("Content-Type") or b"").decode("latin-1") or None,
        status=response.status,
        record=captured.get(CAPTURE_RECORD),
        etag=validator(response.headers.get("ETag")),
        last_modified=validator(response.headers.get("Last-Modified")),
    )
