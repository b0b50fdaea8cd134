"""The words of "3 hours ago", "gestern um 14:05" and "à l'instant", each kept folded."""

from __future__ import annotations

from typing import Final, Literal

from archiver.wallclock.folding import fold

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]

_UNITS: Final[dict[Unit, str]] = {
    "second": "s sec secs second seconds sek sekunde sekunden seconde secondes secondi secondo seconden segundo "
    "segundos sekunda sekundę sekundy sekund sekunder sekunnin sekuntia vteřinami sekundami segon segons secundă "
    "secunde saniye секунду секунды секунд секунди 秒 초",
    "minute": "m min mins mn minute minutes minuten minuto minutos minuto minuti minuut minuta minutę minuty minut "
    "minuter minutter minuutti minuuttia minutami minuts dakika минуту минуты минут хвилину хвилини хвилин "
    "分 分钟 分鐘 분",
    "hour": "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren godz godzina godzinę "
    "godziny godzin timme timmar tim time timer tunti tuntia hodinou hodinami hores saat час часа часов "
    "годину години годин 小时 小時 时间 時間 시간",
    "day": "d j day days tag tage tagen jour jours día días giorno giorni dag dagen dgn dia dias dzień dni dagar dage "
    "dager päivä päivää dnem dny dies zi zile gün день дня дней дні днів 天 日 일",
    "week": "w wk wks week weeks woche wochen semaine semaines semana semanas settimana settimane weken tydzień "
    "tyg tygodnie tygodni vecka veckor uge uger uke uker viikko viikkoa týdnem týdny setmana setmanes săptămână "
    "săptămâni hafta неделю недели недель тиждень тижні тижнів 周 週 週間 星期 주",
    "month": "mo mos mon month months monat monate monaten mois mes meses mese mesi maand maanden mnd mês mies "
    "miesiąc miesiące miesięcy månad månader måned måneder kuukausi kuukautta měsícem měsíci mesos lună luni ay "
    "месяц месяца месяцев місяць місяці місяців 个月 個月 か月 ヶ月 カ月 月 개월",
    "year": "y yr yrs year years jahr jahre jahren an ans année années año años anno anni jaar jaren ano anos "
    "rok lata lat år vuosi vuotta rokem roky lety any anys ani yıl год года лет рік роки років 年 년",
}
UNITS_AFTER_VOR: Final[dict[str, Unit]] = {"j": "year"}
"""What is short for another unit in German: "vor 5 J."."""
_NUMBERS: Final = {
    1: "a an un' one ein eine einem einer einen un une uno una um uma één jeden jedna jedną jedno en ett et",
    2: "two zwei deux dos due twee dois duas dwa dwie två to",
    3: "three drei trois tres tre drie três trzy",
}
# "vor 3 Stunden", "hace 3 horas"; "il y a" is written as one word before anything is looked up.
_IN_FRONT: Final = "vor hace ha há faz fa ilya acum před pred prije"
_BEHIND: Final = "ago fa geleden atrás temu sedan siden sitten назад тому önce 前 전"

_UNITS_ALONE: Final = "sekundę minutę godzinę dzień tydzień miesiąc rok"
"""Units that say by themselves that there is one: "godzinę temu"."""
_LAST: Final[dict[Unit, str]] = {
    "week": "last week|letzte woche|vorige woche|la semaine dernière|la semana pasada|la settimana scorsa|"
    "settimana scorsa|vorige week|afgelopen week|semana passada|na semana passada|w zeszłym tygodniu|"
    "w ubiegłym tygodniu",
    "month": "last month|letzten monat|vorigen monat|le mois dernier|el mes pasado|il mese scorso|lo scorso mese|"
    "vorige maand|afgelopen maand|mês passado|no mês passado|w zeszłym miesiącu|w ubiegłym miesiącu",
    "year": "last year|letztes jahr|voriges jahr|l'année dernière|l'an dernier|el año pasado|l'anno scorso|"
    "lo scorso anno|vorig jaar|afgelopen jaar|ano passado|no ano passado|w zeszłym roku|w ubiegłym roku",
}

_DAYS_BACK: Final = {
    0: "today|heute|aujourd'hui|hoy|oggi|vandaag|hoje|dzisiaj|dziś|idag|i dag|tänään|dnes|avui|azi|bugün|"
    "сегодня|сьогодні|今天|今日|오늘",
    1: "yesterday|gestern|hier|ayer|ieri|gisteren|ontem|wczoraj|igår|i går|eilen|včera|ahir|dün|"
    "вчера|вчора|昨天|昨日|어제",
    2: "day before yesterday|vorgestern|avant-hier|avant hier|anteayer|antes de ayer|l'altro ieri|altro ieri|"
    "ieri l'altro|eergisteren|anteontem|przedwczoraj|i förrgår|i forgårs|toissapäivänä|předevčírem|позавчера|"
    "前天|一昨日",
}
_NOW: Final = (
    "just now|right now|now|a moment ago|moments ago|gerade eben|gerade|eben gerade|soeben|eben|jetzt|à l'instant|"
    "maintenant|ahora|ahora mismo|hace un momento|hace unos instantes|adesso|proprio ora|poco fa|zojuist|zonet|nu|"
    "agora|agora mesmo|przed chwilą|teraz|just nu|lige nu|akkurat nå|juuri nyt|právě teď|только что|"
    "刚刚|剛剛|たった今|방금|a few seconds ago|vor wenigen sekunden|vor einigen sekunden|vor ein paar sekunden|"
    "il y a quelques secondes|il y a quelques instants|hace unos segundos|hace algunos segundos|pochi secondi fa|"
    "qualche secondo fa|enkele seconden geleden|een paar seconden geleden|há alguns segundos|há poucos segundos|"
    "kilka sekund temu|chwilę temu"
)
LANGUAGES_WHERE_HIER_IS_HERE: Final = frozenset({"de", "nl", "af", "lb"})

UNITS: Final = {fold(word): unit for unit, words in _UNITS.items() for word in words.split()}
NUMBERS: Final = {fold(word): number for number, words in _NUMBERS.items() for word in words.split()}
UNITS_ALONE_SHOWN: Final = tuple(_UNITS_ALONE.split())
WORDS_SHOWN: Final = frozenset(
    shown
    for listed in [*_LAST.values(), *_DAYS_BACK.values(), _NOW]
    for words in listed.split("|")
    for shown in (words, words.replace("'", "’"))
)
"""Days, spans and moments that stand alone as a time, with their accents and either apostrophe."""
UNITS_ALONE: Final = frozenset(fold(word) for word in _UNITS_ALONE.split())
LAST: Final = {fold(words): unit for unit, listed in _LAST.items() for words in listed.split("|")}
IN_FRONT: Final = frozenset(fold(word) for word in _IN_FRONT.split())
BEHIND: Final = frozenset(fold(word) for word in _BEHIND.split())
DAYS_BACK: Final = {fold(word): days for days, words in _DAYS_BACK.items() for word in words.split("|")}
NOW: Final = frozenset(fold(words) for words in _NOW.split("|"))
