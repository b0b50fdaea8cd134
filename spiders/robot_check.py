"""Pages that stand in the place of others: checks for robots ("bot walls"), and shells that hold scripts alone.

Many come with status 200 and would pass for a short article. What they share: hardly any text, no mark of an article,
and a name of the software that checks, a title that such pages have, or nothing but a script or a way elsewhere.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archiver.urls import article_key
from spiders.metadata import read_metadata
from spiders.page import Page, UnreadablePageError
from spiders.paragraphs import one_line

ROBOT_CHECK = "a check for robots stands in its place"
_MOST_TEXT = 1_500  # characters; checks explain themselves at some length
_HARDLY_ANY_TEXT = 100
_LONGEST_TITLE = 200
_MOST_TEXT_OF_A_DETOUR = 300
_MOST_SECONDS = 30  # until a page leads elsewhere by itself; news sites load anew after minutes

# Names that only the checks themselves hold. The same makers' scripts in ordinary pages (Cloudflare's jsd/main.js,
# DataDome's tags.js, reCAPTCHA and Turnstile in a form for comments) are not among them.
_OF_CHECKS = re.compile(
    r"_cf_chl_opt|cf-browser-verification|cf[-_]challenge|challenge-error-text|cdn-cgi/l/chk_"  # Cloudflare
    r"|_Incapsula_Resource\?CWUDNSAI|Incapsula incident ID"  # Imperva
    r"|captcha-delivery\.com"  # DataDome
    r"|\bpx-captcha\b|captcha\.px-c(?:dn|loud)\.net"  # HUMAN
    r"|sec-if-cpt-container|triggerInterstitialChallenge|/_sec/cp_challenge|bm-verify"  # Akamai
    r"|\bgokuProps\b|awsWafCookieDomainList"  # AWS
    r"|sucuri_cloudproxy_js|/\.well-known/(?:sg)?captcha/|\bwsidchk\b"  # Sucuri, SiteGround, Imunify360
    r"|check\.ddos-guard\.net|ddos-guard/js-challenge|\banubis_challenge\b|techaro\.lol-anubis"
    r"|(?:validate|captcha)\.perfdrive\.com|distil_r_captcha|/_fs-ch-|\.vercel/security/",
    re.I,
)
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
access denied
access to this page has been denied
request blocked
request rejected
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
zugriff verweigert
un instant
un moment
veuillez patienter
vérification de sécurité
vérification du navigateur
êtes-vous un robot
accès refusé
un momento
un momento, por favor
espere por favor
verificación de seguridad
comprobando su navegador
eres un robot
es usted un robot
acceso denegado
un attimo
attendere prego
verifica di sicurezza
sei un robot
accesso negato
een moment
een moment geduld
een ogenblik geduld
even geduld
beveiligingscontrole
toegang geweigerd
um momento
só um momento
aguarde
verificação de segurança
acesso negado
chwileczkę
jeszcze chwila
proszę czekać
weryfikacja bezpieczeństwa
odmowa dostępu
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
доступ запрещен
доступ ограничен
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
_END_SIGNS = " .…!?¿¡:;'\"。！？"
_BETWEEN = re.compile(r"\s+[|–—·•»-]\s+")
_WAY_ELSEWHERE = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*[;,]\s*(?:url\s*=)?\s*\S", re.I)


class RobotCheckError(UnreadablePageError):
    """A check for robots came in place of a page."""

    def __init__(self) -> None:
        super().__init__(ROBOT_CHECK)


def is_robot_check(page: Page) -> bool:
    """Whether a check for robots stands in the place of the page that was asked for; in doubt it does not."""
    return page.is_html and _is_short(page) and _is_check(page) and not _speaks_of_article(page)


def why_no_page(page: Page) -> str | None:
    """What stands in the place of the page that was asked for, in words for people; None where it may be the page.

    In doubt it is: whatever has a text, or says of itself that it is an article, that it has an author, a date or this
    address, or that one can comment on it.
    """
    if not page.is_html or not _is_short(page):
        return None
    why = ROBOT_CHECK if _is_check(page) else _why_nothing_to_read(page)
    return None if why is None or _speaks_of_article(page) else why


def _is_short(page: Page) -> bool:
    body = page.root.find("body")
    return body is not None and not _holds(body, "textarea", "article") and len(one_line(body)) <= _MOST_TEXT


def _is_check(page: Page) -> bool:
    return _OF_CHECKS.search(page.text) is not None or (_has_title_of_check(page) and _does_anything(page))


def _why_nothing_to_read(page: Page) -> str | None:
    body = page.root.find("body")
    text = "" if body is None else one_line(body)
    if len(text) <= _MOST_TEXT_OF_A_DETOUR and _leads_elsewhere(page):
        return "it leads elsewhere by itself"
    has_parts = body is not None and _holds(body, "p", "h1", "h2", "img", "video", "a")
    if len(text) <= _HARDLY_ANY_TEXT and page.by_tag["script"] and not has_parts:
        return "it holds scripts and no text"
    return None


def _speaks_of_article(page: Page) -> bool:
    metadata = read_metadata(page)
    is_told = metadata.has_article_node or "article" in metadata.og_types or metadata.published or metadata.authors
    return bool(is_told) or any(article_key(one) == article_key(page.url or "") for one in metadata.addresses)


def _has_title_of_check(page: Page) -> bool:
    for title in page.by_tag["title"]:
        words = " ".join((title.text or "")[:_LONGEST_TITLE].casefold().replace("’", "'").split())
        if not _TITLES.isdisjoint(part.strip(_END_SIGNS) for part in _BETWEEN.split(words)):
            return True
    return False


def _does_anything(page: Page) -> bool:
    """Whether the page does anything by itself, or asks for something: a check must."""
    return bool(page.by_tag["script"]) or _holds(page.root, "form", "iframe") or _leads_elsewhere(page)


def _leads_elsewhere(page: Page) -> bool:
    for meta in page.by_tag["meta"]:
        found = _WAY_ELSEWHERE.match(meta.get("content") or "")
        if (meta.get("http-equiv") or "").lower() == "refresh" and found and int(found[1]) <= _MOST_SECONDS:
            return True
    return False


def _holds(element: HtmlElement, *tags: str) -> bool:
    return next(element.iter(*tags), None) is not None
