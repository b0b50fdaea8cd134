"""Moderators' words that stand where a reader's were, in eight languages."""

from __future__ import annotations

import re

_NOUN = (
    r"(?:comments?|posts?|messages?|replies|reply|contents?|user|kommentar|beitrag|leserkommentar|nachricht|inhalt|nutzer"
    r"|commentaire|message|contenu|comentario|mensaje|contenido|comentário|mensagem|conteúdo|commento|messaggio|contenuto"
    r"|reactie|bericht|bijdrage|komentarz|wpis|wypowiedź|treść)"
)
_GONE = (
    r"(?:deleted|removed|hidden|withdrawn|moderated|blocked|censored|redacted|gelöscht|entfernt|gesperrt|ausgeblendet"
    r"|verborgen|zurückgezogen|moderiert|supprimée?|modérée?|retirée?|effacée?|eliminad[oa]|borrad[oa]|suprimid[oa]"
    r"|retirad[oa]|removid[oa]|excluíd[oa]|apagad[oa]|rimoss[oa]|cancellat[oa]|eliminat[oa]|verwijderd|gewist"
    r"|usunięt[yae]|skasowan[yae])"
)
_BRACKETED = re.compile(rf"[\[(<*]+\s*[^\[\]()<>]{{0,80}}\b{_GONE}\b[^\[\]()<>]{{0,160}}[\])>*]+\.?", re.I)
_SENTENCE = re.compile(rf"\W*(?:\w{{1,12}}\W+){{0,3}}{_NOUN}\b[^.!?\n]{{0,60}}\b{_GONE}\b[^\n]{{0,160}}", re.I)
_BARE = re.compile(
    rf"\W*{_GONE}(?:\s+(?:by|von|par|por|da|door|przez)\s+(?:\w{{1,4}}\s+)?(?:moderat|admin|redak|redac|rédac|editor|author"
    r"|autor|auteur|user|nutzer|team|staff|site)\w*)?[\s.*\]\)]*",
    re.I,
)
_MAX_NOTICE = 240
_MAX_BARE = 60


def is_notice(text: str) -> bool:
    """Whether ``text`` as a whole is a moderator's notice and no reader's words."""
    if not text or len(text) > _MAX_NOTICE or "\n\n" in text:
        return False
    if _BRACKETED.fullmatch(text) or _SENTENCE.fullmatch(text):
        return True
    return len(text) <= _MAX_BARE and _BARE.fullmatch(text) is not None
