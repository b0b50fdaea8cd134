"""What stands in place of erased captures says what the archive said."""

from __future__ import annotations

from archiver.captures.conversions import conversion_document, converted_thread
from archiver.items import Article, CaptureRecord, Comment, Observation, Site, ThreadPage
from tests.threads import at


def test_an_empty_text_stays_one_and_is_not_taken_for_an_unknown_one() -> None:
    when = at("2024-05-06T10:00:00")
    thread = ThreadPage(
        site=Site(id="mast", domain="mast.example"),
        article=Article(url="https://mast.example/2024/masts/"),
        comments=[Comment(body="", body_html=""), Comment(body="", body_html=None)],
        observation=Observation(observed_at=when, source="article", scope="thread", digest="ab"),
    )
    place = CaptureRecord(file="a.warc.gz", offset=0, length=1, record_id="")
    again = converted_thread(conversion_document(thread, when), place)
    assert again.comments == thread.comments
