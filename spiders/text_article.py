"""The article in a plain text: what stands above the thread, without menus, tags, lists of links and buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from archiver.items import Article
from archiver.wallclock.folding import fold
from spiders.bylines import names_in
from spiders.page import Page
from spiders.platforms.date_shapes import date_in
from spiders.platforms.text_heads import head_line, is_name
from spiders.platforms.text_lines import Line
from spiders.platforms.text_thread import thread_of
from spiders.platforms.text_words import heading_in, is_action, is_footer

_PROSE: Final = 100  # characters that a paragraph has and a title, a menu or a byline has not
_LONGEST_TITLE: Final = 250
_LINES_OF_HEADER: Final = 8
_SEPARATORS: Final = re.compile(r"\s[|–—\-»«·:]+\s")
_QUOTES: Final = " \t\"'“”„‟«»‘’‚‹›"
_TAGS: Final = re.compile(
    r"(?:tags?|tagged(?: (?:as|with|in))?|topics?|filed under|posted in|categor(?:y|ies)|keywords|schlagwort(?:er|e)?"
    r"|verschlagwortet(?: mit)?|kategorien?|abgelegt unter|themen|stichworte|etiquettes?|mots[- ]cles|etiquetas?"
    r"|categorias?"
    r"|categorie|trefwoorden|tagi|kategorie|palavras-chave)\s?(?::|\Z)(?P<tags>.*)"
    r"|this entry was posted (?:in|on|by)\b.*|(?:dieser (?:beitrag|eintrag)|ce contenu|cette entree|esta entrada"
    r"|questa voce"
    r"|dit bericht|esta entrada|ten wpis)\b.{0,20}\b(?:wurde|a ete|fue|e stata|is geplaatst|foi|zostal"
    r"|veroffentlicht).*"
)
_SHARING: Final = re.compile(
    r"(?:share|teilen|partager|compartir|condividi|delen|compartilhe|udostepnij|tweet|print|drucken|email|e-mail"
    r"|facebook"
    r"|twitter|linkedin|whatsapp|reddit|pinterest|telegram|mastodon|bluesky|pocket|tumblr|xing|like this|gefallt mir"
    r"|related|advertisement|anzeige|werbung|publicite|publicidad|pubblicita|advertentie|reklama|sponsored|loading"
    r"|sharing is caring|share this|teilen mit|share on|click to share|save|copy link|subscribe|newsletter)\b.{0,40}"
)
_ENDS_A_SENTENCE: Final = re.compile(r"[.!?…][\"'”’»)\]]*\Z")
_CREDIT: Final = re.compile(
    r"(?:fotos?|photos?|bild|image|imagen|credits?|source|quelle|crédits?)\b.{0,20}[:/©]", re.IGNORECASE
)
_BY: Final = re.compile(
    r"(?:(?:written|posted|published|story|words|report(?:ed)?) )?by\b|von\b|par\b|por\b|door\b|di\b|autor(?:in"
    r"|a)?\s?:|author\s?:"
    r"|przez\b|text\s?:|posted on\b|published(?: on)?\b|veröffentlicht\b|publié\b|publicado\b",
    re.IGNORECASE,
)


class _Paragraph(NamedTuple):
    first: int
    lines: Sequence[Line]

    @property
    def text(self) -> str:
        return "\n".join(line.shown for line in self.lines)

    @property
    def is_list(self) -> bool:
        return all(line.mark for line in self.lines)

    @property
    def is_long(self) -> bool:
        return len(self.text) >= _PROSE and not self.is_list

    @property
    def is_prose(self) -> bool:
        return self.is_long or (
            not self.is_list and _ENDS_A_SENTENCE.search(self.text) is not None and " " in self.text
        )


def read_text_article(page: Page) -> Article:
    """Title, byline, date, tags and body of a plain text page. Raises UnreadablePageError as ``Page.text`` does.

    The title is the line that the thread's heading names, else the first that can be one. Of the times
    only the text as shown is filled in.
    """
    thread = thread_of(page)
    paragraphs = _paragraphs(thread.lines, thread.first_line)
    title_at, title = _title_at(paragraphs, thread.title)
    article = Article(title=title, stated_comment_count=thread.stated_count)
    body = []
    for paragraph in _read_header(paragraphs, title_at, article):
        tags = _TAGS.fullmatch(fold(paragraph.lines[0].text)) if len(paragraph.lines[0].text) < 1000 else None
        if tags is not None:
            article.tags = _tags_of(paragraph)
            break
        if is_footer(paragraph.lines[0].text) or _is_end(paragraph):
            break
        if not _is_button(paragraph):
            body.append(paragraph)
    article.body = "\n\n".join(paragraph.text for paragraph in _without_links_around(body)) or None
    return article


def _paragraphs(lines: Sequence[Line], end: int | None) -> list[_Paragraph]:
    """The lines above the thread as paragraphs; where no line is empty each is one, as in a crawl's flat text."""
    above = lines[:end]
    has_empty_lines = sum(line.is_blank for line in above) * 20 > len(above)
    found: list[_Paragraph] = []
    block: list[Line] = []
    for at, line in enumerate([*above, Line(0, "", None, "")]):
        is_new_item = bool(block) and bool(line.mark) != bool(block[-1].mark) and line.indent <= block[0].indent
        if block and (line.is_blank or not has_empty_lines or is_new_item):
            found.append(_Paragraph(at - len(block), tuple(block)))
            block = []
        if not line.is_blank:
            block.append(line)
    return found


def _title_at(paragraphs: Sequence[_Paragraph], named: str) -> tuple[int, str | None]:
    """The paragraph that is the title, and the title; -1 and None where the text begins without one."""
    wanted = _bare(named)
    if wanted:
        for at, paragraph in enumerate(paragraphs):
            if _bare(paragraph.lines[0].text) == wanted:
                return at, paragraph.lines[0].text
    plain = [at for at, paragraph in enumerate(paragraphs) if not paragraph.lines[0].mark and not _is_end(paragraph)]
    if not plain:
        return -1, None
    first = plain[0]
    title = paragraphs[first].lines[0].text
    repeated = _repeated(paragraphs, first, title)
    if repeated is not None:
        return repeated
    prose = next((at for at in plain if paragraphs[at].is_long), None)
    if prose is not None and any(paragraph.is_list for paragraph in paragraphs[:prose]):
        above = [at for at in plain if at < prose and _can_be_title(paragraphs[at])]
        first = above[-1] if above else first
    title = paragraphs[first].lines[0].text
    is_sentence = len(title) >= _PROSE and title.endswith(".")
    return (-1, None) if is_sentence or len(title) > _LONGEST_TITLE else (first, title)


def _repeated(paragraphs: Sequence[_Paragraph], first: int, title: str) -> tuple[int, str] | None:
    """Where "Title - Site" opens a text, the line below that is the title alone."""
    parts = {_bare(part) for part in _SEPARATORS.split(title)} | {_bare(title)}
    starts = {_bare(title[: found.start()]) for found in _SEPARATORS.finditer(title)}
    for at in range(first + 1, len(paragraphs)):
        text = paragraphs[at].lines[0].text
        if len(text) > 20 and not paragraphs[at].lines[0].mark and _bare(text) in parts | starts:
            return at, text
    return None


def _can_be_title(paragraph: _Paragraph) -> bool:
    text = paragraph.text
    if (
        len(paragraph.lines) > 1
        or len(text) > _LONGEST_TITLE
        or len(text) < 8
        or _BY.match(text)
        or _CREDIT.match(text)
    ):
        return False
    return date_in(text) is None and not is_action(text) and heading_in(text) is None and not is_footer(text)


def _read_header(paragraphs: Sequence[_Paragraph], title_at: int, article: Article) -> Sequence[_Paragraph]:
    """Byline and date out of the short lines around the title; what follows them is the article's text."""
    below = list(paragraphs[title_at + 1 :])
    if title_at >= 0 and len(paragraphs[title_at].lines) > 1:
        title = paragraphs[title_at]
        below.insert(0, _Paragraph(title.first + 1, title.lines[1:]))
    kept: list[_Paragraph] = []
    for at, paragraph in enumerate(below):
        is_done = at >= _LINES_OF_HEADER or any(above.is_long for above in kept)
        if is_done or not all(_is_of_header(line.text, article) for line in paragraph.lines):
            kept.append(paragraph)
    if article.published_raw is None and title_at > 0:
        above_title = paragraphs[title_at - 1].lines[-1].text
        date = date_in(above_title)
        if date is not None and head_line(above_title) is not None:
            article.published_raw = above_title[date.start : date.end]
    return kept


def _is_of_header(text: str, article: Article) -> bool:
    """Whether the line is a byline, a date or a button; what it says goes into ``article``."""
    if is_action(text) or _SHARING.fullmatch(fold(text)) or heading_in(text) is not None:
        return True
    is_by = _BY.match(text) is not None
    date = date_in(text) if len(text) <= _PROSE + 50 else None
    if date is None:
        if is_by and len(text) <= _PROSE and is_name(text, marked=False):
            article.byline = article.byline or _name_in(text)
            return True
        return False
    around = f"{text[: date.start]} {text[date.end :]}".strip(" \t|·•,–—-:()@")
    if len(around.split()) > 14 or (around and _ENDS_A_SENTENCE.search(around) and not is_by):
        return False
    article.published_raw = article.published_raw or text[date.start : date.end]
    found = head_line(text)
    if article.byline is None and found is not None and found.author:
        article.byline = _name_in(found.author)
    elif article.byline is None and is_by:
        article.byline = _name_in(text[: date.start]) or _name_in(text[date.end :])
    return True


def _name_in(text: str) -> str | None:
    shorter = re.sub(
        r"^(?:posted|published|veröffentlicht|publié|publicado)(?: (?:on|am|le|el))?\b", "", text.strip(), flags=re.I
    )
    shorter = shorter.split("|")[0].strip(" \t|·•,–—-:()@")
    return ", ".join(names_in([shorter])) or None


def _tags_of(paragraph: _Paragraph) -> list[str]:
    _, _, named = paragraph.lines[0].text.partition(":")
    rows = [named, *(line.text for line in paragraph.lines[1:] if not line.mark)]
    tags = [tag.strip() for row in rows for tag in re.split(r"[,;|·•]", row)]
    return [tag for tag in tags if tag and len(tag) <= 80]


def _is_end(paragraph: _Paragraph) -> bool:
    heading = heading_in(paragraph.lines[0].text)
    return heading is not None and heading.place != "pings"


def _is_button(paragraph: _Paragraph) -> bool:
    return all(is_action(line.text) or _SHARING.fullmatch(fold(line.text)) for line in paragraph.lines)


def _without_links_around(body: Sequence[_Paragraph]) -> Sequence[_Paragraph]:
    """The text from its first to its last sentence; lists and short lines around it are links to elsewhere."""
    prose = [at for at, paragraph in enumerate(body) if paragraph.is_prose]
    if not prose:
        return [paragraph for paragraph in body if not paragraph.is_list]
    last = prose[-1]
    while last + 1 < len(body) and body[last].text.endswith(":") and body[last + 1].is_list:
        last += 1
    return body[: last + 1]


def _bare(text: str) -> str:
    return " ".join(fold(text).strip(_QUOTES).split())
