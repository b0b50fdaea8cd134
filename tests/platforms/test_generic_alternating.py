"""The generic reader where heads and words take turns in boxes that look alike."""

from __future__ import annotations

import pytest

from tests.platforms.generic_pages import Said, read, row, talk

_BOXES = {
    "rows": ("<table id='comments'>{}</table>", "<tr><td>", "</td></tr>"),
    "paragraphs": ("<div id='comments'>{}</div>", "<p>", "</p>"),
    "boxes": ("<div id='comments'>{}</div>", "<div>", "</div>"),
}


@pytest.mark.parametrize("boxes", _BOXES)
@pytest.mark.parametrize("count", [3, 20, 25])
def test_words_stand_in_the_box_after_the_head_however_many_there_are(boxes: str, count: int) -> None:
    frame, opening, closing = _BOXES[boxes]

    def one(c: Said) -> str:
        head = f"<b>{c.name}</b> {c.day} {c.clock}"
        return f"{opening}{head}{closing}{opening}Mast {c.number} strahlt zu weit.{closing}"

    said = talk(*[0] * count)
    found = read(frame.format(row(said, one)))
    assert [(c.author, c.body) for c in found] == [(c.author, f"Mast {c.number} strahlt zu weit.") for c in said]


def test_a_head_without_words_beside_it_gives_none() -> None:
    said = talk(0, 0, 0)
    heads = row(said, lambda c: f"<li class='comment'><b>{c.name}</b> <span>{c.day} {c.clock}</span></li>")
    assert {c.body for c in read(f"<ul id='comments'>{heads}</ul>")} <= {""}
