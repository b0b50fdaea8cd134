"""Where readers' words and names hide in a page: none of them may come into a frozen one."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

import pytest

from archiver.errors import UsageError
from archiver.freezing.frozen_page import FrozenPage
from archiver.freezing.scrubbing import scrubbed
from spiders.page import Page
from tests.wordpress_pages import article_page, comment_item

URL = "https://mast.example/masts/"
NAME = "Радко Зорин"
WORDS = "Мачта гудит всю ночь"
TOLD = "Ring 0470 123456, the antenna crackles."
LEFT = "quillfeather радко зорин мачта гудит crackles 0470 123456 48151".split()
MOST_LAYERS = 12


def u_escapes(text: str) -> str:
    return "".join(f"\\u{ord(sign):04x}" for sign in text)


def entities(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


def percents(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def x_escapes(text: str) -> str:
    return "".join(f"\\x{ord(sign):02x}" for sign in text)


def frozen(around: str, *, author: str = "Quillfeather") -> str:
    comments = [comment_item(11, author, TOLD), comment_item(12, NAME, f"{WORDS}, и никто не спит.")]
    page = article_page(URL, comments, stated=2).replace("</body>", f"{around}</body>")
    return FrozenPage.of(Page(page.encode(), url=URL)).text


def understood(text: str) -> str:
    """The text and, layer by layer, what its escapes say, by this test's own means."""
    layers = [text]
    for _ in range(MOST_LAYERS):
        text = unquote(html.unescape(text))
        text = re.sub(r"\\u([0-9a-f]{4})|\\x([0-9a-f]{2})", lambda one: chr(int(one[1] or one[2], 16)), text)
        layers.append(text)
    return "\n".join(layers).casefold()


HIDDEN = {
    "a script as PHP's json_encode writes it": f'<script>var c = {{"by": "{u_escapes(NAME)}"}};</script>',
    "a script with escaped bytes": f'<script>var by = "{x_escapes("quillfeather")}";</script>',
    "entities in JSON-LD": f'<script type="application/ld+json">{{"@type": "X", "a": "{entities(NAME)}"}}</script>',
    "escapes of escapes in JSON": f'<script type="application/json">["{u_escapes(u_escapes(NAME))}"]</script>',
    "entities in a comment of HTML": f"<!-- {entities(WORDS)} -->",
    "words in a comment of HTML": "<!-- quillfeather -->",
    "an attribute escaped twice": f'<a title="{html.escape(entities(NAME))}">x</a>',
    "an attribute escaped thrice": f'<a title="{html.escape(html.escape(entities(WORDS)))}">x</a>',
    "text escaped twice": f"<p>{html.escape(entities(NAME))}</p>",
    "text with escapes of scripts": f"<p>{u_escapes(NAME)}</p>",
    "an address": f'<a href="/find/?by={percents(NAME)}">x</a>',
    "an address escaped twice": f'<a href="/find/?by={percents(percents(NAME))}">x</a>',
    "a key of JSON": '<script type="application/json">{"users": {"quillfeather": {"id": 48151}}}</script>',
    "a key of JSON in an attribute": """<p data-comment='{"quillfeather": 1, "n": 48151}'>x</p>""",
    "a JSON-LD @type and @context": (
        '<script type="application/ld+json">{"@type": "quillfeather", "@context": {"quillfeather": "x"}}</script>'
    ),
    "a fragment": '<a href="#quillfeather">x</a>',
    "a fragment and query of the article": f'<a href="{URL}?by=quillfeather#by-quillfeather">x</a>',
    "a part of the site's name": '<a href="https://quillfeather.mast.example/">x</a>',
    "a user in an address": '<a href="https://quillfeather@mast.example/masts/">x</a>',
    "bare attributes": "<p data-quillfeather quillfeather>x</p>",
    "attributes nobody reads": '<p onclick="go(48151)" quillfeather="1" data-quillfeather="1">x</p>',
    "attributes for machines": '<a rel="author quillfeather" lang="quillfeather" type="by quillfeather">x</a>',
    "microdata": '<p itemprop="quillfeather" itemtype="https://schema.org/quillfeather">x</p>',
    "a style": '<p style="color: red; content: quillfeather">x</p>',
    "a style sheet": "<style>.quillfeather { color: red }</style>",
    "the name of a tag": "<quillfeather-card>x</quillfeather-card>",
    "a class run together": '<p class="commentbyquillfeather isByQuillfeather by_quillfeather">x</p>',
    "quotes in quotes": '<a title="Reply to "quillfeather" who says "crackles" here">x</a>',
    "an attribute that is not closed": '<p><a title="quillfeather>x</a></p>',
    "other declarations": "<?php quillfeather ?><![CDATA[quillfeather]]><!quillfeather>",
    "a number told elsewhere": '<p class="signature">Call 0470 123456</p>',
    "a number told in a class": '<p class="u-48151 user48151" id="by48151" data-uid="48151">x</p>',
    "a number in an address": '<a href="/profile.php?id=48151"><img src="/data/avatars/m/48/48151.jpg"></a>',
    "codes of signs in a row": f"<p>{','.join(str(ord(sign)) for sign in 'quillfeather')}</p>",
}


@pytest.mark.parametrize("around", HIDDEN.values(), ids=HIDDEN)
def test_nothing_of_a_reader_stays_in(around: str) -> None:
    try:
        text = frozen(around)
    except UsageError as error:
        assert "would" in str(error)  # noqa: PT017 - to refuse is as good as to scrub
        return
    shown = understood(text)
    assert not [gone for gone in LEFT if gone in shown]
    assert ",".join(str(ord(sign)) for sign in "quillfeather") not in shown


def test_few_of_them_are_refused() -> None:
    refused = []
    for where, around in HIDDEN.items():
        try:
            frozen(around)
        except UsageError:
            refused.append(where)
    assert len(refused) <= 2, refused


def escaped_often(text: str) -> str:
    text = entities(text)
    for _ in range(MOST_LAYERS):
        text = html.escape(text)
    return text


def test_what_is_escaped_very_often_is_gone() -> None:
    codes = re.findall(r"\d+", entities("quillfeather"))
    left = re.findall(r"\d+", frozen(f'<p title="{escaped_often("quillfeather")}">x</p>'))
    assert "".join(codes) not in "".join(left)


@pytest.mark.parametrize(
    "left",
    [
        '<p class="byquillfeather">x</p>',
        f"<p>{entities(entities('quillfeather'))}</p>",
        f"<p>{u_escapes('quillfeather')}</p>",
        "<p>0470</p>",
        f"<!-- {percents(NAME)} -->",
        f"<p>{WORDS}, и никто не спит.</p>",
        f"<p>{escaped_often('quillfeather')}</p>",
    ],
)
def test_the_second_look_finds_what_scrubbing_leaves(left: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "archiver.freezing.frozen_page.scrubbed", lambda *given: scrubbed(*given).replace("</body>", f"{left}</body>")
    )
    with pytest.raises(UsageError, match="would stay"):
        frozen("")


def test_times_ids_and_classes_that_are_read_stay() -> None:
    text = frozen('<time datetime="2024-05-06T11:15:00+0100">6 May 2024</time><p class="comment-body depth-2">x</p>')
    for kept in ('id="comment-11"', "6 May 2024 at 11:15", "2024-05-06T11:15:00+0100", "comment-body depth-2"):
        assert kept in text, kept
