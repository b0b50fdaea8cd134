"""What WordPress's REST API and comment feeds say, written by us, for tests that need it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

SITE = "https://mast.example"
REST = "/wp-json/wp/v2/comments?post={post}&per_page=100&page={page}&order=asc"


def rest_comment(number: int, parent: object = 0, text: str = "", **fields: Any) -> dict[str, Any]:
    """One comment as the API gives it; any field by name."""
    comment = {
        "id": number,
        "post": 7,
        "parent": parent,
        "author": 0,
        "author_name": f"Reader {number}",
        "author_url": "",
        "date": f"2024-05-06T1{number % 10}:15:00",
        "date_gmt": f"2024-05-06T1{number % 10 - 1}:15:00" if number % 10 else "2024-05-06T09:15:00",
        "content": {"rendered": f"<p>{text or f'Comment {number}'}</p>\n"},
        "link": f"{SITE}/masts/#comment-{number}",
        "status": "approved",
        "type": "comment",
    }
    return comment | fields


def rest_page(comments: Iterable[dict[str, Any]]) -> str:
    """A page of the list."""
    return json.dumps(list(comments))


def rss_comment(number: int, text: str, *, article: str = f"{SITE}/masts/", answers: int | None = None) -> str:
    """One item of a comment feed."""
    line = f'<p>Als Antwort auf <a href="{article}#comment-{answers}">Bo</a>.</p>\n' if answers else ""
    return f"""<item><title>By: Reader {number}</title><link>{article}#comment-{number}</link>
<dc:creator><![CDATA[Reader {number}]]></dc:creator><pubDate>Mon, 06 May 2024 10:15:00 +0000</pubDate>
<guid isPermaLink="false">{SITE}/?p=7#comment-{number}</guid><description><![CDATA[{text}]]></description>
<content:encoded><![CDATA[{line}<p>{text}</p>
]]></content:encoded></item>"""


def rss_feed(items: Iterable[str]) -> str:
    """A comment feed in RSS."""
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Comments on: Masts</title><link>{SITE}/masts/</link>{"".join(items)}</channel></rss>"""


def atom_comment(number: int, text: str, *, answers: int | None = None) -> str:
    """One entry of a comment feed in Atom; an answer to the article names that."""
    target = f"{SITE}/masts/#comment-{answers}" if answers else f"{SITE}/masts/"
    return f"""<entry><title>By: Reader {number}</title>
<link rel="alternate" href="{SITE}/masts/#comment-{number}" type="text/html"/>
<author><name>Reader {number}</name><uri>https://reader.example/</uri></author><id>{SITE}/?p=7#comment-{number}</id>
<updated>2024-05-06T10:15:00Z</updated><published>2024-05-06T10:15:00Z</published>
<content type="html"><![CDATA[<p>{text}</p>]]></content>
<thr:in-reply-to ref="{target}" href="{target}" type="text/html"/></entry>"""


def atom_feed(entries: Iterable[str]) -> str:
    """A comment feed in Atom."""
    return f"""<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"
xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Comments on: Masts</title>{"".join(entries)}</feed>"""
