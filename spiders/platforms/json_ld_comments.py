"""Comments that a page holds as JSON-LD alone, where it shows them by a script.

``comment`` of the article, nested in one another or with ``parentItem``, as Google's guide to discussions asks for; or
``Comment`` nodes of their own that are ``about`` the article, as Yoast's plugin writes them (developer.yoast.com).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from archiver.items import Comment
from archiver.urls import absolute_http, article_key
from spiders.json_ld import JsonLd, Node, first_string, read_json_ld, types_of
from spiders.page import Page
from spiders.platforms.base import Platform
from spiders.schema_org import addresses_of, people

_COMMENTS = frozenset(("Comment", "UserComments"))
_NOT_DISCUSSED = frozenset(("Question", "Answer", "Quiz", "QAPage", "HowTo", "HowToStep", "Comment", "UserComments"))
_TEXT = ("text", "commentText", "articleBody", "description")
_TIME = ("datePublished", "dateCreated", "commentTime", "uploadDate")
_LINE_ENDS = re.compile(r"<br\s*/?>", re.I)
_PARAGRAPH_ENDS = re.compile(r"</(?:p|div|li|blockquote)>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NUMBER_IN_ANCHOR = re.compile(r"#(?:[a-z]+[-_])*(?:comment|post|reply|c)[-_=]?(\d{1,20})$", re.I)
_LAST_PART = re.compile(r"([\w-]{1,64})/?$")
_MAX_COMMENTS = 20_000


class JsonLdComments(Platform):
    """Reads comments out of JSON-LD. To be asked only where nothing in the page's HTML reads as a thread."""

    name = "schema.org"
    scope = "json-ld"

    def recognises(self, page: Page) -> bool:
        """Whether the JSON-LD holds comments of this page's article, with words."""
        return page.is_html and bool(_thread(page).comments)

    def comments(self, page: Page) -> list[Comment]:
        """The comments in the order of the script, replies after what they answer."""
        return list(_thread(page).comments)

    def stated_count(self, page: Page) -> int | None:
        """``commentCount`` of the article."""
        return _thread(page).stated_count


class _Thread(NamedTuple):
    comments: list[Comment]
    stated_count: int | None


def _thread(page: Page) -> _Thread:
    thread: _Thread | None = page.memo.get("json_ld_comments")
    if thread is None:
        thread = page.memo["json_ld_comments"] = _read(page) if page.is_html else _Thread([], None)
    return thread


def _read(page: Page) -> _Thread:
    json_ld = read_json_ld(page)
    article = _discussed(json_ld, page.url)
    found = list(_in_order(json_ld, article)) if article is not None else []
    if not found:
        found = [(node, 0) for node in json_ld.nodes if not _COMMENTS.isdisjoint(types_of(node))]
    said = [(node, depth) for node, depth in found if _says_something(node)]
    keys = {node["@id"]: _id_of(node) for node, _ in said if isinstance(node.get("@id"), str)}
    comments = [_comment(node, depth, keys, json_ld, page.url) for node, depth in said]
    counted = article if article is not None else next(iter(_with_count(json_ld)), None)
    return _Thread(comments, _whole(counted.get("commentCount")) if counted is not None else None)


def _discussed(json_ld: JsonLd, url: str | None) -> Node | None:
    """The one node with comments; of several, which are stories in a list, the one with this page's address."""
    nodes = [node for node in json_ld.nodes if node.get("comment") and _NOT_DISCUSSED.isdisjoint(types_of(node))]
    if len(nodes) < 2:
        return next(iter(nodes), None)
    own = article_key(url) if url else None
    here = [node for node in nodes if any(article_key(address) == own for address in addresses_of(node, url))]
    return next(iter(here), None)


def _with_count(json_ld: JsonLd) -> list[Node]:
    nodes = [node for node in json_ld.nodes if node.get("commentCount") is not None]
    return nodes if len(nodes) == 1 else []


def _in_order(json_ld: JsonLd, article: Node) -> Iterator[tuple[Node, int]]:
    """Each comment with its depth in the nesting, before its replies; each once, whatever refers to it."""
    seen: set[int] = {id(article)}
    stack = [(value, 0) for value in reversed(_listed(article.get("comment")))]
    while stack and len(seen) <= _MAX_COMMENTS:
        value, depth = stack.pop()
        node = json_ld.resolved(value)
        if not isinstance(node, dict) or id(node) in seen:
            continue
        seen.add(id(node))
        yield node, depth
        stack.extend((reply, depth + 1) for reply in reversed(_listed(node.get("comment"))))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _says_something(node: Node) -> bool:
    """Whether a node has words and says who wrote them, or when: notes of editors and empty forms do neither."""
    has_origin = any(node.get(name) for name in ("author", "creator", *_TIME))
    return has_origin and any(isinstance(node.get(name), str) and node[name].strip() for name in _TEXT)


def _comment(node: Node, depth: int, keys: dict[str, str | None], json_ld: JsonLd, base_url: str | None) -> Comment:
    time = next((said for name in _TIME if (said := first_string(node.get(name)))), None)
    author = json_ld.resolved(node.get("author") or node.get("creator"))
    comment = Comment(
        external_id=_id_of(node),
        claimed_parent=_parent_of(node, keys),
        depth_shown=depth,
        author=_name_of(author, json_ld),
        published_raw=time,
        published_machine=time,
        body=next(_plain(node[name]) for name in _TEXT if isinstance(node.get(name), str) and node[name].strip()),
        likes=_whole(node.get("upvoteCount")),
        dislikes=_whole(node.get("downvoteCount")),
    )
    one = author[0] if isinstance(author, list) and author else author
    if isinstance(one, dict):
        comment.author_url = absolute_http(base_url, first_string(one.get("url")))
    edited = first_string(node.get("dateModified"))
    comment.edited_raw = edited if edited != time else None
    return comment


def _name_of(author: object, json_ld: JsonLd) -> str | None:
    name = next((name for name in people(author, json_ld) if name), None)
    return name or (first_string(author.get("alternateName")) if isinstance(author, dict) else None)


def _parent_of(node: Node, keys: dict[str, str | None]) -> str | None:
    """The id of the comment in ``parentItem``; None where that is the article."""
    parent = node.get("parentItem")
    if isinstance(parent, str):
        return keys.get(parent) or _number_in(parent)
    if not isinstance(parent, dict):
        return None
    name = parent.get("@id")
    if isinstance(name, str) and name in keys:
        return keys[name]
    is_comment = not _COMMENTS.isdisjoint(types_of(parent))
    said = (value for value in (name, parent.get("url")) if isinstance(value, str))
    return next((number for value in said if (number := _number_in(value))), _id_of(parent) if is_comment else None)


def _id_of(node: Node) -> str | None:
    """The number in its address, else its identifier, else the end of its ``@id``."""
    said = [value for name in ("url", "@id", "mainEntityOfPage") if isinstance(value := node.get(name), str)]
    number = next((number for value in said if (number := _number_in(value))), None)
    if number:
        return number
    identifier = node.get("identifier")
    if isinstance(identifier, (str, int)) and not isinstance(identifier, bool) and str(identifier).strip():
        return str(identifier).strip()[:80]
    name = node.get("@id")
    match = _LAST_PART.search(name) if isinstance(name, str) else None
    return match[1] if match else None


def _number_in(address: str) -> str | None:
    match = _NUMBER_IN_ANCHOR.search(address[-200:])
    return match[1] if match else None


def _plain(text: str) -> str:
    """Words with their paragraphs; some write mark-up into what should be plain."""
    text = _TAG.sub("", _PARAGRAPH_ENDS.sub("\n\n", _LINE_ENDS.sub("\n", unescape(text))))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    digits = str(value).strip()
    return int(digits) if digits.isdecimal() and len(digits) < 10 else None
