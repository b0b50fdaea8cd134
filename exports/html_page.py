"""HTML: one self-contained file to read, keep and print. Nothing in it runs, loads or frames anything."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from archiver.archive.threads import Row
from archiver.urls import absolute_http
from archiver.web.differences import Part, difference
from exports.fields import shown_time, words_of_comment
from exports.snapshot import Pieces, Snapshot, SnapshotFormat, one_thread, provenance
from pipelines.clean import sanitised

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}")


def write(snapshot: Snapshot) -> Pieces:
    """The page of one article, but for the manifest and the end."""
    thread = one_thread(snapshot)
    style = _style()
    yield from _template().generate(
        article=thread.article,
        comments=thread.comments,
        count=len(thread.comments),
        facts=provenance(thread),
        names={comment["id"]: comment["author"] or "without a name" for comment in thread.comments},
        gone=sum(comment["state"] == "gone" for comment in thread.comments),
        edited=sum((comment["version_count"] or 1) > 1 for comment in thread.comments),
        style=Markup(style),  # noqa: S704 (our own file)
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def closing(manifest: Iterator[str]) -> Iterator[str]:
    """The manifest to unfold, and the end."""
    yield '<details class="manifest"><summary>Manifest</summary>\n<pre>'
    yield from (str(escape(piece)) for piece in manifest)
    yield "</pre></details>\n</footer>\n</main>\n</body>\n</html>\n"


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown_time": shown_time,
        "machine_time": _machine_time,
        "instant": _instant,
        "language": _language,
        "plain": _plain,
        "lines": _lines,
        "paragraphs": _paragraphs,
        "words": _words,
        "edits": _edits,
        "link": _link,
        "is_address": _is_address,
    }
    return environment.get_template("thread.html")


@cache
def _style() -> str:
    return files("exports").joinpath("templates/thread.css").read_text(encoding="utf-8")


def _paragraphs(text: str | None) -> list[str]:
    return [paragraph for paragraph in (text or "").split("\n\n") if paragraph.strip()]


def _words(comment: Row) -> Markup:
    """A moderator's notice where there is one, else the reader's mark-up, sanitised once more, or the text."""
    if not comment["notice"] and comment["body_html"]:
        return Markup(sanitised(comment["body_html"]))  # noqa: S704 (a fixed list of tags and attributes)
    paragraphs = _paragraphs(words_of_comment(comment))
    return Markup("").join(Markup('<p dir="auto">{}</p>\n').format(_lines(paragraph)) for paragraph in paragraphs)


def _edits(comment: Row) -> Iterator[tuple[Row, list[Part]]]:
    """Each version but the first, and how it differs from the one before."""
    for earlier, later in pairwise(comment.get("versions", ())):
        yield later, difference(words_of_comment(earlier), words_of_comment(later))


def _lines(paragraph: str) -> Markup:
    return escape(paragraph).replace("\n", Markup("<br>"))


def _machine_time(row: Row) -> str:
    """A time as ``datetime`` takes it: the instant, else the wall clock."""
    return str(row["published_at"] or row["published_local"] or "")


def _instant(text: str | None) -> str:
    """An instant of the archive's for people."""
    return f"{text[:10]} {text[11:16]} UTC" if text else "no time"


def _language(tag: str | None) -> str:
    return tag if tag and _LANGUAGE.fullmatch(tag) else "und"


def _plain(state: str) -> str:
    """As the name of a class."""
    return "".join(sign for sign in state if sign.isalpha())


def _link(url: str) -> Markup:
    if not _is_address(url):
        return escape(url)
    return Markup('<a href="{0}" rel="nofollow noopener">{0}</a>').format(url)


def _is_address(url: str | None) -> bool:
    """Whether it can be a link: nothing but http and https."""
    return bool(url) and absolute_http(None, url) is not None and str(url).lower().startswith(("http://", "https://"))


FORMAT = SnapshotFormat(
    name="html",
    suffix=".html",
    about="one self-contained page, to read and print",
    write=write,
    closing=closing,
    is_one_article=True,
    has_versions=True,
)
