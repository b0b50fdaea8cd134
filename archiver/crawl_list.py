"""The page list as a crawl uses it: what it may fetch now, what it has found, what failed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from archiver.archive import Archive
from archiver.archive.comment_news import NamedComment, articles_of, note_looks, unknown_comments, worth_a_look
from archiver.archive.hosts import (
    LONGEST_PAUSE,
    RememberedHost,
    remember_pause,
    remember_request,
    remembered_host,
)
from archiver.archive.page_list import (
    A_COMMENT_IS_NEW,
    IT_WAS_CHANGED,
    ListedPage,
    PageKind,
    bring_forward,
    due_pages,
    enter_maps,
    found_on,
    hand_over_pages,
    has_found_articles_at,
    last_read,
    list_pages,
    listed_page,
    listed_pages,
    maps_below,
    note_failed,
    note_fetched,
    note_gone,
    page_key,
    pages_among,
)
from archiver.archive.site_rows import known_site, write_site
from archiver.captures.known import KnownCapture, known_capture, read_known
from archiver.captures.reading import KeptCapture
from archiver.instants import instant_text, read_instant
from archiver.items import Site
from archiver.rhythm import GONE, LONGEST, Due
from archiver.urls import bare_host

BETWEEN_LOOKS_AT_A_FEED = timedelta(hours=1)
BETWEEN_LOOKS_AT_A_SITEMAP = timedelta(days=1)
BETWEEN_LOOKS_AT_A_SITE = timedelta(days=30)
ANNOUNCING: tuple[PageKind, ...] = ("feed", "posts", "sitemap", "front")
_READ_AS_A_LIST = "lists of new articles are read every hour"
BELIEVED_FOR = timedelta(days=7)
"""How long an article that a server calls unchanged is not fetched whole: some forget that its comments change it."""


class ListedArticle(NamedTuple):
    """An article as a list of the site's names it; both instants are UTC."""

    url: str
    published_at: datetime
    modified_at: datetime


class CommentNews(NamedTuple):
    """What a feed of comments tells."""

    articles: list[str]
    """Those with comments that the archive lacks, due now."""
    missed_since: datetime | None
    """Where all that it names is new, there may be more that it no longer names: since this instant."""


class ListState(NamedTuple):
    """With what a server answered for a list: the status, and what to ask it with the next time."""

    status: int = 200
    etag: str | None = None
    last_modified: str | None = None


WHOLE = ListState()


class CrawlList:
    """The list of one archive, open for writing. Knows what time it is: reading and storing must not."""

    def __init__(self, archive: Archive, *, is_recheck: bool = False) -> None:
        self._archive = archive
        self._is_recheck = is_recheck

    def articles(self, site_id: str) -> list[str]:
        """The site's articles that are due now; all of them in a crawl that rechecks."""
        if self._is_recheck:
            return listed_pages(self._archive, site_id, "article")
        return [page.url for page in due_pages(self._archive, _now(), site_id=site_id, kind="article")]

    def feeds(self, site_id: str) -> list[str]:
        """The site's feeds that were found on its pages and are due."""
        return self.due(site_id, "feed")

    def due(self, site_id: str, kind: PageKind) -> list[str]:
        """The site's pages of a kind that are due."""
        return [page.url for page in due_pages(self._archive, _now(), site_id=site_id, kind=kind)]

    def articles_among(self, urls: list[str]) -> list[str]:
        """Those of the articles that are due now; all that are listed in a crawl that rechecks."""
        return pages_among(self._archive, urls, "article", due_by=None if self._is_recheck else _now())

    def missed_since(self, feed: str, urls: list[str]) -> datetime | None:
        """Since when a feed may have announced articles that it no longer names: when it was read well the last time.

        None where it was never read, or still names one that was known then.
        """
        if pages_among(self._archive, urls, "article"):
            return None
        return last_read(self._archive, feed, "feed")

    def listed(self, site_id: str, kind: PageKind) -> list[str]:
        """All of the site's pages of a kind, due or not."""
        return listed_pages(self._archive, site_id, kind)

    def is_followed(self, site_id: str) -> bool:
        """Whether all that the site announces is wanted: something is listed that announces its articles."""
        return any(self.listed(site_id, kind) for kind in ANNOUNCING)

    def comment_feeds(self, site_id: str, *, due_only: bool) -> list[str]:
        """The site's feeds of its newest comments: those that are due, or all."""
        if not due_only:
            return listed_pages(self._archive, site_id, "comments")
        return [page.url for page in due_pages(self._archive, _now(), site_id=site_id, kind="comments")]

    def known_capture(self, url: str, article: str) -> KnownCapture | None:
        """The capture to ask with whether a page of an article's has changed; None where the page is wanted whole.

        It is where a comment or an edit is known to be new, where the article did not come the last time: that may
        have been for such news; and in a crawl that rechecks: no server is believed then.
        """
        page = None if self._is_recheck else listed_page(self._archive, article, "article")
        if page is None or not page.was_read or page.due_because in (A_COMMENT_IS_NEW, IT_WAS_CHANGED):
            return None
        known = known_capture(self._archive, page, article, url)
        return known if known and _now() - known.captured_at < BELIEVED_FOR else None

    def known_title(self, url: str) -> str | None:
        """The title of the article that the archive holds of an address; None where it holds none."""
        rows = self._archive.rows(
            "SELECT articles.title FROM articles JOIN article_urls ON article_urls.article_id = articles.id"
            " WHERE article_urls.url = ?",
            (page_key(url, "article"),),
        )
        return rows[0]["title"] if rows else None

    def read_known(self, known: KnownCapture) -> KeptCapture:
        """The bytes that have not changed. Raises StorageError where they are not to be had any more."""
        return read_known(self._archive, known)

    def known_state(self, url: str, kind: PageKind) -> dict[str, str]:
        """What to ask a list of the site's with, so that it need not say again what it said: header fields.

        None in a crawl that rechecks, after a failure and once a week: no server is believed for longer.
        """
        page = listed_page(self._archive, url, kind)
        if page is None or not self._is_believed(page):
            return {}
        known = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
        return {name: value for name, value in known.items() if value}

    def _is_believed(self, page: ListedPage) -> bool:
        if self._is_recheck or page.failures or page.fetched_at is None:
            return False
        return _week(read_instant(page.fetched_at)) == _week(_now())

    def comments_read(
        self,
        site_id: str,
        url: str,
        status: int,
        named: list[NamedComment],
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        is_followed: bool,
    ) -> CommentNews:
        """A feed of comments was read: what it tells. ``is_followed`` as in ``articles_with_news``.

        What it names is noted before the feed is: a crawl that is killed in between reads it again.
        """
        page = listed_page(self._archive, url, "comments")
        said = page.last_modified if page is not None and self._is_believed(page) else None
        is_same = status == 304 or (said is not None and said == last_modified)
        unknown = [] if is_same else unknown_comments(self._archive, named)
        articles = self.articles_with_news(site_id, unknown, url, is_followed=is_followed)
        now = _now()
        with self._archive.transaction():
            due = Due(now + BETWEEN_LOOKS_AT_A_FEED, "feeds are read every hour")
            note_fetched(
                self._archive, url, "comments", at=now, status=status, due=due, etag=etag, last_modified=last_modified
            )
        is_all_new = bool(unknown) and len(unknown) == len(named)
        return CommentNews(articles, _told_until(page) if page and is_all_new else None)

    def articles_with_news(
        self, site_id: str, named: list[NamedComment], found_on: str, *, is_followed: bool
    ) -> list[str]:
        """The articles of the named comments that the archive lacks: brought forward, and due now.

        Those of comments that were looked for in vain are not, nor those that fail or are gone from the site.
        Articles that are not listed are entered where ``is_followed``, or where a feed of the site's is listed: of
        other sites somebody named single articles, and wants no more.
        """
        sought = worth_a_look(self._archive, unknown_comments(self._archive, named))
        articles = articles_of(sought)
        if not (is_followed or self.is_followed(site_id)):
            articles = [url for url in articles if listed_page(self._archive, url, "article")]
        if not articles:
            return []
        self.found(site_id, "article", articles, found_on)
        bring_forward(self._archive, articles, at=_now(), because=A_COMMENT_IS_NEW)
        note_looks(self._archive, sought)
        return self.articles_among(articles)

    def changed_since(self, feed: str, last_modified: str | None) -> datetime | None:
        """Up to when a feed of articles had told all, where something has changed since; None where nothing has.

        ``last_modified`` is what the feed says now.
        """
        page = listed_page(self._archive, feed, "feed")
        if page is None or not (page.last_modified and last_modified) or page.last_modified == last_modified:
            return None
        return _told_until(page)

    def articles_changed(
        self, site_id: str, listed: Iterable[ListedArticle], since: datetime, found_on: str
    ) -> list[str]:
        """Of a list of articles those to fetch: changed since they were last fetched, or published since an instant."""
        fresh: list[str] = []
        for one in listed:
            page = listed_page(self._archive, one.url, "article")
            if page is not None and page.fetched_at and instant_text(one.modified_at) > page.fetched_at:
                bring_forward(self._archive, [one.url], at=_now(), because=IT_WAS_CHANGED)
                fresh.append(one.url)
            elif page is None and one.published_at > since:
                fresh.append(one.url)
        self.found(site_id, "article", fresh, found_on)
        return self.articles_among(fresh)

    def found(self, site_id: str, kind: PageKind, urls: list[str], on: str | None) -> None:
        """Enter what was found before anything of it is fetched: a crawl that is killed must not lose it."""
        list_pages(self._archive, site_id, kind, urls, found_at=_now(), found_on=on)

    def feed_read(self, url: str, status: int, *, etag: str | None = None, last_modified: str | None = None) -> None:
        """A feed was fetched, and what it announces is entered: only then it need not say it again."""
        now = _now()
        with self._archive.transaction():
            due = Due(now + BETWEEN_LOOKS_AT_A_FEED, "feeds are read every hour")
            note_fetched(
                self._archive, url, "feed", at=now, status=status, due=due, etag=etag, last_modified=last_modified
            )

    def list_read(self, url: str, kind: PageKind, state: ListState = WHOLE) -> None:
        """A list of articles other than a feed was read, and what it names is entered."""
        wait, why = BETWEEN_LOOKS_AT_A_FEED, _READ_AS_A_LIST
        if kind == "sitemap":
            wait, why = BETWEEN_LOOKS_AT_A_SITEMAP, "site maps are read every day"
        self._read(url, kind, wait, why, state)

    def maps_named(self, site_id: str, index: str, maps: list[str], undated: list[str]) -> None:
        """Enter the maps that a site map's index names; of ``undated`` it says at most the day of their change."""
        enter_maps(self._archive, site_id, index, maps, undated, found_at=_now())

    def map_read(self, url: str, state: ListState) -> None:
        """One of the maps that an index names was read, and what it names is entered."""
        page = listed_page(self._archive, url, "submap")
        if page is not None:
            self._read(url, "submap", BETWEEN_LOOKS_AT_A_SITEMAP, page.due_because, state)

    def maps_to_read(self, index: str) -> list[str]:
        """The maps that may tell something new though the index that names them has not changed."""
        return maps_below(self._archive, index)

    def found_on(self, url: str, kind: PageKind) -> str | None:
        """The page that led to a listed one."""
        return found_on(self._archive, url, kind)

    def is_read_as_a_list(self, front: str) -> bool:
        """Whether a page that leads to articles is the site's only list of them; else it is looked at anew with all."""
        page = listed_page(self._archive, front, "front")
        return page is not None and page.due_because == _READ_AS_A_LIST

    def site_looked_at(self, site: Site, front: str, at: datetime) -> None:
        """A site that nobody declared was looked at, beginning at its front page (``at``, aware): what it told is kept.

        Where its observations have told something, the next one tells it anew: the row of a site is theirs.
        """
        with self._archive.transaction():
            known = known_site(self._archive, site.domain)
            if known is None or known == Site(id=site.domain, domain=site.domain):
                write_site(self._archive, site, at)
        self.found(site.id, "front", [front], None)
        self._read(front, "front", BETWEEN_LOOKS_AT_A_SITE, "sites nobody declared are looked at every 30 days")

    def known_site(self, domain: str, host: str) -> Site | None:
        """What a look at a site that nobody declared told, where it was of ``host``, or announces articles there.

        Below one domain may be several sites that have nothing in common: where several were looked at, none is known.
        """
        hosts = {bare_host(url) for url in self.listed(domain, "front")}
        if len(hosts) != 1 or not (host in hosts or has_found_articles_at(self._archive, domain, host)):
            return None
        return known_site(self._archive, domain)

    def take_over(self, domain: str, site_id: str, *, with_fronts: bool) -> None:
        """A site that is declared now has what was listed of it before; nobody looks at it any more."""
        if domain != site_id:
            hand_over_pages(self._archive, domain, site_id, with_fronts=with_fronts)

    def _read(self, url: str, kind: PageKind, wait: timedelta, why: str, state: ListState = WHOLE) -> None:
        now = _now()
        with self._archive.transaction():
            note_fetched(
                self._archive,
                url,
                kind,
                at=now,
                status=state.status,
                due=Due(now + wait, why),
                etag=state.etag,
                last_modified=state.last_modified,
            )

    def leads_to(self, url: str, target: str) -> None:
        """An article's address led to another that this crawl fetches anyway."""
        now = _now()
        with self._archive.transaction():
            note_fetched(
                self._archive, url, "article", at=now, status=301, due=Due(now + LONGEST, f"leads to {target}")
            )

    def remembered_host(self, host: str) -> RememberedHost:
        """What earlier crawls knew of a host."""
        return remembered_host(self._archive, host)

    def remember_request(self, host: str, delay: float) -> None:
        """A host is asked for something now, and again after ``delay`` seconds at the soonest."""
        remember_request(self._archive, host, _now(), delay)

    def remember_pause(self, host: str, seconds: float) -> None:
        """A host asked to be left alone for so long."""
        remember_pause(self._archive, host, _now() + timedelta(seconds=min(seconds, LONGEST_PAUSE.total_seconds())))

    def gone(self, url: str, status: int | None) -> bool:
        """Whether the answer to an article's request says that it is not there any more; if so, that is noted.

        One that the archive has never held is none that has gone.
        """
        if status is None or status not in GONE:
            return False
        is_held = self._archive.rows("SELECT 1 FROM article_urls WHERE url = ?", (page_key(url, "article"),))
        if is_held:
            note_gone(self._archive, url, "article", at=_now(), status=status)
        return bool(is_held)

    def failed(self, url: str, kind: PageKind, status: int | None, error: str) -> None:
        """A page could not be fetched, read or kept."""
        note_failed(self._archive, url, kind, at=_now(), status=status, error=error)


def _told_until(feed: ListedPage) -> datetime:
    """Up to when a feed told all: the instant of its newest comment when it was last read, else that of its finding."""
    try:
        return parsedate_to_datetime(feed.last_modified or "").astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return read_instant(feed.found_at)


def _week(instant: datetime) -> tuple[int, int]:
    """The year and the week by ISO 8601: the first look in each is one at the whole list."""
    return instant.isocalendar()[:2]


def _now() -> datetime:
    return datetime.now(UTC)
