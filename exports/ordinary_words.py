"""Names that name nobody, and words that are no names unless they are written like one."""

from __future__ import annotations

import re
from typing import Final

from archiver.words import words_of

# What comment systems sign with where a reader gave no name, in the languages of the sites that are declared.
_NOBODY: Final = frozenset(
    "anonymous anon anonym anonymer anonyme anonymo anónimo anonimo anoniem anonim anonymouscoward anonymoususer"
    " guest gast gäste invité invitado convidado ospite gość visitor besucher visiteur visitante visitatore"
    " reader leser lecteur lector lettore lezer user username benutzer utilisateur usuario utente gebruiker"
    " member mitglied membre unknown unbekannt inconnu desconocido noname nobody name aguest аноним гость"
    " misafir ziyaretçi 匿名 匿名希望 名無し 名無しさん 通りすがり ゲスト 游客 匿名用户 익명 손님"
    " withoutaname deleted deleteduser".split()
)
_COUNTED: Final = re.compile(r"\d+$")

# Nicknames that are everyday words: of the languages, and of what these threads are about.
_ORDINARY: Final = frozenset(
    "a about after all also am an and any are as at back be because been but by can come could day do even first for"
    " from get give go good has have he her here him his how i if in into is it its just know like look make many max"
    " may me min more most my new no not now of off on one only or other our out over people say see she so some take"
    " than that the their them then there these they thing think this time to two up us use very want was way we well"
    " were what when which who why will with work would yes you your"
    " aber als auch auf aus bei bis da das dass dem den der des die doch du ein eine er es für hat ich im ist ja kann"
    " man mal mit nach nein nicht noch nur oder schon sehr sich sie sind so über um und von vor war was wenn wer wie"
    " wir wird zu zum au aux avec ce ces cette comme dans de des du elle en est et il ils je la le les leur lui ma"
    " mais mes moi mon ne nous on ou où par pas plus pour qui se ses si son sur tu un une vous"
    " al algo como con cual del donde el ella ellos era es eso esta este hay lo los las muy más mi nada o para pero"
    " por porque que quien se según ser si sin sobre su sus también te tiene todo un una y ya yo"
    " alla anche che chi ci come cosa da dal dalla dei della di dove e gli ha il io lo loro ma mio nel nella noi non"
    " per più quando questo se sei sono sua suo te tra tu tutti un uno voi"
    " ao com da das do dos e ela ele em eu foi isso já lhe mas me meu muito na não nas no nos num o os ou para pela"
    " pelo quem são sem só sua te tem um uma você een en het van ik je dat die niet met zijn op te aan voor"
    " ale co czy dla do i jak jest nie od po się to w z za że bir bu da de için ile ne ve"
    " access admin administrator antenna bandwidth beam broadband broadcast cable call capacity carrier cell chip cloud"
    " coax company consumer copper core coverage customer data device digital download dsl edge editor engineer"
    " ethernet exchange farmer fiber fibre frequency ghz gigabit glasfaser gsm handy hertz home html installer internet"
    " isp key laptop latency line link live lte mast mbit mbps media mhz mobile mobil moderator modem net network netz"
    " news node operator optic packet phone phones ping plan plug port price provider radio relay roaming root route"
    " router rural satellite server service sigint signal sim site smart smartphone spectrum speed staff switch"
    " sysadmin tablet tariff tech technician telco telecom telekom telephone tower traffic tv voice web wifi wire"
    " wireless wlan true false test hope faith joy grace mark bill will rich frank drew art dawn rose lily summer"
    " april may june".split()
)


def names_nobody(name: str) -> bool:
    """Whether a name is what a comment system writes where there is none: Anonymous, Guest 4711, 名無しさん."""
    words = words_of(name)
    return words in _NOBODY or _COUNTED.sub("", words) in _NOBODY


def is_ordinary(word: str) -> bool:
    """Whether one word, folded, says too little to be looked for as a name wherever it stands.

    An everyday word gives its place away: who reads ``px7 coverage is bad`` knows what ``px7`` stands for, and
    would know it everywhere. So do words of one sign or two, and numbers.
    """
    return len(word) <= 2 or word.isdecimal() or is_everyday(word)


def is_everyday(word: str) -> bool:
    """Whether one word, folded, is in everybody's mouth."""
    return word in _ORDINARY
