"""One comment in exactly the HTML5 mark-up of WordPress itself, read by where things stand in it.

``Walker_Comment::html5_comment()`` prints it; most themes keep it. It is read here in a third of the time that
``fields.read_fields`` takes to find the same fields by their names; what departs from it in anything is left to that.
"""

from __future__ import annotations

import re
from collections.abc import Container

from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.platforms.comment_author import sure_author
from spiders.platforms.comment_text import rendered, shown_line
from spiders.platforms.comment_time import as_shown
from spiders.platforms.own_nodes import TIME_ATTRIBUTES

_BODY = [("class", "comment-body")]
_META = [("class", "comment-meta")]
_AUTHOR = [("class", "comment-author vcard")]
_NAME = [("class", "fn")]
_SAYS = [("class", "says")]
_METADATA = [("class", "comment-metadata")]
_CONTENT = [("class", "comment-content")]
_REPLY = [("class", "reply")]
_REPLIES = [("class", "children")]
_MAX_TIME = 120
_ITEM_ATTRIBUTES = frozenset(("id", "class"))
_NAME_LINK_ATTRIBUTES = frozenset(("href", "rel", "class", "target"))
_NAME_LINK_CLASSES = frozenset((None, "url", "ugc", "url ugc"))
_ACTIONS = re.compile(r"#|replytocom=|like_comment=")
_PLAIN_WORDS = re.compile(
    r"""[^<]*+(?:<(?:
    /?(?:p|br|em|i|b|strong|blockquote|ul|ol|li|del|code|a) | a\ href="[^"#=]*"(?:\ rel="[a-z ]*")?
    )>[^<]*+)*+""",
    re.X,
)


def read_core_comment(item: HtmlElement, others: Container[HtmlElement], base_url: str | None) -> Comment | None:
    """What ``fields.read_fields`` reads from ``item``; None where the mark-up is not WordPress's own to the letter.

    ``others`` holds the elements of all comments, which none of this one's own may be.
    """
    children = _elements(item)
    if not children or len(children) > 2 or not _ITEM_ATTRIBUTES.issuperset(item.keys()):
        return None
    if len(children) == 2 and not (children[1].tag in ("ol", "ul") and children[1].items() == _REPLIES):
        return None
    article = children[0]
    if article.tag != "article" or article in others:
        return None
    attributes = article.items()
    if attributes[-1:] != _BODY or len(attributes) != 2 or attributes[0][0] != "id":
        return None
    parts = _elements(article)
    if len(parts) == 3 and not _is_reply_link(parts.pop()):
        return None
    if len(parts) != 2 or parts[0].tag != "footer" or parts[0].items() != _META or parts[1].items() != _CONTENT:
        return None
    head = _elements(parts[0])
    name = _name_in(head[0]) if len(head) == 2 else None
    time = _time_in(head[1]) if name is not None else None
    if name is None or time is None:
        return None
    author = sure_author(name, base_url)
    words = rendered([parts[1]], frozenset())
    if author.name is None or not _PLAIN_WORDS.fullmatch(words.html):
        return None
    shown = as_shown(shown_line(time, ()))
    if len(shown) > _MAX_TIME:
        return None
    return Comment(
        author=author.name,
        author_url=author.url,
        author_role="author" if "bypostauthor" in (item.get("class") or "").split() else None,
        published_raw=shown or None,
        published_machine=time.get("datetime").strip(),
        body=words.text,
        body_html=words.html or None,
    )


def _elements(parent: HtmlElement) -> list[HtmlElement]:
    """The elements in another, without the comments of mark-up that WordPress prints behind each."""
    return [child for child in parent[:] if child.tag.__class__ is str]


def _name_in(card: HtmlElement) -> HtmlElement | None:
    if card.tag != "div" or card.items() != _AUTHOR:
        return None
    inside = _elements(card)
    if len(inside) == 3 and not _is_picture(inside.pop(0)):
        return None
    if len(inside) != 2 or inside[0].tag != "b" or inside[0].items() != _NAME:
        return None
    if inside[1].tag != "span" or inside[1].items() != _SAYS or len(inside[1]):
        return None
    name = inside[0]
    return name if not len(name) or (len(name) == 1 and _is_name_link(name[0])) else None


def _is_picture(element: HtmlElement) -> bool:
    return (
        element.tag == "img"
        and (element.get("class") or "").startswith("avatar ")
        and TIME_ATTRIBUTES.isdisjoint(element.keys())
    )


def _is_name_link(element: HtmlElement) -> bool:
    return (
        element.tag == "a"
        and not len(element)
        and element.get("class") in _NAME_LINK_CLASSES
        and _NAME_LINK_ATTRIBUTES.issuperset(element.keys())
        and not _ACTIONS.search(element.get("href") or "")
    )


def _time_in(line: HtmlElement) -> HtmlElement | None:
    if line.tag != "div" or line.items() != _METADATA or len(line) != 1:
        return None
    link = line[0]
    if link.tag != "a" or link.keys() != ["href"] or len(link) != 1:
        return None
    time = link[0]
    is_time = time.tag == "time" and not len(time) and time.keys() == ["datetime"] and time.get("datetime").strip()
    return time if is_time else None


def _is_reply_link(element: HtmlElement) -> bool:
    if element.tag != "div" or element.items() != _REPLY or len(element) != 1:
        return False
    link = element[0]
    return link.tag == "a" and link.get("class") in ("comment-reply-link", "comment-reply-login") and not len(link)
