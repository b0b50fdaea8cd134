"""phpBB 2 and 3: flat boards.

Read are the styles that phpBB installs, on which most others are built: ``prosilver`` of version 3 here, and
``subSilver`` of version 2 and ``subsilver2`` of version 3 in ``phpbb_tables``. The opening post is often no more than
the article's teaser; it is a post like all others and read as a comment. Whom a post answers is known only from
version 3.2 on, and where it opens with a quote made by the board, which names the post. The quote's words, under its
head "NAME wrote:", are part of the post. Times are the board's local ones, as shown.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.author_titles import role_of_title
from spiders.platforms.base import Platform
from spiders.platforms.own_parts import LeftOut, OwnParts, PartsOfPosts, first_found, line_of
from spiders.platforms.page_links import (
    base_address,
    is_page_link,
    linked_pages,
    links_in,
    number_in_query,
    number_of,
    profile_address,
)
from spiders.platforms.phpbb_tables import BoardPost, count_in_brackets, links_to_offsets, read_table_post, table_posts
from spiders.platforms.phpbb_words import read_words

_POST = re.compile(r"p(\d{1,18})")
_POST_IN_BYTES = {
    "prosilver": re.compile(r"""id=["']?p(\d{1,18})(?=["'\s>])"""),
    "subsilver2": re.compile(r"""<a name=["']?p(\d{1,18})(?=["'\s>])"""),
    "subSilver": re.compile(r"""<a name=["']?(\d{1,18})(?=["'\s>])"""),
}
_NUMBER = re.compile(r"\d{1,3}(?:[.,\s\xa0]\d{3})+|\d{1,9}")
_QUOTING_LINKS = etree.XPath("//a[@data-post-id]")
_BESIDE_THE_WORDS = frozenset("inline-attachment attachbox responsive-hide".split())
_MAX_INNER = 12
_POSTS = "phpbb.posts"


class PhpBb(Platform):
    """Reads a thread of a phpBB board, one page of it at a time."""

    name = "phpbb"

    def recognises(self, page: Page) -> bool:
        """Whether the page shows posts of a topic in phpBB's mark-up."""
        if not page.is_html or "postbody" not in page.by_class:
            return False
        return ("postprofile" in page.by_class or "viewtopic" in page.text) and bool(_posts(page))

    def comments(self, page: Page) -> list[Comment]:
        """The page's posts in the order shown, the opening one too."""
        posts = _posts(page)
        boxes = {post.box for post in posts}
        heads = {
            head for box in page.by_class.get("codebox", []) if (head := next(box.iterchildren(), None)) is not None
        }
        left_out = LeftOut(_BESIDE_THE_WORDS, boxes | heads | set(_QUOTING_LINKS(page.root)))
        base = base_address(page)
        parts = PartsOfPosts(page, boxes)
        return [_read(post, parts.of(post.box), left_out, base) for post in posts]

    def stated_count(self, page: Page) -> int | None:
        """N of "N posts", with the opening one."""
        for row in page.by_class.get("pagination", [])[:2]:
            own_words = "".join([row.text or "", *(child.tail or "" for child in row.iterchildren())])
            for part in own_words.split("\u2022"):
                numbers = _NUMBER.findall(part)
                if len(numbers) == 1:
                    return int(re.sub(r"\D", "", numbers[0]))
        return count_in_brackets(page)

    def more_pages(self, page: Page) -> list[str]:
        """The pages that the rows of page numbers link to."""
        rows = [link for link in links_in(page, "pagination") if is_page_link(link)]
        return linked_pages(page, rows or links_to_offsets(page))

    def page_number(self, page: Page) -> int | None:
        """The number marked in the row of pages, else what the address says: any number that rises with the pages."""
        for row in page.by_class.get("pagination", [])[:2]:
            for element in islice(row.iter("strong", "li"), _MAX_INNER):
                if element.tag == "strong" or "active" in (element.get("class") or "").split():
                    number = number_of(line_of(element))
                    if number is not None:
                        return number
        offset = number_in_query(page.url, "start")
        return None if offset is None else offset + 1

    def count_in_bytes(self, page: Page) -> int | None:
        """How many different posts the mark-up opens."""
        posts = _posts(page)
        return len(set(_POST_IN_BYTES[posts[0].style].findall(page.text))) if posts else None


def _posts(page: Page) -> list[BoardPost]:
    """The page's posts in document order."""
    if _POSTS not in page.memo:
        page.memo[_POSTS] = _find_posts(page)
    found: list[BoardPost] = page.memo[_POSTS]
    return found


def _find_posts(page: Page) -> list[BoardPost]:
    found = []
    for element in page.by_class.get("post", ()):
        match = _POST.fullmatch(element.get("id") or "")
        if match:
            found.append(BoardPost("prosilver", match[1], element))
    return found or table_posts(page)


def _read(post: BoardPost, parts: OwnParts, left_out: LeftOut, base: str | None) -> Comment:
    if post.style != "prosilver":
        return read_table_post(post, parts, left_out, base)
    comment = Comment(external_id=post.number)
    _read_line_of_author(comment, parts, base)
    profile = parts.first("postprofile")
    rank = first_found(
        parts.first("profile-rank"), next(profile.iterchildren("dd"), None) if profile is not None else None
    )
    comment.author_role = role_of_title(line_of(rank))
    words = parts.first("content", inside="postbody")
    if words is not None:
        read_words(comment, words, left_out)
    comment.edited_raw = line_of(next(filter(_is_about_edits, parts.all("notice", inside="postbody")), None))
    comment.notice = line_of(parts.first("post_deleted_msg", "ignore"))
    return comment


def _read_line_of_author(comment: Comment, parts: OwnParts, base: str | None) -> None:
    """ "by NAME » DATE"."""
    line = next((one for one in parts.all("author", inside="postbody") if one.tag == "p"), None)
    if line is None:
        return
    inner = list(islice(line.iterdescendants(), _MAX_INNER))
    name = next((one for one in inner if one.tag == "strong"), None)
    comment.author = line_of(name)
    link = next((one for one in islice(name.iter(), 4) if one.tag == "a"), None) if name is not None else None
    if link is not None:
        comment.author_url = profile_address(base, link.get("href"))
        member = number_in_query(link.get("href"), "u")
        comment.author_id = None if member is None else str(member)
    time = next((one for one in inner if one.tag == "time"), None)
    if time is not None:
        comment.published_raw, comment.published_machine = line_of(time), time.get("datetime") or None
        return
    words = line_of(line, LeftOut(elements=set(inner))) or ""
    comment.published_raw = words.rpartition("\u00bb")[2].strip() or None


def _is_about_edits(notice: HtmlElement) -> bool:
    """Not about a deletion, and not about a bump, which two line breaks come before."""
    first = next(notice.iterchildren(), None)
    starts_with_break = first is not None and first.tag == "br" and not (notice.text or "").strip()
    return "post_deleted_msg" not in (notice.get("class") or "") and not starts_with_break
