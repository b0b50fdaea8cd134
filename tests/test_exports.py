"""Snapshots of a thread."""

from __future__ import annotations

import json

from archiver.archive import Archive
from archiver.archive.storing import store_observation
from archiver.archive.threads import Thread, read_thread
from archiver.items import Article, Comment
from tests.exported import text
from tests.threads import URL, comment, thread


def stored(archive: Archive, *comments: Comment, title: str = "Fibre reaches Little Wick") -> Thread:
    article = Article(url=URL, title=title, body="First.\n\nSecond.", tags=["fibre"])
    return read_thread(
        archive, store_observation(archive, thread("2024-05-06T12:00:00", *comments, article=article)).article_id
    )


def test_json_is_a_tree_of_replies(archive: Archive) -> None:
    tree = json.loads(
        text(
            "json",
            stored(
                archive, comment(1, "A"), comment(2, "B", 1), comment(3, "C", 2), comment(4, "D", 1), comment(5, "E")
            ),
        )
    )

    def shape(comments: list[dict[str, object]]) -> list[object]:
        return [[one["body"], shape(one["replies"])] for one in comments]  # type: ignore[arg-type]  # JSON has no types

    assert shape(tree["comments"]) == [["A", [["B", [["C", []]]], ["D", []]]], ["E", []]]
    assert tree["article"]["tags"] == ["fibre"]
    assert tree["snapshot"]["is_complete"] is True
    assert tree["snapshot"]["observed_at"] == "2024-05-06T12:00:00Z"


def test_json_of_an_empty_thread_is_json(archive: Archive) -> None:
    assert json.loads(text("json", stored(archive)))["comments"] == []


def test_json_of_a_thread_thousands_deep_is_read_back_with_every_parent(archive: Archive) -> None:
    snapshot = stored(archive, comment(1, "level 0"))
    first = snapshot.comments[0]
    snapshot.comments = [
        {**first, "id": deep + 1, "parent_id": deep or None, "depth": deep, "body": f"level {deep}"}
        for deep in range(8_000)
    ] + [{**first, "id": 9_000, "parent_id": 2, "depth": 2, "body": "an answer to level 1"}]
    tree = json.loads(text("json", snapshot))
    waiting, read = [(one, None) for one in tree["comments"]], {}
    while waiting:
        one, holder = waiting.pop()
        read[one["id"]] = (one["parent_id"], one["depth"])
        if one["depth"] <= 24:
            assert one["parent_id"] == holder, "nested below its parent"
        waiting += [(reply, one["id"]) for reply in one["replies"]]
    assert read == {row["id"]: (row["parent_id"], row["depth"]) for row in snapshot.comments}


def test_markdown_quotes_replies_and_escapes_what_readers_typed(archive: Archive) -> None:
    said = text(
        "md",
        stored(
            archive,
            comment(1, "# no heading\n1. no list\n<img src=x>", author="*Eve*"),
            comment(2, "- no list\n\n[no](javascript:x) link", 1),
            title="Fibre <b>&</b> `copper`",
        ),
    )
    assert said.startswith("# Fibre \\<b\\>\\&\\</b\\> \\`copper\\`\n")
    assert "**\\*Eve\\***" in said
    assert "\\# no heading  \n1\\. no list" in said
    assert "> \\- no list" in said
    assert "<img" not in said.replace("\\<img", "")
    assert "\\[no\\](javascript:x) link" in said


def test_markdown_says_what_is_gone_and_what_was_edited(archive: Archive) -> None:
    store_observation(archive, thread("2024-05-05T12:00:00", comment(1, "Before"), comment(2, "Taken down")))
    said = text("md", stored(archive, comment(1, "After")))
    assert "2 versions" in said
    assert "gone by 2024-05-06T12:00:00Z" in said
    assert "Taken down" in said
