"""What every comment platform's reader answers about a page."""

from __future__ import annotations

from abc import ABC, abstractmethod

from archiver.items import Article, Comment
from spiders.page import Page


class Platform(ABC):
    """Reads the threads of one piece of comment software. Pure: no I/O, no clock, no state.

    A new platform is one file with a subclass, named in ``spiders.platforms.PLATFORMS``.
    """

    name: str | None
    """As stored in ``comments.platform``. None for a form of text that has no platform of its own."""

    id_space: str | None = None
    """The platform whose ids its comments bear, where that is another: a plugin that shows WordPress' own comments."""

    source: str = "html"
    scope: str = "html"
    """What this source can show at all; outside it, its observations say nothing (design, rule 4)."""

    @abstractmethod
    def recognises(self, page: Page) -> bool:
        """Whether the page's thread, empty or not, is this platform's. Cheap: marks, not reading."""

    @abstractmethod
    def comments(self, page: Page) -> list[Comment]:
        """The page's own comments in the order shown, with the reader's fields of ``Comment`` filled."""

    def article(self, page: Page) -> Article | None:
        """The article (or topic), where the page is no web page and this reader alone can tell."""
        return None

    def stated_count(self, page: Page) -> int | None:
        """How many comments the page itself claims its thread has, where it says."""
        return None

    def more_pages(self, page: Page) -> list[str]:
        """Absolute addresses of the thread's other pages that this page links to."""
        return []

    def page_number(self, page: Page) -> int | None:
        """Which page of the thread this is, counted from the oldest comments, where that can be told."""
        return None

    def count_in_bytes(self, page: Page) -> int | None:
        """How many comments the undecoded mark-up holds, parsed or not; None where no mark tells."""
        return None

    def is_ended(self, page: Page) -> bool:
        """Whether the bytes go on to where the thread surely has ended."""
        end = page.text[-4096:]
        return "</html" in end or "</html" in end.lower()

    def proves_emptiness(self, page: Page) -> bool:
        """Whether a page that shows no comments says that there are none, and not only that none are shown here."""
        return True

    def may_hide_parents(self, page: Page) -> bool:
        """Whether comments may answer others and the page be made not to show it: where nobody can answer any."""
        return False

    def is_elsewhere(self, page: Page) -> bool:
        """Whether comments are shown by a script or on a host that these bytes do not hold."""
        return False
