"""The pages of a thread in vBulletin 3, 4 and 5, and its stated count."""

from __future__ import annotations

from spiders.platforms.vbulletin import VBulletin
from tests.platforms.boards import page_of

THREAD = "https://boards.mast.example/showthread.php?t=7"


def test_pages_and_count_of_version_3() -> None:
    nav = """<div class="pagenav" align="right"><table class="tborder"><tr>
      <td class="vbmenu_control">Page 2 of 12</td>
      <td class="alt1"><a rel="prev" class="smallfont" href="showthread.php?t=7">&lt;</a></td>
      <td class="alt1"><a class="smallfont" href="showthread.php?t=7" title="Show results 1 to 15 of 1,226">1</a></td>
      <td class="alt2"><span class="smallfont" title="Showing results 16 to 30 of 1,226"><strong>2</strong></span></td>
      <td class="alt1"><a class="smallfont" href="showthread.php?t=7&amp;page=3&amp;s=0123456789abcdef0123456789abcdef"
        title="Show results 31 to 45 of 1,226">3</a></td>
      <td class="alt1" nowrap="nowrap"><a class="smallfont" href="showthread.php?t=7&amp;page=12">Last &raquo;</a></td>
      </tr></table></div>"""
    page = page_of(nav, url=THREAD + "&page=2")
    assert VBulletin().more_pages(page) == [THREAD, THREAD + "&page=3"]
    assert (VBulletin().page_number(page), VBulletin().stated_count(page)) == (2, 1226)


def test_pages_and_count_of_version_4() -> None:
    nav = """<div id="postpagestats_above" class="postpagestats">Results 11 to 20 of 26</div>
      <div id="pagination_top" class="pagination_top"><form class="pagination popupmenu nohovermenu">
      <span><a href="javascript://" class="popupctrl">Page 2 of 3</a></span>
      <span class="prev_next"><a rel="prev" href="showthread.php?7-w" title="Prev Page">Prev</a></span>
      <span><a href="showthread.php?7-w" title="Show results 1 to 10 of 26">1</a></span>
      <span class="selected"><a href="javascript://" title="Results 11 to 20 of 26">2</a></span>
      <span><a href="showthread.php?7-w/page3" title="Show results 21 to 26 of 26">3</a></span></form></div>"""
    page = page_of(nav, url="https://boards.mast.example/showthread.php?7-w/page2")
    assert VBulletin().more_pages(page) == [
        "https://boards.mast.example/showthread.php?7-w",
        "https://boards.mast.example/showthread.php?7-w/page3",
    ]
    assert (VBulletin().page_number(page), VBulletin().stated_count(page)) == (2, 26)


def test_pages_of_version_5() -> None:
    nav = """<div class="pagenav-container"><div class="pagenav h-right">
      <a class="js-pagenav-button js-pagenav-prev-button" data-page="1" href="/forum/wick/7-fibre">Previous</a>
      <a class="js-pagenav-button b-button--secondary" data-page="1" href="/forum/wick/7-fibre">1</a>
      <a class="js-pagenav-button b-button--primary js-pagenav-current-button" data-page="2"
        href="/forum/wick/7-fibre/page2">2</a>
      <a class="js-pagenav-button" data-page="3" href="/forum/wick/7-fibre/page3">3</a></div></div>"""
    page = page_of(nav, url="https://boards.mast.example/forum/wick/7-fibre/page2")
    assert VBulletin().more_pages(page) == [
        "https://boards.mast.example/forum/wick/7-fibre",
        "https://boards.mast.example/forum/wick/7-fibre/page3",
    ]
    assert VBulletin().page_number(page) == 2


def test_other_pages_of_the_board_are_not_recognised() -> None:
    for body in ('<li class="threadbit" id="thread_7">post_message_</li>', '<div id="post_41">An article</div>'):
        assert not VBulletin().recognises(page_of(body))
