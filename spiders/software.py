"""The software that a page says it was made with."""

from __future__ import annotations

import re

from spiders.meta_tags import meta_of
from spiders.page import Page

_MEMO = "software"
_BOARDS = ("discourse", "xenforo", "vbulletin", "phpbb")
_OTHERS_WITH_COMMENTS = ("drupal", "blogger", "movable type", "typepad", "joomla", "typo3", "spip")
_FOLDERS_OF_WORDPRESS = re.compile(r"/wp-(?:content|includes|json)/")
_SURELY_ITS_OWN = 3


def makers_of(page: Page) -> str:
    """What ``meta name=generator`` says, in lower case; "" where it is silent."""
    return "\n".join(meta_of(page).get("generator", ())).lower()


def files_from_wordpress(page: Page) -> int:
    """How many of the page's style sheets, scripts and other links lie in WordPress's folders."""
    count: int | None = page.memo.get(_MEMO)
    if count is None:
        addresses = [
            *(link.get("href") or "" for link in page.by_tag["link"]),
            *(script.get("src") or "" for script in page.by_tag["script"]),
        ]
        count = page.memo[_MEMO] = sum(_FOLDERS_OF_WORDPRESS.search(address) is not None for address in addresses)
    return count


def is_made_by_another(page: Page, *names: str) -> bool:
    """Whether the page surely comes from software that shows comments of its own, and from none of ``names``.

    A page may load a single file from anywhere: it takes some of them to show that it is WordPress's.
    """
    makers = makers_of(page)
    if any(name in makers for name in names):
        return False
    if "wordpress" in makers or any(maker in makers for maker in _OTHERS_WITH_COMMENTS):
        return True
    return files_from_wordpress(page) >= _SURELY_ITS_OWN


def is_surely_not_wordpress(page: Page) -> bool:
    """Whether the page names other software as its maker that shows threads of its own."""
    makers = makers_of(page)
    return "wordpress" not in makers and any(maker in makers for maker in (*_OTHERS_WITH_COMMENTS, *_BOARDS))
