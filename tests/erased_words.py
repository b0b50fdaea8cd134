"""Looking for words in everything that an archive has on disk, however they are packed, escaped or encoded."""

from __future__ import annotations

import gzip
import html
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from warcio.archiveiterator import ArchiveIterator


def places_of(words: str, folder: Path) -> list[str]:
    """The files of a folder, and records in it, that hold the words in any form."""
    return [name for name, texts in texts_in(folder) if any(words.casefold() in text for text in texts)]


def texts_in(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The name of each file of a folder, and what stands in it and its records, in every form."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        forms = [path.read_bytes()]
        if path.name.endswith(".warc.gz"):
            forms += _records(path)
        yield path.name, [text for data in forms for text in _texts(data)]


def _records(path: Path) -> list[bytes]:
    """Every record as it lies there, its head and its body unpacked; those after a damaged one included."""
    data = path.read_bytes()
    forms = []
    for begin in (match.start() for match in re.finditer(b"\x1f\x8b\x08", data)):
        inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            forms.append(inflater.decompress(data[begin:]))
        except zlib.error:
            continue
    with path.open("rb") as opened:
        for record in ArchiveIterator(opened):
            try:
                forms.append(record.content_stream().read())
            except Exception:  # compression of some other kind than its label says: the record is there as it lies
                continue
    forms += [gzip.decompress(form) for form in forms if form.startswith(b"\x1f\x8b\x08")]
    return forms


def _texts(data: bytes) -> list[str]:
    """As UTF-8, Latin-1 and UTF-16, with percents, ``\\u`` and entities undone, with and without its tags."""
    decoded = [data.decode("utf-8", "replace"), data.decode("latin-1"), data.decode("utf-16-le", "replace")]
    decoded.append(unquote_to_bytes(data).decode("utf-8", "replace").replace("+", " "))
    texts = []
    for text in decoded:
        plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
        texts += [text, html.unescape(html.unescape(plain))]
    texts += [re.sub(r"<[^<>]*>", "", text) for text in texts]
    return [text.casefold() for text in texts]
