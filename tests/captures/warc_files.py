"""Looking into capture files with warcio's own tools."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker


def is_valid(*files: Path) -> bool:
    """What ``warcio check`` says."""
    return bool(Checker(Namespace(inputs=[str(file) for file in files], verbose=False)).process_all() == 0)


def records_in(folder: Path) -> list[dict[str, Any]]:
    """The WARC headers, HTTP head and content of every record, in the order of the files' names."""
    found = []
    for file in sorted(folder.iterdir()):
        with file.open("rb") as opened:
            for record in ArchiveIterator(opened):
                found.append(
                    {
                        **dict(record.rec_headers.headers),
                        "file": file.name,
                        "status": record.http_headers and record.http_headers.get_statuscode(),
                        "line": record.http_headers
                        and f"{record.http_headers.protocol} {record.http_headers.statusline}",
                        "http": record.http_headers and record.http_headers.headers,
                        "raw": record.raw_stream.read(),
                    }
                )
    return found


def of_kind(records: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The records of one WARC-Type."""
    return [record for record in records if record["WARC-Type"] == kind]
