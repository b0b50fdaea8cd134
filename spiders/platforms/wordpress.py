"""WordPress's own comments, as its walkers, its block themes and the themes' departures from both show them."""

from __future__ import annotations

import re

from archiver.items import Comment, CommentKind
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.fields import read_fields
from spiders.platforms.wordpress_thread import FoundComment, find_thread

_NATIVE = re.compile(
    r"""wp-comments-post\.php|\bid=["']?commentform\b|\bthread-(?:even|odd)\b|\bwp-block-comment"""
    r"""|class=["'][^"']{0,200}\bdepth-1\b"""
)
_NUMBERED = re.compile(r"""\sid\s*=\s*["']?(?:(?:li|div|article)-)?comment-(\d{1,18})(?=["'\s>])""", re.I)
_IS_WORDPRESS = re.compile(r"/wp-(?:content|includes|json)/|content=[\"']WordPress|wp-comments-post", re.I)
_COMMENT_AREA = re.compile(r"""\bid=["']?(?:comments|respond|commentlist|reply-title)\b|\bcomments?-?list\b""")
_OTHERS_MARKUP = re.compile(
    r"""(?:class|id)=["'](?:[^"']{0,200}\s)?(?:wpd-(?:comm|comment|thread)|wpdcom|wpdiscuz|wc-comment|wc_comm|dsq-comment)""",
    re.I,
)
_SCRIPT_MOUNTS = re.compile(
    r"""\bid=["']?(?:disqus_thread|dsq-content|coral_talk|coral-stream|vuukle-comments|remark42|commento|isso-thread"""
    r"""|hyvor-talk|idc-container|livefyre|graphcomment|cusdis_thread|giscus)|\bdata-spotim-module|\bdata-openweb"""
    r"""|class=["']fb-comments""",
    re.I,
)


class WordPress(Platform):
    """Reads the threads that WordPress itself prints. Plugins that replace them are other platforms."""

    name = "wordpress"
    scope = "html-threaded"

    def recognises(self, page: Page) -> bool:
        """Whether WordPress prints this page's thread, or would: its mark-up, or its form under an article."""
        if not page.is_html or _OTHERS_MARKUP.search(page.text):
            return False
        text = page.text
        if _NATIVE.search(text):
            return True
        if not _IS_WORDPRESS.search(text):
            return False
        return _NUMBERED.search(text) is not None or _COMMENT_AREA.search(text) is not None

    def comments(self, page: Page) -> list[Comment]:
        """The page's own comments in the order shown."""
        found = find_thread(page).comments
        elements = {part for comment in found for part in comment.parts}
        read = [_read(one, elements, page.url) for one in found]
        return [comment for comment in read if comment.external_id or comment.author or comment.body]


def _read(found: FoundComment, elements: set[object], base_url: str | None) -> Comment:
    comment = read_fields(*found.parts, nested=elements, base_url=base_url)
    comment.external_id = found.number
    comment.depth_shown = found.depth
    kind = _kind(found, comment)
    if kind != "comment":
        comment.kind = kind
    return comment


def _kind(found: FoundComment, comment: Comment) -> CommentKind:
    if found.kind == "pingback":
        return "pingback"
    if found.kind == "trackback":
        return "trackback"
    return comment.kind
