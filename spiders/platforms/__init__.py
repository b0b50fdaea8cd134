"""The comment platforms that can be read, one file each; ``PLATFORMS`` is the order they are asked in."""

from __future__ import annotations

from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.text_form import TextForm
from spiders.platforms.wordpress import WordPress

PLATFORMS: tuple[Platform, ...] = (TextForm(), WordPress())


def platform_of(page: Page) -> Platform | None:
    """The platform whose thread this page shows, or None where no reader claims it."""
    return next((platform for platform in PLATFORMS if platform.recognises(page)), None)
