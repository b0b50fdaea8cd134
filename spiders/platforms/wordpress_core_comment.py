"""One comment in exactly the mark-up of WordPress's own walkers, read by where things stand in it.

``Walker_Comment`` prints ``html5_comment()`` for themes that ask for HTML5 and ``comment()`` for the others; most
themes keep one of them. It is read here in a fraction of the time that ``fields.read_fields`` takes to find the same
fields by their names; what departs from it in anything is left to that.
"""

from __future__ import annotations

import re
from collections.abc import Container
from html import unescape

from lxml import etree
from lxml.html import HtmlElement

from archiver.items import Comment
from spiders.platforms.comment_author import linked_address, sure_name
from spiders.platforms.comment_text import Rendered, rendered, words_of_paragraphs
from spiders.platforms.comment_time import as_shown, time_in_permalink
from spiders.platforms.fields import without_time

_REPLIES = [("class", "children")]
_ITEM_ATTRIBUTES = frozenset(("id", "class"))
_CONTENT = "comment-content"
_MAX_TIME = 120
_PICTURE = "alt|src|srcset|sizes|class|height|width|loading|decoding|fetchpriority|data-(?:lazy-)?src(?:set)?"
_REPLY = "rel|class|href|onclick|aria-label|data-(?:commentid|postid|belowelement|respondelement|replyto)"
_AUTHOR = rf"""
    <div\ class="comment-author\ vcard">GAP
        (?:<img(?=[^>]*\ class="avatar\ )(?:\ (?:{_PICTURE})="[^"]*")*+/>GAP)?+
        <(?P<holder>b|cite)\ class="fn">(?:
            <a(?:\ (?:href="(?P<url>[^"\#]*)"|rel="[^"]*"|class="(?:url|ugc|url\ ugc)"|target="[^"]*"))*+>
            (?P<linked>[^<]*)</a>
            |(?P<bare>[^<]*)
        )</(?P=holder)>GAP
        <span\ class="says">[^<]*</span>GAP
    </div>GAP
"""
_REPLY_LINK = rf"""
    (?:<div\ class="reply">
        <a(?=[^>]*\ class="comment-reply-(?:link|login)")(?:\ (?:{_REPLY})="[^"]*")*+>[^<]*</a>
    </div>GAP)?+
"""
_HTML5 = rf"""
    <article\ id="[^"]*"\ class="comment-body">GAP
    <footer\ class="comment-meta">GAP
        {_AUTHOR}
        <div\ class="comment-metadata">GAP<a\ href="[^"]*">\s*+
            <time\ datetime="(?P<machine>\s*[^"\s][^"]*)">(?P<time>[^<]*)</time>
        \s*+</a>GAP</div>GAP
    </footer>GAP
    <div\ class="comment-content">(?P<words>[^<]*+(?:<(?:
        (?:p|br|em|i|b|strong|blockquote|ul|ol|li|del|code)/?|/(?:p|em|i|b|strong|blockquote|ul|ol|li|del|code|a)
        |a\ href="(?!javascript:)[^"\#=]*"(?:\ rel="[a-z ]*")?/?
    )>[^<]*+)*+)</div>GAP
    {_REPLY_LINK}
    </article>
"""
_CLASSIC = rf"""
    <div\ id="[^"]*"\ class="comment-body">GAP
    {_AUTHOR}
    <div\ class="comment-meta\ commentmetadata">GAP<a\ href="[^"]*\#comment-\d+">(?P<time>[^<]*)</a>\s*+</div>GAP
    (?P<words>(?:<p>[^<]*+(?:<(?:
        br/|/?(?:em|i|b|strong)|a\ href="(?!javascript:)[^"\#=]*"(?:\ rel="[a-z ]*")?|/a
    )>[^<]*+)*+</p>\s*+)*+)GAP
    {_REPLY_LINK}
    </div>
"""
_GAP = r"(?:\s|<!--[^<>]*-->)*+"
_PATTERNS = {
    "article": re.compile(_HTML5.replace("GAP", _GAP), re.X),
    "div": re.compile(_CLASSIC.replace("GAP", _GAP), re.X),
}


def read_core_comment(item: HtmlElement, others: Container[HtmlElement], base_url: str | None) -> Comment | None:
    """What ``fields.read_fields`` reads from ``item``; None where the mark-up is not WordPress's own to the letter.

    ``others`` holds the elements of all comments, which none of this one's own may be.
    """
    body = _body_of(item)
    if body is None or body in others or body.tag not in _PATTERNS:
        return None
    found = _PATTERNS[body.tag].fullmatch(etree.tostring(body, encoding="unicode", with_tail=False))
    if found is None:
        return None
    parts = found.groupdict()
    author = sure_name(_line(parts["linked"] or parts["bare"] or ""))
    is_classic = body.tag == "div"
    shown = time_in_permalink(_line(parts["time"])) if is_classic else as_shown(_line(parts["time"]))
    words = _words(parts["words"], body)
    if author is None or shown is None or len(shown) > _MAX_TIME or words is None:
        return None
    if is_classic:
        words = without_time(words, shown)
    return Comment(
        author=author,
        author_url=linked_address(unescape(parts["url"]), base_url) if parts["url"] else None,
        author_role="author" if "bypostauthor" in (item.get("class") or "").split() else None,
        published_raw=shown or None,
        published_machine=None if is_classic else unescape(parts["machine"]).strip(),
        body=words.text,
        body_html=words.html or None,
    )


def _body_of(item: HtmlElement) -> HtmlElement | None:
    """The element that holds all of the comment but its replies."""
    children = [child for child in item[:] if child.tag.__class__ is str]
    if len(children) == 2 and children[1].tag in ("ol", "ul") and children[1].items() == _REPLIES:
        children.pop()
    return children[0] if len(children) == 1 and _ITEM_ATTRIBUTES.issuperset(item.keys()) else None


def _line(markup: str) -> str:
    return " ".join((unescape(markup) if "&" in markup else markup).split())


def _words(markup: str, body: HtmlElement) -> Rendered | None:
    """The words of mark-up; where it holds more than paragraphs, of the element that holds it, if there is one."""
    words = words_of_paragraphs(markup)
    if words is None:
        content = next((child for child in body if child.get("class") == _CONTENT), None)
        words = rendered([content], frozenset()) if content is not None else None
    return words
