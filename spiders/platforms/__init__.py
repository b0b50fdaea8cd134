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
from spiders.platforms.wordpress import WordPress
from spiders.platforms.wpdiscuz import WpDiscuz
from spiders.platforms.xenforo import XenForo

PLATFORMS: tuple[Platform, ...] = (
    DiscourseJson(),
    TextForm(),
    # Plugins before the software they sit in.
    WpDiscuz(),
    DisqusPlugin(),
    Discourse(),
    XenForo(),
    VBulletin(),
    PhpBb(),
    Spip(),
    MovableType(),
    Drupal(),
    Blogger(),
    WordPress(),
    # What any software may print, then what only looks like a thread, then what is shown by a script.
    SchemaOrgMicrodata(),
    Generic(),
    JsonLdComments(),
    DisqusEmbed(),
)


def platform_of(page: Page) -> Platform | None:
    """The platform whose thread this page shows, or None where no reader claims it.

    One that claims the page and finds no comments gives way to the next that finds some: a site may print
    the form of one software around the thread of another.
    """
    claiming: Platform | None = None
    for platform in PLATFORMS:
        if platform.recognises(page):
            claiming = claiming or platform
            if comments_of(platform, page):
                return platform
    return claiming


def comments_of(platform: Platform, page: Page) -> list[Comment]:
    """The page's comments as this platform reads them, read once."""
    key = f"comments of {type(platform).__name__}"
    if key not in page.memo:
        page.memo[key] = platform.comments(page)
    comments: list[Comment] = page.memo[key]
    return comments
