"""What browsers are told to refuse: whatever stands in an archive, nothing from the web runs or is loaded.

Our own pages need no script and one stylesheet of ours. Datasette's pages use scripts and styles within the page;
each of their templates' scripts gets a mark that is new with every answer (a nonce), so that a script that comes
out of an archive, which has none, does not run. The mark is put into the templates, not into finished pages.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from contextvars import ContextVar
from typing import Any

from jinja2 import BaseLoader, Environment

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Any, Any], Awaitable[None]]

_nonce: ContextVar[str] = ContextVar("nonce of the answer being made", default="")
_SCRIPT = re.compile(r"<script(?=[\s>{])")
_COMMON = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_OURS = f"{_COMMON}; style-src 'self'; img-src 'self' data:"
_DATASETTES = (
    f"{_COMMON}; script-src 'nonce-{{}}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'"
)
_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
}
OUR_PAGE = "x-archiver-page"
"""The header by which a view says that its answer is a page of ours; it is not sent."""


def with_safe_headers(app: App) -> App:
    """The server, every answer of which says what a browser may run and load."""

    async def safe(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        _nonce.set(nonce)  # a variable of its context, as Datasette gives its templates of errors nothing of a request

        async def send_safe(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _safe_headers(message.get("headers", []), nonce)}
            await send(message)

        await app(scope, receive, send_safe)

    return safe


def _safe_headers(given: list[tuple[bytes, bytes]], nonce: str) -> list[tuple[bytes, bytes]]:
    headers = [(name.lower(), value) for name, value in given]
    names = {name for name, _ in headers}
    policy = _OURS if OUR_PAGE.encode() in names else _DATASETTES.format(nonce)
    if b"content-security-policy" not in names:  # another plugin's is as strict as its author wants it
        headers.append((b"content-security-policy", policy.encode()))
    headers += [(name, value) for name, value in _HEADERS.items() if name not in names]
    return [(name, value) for name, value in headers if name != OUR_PAGE.encode()]


def mark_scripts(environment: Environment) -> None:
    """Let the templates give their scripts the mark."""
    environment.globals["archiver_nonce"] = _nonce.get
    if environment.loader is not None:
        environment.loader = _Marking(environment.loader)


class _Marking(BaseLoader):
    """Templates as another loader finds them, with a place for the mark in each script."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, filename, is_current = self._loader.get_source(environment, template)
        return _SCRIPT.sub('<script nonce="{{ archiver_nonce() }}"', source), filename, is_current

    def list_templates(self) -> list[str]:
        return self._loader.list_templates()
