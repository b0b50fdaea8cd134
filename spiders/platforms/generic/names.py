"""A reader's name out of the words around it, in eight languages: "Posted by … on", "… schrieb am", "le …:"."""

from __future__ import annotations

import re
from functools import lru_cache

from spiders.platforms.comment_text import is_filler
from spiders.platforms.date_shapes import is_clock
from spiders.platforms.generic.heads import date_in_head
from spiders.platforms.text_words import is_action

_BEFORE = re.compile(
    r"""(?:(?:\#\s?\d{1,6}|\d{1,4}\s*[.)–-])\s|[\s,;:|•·–—/()\[\]@>»«*"„“-]|(?:
    (?:posted|written|submitted|sent|left|added|comment(?:ed|\s+number\s+\d{1,5})?|reply|response|geschrieben|verfasst|eingetragen|gepostet|
    kommentiert|kommentar|beitrag|antwort|meinung|publié|posté|écrit|rédigé|envoyé|commentaire|réponse|avis|publicado|escrito|
    enviado|comentario|respuesta|opinión|scritto|inviato|pubblicato|commento|risposta|reactie|geplaatst|geschreven|comentário|
    resposta|komentarz|napisany|dodany|opinia|wysłany|from)\s+)?
    (?:by|from|von|par|por|da|di|de|door|van|przez|od|vom\s+nutzer|user|nutzer|author|autor|auteur|autore|name|nom|nombre|nome|
    naam|nick|imię|pseudo|podpis|verfasser|benutzer|gast|guest)(?:\s*:\s*|\s+)(?!(?:der|den|dem|la|las|los|het)\s)
    |(?:on|am|le|el|il|op|em|sur|dnia)\s
    |(?:发表|發表|发布|發佈|回[复覆應应])[于於在](?=\s)
    )+""",
    re.I | re.X,
)
_AFTER = re.compile(
    r"""(?:[\s,;:|•·–—/(\[@-]+|\s+(?:
    says?|said|wrote|writes|commented|replied|posted(?:\s+this)?|sagte?|schreibt|schrieb|meinte?|kommentierte?|antwortete?|
    (?:a\s+)?(?:dit|écrit|commenté|répondu|posté)|dice|dijo|escribió|comentó|respondió|ha\s+(?:detto|scritto|commentato|dicho)|
    scrive|disse|diz|escreveu|comentou|respondeu|zegt|zei|schreef|schrijft|reageerde|pisze|mówi|napisał(?:\(?a?\)?|/a)|
    skomentował(?:\(?a?\)?)|on|am|at|um|le|el|il|op|em|om|à|alle|w\s+dniu|dnia|uhr|vom|the
    )(?=[\s:,(\[–-]|$))+$""",
    re.I | re.X,
)
_CUE = re.compile(
    r"""^\W*(?:(?:posted|written|submitted|comment(?:ed)?|kommentar|geschrieben|verfasst|gepostet|publié|posté|écrit|publicado|
    escrito|scritto|inviato|geplaatst|napisany|dodany)\s+)?(?:by|von|par|por|door|przez|autor|author|auteur|name|nick)\b[\s:]
    |\s(?:says?|said|wrote|schrieb|schreibt|sagte?|meinte?|a\s+écrit|a\s+dit|dijo|dice|escribió|ha\s+(?:scritto|detto)|disse|
    escreveu|schreef|zegt|napisał\(?a?\)?|pisze)\s*(?:$|[:,]|on|am|le|el|il|op|em)""",
    re.I | re.X,
)
_GOES_ON = re.compile(
    r"\W*(?:says?|said|wrote|writes|sagte?|schrieb|schreibt|meinte?|(?:a|ha)\s+(?:écrit|dit|scritto|detto)|dijo|dice|escribió"
    r"|disse|escreveu|schreef|zegt|napisał\(?a?\)?|pisze)\b",
    re.I,
)
_LABEL = re.compile(
    r"\W*(?:(?:posted|written|submitted|comment|kommentar|geschrieben|verfasst|commentaire|publié|écrit|comentario|publicado"
    r"|commento|scritto|reactie|geplaatst|comentário|komentarz|dodany)\s+)?(?:by|von|par|por|da|di|de|door|van|przez|od|from"
    r"|name|author|autor|auteur|autore|nom|nombre|nome|naam|nick(?:name)?|user(?:name)?|nutzer|benutzer|verfasser|pseudo"
    r"|imię|podpis)\W*",
    re.I,
)
_LABEL_OF_WORDS = re.compile(
    r"\W*(?:comment|text|message|kommentar|beitrag|nachricht|commentaire|texte|comentario|mensaje|commento|messaggio|testo"
    r"|reactie|bericht|comentário|mensagem|komentarz|treść)\s*:\W*",
    re.I,
)
_LONGEST_LABEL = 40
_GUEST = re.compile(r"\s*(?:gast|guest)\s*", re.I)  # before a name a label, alone the name of the nameless
_AROUND = ' \t,;:|•·–—/-"“”„»«'
_NOT_A_NAME = re.compile(r"https?://|www\.|[!?…]$|[^\W\d_]{3,}\.$|\w\.\s+[A-ZÄÖÜ]\w+\s\w+\s\w+|\{\{|[<>=]{2}")
_LONGEST_NAME = 60
_LONGEST_WITH_CUES = 200
_MOST_WORDS_WITH_CUES = 16
_MOST_WORDS = 7


@lru_cache(maxsize=8192)
def name_in(line: str) -> str | None:
    """The name that a line of a comment's head shows, beside a date or alone; None where it can be none."""
    rest = line
    date = date_in_head(line)
    if date is not None:
        before, after = line[: date.start], line[date.end :]
        rest = before if any(map(str.isalpha, _bare(before))) else after
    elif is_clock(line):
        return None
    if len(rest) > _LONGEST_WITH_CUES or rest.count(" ") > _MOST_WORDS_WITH_CUES:
        return None
    name = _bare(rest)
    return name if is_plausible(name) else None


def says_whose(line: str) -> bool:
    """Whether words beside the name say that it is the author's: "von …", "… wrote:"."""
    return _CUE.search(f" {line} ") is not None


def says_who_is_before(line: str) -> bool:
    """Whether a line goes on from a name that stands before it: "schrieb am 5. März 2021:"."""
    return _GOES_ON.match(line) is not None


def is_label(line: str) -> bool:
    """Whether a line says that a name follows: "Name:", "von"."""
    return len(line) <= _LONGEST_LABEL and _LABEL.fullmatch(line) is not None


def is_label_of_words(line: str) -> bool:
    """Whether a line says that the reader's words follow: "Kommentar:"."""
    return len(line) <= _LONGEST_LABEL and _LABEL_OF_WORDS.fullmatch(line) is not None


def is_plausible(name: str) -> bool:
    """Whether words may be somebody's name."""
    if not 0 < len(name) <= _LONGEST_NAME or name.count(" ") >= _MOST_WORDS or not any(map(str.isalnum, name)):
        return False
    if is_filler(name):
        return False
    return not (_NOT_A_NAME.search(name) or is_action(name) or name.isdecimal() or date_in_head(name))


def _bare(words: str) -> str:
    words = f" {words} "
    found = _BEFORE.match(words)
    if found and not _GUEST.fullmatch(words):
        words = words[found.end() :]
    words = _AFTER.sub("", words.rstrip() if not words.strip() else f" {words.strip()}")
    return words.strip(_AROUND)
