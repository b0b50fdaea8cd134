"""What a reader sees of an element: blocks, lines, folded space, nothing of scripts and forms."""

from __future__ import annotations

import pytest
from lxml import html

from spiders.paragraphs import beginning_of_text, one_line, paragraphs, texts


def read(markup: str) -> str:
    return paragraphs(html.fragment_fromstring(markup))


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<div><p>Fibre is here.</p><p>At last.</p></div>", "Fibre is here.\n\nAt last."),
        ("<div>Ofcom<br>speaks</div>", "Ofcom\nspeaks"),
        ("<div>One<br> <br>Two</div>", "One\n\nTwo"),
        ("<div>Fi<b>bre</b> to\n the <i>home</i></div>", "Fibre to the home"),
        ("<p>One\nline</p>", "One line"),
        ("<ul><li>4G<li>5G</ul>", "4G\n\n5G"),
        ("<table><tr><td>Band</td><td>n78</td></tr></table>", "Band n78"),
        ("<pre>up 10\ndown  20</pre>", "up 10\ndown 20"),
        ("<div>before<!-- hidden --> after</div>", "before after"),
        ("<div>a&nbsp;\u2003b</div>", "a b"),
        ("<div> <p> </p> </div>", ""),
    ],
)
def test_blocks_part_paragraphs_and_br_parts_lines(markup: str, text: str) -> None:
    assert read(markup) == text


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript", "form", "button"])
def test_what_no_reader_reads_is_skipped_and_what_follows_is_not(tag: str) -> None:
    assert read(f"<div>Mast<{tag}>not me</{tag}> built</div>").split() == ["Mast", "built"]


def test_elements_left_out_go_with_all_they_hold() -> None:
    element = html.fragment_fromstring("<div>Mast <span class=share>Share <b>now</b></span>built</div>")
    assert paragraphs(element, lambda node: node.get("class") == "share") == "Mast built"


def test_the_text_after_the_element_does_not_count() -> None:
    page = html.fragment_fromstring("<div><p>inside</p>outside</div>")
    assert paragraphs(page[0]) == "inside"


def test_one_line_joins_everything() -> None:
    assert (
        one_line(html.fragment_fromstring("<h1><span>Exclusive</span><br>Masts  fall</h1>")) == "Exclusive Masts fall"
    )


@pytest.mark.parametrize("words", [2, 200])
def test_texts_are_those_that_lxml_gives_in_their_order_without_mark_up_comments(words: int) -> None:
    inner = "<b>n<i>78</i></b> band <!-- hidden -->, <a href='#'>more</a> "
    element = html.fragment_fromstring(f"<div><p>Low {inner * words}<em><u>last</u></em></p>tail</div>")[0]
    assert list(texts(element)) == list(element.itertext())
    assert beginning_of_text(element, 10**6) == "".join(element.itertext())


def test_the_beginning_of_a_long_text_is_enough_of_it() -> None:
    element = html.fragment_fromstring(f"<p>{'five<br>' * 1000}</p>")
    assert 40 <= len(beginning_of_text(element, 40)) < 60


def test_many_inline_parts_make_one_line_as_few_do() -> None:
    assert read(f"<h2>{'<b>5</b><i>G</i>' * 30}</h2>") == "5G" * 30


def test_ten_thousand_nested_elements_are_read() -> None:
    root = html.Element("div")
    inner = root
    for _ in range(10_000):
        inner = html.Element("span")
        root.append(inner)
        root = inner
    inner.text = "deep"
    assert paragraphs(root.getroottree().getroot()) == "deep"
