"""What in a WordPress page without comments says that there are none.

An area for comments with nothing in it may wait for a script, for a reader who logs in, or for a database that works
again. WordPress prints its form under every article that may be commented on (``comment_form()``: in ``#respond``, with
the form or a word on logging in), and its themes say below the others, in ``p.no-comments``, that comments are closed.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from spiders.page import Page

_FORM_IDS = ("respond", "commentform")
_FORM_CLASSES = ("comment-respond", "comment-form", "wp-block-post-comments-form")
_FORM_ACTION = "wp-comments-post.php"
_NOTICES = ("no-comments", "nocomments", "comments-closed")
_AREA_IDS = ("comments", "commentsbox", "commentarea")
_AREA_CLASSES = ("comments-area", "comment-area", "comments-wrapper", "wp-block-comments")
_OF_PASSWORDS = ("post-password-form", "post-password-required")
_CLOSED = re.compile(
    r"comment(?:s|ing)?(?: \w+){0,4} closed"
    r"|comment(?:s|ing)? (?:are|is|have been|has been)(?: \w+)? (?:disabled|turned off|switched off)"
    r"|kommentar\w*(?: \w+){0,4} (?:geschlossen|deaktiviert)"
    r"|commentaires(?: \w+){0,4} (?:fermés|désactivés)"
    r"|comentarios(?: \w+){0,4} (?:cerrados|desactivados)"
    r"|comentários(?: \w+){0,4} (?:fechados|encerrados|desativados)"
    r"|commenti(?: \w+){0,4} (?:chiusi|disabilitati)"
    r"|reacties(?: \w+){0,4} (?:gesloten|uitgeschakeld)"
    r"|komentowani\w*(?: \w+){0,4} (?:wyłączon\w*|zamknięt\w*)",
    re.I,
)
_PASSWORD = re.compile(r"pass ?w[oö]r[dt]|mot de passe|contraseña|senha|wachtwoord|hasł[oa]", re.I)
_MAX_TEXTS = 400
_MAX_CHARS = 20_000


def says_that_there_are_none(page: Page) -> bool:
    """Whether a page without comments has WordPress's form for the first one, or says that comments are closed."""
    classes, ids = page.by_class, page.by_id
    if any(name in classes for name in _OF_PASSWORDS):
        return False
    if any(name in ids for name in _FORM_IDS) or any(name in classes for name in _FORM_CLASSES):
        return True
    if any(_FORM_ACTION in (form.get("action") or "") for form in page.root.iter("form")):
        return True
    notices = [_text(element) for name in _NOTICES for element in classes.get(name, [])]
    if any(notice.strip() and not _PASSWORD.search(notice) for notice in notices):
        return True
    areas = page.by_id.with_values([name for name in _AREA_IDS if name in ids])
    named = [element for name in _AREA_CLASSES for element in classes.get(name, [])]
    return any(_CLOSED.search(_text(area)) for area in [*areas, *named])


def _text(element: HtmlElement) -> str:
    return " ".join("".join(islice(element.itertext(), _MAX_TEXTS))[:_MAX_CHARS].split())
