"""Pages of long threads, made up, for timing: the same talk in several mark-ups.

``html5``, what WordPress prints for a theme that asks for HTML5, ``classic``, what it prints for one that does not
(both after ``wp-includes/class-walker-comment.php``), and two of no software that has a reader of its own: ``named``,
whose classes say what is what, and ``unnamed``, whose classes do not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

MARK_UPS = ("html5", "classic", "named", "unnamed")
_URL = "https://bench.example/2024/05/masts-go-up-in-little-wick/"
_DEEPEST = 5
_CHARS = 250
_WORDS = (
    "mast fibre copper duct spectrum roaming tariff router signal village operator cable trench cabinet licence bill "
    "wholesale backhaul latency coverage antenna regulator engineer upgrade outage and the of with for under over near"
).split()
_NAMES = "Ada Bert Cleo Doug Elsa Finn Greta Hugo Iris Jock Kaja Liam Mona Nils Olga Pete".split()
_ZONE = timezone(timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Said:
    """One comment of the talk. ``depth`` counts from 0; ``paragraphs`` are two."""

    number: int
    depth: int
    author: str
    at: datetime
    paragraphs: tuple[str, str]

    @property
    def shown_at(self) -> str:
        """The time as a reader sees it."""
        return f"{self.at.day} {self.at:%B %Y at %H:%M}"

    @property
    def words(self) -> str:
        """The paragraphs as mark-up."""
        return "".join(f"<p>{words}</p>\n" for words in self.paragraphs)

    @property
    def avatar(self) -> str:
        """The picture as WordPress prints it."""
        address = f"https://faces.bench.example/{self.number:032x}?s="
        return (
            f"<img alt='' src='{address}32&#038;d=mm' srcset='{address}64&#038;d=mm 2x' "
            "class='avatar avatar-32 photo' height='32' width='32' loading='lazy' decoding='async'/>"
        )

    @property
    def linked_author(self) -> str:
        """The name as WordPress prints it."""
        address = f"https://{self.author[:4].lower()}.example/"
        return f'<a href="{address}" class="url" rel="ugc external nofollow">{self.author}</a>'

    @property
    def reply_link(self) -> str:
        """The link to the form as WordPress prints it."""
        return (
            f'<div class="reply"><a rel="nofollow" class="comment-reply-link" '
            f'href="{_URL}?replytocom={self.number}#respond" data-commentid="{self.number}" data-postid="7" '
            f'data-belowelement="div-comment-{self.number}" data-respondelement="respond" '
            f'data-replyto="Reply to {self.author}" aria-label="Reply to {self.author}">Reply</a></div>'
        )


def thread_page(mark_up: str, number: int, edition: int = 0) -> bytes:
    """A page with an article and ``number`` comments. Raises KeyError for a mark-up that is none of ``MARK_UPS``.

    Each ``edition`` is another talk of that length: other ids, days and words, by the same people.
    """
    opened, comment, replies = _TEMPLATES[mark_up]
    thread = "".join(_nested(list(_talk(number, edition)), comment, replies))
    form = '<form action="/wp-comments-post.php" id="commentform"><textarea name="comment"></textarea></form>'
    if mark_up in ("named", "unnamed"):
        form = '<form action="/talk/new"><textarea name="words"></textarea></form>'
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Masts go up in Little Wick</title>
<link rel="canonical" href="{_URL}"><meta property="og:type" content="article"></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/fibre/">Fibre</a></li></ul></nav></header>
<main><article id="post-7" class="post"><h1 class="entry-title">Masts go up in Little Wick</h1>
<time class="entry-date" datetime="2024-05-06T09:00:00+01:00">6 May 2024</time>
<div class="entry-content"><p>Four masts went up in Little Wick this week, and the village is on the air.</p>
<p>The operator says a fifth one will follow when the church has made up its mind.</p></div></article>
{opened.format(number=number)}{thread}</ol>
<div id="respond">{form}</div></div></main>
<footer id="colophon"><p>Little Wick Times</p></footer></body></html>""".encode()


def _talk(number: int, edition: int) -> Iterator[Said]:
    chance = random.Random(number + edition * 1_000_003)
    first_id = 4_000 + edition * number
    at = datetime(2024, 5, 6, 10, 15, tzinfo=_ZONE) + timedelta(days=edition)
    depth = -1
    for position in range(number):
        depth = chance.randint(0, min(depth + 1, _DEEPEST - 1))
        at += timedelta(minutes=chance.randint(1, 90))
        author = f"{chance.choice(_NAMES)} {chance.choice('BCDFGHKLM')}."
        first = chance.randint(_CHARS // 4, 3 * _CHARS // 4)
        yield Said(
            first_id + position, depth, author, at, (_sentence(chance, first), _sentence(chance, _CHARS - first))
        )


def _sentence(chance: random.Random, chars: int) -> str:
    words: list[str] = []
    while sum(map(len, words)) + len(words) < chars:
        words.append(chance.choice(_WORDS))
    return f"{' '.join(words).capitalize()[: chars - 1].strip()}."


def _nested(talk: list[Said], comment: Callable[[Said], str], replies: tuple[str, str]) -> Iterator[str]:
    opening, closing = replies
    depths = [said.depth for said in talk]
    for said, next_depth in zip(talk, [*depths[1:], 0], strict=True):
        yield comment(said)
        if next_depth > said.depth:
            yield opening
        else:
            yield "</li>\n" + f"{closing}</li>\n" * (said.depth - next_depth)


def _html5(said: Said) -> str:
    return f"""<li id="comment-{said.number}" class="comment even thread-even depth-{said.depth + 1}">
\t\t\t<article id="div-comment-{said.number}" class="comment-body">
\t\t\t\t<footer class="comment-meta">
\t\t\t\t\t<div class="comment-author vcard">
\t\t\t\t\t\t{said.avatar}
\t\t\t\t\t\t<b class="fn">{said.linked_author}</b> <span class="says">says:</span>\t\t\t\t\t</div>
\t\t\t\t\t<!-- .comment-author -->

\t\t\t\t\t<div class="comment-metadata">
\t\t\t\t\t\t<a href="{_URL}#comment-{said.number}">\
<time datetime="{said.at.isoformat()}">{said.shown_at}</time></a>\t\t\t\t\t</div>
\t\t\t\t\t<!-- .comment-metadata -->

\t\t\t\t\t\t\t\t\t</footer><!-- .comment-meta -->

\t\t\t\t<div class="comment-content">
\t\t\t\t\t{said.words}\t\t\t\t</div><!-- .comment-content -->

\t\t\t\t{said.reply_link}\t\t\t</article><!-- .comment-body -->
"""


def _classic(said: Said) -> str:
    return f"""<li class="comment even thread-even depth-{said.depth + 1}" id="comment-{said.number}">
\t\t\t\t<div id="div-comment-{said.number}" class="comment-body">
\t\t\t\t<div class="comment-author vcard">
\t\t\t{said.avatar}\t\t\t<cite class="fn">{said.linked_author}</cite> <span class="says">says:</span>\t\t</div>

\t\t<div class="comment-meta commentmetadata">
\t\t\t<a href="{_URL}#comment-{said.number}">{said.shown_at}</a>\t\t</div>

\t\t{said.words}
\t\t{said.reply_link}
\t\t\t\t</div>
"""


def _named(said: Said) -> str:
    return f"""<li class="comment-item level-{said.depth}" id="c{said.number}">
<div class="comment-item__avatar"><img src="https://faces.bench.example/{said.number}.png" alt="" width="40"></div>
<div class="comment-item__head"><a class="comment-item__author" href="/people/{said.number}">{said.author}</a>
<a class="comment-item__permalink" href="#c{said.number}">
<time datetime="{said.at.isoformat()}">{said.shown_at}</time></a></div>
<div class="comment-item__text">{said.words}</div>
<div class="comment-item__actions"><a href="/talk/reply/{said.number}">Reply</a></div>
"""


def _unnamed(said: Said) -> str:
    return f"""<li class="entry" id="e{said.number}">
<div class="e1"><img src="https://faces.bench.example/{said.number}.png" alt="" width="40"></div>
<div class="e2"><a href="/people/{said.number}"><b>{said.author}</b></a>
<a href="#e{said.number}">{said.shown_at}</a></div>
<div class="e3">{said.words}</div>
<div class="e4"><a href="/talk/reply/{said.number}">Reply</a></div>
"""


_TEMPLATES: dict[str, tuple[str, Callable[[Said], str], tuple[str, str]]] = {
    "html5": (
        '<div id="comments" class="comments-area"><h2 class="comments-title">{number} thoughts</h2>'
        '<ol class="comment-list">',
        _html5,
        ('<ol class="children">\n', "</ol><!-- .children -->\n"),
    ),
    "classic": (
        '<div id="comments"><h3 id="comments">{number} Responses</h3><ol class="commentlist">',
        _classic,
        ('<ul class="children">\n', "</ul>\n"),
    ),
    "named": (
        '<div class="comments"><h2>{number} comments</h2><ol class="comments__list">',
        _named,
        ('<ol class="comments__replies">\n', "</ol>\n"),
    ),
    "unnamed": (
        '<div class="discussion"><h2>{number} comments</h2><ol class="talk">',
        _unnamed,
        ('<ol class="answers">\n', "</ol>\n"),
    ),
}
