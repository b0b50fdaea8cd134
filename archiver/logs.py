"""Logs for people: one line each on stderr, tracebacks only where they were asked for."""

from __future__ import annotations

import logging


class _OneLine(logging.Formatter):
    def formatException(self, ei: object) -> str:
        return ""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None
        text = super().format(record).rstrip()
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            text += f" ({type(error).__name__}: {error})"
        return " ".join(text.split())


def log_to_stderr(level: str | int, *, with_tracebacks: bool) -> None:
    """Send logs of ``level`` and above to stderr, in place of whatever handlers there were."""
    handler = logging.StreamHandler()
    handler.setLevel(level)  # Scrapy sets the root logger's own level to "everything"
    layout = "%(levelname)s: %(message)s"
    handler.setFormatter(logging.Formatter(layout) if with_tracebacks else _OneLine(layout))
    logging.basicConfig(level=level, handlers=[handler], force=True)
