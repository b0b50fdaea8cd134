"""What a page is, before anybody reads it: its text, its tree, its elements by class."""

from __future__ import annotations

import gzip

import pytest
from lxml.html import HtmlElement

from spiders.page import Page, UnreadablePageError


def page_of(body: str) -> Page:
    return Page(f"<!doctype html><html><body>{body}</body></html>".encode())


def test_newlines_of_every_kind_become_one_kind() -> None:
    page = Page(b"<html><body><pre>copper\r\nfibre\rradio\nsatellite</pre></body></html>")
    assert page.text.count("\n") == 3
    assert "\r" not in page.text
    assert page.root.findtext(".//pre") == "copper\nfibre\nradio\nsatellite"


def test_newlines_of_two_bytes_are_told_from_letters_that_hold_the_same_byte() -> None:
    page = Page("<html><body><p>čistý\r\nдом ഊ</p></body></html>".encode("utf-16"))
    assert page.root.findtext(".//p") == "čistý\nдом ഊ"


def test_nul_bytes_are_shown_as_characters_that_cannot_be_read() -> None:
    body = b"<html><body><p>4\x00G and 5G</p>" + b"<p>Much more about masts.</p>" * 9 + b"</body></html>"
    assert Page(body).root.findtext(".//p") == "4\ufffdG and 5G"


@pytest.mark.parametrize(("declared", "shown"), [("utf-8", "Z\ufffdrich"), ("windows-1252", "Zürich")])
def test_a_declared_encoding_is_believed(declared: str, shown: str) -> None:
    page = Page(f'<html><head><meta charset="{declared}"></head><body><p>Zürich</p></body></html>'.encode("cp1252"))
    assert page.root.findtext(".//p") == shown


def test_the_header_of_the_response_wins_over_the_page() -> None:
    body = '<html><head><meta charset="iso-8859-1"></head><body><p>Łódź</p></body></html>'.encode()
    assert Page(body, content_type="text/html; charset=utf-8").root.findtext(".//p") == "Łódź"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    page = Page("\ufeff<html><body><p>Ämter</p></body></html>".encode())
    assert page.text.startswith("<html>")
    assert page.root.findtext(".//p") == "Ämter"


def test_stray_bytes_spoil_only_themselves() -> None:
    text = "<html><body><p>Münster \udcff und Köln</p>" + "<p>Mehr über Masten.</p>" * 20 + "</body></html>"
    page = Page(text.encode("utf-8", "surrogateescape"))
    assert page.root.findtext(".//p") == "Münster \ufffd und Köln"


@pytest.mark.parametrize("end", [b"\xc3", b"\xe2\x80"])
def test_a_page_cut_off_within_its_only_letter_beyond_ascii_is_still_utf_8(end: bytes) -> None:
    page = Page(b"<html><body><p>The mast of Oerlikon, near Z" + end)
    assert page.root.findtext(".//p") == "The mast of Oerlikon, near Z\ufffd"


def test_a_text_may_end_with_a_letter_of_an_older_encoding() -> None:
    assert Page("No signal in the café".encode("cp1252")).text.endswith("café")


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ('A mast fell.\n\nYou may use these tags: <a href="" title=""> <b> <p> <i>\n', False),
        ("Saved on Monday\n<div><p>A mast fell.</p></div>", True),
        ("<p>A mast fell.", True),
        ("\ufeff \n<div>A mast fell.", True),
        ("Saved on Monday\n<!DOCTYPE html><title>A mast fell", True),
        ("5 < 7, i<p, and no tag of ours: <mast>", False),
    ],
)
def test_tags_that_a_text_only_names_make_it_no_page(text: str, is_html: bool) -> None:
    assert Page(text.encode()).is_html is is_html


def test_a_page_nested_beyond_what_the_parser_reads_is_cut() -> None:
    assert not page_of("<p>mast</p>").is_cut
    assert page_of("<div>" * 3_000 + "mast").is_cut


def test_a_packed_page_is_unpacked() -> None:
    page = Page(gzip.compress(b"<html><body><p>masts</p>\r\n</body></html>"))
    assert page.root.findtext(".//p") == "masts"


def test_a_packed_page_is_unpacked_to_its_last_member_and_as_far_as_it_goes() -> None:
    members = [gzip.compress(f"<p>mast {number}, {'fibre ' * 9_000}</p>".encode()) for number in range(3)]
    assert [f"mast {number}" in Page(b"".join(members)).text for number in range(3)] == [True, True, True]
    assert "mast 1" in Page(b"".join(members[:2]) + b"\n\x00 no gzip").text
    assert "mast 1" in Page(b"".join(members)[:-30]).text


def test_a_packed_page_that_grows_beyond_all_measure_is_refused() -> None:
    with pytest.raises(UnreadablePageError, match="larger than"):
        _ = Page(gzip.compress(bytes(50_000_000)) * 2).text


@pytest.mark.parametrize(
    "body", [b"", b" \r\n\t ", b"\x00\x01\x02" * 100, gzip.compress(b"x" * 99)[:-20] + b"\xff" * 30]
)
def test_bytes_that_hold_no_page_are_refused(body: bytes) -> None:
    with pytest.raises(UnreadablePageError):
        _ = Page(body).text


def test_a_page_of_nothing_but_an_encoded_sign_has_a_tree() -> None:
    assert Page(b"<!-- nothing here -->").root.tag == "html"


def test_elements_are_lxml_htmls_own_in_the_order_of_the_page() -> None:
    page = page_of("<form><p>One</p><!-- two --><input name=three></form>")
    assert [element.tag for element in page.elements] == ["html", "body", "form", "p", "input"]
    assert all(isinstance(element, HtmlElement) for element in page.elements)


def test_elements_stand_under_each_of_their_classes_in_the_order_of_the_page() -> None:
    page = page_of("<p class='a b' id=1></p><p class=b id=2></p><p class=' b\n a' id=3></p><p class='' id=4></p>")
    numbers = {name: [element.get("id") for element in elements] for name, elements in page.by_class.items()}
    assert numbers == {"a": ["1", "3"], "b": ["1", "2", "3"]}
    assert list(page.by_class) == ["a", "b"]


def test_a_class_written_twice_counts_once() -> None:
    assert len(page_of("<p class='mast mast'></p>").by_class["mast"]) == 1


def test_a_class_that_no_element_has_is_not_there() -> None:
    index = page_of("<p class=mast></p>").by_class
    assert "tower" not in index
    assert index.get("tower", []) == []
    assert len(index) == 1
    with pytest.raises(KeyError):
        _ = index["tower"]


def test_elements_stand_under_their_ids_also_where_one_is_used_twice() -> None:
    page = page_of("<p id=mast>1</p><p id=tower>2</p><p id=mast>3</p>")
    assert [element.text for element in page.by_id["mast"]] == ["1", "3"]


def test_names_are_found_by_a_part_in_whatever_case() -> None:
    index = page_of("<p class='mainComments isso'></p><p class='comment-list COMMENT'></p><p class=mast></p>").by_class
    assert sorted(index.names_with(["comment", "isso"])) == ["COMMENT", "comment-list", "isso", "mainComments"]
    assert index.names_with(["tower"]) == []


def test_a_letter_that_is_two_in_lower_case_hides_no_name() -> None:
    index = page_of("<p class='İİİ'></p><p class='comment-list'></p><p class='mast'></p>").by_class
    assert index.names_with(["comment"]) == ["comment-list"]


def test_elements_are_found_by_values_as_they_stand() -> None:
    index = page_of("<p class='a b' id=1></p><p class=b id=2></p><p class='a b' id='3'></p><p id='3'></p>")
    assert [one.get("id") for one in index.by_class.with_values(["b", "a b"])] == ["2", "1", "3"]
    assert [one.get("id") for one in index.by_id.with_values(["2", "1"])] in (["2", "1"], ["1", "2"])
    assert len(index.by_id.with_values(["3"])) == 2
    assert index.by_class.with_values([]) == []


def test_an_id_of_two_words_is_not_taken_for_those_of_others() -> None:
    page = page_of("<p id='mast tower'></p><p id=mast></p>")
    assert [one.get("id") for one in page.by_id.with_values(["mast tower"])] == ["mast tower"]


def test_it_is_told_how_names_begin_and_what_they_hold() -> None:
    index = page_of("<p class='main comment-list'></p><p class=Mast></p>").by_class
    assert index.has_start("comment-", "tower")
    assert not index.has_start("list", "mast")
    assert index.holds("-list")
    assert not index.holds("n comment")


def test_elements_of_note_stand_under_their_tags_and_headings_in_their_order() -> None:
    page = page_of("<h2>1</h2><script>2</script><h1>3</h1><h2>4</h2><p>5</p>")
    assert [one.text for one in page.by_tag["h2"]] == ["1", "4"]
    assert [one.text for one in page.headings] == ["1", "3", "4"]
    assert page.by_tag["time"] == []


def test_links_are_those_that_lead_somewhere() -> None:
    page = page_of("<a href='#reply'>1</a><a name=mast>2</a><a href=''>3</a><a href='/mast'>4</a>")
    assert [(link.text, href) for link, href in page.links] == [("1", "#reply"), ("4", "/mast")]


def test_many_elements_of_one_class_are_found_in_linear_time() -> None:
    page = page_of("<i class='reply level'></i>" * 50_000)
    assert len(page.by_class["reply"]) == 50_000
    assert page.by_class["reply"] is page.by_class["reply"]
