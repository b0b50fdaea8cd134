"""What tells one thread as shown from another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from archiver.archive.columns import as_column
from archiver.archive.erasures import Erased
from archiver.items import Comment, Observation


def shown_key(look: Observation, comments: Sequence[Comment]) -> str:
    """A key of all that a look's comments are shown to be. Equal keys mean equal readings at equal places.

    The same for the comments as they come in and as the archive gives them back.
    """
    is_named = any(one.external_id is not None or one.claimed_parent is not None for one in comments)
    space = (look.id_space or look.platform) if is_named else None
    said = (look.source, look.platform, space, [_all_said(comment) for comment in comments])
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _all_said(one: Comment) -> tuple[object, ...]:
    erased = Erased.read(one.erased)
    return (
        *(one.external_id, one.claimed_parent, one.parent, one.depth_shown, one.kind, one.likes, one.dislikes),
        *(one.author, one.author_id, one.author_url, one.author_role, one.body, one.body_html, one.notice),
        *(as_column(one.published_at), one.published_local, one.published_raw, one.time_basis),
        *(as_column(one.edited_at), as_column(one.extra)),
        # That the comment which it answers was erased may come to be known later.
        *((erased.comment, erased.words) if erased.words else ()),
    )
