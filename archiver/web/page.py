"""What a page is asked for and what it is made of: the same for all pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from archiver.archive import Archive
from archiver.commands.options import Instant
from archiver.web.addresses import Addresses

Row = dict[str, Any]


class NotThereError(Exception):
    """There is no such page; the text says what is not there."""


class NotUnderstoodError(Exception):
    """The address asks for something that is not understood; the text says what."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for: the parts of the address, its parameters, and the archive to look in.

    ``queries`` are the names of the canned queries that the front page may offer.
    """

    archive: Archive
    addresses: Addresses
    parts: Mapping[str, str]
    parameters: Mapping[str, str]
    queries: Sequence[str] = ()

    def text(self, name: str) -> str | None:
        """A parameter, trimmed; None where it is not given or empty."""
        return self.parameters.get(name, "").strip() or None

    def number(self, name: str) -> int | None:
        """A parameter that is a number from 0. Raises NotUnderstoodError for anything else."""
        text = self.text(name)
        if text is None:
            return None
        if not (text.isascii() and text.isdecimal()) or len(text) > 9:
            raise NotUnderstoodError(f"{name} is to be a number, not {text!r}.")
        return int(text)

    def instant(self, name: str, kind: click.ParamType[str] | None = None) -> str | None:
        """A parameter that is a date or time, as the archive writes it. Raises NotUnderstoodError for anything else."""
        text = self.text(name)
        try:
            return None if text is None else str((kind or Instant()).convert(text, None, None))
        except click.BadParameter as error:
            raise NotUnderstoodError(f"{error.message}.") from error


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what it shows."""

    template: str
    shown: Row
    status: int = 200


Maker = Callable[[Asked], Page]
