"""What links in texts give away: permalinks of comments, and names behind percent signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from exports.names_in_texts import Names

_ESCAPED: Final = re.compile("%[0-9A-Fa-f]{2}")
_MOST_ESCAPES: Final = 3  # how often an address is escaped once more
_END_OF_SENTENCE: Final = ".,;:!?)]}>\"'\u201d\u2019\u00bb"
_PLACE_OF_A_COMMENT: Final = re.compile(
    r"#(?:[\w-]{0,20}(?:comment|komment|repl|respon)[\w=/:-]{0,80}|(?:c|isso|post|p|msg)-?\d[\w-]{0,80})"
    r"|[?&][\w-]{0,20}(?:comment|komment|repl|cid)[\w-]{0,20}=[\w:.-]{0,80}"
    r"|(?<=/)(?:comments?|repl(?:y|ies))/[\w-]{0,80}",
    re.IGNORECASE,
)


def without_permalinks(text: str) -> str:
    """The text without what leads to one comment: ``#comment-101``, ``?replytocom=103``, an address's ``#p7``."""
    if "#" not in text and "/" not in text and "=" not in text:
        return text
    shortened = _PLACE_OF_A_COMMENT.sub("", text)
    return _by_token(shortened, _without_numbered_place) if "://" in shortened else shortened


def without_escaped_names(text: str, names: Names) -> str:
    """The text with names replaced that stand in it in percent signs, as addresses have them."""
    if not _ESCAPED.search(text):
        return text

    def replaced(token: str) -> str:
        plain = token
        for _ in range(_MOST_ESCAPES):
            plain = unquote(plain)
        return names.replaced_in(plain) if plain != token and names.are_in(plain) else token

    return _by_token(text, replaced)


def _without_numbered_place(token: str) -> str:
    address, _, place = token.partition("#")
    if "://" not in address or not any(sign.isdigit() for sign in place):
        return token
    return address + place[len(place.rstrip(_END_OF_SENTENCE)) :]


def _by_token(text: str, changed: Callable[[str], str]) -> str:
    """The text, each run of signs without a space changed."""
    return "".join(token if not token or token.isspace() else changed(token) for token in re.split(r"(\s+)", text))
