"""What the class names of comment mark-up say about an element, in the words of several languages.

Themes name things as they like, but out of few words: ``comment-author-name``, ``commentAuthor``, ``autor_comentario``.
A name is cut into words and read from its end, where the noun stands; words without a meaning are passed over.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Marks(NamedTuple):
    """What an element is by its names. Numbers are strengths, 0 = not at all; the stronger claim wins."""

    author: int = 0
    time: int = 0
    text: int = 0
    is_head: bool = False
    """Holds author, time and the like, not the reader's words."""
    is_dropped: bool = False
    """No part of the reader's words: bars, buttons, avatars, notices, labels for screen readers."""
    is_notice: bool = False
    """The words are a moderator's."""
    is_edited: bool = False
    likes: int = 0
    """1 where it shows approval, -1 where disapproval."""
    names_parent: bool = False
    role: str | None = None
    """"moderator" or "staff", of a badge."""

    is_hidden: bool = False
    """Only for screen readers."""
    is_special: bool = False
    """It tells something besides author, time and words."""


NO_MARKS = Marks()
SURE = 4
"""A strength from which on a mark is hardly ever wrong."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_AUTHOR = _words(
    "fn author autor auteur autore autora autrice authors user username usuario utilisateur utente benutzer nutzer "
    "communityname membername postername loginname nutzername benutzername commentername "
    "nick nickname pseudo name names nom nombre nome naam imie nazwa commenter commentor commentator kommentator "
    "commenteur poster verfasser writer screenname displayname authorname authorlink creator by byline sender "
    "gebruiker schrijver uzytkownik redactor who auth"
)
_TIME = _words(
    "date time datetime timestamp datum zeit uhrzeit fecha hora heure published pubdate posted ago when tijd czas "
    "godzina publicado publie created datestamp dateline postdate timeago zeitpunkt tijdstip dataora datepublished "
    "datecreated commenttime giorno"
)
_TEXT = _words(
    "content contents text texte texto testo tekst inhalt body message msg nachricht mensaje contenu contenido "
    "conteudo contenuto corps cuerpo corpo copy entry tresc paragraph bodytext fulltext"
)
_HEAD = _words(
    "meta metadata metas info infos header head vcard details title subject betreff asunto oggetto sujet top"
)
_DROPPED = _words(
    "reply respond response answer antworten antwort responder respuesta repondre reponse rispondi rispondere "
    "odpowiedz reageer reagieren rating ratings stars star rate share sharing shares social report flag spam melden "
    "edit delete permalink permalien form toolbar tools tool actions action controls buttons button btn subscribe "
    "login badge rank level points karma score avatar gravatar photo portrait picture userpic thumbnail thumb pic img "
    "icon icons number num nr index counter count says sagt separator sep divider bullet ad ads advert advertisement "
    "adsbygoogle anzeige werbung sponsored tooltip footer foot bottom options menu nav navigation readmore showmore "
    "fans followers bio biography sharedaddy addtoany addthis moderate moderation awaiting unapproved mod quotelink "
    "signature signatur location country useragent clearer spinner loader role moderator staff admin administrator "
    "cluv commentluv"
)
_NOTICE = _words("deleted removed geloescht supprime eliminado borrado moderated blocked gesperrt rimosso removido")
_EDITED = _words("edited modified updated bearbeitet geaendert editado modifie modificato lastedit")
_LIKES = _words("like likes liked likebtn upvote upvotes thumbsup thumbup voteup agree positive gefaellt")
_DISLIKES = _words("dislike dislikes disliked downvote downvotes thumbsdown thumbdown votedown disagree minus negative")
_UNFOLDING = _words("read show load view see link toggle button expand")
_STAFF = _words("staff admin administrator editor redaktion redaction redazione redaccion team official")
_VOTES = _words("vote votes voting voted rated")
_PASSED_OVER_PREFIXES = (
    "wp-block-",
    "wp-image",
    "wp-caption",
    "wp-embed",
    "has-",
    "is-",
    "size-",
    "align",
    "border-",  # and "rounded-", "sticky-" …: utility classes with "top" and "bottom" in them
    "rounded-",
    "sticky-",
    "fixed-",
    "float-",
    "justify-",
    "place-content",
    "attachment",
    *(
        f"text-{look}"  # utility classes of style sheets: how words look, not whose they are
        for look in "muted center left right start end justify nowrap truncate break wrap uppercase lowercase "
        "capitalize bold primary secondary success danger warning info light dark white black gray grey slate zinc "
        "neutral reset xs sm md lg xl 2xl small base opacity decoration".split()
    ),
)
_COMPOUND = re.compile(
    r"^(?:comments?|kommentar|commentaires?|comentarios?|commento|komentarz|reactie)(?=[a-zà-ÿ]{2})"
    r"|^(?:com|comm|cmt|cmnt)(?=(?:auth|author|date|time|text|body|content|meta|head|header|info|name)$)"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SEPARATORS = re.compile(r"[^a-zà-ÿ]+")
_HIDDEN_LABELS = ("screen-reader", "sr-only", "visually-hidden", "visuallyhidden", "assistive", "a11y", "offscreen")
_WHOLE_NAMES = {
    "fn": Marks(author=6),
    "url": Marks(author=3),
    "u-url": Marks(author=3),
    "data": Marks(time=2),  # Italian, Portuguese, Polish for date; in compounds it is English
    "vcard": Marks(author=1, is_head=True),
    "h-card": Marks(author=1, is_head=True),
    "comment-content": Marks(text=4),
    "comment-text": Marks(text=4),
    "wp-block-comment-content": Marks(text=6),
    "wp-block-comment-author-name": Marks(author=6),
    "wp-block-comment-date": Marks(time=5),
    "wp-block-avatar": Marks(is_dropped=True),
    "reader": NO_MARKS,
    "hidden-text": NO_MARKS,
    "up": NO_MARKS,
    "down": NO_MARKS,
    "emoji": NO_MARKS,
    "wp-smiley": NO_MARKS,
    "byuser": NO_MARKS,
    "bypostauthor": NO_MARKS,
}
_HIDDEN = Marks(is_dropped=True, is_hidden=True)
_PARENT_NAMES = re.compile(r"in[-_]?(?:reply|response)[-_]?to|reply(?:ing)?[-_]?to|parent[-_]?(?:link|comment|author)")


@lru_cache(maxsize=8192)
def marks_of(tag: str, names: str, itemprop: str, rel: str) -> Marks:
    """What an element's tag, class (or id), ``itemprop`` and ``rel`` say together."""
    marks = _TAGS.get(tag, NO_MARKS)
    tokens = names.split()
    if "byuser" in tokens:  # WordPress's classes of a whole comment: the login in them names no element
        tokens = [name for name in tokens if not name.startswith("comment-author-")]
    for name in tokens:
        marks = _both(marks, marks_of_name(name))
    for prop in itemprop.split():
        marks = _both(marks, _ITEMPROPS.get(prop.lower(), NO_MARKS))
    if "author" in rel.split():
        marks = _both(marks, Marks(author=5))
    if marks.text and marks.is_dropped and not marks.is_hidden:
        marks = marks._replace(is_dropped=False)  # "comment-body divider": a box of words, whatever it looks like
    if marks.likes or marks.is_edited or marks.is_notice or marks.names_parent or marks.role:
        return marks._replace(is_special=True)
    return marks


@lru_cache(maxsize=8192)
def marks_of_name(name: str) -> Marks:
    """What one class name says."""
    lowered = name.lower()
    if lowered in _WHOLE_NAMES:
        return _WHOLE_NAMES[lowered]
    if any(label in lowered for label in _HIDDEN_LABELS):
        return _HIDDEN
    if lowered.startswith(_PASSED_OVER_PREFIXES) and not lowered.startswith("wp-block-comment"):
        return NO_MARKS
    if _PARENT_NAMES.search(lowered):
        return Marks(is_dropped=True, names_parent=True)
    words = _words_of(name)
    if words & {"awaiting", "unapproved"}:
        return Marks(is_dropped=True)
    if "more" in words and words & _UNFOLDING:
        return Marks(is_dropped=True)
    if words & _EDITED:
        return Marks(is_dropped=True, is_edited=True)
    approval = _approval(words)
    if approval is not None:
        return Marks(is_dropped=True, likes=approval)
    marks = _by_last_noun(name, words)
    if marks.is_dropped and (role := _role(words)):
        return marks._replace(role=role)
    return marks


def words_of(name: str) -> list[str]:
    """The words a class name or id is made of, lower case, without "comment" in front of them."""
    lowered = _CAMEL.sub("-", name).lower()
    found = []
    for word in _SEPARATORS.split(lowered):
        bare = _COMPOUND.sub("", word)
        if bare:
            found.append(bare)
    return found


def _words_of(name: str) -> frozenset[str]:
    return frozenset(words_of(name))


def _approval(words: frozenset[str]) -> int | None:
    if words & _DISLIKES or ("down" in words and words & (_VOTES | {"thumbs", "thumb"})):
        return -1
    if words & _LIKES or ("up" in words and words & (_VOTES | {"thumbs", "thumb"})):
        return 1
    return 0 if words & _VOTES else None


def _role(words: frozenset[str]) -> str | None:
    if words & _STAFF:
        return "staff"
    return "moderator" if words & {"moderator", "mod"} else None


def _by_last_noun(name: str, words: frozenset[str]) -> Marks:
    for word in reversed(words_of(name)):
        if word in _AUTHOR:
            authors = len(words & _AUTHOR) + ("link" in words)
            return Marks(author=2 if word in {"by", "user", "who", "sender"} and authors == 1 else min(2 + authors, 5))
        if word in _TIME:
            return Marks(time=3)
        if word in _TEXT:
            return Marks(text=1 if word in {"body", "entry", "paragraph"} else 3)
        if word in _NOTICE:
            return Marks(is_notice=True)
        if word in _HEAD:
            return Marks(is_head=True)
        if word in _DROPPED:
            return Marks(is_dropped=True)
    return NO_MARKS


def _both(one: Marks, other: Marks) -> Marks:
    if one is NO_MARKS:
        return other
    if other is NO_MARKS:
        return one
    return Marks(
        author=max(one.author, other.author),
        time=max(one.time, other.time),
        text=max(one.text, other.text),
        is_head=one.is_head or other.is_head,
        is_dropped=one.is_dropped or other.is_dropped,
        is_notice=one.is_notice or other.is_notice,
        is_edited=one.is_edited or other.is_edited,
        likes=one.likes or other.likes,
        names_parent=one.names_parent or other.names_parent,
        role=one.role or other.role,
        is_hidden=one.is_hidden or other.is_hidden,
    )


_TAGS = {
    "time": Marks(time=5),
    "cite": Marks(author=2),
    "header": Marks(is_head=True),
    "footer": Marks(is_head=True),
    "dt": Marks(is_head=True),
    "dd": Marks(text=1),
}
_ITEMPROPS = {
    "author": Marks(author=5),
    "creator": Marks(author=5),
    "name": Marks(author=5),
    "datepublished": Marks(time=5),
    "datecreated": Marks(time=5),
    "commenttime": Marks(time=5),
    "datemodified": Marks(is_dropped=True, is_edited=True),
    "text": Marks(text=6),
    "commenttext": Marks(text=6),
    "upvotecount": Marks(is_dropped=True, likes=1),
    "downvotecount": Marks(is_dropped=True, likes=-1),
}
