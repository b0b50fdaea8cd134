"""The words of a calendar in many languages, each with the symbol that stands for it in a skeleton.

Months and weekdays are those of Unicode's CLDR (wide and abbreviated, format and stand-alone), with a
few spellings that sites use besides ("jänner", "sept"). Every word is kept folded, as ``fold`` leaves
it. A symbol is an upper-case letter, which folded text cannot hold:

======== ==================================================================
``M07``  a month          ``R`` … ``X``  a weekday, Monday first
``A P``  a.m. and p.m.    ``B Q``    the same where they stand in front of the clock
``N O``  noon and midnight
``h``    between hour and minute, or after an hour ("14h05", "19 Uhr")
``Z+02…`` an offset from UTC, four digits
space    a word that only joins ("um", "de", "at", "th")
``w``    any other word: nothing reaches across it
======== ==================================================================
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from archiver.wallclock.folding import fold

OTHER_WORD: Final = "w"
WEEKDAYS: Final = "RSTUVWX"

_MONTHS: Final = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
    "october oct|november nov|december dec",
    "de": "januar jan jänner jän|februar feb feber|märz mär mrz|april apr|mai|juni jun|juli jul|august aug|"
    "september sept sep|oktober okt|november nov|dezember dez",
    "fr": "janvier janv jan|février févr fév|mars|avril avr|mai|juin|juillet juil|août|septembre sept|octobre oct|"
    "novembre nov|décembre déc",
    "es": "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|"
    "septiembre setiembre sept sep|octubre oct|noviembre nov|diciembre dic",
    "it": "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|"
    "settembre set sett|ottobre ott|novembre nov|dicembre dic",
    "nl": "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|september sep sept|"
    "oktober okt|november nov|december dec",
    "pt": "janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|"
    "outubro out|novembro nov|dezembro dez",
    "pl": "stycznia styczeń sty|lutego luty lut|marca marzec mar|kwietnia kwiecień kwi|maja maj|"
    "czerwca czerwiec cze|lipca lipiec lip|sierpnia sierpień sie|września wrzesień wrz|"
    "października październik paź|listopada listopad lis|grudnia grudzień gru",
    "ca": "gener gen|febrer febr|març|abril abr|maig|juny|juliol jul|agost ag|setembre set|octubre oct|novembre nov|"
    "desembre des",
    "ro": "ianuarie ian|februarie feb|martie mar|aprilie apr|mai|iunie iun|iulie iul|august aug|septembrie sept|"
    "octombrie oct|noiembrie nov noi|decembrie dec",
    "sv": "januari jan|februari feb|mars|april apr|maj|juni|juli|augusti aug|september sep sept|oktober okt|"
    "november nov|december dec",
    "da": "januar jan|februar feb|marts mar|april apr|maj|juni jun|juli jul|august aug|september sep|oktober okt|"
    "november nov|december dec",
    "no": "januar jan|februar feb|mars mar|april apr|mai|juni jun|juli jul|august aug|september sep|oktober okt|"
    "november nov|desember des",
    "fi": "tammikuuta tammikuun tammikuu tammi|helmikuuta helmikuun helmikuu helmi|"
    "maaliskuuta maaliskuun maaliskuu maalis|huhtikuuta huhtikuun huhtikuu huhti|"
    "toukokuuta toukokuun toukokuu touko|kesäkuuta kesäkuun kesäkuu kesä|"
    "heinäkuuta heinäkuun heinäkuu heinä|elokuuta elokuun elokuu elo|"
    "syyskuuta syyskuun syyskuu syys|lokakuuta lokakuun lokakuu loka|"
    "marraskuuta marraskuun marraskuu marras|joulukuuta joulukuun joulukuu joulu",
    "cs": "ledna leden led|února únor úno|března březen bře|dubna duben dub|května květen kvě|června červen čvn|"
    "července červenec čvc|srpna srpen srp|září zář|října říjen říj|listopadu listopad lis|prosince prosinec pro",
    "sk": "januára január jan|februára február feb|marca marec mar|apríla apríl apr|mája máj|júna jún|júla júl|"
    "augusta august aug|septembra september sep|októbra október okt|novembra november nov|decembra december dec",
    "sl": "januarja januar jan|februarja februar feb|marca marec mar|aprila april apr|maja maj|junija junij jun|"
    "julija julij jul|avgusta avgust avg|septembra september sep|oktobra oktober okt|novembra november nov|"
    "decembra december dec",
    "hu": "január jan|február febr|március márc|április ápr|május máj|június jún|július júl|augusztus aug|"
    "szeptember szept|október okt|november nov|december dec",
    "tr": "ocak oca|şubat şub|mart mar|nisan nis|mayıs may|haziran haz|temmuz tem|ağustos ağu|eylül eyl|ekim eki|"
    "kasım kas|aralık ara",
    "ru": "января январь янв|февраля февраль февр фев|марта март мар|апреля апрель апр|мая май|июня июнь июн|"
    "июля июль июл|августа август авг|сентября сентябрь сент сен|октября октябрь окт|ноября ноябрь нояб ноя|"
    "декабря декабрь дек",
    "uk": "січня січень січ|лютого лютий лют|березня березень бер|квітня квітень квіт|травня травень трав|"
    "червня червень черв|липня липень лип|серпня серпень серп|вересня вересень вер|жовтня жовтень жовт|"
    "листопада листопад лист|грудня грудень груд",
    "bg": "януари яну|февруари фев|март|април апр|май|юни|юли|август авг|септември сеп|октомври окт|ноември ное|"
    "декември дек",
    "el": "ιανουαρίου ιανουάριος ιαν|φεβρουαρίου φεβρουάριος φεβ|μαρτίου μάρτιος μαρ|απριλίου απρίλιος απρ|"
    "μαΐου μάιος μαΐ|ιουνίου ιούνιος ιουν|ιουλίου ιούλιος ιουλ|αυγούστου αύγουστος αυγ|"
    "σεπτεμβρίου σεπτέμβριος σεπ|οκτωβρίου οκτώβριος οκτ|νοεμβρίου νοέμβριος νοε|δεκεμβρίου δεκέμβριος δεκ",
    "id": "januari jan|februari feb|maret mar|april apr|mei|juni jun|juli jul|agustus agu|september sep|oktober okt|"
    "november nov|desember des",
}

_MONTHS_OF_ONE_LANGUAGE: Final = {
    # "listopad" is October here and November to the Poles and Czechs; "lip" and "srp" differ likewise.
    "hr": "siječnja siječanj sij|veljače veljača velj|ožujka ožujak ožu|travnja travanj tra|svibnja svibanj svi|"
    "lipnja lipanj lip|srpnja srpanj srp|kolovoza kolovoz kol|rujna rujan ruj|listopada listopad lis|"
    "studenoga studeni stu|prosinca prosinac pro",
}

_WEEKDAYS: Final = (
    "monday mon montag lundi lunes lunedì maandag segunda poniedziałek dilluns luni måndag mandag maanantaina "
    "maanantai pondělí pondelok ponedeljek hétfő pazartesi понедельник понеділок понеделник δευτέρα senin",
    "tuesday tue tues dienstag mardi martes martedì dinsdag terça wtorek dimarts marți tisdag tirsdag tiistaina "
    "tiistai úterý utorok torek kedd salı вторник вівторок τρίτη selasa",
    "wednesday wed mittwoch mercredi miércoles mercoledì woensdag quarta środa dimecres miercuri onsdag "
    "keskiviikkona keskiviikko středa streda sreda szerda çarşamba среда середа сряда τετάρτη rabu",
    "thursday thu thur thurs donnerstag jeudi jueves giovedì donderdag quinta czwartek dijous joi torsdag "
    "torstaina torstai čtvrtek štvrtok četrtek csütörtök perşembe четверг четвер четвъртък πέμπτη kamis",
    "friday fri freitag vendredi viernes venerdì vrijdag sexta piątek divendres vineri fredag perjantaina "
    "perjantai pátek piatok petek péntek cuma пятница петък παρασκευή jumat",
    "saturday sat samstag sonnabend samedi sábado sabato zaterdag sobota dissabte sâmbătă lördag lørdag "
    "lauantaina lauantai szombat cumartesi суббота субота събота σάββατο sabtu",
    "sunday sun sonntag dimanche domingo domenica zondag niedziela diumenge duminică söndag søndag sunnuntaina "
    "sunnuntai neděle nedeľa nedelja vasárnap pazar воскресенье неділя неделя κυριακή minggu",
)

_JOINING: Final = (
    "a al alas alle am an as at clock dalle das de del della den der di dia dnia do d e el em er ere eme feira g "
    "godz godzina hod i il in kello kl klo klockan l la las le les nd o ob of om on op ora ore os r rd re roku saat "
    "st t th the tid um u vom г года в во о об р року у στις"
)

_HOUR_WORDS: Final = "h hr hrs hs uhr heure heures hora horas uur"
_BEFORE_NOON: Final = ("am", "πμ", "vorm", "ص", "صباحا")
_AFTER_NOON: Final = ("pm", "μμ", "nachm", "م", "مساء")
# Halves of the day that are other words elsewhere ("de", "em", "Sa").
_HALVES_OF_ONE_LANGUAGE: Final = {
    "cs": {"dop": "A", "odp": "P"},
    "hu": {"de": "B", "du": "Q"},
    "sv": {"fm": "A", "em": "P"},
    "tr": {"öö": "B", "ös": "Q"},
    "vi": {"sa": "A", "ch": "P"},
}
_DOTTED_HALVES: Final = {"a.m": "A", "p.m": "P", "π.μ": "A", "μ.μ": "P"}
_NOON: Final = "noon midday mittag mittags midi mediodía mezzogiorno południe"
_MIDNIGHT: Final = "midnight mitternacht minuit medianoche mezzanotte middernacht północ"

# Only abbreviations that one offset answers to. EST, CST, MST, PST, CDT and IST are claimed by several
# countries, or written all year round; WET and WEST are words.
_ZONES: Final = {
    "+0000": "z utc gmt",
    "+0100": "bst cet mez",
    "+0200": "cest mesz eet sast",
    "+0300": "eest msk",
    "+0800": "awst hkt",
    "+0900": "jst kst",
    "+0930": "acst",
    "+1000": "aest",
    "+1030": "acdt",
    "+1100": "aedt",
    "+1200": "nzst",
    "+1300": "nzdt",
    "-0400": "edt",
    "-0600": "mdt",
    "-0700": "pdt",
    "-0800": "akdt",
}


def _months(words: str) -> dict[str, str]:
    return {
        fold(word): f"M{number:02d}" for number, names in enumerate(words.split("|"), start=1) for word in names.split()
    }


def _dotted(half: str) -> list[str]:
    first, second = half.split(".")
    return [f"{first}{before}.{after}{second}{end}" for before in ("", " ") for after in ("", " ") for end in ("", ".")]


def _symbols() -> dict[str, str]:
    symbols = dict.fromkeys((fold(word) for word in _JOINING.split()), " ")
    for offset, names in _ZONES.items():
        symbols |= dict.fromkeys(names.split(), f"Z{offset}")
    for number, names in enumerate(_WEEKDAYS):
        symbols |= {fold(name): WEEKDAYS[number] for name in names.split()}
    for words in _MONTHS.values():
        symbols |= _months(words)
    symbols |= dict.fromkeys(_HOUR_WORDS.split(), "h")
    symbols |= dict.fromkeys(_BEFORE_NOON, "A") | dict.fromkeys(_AFTER_NOON, "P")
    symbols |= {spelling: half for dotted, half in _DOTTED_HALVES.items() for spelling in _dotted(dotted)}
    symbols |= {fold(word): "N" for word in _NOON.split()} | {fold(word): "O" for word in _MIDNIGHT.split()}
    return symbols | {"B": "B", "Q": "Q"}  # set before the words are looked up, where scripts have no spaces


SYMBOLS: Final = _symbols()
SYMBOLS_OF_ONE_LANGUAGE: Final = {
    **{language: SYMBOLS | _months(words) for language, words in _MONTHS_OF_ONE_LANGUAGE.items()},
    **{
        language: SYMBOLS | {fold(word): half for word, half in halves.items()}
        for language, halves in _HALVES_OF_ONE_LANGUAGE.items()
    },
}
KNOWN_LANGUAGES: Final = frozenset({*_MONTHS, *_MONTHS_OF_ONE_LANGUAGE, "nb", "nn", "zh", "ja", "ko"})
"""Languages whose dates these tables read whole; for others another reader may be asked."""


@lru_cache(maxsize=256)
def primary_language(language: str | None) -> str | None:
    """The first subtag of a BCP 47 tag, in lower case: "de" of "de-AT"."""
    return language.replace("_", "-").split("-", 1)[0].lower() if language else None
