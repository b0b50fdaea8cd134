"""A WordPress article page, written by us, for tests that need one."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def comment_item(number: int, author: str, text: str, depth: int = 1, answers: str = "") -> str:
    """One comment as the html5 walker writes it, with its answers inside."""
    children = f'<ol class="children">{answers}</ol>' if answers else ""
    return f"""<li id="comment-{number}" class="comment even thread-even depth-{depth}">
<article id="div-comment-{number}" class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard"><b class="fn">{escape(author)}</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="#comment-{number}">
<time datetime="2024-05-06T1{number % 10}:15:00+01:00">6 May 2024 at 1{number % 10}:15</time></a></div></footer>
<div class="comment-content"><p>{escape(text)}</p></div>
<div class="reply"><a rel="nofollow" class="comment-reply-link" href="#comment-{number}">Reply</a></div>
</article>{children}</li>"""


def article_page(
    url: str, comments: Iterable[str] = (), *, stated: int | None = None, paging: str = "", head: str = ""
) -> str:
    """A whole page: article, thread and comment form; ``head`` is more mark-up for its head."""
    items = "\n".join(comments)
    heading = f'<h2 class="comments-title">{stated} thoughts on &ldquo;Masts&rdquo;</h2>' if stated is not None else ""
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Masts go up in Little Wick</title>
<link rel="canonical" href="{url}"><meta property="og:type" content="article">{head}</head>
<body class="single single-post postid-7"><article id="post-7" class="post type-post hentry">
<h1 class="entry-title">Masts go up in Little Wick</h1>
<time class="entry-date" datetime="2024-05-06T09:00:00+01:00">6 May 2024</time>
<div class="entry-content"><p>Four masts went up in Little Wick this week, and the village is on the air.</p>
<p>The operator says a fifth one will follow when the church has made up its mind.</p></div></article>
<div id="comments" class="comments-area">{heading}<ol class="comment-list">{items}</ol>{paging}
<div id="respond" class="comment-respond"><form action="/wp-comments-post.php" id="commentform">
<textarea name="comment"></textarea></form></div></div></body></html>"""
