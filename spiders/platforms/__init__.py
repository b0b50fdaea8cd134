"""The comment platforms that can be read, one file each; ``PLATFORMS`` is the order they are asked in."""

from __future__ import annotations

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.blogger import Blogger
from spiders.platforms.discourse import Discourse
from spiders.platforms.discourse_json import DiscourseJson
from spiders.platforms.disqus_plugin import DisqusEmbed, DisqusPlugin
from spiders.platforms.drupal import Drupal
from spiders.platforms.generic import Generic
from spiders.platforms.json_ld_comments import JsonLdComments
from spiders.platforms.microdata import SchemaOrgMicrodata
from spiders.platforms.movable_type import MovableType
from spiders.platforms.phpbb import PhpBb
from spiders.platforms.spip import Spip
from spiders.platforms.text_form import TextForm
from spiders.platforms.vbulletin import VBulletin
from spiders.platforms.wordpress import WordPress, WordPressMarkup
from spiders.platforms.wordpress_comment_feed import WordPressCommentFeed
from spiders.platforms.wordpress_rest import WordPressRest
from spiders.platforms.wpdiscuz import WpDiscuz
from spiders.platforms.xenforo import XenForo

PLATFORMS: tuple[Platform, ...] = (
    # What is no web page, told by its first characters.
    DiscourseJson(),
    WordPressRest(),
    WordPressCommentFeed(),
    TextForm(),
    # Plugins before the software they sit in.
    WpDiscuz(),
    DisqusPlugin(),
    WordPress(),  # first of all software: most threads under news are its own
    Discourse(),
    XenForo(),
    VBulletin(),
    PhpBb(),
    Spip(),
    MovableType(),
    Drupal(),
    Blogger(),
    WordPressMarkup(),
    # What any software may print, then what only looks like a thread, then what is shown by a script.
    SchemaOrgMicrodata(),
    Generic(),
    JsonLdComments(),
    DisqusEmbed(),
)


def platform_of(page: Page) -> Platform | None:
    """The platform whose thread this page shows, or None where no reader claims it.

    The first reader that claims the page and finds comments has it, for a site may print the form of one
    software around the thread of another. Where it leaves most comments without an author, a time or words,
    the site's own mark-up is not the one it knows: then a later reader that finds as many with fewer gaps
    has it.
    """
    claiming: Platform | None = None
    best: Platform | None = None
    for platform in PLATFORMS:
        if platform.recognises(page):
            claiming = claiming or platform
            if _reads_better(platform, best, page):
                best = platform
            if best is not None and not _is_full_of_gaps(comments_of(best, page)):
                return best
    return best or claiming


def comments_of(platform: Platform, page: Page) -> list[Comment]:
    """The page's comments as this platform reads them, read once."""
    key = f"comments of {id(platform)}"
    if key not in page.memo:
        page.memo[key] = platform.comments(page)
    comments: list[Comment] = page.memo[key]
    return comments


def _reads_better(platform: Platform, best: Platform | None, page: Page) -> bool:
    comments = comments_of(platform, page)
    if best is None:
        return bool(comments)
    known = comments_of(best, page)
    return len(comments) >= len(known) and _gaps(comments) * 2 < _gaps(known)


def _is_full_of_gaps(comments: list[Comment]) -> bool:
    return _gaps(comments) * 2 > len(comments)


def _gaps(comments: list[Comment]) -> int:
    """How many readers' comments lack an author, a time or words, each counted."""
    return sum(
        (comment.author is None) + (comment.published_raw is None) + (not comment.body and comment.notice is None)
        for comment in comments
        if comment.kind == "comment"
    )
