"""Erased words are found in bodies however these are packed, escaped and encoded; what nobody can unpack goes out."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from archiver.archive import Archive
from archiver.archive.erasing import Author, plan_author
from archiver.captures.erasure import erase_everywhere, records_holding
from archiver.captures.http_messages import HttpResponse
from archiver.captures.scanning import records_of
from archiver.captures.writing import CaptureWriter
from tests.captures.erased_pages import MONDAY, NAME, WORDS, fill

FILLER = "".join(f"<p>{number * 7919} masts</p>" for number in range(2000))
PAGE = f"{FILLER}<p>{WORDS}</p>{FILLER}".encode()
PACKED = gzip.compress(PAGE)


@pytest.mark.parametrize(
    ("label", "sent"),
    [
        (b"gzip", PAGE),
        (b"br", PAGE),
        (b"deflate", PAGE),
        (b"zstd", PAGE),
        (b"gzip", gzip.compress(PACKED)),
        (b"", PACKED),
        (b"gzip", PACKED[: len(PACKED) * 3 // 4]),
        (b"deflate", zlib.compress(PAGE)[:-100] + b"x" * 90),
    ],
)
def test_a_body_is_searched_or_goes_out_whatever_its_content_encoding_says(
    tmp_path: Path, label: bytes, sent: bytes
) -> None:
    assert kinds_left_of(tmp_path, sent, label) == ["warcinfo"]


def test_a_sound_body_without_the_words_stays_however_it_is_packed(tmp_path: Path) -> None:
    assert "response" in kinds_left_of(tmp_path, gzip.compress(gzip.compress(FILLER.encode())), b"gzip")


@pytest.mark.parametrize(
    "body",
    [
        f'<a href="https://t.example/share?text={quote(WORDS)}">share</a>'.encode(),
        f'<a href="https://t.example/share?text={quote_plus(WORDS)}">share</a>'.encode(),
        f'<a href="https://t.example/login?to={quote(f"/share?text={quote(WORDS)}")}">share</a>'.encode(),
        f'<a href="/?author={quote(NAME)}">more</a>'.encode(),
        WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16-be"),
        WORDS.replace("roof", "ro&shy;of").replace("nobody", "no\u200bbody").encode(),
        WORDS.replace(" ", "\\x20").encode(),
    ],
)
def test_words_are_found_however_a_body_writes_them(tmp_path: Path, body: bytes) -> None:
    assert kinds_left_of(tmp_path, body) == ["warcinfo"]


def kinds_left_of(folder: Path, sent: bytes, label: bytes = b"") -> list[str]:
    """What is left of a file with one response, another page's, when the words were erased."""
    fill(folder)
    writer = CaptureWriter(folder / "archive.captures", 2001)
    headers = [(b"Content-Type", b"text/html; charset=utf-8"), (b"Content-Encoding", label)]
    writer.response(
        HttpResponse(url="https://mast.example/2024/b/", status=200, headers=headers[: 1 + bool(label)], body=sent),
        MONDAY,
    )
    writer.close()
    with Archive.for_writing(folder / "archive.db") as archive:
        plan = plan_author(archive, Author(name=NAME))
        assert erase_everywhere(archive, plan, records_holding(archive, plan)).is_whole
    (file,) = [one for one in (folder / "archive.captures").iterdir() if "run2001" in one.name]
    return [one.kind for one in records_of(file)]
