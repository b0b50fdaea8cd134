"""Questions that people ask of an archive, as queries that Datasette offers by name, to be changed at will."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from archiver.archive import Archive
from archiver.archive.threads import read_thread
from archiver.commands.options import EndOf

# SQLite takes the order off a subquery that it joins, unless there is a limit: hence limit -1, which is none.
_SITE = "Leave site empty for all sites."
_MOST_ANSWERS = 100_000  # to find who gave and who got them takes half a second
_MOST_OF_A_SITE = 250_000  # comments; Datasette gives a query one second

CANNED_QUERIES: dict[str, dict[str, str]] = {
    "thread_as_of": {
        "title": "A thread as it stood at an instant",
        "description": "The comments of an article by its id, in reading order. as_of is an instant such as "
        "2024-05-06T12:00Z, or a day, whose end is meant; leave it empty for the thread as it stands.",
        "sql": """select
  json_extract(value, '$.depth') as depth,
  json_extract(value, '$.author') as author,
  json_extract(value, '$.published_local') as published_local,
  json_extract(value, '$.body') as body,
  json_extract(value, '$.state') as state,
  json_extract(value, '$.gone_at') as gone_at,
  json_extract(value, '$.version_count') as version_count,
  json_extract(value, '$.id') as comment_id,
  json_extract(value, '$.parent_id') as parent_id
from json_each(
  case when as_of_problem(:as_of) is null then thread_as_of(:article_id, :as_of) else '[]' end,
  coalesce(as_of_problem(:as_of), '$') -- what is wrong is no path, and SQLite's error quotes it
)
order by key""",
    },
    "deleted": {
        "title": "Comments that were taken down",
        "description": "Gone: a later complete observation no longer showed them. Removed: a notice stands in their "
        f"place. {_SITE}",
        "sql": """select c.id as comment_id, a.site_id, a.title, c.author, c.published_local, c.state, c.gone_at,
  c.body, c.notice, c.article_id
from comments c join articles a on a.id = c.article_id
where c.id in (
    select rowid from comments_fts -- its words for states, which begin with a sign of their own, spare a look at all
    where comments_fts match char(57344) || 'stategone OR ' || char(57344) || 'stateremoved')
  and (:site = '' or a.site_id = :site)
order by coalesce(c.gone_at, c.published_at) desc""",
    },
    "edited": {
        "title": "Comments that were edited, each wording",
        "description": f"A row for each wording of a comment that has had several. {_SITE}",
        "sql": """select v.comment_id, a.site_id, a.title, c.author, v.first_observed_at, v.last_observed_at,
  coalesce(v.notice, v.body) as words, c.article_id
from comment_versions v join comments c on c.id = v.comment_id join articles a on a.id = c.article_id
where v.comment_id in (select comment_id from versions group by comment_id having count(*) > 1)
  and (:site = '' or a.site_id = :site)
order by v.comment_id, v.first_observed_at""",
    },
    "longest": {
        "title": "Longest threads",
        "description": f"By the comments that are there, with what the page states. {_SITE}",
        "sql": """select a.id as article_id, a.site_id, a.title, a.published_local, a.comment_count,
  a.stated_comment_count, a.url
from articles a
where (:site = '' or a.site_id = :site)
order by a.comment_count desc limit 200""",
    },
    "most_replied": {
        "title": "Comments with most direct answers",
        "description": _SITE,
        "sql": """with answered as (
  select * from (
    select parent_id, count(*) as answers from comments
    where :site = '' and parent_id is not null
    group by parent_id order by answers desc, parent_id limit 200)
  union all
  select * from (
    select c.parent_id, count(*) as answers from articles a join comments c on c.article_id = a.id
    where :site <> '' and a.site_id = :site and c.parent_id is not null
    group by c.parent_id order by answers desc, c.parent_id limit 200))
select c.id as comment_id, answers, a.site_id, a.title, c.author, c.published_local, c.depth, c.body,
  c.article_id
from answered join comments c on c.id = answered.parent_id join articles a on a.id = c.article_id
order by answers desc, c.id""",
    },
    "deepest": {
        "title": "Deepest exchanges",
        "description": f"The comments with most comments above them. {_SITE}",
        "sql": """with recursive of_site(words) as (
  select iif(:site = '', '', ' ' || char(57344) || 'site' || hex(:site))),
depths(depth) as ( -- all there are, by comments_fts' words for depths and sites, which spare a look at all comments
  select 1 union all
  select depth + 1 from depths, of_site where exists (
    select 1 from comments_fts where comments_fts match char(57344) || 'depth' || depth || words)),
found as (
  select comments_fts.rowid as id
  from (select depth from depths order by depth desc limit -1) cross join of_site cross join comments_fts
  where comments_fts match char(57344) || 'depth' || depth || words
  limit 200)
select c.id as comment_id, c.depth, a.site_id, a.title, c.author, c.published_local, c.body, c.article_id
from found cross join comments c on c.id = found.id join articles a on a.id = c.article_id
order by c.depth desc, c.id""",
    },
    "reply_pairs": {
        "title": "Who answers whom",
        "description": f"Pairs of names, with how often the one answered the other; of more than {_MOST_ANSWERS:,} "
        f"answers those under the newest articles count. {_SITE}",
        "sql": f"""select author, answers, count(*) as times, count(distinct article_id) as articles
from (
  select answer.author, c.author as answers, answer.article_id
  from (select id from articles where :site = '' or site_id = :site order by published_at desc limit -1) a
    cross join comments answer on answer.article_id = a.id
    cross join comments c on c.id = answer.parent_id
  where answer.author is not null and c.author is not null
  limit {_MOST_ANSWERS})
group by author, answers
order by times desc, author, answers limit 500""",  # noqa: S608 (our own number)
    },
    "per_day": {
        "title": "Comments per day",
        "description": f"By the day in UTC; comments without a known instant are left out. Of a site with more "
        f"than {_MOST_OF_A_SITE:,} comments those under its newest articles count. {_SITE}",
        "sql": f"""with recursive days(day) as ( -- from one to the next in the index of times: no look at all comments
  select substr(min(published_at), 1, 10) from comments where :site = ''
  union all
  select (select substr(min(published_at), 1, 10) from comments where published_at > day || 'T~') from days
  where day is not null)
select day, (select count(*) from comments where published_at between day and day || 'T~') as comments
from days where day is not null
union all
select substr(published_at, 1, 10) as day, count(*) as comments
from (
  select c.published_at
  from (select id from articles where :site <> '' and site_id = :site order by published_at desc limit -1) a
    cross join comments c on c.article_id = a.id
  limit {_MOST_OF_A_SITE})
where published_at is not null
group by day
order by day desc""",  # noqa: S608 (our own number)
    },
}
"""By name, as Datasette's metadata has them."""


def register_thread_as_of(connection: sqlite3.Connection, path: str) -> None:
    """Give queries ``thread_as_of(article_id, as_of)``: the thread as the archive itself puts it together, as JSON.

    ``as_of`` is read as the option ``--as-of`` is; empty or NULL is now. For what is no instant it fails, and
    ``as_of_problem(as_of)``, else NULL, says why: SQLite does not pass on what a function's error says.

    The function's own reading goes over the same connection; it gives an empty list where there is no such article.
    """

    def thread_as_of(article_id: Any, as_of: Any) -> str:
        instant = _instant(as_of)
        archive = Archive(Database(connection), Path(path))
        known = archive.rows("SELECT id FROM articles WHERE id = ?", (article_id,))
        thread = read_thread(archive, known[0]["id"], instant) if known else None
        return json.dumps(thread.comments if thread else [], ensure_ascii=False)

    connection.create_function("thread_as_of", 2, thread_as_of)
    connection.create_function("as_of_problem", 1, _as_of_problem)


def _instant(as_of: Any) -> str | None:
    text = "" if as_of is None else str(as_of).strip()
    return str(EndOf().convert(text, None, None)) if text else None


def _as_of_problem(as_of: Any) -> str | None:
    try:
        _instant(as_of)
    except click.BadParameter as error:
        return f"as_of: {error.message}"
    return None
