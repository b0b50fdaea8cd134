"""The words around comments in eight languages, as themes and WordPress write them.

Everything here is matched against a whole line, folded: what a comment says in passing is no mark of anything.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from archiver.wallclock.folding import fold

LONGEST_PHRASE: Final = 240

_NOUN: Final = (
    r"(?:comments?|responses?|repl(?:y|ies)|thoughts?|reactions?|opinions?"
    r"|(?:leser)?kommentare?n?|antwort(?:en)?|reaktion(?:en)?|gedanken?|meinung(?:en)?|wortmeldung(?:en)?"
    r"|commentaires?|reponses?|reflexions?|reactions?|avis"
    r"|comentarios?|respuestas?|pensamientos?|opiniones"
    r"|comment[oi]|rispost[ae]|pensier[oi]"
    r"|reacties?|antwoorden|gedachten?"
    r"|respostas?|pensamentos?|ideias?"
    r"|komentarz[ey]?|komentarzy|odpowiedzi?|przemyslen(?:ie|ia)?|mysli)"
)
_HEADING_NOUN: Final = (
    r"(?:(?:reader )?comments|reader interactions|responses|replies|discussion|comments and discussion|reactions"
    r"|(?:leser)?kommentare|diskussion|reaktionen|leserbriefe|commentaires|reactions|discussions?|comentarios"
    r"|commenti"
    r"|reacties|komentarze|dyskusja|discussione|discusion|discussao)"
)
_NUMBER: Final = r"(?P<count>\d{1,3}(?:[.,'\u202f ]\d{3})*|\d{1,6})"
_ONE: Final = r"(?P<one>one|a|an|1|ein|eine|einer|un|une|uno|una|um|uma|een|één|jeden|jedna|jedno)"
_NONE: Final = (
    r"(?P<none>no|zero|keine?|noch keine?|bisher keine?|(?:il n'y a )?(?:pas (?:encore )?de|aucune?)|sin|ningun"
    r"|nessun[ao]?|geen|nenhuma?|sem|brak)"
)
_KIND_OF_READER: Final = r"(?:(?:reader|user|leser|nutzer|visitor|approved|published|new)[ -]?)?"
_ABOUT: Final = (
    r"(?:to|on|for|about|in|zu|zum|zur|auf|uber|fur|a|au sujet de|sur|en|sobre|su|op|over|bij|para|em|na|do|o|dla|w)"
)
_STROKES: Final = str.maketrans("łøđ", "lod")
_DECORATION: Final = " \t{}[]±~|•*#=_<>»«→←↓·–—-+:"
_COUNTED: Final = re.compile(
    rf"(?:{_NUMBER}|{_ONE}|{_NONE}) {_KIND_OF_READER}{_NOUN}(?:(?: {_ABOUT} | ?: ?)(?P<title>\S.*)"
    rf"|[.…] ?[^.]{{0,60}}| yet|:?)"
    rf"|{_NUMBER.replace('count', 'count2')} discussions? to this post"
    rf"|(?:\w{{0,12}} ?)?{_NOUN} ?[(\[:–-]{{0,2}} ?{_NUMBER.replace('count', 'count3')} ?[)\]]?"
    rf"|[(\[]{_NUMBER.replace('count', 'count4')}[)\]] {_KIND_OF_READER}{_NOUN}"
    rf"|(?P<bare>{_HEADING_NOUN})(?: (?:on|to|for|zu|sur|sobre|su|op) (?P<title2>\S.*)|:| {_NOUN}"
    r"| (?:schreibe einen kommentar|leave a (?:comment|reply)|hide|show|newest|oldest).*)?"
)
_SAID_OF_THIS: Final = re.compile(r"read them below or add one|add one|leave new|join (?:in|the discussion)")
_PINGS: Final = re.compile(
    rf"(?:(?:\d{{1,5}}|{_ONE}) )?(?:track|ping)backs?(?: ?(?:/|&|and|und|et|y|e|en|i) ?(?:track|ping)backs?)?"
    rf"(?: ?[(\[:]? ?\d{{1,5}}[)\]]?)?(?: (?:to|on|for|for this post|zu|auf) .+|:)?"
)
_ELSEWHERE: Final = re.compile(
    r"(?:recent|latest|newest|popular|most recent|top) (?:reader )?(?:comments|discussions?|replies)(?: on .*)?"
    r"|(?:neueste|neuste|letzte|aktuelle|jungste) (?:leser-?)?(?:kommentare|antworten)"
    r"|(?:commentaires|comentarios|comentarios|commenti|reacties) (?:recents|recientes|recenti|recentes)"
    r"|(?:derniers|ultimos|ultimi|recente|laatste|nieuwste|najnowsze|ostatnie) "
    r"(?:commentaires|comentarios|commenti|reacties|komentarze)"
)

_FORM: Final = (
    # en
    r"(?:leave|post|add|write|submit|enter|make) (?:a |an |your |us a )?(?:new |public )?(?:comment|reply"
    r"|response|feedback)"
    r"(?: to .*| below| cancel.*| now| here)?",
    r"(?:reply|comment) (?:to (?:this|the) (?:post|article|thread)|form)",
    r"(?:speak your mind|have your say|join the (?:conversation|discussion)|what do you think|your thoughts|add yours"
    r"|share your (?:thoughts|opinion|comment)|new comment|your comment|post comment|submit comment"
    r"|add comment)\b.{0,30}",
    r"(?:sorry,? )?(?:the )?(?:comments?|commenting|discussion|comment form)(?: (?:on|for|to) .*)? (?:are|is"
    r"|has been|have been) "
    r"(?:now |currently |temporarily )?(?:closed|disabled|locked|turned off|not allowed).*",
    r"comments? (?:closed|off|disabled)(?: on .*)?",
    r"your email address will not be (?:published|made public|shared).*|(?:your )?e-?mail (?:address )?is never .*",
    r"(?:sorry, )?you (?:must|need to|have to) (?:be |log|register|sign).*",
    r"(?:please )?(?:log|sign) ?in(?: or (?:register|sign ?up|create an account))? to (?:post|leave|add|write"
    r"|comment|join|view).*",
    r"(?:you must )?(?:log|sign) in with your .*",
    r"(?:this|the) site uses akismet.*|(?:click here to )?cancel(?: the)? reply.*|save my name, .*",
    r"required fields are marked.*|fields marked with .*|you (?:may|can) use these (?:html|xhtml).*",
    r"notify me (?:of|by|via|when) .*|subscribe to (?:comments|this thread)\b.*|be the first to (?:comment|reply"
    r"|leave).*",
    r"(?:rss|atom)? ?feed (?:for|of) .*comments.*|comments? (?:rss|feed)\b.*|trackback (?:ur[il]|link).*|trackback$",
    r"(?:blog )?(?:comments|discussion) powered by .*|please enable javascript to view .*|view the discussion thread.*",
    r"comment moderation (?:is|may) .*|please be (?:respectful|polite|courteous).*",
    # de
    r"(?:jetzt |hier |einen |deinen |ihren |neuen )*(?:kommentar|antwort|kommentare)(?: \w+)? "
    r"(?:verfassen|schreiben|hinterlassen|hinzufugen|abgeben|absenden|abschicken|posten|eingeben|erstellen"
    r"|ansehen)\b.{0,40}",
    r"(?:schreib|schreibe|schreiben|verfasse|hinterlasse|hinterlass|hinterlassen|gib) (?:sie )?(?:hier |uns "
    r"|mir |doch )*"
    r"(?:einen|deinen|ihren|eine|deine|ihre)? ?(?:ersten )?(?:kommentar|antwort|nachricht|feedback).*",
    r"(?:dein|ihr|neuer) kommentar:?|(?:jetzt )?(?:mit)?kommentieren|mitdiskutieren|sag.{0,3} (?:uns )?deine meinung",
    r"(?:die )?kommentar(?:e|funktion)(?: (?:zu|fur) .*)? (?:sind|ist|wurde|wurden) .{0,40}"
    r"(?:geschlossen|deaktiviert|ausgeschaltet|abgeschaltet|nicht moglich).*|kommentare geschlossen",
    r"(?:deine|ihre|die) e-?mail-?adresse wird nicht .*|erforderliche felder .*|pflichtfelder .*",
    r"(?:du|sie) (?:musst|mussen|kannst|konnen) (?:\w+ )?(?:angemeldet|eingeloggt|dich|sich|registriert) .*",
    r"(?:diese|die) website verwendet akismet.*|(?:antworten?|kommentar|antwort) abbrechen.*|du kommentierst .*",
    r"(?:fulle|trage) .{0,60}um dich einzuloggen.*|benachrichtige mich .*|meinen namen, .*|ubermittle kommentar.*",
    # fr
    r"(?:laisser|laissez|ajouter|poster|ecrire|publier|deposer|donnez|rediger)(?:-nous)? (?:un |une |votre |le "
    r"|nous )*"
    r"(?:nouveau )?(?:commentaire|reponse|avis|reaction).*",
    r"(?:les |desole, les )?commentaires (?:sont |a .* sont )?(?:maintenant )?(?:fermes|clos|desactives).*",
    r"votre (?:adresse (?:e-?mail|de messagerie|email)|e-?mail|adresse electronique) ne sera (?:pas|jamais) .*",
    r"vous devez (?:etre |vous )\w+.*|ce site utilise akismet.*|annuler la reponse.*|les champs obligatoires .*",
    r"enregistrer mon nom.*|reagissez .*|reagir a .*|votre commentaire:?|connectez-vous pour (?:laisser|publier"
    r"|commenter).*",
    # es
    r"(?:deja|dejar|dejanos|escribe|escribir|anadir|anade|agregar|publicar|enviar|haz|hacer) (?:un |una |tu |su )*"
    r"(?:nuevo )?(?:comentario|respuesta|opinion).*",
    r"(?:los )?comentarios (?:estan |para esta entrada estan )?(?:cerrados|desactivados|deshabilitados).*",
    r"(?:tu|su) (?:direccion de )?correo electronico no sera .*|este sitio usa akismet.*"
    r"|cancelar (?:la )?respuesta.*",
    r"(?:lo siento, )?(?:debes|tienes que|debe) (?:estar conectado|iniciar|acceder|identificarte).*",
    r"los campos obligatorios .*|guarda(?:r)? mi nombre.*|tu comentario:?|se el primero en .*",
    # it
    r"(?:lascia|lasciare|aggiungi|scrivi|invia|pubblica|inserisci) (?:un |una |il tuo |la tua )*(?:nuovo )?"
    r"(?:commento|risposta|opinione).*",
    r"i commenti sono (?:chiusi|disattivati|disabilitati).*|commenti (?:chiusi|disabilitati).*",
    r"il tuo indirizzo e-?mail non sara .*|questo sito usa akismet.*|annulla (?:la )?risposta.*"
    r"|i campi obbligatori .*",
    r"(?:devi|bisogna) (?:essere|effettuare|accedere|fare).*|salva il mio nome.*|il tuo commento:?",
    # nl
    r"(?:laat|geef|plaats|schrijf|voeg) (?:een |je |uw |hier )*(?:nieuwe )?(?:reactie|antwoord|commentaar).*",
    r"(?:de )?(?:reacties|reageren) (?:zijn|is) (?:gesloten|uitgeschakeld|niet mogelijk).*|reactie (?:annuleren"
    r"|plaatsen|toevoegen)",
    r"(?:het|je|uw) e-?mailadres (?:wordt|zal) niet .*|deze site gebruikt akismet.*|vereiste velden .*",
    r"(?:je|u) (?:moet|dient) .*(?:inloggen|ingelogd).*|mijn naam, .*",
    # pt
    r"(?:deixe|deixar|escreva|escrever|adicionar|adicione|enviar|publicar|faca) (?:um |uma |o |seu |o seu "
    r"|a sua |sua )*"
    r"(?:novo )?(?:comentario|resposta|opiniao).*",
    r"(?:os )?comentarios (?:estao )?(?:fechados|encerrados|desativados|desabilitados).*",
    r"o (?:seu|teu) (?:endereco de e-?mail|e-?mail|endereco de email) nao sera .*|este site (?:usa"
    r"|utiliza) (?:o )?akismet.*",
    r"cancelar (?:a )?resposta.*|campos obrigatorios .*|(?:voce|tem de|precisa) .*(?:login|sessao|conectado"
    r"|logado).*",
    r"salvar meus dados .*|guardar o meu nome.*",
    # pl
    r"(?:dodaj|zostaw|napisz|wpisz|umiesc)(?: swoj| nowy| wlasny| pierwszy)* (?:komentarz"
    r"|odpowiedz)(?: anuluj.*)?|skomentuj",
    r"(?:twoj|podany) (?:adres e-?mail|adres email) nie zostanie .*|mozliwosc komentowania .*|wymagane pola .*",
    r"(?:komentowanie|komentarze|dodawanie komentarzy) .{0,30}(?:wylaczone|zamkniete|zablokowane|niemozliwe).*",
    r"anuluj (?:pisanie )?odpowied.*|(?:ta strona|ta witryna|witryna) (?:uzywa|wykorzystuje) akismet.*",
    r"musisz (?:sie|byc) zalog.*|zaloguj sie,? aby (?:doda|skoment|napis).*|zapamietaj moje .*|zapisz moje .*",
)
_END: Final = re.compile("|".join(f"(?:{phrase})" for phrase in _FORM))
_CANCEL: Final = re.compile(
    r"(?:cancel (?:the )?reply|(?:antwort(?:en)?|kommentar) abbrechen|annuler la reponse|cancelar (?:la "
    r"|a )?respuesta"
    r"|cancelar (?:a )?resposta|annulla (?:la )?risposta|(?:reactie|antwoord) annuleren"
    r"|anuluj (?:pisanie )?odpowiedzi?)\Z"
)
_FOOTER: Final = re.compile(
    r"(?:proudly )?powered by .*|(?:copyright|©|\(c\) (?:19|20)\d\d).*|.*\ball rights reserved\.?"
    r"|alle rechte vorbehalten.*"
    r"|tous droits reserves.*|todos los derechos reservados.*|tutti i diritti riservati.*|alle rechten voorbehouden.*"
    r"|todos os direitos reservados.*|wszelkie prawa zastrzezone.*"
    r"|(?:post|article|beitrags|bericht|comment)-? ?(?:s)?navigation|navigation (?:de l'article|des articles)"
    r"|navegacion de entradas|navigazione articoli|berichtnavigatie|navegacao d[eo] .{0,20}|nawigacja wpisu"
    r"|(?:previous|next|older|newer) (?:post|article|story|entry)s?(?::? .*)?|(?:vorheriger|nachster) (?:beitrag"
    r"|artikel).*"
    r"|(?:article|publication) (?:precedent|suivant)e?.*|entrada (?:anterior|siguiente).*|articolo (?:precedente"
    r"|successivo).*"
    r"|vorig bericht.*|volgend bericht.*|(?:post|artigo) (?:anterior|seguinte).*|(?:poprzedni|nastepny) (?:wpis"
    r"|artykul).*"
    r"|search(?: for)?:?|suche(?: nach)?:?|rechercher ?:?|buscar:?|cerca:?|ricerca per:|zoeken(?: naar)?:?"
    r"|pesquisar(?: por)?:?|szukaj:?"
    r"|archives?|archive?|archiv|archivos|archivi|arquivos?|archieven|archiwum|archiwa"
    r"|(?:recent|latest|related|similar|popular|more|other|top) (?:posts?|articles?|stories|news|reading"
    r"|entries)(?: .{0,40})?"
    r"|(?:neueste|letzte|ahnliche|verwandte|weitere|beliebte) (?:beitrage|artikel)"
    r"|das konnte dich auch interessieren.*"
    r"|(?:articles|billets) (?:recents|similaires|lies)|entradas (?:recientes|relacionadas)|articoli (?:recenti"
    r"|correlati)"
    r"|(?:recente|gerelateerde) berichten|(?:posts|artigos) (?:recentes|relacionados)|(?:najnowsze|ostatnie"
    r"|podobne) wpisy"
    r"|(?:categories|kategorien|categorias|categorie|kategorie|tags?|schlagworter|etiquetas|blogroll|meta"
    r"|follow us|imprint"
    r"|impressum|datenschutz(?:erklarung)?|privacy policy|terms of (?:use|service)|mentions legales|about the author"
    r"|you (?:may|might) also (?:like|enjoy).*|about us|contact us|newsletter|advertise(?:ment)?|sponsors?)"
)
_OTHER_PAGES: Final = re.compile(
    r"(?:older|newer|previous|next|earlier|later|more|load more|show more|view all|see all|all) comments?.{0,20}"
    r"|(?:load|show|view|see) (?:all |more |\d+ more )?(?:comments|replies|older|newer).{0,20}"
    r"|(?:altere|neuere|vorherige|nachste|weitere|mehr) kommentare.{0,20}|commentaires (?:plus )?(?:anciens"
    r"|recents|precedents|suivants).{0,10}"
    r"|comentarios (?:mas )?(?:antiguos|anteriores|recientes|nuevos|siguientes|mais antigos|mais recentes"
    r"|seguintes).{0,10}"
    r"|commenti (?:piu )?(?:vecchi|recenti|precedenti|successivi|nuovi).{0,10}"
    r"|(?:oudere|nieuwere|vorige|volgende) reacties.{0,10}|(?:starsze|nowsze|poprzednie|nastepne) komentarze.{0,10}"
    r"|comentarios mais (?:antigos|recentes|novos).{0,10}|(?:comments?|kommentar(?:e|en)?)-? ?navigation"
    r"|navigation (?:des|dans les) commentaires|navegacion (?:de|por los) comentarios|navigazione (?:dei )?commenti"
    r"|page \d+ of \d+|seite \d+ von \d+"
)

_ACTIONS: Final = re.compile(
    r"reply|(?:click (?:here )?to )?reply(?: (?:to|by|with) .{1,80})?|respond(?: to .{1,80})?|antwort(?:en)?"
    r"|(?:auf .{1,80} )?antworten"
    r"|antworte(?: auf .{1,80})?|repondre(?: a .{1,80})?|responder(?: a .{1,80})?|contestar|rispondi(?: a .{1,80})?"
    r"|beantwoorden|reageer(?: op .{1,80})?|reageren|antwoord(?:en)?(?: op .{1,80})?|odpowiedz(?: .{0,80})?"
    r"|(?:perma|perma-)?link(?: to (?:this )?comment)?|permanent ?link|permalien|permanenter link"
    r"|enlace permanente|lien permanent"
    r"|collegamento permanente|permalink (?:to|zu).{0,60}|link zum kommentar|edit(?: this)?(?: comment)?"
    r"|bearbeiten|modifier"
    r"|editar|modifica|edytuj|bewerk(?:en)?|delete|loschen|supprimer|eliminar|elimina|excluir|verwijderen|usun"
    r"|(?:log|sign) ?in to reply|(?:zum antworten|melde dich an|anmelden),?.{0,40}|connectez-vous pour repondre"
    r"|(?:inicia(?:r)? sesion|accede|acceder|debes identificarte|identificate) para responder|accedi per rispondere"
    r"|(?:faca (?:o )?login|acesse|inicie? (?:a )?sessao|entre) para responder|log in om te (?:reageren|antwoorden)"
    r"|zaloguj sie,? aby odpowiedziec|quote|zitieren|citer|citar|cita|citeer|citeren|cytuj"
    r"|report(?: (?:this|abuse|comment|this comment|user))?|flag(?: (?:as )?\w+)?|melden|beitrag melden"
    r"|signaler(?: .{0,20})?|denunciar|segnala|zglos"
    r"|(?:i )?likes?(?: this)?|dislikes?|liked by .{1,60}|\d+ (?:likes?|people like this)|liken(?:liken)?"
    r"|likelike|like(?:d)? by you|gefallt mir"
    r"|gefallt \d+ .{1,20}|(?:like|liken)(?:liked by|gefallt)? \d+ .{1,20}|j'aime|me gusta|mi piace|vind ik leuk"
    r"|curtir|lubie to|upvote|downvote|vote (?:up|down)|thumb up.{0,20}"
    r"|loading(?:\.{0,3}|…)?|lade(?: ?(?:\.{0,3}|…))?|wird geladen.{0,3}|chargement.{0,3}|cargando.{0,3}"
    r"|share(?: (?:this|on .{1,20}))?|teilen"
    r"|partager|compartir|condividi|haut de page|nach oben|back to top|top|expand|collapse|aufklappen"
    r"|hide replies|copy link"
    r"|daumen hoch ?\d*|daumen runter ?\d*|daumen hoch ?\d+daumen runter ?\d*|leserempfehlung ?\d*"
    r"|recommend(?: ?\d+)?|empfehlen|\d+ votes?"
    r"|awaiting moderation|comment actions|options"
)
_AROUND_ACTIONS: Final = re.compile(r"[|/·•,;()\[\]{}<>←→↓↑↩»«›‹+\-–—#¶]+|\s{2,}|\t")

_SAYS: Final = re.compile(
    r"(?:\(?(?:says|said|wrote|writes|commented|comments|replied|replies|adds|added|thinks|asked|posted"
    r"|responded|states)"
    r"|sagte?|schreibt|schrieb|meinte?|kommentierte?|antwortete?|findet"
    r"|(?:a )?dit|(?:a )?ecrit|(?:a )?commente|(?:a )?repondu"
    r"|dice|dijo|(?:ha )?dicho|escribio|escribe|comento|comenta|respondio"
    r"|(?:ha )?detto|ha scritto|scrive|ha commentato|commenta"
    r"|zegt|zei|schreef|schrijft|reageerde"
    r"|disse|diz|escreveu|comentou|respondeu"
    r"|pisze|mowi|napisal(?:a|/a|\(a\))?|powiedzial(?:a)?|komentuje|skomentowal(?:a)?)(?: (?:this|that|on|at|am"
    r"|le|el|il|em|op|um))?\)?"
)
_COMMENT_BY: Final = re.compile(
    r"(?:\w{1,3} )?(?:comment|reply|response|posted|submitted|written|left) (?:by|from):? |posted by: "
    r"|(?:\w{1,3} )?(?:kommentar|antwort|geschrieben|verfasst|eingetragen) von:? |(?:commentaire (?:de|par)"
    r"|(?:poste|publie|ecrit|redige) par):? "
    r"|(?:comentario (?:de|por)|(?:publicado|escrito|enviado) por):? |(?:commento di|(?:scritto|inviato"
    r"|pubblicato) da):? "
    r"|(?:reactie (?:van|door)|geplaatst door|geschreven door):? |(?:comentario (?:de|por)|publicado por"
    r"|escrito por):? "
    r"|(?:komentarz od|napisany przez|dodany przez|autor):? |author: |name: |by:? "
)
_PINGBACK: Final = re.compile(r"(?:ping|track)(?:back)?s?(?: ?: ?| (?:from|by|von|de|da|van|par|od)[: ] ?)")

Place = Literal["thread", "pings", "elsewhere", "end"]


class Heading(NamedTuple):
    """What a line announces: this page's thread, its pingbacks, comments on other pages, or the thread's end."""

    place: Place
    stated: int | None = None  # the number of comments
    title: str = ""  # of the article, folded, where the line names it


def heading_in(line: str) -> Heading | None:
    """What ``line`` announces as a whole, None where it is any other line."""
    if not line or len(line) > LONGEST_PHRASE:
        return None
    folded = _folded(line).strip(_DECORATION + ".!… ")
    shorter = _CANCEL.sub("", folded)
    if shorter != folded:
        return Heading("end")
    if _ELSEWHERE.fullmatch(folded):
        return Heading("elsewhere")
    if _END.fullmatch(folded):
        return Heading("end")
    counted = _COUNTED.fullmatch(_SAID_OF_THIS.sub("", folded).strip(_DECORATION + ".,…"))
    if counted:
        return Heading("thread", _stated(counted), counted["title"] or counted["title2"] or "")
    if _PINGS.fullmatch(folded):
        return Heading("pings")
    return None


def is_footer(line: str) -> bool:
    """Whether ``line`` is what themes write below everything: navigation, widgets' headings, rights."""
    return len(line) <= LONGEST_PHRASE and _FOOTER.fullmatch(_folded(line).strip(_DECORATION + ". ")) is not None


def leads_to_other_pages(line: str) -> bool:
    """Whether ``line`` links to older or newer comments of the same thread."""
    return len(line) <= 80 and _OTHER_PAGES.fullmatch(_folded(line).strip(_DECORATION + ".… \u203a\u2039")) is not None


def is_action(line: str) -> bool:
    """Whether ``line`` holds nothing but what a reader can do with a comment: reply, edit, like, link."""
    return len(line) <= 160 and _is_action(line)


@lru_cache(maxsize=8192)
def _is_action(line: str) -> bool:
    if line in ("#", "¶"):
        return True
    pieces = [" ".join(piece.split()).strip(" :.") for piece in _AROUND_ACTIONS.split(_without_strokes(line))]
    return any(pieces) and all(
        not piece or _is_one_action(piece) or all(map(_is_one_action, piece.split())) for piece in pieces
    )


def _is_one_action(piece: str) -> bool:
    return _ACTIONS.fullmatch(piece) is not None


def cut_says(text: str) -> str | None:
    """What stands before a final "says:" ("" where nothing does); None where ``text`` does not end in one."""
    bare = text.rstrip(" :\uff1a\xa0…")
    has_colon = len(bare) < len(text.rstrip())
    words = bare.split()
    for count in (1, 2, 3):
        said = " ".join(words[-count:])
        if count <= len(words) and _SAYS.fullmatch(_folded(said)) and (has_colon or said.islower()):
            longer = words[-count - 1 :] if len(words) > count else []
            if longer and _SAYS.fullmatch(_folded(" ".join(longer))):
                continue
            return " ".join(words[:-count]) if has_colon or count < len(words) or len(words) == 1 else None
    return None


def without_says_in_front(text: str) -> str:
    """``text`` without a leading "said" ("am 5. Mai schrieb Bob")."""
    first, _, rest = text.partition(" ")
    return rest if rest and _SAYS.fullmatch(fold(first)) else text


def without_comment_by(text: str) -> str:
    """``text`` without a leading "Comment by"."""
    folded = fold(text)
    found = _COMMENT_BY.match(folded)
    # Folding can change lengths; it does not before the plain words that lead here.
    return text[found.end() :].strip() if found and len(folded) == len(text) else text


def cut_pingback(text: str) -> str | None:
    """What follows "Pingback:" or "Trackback:", None where ``text`` opens otherwise."""
    found = _PINGBACK.match(fold(text[:40]))
    return text[found.end() :].strip() if found else None


def _stated(counted: re.Match[str]) -> int | None:
    if counted["one"]:
        return 1
    if counted["none"]:
        return 0
    figure = next((counted[name] for name in ("count", "count2", "count3", "count4") if counted[name]), None)
    return int(re.sub(r"\D", "", figure)) if figure else None


def _folded(line: str) -> str:
    return " ".join(_without_strokes(line).split())


def _without_strokes(line: str) -> str:
    """Folded, and without the strokes through letters that Unicode does not count as accents."""
    return fold(line).translate(_STROKES)
