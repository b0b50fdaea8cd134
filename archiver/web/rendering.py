"""Pages made of templates."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from archiver import __version__
from archiver.web import shown, words
from archiver.web.addresses import Addresses
from archiver.web.page import Page
from archiver.web.search_page import MARKS


def rendered(page: Page, addresses: Addresses, database: str) -> str:
    """The HTML of a page of the archive that is served as ``database``."""
    html: str = _environment().get_template(page.template).render(page.shown, to=addresses, database=database)
    return html


@cache
def _environment() -> Environment:
    """Made by hand: Datasette's own renders asynchronously, which takes a long thread twice the time."""
    environment = Environment(
        loader=PackageLoader("archiver.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": shown.day,
        "day_and_time": shown.day_and_time,
        "written": shown.written,
        "machine_time": shown.machine_time,
        "language_tag": shown.language_tag,
        "count": shown.count,
        "completeness": shown.completeness,
        "stated_against_captured": shown.stated_against_captured,
        "words": words.words_of,
        "paragraphs": words.paragraphs,
        "outward_link": words.outward_link,
        "marked": lambda snippet: words.marked(snippet, MARKS),
    }
    environment.globals |= {"outward": words.OUTWARD, "version": __version__}
    return environment


@cache
def stylesheet(name: str) -> str:
    """A stylesheet of ours: ``archive`` for our pages, ``datasette`` for what Datasette's tables need besides."""
    return files("archiver.web").joinpath(f"static/{name}.css").read_text(encoding="utf-8")


@cache
def stylesheet_path(name: str) -> str:
    """Its path on the server, with a mark that changes with it, so that browsers can keep it for ever."""
    return f"/-/archiver/{name}.css?{hashlib.sha256(stylesheet(name).encode()).hexdigest()[:12]}"
