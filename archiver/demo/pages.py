"""Every response of the demo site, made of its stories: pages in WordPress's mark-up, feeds, robots.txt.

Pure: stories and the site's address in, bytes out. The templates escape everything they show.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from archiver.demo.stories import Story
from archiver.demo.threads import ShownComment, comment_pages, in_order_shown

SITE = {"name": "The Splice Tray", "tagline": "Telecom news from Saltmere and the rest of the network"}
FEED_LENGTH = 10
RECENT_COMMENTS = 5

_HTML = "text/html; charset=UTF-8"
_RSS = "application/rss+xml; charset=UTF-8"
_WEB_ADDRESS = re.compile(r"(https?://\S+)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """What the server sends. Feeds have an ``etag`` and ``last_modified``; pages, as with WordPress, do not."""

    status: int = 200
    content_type: str = _HTML
    body: bytes = b""
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class ShownArticle:
    """A story at its address, with its comments laid out over comment pages."""

    def __init__(self, story: Story, base: str) -> None:
        self.story = story
        self.base = base
        self.url = f"{base}{story.slug}/"
        self.pages = comment_pages(story, self.url)

    @property
    def excerpt(self) -> str:
        """The first paragraph."""
        return self.story.body.strip().split("\n\n", 1)[0]

    def count_as(self, noun: str) -> str:
        """The number of comments as a theme's heading says it, pingbacks included: "7 Responses"."""
        number = len(self.story.comments)
        return f"One {noun}" if number == 1 else f"{number} {noun}s"

    @cached_property
    def shown(self) -> list[ShownComment]:
        """The comments of all comment pages in the order shown."""
        return [shown for page in self.pages for shown in in_order_shown(page)]

    @property
    def json_ld(self) -> dict[str, Any]:
        """The article as schema.org's NewsArticle."""
        return {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": self.url,
            "headline": self.story.title,
            "datePublished": self.story.published.isoformat(),
            "dateModified": self.story.published.isoformat(),
            "author": {"@type": "Person", "name": self.story.byline},
            "publisher": {"@type": "Organization", "name": SITE["name"], "url": self.base},
            "articleSection": self.story.section,
            "keywords": list(self.story.tags),
            "commentCount": len(self.story.comments),
            "inLanguage": "en-GB",
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """One comment in a comments feed; the site's own feed names the article, an article's feed does not."""

    shown: ShownComment
    article: ShownArticle
    names_article: bool

    @property
    def content_html(self) -> Markup:
        """The comment's words as HTML, after a line that names the comment it answers, as WordPress has it."""
        html = _as_html(self.shown.comment.text)
        answered = next((s for s in self.article.shown if s.comment.id == self.shown.comment.parent), None)
        if answered is None:
            return html
        line = Markup('<p>In reply to <a href="{}">{}</a>.</p>').format(answered.permalink, answered.comment.author)
        return line + "\n" + html


def responses(stories: tuple[Story, ...], base: str) -> dict[str, Response]:
    """All that the site answers, by path (and query, for short links).

    ``stories`` come newest first; ``base`` is the site's address with its closing slash.
    """
    articles = [ShownArticle(story, base) for story in stories]
    context = {"site": SITE, "base": base, "articles": articles, "recent_comments": _recent_comments(articles)}
    found = {
        "/": _page("front.html", context),
        "/robots.txt": _robots_txt(),
        "/feed/": _posts_feed(articles, context),
        "/comments/feed/": _comments_feed(articles, articles, context),
        "/wp-admin/": _message(context, "Newsroom", "Robots were asked to stay out of this page.", body_class="login"),
    }
    for article in articles:
        path = f"/{article.story.slug}/"
        for number, comments in enumerate(article.pages, start=1):
            page = _page("article.html", context, article=article, page_number=number, shown_comments=comments)
            found[f"{path}comment-page-{number}/"] = page
            found[path] = page  # the bare address shows the newest comment page: WordPress's default
        found[f"{path}feed/"] = _comments_feed([article], articles, context)
        found[f"/?p={article.story.post_id}"] = Response(status=301, location=article.url)
    return found


def not_found(stories: tuple[Story, ...], base: str) -> Response:
    """The answer for every other path."""
    articles = [ShownArticle(story, base) for story in stories]
    context = {"site": SITE, "base": base, "recent_comments": _recent_comments(articles)}
    return _message(context, "Page not found", "No carrier on this line.", body_class="error404", status=404)


def _page(template: str, context: dict[str, Any], *, status: int = 200, **more: Any) -> Response:
    return Response(status=status, body=_TEMPLATES.get_template(template).render(context, **more).encode())


def _message(context: dict[str, Any], title: str, message: str, *, body_class: str, status: int = 200) -> Response:
    return _page("message.html", context, title=title, message=message, body_class=body_class, status=status)


def _robots_txt() -> Response:
    rules = "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"
    return Response(content_type="text/plain; charset=utf-8", body=rules.encode())


def _posts_feed(articles: list[ShownArticle], context: dict[str, Any]) -> Response:
    built_at = max(article.story.published for article in articles)
    return _feed("posts.xml", context, built_at)


def _comments_feed(of: list[ShownArticle], site: list[ShownArticle], context: dict[str, Any]) -> Response:
    is_site_feed = of is site
    entries = [
        FeedEntry(shown=shown, article=article, names_article=is_site_feed) for article in of for shown in article.shown
    ]
    entries.sort(key=lambda entry: entry.shown.comment.at, reverse=True)
    about = SITE["name"] if is_site_feed else of[0].story.title
    about_url = context["base"] if is_site_feed else of[0].url
    return _feed(
        "comments.xml",
        context,
        _last_change(site),
        entries=entries[:FEED_LENGTH],
        title=f"Comments {'for' if is_site_feed else 'on'}: {about}",
        about_url=about_url,
        own_url=f"{context['base']}comments/feed/" if is_site_feed else f"{about_url}feed/",
    )


def _last_change(site: list[ShownArticle]) -> datetime:
    """WordPress has one for all its comment feeds: the latest article or comment anywhere on the site."""
    return max(
        *(article.story.published for article in site),
        *(shown.comment.at for article in site for shown in article.shown),
    )


def _feed(template: str, context: dict[str, Any], built_at: datetime, **more: Any) -> Response:
    text = _TEMPLATES.get_template(template).render(context, built_at=built_at, **more)
    last_modified = format_datetime(built_at.astimezone(UTC), usegmt=True)
    digest = hashlib.sha256(last_modified.encode()).hexdigest()[:32]
    return Response(content_type=_RSS, body=text.encode(), etag=f'"{digest}"', last_modified=last_modified)


def _recent_comments(articles: list[ShownArticle]) -> list[dict[str, str]]:
    recent = [(shown, article) for article in articles for shown in article.shown]
    recent.sort(key=lambda pair: pair[0].comment.at, reverse=True)
    return [
        {"author": shown.comment.author, "permalink": shown.permalink, "title": article.story.title}
        for shown, article in recent[:RECENT_COMMENTS]
    ]


def _as_html(text: str) -> Markup:
    return Markup("\n").join(_block_as_html(block) for block in text.strip().split("\n\n"))


def _block_as_html(block: str) -> Markup:
    lines = block.split("\n")
    if all(line.startswith("> ") for line in lines):
        return Markup("<blockquote><p>{}</p></blockquote>").format(_lines_as_html([line[2:] for line in lines]))
    return Markup("<p>{}</p>").format(_lines_as_html(lines))


def _lines_as_html(lines: list[str]) -> Markup:
    return Markup("<br>\n").join(_with_links(line) for line in lines)


def _with_links(line: str) -> Markup:
    link = Markup('<a href="{0}" rel="nofollow ugc">{0}</a>')
    parts = _WEB_ADDRESS.split(line)
    return Markup("").join(link.format(part) if index % 2 else part for index, part in enumerate(parts))


def _date_shown(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def _time_shown(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("archiver.demo"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "as_html": _as_html,
        "date_shown": _date_shown,
        "time_shown": _time_shown,
        "iso": datetime.isoformat,
        "rfc822": lambda at: format_datetime(at.astimezone(UTC)),
    }
    return environment


_TEMPLATES = _templates()
