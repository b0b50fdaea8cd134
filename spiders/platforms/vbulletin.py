"""vBulletin 3, 4 and 5: flat boards.

The templates are ``postbit`` and ``postbit_legacy`` of versions 3 and 4, where ``post_message_ID`` is fixed because the
board's scripts need it, and ``display_Topics`` with ``b-post`` of version 5. The opening post is often no more than
the article's teaser; it is a post like all others and read as a comment. Whom a post answers is known only where it
opens with a quote whose head links to a post. The quote's words, under its head "Originally Posted by NAME", are part
of the post. Times are the board's local ones, as shown ("Today, 10:15 AM"); version 5 adds seconds since 1970.
Comments below a post of version 5 are nested in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.author_titles import role_of_title
from spiders.platforms.base import Platform
from spiders.platforms.opening_quote import opening_quote
from spiders.platforms.own_parts import LeftOut, OwnParts, PartsOfPosts, first_found, line_of, words_of
from spiders.platforms.page_links import (
    base_address,
    is_page_link,
    linked_pages,
    links_in,
    number_in_query,
    number_of,
    profile_address,
)

_MARKED = etree.XPath(
    "//*[starts-with(@id,'post') or starts-with(@id,'td_post_') or starts-with(@id,'edit')"
    " or (self::a and starts-with(@name,'post')) or (self::li and @data-node-id)]"
)
_MARK = re.compile(r"(post_message_|td_post_|postmenu_|post_|post|edit)(\d{1,18})")
_IN_BYTES = re.compile(r"""id=["']?post_message_(\d{1,18})(?=["'\s>])""")
_OF_VERSION_5_IN_BYTES = re.compile(r"""<li\s[^<>]{0,400}?\bdata-node-id=["']?(\d{1,18})(?=["'\s>])""")
_QUOTED = re.compile(r"#post_?(\d{1,18})$|[?&]p=(\d{1,18})(?:[&#]|$)")
_MEMBER = re.compile(r"[?&]u=(\d{1,18})|member\.php\?(\d{1,18})|/?members?/(\d{1,18})(?:[-/?#]|$)|-(\d{1,18})/?$")
_PAGE = re.compile(r"/page-?(\d{1,9})(?:[/.?&#]|$)")
_NUMBERS = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,9}")
_BESIDE_THE_WORDS = frozenset(("attachments", "js-post__attachments"))
_HOLDERS = frozenset(("postcontainer", "postbitdeleted"))
_MAX_TIME = 80
_MAX_SPANS = 40
_MAX_SIBLINGS = 8
_STEPS_TO_OUTER_POST = 12
_POSTS = "vbulletin.posts"


@dataclass(slots=True)
class _Post:
    """The elements that carry one post's number: ``box`` holds all of it, ``words`` the message."""

    number: str
    box: HtmlElement
    words: HtmlElement | None = None
    anchor: HtmlElement | None = None
    menu: HtmlElement | None = None
    depth: int = 0


@dataclass(slots=True)
class _Marked:
    """The elements with one number, by what they are marked as, before it is known whether they are a post."""

    by_mark: dict[str, HtmlElement] = field(default_factory=dict)


class VBulletin(Platform):
    """Reads a thread of a vBulletin board, one page of it at a time."""

    name = "vbulletin"

    def recognises(self, page: Page) -> bool:
        """Whether the page shows posts of a thread in vBulletin's mark-up."""
        if not page.is_html:
            return False
        is_marked = page.by_id.holds("post_message_") or "js-post__content-text" in page.by_class
        return is_marked and bool(_posts(page))

    def comments(self, page: Page) -> list[Comment]:
        """The page's posts in the order shown, the opening one too."""
        posts = _posts(page)
        boxes = {post.box for post in posts}
        left_out = LeftOut(_BESIDE_THE_WORDS, boxes)
        base = base_address(page)
        parts = PartsOfPosts(page, boxes)
        return [_read(post, parts.of(post.box), left_out, base) for post in posts]

    def stated_count(self, page: Page) -> int | None:
        """N of "Results 1 to 10 of N"."""
        for element in page.by_class.get("postpagestats", []):
            return _last_of_three(line_of(element))
        for nav in islice(page.by_class.get("pagenav", []), 2):
            for element in islice(nav.iter("span"), _MAX_SPANS):
                count = _last_of_three(element.get("title"))
                if count is not None:
                    return count
        return None

    def more_pages(self, page: Page) -> list[str]:
        """The pages that the row of page numbers links to."""
        return linked_pages(page, filter(is_page_link, links_in(page, "pagenav", "pagination", "pagenav-container")))

    def page_number(self, page: Page) -> int | None:
        """The number marked in the row of pages, else the one in the address."""
        marked = [
            *page.by_class.get("js-pagenav-current-button", []),
            *(one for nav in page.by_class.get("pagenav", [])[:2] for one in islice(nav.iter("strong"), _MAX_SPANS)),
            *(one for one in page.by_class.get("selected", []) if one.tag == "span"),
        ]
        numbers = [number_of(line_of(element)) for element in marked]
        found = _PAGE.search(page.url or "")
        in_address = int(found[1]) if found else number_in_query(page.url, "page")
        return next((number for number in numbers if number is not None), in_address)

    def count_in_bytes(self, page: Page) -> int | None:
        """How many different messages the mark-up opens."""
        found = _IN_BYTES.findall(page.text) or _OF_VERSION_5_IN_BYTES.findall(page.text)
        return len(set(found))


def _posts(page: Page) -> list[_Post]:
    """The page's posts in document order."""
    if _POSTS not in page.memo:
        page.memo[_POSTS] = _find_posts(page)
    found: list[_Post] = page.memo[_POSTS]
    return found


def _find_posts(page: Page) -> list[_Post]:
    marked: dict[str, _Marked] = {}
    for element in _MARKED(page.root):
        node = element.get("data-node-id")
        if node and "b-post" in (element.get("class") or "").split():
            marked.setdefault(node, _Marked()).by_mark.setdefault("node", element)
        match = _MARK.fullmatch(element.get("id") or "") or _MARK.fullmatch(element.get("name") or "")
        if match:
            mark = "anchor" if element.tag == "a" else match[1]
            marked.setdefault(match[2], _Marked()).by_mark.setdefault(mark, element)
    posts = [post for number, one in marked.items() if (post := _post(number, one.by_mark)) is not None]
    _nest(posts)
    return posts


def _post(number: str, marked: dict[str, HtmlElement]) -> _Post | None:
    if "node" in marked:
        return _Post(number, marked["node"])
    words = first_found(marked.get("post_message_"), marked.get("td_post_"))
    box = first_found(marked.get("post_"), marked.get("post"), marked.get("edit"))
    if words is None and (box is None or _HOLDERS.isdisjoint((box.get("class") or "").split())):
        return None
    if box is None:
        box = words
    assert box is not None
    return _Post(number, box, words, marked.get("anchor"), marked.get("postmenu_"))


def _nest(posts: list[_Post]) -> None:
    """Count the posts that each post stands in; only version 5 nests them."""
    boxes = {post.box: post for post in posts}
    for post in posts:
        outer = post.box.getparent()
        for _ in range(_STEPS_TO_OUTER_POST):
            if outer is None or outer in boxes:
                break
            outer = outer.getparent()
        if outer is not None and outer in boxes:
            post.depth = boxes[outer].depth + 1


def _read(post: _Post, parts: OwnParts, left_out: LeftOut, base: str | None) -> Comment:
    comment = Comment(external_id=post.number, depth_shown=post.depth)
    _read_author(comment, post, parts, base)
    _read_time(comment, post, parts)
    words = first_found(parts.first("js-post__content-text"), parts.first("postcontent"), post.words)
    if _is_about_deletion(parts):
        comment.notice = line_of(first_found(words, parts.first("content", "postrow", "postbody")))
    elif words is not None:
        rendered = words_of(words, left_out)
        comment.body, comment.body_html = rendered.text, rendered.html or None
        comment.claimed_parent = opening_quote(words, _quoted_post, left_out)
    comment.edited_raw = line_of(first_found(parts.first("lastedited"), _edit_note(post.words)))
    return comment


def _is_about_deletion(parts: OwnParts) -> bool:
    return "postbitdeleted" in (parts.post.get("class") or "").split()


def _read_author(comment: Comment, post: _Post, parts: OwnParts, base: str | None) -> None:
    user = first_found(
        parts.first("bigusername"),
        parts.first("username", inside=("username_container", "userinfo")),
        parts.first("author", inside="b-userinfo"),
        post.menu,
    )
    if user is None:
        return
    comment.author = line_of(user)
    link = user if user.tag == "a" else next((one for one in islice(user.iter(), 8) if one.tag == "a"), None)
    target = link.get("href") if link is not None else None
    if target and line_of(link) == comment.author:
        comment.author_url = profile_address(base, target)
        found = _MEMBER.search(target)
        comment.author_id = next(filter(None, found.groups()), None) if found else None
    title = first_found(parts.first("usertitle"), _title_below(post.menu))
    comment.author_role = role_of_title(line_of(title))


def _title_below(menu: HtmlElement | None) -> HtmlElement | None:
    """Version 3 has the title in the box after the name's."""
    following = menu.getnext() if menu is not None else None
    return following if following is not None and "smallfont" in (following.get("class") or "") else None


def _read_time(comment: Comment, post: _Post, parts: OwnParts) -> None:
    shown = first_found(parts.first("date", inside="postdate"), parts.first("postdate", "b-post__timestamp"))
    if shown is not None:
        comment.published_raw = line_of(shown)
        machine = next(shown.iter("time"), None)
        comment.published_machine = parts.post.get("data-node-publishdate") or (
            machine.get("datetime") if machine is not None else None
        )
        return
    if post.anchor is not None:
        comment.published_raw = _time_after(post.anchor)


def _time_after(anchor: HtmlElement) -> str | None:
    """Version 3: what stands in a line with the post's anchor and its picture."""
    pieces = [anchor.tail or ""]
    for following in islice(anchor.itersiblings(), _MAX_SIBLINGS):
        if following.tag in ("a", "div", "table", "td"):
            break
        pieces += [line_of(following) or "" if isinstance(following.tag, str) else "", following.tail or ""]
    words = " ".join("".join(pieces).split())
    return words if 0 < len(words) <= _MAX_TIME else None


def _edit_note(words: HtmlElement | None) -> HtmlElement | None:
    """Version 3: small type in italics after the message, which a signature is not."""
    if words is None:
        return None
    for following in islice(words.itersiblings("div"), _MAX_SIBLINGS):
        if "smallfont" in (following.get("class") or ""):
            note = next(following.iterchildren("em"), None)
            if note is not None:
                return note
    return None


def _quoted_post(element: HtmlElement) -> str | None:
    if "bbcode_quote" in (element.get("class") or "").split():
        inner = islice(element.iterdescendants(), 4)
        head = next((one for one in inner if "bbcode_postedby" in (one.get("class") or "")), None)
    elif element.tag == "div" and (table := next(element.iterchildren("table"), None)) is not None:
        cell = next((one for one in islice(table.iterdescendants(), 4) if one.tag == "td"), None)
        head = next(cell.iterchildren(), None) if cell is not None else None
    else:
        return None
    for link in head.iterchildren("a") if head is not None else ():
        found = _QUOTED.search(link.get("href") or "")
        if found:
            return found[1] or found[2]
    return ""


def _last_of_three(words: str | None) -> int | None:
    numbers = _NUMBERS.findall(words or "")
    return int(re.sub(r"\D", "", numbers[2])) if len(numbers) == 3 else None
