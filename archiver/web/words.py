"""What readers wrote, as mark-up that is safe to show: nothing in it runs, loads or gives away where it was clicked."""

from __future__ import annotations

import html
import re
from typing import Any

import nh3
from markupsafe import Markup, escape

from archiver.urls import absolute_http

Row = dict[str, Any]

# Headings of a comment would be headings of our page, so their words alone stay.
_CLEANER = nh3.Cleaner(
    tags=set(
        "a abbr b blockquote br cite code dd del div dl dt em hr i img ins kbd li ol p pre q s small span strike"
        " strong sub sup table tbody td th thead tr u ul".split()
    ),
    attributes={"a": {"href", "title"}, "img": {"alt"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
)
_IMAGE = re.compile(r'<img(?: alt="([^"]*)")?>')
OUTWARD = "noopener noreferrer nofollow ugc"
"""The ``rel`` of every link that leads away."""


def words_of(row: Row) -> Markup:
    """A comment's words: a moderator's notice where there is one, else the reader's mark-up or text."""
    if not row["notice"] and row["body_html"]:
        return safe_markup(row["body_html"])
    return paragraphs(row["notice"] or row["body"])


def safe_markup(markup: str) -> Markup:
    """HTML from the web with a fixed list of tags; of an image what it says instead of itself."""
    cleaned = _CLEANER.clean(markup)
    if "<img" in cleaned:
        cleaned = _IMAGE.sub(lambda found: str(escape(html.unescape(found[1] or ""))), cleaned)
    return Markup(cleaned)  # noqa: S704 (cleaned just now)


def paragraphs(text: str | None) -> Markup:
    """A plain text as paragraphs."""
    return Markup("").join(
        Markup("<p>{}</p>\n").format(Markup("<br>").join(paragraph.split("\n")))
        for paragraph in (text or "").split("\n\n")
        if paragraph.strip()
    )


def outward_link(url: str | None) -> str | None:
    """The address, where it can be a link: http and https alone."""
    return url if url and url.lower().startswith(("http://", "https://")) and absolute_http(None, url) else None


def marked(snippet: str, marks: tuple[str, str]) -> Markup:
    """A snippet escaped, what stands between two ``marks`` as ``<mark>``."""
    between = re.compile(f"{re.escape(marks[0])}([^{marks[0]}{marks[1]}]*){re.escape(marks[1])}")
    found = between.sub(lambda hit: f"<mark>{hit[1]}</mark>", str(escape(snippet)))
    return Markup(found)  # noqa: S704 (escaped just now)
