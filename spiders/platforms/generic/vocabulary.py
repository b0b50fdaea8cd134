"""The words by which mark-up in several languages tells what it holds: comments, replies, templates, side matter.

A class or id is cut into words (``commentList-item_3`` is comment, list, item); words that mean nothing here are
passed over.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from lxml.html import HtmlElement


class Sense(NamedTuple):
    """What one class name, id or attribute value says."""

    comments: int = 0
    """How surely it names readers' comments: ``SURE``, ``PERHAPS``, ``HARDLY`` or 0."""
    is_whole: bool = False
    """Names the thread as a whole rather than one comment."""
    is_replies: bool = False
    """Marks replies: what holds them, or one of them."""
    is_template: bool = False
    is_beside: bool = False
    """Names what stands beside the article: a sidebar, navigation, related articles."""
    is_latest: bool = False
    """Names the latest comments of a whole site."""


_NAMING_ATTRIBUTES: Final = frozenset(
    "class id itemprop itemtype data-testid data-qa data-component data-type data-module data-role typeof".split()
)
SURE: Final = 3
"""A word for readers' comments."""
PERHAPS: Final = 2
"""A word for what is said in discussions: replies, opinions, reactions."""
HARDLY: Final = 1
_FIGURES: Final = "0123456789"
_MOST_WORDS_OF_A_POST: Final = 2  # longer names tell of a site's posts: menu-item-type-post_type
"""A word for anything that is written: posts, messages."""
NO_SENSE: Final = Sense()

_SURE_STEM: Final = re.compile(
    r"comment(?!ar(?:y|ies)\b|ators?\b)|komment(?!ator)|com+ent[aá]ri|koment[aář]|коммент|комент|σχολι|yorum"
    r"|reactie(?!f)|leserbrief|leserbriefe|talkback|leserstimme|leserreaktion|lesermeinung|hozzaszolas|hsozzaszolas"
    r"|kommentti|komentari|cmnt|cmmnt|\bcom(?:head|text|tr)\b|commtext"
)
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zà-ÿа-я]+|[0-9]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERHAPS: Final = _words(
    "discussion discussions diskussion diskussionen discusion discussione discussao dyskusja discussie debatte debat "
    "debate reactions reaction reaktionen reaktion reakcje reazioni reacciones reactie responses response replies "
    "reply answer answers antwort antworten respuesta respuestas reponse reponses risposta risposte odpowiedz "
    "odpowiedzi antwoorden opinion opinions opinie opiniones opinioni opinia opinioes avis meinung meinungen feedback "
    "guestbook gaestebuch gastenboek forum talk voices stimmen remarks remark wypowiedz thread posting postings"
)
_HARDLY: Final = _words(
    "beitrag beitraege post posts postbody message messages msg nachricht mensaje mensajes messaggio messaggi bericht "
    "berichten statement statements note notes"
)
_WHOLE: Final = _words(
    "comments kommentare commentaires comentarios commenti reacties komentarze kommentarer kommentarliste list liste "
    "lista lists commentlist commentslist commentarea area section sektion wrapper wrap container holder module "
    "region block thread threads stream feed panel tab widget root main app all box discussion discussions diskussion "
    "forum responses replies reactions reaktionen opinions opinie opiniones antworten respuestas reponses risposte "
    "debatte debate posts messages meinungen leserbriefe avis yorumlar"
)
_ONE_OF_A_LIST: Final = _words("item element entry eintrag")
_NOT_THE_COMMENTS: Final = _words(
    "live ticker liveticker liveblog "
    "form respond count counts counter number num total anzahl link links icon icons btn button buttons toggle open "
    "opened closed off no without has with enabled disabled allow allowed status policy rules netiquette login signin "
    "register input textarea label field fields subscribe notification notifications hint notice info write schreiben "
    "add new submit captcha teaser bubble jump anchor nav navigation pagination pager title heading headline header "
    "bar sort sorting order filter more load loader captcha honeypot editor preview notify rss feedlink script css "
    "style js cookie"
)
_ABOUT_COMMENTS: Final = re.compile(
    r"(?:com+ents?|kom+entare?|com+entaires?|com+entari?os?|com+enti|reacties)"
    r"(?:form|formular|link|links|count|counter|number|num|icon|button|btn|box-?form|field|input|respond|header|title|rss)$"
)
_REPLIES: Final = _words(
    "replies reply children child childs answers answer antworten antwort respuestas respuesta reponses reponse "
    "risposte risposta respostas resposta odpowiedzi odpowiedz nested indented indent sub subcomment subcomments subs "
    "subthread responses response eingerueckt unterkommentar unterkommentare sublist childcomments childcomment "
    "descendants verschachtelt hijos enfants figli followup followups isreply"
)
_ABOUT_REPLIES: Final = _words(
    "has have no not with without can may show hide toggle open count link allow allowed parent form button btn top "
    "root"
)
_TEMPLATES: Final = _words(
    "template templates tpl tmpl dummy prototype skeleton placeholder blueprint mustache handlebars clone sample "
    "vorlage"
)
_BESIDE: Final = _words(
    "sidebar widgets aside navigation navbar nav footer breadcrumb breadcrumbs related recommended recommendations "
    "trending popular promo newsletter outbrain taboola ticker liveticker liveblog revision revisions changelog"
)
_LATEST: Final = re.compile(
    r"(?:recent|latest|newest|last|neueste|neuste|letzte|aktuelle|derniers?|ultimos?|ultimi|ultimas|laatste|nieuwste"
    r"|ostatnie|najnowsze|top|popular|best|beste|hot)[-_]?(?:\w{0,8}[-_])?(?:com+ent|komment|koment|reactie|discuss|post)"
    r"|(?:com+ents?|kommentare?|komentarz[ey]|com+entari?os?|reactie(?!f)|posts)[-_]?(?:recent|latest|newest|neueste|last|letzte|widget)"
    r"|recentcomm|lastcomm|latestcomm"
)


def words_in(name: str) -> list[str]:
    """The words of a class name or id, lower case, without accents, figures left out."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return [word.lower() for word in _WORD.findall(name) if not word[0].isdigit()]


@lru_cache(maxsize=32768)
def sense_of(name: str) -> Sense:
    """What one class name, id or value of an attribute says."""
    words = words_in(name)
    if not words:
        return NO_SENSE
    lowered = name.lower()
    comments = _strength(words, lowered)
    is_beside = not _BESIDE.isdisjoint(words)
    is_latest = _LATEST.search(lowered) is not None
    return Sense(
        comments=0 if is_beside or is_latest else comments,
        is_whole=words[-1] not in _ONE_OF_A_LIST
        and not _names_one_of(lowered)
        and (not _WHOLE.isdisjoint(words) or any(word.endswith(("comments", "list", "liste")) for word in words)),
        is_replies=not _REPLIES.isdisjoint(words) and _ABOUT_REPLIES.isdisjoint(words),
        is_template=not _TEMPLATES.isdisjoint(words),
        is_beside=is_beside,
        is_latest=is_latest,
    )


def _names_one_of(name: str) -> bool:
    """Whether a name of the form block__element calls the element a comment: ``comment-list__comment``."""
    element = words_in(name.rpartition("__")[2]) if "__" in name else []
    return len(element) == 1 and _WHOLE.isdisjoint(element) and _SURE_STEM.search(element[0]) is not None


def _strength(words: list[str], lowered: str) -> int:
    if not _NOT_THE_COMMENTS.isdisjoint(words) or any(map(_ABOUT_COMMENTS.search, words)):
        return 0
    if _SURE_STEM.search(lowered):
        return SURE
    if not _PERHAPS.isdisjoint(words):
        return PERHAPS
    return 0 if len(words) > _MOST_WORDS_OF_A_POST or _HARDLY.isdisjoint(words) else HARDLY


def strength_of(element: HtmlElement) -> int:
    """How surely an element's class, id, microdata or data attributes call it comments: SURE, PERHAPS or 0."""
    values = (value for attribute, value in element.items() if attribute in _NAMING_ATTRIBUTES)
    return max((sense_of(name.rstrip(_FIGURES)).comments for value in values for name in value.split()), default=0)


def names_of(class_names: str | None, identity: str | None) -> list[str]:
    """The class names and the id of an element, this without the number at its end, which is another for each."""
    names = class_names.split() if class_names else []
    if identity:
        names.append(identity.rstrip(_FIGURES))
    return names
