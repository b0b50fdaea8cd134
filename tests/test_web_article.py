"""The page of an article shows its thread as it stands or stood, and what that rests on."""

from __future__ import annotations

from typing import Any

import pytest

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.items import Article
from archiver.web.addresses import Addresses
from archiver.web.article_page import article_page
from archiver.web.page import Asked, Page
from archiver.web.rendering import rendered
from archiver.web.views import made
from exports.source import Source, held_still
from tests.served_pages import ARTICLE, answer, answers, fill, page, text
from tests.threads import comment, thread

THREAD = "/archive/-/article/1"


@pytest.fixture
def filled(archive: Archive) -> Archive:
    fill(archive)
    return archive


def _comment(shown: Any, author: str) -> Any:
    """The list item of an author's comment."""
    return shown.xpath(f"//li[contains(@class, 'c ')][article/h3[normalize-space() = '{author}']]")[0]


def test_an_answer_stands_in_a_list_of_the_comment_that_it_answers(filled: Archive) -> None:
    shown = page(THREAD, filled.path)
    (cy,) = _comment(shown, "Bo").xpath("./details/ol/li")
    assert text(cy.xpath("article/h3")[0]) == "Cy"
    assert _comment(shown, "Ada").xpath("./details/@open"), "answers are open until somebody folds them"
    assert text(_comment(shown, "Ada").xpath("./details/summary")[0]) == "1 answer, 2 in all"
    assert not _comment(shown, "Dot").xpath("./details")


def test_each_comment_has_a_link_to_itself_to_its_parent_and_to_its_record(filled: Archive) -> None:
    shown = page(THREAD, filled.path)
    links = _comment(shown, "Bo").xpath("article/p[1]/a/@href")
    ada = _comment(shown, "Ada").get("id")
    assert links == [f"#{_comment(shown, 'Bo').get('id')}", f"#{ada}", "/archive/-/comment/2"]
    assert ada == "c1"


def test_an_edit_is_shown_as_a_difference_by_words(filled: Archive) -> None:
    (difference,) = _comment(page(THREAD, filled.path), "Ada").xpath("article/details//p[@class = 'difference']")
    assert [text(part) for part in difference.xpath("del")] == ["days early"]
    assert [text(part) for part in difference.xpath("ins")] == ["weeks late"]


def test_a_comment_that_is_gone_keeps_its_words_and_says_since_when(filled: Archive) -> None:
    shown = page(THREAD, filled.path)
    dot = _comment(shown, "Dot")
    assert "gone" in dot.get("class").split()
    assert "gone by 8 May 2024, 12:00" in text(dot)
    assert "The van is still on my lawn." in text(dot)
    assert text(shown.xpath("//h2[@id = 'thread']")[0]) == "4 comments and 1 gone"


def test_a_removed_comment_shows_the_notice_and_what_stood_there(filled: Archive) -> None:
    em = _comment(page(THREAD, filled.path), "Em")
    assert text(em.xpath("article/div[@class = 'words']")[0]) == "Removed by the editor."
    assert "a notice stands in its place" in text(em)
    assert "Call me on 555" in text(em.xpath(".//del")[0])


def test_what_the_page_states_is_held_against_what_was_read_in_words(archive: Archive) -> None:
    look = thread("2024-05-06T12:00:00", comment(1, "One of three."))
    look.observation.stated_count = 3
    look.observation.is_complete, look.observation.incomplete_reason = False, "count_short"
    store_observation(archive, look)
    said = text(page(THREAD, archive.path).xpath("//p[contains(@class, 'completeness')]")[0])
    assert said == (
        "1 comment read, 3 stated by the page. Incomplete: fewer comments could be read than the page states."
    )


def test_the_thread_is_shown_as_it_stood(filled: Archive) -> None:
    first, by_number, between, before = answers(
        [
            f"{THREAD}?as_of=2024-05-06T12:00:00Z",
            f"{THREAD}?observation=1",
            f"{THREAD}?as_of=2024-05-07",
            f"{THREAD}?as_of=2024-01-01",
        ],
        filled.path,
    )
    assert first.text == by_number.text
    assert "two days early" in first.text
    assert "weeks late" not in first.text
    assert "For the council" not in first.text
    assert "gone by" not in first.text
    assert "For the council" in between.text
    assert "new in this observation" in between.text
    assert "Nobody had looked at this thread by then." in before.text
    assert all(got.status_code == 200 for got in (first, between, before))


def test_every_observation_leads_to_its_instant_and_to_its_captures(filled: Archive) -> None:
    shown = page(THREAD, filled.path)
    looks = shown.xpath("//li[starts-with(@id, 'o')]")
    assert [text(look.xpath("a")[0]) for look in looks] == [
        "3 8 May 2024, 12:00",
        "2 7 May 2024, 12:00",
        "1 6 May 2024, 12:00",
    ]
    assert looks[2].xpath("a/@href") == [f"{THREAD}?as_of=2024-05-06T12%3A00%3A00Z"]
    assert looks[0].xpath(".//li/a/@href") == ["/archive/captures/3"]
    assert shown.xpath("//input[@type = 'range']/@max") == ["3"]


def test_the_charts_say_in_words_what_they_draw(filled: Archive) -> None:
    over_time, by_depth = page(THREAD, filled.path).xpath("//figure//*[local-name() = 'svg']/@aria-label")
    assert over_time.startswith("5 comments from 5 May 2024 to 6 May 2024")
    assert by_depth == "3 comments answer the article, 2 answer other comments; the deepest stands at depth 2."


@pytest.mark.parametrize(("stated", "named"), [("de-AT", ["de-AT"]), ("Deutsch, bitte", []), (None, [])])
def test_words_are_named_by_the_articles_language(archive: Archive, stated: str | None, named: list[str]) -> None:
    article = Article(url=ARTICLE.url, title="Glasfaser", language=stated)
    store_observation(archive, thread("2024-05-06T12:00:00", comment(1, "Endlich."), article=article))
    shown = page(THREAD, archive.path)
    assert shown.xpath("//li//div[@class = 'words']/@lang") == shown.xpath("//h1/@lang") == named


def test_edits_taken_back_are_shown_in_the_order_that_ends_with_what_is_said(archive: Archive) -> None:
    for day, said in ((6, "early"), (7, "late"), (8, "early")):
        article = Article(url=ARTICLE.url, title=f"Fibre is {said}")
        store_observation(archive, thread(f"2024-05-0{day}T12:00:00", comment(1, f"Too {said}."), article=article))
    for path, inserted in ((THREAD, "early"), (f"{THREAD}?as_of=2024-05-07T13:00:00Z", "late")):
        shown = page(path, archive.path)
        assert [text(part) for part in shown.xpath("//details[contains(@class, 'edit')]//ins")] == [inserted] * 2
    assert "to 8 May 2024" in text(page(THREAD, archive.path).xpath("//details//p[@class = 'about']")[0])
    (edit,) = page("/archive/-/comment/1", archive.path).xpath("//ol[@class = 'wordings']//ins")
    assert text(edit) == "early"
    with held_still(archive):
        source = Source(archive, has_versions=True)
        (told,) = next(iter(source.threads([1]))).comments
    assert [(one["body"], one["last_observed_at"][:10]) for one in told["versions"]] == [
        ("Too late.", "2024-05-07"), ("Too early.", "2024-05-08"),
    ]  # fmt: skip


def test_an_article_that_was_changed_shows_what_was_changed(archive: Archive) -> None:
    store_observation(archive, thread("2024-05-06T12:00:00", article=ARTICLE))
    later = Article(url=ARTICLE.url, title="Fibre reaches Little Wick at last", body=ARTICLE.body)
    store_observation(archive, thread("2024-05-07T12:00:00", article=later))
    shown = page(THREAD, archive.path)
    assert [text(part) for part in shown.xpath("//details[contains(@class, 'edit')]//ins")] == ["at last"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/archive/-/article/999999999999999999", 404, "no article"),
        (f"{THREAD}?as_of=yesterday", 400, "no ISO date"),
        (f"{THREAD}?observation=9", 400, "observations 1 to 3"),
        (f"{THREAD}?observation=-1", 400, "to be a number"),
        ("/archive/-/comment/99", 404, "no comment"),
    ],
)
def test_what_is_not_there_or_not_understood_is_said_in_words(
    filled: Archive, path: str, status: int, said: str
) -> None:
    got = answer(path, filled.path)
    assert got.status_code == status
    assert said in got.text


def test_a_page_that_takes_too_long_says_so(archive: Archive) -> None:
    def endless(asked: Asked) -> Page:
        asked.archive.rows("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
        raise AssertionError("it has no end")

    archive.db.conn.set_progress_handler(lambda: 1, 10_000)  # as Datasette's does when the time is up
    shown = made(endless, Asked(archive, Addresses("/archive", "/style"), {}, {}))
    assert shown.status == 503
    assert "took too long" in shown.shown["text"]


def test_the_record_of_a_comment_leads_to_its_observations_and_captures(filled: Archive) -> None:
    shown = page("/archive/-/comment/3", filled.path)
    rows = [[text(cell) for cell in row.xpath("th|td")] for row in shown.xpath("//tbody/tr")]
    assert [row[:2] for row in rows] == [
        ["1: 6 May 2024, 12:00", "yes"],
        ["2: 7 May 2024, 12:00", "yes"],
        ["3: 8 May 2024, 12:00", "no"],
    ]
    assert shown.xpath("//tbody//a[contains(@href, '/captures/')]/@href")[0] == "/archive/captures/1"
    digest = filled.rows("SELECT sha256 FROM captures WHERE id = 1")[0]["sha256"]
    assert digest[:16] in rows[0][3]


def test_the_record_of_a_comment_shows_every_wording_and_what_stands_around_it(filled: Archive) -> None:
    assert "days early" in text(page("/archive/-/comment/1", filled.path).xpath("//ol[@class = 'wordings']//del")[0])
    bo = page("/archive/-/comment/2", filled.path)
    assert "1 comment above" in text(bo)
    assert text(bo.xpath("//h2[@id = 'answers']")[0]) == "1 answer"


def _as_page(archive: Archive, article_id: int) -> str:
    asked = Asked(archive, Addresses("/archive", "/style"), {"id": str(article_id)}, {})
    return rendered(article_page(asked), asked.addresses, "archive")


def test_a_long_thread_takes_as_many_statements_as_a_short_one(archive: Archive) -> None:
    other = Article(url="https://mast.example/other/", title="Another")
    store_observation(archive, thread("2024-05-06T12:00:00", comment(1, "One."), comment(2, "Two.", 1)))
    many = [comment(n, f"Comment {n}.", n % 7, author=f"Reader {n % 9}") for n in range(1, 301)]
    store_observation(archive, thread("2024-05-06T12:00:00", *many, article=other))
    counts = []
    for article_id in (1, 2):
        asked: list[str] = []
        archive.db.conn.set_trace_callback(asked.append)
        _as_page(archive, article_id)
        archive.db.conn.set_trace_callback(None)
        counts.append(sum(statement.startswith("SELECT") for statement in asked))
    assert counts[0] == counts[1]


def test_a_thread_a_thousand_deep_is_nested_no_deeper_than_browsers_can(archive: Archive) -> None:
    deep = [comment(n, f"Step {n}.", n, author=None) for n in range(1000)]
    store_observation(archive, thread("2024-05-06T12:00:00", *deep))
    shown = page(THREAD, archive.path)
    steps = shown.xpath("//li[contains(@class, 'c ')]")
    assert len(steps) == 1000
    assert max(len(list(step.iterancestors("ol"))) for step in steps[:40]) == 25
    assert "depth 999" in text(steps[-1])
    assert shown.xpath("count(//ol[contains(@class, 'tree')])") == 1
