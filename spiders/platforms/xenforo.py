"""XenForo 1 and 2: flat boards; many a news site keeps a thread there for each of its articles.

The templates are ``post_macros`` and ``message_macros`` of XenForo 2, ``post``, ``message`` and
``message_user_info`` of XenForo 1. The opening post is often no more than the article's teaser; it is a post like all
others and read as a comment. Whom a post answers is known only where it opens with a quote that names a post.
The quote's words, under its head "NAME said:", are part of the post. Board-local texts such as "Yesterday at 5:34 PM"
stay as shown beside the machine's form of the time.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.page import Page
from spiders.platforms.author_titles import role_of_title
from spiders.platforms.base import Platform
from spiders.platforms.opening_quote import opening_quote
from spiders.platforms.own_parts import LeftOut, OwnParts, PartsOfPosts, first_found, line_of, of_classes, words_of
from spiders.platforms.page_links import base_address, is_page_link, linked_pages, links_in, number_of, profile_address

_POSTS = "xenforo.posts"
_POST = re.compile(r"post-(\d{1,18})")
_POST_IN_BYTES = re.compile(r"""data-content=["']?post-(\d{1,18})(?=["'\s>])""")
_POST_OF_VERSION_1_IN_BYTES = re.compile(r"""<li\s[^<>]{0,80}?\bid=["']?post-(\d{1,18})(?=["'\s>])""")
_SOURCE = re.compile(r"post:\s*(\d{1,18})")
_GO_TO_POST = re.compile(r"(?:goto/post\?id=|posts/|#post-)(\d{1,18})")
_MEMBER = re.compile(r"/?members/(?:[^/?#]*\.)?(\d{1,18})(?:[/?#]|$)")
_PAGE = re.compile(r"/page-(\d{1,9})(?:[/?#]|$)")
_NUMBER = re.compile(r"\d{1,3}(?:[.,\s\xa0]\d{3})+|\d{1,9}")
_BESIDE_THE_WORDS = frozenset(
    """bbCodeBlock-expandLink quoteExpand AttributionLink js-selectToQuoteEnd messageTextEndMarker newIndicator
    contentRow-snippet contentRow-figure contentRow-minor attachedFiles message-attachments""".split()
)
_LINKS_FOR_SCRIPTS = LeftOut(frozenset(("u-jsOnly", "JsOnly")))
_USER_CELL = ("message-userDetails", "message-name", "message-attribution", "userText", "messageUserInfo")


class XenForo(Platform):
    """Reads a thread of a XenForo board, one page of it at a time."""

    name = "xenforo"

    def recognises(self, page: Page) -> bool:
        """Whether the page shows posts of a thread in XenForo's mark-up. Its lists and profiles have none."""
        if not page.is_html or ("message" not in page.by_class and "messageSimple" not in page.by_class):
            return False
        return ("data-content=" in page.text or "messageList" in page.text) and bool(_posts(page))

    def comments(self, page: Page) -> list[Comment]:
        """The page's posts in the order shown, the opening one too."""
        posts = _posts(page)
        parts = PartsOfPosts(page, posts)
        left_out = LeftOut(_BESIDE_THE_WORDS, posts)
        base = base_address(page)
        return [_read(number, parts.of(post), left_out, base) for post, number in posts.items()]

    def more_pages(self, page: Page) -> list[str]:
        """The pages that the row of page numbers links to."""
        links = links_in(page, "pageNav", "PageNav")
        return linked_pages(page, (link for link in links if is_page_link(link) or _is_jump(link)))

    def page_number(self, page: Page) -> int | None:
        """The number marked in the row of pages, else the one in the address."""
        for name in ("pageNav-page--current", "currentPage"):
            for element in page.by_class.get(name, []):
                number = number_of(line_of(element))
                if number is not None:
                    return number
        found = _PAGE.search(page.url or "")
        return int(found[1]) if found else None

    def count_in_bytes(self, page: Page) -> int | None:
        """How many different posts the mark-up opens."""
        found = _POST_IN_BYTES.findall(page.text) or _POST_OF_VERSION_1_IN_BYTES.findall(page.text)
        return len(set(found))


def _posts(page: Page) -> dict[HtmlElement, str]:
    """The elements of posts with their ids, in document order."""
    if _POSTS not in page.memo:
        page.memo[_POSTS] = _find_posts(page)
    found: dict[HtmlElement, str] = page.memo[_POSTS]
    return found


def _find_posts(page: Page) -> dict[HtmlElement, str]:
    found: dict[HtmlElement, str] = {}
    for element in of_classes(page, "message", "messageSimple"):
        match = _POST.fullmatch(element.get("data-content") or element.get("id") or "")
        if match:
            found[element] = match[1]
    return found


def _read(number: str, parts: OwnParts, left_out: LeftOut, base: str | None) -> Comment:
    comment = Comment(external_id=number, author=parts.post.get("data-author") or None)
    _read_author(comment, parts, base)
    _read_time(comment, parts)
    body = first_found(
        parts.first("bbWrapper", inside="message-body"),
        parts.first("message-body"),
        parts.first("messageText", inside="messageContent"),
    )
    if body is not None:
        words = words_of(body, left_out)
        comment.body, comment.body_html = words.text, words.html or None
        comment.claimed_parent = opening_quote(body, _quoted_post, left_out)
    comment.edited_raw = _edited(parts)
    comment.notice = _notice(parts)
    _read_reactions(comment, parts)
    return comment


def _read_author(comment: Comment, parts: OwnParts, base: str | None) -> None:
    user = parts.first("username", inside=_USER_CELL)
    if user is None and parts.post.get("data-author") is None:
        user = parts.first("username")  # the line that stands for a deleted post of XenForo 1
    if comment.author is None:
        comment.author = line_of(user)
    if user is not None:
        comment.author_url = profile_address(base, user.get("href"))
        member = _MEMBER.search(user.get("href") or "")
        number = user.get("data-user-id") or (member[1] if member else None)
        comment.author_id = number if number != "0" else None
    comment.author_role = _role(parts)


def _role(parts: OwnParts) -> str | None:
    banners = parts.all("userBanner")
    roles = [role_of_title(line_of(banner)) for banner in banners]
    if "moderator" in roles:
        return "moderator"
    marks = {name for element in (parts.post, *banners) for name in (element.get("class") or "").split()}
    return "staff" if "staff" in roles or marks & {"userBanner--staff", "bannerStaff", "staff"} else None


def _read_time(comment: Comment, parts: OwnParts) -> None:
    shown = first_found(
        parts.first("u-dt", inside="message-attribution"),
        parts.first("DateTime", inside=("datePermalink", "messageMeta")),
    )
    if shown is None:
        return
    comment.published_raw = _shown_time(shown)
    comment.published_machine = _machine_time(shown)


def _machine_time(element: HtmlElement) -> str | None:
    return element.get("datetime") or element.get("data-time") or None


def _shown_time(element: HtmlElement) -> str | None:
    """XenForo 1 shows old dates without the clock time, which it keeps in the title."""
    title: str | None = element.get("title")
    return title if title and "DateTime" in (element.get("class") or "") else line_of(element)


def _edited(parts: OwnParts) -> str | None:
    note = parts.first("message-lastEdit", "editDate")
    if note is None:
        return None
    for element in parts.all("u-dt", "message-lastEdit") + parts.all("DateTime", "editDate"):
        return _machine_time(element) or _shown_time(element)
    return line_of(note)


def _notice(parts: OwnParts) -> str | None:
    deleted = parts.first("messageNotice--deleted")
    if deleted is None:
        placeholder = parts.first("placeholderContent")
        deleted = next(placeholder.iterchildren("p"), None) if placeholder is not None else None
    return line_of(deleted, _LINKS_FOR_SCRIPTS)


def _read_reactions(comment: Comment, parts: OwnParts) -> None:
    """XenForo 1 counts likes. XenForo 2 shows reactions of all kinds as one number: they are no approval for sure."""
    comment.likes = _people_in(parts.first("LikeText"))
    reactions = _people_in(parts.first("reactionsBar-link"))
    if reactions:
        comment.extra["reactions"] = reactions


def _people_in(line: HtmlElement | None) -> int | None:
    """How many people "A, B and 198 others like this" speaks of, in any language: names are elements."""
    if line is None:
        return None
    names = [one for one in line.iterchildren("a", "bdi") if one.tag == "bdi" or "username" in (one.get("class") or "")]
    others = line_of(line, LeftOut(elements=set(names))) or ""
    figures = _NUMBER.findall(others)
    return len(names) + sum(int(re.sub(r"\D", "", one)) for one in figures[:1]) or None


def _quoted_post(element: HtmlElement) -> str | None:
    names = (element.get("class") or "").split()
    if "bbCodeBlock--quote" not in names and "bbCodeQuote" not in names:
        return None
    source = _SOURCE.fullmatch((element.get("data-source") or "").strip())
    if source:
        return source[1]
    head = next(element.iterchildren("div", "aside"), None)
    if head is not None and head.tag == "aside":
        head = next(head.iterchildren("div"), None)
    link = next(head.iterchildren("a"), None) if head is not None else None
    found = _GO_TO_POST.search(link.get("href") or "") if link is not None else None
    return found[1] if found else ""


def _is_jump(link: HtmlElement) -> bool:
    return "pageNav-jump" in (link.get("class") or "")
