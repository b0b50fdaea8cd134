"""WordPress's own comments, as its walkers, its block themes and the themes' departures from both show them."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.platforms.fields import read_fields
from spiders.platforms.repeated_form import OwnMarkup, read_alike
from spiders.platforms.wordpress_core_comment import read_core_comment
from spiders.platforms.wordpress_emptiness import says_that_there_are_none
from spiders.platforms.wordpress_heading import stated_count
from spiders.platforms.wordpress_paging import more_pages, page_number
from spiders.platforms.wordpress_thread import FoundComment, find_thread, is_in_tree, numbers_in
from spiders.software import files_from_wordpress, is_surely_not_wordpress, makers_of

_NATIVE_CLASSES = ("thread-even", "commentform", "wp-block-comments", "depth-1")
_LISTS = ("comment-list", "commentlist", "comments-list")
_AREA_IDS = ("comments", "respond", "commentlist", "reply-title")
_OTHERS_CLASSES = ("wpd-comm", "wpd-thread", "wpdiscuz", "wc-comment", "wc_comm", "dsq-comment")
_OTHERS_IDS = ("wpdcom", "wpcomm", "dsq-comments")
_MOUNTS_OF_OTHERS = (
    "disqus_thread dsq-content coral_talk coral-stream vuukle-comments remark42 commento isso-thread hyvor-talk-view "
    "idc-container livefyre-comments graphcomment cusdis_thread"
).split()
_EXCERPT = re.compile(r"\[(?:…|\.{3})\].*\[(?:…|\.{3})\]", re.S)  # how WordPress quotes who links to the article
_AFTER_THE_THREAD = re.compile(r"""</html|</body|\bid=["']?(?:respond|commentform|colophon|footer)\b""", re.I)
_HIDDEN_START = re.compile(r"<!--|<(?:script|style|template|textarea)\b", re.I)
_HIDDEN_ENDS = {
    "<!--": re.compile("-->"),
    **{f"<{tag}": re.compile(f"</{tag}", re.I) for tag in ("script", "style", "template", "textarea")},
}


class WordPress(Platform):
    """Reads the threads that WordPress itself prints. Plugins that replace them are other platforms."""

    name = "wordpress"
    scope = "html-threaded"

    def recognises(self, page: Page) -> bool:
        """Whether WordPress prints this page's thread, or would: its mark-up, or its form under an article."""
        if not page.is_html or is_surely_not_wordpress(page):
            return False
        is_native = _is_native(page)
        if not is_native and not _is_made_by_wordpress(page):
            return False
        if _is_anothers_thread(page):
            return False
        classes, ids = page.by_class, page.by_id
        if is_native or any(name in ids for name in _AREA_IDS):
            return True
        return any(classes.holds(name) or ids.holds(name) for name in _LISTS) or bool(numbers_in(page.text))

    def comments(self, page: Page) -> list[Comment]:
        """The page's own comments in the order shown."""
        found = find_thread(page).comments
        elements = {part for one in found for part in one.parts}
        own = OwnMarkup(elements)
        read = read_alike(
            len(found),
            lambda i: None if found[i].said.is_by_articles_author else own.of(found[i].parts),
            lambda i: _read(found[i], elements, page.url),
            page.url,
        )
        for one, comment in zip(found, read, strict=True):
            _place(comment, one)
        return [comment for comment in read if comment.external_id or comment.author or comment.body]

    def stated_count(self, page: Page) -> int | None:
        """What the heading over the thread states. WordPress counts pingbacks, and replies that no page shows."""
        return stated_count(page, find_thread(page).own_numbers)

    def more_pages(self, page: Page) -> list[str]:
        """Links to ``comment-page-N`` and ``cpage=N`` of the same article."""
        return more_pages(page, find_thread(page).own_numbers)

    def page_number(self, page: Page) -> int | None:
        """From the address or from the comments' permalinks; page 1 holds the oldest."""
        return page_number(page, find_thread(page).own_numbers)

    def count_in_bytes(self, page: Page) -> int | None:
        """The comments read, and those whose ids stand in the mark-up but not in the parsed tree."""
        thread = find_thread(page)
        read = sum(1 for comment in thread.comments if comment.number or _is_read(comment)) or None
        missing = numbers_in(page.text) - thread.numbers if page.is_cut else None
        if missing:
            missing &= numbers_in(without_hidden_text(page.text))
            missing = {number for number in missing if not is_in_tree(page, number)}
        return (read or 0) + len(missing) if missing else read

    def is_ended(self, page: Page) -> bool:
        """Whether the page's end, its footer or the comment form comes after the last comment."""
        if super().is_ended(page):
            return True
        return _AFTER_THE_THREAD.search(page.text, page.text.rfind("comment-")) is not None

    def proves_emptiness(self, page: Page) -> bool:
        """Whether the page invites to comment, says that comments are closed, or counts none."""
        return says_that_there_are_none(page) or self.stated_count(page) == 0

    def may_hide_parents(self, page: Page) -> bool:
        """Whether no comment has a link to answer it, as where a site has switched its threads off."""
        return bool(find_thread(page).comments) and "comment-reply-l" not in page.text

    def is_elsewhere(self, page: Page) -> bool:
        """Whether another system's script shows the comments, and WordPress none."""
        if find_thread(page).comments:
            return False
        if any(name in page.by_id for name in _MOUNTS_OF_OTHERS) or "fb-comments" in page.by_class:
            return True
        return "data-openweb" in page.text or any(map(_shows_comments, page.by_tag["script"]))


class WordPressMarkup(WordPress):
    """Reads WordPress's mark-up on pages of other software, whose own reader is asked before."""

    def recognises(self, page: Page) -> bool:
        """Whether a page that names other software as its maker has a thread or a form like WordPress's."""
        is_anothers = page.is_html and is_surely_not_wordpress(page)
        return is_anothers and _is_native(page) and not _is_anothers_thread(page)


def _is_anothers_thread(page: Page) -> bool:
    """Whether a plugin that has a reader of its own shows the comments."""
    return any(name in page.by_id for name in _OTHERS_IDS) or page.by_class.has_start(*_OTHERS_CLASSES)


def _shows_comments(script: HtmlElement) -> bool:
    """Whether a script is that of OpenWeb (once Spot.IM) or Giscus."""
    return script.get("data-spotim-module") is not None or "giscus.app/client" in (script.get("src") or "")


def _is_native(page: Page) -> bool:
    """Whether the page shows mark-up of WordPress's own thread or form."""
    if page.by_class.has_start(*_NATIVE_CLASSES) or page.by_id.holds("commentform"):
        return True
    return "wp-comments-post.php" in page.text


def _is_made_by_wordpress(page: Page) -> bool:
    """Whether the page names WordPress as its maker, or loads its own style sheets and scripts from its folders."""
    return "wordpress" in makers_of(page) or files_from_wordpress(page) > 0


def without_hidden_text(markup: str) -> str:
    """Mark-up without scripts, styles, templates and comments, where an id is no element's. Linear."""
    kept: list[str] = []
    position = 0
    while match := _HIDDEN_START.search(markup, position):
        kept.append(markup[position : match.start()])
        end = _HIDDEN_ENDS[match.group().lower()].search(markup, match.end())
        if end is None:
            return "".join(kept)
        position = end.end()
    return "".join([*kept, markup[position:]])


def _is_read(found: FoundComment) -> bool:
    comment = read_fields(*found.parts)
    return bool(comment.author or comment.body)


def _read(found: FoundComment, elements: set[HtmlElement], base_url: str | None) -> Comment:
    comment = None if len(found.parts) > 1 else read_core_comment(found.element, elements, base_url)
    if comment is None:
        comment = read_fields(*found.parts, nested=elements, base_url=base_url)
    return comment


def _place(comment: Comment, found: FoundComment) -> None:
    """Fill in what the element of the comment says, whatever stands in it."""
    comment.external_id = found.number
    comment.depth_shown = found.depth
    comment.author_id = comment.author_id or found.said.login
    if found.kind in ("pingback", "trackback"):
        comment.kind = found.kind
    elif comment.kind == "comment" and not _is_timed(comment) and _EXCERPT.fullmatch(comment.body):
        comment.kind = "pingback"


def _is_timed(comment: Comment) -> bool:
    return bool(comment.published_raw or comment.published_machine)
