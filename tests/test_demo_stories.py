"""The demo's articles and comments: what they must be so that the site can show them."""

from __future__ import annotations

from archiver.demo.stories import first_day, second_day, summary_of_changes


def test_the_second_day_brings_an_edit_two_deletions_seven_comments_and_an_article() -> None:
    summary = summary_of_changes(first_day(), second_day())
    assert summary.new_articles == ("one-character-outage",)
    assert len(summary.new_comments) == 7
    assert len(summary.edited_comments) == 1
    assert len(summary.gone_comments) == 2
    assert len(summary.moved_comments) == 1


def test_one_deleted_comment_had_answers_and_the_other_had_none() -> None:
    gone = summary_of_changes(first_day(), second_day()).gone_comments
    answered = {comment.parent for story in first_day() for comment in story.comments}
    assert sorted(number in answered for number in gone) == [False, True]


def test_nothing_differs_between_a_day_and_itself() -> None:
    summary = summary_of_changes(second_day(), second_day())
    assert not any((summary.new_articles, summary.new_comments, summary.edited_comments))
    assert not any((summary.gone_comments, summary.moved_comments))


def test_articles_come_newest_first() -> None:
    published = [story.published for story in second_day()]
    assert published == sorted(published, reverse=True)


def test_each_mark_up_is_shown_by_an_article_with_comments_and_one_article_has_none() -> None:
    assert {story.theme for story in first_day() if story.comments} == {"html5", "classic", "block"}
    assert [story.slug for story in first_day() if not story.comments] == ["open-ran-lighthouse"]


def test_comment_ids_grow_with_time_and_answers_come_after_what_they_answer() -> None:
    comments = [comment for story in second_day() for comment in story.comments]
    by_id = {comment.id: comment for comment in comments}
    assert len(by_id) == len(comments)
    assert sorted(comments, key=lambda comment: comment.id) == sorted(comments, key=lambda comment: comment.at)
    for story in second_day():
        for comment in story.comments:
            if comment.parent is not None:
                assert by_id[comment.parent].at < comment.at
                assert by_id[comment.parent] in story.comments
            assert comment.at > story.published
