"""Scrapy settings as a person gives them with ``-s NAME=VALUE``, checked before anything runs."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterable

from scrapy.settings import BaseSettings, Settings

from archiver.errors import UsageError

# Scrapy takes fractions here, though the defaults of most are whole numbers.
_MAY_BE_FRACTION = re.compile(r"DELAY|TIMEOUT|PAUSE|INTERVAL|TARGET_CONCURRENCY|JITTER")


def read_overrides(words: Iterable[str]) -> dict[str, str]:
    """The settings by name, each in the form that its default has. Raises UsageError for the first that is not."""
    defaults = Settings()
    defaults.setmodule("archiver.settings")
    overrides = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise UsageError(f"-s takes NAME=VALUE, not {word!r}.")
        overrides[name] = _level(value) if name == "LOG_LEVEL" else value
        _check(name, value, defaults.get(name))
    return overrides


def _level(value: str) -> str:
    level = value.strip().upper()
    if level not in logging.getLevelNamesMapping():
        raise UsageError(f"-s LOG_LEVEL takes DEBUG, INFO, WARNING, ERROR or CRITICAL, not {value!r}.")
    return level


def _check(name: str, value: str, default: object) -> None:
    given = BaseSettings({name: value})
    try:
        if isinstance(default, bool):
            wanted = "True or False"
            given.getbool(name)
        elif isinstance(default, float) or (isinstance(default, int) and _MAY_BE_FRACTION.search(name)):
            wanted = "a number"
            if not math.isfinite(given.getfloat(name)):
                raise ValueError(value)
        elif isinstance(default, int):
            wanted = "a whole number"
            given.getint(name)
        elif isinstance(default, (dict, BaseSettings)):
            wanted = "a JSON object"
            given.getdict(name)
    except (ValueError, TypeError):
        raise UsageError(f"-s {name} takes {wanted}, not {value!r}.") from None
