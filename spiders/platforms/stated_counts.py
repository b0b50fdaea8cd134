"""How many comments a heading claims: "One thought on", "12 Kommentare", "Comments (3)", "Aucun commentaire"."""

from __future__ import annotations

import re

_NOUNS = (
    r"comments?|responses?|repl(?:y|ies)|thoughts?|reactions?|opinions?|discussions?|remarks?|"
    r"kommentare?n?|antworten|antwort|gedanken?|reaktionen|reaktion|meinung(?:en)?|leserkommentare?|"
    r"commentaires?|réponses?|réflexions?|pensées?|réactions?|avis|"
    r"comentarios?|respuestas?|pensamientos?|opini(?:ón|ones)|reacci(?:ón|ones)|"
    r"comentários?|respostas?|pensamentos?|opini(?:ão|ões)|"
    r"comment[oi]|rispost[ae]|pensier[oi]|opinion[ei]|reazion[ei]|"
    r"reacties?|antwoord(?:en)?|gedachten?|opmerking(?:en)?|"
    r"komentarz[ey]?|komentarzy|odpowied(?:ź|zi)|myśli|opini[ei]|"
    r"комментари(?:й|я|и|ев)|yorumlar|yorum|kommentarer|kommentar|svar|件のコメント"
)
_ONE = r"one|a single|eine?|une?|uno|una|um|uma|een|één|jeden|jedna|en|ett"
_NONE = (
    r"no|zero|keine?|noch keine?|aucun(?:e)?|pas de|pas encore de|sin|no hay|ning[uú]n|nessun[ao]?|ancora nessun|"
    r"nenhum[a]?|sem|não há|geen|nog geen|brak|ingen|нет"
)
_FIGURES = r"\d{1,3}(?:[.,'’\s\u202f\xa0]\d{3})+(?!\d)|\d{1,9}"
_COUNTED = re.compile(
    rf"(?:(?<![\w.,])(?P<figures>{_FIGURES})|^\W*(?P<one>{_ONE})|(?<!\w)(?P<none>{_NONE}))"
    rf"\s*(?:\b[\w'’]{{2,12}}\s+)??(?:{_NOUNS})(?!\w)",
    re.I,
)
_COUNTED_AFTER = re.compile(
    rf"(?<!\w)(?:{_NOUNS})\s*[:(\[–—-]?\s*(?P<figures>{_FIGURES})(?=\s*(?:[)\]]|$|[^\w\s/]))", re.I
)
_STEMS = tuple(
    "omment respon repl thought reacti opini discuss remark antwo gedan gedac reakt meinung répon réfle pensé réact "
    "avis omentar omentár respues respost pensam reacci rispost pensier reazion opmerk odpowied myśli комментар yorum "
    "svar コメント".split()
)
_FIGURES_ALONE = re.compile(rf"\W{{0,3}}(?P<figures>{_FIGURES})\W{{0,3}}")
_CLOSED = re.compile(r"closed|geschlossen|ferm[ée]s|cerrad|chius|fechad|gesloten|zamkni|policy|regeln|rules", re.I)
_MAX_HEADING = 400


def count_in_words(heading: str) -> int | None:
    """The number of comments a heading states, or None where it states none ("Comments", "Comments are closed")."""
    words = " ".join(heading[:_MAX_HEADING].split())
    lowered = words.lower()
    if not any(map(lowered.__contains__, _STEMS)):
        return None
    match = _COUNTED.search(words)
    if match is None:
        match = _COUNTED_AFTER.search(words)
        return number_of_figures(match.group("figures")) if match else None
    if match.group("figures"):
        return number_of_figures(match.group("figures"))
    if match.group("one"):
        return 1
    return None if _CLOSED.search(words) else 0


def count_of_figures_alone(text: str) -> int | None:
    """The number of a text that is nothing but a number, as beside an icon."""
    match = _FIGURES_ALONE.fullmatch(text.strip()[:20])
    return number_of_figures(match.group("figures")) if match else None


def number_of_figures(figures: str) -> int:
    """``1.234`` and ``1,234`` are both 1234: nobody counts comments in fractions."""
    return int("".join(c for c in figures if c.isdigit()))
