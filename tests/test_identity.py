"""When sightings are of one comment, and what of several sources is believed."""

from __future__ import annotations

from typing import Any

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.archive.threads import read_thread
from archiver.items import Article, Comment, ThreadPage
from tests.threads import URL, at, comment, thread

MONDAY, TUESDAY, WEDNESDAY = "2024-05-06T12:00:00", "2024-05-07T12:00:00", "2024-05-08T12:00:00"


def ada(number: int | None, words: str = "Fibre at last", depth: int = 0, **fields: Any) -> Comment:
    return comment(number, words, depth, **{"author": "Ada Mast", "published_local": "2024-05-01T10:12", **fields})


def text(when: str, *comments: Comment, **fields: Any) -> ThreadPage:
    return thread(when, *comments, platform=None, scope="text", **fields)


def stored(archive: Archive, *columns: str) -> list[tuple[Any, ...]]:
    rows = archive.rows(f"SELECT {', '.join(columns)} FROM comments ORDER BY position, id")
    return [tuple(row.values()) for row in rows]


def test_a_comment_in_html_rest_a_feed_and_a_text_crawl_is_one(archive: Archive) -> None:
    store_observation(archive, text(MONDAY, ada(None, published_local="2024-05-01")))
    store_observation(archive, thread(TUESDAY, ada(7)))
    store_observation(archive, thread(WEDNESDAY, ada(7, "Fibre, at last…"), scope="rest"))
    store_observation(archive, thread("2024-05-09T12:00:00", ada(7), scope="feed"))
    assert stored(archive, "external_id", "version_count") == [("7", 1)]


def test_two_that_say_the_same_on_one_page_stay_two_whichever_source_shows_them(archive: Archive) -> None:
    store_observation(archive, text(MONDAY, ada(None), ada(None)))
    store_observation(archive, thread(TUESDAY, ada(7), ada(8)))
    store_observation(archive, text(WEDNESDAY, ada(None), ada(None)))
    assert stored(archive, "external_id", "state") == [("7", "visible"), ("8", "visible")]


def test_times_that_cannot_be_one_tell_comments_apart(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(7)))
    store_observation(archive, text(TUESDAY, ada(None, published_local="2024-05-02T10:12")))
    assert len(stored(archive, "id")) == 2


def test_three_hours_ago_is_the_time_that_another_source_names(archive: Archive) -> None:
    vague = ada(None, published_local="2024-05-01T10:40", time_basis="relative:hour")
    store_observation(archive, thread(MONDAY, vague, platform="generic"))
    store_observation(archive, thread(TUESDAY, ada(7, time_basis="wall")))
    assert stored(archive, "external_id", "published_local", "time_basis") == [("7", "2024-05-01T10:12", "wall")]


def test_a_sighting_that_fits_two_takes_the_one_with_the_same_parent(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(1, "One"), ada(2, "Agreed", 1), ada(3, "Three"), ada(4, "Agreed", 1)))
    store_observation(archive, text(TUESDAY, ada(None, "Three"), ada(None, "Agreed", 1)))
    seen_by_text = archive.rows(
        "SELECT c.external_id FROM readings r JOIN comments c ON c.id = r.comment_id WHERE r.external_id IS NULL"
    )
    assert sorted(row["external_id"] for row in seen_by_text) == ["3", "4"]


def test_an_edit_without_ids_is_two_comments_until_ids_link_them(archive: Archive) -> None:
    store_observation(archive, text(MONDAY, ada(None, "Fibre in May")))
    store_observation(archive, text(TUESDAY, ada(None, "Fibre in June")))
    assert sorted(stored(archive, "body", "state")) == [("Fibre in June", "visible"), ("Fibre in May", "gone")]
    store_observation(archive, thread("2024-05-06T13:00:00", ada(7, "Fibre in May")))
    store_observation(archive, thread("2024-05-07T13:00:00", ada(7, "Fibre in June")))
    assert stored(archive, "external_id", "body", "version_count", "state") == [("7", "Fibre in June", 2, "visible")]


def test_a_plugin_that_shows_the_platforms_own_comments_adds_none(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(7)))
    plugin = thread(TUESDAY, ada(7, "Fibre at long last"), platform="wpdiscuz")
    plugin.observation.id_space = "wordpress"
    store_observation(archive, plugin)
    assert stored(archive, "external_id", "version_count") == [("7", 2)]


def test_a_comment_cut_off_at_the_end_of_the_bytes_is_the_whole_one_and_no_edit(archive: Archive) -> None:
    store_observation(archive, text(MONDAY, ada(None, "One"), ada(None, "Fibre at"), is_complete=False))
    store_observation(archive, text(TUESDAY, ada(None, "One"), ada(None, "Fibre at last, said the mast")))
    store_observation(archive, text(WEDNESDAY, ada(None, "One"), ada(None, "Fibre at last, said the mast")))
    assert stored(archive, "body", "state", "version_count") == [
        ("One", "visible", 1),
        ("Fibre at last, said the mast", "visible", 1),
    ]


def test_a_cut_comment_with_an_id_is_no_new_version(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(7, "Fibre at last, said the mast")))
    store_observation(archive, thread(TUESDAY, ada(7, "Fibre at"), is_complete=False))
    assert stored(archive, "body", "version_count") == [("Fibre at last, said the mast", 1)]


def test_a_page_that_broke_off_does_not_rewrite_its_article(archive: Archive) -> None:
    whole = Article(url=URL, title="Fibre reaches Little Wick", body="At last.\n\nThe masts follow.")
    store_observation(archive, thread(MONDAY, ada(7), article=whole))
    store_observation(
        archive, thread(TUESDAY, ada(7), article=Article(url=URL, title="Fibre", body="At l"), is_complete=False)
    )
    assert archive.rows("SELECT title, body FROM articles") == [{"title": whole.title, "body": whole.body}]


def test_an_articles_new_words_count_as_a_change(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(7)))
    edited = store_observation(archive, thread(TUESDAY, ada(7), article=Article(url=URL, title="T", body="Denied.")))
    counted = store_observation(
        archive,
        thread(WEDNESDAY, ada(7), article=Article(url=URL, title="T", body="Denied.", stated_comment_count=9)),
    )
    assert (edited.is_unchanged, counted.is_unchanged) == (False, True)
    assert archive.rows("SELECT stated_comment_count FROM articles") == [{"stated_comment_count": 9}]
    assert archive.db.table("article_versions").count == 2


def test_the_article_too_is_as_it_was(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(7)))
    stored_later = store_observation(archive, thread(TUESDAY, article=Article(url=URL, title="New", body="Denied.")))
    monday = read_thread(archive, stored_later.article_id, "2024-05-06T23:00:00Z").article
    assert (monday["title"], monday["body"], monday["comment_count"]) == ("Fibre reaches Little Wick", "At last.", 1)
    assert monday["last_observed_at"] == "2024-05-06T12:00:00Z"


def test_an_explicit_parent_beats_what_later_nesting_shows(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(1, "One"), ada(2, "Two", claimed_parent="1"), scope="rest"))
    store_observation(archive, thread(TUESDAY, ada(1, "One"), ada(2, "Two")))
    assert stored(archive, "external_id", "depth", "parent_status") == [("1", 0, None), ("2", 1, "ok")]


def test_a_parent_missing_from_its_page_is_found_where_another_look_saw_it(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(2, "Two", claimed_parent="1"), is_complete=False))
    assert stored(archive, "depth", "parent_status") == [(0, "missing")]
    store_observation(archive, thread(TUESDAY, ada(1, "One"), is_complete=False))
    assert sorted(stored(archive, "external_id", "depth", "parent_status")) == [("1", 0, None), ("2", 1, "ok")]


def test_looks_that_together_make_a_circle_are_cut_at_the_earliest(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(1, "One"), ada(2, "Two", claimed_parent="1"), is_complete=False))
    store_observation(archive, thread(TUESDAY, ada(1, "One", claimed_parent="2"), is_complete=False))
    assert sorted(stored(archive, "external_id", "depth", "parent_status")) == [("1", 0, "cycle"), ("2", 1, "ok")]


def test_threaded_mark_up_says_nothing_of_the_answers_to_a_comment_it_hides(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(1, "One"), ada(2, "Two", 1), ada(3, "Three"), scope="html-threaded"))
    store_observation(archive, thread(TUESDAY, ada(3, "Three"), scope="html-threaded"))
    assert sorted(stored(archive, "external_id", "state")) == [("1", "gone"), ("2", "visible"), ("3", "visible")]


JOINED = "html-threaded+rest"


def test_a_look_at_pages_and_list_together_can_miss_what_either_has_shown(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(1, "One"), ada(2, "Two"), scope="html-threaded"))
    store_observation(archive, thread(TUESDAY, ada(2, "Two"), scope=JOINED))
    assert sorted(stored(archive, "external_id", "state")) == [("1", "gone"), ("2", "visible")]
    store_observation(archive, thread(WEDNESDAY, ada(3, "Three"), scope="html-threaded"))
    assert sorted(stored(archive, "external_id", "state")) == [("1", "gone"), ("2", "gone"), ("3", "visible")]


def test_pages_alone_say_nothing_of_an_answer_that_only_the_list_has_shown(archive: Archive) -> None:
    orphan = ada(2, "Two", claimed_parent="1")
    store_observation(
        archive, thread(MONDAY, orphan, ada(3, "Three", claimed_parent="2"), ada(4, "Four"), scope=JOINED)
    )
    store_observation(archive, thread(TUESDAY, ada(4, "Four"), scope="html-threaded"))
    assert {state for (state,) in stored(archive, "state")} == {"visible"}
    store_observation(archive, thread(WEDNESDAY, ada(4, "Four"), scope=JOINED))
    assert sorted(stored(archive, "external_id", "state")) == [("2", "gone"), ("3", "gone"), ("4", "visible")]


def test_the_list_alone_says_nothing_of_a_pingback(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(1, "One"), ada(2, "Linked", kind="pingback"), scope=JOINED))
    store_observation(archive, thread(TUESDAY, ada(1, "One"), scope="rest"))
    assert stored(archive, "kind", "state") == [("comment", "visible"), ("pingback", "visible")]
    store_observation(archive, thread(WEDNESDAY, ada(1, "One"), scope="html-threaded"))
    assert sorted(stored(archive, "kind", "state")) == [("comment", "visible"), ("pingback", "gone")]


def test_an_answer_handed_to_the_article_itself_answers_nobody(archive: Archive) -> None:
    first = thread(MONDAY, ada(1, "One"), ada(2, "Two", claimed_parent="1"), scope=JOINED)
    last = thread(TUESDAY, ada(2, "Two"), scope=JOINED)
    for look in (first, last):
        look.observation.source = "html+rest"
        store_observation(archive, look)
    assert sorted(stored(archive, "external_id", "depth", "parent_status")) == [("1", 0, None), ("2", 0, None)]


def test_the_surest_time_is_kept_whatever_came_last(archive: Archive) -> None:
    sure = ada(7, published_at=at("2024-05-01T09:12:00"), time_basis="offset")
    store_observation(archive, thread(MONDAY, sure))
    store_observation(archive, thread(TUESDAY, ada(7, published_local="2024-05-01T11:12", time_basis="wall")))
    assert stored(archive, "published_at", "published_local", "time_basis") == [
        ("2024-05-01T09:12:00Z", "2024-05-01T10:12", "offset")
    ]


def test_votes_are_kept_for_every_look_and_write_no_words_again(archive: Archive) -> None:
    store_observation(archive, thread(MONDAY, ada(7, likes=1)))
    later = store_observation(archive, thread(TUESDAY, ada(7, likes=5)))
    assert stored(archive, "likes") == [(5,)]
    assert read_thread(archive, later.article_id, "2024-05-06T13:00:00Z").comments[0]["likes"] == 1
    assert archive.db.table("wordings").count == archive.db.table("readings").count == 1


def test_two_articles_become_one_when_an_address_links_them(archive: Archive) -> None:
    old, new = "https://mast.example/old-slug/", "https://mast.example/new-slug/"
    first = thread(MONDAY, ada(7), article=Article(url=old, title="Old"))
    second = thread(TUESDAY, ada(7, "Fibre, edited"), ada(8, "New"), article=Article(url=new, title="New"))
    for page in (first, second):
        store_observation(archive, page)
    assert archive.db.table("articles").count == 2
    linking = thread(WEDNESDAY, ada(7, "Fibre, edited"), ada(8, "New"), article=Article(url=new, title="New"))
    linking.article_urls = [old, new]
    store_observation(archive, linking)
    assert archive.rows("SELECT title, url, comment_count FROM articles") == [
        {"title": "New", "url": new, "comment_count": 2}
    ]
    assert sorted(stored(archive, "external_id", "version_count")) == [("7", 2), ("8", 1)]


def test_what_two_articles_that_are_one_both_showed_is_kept_once(archive: Archive) -> None:
    old, new = "https://mast.example/old-slug/", "https://mast.example/new-slug/"
    shown = (ada(7), ada(8, "Yes", 1), ada(9, "No", 1))
    for when, url, comments in ((MONDAY, old, shown), (TUESDAY, new, shown[:2])):
        store_observation(archive, thread(when, *comments, article=Article(url=url, title="T")))
    linking = thread(WEDNESDAY, *shown, article=Article(url=new, title="T"))
    linking.article_urls = [old, new]
    store_observation(archive, linking)
    assert [archive.db.table(name).count for name in ("comments", "readings", "wordings")] == [3, 3, 3]
    assert stored(archive, "external_id", "depth") == [("7", 0), ("8", 1), ("9", 1)]
    assert archive.rows("SELECT gone_at FROM comments WHERE external_id = '9'") == [{"gone_at": None}]


def test_equal_words_under_different_parents_keep_their_parents_when_one_goes(archive: Archive) -> None:
    pia, quin = ada(None, "Fibre!", author="Pia"), ada(None, "Copper!", author="Quin")
    thanks = [ada(None, "Thanks a lot", 1) for _ in range(2)]
    store_observation(archive, text(MONDAY, pia, thanks[0], quin, thanks[1]))
    store_observation(archive, text(TUESDAY, pia, quin, ada(None, "Thanks a lot", 1)))
    found = archive.rows(
        "SELECT p.author, c.state FROM comments c JOIN comments p ON p.id = c.parent_id ORDER BY p.author"
    )
    assert [tuple(row.values()) for row in found] == [("Pia", "gone"), ("Quin", "visible")]


def test_an_answer_and_a_comment_of_equal_words_are_told_apart(archive: Archive) -> None:
    store_observation(archive, text(MONDAY, ada(None, "Yes"), ada(None, "Why?", author="Bo"), ada(None, "Yes", 1)))
    store_observation(archive, text(TUESDAY, ada(None, "Why?", author="Bo"), ada(None, "Yes", 1)))
    assert sorted(stored(archive, "body", "depth", "state")) == [
        ("Why?", 0, "visible"),
        ("Yes", 0, "gone"),
        ("Yes", 1, "visible"),
    ]


def test_an_id_that_two_bear_stays_each_ones_own_when_one_goes(archive: Archive) -> None:
    bo = ada(1, "Bo's words", author="Bo Copper")
    store_observation(archive, thread(MONDAY, ada(1, "Ada's words"), bo))
    store_observation(archive, thread(TUESDAY, bo))
    assert sorted(stored(archive, "author", "body", "state", "version_count")) == [
        ("Ada Mast", "Ada's words", "gone", 1),
        ("Bo Copper", "Bo's words", "visible", 1),
    ]
