"""The generic reader reads what the templates of many news sites do: ages, wrapped names, folded texts, spacers."""

from __future__ import annotations

import pytest

from tests.platforms.generic_pages import Said, read, row, talk


@pytest.mark.parametrize("age", ["6天前", "5小时前", "39分钟前", "3天之前", "2時間前", "3시간 전"])
def test_ages_in_scripts_without_spaces_are_times(age: str) -> None:
    def one(c: Said) -> str:
        head = f'<h3><a href="/u/{c.id}">{c.name}</a> <span>{age}</span></h3>'
        return f'<li class="c-item">{head}{c.paragraphs}<span class="c-reply">回复</span></li>'

    found = read(f'<div class="detail-comment"><ul>{row(talk(0, 0, 0), one)}</ul></div>')
    assert [(c.author, c.published_raw) for c in found] == [(c.author, age) for c in talk(0, 0, 0)]


def test_a_date_far_behind_the_white_space_of_a_template_is_a_time() -> None:
    gap = "\n" + " " * 60

    def one(c: Said) -> str:
        place = f",{gap}Kiel, Deutschland,{gap}"
        return (
            f'<div id="comment-{c.id}" class="comment"><p class="comment-text">{c.words[0]}</p>'
            f'<p class="user-info">-{gap}<a href="/profil/{c.id}">{c.name}</a>{place}{c.day} {c.clock}</p></div>'
        )

    said = talk(0, 0, 0)
    found = read(f'<div id="reader-comments"><h3>Comments (3)</h3>{row(said, one)}</div>')
    assert [(c.author, c.published_raw) for c in found] == [(c.author, f"{c.day} {c.clock}") for c in said]
