"""Whatever the shape of a thread and the taste of who made its mark-up: the generic reader reads it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from spiders.platforms.generic import Generic
from tests.platforms.forests import ExpectedComment, Forest, assert_same_forest, clocks, forests, lines
from tests.platforms.generic_pages import NAMES, page
from tests.platforms.mark_up import AS_FORESTS

_PLAIN_WORDS = ("Netz", "Ausbau", "Masten", "Kabel", "langsam", "teuer", "endlich", "Anbieter", "Störung", "5G")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language for the parts of a thread."""

    area: str
    unit: str
    author: str
    time: str
    text: str
    replies: str
    heading: str


LANGUAGES = (
    Words("comments", "comment", "author", "date", "text", "replies", "{} Comments"),
    Words("kommentare", "kommentar", "autor", "datum", "inhalt", "antworten", "Kommentare ({})"),
    Words("commentaires", "commentaire", "auteur", "heure", "texte", "reponses", "{} commentaires"),
    Words("comentarios", "comentario", "usuario", "fecha", "contenido", "respuestas", "{} comentarios"),
    Words("commenti", "commento", "autore", "orario", "testo", "risposte", "{} commenti"),
    Words("reacties", "reactie", "gebruiker", "tijd", "inhoud", "antwoorden", "{} reacties"),
    Words("komentarze", "komentarz", "autor", "czas", "tresc", "odpowiedzi", "Komentarze ({})"),
    Words("comentarios-lista", "comentario", "autor", "data-hora", "texto", "respostas", "{} comentários"),
)
TIMES = (
    lambda at: f'<time datetime="{at:%Y-%m-%dT%H:%M}:00+01:00" class="{{name}}">{at:%d.%m.%Y}</time>',
    lambda at: f'<span class="{{name}}">{at:%d.%m.%Y, %H:%M} Uhr</span>',
    lambda at: f'<span class="{{name}}">{at:%Y-%m-%d %H:%M}</span>',
    lambda at: f'<a class="{{name}}" href="#p">{at:%d/%m/%Y @ %H:%M}</a>',
)
NESTINGS = ("list inside", "box inside", "box after", "level in a class", "level in an attribute", "margin")
MARKS = ('id="{area}-{id}"', 'id="{id}"', 'data-id="{id}"', 'data-{unit}-id="{id}"')


@dataclass(frozen=True, slots=True)
class Style:
    """One way to print threads."""

    words: Words
    join: str
    nesting: str
    mark: str
    time: int
    is_time_first: bool
    is_text_first: bool
    has_text_box: bool
    has_heading: bool
    has_advertising: bool

    def rendered(self, forest: Forest) -> str:
        """The thread in its area."""
        heading = f"<h3>{self.words.heading.format(len(forest))}</h3>" if self.has_heading else ""
        return f'<section class="{self.words.area}">{heading}{self._listed(forest)}</section>'

    def _listed(self, forest: Forest) -> str:
        tag, box = ("li", "ul") if self.nesting == "list inside" else ("div", "div")
        opening, closing = f'<{box} class="{self.words.replies}">', f"</{box}>"
        if self.nesting == "box after":
            return self._after(forest, opening, closing)
        if "inside" not in self.nesting:
            return "".join(self._one(comment, tag) + f"</{tag}>" for comment in forest)
        pieces = [f'<{box} class="{self.name("list")}">']
        path: list[int] = []
        for comment in forest:
            while len(path) > comment.depth:
                pieces.append((closing if path.pop() else "") + f"</{tag}>")
            if path and not path[-1]:
                pieces.append(opening)
                path[-1] = 1
            pieces.append(self._one(comment, tag))
            path.append(0)
        pieces.extend((closing if has_replies else "") + f"</{tag}>" for has_replies in reversed(path))
        return "".join([*pieces, closing])

    def _after(self, forest: Forest, opening: str, closing: str) -> str:
        pieces: list[str] = []
        depth = 0
        for comment in forest:
            pieces.append(opening * (comment.depth - depth) + closing * (depth - comment.depth))
            depth = comment.depth
            pieces.append(self._one(comment, "div") + "</div>")
        return "".join([*pieces, closing * depth])

    def _one(self, comment: ExpectedComment, tag: str) -> str:
        level = f" level-{comment.depth}" if self.nesting == "level in a class" else ""
        attributes = {
            "level in an attribute": f' data-depth="{comment.depth}"',
            "margin": f' style="margin-left: {comment.depth * 20}px"',
        }.get(self.nesting, "")
        mark = self.mark.format(area=self.words.area, unit=self.words.unit, id=comment.id)
        parts = [self._head(comment), self._text(comment)]
        if self.is_text_first:
            parts.reverse()
        ad = (
            f'<{tag} class="{self.words.unit} ad">Anzeige</{tag}>'
            if self.has_advertising and comment.position == 1
            else ""
        )
        return f'{ad}<{tag} class="{self.words.unit}{level}" {mark}{attributes}>{"".join(parts)}'

    def _head(self, comment: ExpectedComment) -> str:
        assert comment.published
        author = f'<span class="{self.name(self.words.author)}">{escape(comment.author or "")}</span>'
        time = TIMES[self.time](comment.published).replace("{name}", self.name(self.words.time))
        pair = (time, author) if self.is_time_first else (author, time)
        return f'<div class="{self.name("head")}">{" ".join(pair)}</div>'

    def _text(self, comment: ExpectedComment) -> str:
        said = "".join("<p>" + "<br>".join(map(escape, part.split("\n"))) + "</p>" for part in comment.paragraphs)
        return f'<div class="{self.name(self.words.text)}">{said}</div>' if self.has_text_box else said

    def name(self, part: str) -> str:
        """The class of a part."""
        if self.join == "camel":
            return f"{self.words.unit}{part.title().replace('-', '')}"
        return f"{self.words.unit}{self.join}{part}"


styles = st.builds(
    Style,
    words=st.sampled_from(LANGUAGES),
    join=st.sampled_from(["-", "__", "_", "camel"]),
    nesting=st.sampled_from(NESTINGS),
    mark=st.sampled_from(MARKS),
    time=st.integers(0, len(TIMES) - 1),
    is_time_first=st.booleans(),
    is_text_first=st.booleans(),
    has_text_box=st.just(True),
    has_heading=st.booleans(),
    has_advertising=st.booleans(),
)
people = st.sampled_from([*NAMES, "O'Brien & Sons", "Ольга", "مريم", "李雷", "Zoë_99", "née Li", "j"])
plain_lines = st.lists(st.sampled_from(_PLAIN_WORDS), min_size=3, max_size=9).map(" ".join)


@AS_FORESTS
@given(forest=forests(max_depth=12, texts=lines, authors=people, times=clocks), style=styles)
def test_any_forest_in_any_style_is_read_back(forest: Forest, style: Style) -> None:
    said = _by_several_voices([_of_its_own(one) for one in _with_words(forest)])
    assert_same_forest(Generic().comments(page(style.rendered(said))), said)


@AS_FORESTS
@given(forest=forests(max_depth=12, texts=plain_lines, authors=st.just("x"), times=clocks), style=styles)
def test_words_without_a_box_of_their_own_are_read_back(forest: Forest, style: Style) -> None:
    said = [_of_its_own(replace(one, author=NAMES[one.position % len(NAMES)])) for one in _with_words(forest)]
    assert_same_forest(Generic().comments(page(replace(style, has_text_box=False).rendered(said))), said)


def _with_words(forest: Forest) -> Forest:
    return [replace(one, paragraphs=one.paragraphs or (f"Wort Nr. {one.position} hier",)) for one in forest]


def _of_its_own(one: ExpectedComment) -> ExpectedComment:
    """What stands in the same place of every comment is a label."""
    words = tuple(f"{part} ({one.position})" for part in one.paragraphs)
    return replace(one, paragraphs=words)


def _by_several_voices(forest: Forest) -> Forest:
    """One voice alone is a ticker's."""
    return [replace(one, author=f"{one.author} {'ABC'[one.position % 3]}") for one in forest]
