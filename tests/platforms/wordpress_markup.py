"""WordPress's mark-up of a thread, written from what its walkers print.

After ``wp-includes/class-walker-comment.php`` (``html5_comment()``, ``comment()``, and ``display_element()``: below the
last level replies are printed as siblings), ``wp-includes/blocks/comment-template.php`` (below the last level a reply
is printed straight into the ``li`` that it answers) and the callbacks of Twenty Ten and Twenty Twenty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from tests.platforms.forests import ExpectedComment, Forest

Body = Callable[[ExpectedComment], str]


def in_page(thread: str, heading: str = "<h2 class='comments-title'>Thread</h2>", head: str = "") -> bytes:
    """A whole page with an article, the thread and the comment form."""
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}
<link rel="stylesheet" href="/wp-content/themes/ours/style.css"></head>
<body><article><h1 class="entry-title">Dark fibre for Little Wexcombe</h1>
<div class="entry-content"><p>The ducts are full.</p></div></article>
<div id="comments" class="comments-area">{heading}{thread}</div>
<div id="respond" class="comment-respond"><h3 id="reply-title">Leave a Reply</h3>
<form action="/wp-comments-post.php" id="commentform"><textarea name="comment"></textarea></form></div>
<footer id="colophon"></footer></body></html>""".encode()


def as_shown(forest: Forest, max_depth: int) -> Forest:
    """The forest as a page of a site with so many levels shows it: below the last, replies are siblings."""
    shown: Forest = []
    path: list[int] = []
    for comment, depth in zip(forest, shown_depths(forest, max_depth), strict=True):
        del path[depth:]
        shown.append(replace(comment, depth=depth, parent=path[-1] if path else None))
        path.append(comment.position)
    return shown


def shown_depths(forest: Forest, max_depth: int) -> list[int]:
    """The depth at which WordPress shows each comment of a forest: never below its last level."""
    return [min(comment.depth, max_depth - 1) for comment in forest]


def html5_walker(forest: Forest, max_depth: int) -> str:
    """Twenty Thirteen to Twenty Twenty-One, and most themes."""

    def body(comment: ExpectedComment) -> str:
        return f"""<article id="div-comment-{comment.id}" class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard"><img alt='' src='/a.png' class='avatar avatar-32 photo' />
<b class="fn">{escape(comment.author or "")}</b> <span class="says">says:</span></div><!-- .comment-author -->
<div class="comment-metadata"><a href="/fibre/#comment-{comment.id}">
<time datetime="{iso(comment)}">{local_time(comment)}</time></a></div><!-- .comment-metadata -->
</footer><div class="comment-content">{words(comment)}</div><div class="reply"><a rel='nofollow'
class='comment-reply-link' href='#comment-{comment.id}'>Reply</a></div></article>"""

    return f'<ol class="comment-list">{_nested_items(forest, max_depth, "comment-{}", "ol", body)}</ol>'


def classic_walker(forest: Forest, max_depth: int) -> str:
    """Themes that never asked for HTML5: the words stand bare between metadata and reply link."""

    def body(comment: ExpectedComment) -> str:
        return f"""<div id="div-comment-{comment.id}" class="comment-body"><div class="comment-author vcard">
<img alt='' src='/a.png' class='avatar avatar-32 photo' /><cite class="fn">{escape(comment.author or "")}</cite>
<span class="says">says:</span></div><div class="comment-meta commentmetadata">
<a href="/fibre/#comment-{comment.id}">{local_time(comment)}</a></div>
{words(comment)}<div class="reply"><a class='comment-reply-link' href='?replytocom={comment.id}#respond'>Reply</a></div>
</div>"""

    return f'<ol class="commentlist">{_nested_items(forest, max_depth, "comment-{}", "ul", body)}</ol>'


def twenty_ten(forest: Forest, max_depth: int) -> str:
    """Twenty Ten, Eleven and Twelve, and wordpress.com: the element with the id holds no replies."""

    def body(comment: ExpectedComment) -> str:
        return f"""<div id="comment-{comment.id}"><div class="comment-author vcard"><img alt='' class='avatar' />
<cite class="fn"><a href='https://reader.example' rel='external nofollow' class='url'>{escape(comment.author or "")}</a>
</cite> <span class="says">says:</span></div><div class="comment-meta commentmetadata">
<a href="/fibre/#comment-{comment.id}">{local_time(comment)}</a></div><div class="comment-body">{words(comment)}</div>
<div class="reply"><a class='comment-reply-link' href='#'>Reply</a></div></div>"""

    return f'<ol class="commentlist">{_nested_items(forest, max_depth, "li-comment-{}", "ul", body)}</ol>'


def twenty_twenty(forest: Forest, max_depth: int) -> str:
    """``div`` straight in ``div``."""
    pieces: list[str] = []
    levels: list[int] = []
    for comment, level in zip(forest, shown_depths(forest, max_depth), strict=True):
        while levels and levels[-1] >= level:
            levels.pop()
            pieces.append("</div>")
        levels.append(level)
        pieces.append(f"""<div id="comment-{comment.id}" class="comment even depth-{level + 1}"><article
class="comment-body" id="div-comment-{comment.id}"><footer class="comment-meta"><div class="comment-author vcard">
<span class="fn">{escape(comment.author or "")}</span><span class="screen-reader-text says">says:</span></div>
<div class="comment-metadata"><a href="/fibre/#comment-{comment.id}"><time datetime="{iso(comment)}">
{local_time(comment)}</time></a></div></footer><div class="comment-content entry-content">{words(comment)}</div>
<footer class="comment-footer-meta"><span class="comment-reply"><a class="comment-reply-link" href="#">Reply</a>
</span></footer></article>""")
    return "".join(pieces) + "</div>" * len(levels)


def block_theme(forest: Forest, max_depth: int) -> str:
    """Twenty Twenty-Three and its like: a bare ``ol`` in the ``li``, and below the last level no list at all."""
    replies: dict[int | None, list[ExpectedComment]] = {}
    for comment in forest:
        replies.setdefault(comment.parent, []).append(comment)
    pieces: list[str] = []
    left: list[tuple[ExpectedComment | str, int]] = [(root, 1) for root in reversed(replies.get(None, []))]
    while left:
        item, level = left.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        pieces.append(_block_item(item, level))
        below = replies.get(item.position, [])
        has_list = bool(below) and level < max_depth
        pieces.append("<ol>" if has_list else "")
        left.append(("</ol></li>" if has_list else "</li>", 0))
        left.extend((reply, min(level + 1, max_depth)) for reply in reversed(below))
    return f'<div class="wp-block-comments"><ol class="wp-block-comment-template">{"".join(pieces)}</ol></div>'


def _block_item(comment: ExpectedComment, level: int) -> str:
    name = escape(comment.author or "")
    return f"""<li id="comment-{comment.id}" class="comment even depth-{level}"><div class="wp-block-columns">
<div class="wp-block-avatar"><img alt="Avatar" class="avatar"></div>
<div class="wp-block-comment-author-name has-small-font-size"><a rel="external nofollow ugc"
href="https://reader.example">{name}</a></div><div class="wp-block-comment-date"><time datetime="{iso(comment)}">
<a href="/fibre/#comment-{comment.id}">{local_time(comment)}</a></time></div>
<div class="wp-block-comment-content">{words(comment)}</div><div class="wp-block-comment-reply-link">
<a class="comment-reply-link" href="#">Reply</a></div></div>"""


def _nested_items(forest: Forest, max_depth: int, identity: str, list_tag: str, body: Body) -> str:
    """``li`` in a list in ``li``, as ``Walker_Comment`` nests them."""
    pieces: list[str] = []
    level = -1
    for comment, shown in zip(forest, shown_depths(forest, max_depth), strict=True):
        if shown > level:
            pieces.append(f'<{list_tag} class="children">' if level >= 0 else "")
        else:
            pieces.append("</li><!-- #comment-## -->" + f"</{list_tag}></li>" * (level - shown))
        level = shown
        pieces.append(f'<li class="comment even depth-{shown + 1}" id="{identity.format(comment.id)}">{body(comment)}')
    pieces.append("</li>" + f"</{list_tag}></li>" * level if level >= 0 else "")
    return "\n".join(pieces)


def words(comment: ExpectedComment) -> str:
    """The text as ``wpautop()`` leaves it."""
    return "".join(f"<p>{escape(paragraph).replace(chr(10), '<br />')}</p>\n" for paragraph in comment.paragraphs)


def iso(comment: ExpectedComment) -> str:
    """``comment_time( 'c' )`` of a site in London in winter."""
    return f"{comment.published:%Y-%m-%dT%H:%M:00+00:00}" if comment.published else ""


def local_time(comment: ExpectedComment) -> str:
    """The date and time of WordPress's default formats."""
    at = comment.published
    return f"{at:%B} {at.day}, {at.year} at {at.hour % 12 or 12}:{at:%M} {'ap'[at.hour // 12]}m" if at else ""
