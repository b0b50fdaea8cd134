"""Readers' names and words about telecoms, all invented, in many languages and scripts."""

from __future__ import annotations

from random import Random

NAMES = (
    'Ada Copper|Bo Latency|Cy Duct|Dee O\'Wavelength|Flo Fibre|Gus & Sons|Hal Handover|Ivy "Splice" Box|Jo Jitter|'
    "Käthe Glasfaser|Jürgen Groß|Zoë Débit|Noël Câblé|Łucja Światłowód|Żaneta Pasmo|İpek Işık|Ørjan Mast|Nikos Δίκτυο|"
    "Вера Волна|Игорь Вышка|Олена Їжак|光纤小王|基站老李|山田 光|電波 太郎|김주파|이기지국|أمل شبكة|ياسر برج|דנה סיב|"
    "रवि टावर|मीना तरंग|สายไฟ ใจดี|ლალი კაბელი|Սոնա Ցանց|Ánh Sóng|5G-sceptic|[anon] 2.0|mast_watcher|🙂 Happy Line|Ünal"
).split("|")

SENTENCES = (
    "The new cabinet at the end of our lane hums like a fridge.|They said full fibre by spring, and now it snows.|"
    "My router drops the line whenever the microwave runs -- twice a day.|Why did the ping double?|"
    'The engineer called it a "temporary" splice; that was four years ago...|Spectrum below 1 GHz goes through walls.|'
    "Our village paid £1,200 a house & got 900 Mbit/s.|It isn't the mast that is slow, it's the backhaul.|"
    "I'd rather have a slow line that works than a fast one that doesn't.|Roaming at 3 < 5 euros would be fair.|"
    "Der Ausbau bei uns dauert nun schon drei Jahre.|Glasfaser bis ins Haus kostet hier nichts, wenn man schnell ist.|"
    "Warum wird „unbegrenzt“ eigentlich immer gedrosselt?|Le débit s'effondre chaque soir vers vingt heures.|"
    "L'armoire est saturée, dit l'opérateur : il faudra attendre.|Światłowód miał być w maju, a jest dopiero rura.|"
    "La fibra llega hasta la esquina, pero no hasta mi casa.|Il ripetitore sul tetto non lo vuole nessuno.|"
    "De glasvezel ligt in de straat maar niet in de meterkast.|A fibra chegou, mas a fatura também subiu.|"
    "Вышка стоит, а связи нет уже вторую неделю.|Оптику провели, но скорость та же.|Η οπτική ίνα έφτασε ως τη γωνία.|"
    "光纤已经到小区了，但是楼里没有布线。|基站离我家只有两百米，信号还是一格。|工事が三回も延期。|"
    "電波が弱く、窓のそばでしか話せません。|기지국이 가까운데 느립니다.|وصلت الألياف إلى الشارع فقط.|"
    "הסיב הגיע לרחוב אבל לא לבניין.|टावर पास में है, फिर भी नेटवर्क नहीं आता।|เสาอยู่ใกล้บ้านแต่สัญญาณอ่อนมาก|"
    "Sóng ở đây yếu lắm, phải ra ban công mới gọi được.|Kule yakında ama çekmiyor; ışık hızı dedikleri bu mu?|"
    "5G on band n28 & n78, 2×2 MIMO, ≤ 120 Mbit/s – measured.|😀 Finally online! 📶|Nobody reads the terms, do they?"
).split("|")

TOPICS = (
    "Fibre reaches the upper valley|Spectrum sale ends after forty rounds|Operators quarrel over duct prices|"
    "Roaming caps return to the border towns|A village builds its own mast|Copper switch-off moves by a year|"
    "Data caps: what the small print says|Outage leaves harbour without signal|Cable firm buys two altnets|"
    "Satellite link for the ferry line"
).split("|")

_FORMS = (
    "{one}\n\n{two}",
    "<blockquote>{one}</blockquote>\n{two}",
    "{one} <em>{two}</em>",
    "{one}\n{two}",
    '{one} See <a href="https://reader.example/{number}?a=1&amp;b=2" rel="nofollow">my own figures</a>.',
    "{one} <code>ping -c 3 line.example</code> {two}",
    "<strong>{one}</strong>\n\n{two}\n\n{three}",
    "{one} -- {two}",
)


def text_of(random: Random, number: int) -> str:
    """A reader's words with the mark-up that WordPress lets readers use; no two numbers have the same."""
    one, two, three = random.sample(SENTENCES, 3)
    if random.random() < 0.4:
        return f"{one} ({number}.)"
    return f"{random.choice(_FORMS).format(one=one, two=two, three=three, number=number)} [{number}]"


def article_text(random: Random, number: int) -> str:
    """A story of a few paragraphs."""
    paragraphs = [" ".join(random.sample(SENTENCES[:10], 4)) for _ in range(4)]
    return "\n\n".join([f"Report number {number} from the network desk.", *paragraphs])
