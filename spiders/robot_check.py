"""Pages that stand in the place of others: checks for robots ("bot walls"), and shells that hold scripts alone.

Many come with status 200 and would pass for a short article. What they share: hardly any text, no mark of an article,
and a name of the software that checks, a title that such pages have, or nothing but a script or a way elsewhere.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from archiver.urls import article_key
from spiders.article import read_article
from spiders.bylines import names_in_line
from spiders.metadata import read_metadata
from spiders.page import Page, UnreadablePageError
from spiders.paragraphs import one_line, paragraphs
from spiders.platforms import platform_of

ROBOT_CHECK = "a check for robots stands in its place"
_MOST_TEXT = 1_500  # characters; checks explain themselves at some length
_MOST_TEXT_OF_MARKED = 3_000
_MOST_TEXT_OF_A_REFUSAL = 400
_HARDLY_ANY_TEXT = 100
_LONGEST_TITLE = 200
_MOST_TITLES = 4  # that are looked at
_MOST_TEXT_OF_A_DETOUR = 300
_MOST_SECONDS = 30  # until a page leads elsewhere by itself; news sites load anew after minutes
_MOST_OF_A_WAY = 300  # characters

# What only the checks themselves hold, in small letters. The same makers' scripts in ordinary pages (Cloudflare's
# jsd/main.js, DataDome's tags.js, reCAPTCHA and Turnstile in a form for comments) are not among them.
_NAMES_OF_PARTS = """
_cf_chl_opt cf-browser-verification cf-challenge cf_challenge challenge-error-text
px-captcha
sec-if-cpt-container triggerinterstitialchallenge bm-verify
gokuprops awswafcookiedomainlist
sucuri_cloudproxy_js wsidchk
anubis_challenge distil_r_captcha
""".split()  # Cloudflare, HUMAN, Akamai, AWS, Sucuri and Imunify360, Anubis and Distil
_OTHER_MARKS = [
    "cdn-cgi/l/chk_",  # Cloudflare
    "_incapsula_resource?cwudnsai",  # Imperva
    "_incapsula_resource?swudnsai",
    "incapsula incident id",
    "captcha-delivery.com",  # DataDome
    "captcha.px-cdn.net",  # HUMAN
    "captcha.px-cloud.net",
    "/_sec/cp_challenge",  # Akamai
    "/.well-known/captcha/",
    "/.well-known/sgcaptcha/",  # SiteGround
    "check.ddos-guard.net",
    "ddos-guard/js-challenge",
    "techaro.lol-anubis",
    "/.within.website/x/cmd/anubis",
    "validate.perfdrive.com",
    "captcha.perfdrive.com",
    "/_fs-ch-",
    ".vercel/security/",
]
_IN_MANY = ("captcha", "challenge", "incapsula")
# One search for what several marks hold: every page is gone through for them, and hardly one holds any.
_SEARCHED = {next((word for word in _IN_MANY if word in mark), mark) for mark in _NAMES_OF_PARTS + _OTHER_MARKS}
_OF_CHECKS = re.compile(rf"(?<![\w-])(?:{'|'.join(_NAMES_OF_PARTS)})|{'|'.join(map(re.escape, _OTHER_MARKS))}", re.I)
_TITLES_OF_MAKERS = re.compile(
    r"attention required! \| cloudflare|.{1,100} used cloudflare to restrict access"
    r"|sucuri website firewall - .{1,100}"
    r"|your access to this site has been limited(?: by the site owner)?"  # Wordfence
)
_MEMO = "mark of a robot check"
_NAME_NO_PARTS = frozenset(("a", "img", "h1", "h2", "h3", "h4", "h5", "h6"))  # ids of headings are their words
_SAYING_WHAT_IT_IS = ("id", "class", "name", "src", "action")
_FIELDS_OF_CHECKS = frozenset(("g-recaptcha-response", "h-captcha-response", "cf-turnstile-response"))

# Whole titles, without the name of the site or of the software behind them, one a line; small letters, no end signs.
_TITLES = frozenset(
    """
just a moment
one moment
one moment, please
please wait
loading
attention required
verify you are human
verify you are a human
verify you are not a robot
verifying you are human
verifying your browser
checking your browser
checking if the site connection is secure
are you a robot
are you human
are you a human
you are not a robot
robot or human
bot or human
making sure you're not a bot
bot verification
human verification
browser verification
browser check
robot check
security check
security checkpoint
security verification
captcha
bot protection
ddos protection
pardon our interruption
please enable cookies
please enable cookies and javascript
please enable javascript and cookies
enable javascript and cookies to continue
nur einen moment
einen moment
einen moment bitte
einen moment, bitte
bitte warten
sicherheitsüberprüfung
sicherheitsprüfung
sind sie ein mensch
sind sie ein roboter
ihr browser wird überprüft
un instant
un moment
veuillez patienter
vérification de sécurité
vérification du navigateur
êtes-vous un robot
un momento
un momento, por favor
espere por favor
verificación de seguridad
comprobando su navegador
eres un robot
es usted un robot
un attimo
attendere prego
verifica di sicurezza
sei un robot
een moment
een moment geduld
een ogenblik geduld
even geduld
beveiligingscontrole
um momento
só um momento
aguarde
verificação de segurança
chwileczkę
jeszcze chwila
proszę czekać
weryfikacja bezpieczeństwa
ett ögonblick
vänta
et øjeblik
et øyeblikk
hetkinen
okamžik, prosím
moment, prosím
bir dakika
bir dakika lütfen
один момент
подождите
подождите, пожалуйста
вы не робот
проверка браузера
проверка безопасности
しばらくお待ちください
お待ちください
请稍候
請稍候
安全验证
人机验证
잠시만 기다리세요
잠시만 기다리십시오
""".strip().split("\n")
)
# Titles of those that say no, and need no script for that.
_TITLES_OF_REFUSALS = frozenset(
    """
access denied
access to this page has been denied
request blocked
request rejected
you are being rate limited
you have been blocked
sorry, you have been blocked
zugriff verweigert
accès refusé
acceso denegado
accesso negato
toegang geweigerd
acesso negado
odmowa dostępu
доступ запрещен
доступ ограничен
""".strip().split("\n")
)
_END_SIGNS = " .…!?¿¡:;'\"。！？"
_BETWEEN = re.compile(r"\s+[|–—·•»-]\s+")
_TITLE = re.compile(r"<(?:title|h1)(?:\s[^<>]{0,200}+)?+>([^<]{1,400}+)<", re.I)
_WAY_ELSEWHERE = re.compile(r"(\d{1,5})(?:\.\d*+)?\s*+[;,]\s*+\S", re.I)


class RobotCheckError(UnreadablePageError):
    """A check for robots came in place of a page, with that ``status``, where one was seen."""

    def __init__(self, status: int | None = None) -> None:
        is_refusal = status is not None and status >= 300
        super().__init__(f"the server answered {status} with a check for robots" if is_refusal else ROBOT_CHECK)
        self.status = status


def is_robot_check(page: Page) -> bool:
    """Whether a check for robots stands in the place of the page that was asked for; in doubt it does not.

    Raises UnreadablePageError where the page holds no text.
    """
    return may_be_robot_check(page) and (_is_marked(page) or not _speaks_of_article(page))


def may_be_robot_check(page: Page) -> bool:
    """Whether a page looks like a check for robots and has no metadata of an article.

    A short article may be called "Access denied", too. Raises UnreadablePageError where the page holds no text.
    """
    if not page.is_html:
        return False
    if _is_marked(page):
        return _is_short(page, _MOST_TEXT_OF_MARKED) and not _is_marked_as_article(page)
    titles = _parts_of_titles(page)
    is_refusal = not _TITLES_OF_REFUSALS.isdisjoint(titles)
    if not (is_refusal or not _TITLES.isdisjoint(titles)) or not _is_short(page):
        return False
    return (_does_anything(page) or (is_refusal and _leads_nowhere(page))) and not _is_marked_as_article(page)


def why_no_page(page: Page) -> str | None:
    """What stands in the place of the page that was asked for, in words for people; None where it may be the page.

    In doubt it is: whatever has a text, or says of itself that it is an article, that it has an author, a date or this
    address, or that one can comment on it.
    """
    if not page.is_html:
        return None
    if is_robot_check(page):
        return ROBOT_CHECK
    why = _why_nothing_to_read(page) if _is_short(page) else None
    return None if why is None or _is_marked_as_article(page) or _names_its_address(page) else why


def has_form_for_comments(page: Page) -> bool:
    """Whether there is anything to write a text into, but for the fields that captchas hide."""
    return any(field.get("name") not in _FIELDS_OF_CHECKS for field in page.root.iter("textarea"))


def _is_short(page: Page, most: int = _MOST_TEXT) -> bool:
    body = page.root.find("body")
    if body is None or has_form_for_comments(page):
        return False
    return not _holds(body, "article") and len(one_line(body)) <= most


def _is_marked(page: Page) -> bool:
    """Whether the page is made of what only checks are made of; what it says, shows or links to tells nothing."""
    if _MEMO not in page.memo:
        small = page.text.lower()
        is_there = any(mark in small for mark in _SEARCHED)
        page.memo[_MEMO] = (is_there and any(map(_OF_CHECKS.search, _parts(page)))) or any(
            map(_TITLES_OF_MAKERS.fullmatch, _titles(page))
        )
    return bool(page.memo[_MEMO])


def _parts(page: Page) -> Iterator[str]:
    """The scripts of a page, the names of its parts, and the addresses that it loads from, sends to or leads on to."""
    for element in page.elements:
        if element.tag == "meta":
            if (element.get("http-equiv") or "").lower() == "refresh":
                yield element.get("content") or ""
            continue
        if element.tag == "iframe" or (element.tag == "script" and "json" not in (element.get("type") or "")):
            yield element.text or ""
        if element.tag not in _NAME_NO_PARTS:
            yield from (value for name in _SAYING_WHAT_IT_IS if (value := element.get(name)))


def _titles(page: Page) -> list[str]:
    """What the page is called, in small letters, read from its text: most pages need not be parsed for it."""
    found = (html.unescape(one[1])[:_LONGEST_TITLE] for one in islice(_TITLE.finditer(page.text), _MOST_TITLES))
    return [" ".join(title.casefold().replace("’", "'").split()) for title in found]


def _parts_of_titles(page: Page) -> set[str]:
    return {part.strip(_END_SIGNS) for title in _titles(page) for part in _BETWEEN.split(title)}


def _why_nothing_to_read(page: Page) -> str | None:
    body = page.root.find("body")
    text = "" if body is None else one_line(body)
    if len(text) <= _MOST_TEXT_OF_A_DETOUR and _leads_elsewhere(page):
        return "it leads elsewhere by itself"
    has_parts = body is not None and _holds(body, "p", "h1", "h2", "img", "video", "a")
    if len(text) <= _HARDLY_ANY_TEXT and page.by_tag["script"] and not has_parts:
        return "it holds scripts and no text"
    return None


def _is_marked_as_article(page: Page) -> bool:
    metadata = read_metadata(page)
    is_told = metadata.has_article_node or "article" in metadata.og_types or metadata.published or metadata.authors
    return bool(is_told)


def _names_its_address(page: Page) -> bool:
    return any(article_key(one) == article_key(page.url or "") for one in read_metadata(page).addresses)


def _speaks_of_article(page: Page) -> bool:
    """Whether a page describes itself, or shows who wrote it or when, or leaves room for comments."""
    if _names_its_address(page) or any(meta.get("name") == "description" for meta in page.by_tag["meta"]):
        return True
    if any(time.get("datetime") for time in page.by_tag["time"]) or platform_of(page) is not None:
        return True
    article = read_article(page, with_body=False)
    if article.byline or article.published_raw or article.external_id:
        return True
    body = page.root.find("body")
    return body is not None and any(map(names_in_line, paragraphs(body).split("\n")))


def _does_anything(page: Page) -> bool:
    """Whether the page does anything by itself, or asks for something: a check must."""
    return bool(page.by_tag["script"]) or _holds(page.root, "form", "iframe") or _leads_elsewhere(page)


def _leads_nowhere(page: Page) -> bool:
    """Whether the page says hardly anything and leads to no other: an article leads at least to its site."""
    body = page.root.find("body")
    is_refusal = body is not None and len(one_line(body)) <= _MOST_TEXT_OF_A_REFUSAL
    return is_refusal and all(link.lower().startswith(("javascript:", "mailto:", "#")) for _, link in page.links)


def _leads_elsewhere(page: Page) -> bool:
    for meta in page.by_tag["meta"]:
        if (meta.get("http-equiv") or "").lower() == "refresh":
            found = _WAY_ELSEWHERE.match((meta.get("content") or "")[:_MOST_OF_A_WAY].strip())
            if found and int(found[1]) <= _MOST_SECONDS:
                return True
    return False


def _holds(element: HtmlElement, *tags: str) -> bool:
    return next(element.iter(*tags), None) is not None
