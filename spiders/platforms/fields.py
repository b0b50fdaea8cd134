"""One comment's fields out of its own mark-up, whatever the theme: by the words in class names, and by structure.

Platforms find the elements of comments; this finds what is in them. It is the same for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, islice

from lxml.html import HtmlElement

from archiver.items import Comment
from archiver.wallclock.masks import masked
from spiders.platforms.class_words import SURE
from spiders.platforms.comment_author import (
    NO_AUTHOR,
    ShownAuthor,
    author_beside,
    author_in_loose_words,
    name_in_loose_line,
    shown_author,
)
from spiders.platforms.comment_text import Rendered, is_filler, rendered, shown_line
from spiders.platforms.comment_time import NO_TIME, ShownTime, as_shown, shown_time, time_in_heading
from spiders.platforms.own_nodes import OwnNode, OwnNodes, own_nodes
from spiders.platforms.text_words import is_action

_NUMBER = re.compile(r"\d{1,9}")
_COMMENT_ID = re.compile(r"#(?:[a-z]+-)*comment[s]?[-_/=]?(\d+)", re.I)
_TOKEN = re.compile(r"\w+")
_RATING = re.compile(r"\(?\d(?:[.,]\d)? ?/ ?(?:5|10)\)?")
_LINKS_TO_NOTHING = ("#", "javascript:")
_MAX_HEAD_LINE = 120
_MAX_LOOKED_AT = 40
_MAX_LABEL = 60
_MAX_NOTICE = 300
_AUTHOR_ID_NAMES = ("data-author-id", "data-user-id", "data-userid", "data-uid", "data-author_id", "data-user")
_PARENT_NAMES = ("data-parent", "data-parent-id", "data-parentid", "data-comment-parent", "data-parent-comment-id")


def read_fields(
    *parts: HtmlElement, nested: Container[HtmlElement] = frozenset(), base_url: str | None = None
) -> Comment:
    """A comment with the fields its own mark-up shows; its id, depth and (mostly) kind are the caller's to say.

    ``parts`` are the comment's own elements, mostly one (a ``dt`` and its ``dd`` are two); ``nested`` holds the
    elements of other comments, which are left out wherever they stand; ``base_url`` makes links absolute.
    ``kind`` is set where words beside the name tell a pingback, ``claimed_parent`` where the page names one.
    """
    return fields_of(own_nodes(parts, nested), base_url)


def fields_of(own: OwnNodes, base_url: str | None, *, with_words: bool = True) -> Comment:
    """What ``read_fields`` gives for a comment's own mark-up; without the words, if somebody else will read them."""
    parts, nodes, unshown = own.parts, own.nodes, own.unshown
    texts, is_bare = _text_nodes(nodes)
    outside = nodes if is_bare else _outside(nodes, texts)
    skipped = unshown | own.asides
    author = shown_author(nodes, outside, skipped, base_url)
    time = shown_time(outside, skipped, loose_in=parts)
    is_sure_text = not is_bare and texts[0].marks.text >= SURE
    if is_sure_text and author.name is None and time == NO_TIME:
        author, time = _head_of(texts[0].element, nodes, skipped, base_url)
    if not is_bare and not is_sure_text:
        if author.name is None:
            author = shown_author(nodes, nodes, skipped, base_url)
        if time.raw is None and time.machine is None:
            time = shown_time(nodes, skipped)
    if time == NO_TIME:
        time = time_in_heading(nodes, skipped)
    if author.name is None and time.raw and time.nodes and time.machine is None:
        author = author_beside(time.nodes[0], time.raw, skipped, base_url)
    is_loose = author.name is None
    if is_loose:
        author = author_in_loose_words(islice(_where_words_stand(parts, nodes), _MAX_LOOKED_AT))
    special = [node for node in own.special if is_bare or not _is_among(node, texts)]
    comment = Comment(
        author=author.name,
        author_url=author.url,
        author_role=_role(parts, special),
        author_id=_attribute(parts, _AUTHOR_ID_NAMES),
        published_raw=time.raw,
        published_machine=time.machine,
        kind=author.kind,
        claimed_parent=_claimed_parent(parts, special),
    )
    if with_words or any(node.marks.is_notice for node in own.special):
        head = {*author.nodes, *time.nodes}
        words = _words(own, texts, is_bare=is_bare, head=head, time_raw=time.raw)
        text = _without_name_line(words.text, author.name) if is_loose and author.name else words.text
        comment.body, comment.body_html = text, words.html or None
    _read_marks(comment, own.special, unshown)
    return comment


def _head_of(
    box: HtmlElement, nodes: Sequence[OwnNode], skipped: AbstractSet[HtmlElement], base_url: str | None
) -> tuple[ShownAuthor, ShownTime]:
    """Author and time where the box that is named for the words begins with both; a name and a date may be words."""
    time = shown_time(nodes, skipped)
    before, date, _ = shown_line(box, skipped, is_spaced=True).partition(time.raw or "\0")
    if date and len(before) <= _MAX_HEAD_LINE:
        author = shown_author(nodes, nodes, skipped, base_url)
        if author.name and is_filler(before.replace(author.name, "", 1)):
            return author, time
        if is_filler(before) or name_in_loose_line(before.strip()):
            return NO_AUTHOR, time
    return NO_AUTHOR, NO_TIME


def _text_nodes(nodes: Sequence[OwnNode]) -> tuple[list[OwnNode], bool]:
    """The nodes that hold the words, and whether the words must be told from a head among them.

    The outermost that holds no name or time is it, or that has both outside it: what a reader's words look like
    inside does not matter. A link never is it, whatever its class says.
    """
    candidates = [node for node in nodes if node.marks.text and _may_hold_words(node)]
    if not candidates:
        return [], True
    authors = [0, *accumulate([node.marks.author >= 3 and not node.is_aside for node in nodes])]
    times = [0, *accumulate([node.marks.time >= 3 and not node.is_aside for node in nodes])]
    clean: list[OwnNode] = []
    wrapper: OwnNode | None = None
    passed = 0
    for node in candidates:
        if node.position < passed:
            continue
        start, end = node.position + 1, node.end
        names, dates = authors[end] - authors[start], times[end] - times[start]
        if node.marks.text == 1:
            is_clean = not (names or dates or any(_hints_at_head(inner) for inner in nodes[start:end]))
        else:
            is_clean = not (names or dates) or (authors[-1] > names and times[-1] > dates)
        if is_clean:
            clean.append(node)
            passed = end
        else:
            wrapper = node
    if clean:
        best = max(clean, key=lambda node: node.marks.text)
        names_of_best = best.element.get("class")
        return [n for n in clean if n.marks.text == best.marks.text and n.element.get("class") == names_of_best], False
    return [wrapper] if wrapper else [], True


def _may_hold_words(node: OwnNode) -> bool:
    return not node.is_aside and not node.marks.is_notice and node.element.tag != "a"


def _hints_at_head(node: OwnNode) -> bool:
    """Whether this makes a box that may be named for anything ("body") a box of head and words."""
    return not node.is_aside and (node.marks.is_head or node.marks.text >= 3)


def _outside(nodes: Sequence[OwnNode], texts: Sequence[OwnNode]) -> list[OwnNode]:
    found: list[OwnNode] = []
    start = 0
    for text in texts:
        found.extend(nodes[start : text.position])
        start = text.end
    return [*found, *nodes[start:]]


def _is_among(node: OwnNode, texts: Sequence[OwnNode]) -> bool:
    return any(text.position <= node.position < text.end for text in texts)


def _words(
    own: OwnNodes, texts: Sequence[OwnNode], *, is_bare: bool, head: AbstractSet[HtmlElement], time_raw: str | None
) -> Rendered:
    roots = [node.element for node in texts]
    skipped = own.unshown | own.asides | {node.element for node in own.special if node.marks.is_notice}
    if not is_bare:
        labels = {n.element for text in texts for n in own.nodes[text.position + 1 : text.end] if _is_label(n)}
        return rendered(roots, skipped | labels if labels else skipped, head)
    heads = head | {node.element for node in own.nodes if _is_of_head(node)}
    for tried in (roots, own.parts):
        words = rendered(tried, skipped, heads)
        if words.text:
            return without_time(words, time_raw)
    return without_time(rendered(own.parts, skipped, head), time_raw)


def _is_label(node: OwnNode) -> bool:
    """Whether this, amid a reader's words, is the page's: part of a head, a link to answer, stars in figures."""
    if node.marks.is_head:
        return True
    element = node.element
    if _stands_amid_words(element):
        return False
    if element.tag == "a":
        target = element.get("href") or ""
        return target.startswith(_LINKS_TO_NOTHING) and is_action(shown_line(element, frozenset()))
    is_bare = not len(element) and element.get("class") is not None
    return is_bare and _RATING.fullmatch((element.text or "").strip()) is not None


def _stands_amid_words(element: HtmlElement) -> bool:
    """Whether words stand right before it and right after it, as in a sentence."""
    if not (element.tail or "").strip():
        return False
    before, parent = element.getprevious(), element.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    return bool((text or "").strip())


def _is_of_head(node: OwnNode) -> bool:
    marks = node.marks
    return not marks.text and (marks.is_head or marks.author >= 2 or marks.time > 0)


def _where_words_stand(parts: Sequence[HtmlElement], nodes: Sequence[OwnNode]) -> Iterator[HtmlElement]:
    """The comment's elements, those that tell something, and those right above them."""
    found: dict[HtmlElement, None] = dict.fromkeys(parts)
    yield from parts
    for node in nodes:
        above = node.element.getparent()
        for element in (above, node.element):
            if element is not None and element not in found:
                found[element] = None
                yield element


def _without_name_line(text: str, name: str) -> str:
    """Words without the first line where that is the one which told the author."""
    first, _, rest = text.partition("\n")
    if len(first) <= _MAX_HEAD_LINE and name in (name_in_loose_line(first), name_in_loose_line(f"{first}:")):
        return rest.strip()
    return text


def without_time(words: Rendered, time_raw: str | None) -> Rendered:
    """Words without the time, where (or a part of it) stood loose in their first or last line."""
    first, last = words.text.partition("\n")[0], words.text.rpartition("\n")[2]
    if not time_raw or not (_may_hold_time(first) or _may_hold_time(last)):
        return words
    lines = words.text.split("\n")
    ends = lines[0], lines[-1]
    for end in (0, -1):
        lines[end] = _line_without_time(lines[end], time_raw)
    if (lines[0], lines[-1]) == ends:
        return words
    return Rendered("\n".join(lines).strip() or words.text, words.html)


def _may_hold_time(line: str) -> bool:
    return len(line) <= _MAX_HEAD_LINE and (not line.isascii() or "0" in masked(line))


def _line_without_time(line: str, time_raw: str) -> str:
    if len(line) > _MAX_HEAD_LINE or len(_NUMBER.findall(line)) < 2:
        return line
    if time_raw in line:
        return as_shown(line.replace(time_raw, ""))
    left = set(_TOKEN.findall(line)) - set(_TOKEN.findall(time_raw))
    return "" if is_filler(" ".join(left)) else line


def _read_marks(comment: Comment, nodes: Sequence[OwnNode], unshown: AbstractSet[HtmlElement]) -> None:
    """Votes, the mark of an edit and a moderator's notice."""
    for node in nodes:
        marks = node.marks
        if marks.likes > 0 and comment.likes is None:
            comment.likes = _number_in(node.element, unshown)
        elif marks.likes < 0 and comment.dislikes is None:
            comment.dislikes = _number_in(node.element, unshown)
        elif marks.is_edited and comment.edited_raw is None:
            comment.edited_raw = node.element.get("datetime") or shown_line(node.element, unshown)[:_MAX_LABEL] or None
        elif marks.is_notice and comment.notice is None and not comment.body:
            comment.notice = shown_line(node.element, unshown)[:_MAX_NOTICE] or None


def _number_in(element: HtmlElement, unshown: AbstractSet[HtmlElement]) -> int | None:
    for name, value in element.items():
        if name.startswith("data-") and name.endswith(("count", "likes", "votes", "dislikes")) and value.isdecimal():
            return int(value[:9])
    label = shown_line(element, unshown)
    numbers = _NUMBER.findall(label) if len(label) <= _MAX_LABEL else []
    return int(numbers[0]) if len(numbers) == 1 else None


def _role(parts: Sequence[HtmlElement], nodes: Sequence[OwnNode]) -> str | None:
    if any("bypostauthor" in (part.get("class") or "").split() for part in parts):
        return "author"
    return next((node.marks.role for node in nodes if node.marks.role), None)


def _attribute(parts: Sequence[HtmlElement], names: Sequence[str]) -> str | None:
    for part in parts:
        held = part.keys()
        for name in names:
            if name in held and (value := (part.get(name) or "").strip()):
                return value
    return None


def _claimed_parent(parts: Sequence[HtmlElement], nodes: Sequence[OwnNode]) -> str | None:
    """The parent's id where the page names it: in an attribute, or by a link "in reply to"."""
    value = _attribute(parts, _PARENT_NAMES)
    if value:
        number = _NUMBER.search(value)
        return number.group() if number and int(number.group()) else None
    for node in nodes:
        if node.marks.names_parent:
            for link in [node.element, *islice(node.element.iter("a"), 4)]:
                match = _COMMENT_ID.search(link.get("href") or "")
                if match:
                    return match.group(1)
    return None
