"""A frozen page and what must come out of it: a pair of files, the page and its expectation beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archiver.errors import UsageError
from archiver.extracted import extracted
from archiver.freezing.escapes import decoded
from archiver.freezing.label_words import label_words
from archiver.freezing.readers_words import ReadersWords, words_in
from archiver.freezing.scrubbing import scrubbed
from archiver.instants import instant_text, read_instant
from archiver.items import ThreadPage
from pipelines import normalise
from spiders.page import Page, UnreadablePageError
from spiders.saved import read_saved

_OF_THE_STRUCTURE = (
    "id parent_id depth position author_role kind published_at published_local published_raw time_basis parent_status "
    "claimed_parent likes dislikes"
).split()
_OF_THE_ARTICLE = "url external_id published_at published_local modified_at language stated_comment_count".split()

_FEW = 3  # labels in a row that anybody writes


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """A scrubbed page, with its address and the instant of its capture, and what was read from it."""

    text: str
    expectation: dict[str, Any]

    @classmethod
    def of(cls, page: Page) -> FrozenPage:
        """Freeze a page that has an address.

        Raises UsageError where the page holds no comments, where scrubbing would change what is read, or where
        something of a reader's would stay.
        """
        try:
            thread = normalise(read_saved(page))
        except UnreadablePageError as error:
            raise UsageError(f"The page cannot be read: {error}.") from None
        if not thread.comments:
            raise UsageError("No comments were found in the page: there is nothing to freeze.")
        text = scrubbed(page.text, page.url, thread).encode("utf-8", "replace").decode()
        frozen = cls(text, expectation_of(_page(text, page.url, page.captured_at)))
        _refuse_another_structure(extracted(thread), frozen.expectation)
        _refuse_what_is_left(text, thread, page)
        return frozen

    def write(self, folder: Path, name: str) -> list[Path]:
        """Write the two files, over no others. Raises UsageError where they are there already."""
        folder.mkdir(parents=True, exist_ok=True)
        files = [folder / f"{name}.html", folder / f"{name}.json"]
        if taken := [file for file in files if file.exists()]:
            raise UsageError(f"{taken[0]} is there already; take it away first.")
        files[0].write_text(self.text, encoding="utf-8", newline="\n")
        files[1].write_text(f"{json.dumps(self.expectation, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
        return files


def expectation_of(page: Page) -> dict[str, Any]:
    """What is read from a page: what ``archiver extract`` prints, with address and time of the page."""
    captured_at = instant_text(page.captured_at) if page.captured_at else None
    return {"page": {"url": page.url, "captured_at": captured_at}} | extracted(normalise(read_saved(page)))


def frozen_pages(folder: Path) -> list[Path]:
    """The frozen pages below a folder."""
    return sorted(folder.rglob("*.html"))


def read_frozen(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a frozen page must give, and what it gives today."""
    expected: dict[str, Any] = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    told = expected["page"]
    page = _page(file.read_text(encoding="utf-8"), told["url"], read_instant(told["captured_at"]))
    return expected, expectation_of(page)


def _page(text: str, url: str | None, captured_at: datetime | None) -> Page:
    return Page(
        text.encode("utf-8", "replace"), url=url, captured_at=captured_at, content_type="text/html; charset=utf-8"
    )


def _refuse_another_structure(before: dict[str, Any], after: dict[str, Any]) -> None:
    pairs = [
        ("comments", len(before["comments"]), len(after["comments"])),
        *((name, before["observation"][name], after["observation"][name]) for name in before["observation"]),
        *((name, before["article"][name], after["article"][name]) for name in _OF_THE_ARTICLE),
        *(
            (f"{name} of comment {one['position'] + 1}", one[name], other[name])
            for one, other in zip(before["comments"], after["comments"], strict=False)
            for name in _OF_THE_STRUCTURE
        ),
        *(
            (f"words of comment {one['position'] + 1}", len(words_in(one["text"])), len(words_in(other["text"])))
            for one, other in zip(before["comments"], after["comments"], strict=False)
        ),
    ]
    for what, was, is_now in pairs:
        if was != is_now:
            raise UsageError(f"Scrubbed, the page would be read otherwise: {what} {is_now!r} instead of {was!r}.")


def _refuse_what_is_left(text: str, thread: ThreadPage, page: Page) -> None:
    """A second look, by other means than those of scrubbing: at the page as it is, and with its escapes undone."""
    plain = decoded(text)
    if decoded(plain) != plain:
        raise UsageError("Something in the page is escaped so often that nobody can tell what would stay in it.")
    readers = ReadersWords(thread, page.url)
    for shown in (text.casefold(), plain.casefold()):
        _refuse_words(shown, readers)
        for comment in thread.comments:
            if comment.author_url and comment.author_url.casefold() in shown and comment.author_url != page.url:
                raise UsageError("The address of a reader's site would stay in the page.")


def _refuse_words(shown: str, readers: ReadersWords) -> None:
    words = words_in(shown)
    line = f" {' '.join(words)} "
    for name in readers.names:
        if len(name) > 1 and _holds(line, name):
            raise UsageError("A reader's name would stay in the page.")
    if any(readers.is_in(word) for word in set(words)):
        raise UsageError("A reader's name would stay in the page, in another word.")
    for body in readers.bodies:
        if (len(body) > _FEW or not all(word in label_words() or word.isdecimal() for word in body)) and _holds(
            line, body
        ):
            raise UsageError("A reader's words would stay in the page.")
    if not readers.private_numbers.isdisjoint(re.findall(r"\d+", shown)):
        raise UsageError("A reader's number would stay in the page.")


def _holds(line: str, wanted: Sequence[str]) -> bool:
    return f" {' '.join(wanted)} " in line
