"""Undoing all compression of a captured body, also such as nothing in the response's head tells of."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace
from io import BytesIO
from typing import Final

from archiver.captures.reading import MAX_DECODED_BYTES, KeptCapture, without_content_encoding
from archiver.errors import DamagedCaptureError

_GZIP: Final = b"\x1f\x8b\x08"
_MOST_LAYERS: Final = 4


def wholly_unpacked(sent: KeptCapture) -> KeptCapture:
    """A capture as it was sent, without its Content-Encoding and without gzip within that.

    Raises DamagedCaptureError where some of it cannot be undone.
    """
    kept = without_content_encoding(sent)
    if sent.body.startswith(_GZIP):
        _gunzipped(sent)  # readers are content with the beginning of what is damaged further on
    for _ in range(_MOST_LAYERS):
        if not kept.body.startswith(_GZIP):
            return kept
        kept = _gunzipped(kept)
    raise DamagedCaptureError(f"The record {sent.record_id} is packed more than {_MOST_LAYERS} times.")


def _gunzipped(kept: KeptCapture) -> KeptCapture:
    try:
        with gzip.GzipFile(fileobj=BytesIO(kept.body)) as packed:
            body = packed.read(MAX_DECODED_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DamagedCaptureError(f"The record {kept.record_id} holds damaged gzip ({error}).") from error
    if len(body) > MAX_DECODED_BYTES:
        raise DamagedCaptureError(f"The record {kept.record_id} holds more than can be unpacked.")
    return replace(kept, body=body)
