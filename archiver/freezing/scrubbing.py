"""A page without its readers' words and names, and without the publisher's: mark-up, times and labels stay.

What stays is named, and all else goes: words that our readers look for (``label_words``), numbers, classes and ids,
the addresses of the site itself. Of comments and names nothing stays, whatever it means. The same page gives the same
bytes, and nobody can tell from them what stood there.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any
from urllib.parse import urlsplit

from archiver.freezing.escapes import decoded
from archiver.freezing.label_words import label_words
from archiver.freezing.markup_words import (
    ATTRIBUTES_OF_LANGUAGE,
    ATTRIBUTES_OF_MARKUP,
    ATTRIBUTES_WITH_WORDS,
    BARE_ATTRIBUTES,
    MARKUP_WORDS,
    TAGS,
)
from archiver.freezing.pseudo_words import PseudoWords
from archiver.freezing.readers_words import WORD, ReadersWords, words_in
from archiver.items import ThreadPage
from archiver.urls import absolute_http, article_key, registered_domain

_TOKEN = re.compile(
    r"(?P<comment><!--.*?-->)|(?P<raw><(?P<name>script|style)\b[^>]*>)(?P<inside>.*?)(?P<end></(?P=name)\s*>)"
    r"|(?P<tag></?[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>)|(?P<other><[!?][^>]*>)|(?P<text>[^<]+|<)",
    re.S | re.I,
)
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>\"'=]*)")
_ATTRIBUTE = re.compile(r"([^\s=<>\"'/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|\d{3}))?", re.I)
_EMPTY_COMMENT = "<!---->"
_NAMES = frozenset(("class", "id", "for", "name", "headers", "aria-labelledby", "aria-describedby", "aria-controls"))
_HARMLESS_STYLE = re.compile(
    r"(?:\s*+(?:display|visibility|(?:margin|padding)(?:-(?:left|right|top|bottom))?|float|clear|width|height)\s*+:"
    r"\s*+(?:none|hidden|visible|block|inline|left|right|both|auto|-?\d{0,3}(?:\.\d{1,3})?(?:px|r?em|%)?)\s*+(?:;|\Z))++",
    re.I,
)
_NAMES_AN_AUTHOR = re.compile(r"(?<=comment-author-)[\w-]+|(?<=user-)[\w-]+|(?<=author-)[\w-]+", re.I)
_OF_A_USER = re.compile(r"user|uid|author|member|email|hash", re.I)
_ADDRESS = re.compile(r"(?:https?:)?//\S+|[/?#]\S*|\.{1,2}/\S*", re.I)
_MAIL = re.compile(r"(?<![^\s@<>\"'])[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
_HASH = re.compile(r"(?=[a-z0-9]{12,}\Z)(?:\d+[a-z]+\d|[a-z]+\d+[a-z])[a-z0-9]*", re.I)
_DIGITS = re.compile(r"\d+")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_PROFILE = re.compile(
    r"/(?:members?|users?|profile|authors?|people|u)/[^/?#]+|/avatars?/[^?#]+|[?&](?:u|uid|user|author)=[^&#]+"
    r"|/(?:profile|user|member)[^/?#]*\?id=[^&#]+",
    re.I,
)
_NUMBERS_IN_A_ROW = re.compile(r"(?<!\d)(?<!\d:)\d++(?:[^\w:]{1,4}+\d++){3,}+")
_MOST_OF_A_DATE = 7
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_KNOWN_HOSTS = frozenset("schema.org www.schema.org api.w.org ogp.me gmpg.org purl.org www.w3.org s.w.org".split())
_FIRST_WITHOUT_SPACES = "\u2e80"
_LONGEST_ROW = 4
_MARKUP = re.compile(r"<[a-z]", re.I)
_NO_WORDS = frozenset(("@context", "@type"))


def scrubbed(text: str, url: str | None, thread: ThreadPage) -> str:
    """The text of a page, HTML, JSON or plain, scrubbed. ``thread`` is what was read from it."""
    return _Scrubbing(text, url, thread).text()


class _Scrubbing:
    def __init__(self, text: str, url: str | None, thread: ThreadPage) -> None:
        self._text = text
        self._readers = ReadersWords(thread, url)
        self._domain = registered_domain(url) if url else ""
        self._url = url
        self._articles = {article_key(one) for one in (url, thread.article.url) if one}
        self._ids = {word for one in thread.comments for word in words_in(one.external_id or "")}
        self._queries = {urlsplit(one).query for one in (url, thread.article.url) if one}
        self._host = (urlsplit(url).hostname or "") if url else ""
        self._pseudo = PseudoWords(label_words() | set(words_in(text)), self._readers.is_in)

    def text(self) -> str:
        document = _json(self._text)
        if document is not None:
            return json.dumps(self._of_json(document), ensure_ascii=False, indent=1)
        return self._of_markup(self._text)

    def _of_markup(self, markup: str) -> str:
        tokens = list(_TOKEN.finditer(markup))
        lines = [html.unescape(token["text"]) if token["text"] else "" for token in tokens]
        words: list[str] = []
        spans = []
        for line in lines:
            first = len(words)
            words += words_in(line)
            spans.append((first, len(words)))
        readers = self._readers.places(words, spans)
        out = []
        for token, line, (first, _) in zip(tokens, lines, spans, strict=True):
            if token["text"]:
                is_escaped = decoded(line) != line  # by no rule of HTML, so that readers take it as it stands
                made = self._all_words(line) if is_escaped else self._words(line, readers, first)
                out.append(html.escape(made, quote=False))
            elif token["tag"]:
                out.append(self._of_tag(token["tag"]))
            elif token["raw"]:
                out.append(self._of_tag(token["raw"]) + self._of_raw(token) + token["end"])
            else:
                out.append("<!DOCTYPE html>" if token[0].lower().startswith("<!doctype") else _EMPTY_COMMENT)
        return "".join(out)

    def _words(self, text: str, readers: set[int], first: int = 0) -> str:
        """A text's words, but for labels, each replaced; of readers' words all."""
        number = first - 1
        text = _NUMBERS_IN_A_ROW.sub(self._of_numbers, text)

        def one(found: re.Match[str]) -> str:
            nonlocal number
            number += 1
            word = found[0]
            if number in readers or self._is_hash(word) or self._readers.is_in(word):
                return self._pseudo.of(word)
            return _PARTS.sub(lambda part: self._part(part[0]), word)

        return WORD.sub(one, text)

    def _is_hash(self, word: str) -> bool:
        """Whether a word may be made of an address of mail, as those of avatars are; a comment's id is none."""
        return _HASH.fullmatch(word) is not None and word.casefold() not in self._ids

    def _part(self, part: str) -> str:
        labels = label_words()
        is_label = self._readers.may_stay(part) if part.isdecimal() else part.casefold() in labels
        # Where no spaces part them, labels stand in a row: six days ago.
        is_row = len(part) <= _LONGEST_ROW and part[0] >= _FIRST_WITHOUT_SPACES and all(sign in labels for sign in part)
        return part if is_label or is_row else self._pseudo.of(part)

    def _of_numbers(self, found: re.Match[str]) -> str:
        """Numbers in a row: those of telephones, or the codes of signs. Dates have a year, or a time after them."""
        row = found[0]
        is_date = _YEAR.search(row) or found.string.startswith(":", found.end())
        if is_date and len(_DIGITS.findall(row)) <= _MOST_OF_A_DATE:
            return row
        return self._all_words(row)

    def _plain(self, text: str) -> str:
        """A text that stands for itself: an attribute's value, a string of JSON."""
        text = _MAIL.sub("reader@mail.example", decoded(text))
        words = words_in(text)
        return self._words(text, self._readers.places(words, [(0, len(words))]))

    def _all_words(self, text: str) -> str:
        return WORD.sub(lambda word: self._pseudo.of(word[0]), text)

    def _of_tag(self, tag: str) -> str:
        """The tag with the attributes that are named here; what stands badly quoted between them goes."""
        head = _TAG_NAME.match(tag)
        if head is None:
            return ""
        name = head[1] if head[1].lower() in TAGS else self._known_words(head[1])
        start, end = ("</" if tag.startswith("</") else "<"), ("/>" if tag.endswith("/>") else ">")
        kept = [self._of_attribute(found) for found in _ATTRIBUTE.finditer(tag, head.end(), len(tag) - 1)]
        return f"{start}{name}{''.join(kept)}{end}"

    def _of_attribute(self, found: re.Match[str]) -> str:
        name, quoted = found[1].lower(), found[2]
        if quoted is None:
            return f" {found[1]}" if name in BARE_ATTRIBUTES or self._is_data(name) else ""
        quote = quoted[0] if quoted[0] in "\"'" else ""
        kept = self._of_value(name, html.unescape(quoted.strip(quote) if quote else quoted))
        return "" if kept is None else f' {found[1]}="{html.escape(kept)}"'

    def _is_data(self, name: str) -> bool:
        labels = label_words()
        return name.startswith(("data-", "aria-")) and all(
            word in labels or word in MARKUP_WORDS for word in words_in(name)
        )

    def _of_value(self, name: str, value: str) -> str | None:
        """An attribute's value; None for an attribute that goes."""
        if name in BARE_ATTRIBUTES:
            return ""
        if name in ATTRIBUTES_OF_MARKUP:
            return self._known_words(value)
        if name in ATTRIBUTES_OF_LANGUAGE:
            return value if _LANGUAGE.fullmatch(value) else None
        if name == "style":
            return value if _HARMLESS_STYLE.fullmatch(value) else None
        if name in _NAMES:
            return self._of_names(decoded(value))
        if name.startswith("data-") and _OF_A_USER.search(name):
            return self._all_words(decoded(value)) if self._is_data(name) else None
        return self._of_string(value) if name in ATTRIBUTES_WITH_WORDS or self._is_data(name) else None

    def _known_words(self, value: str) -> str:
        """What HTML and our readers know stays."""

        def one(found: re.Match[str]) -> str:
            is_known = found[0].casefold() in MARKUP_WORDS
            return found[0] if is_known else self._part(found[0])

        return _PARTS.sub(one, decoded(value))

    def _of_string(self, value: str) -> str:
        if _MOMENT.fullmatch(value.strip()):
            return value
        if (document := _json(value)) is not None:
            return json.dumps(self._of_json(document), ensure_ascii=False)
        if _MARKUP.search(value):
            return self._of_markup(value)
        if (plain := decoded(value)) != value:
            return self._plain(plain) if not _ADDRESS.fullmatch(plain.strip()) else self._of_address(value.strip())
        if _ADDRESS.fullmatch(value.strip()):
            return self._of_address(value.strip())
        if "://" in value:  # several, as in srcset
            return " ".join(self._of_address(one) if "://" in one else self._plain(one) for one in value.split())
        return self._plain(value)

    def _of_names(self, value: str) -> str:
        """Classes and ids stay, but for those that are made of somebody's name."""
        value = _NAMES_AN_AUTHOR.sub(
            lambda found: found[0] if found[0].casefold() in label_words() else self._all_words(found[0]), value
        )

        def one(found: re.Match[str]) -> str:
            if self._is_hash(found[0]) or self._readers.is_in(found[0]):
                return self._pseudo.of(found[0])
            if found[0].casefold() in self._ids:
                return found[0]
            return _DIGITS.sub(lambda digits: self._of_digits(digits[0]), found[0])

        return WORD.sub(one, value)

    def _of_digits(self, digits: str) -> str:
        return digits if self._readers.may_stay(digits) else self._pseudo.of(digits)

    def _of_address(self, address: str) -> str:
        whole = absolute_http(self._url, address)
        if whole is None:
            return self._plain(address)
        if article_key(whole) in self._articles:
            return self._of_own_address(address)
        host = urlsplit(whole).hostname or ""
        if host in _KNOWN_HOSTS:
            return self._known_words(address)
        if registered_domain(whole) != self._domain:
            return f"https://{self._pseudo.of(re.sub(r'[^a-z]', 'x', host))}.example/"
        start, slashes, rest = address.partition("//") if "//" in address[:8] else ("", "", address)
        host, slash, path = re.match(r"([^/?#]*)(.?)(.*)", rest, re.S).groups() if slashes else ("", "", rest)  # type: ignore[union-attr]  # it matches all
        path = _PROFILE.sub(self._of_profile, decoded(slash + path))
        return f"{start}{slashes}{self._of_host(host)}{self._plain(path)}"

    def _of_own_address(self, address: str) -> str:
        """An address of the article: its path stays, and the query that it is known under."""
        path, mark, fragment = address.partition("#")
        path, question, query = path.partition("?")
        kept = query if query in self._queries else self._plain(query)
        return f"{path}{question}{kept}{mark}{self._of_names(decoded(self._plain_fragment(fragment)))}"

    def _plain_fragment(self, fragment: str) -> str:
        """What leads to a comment stays; all else is words."""
        fragment = decoded(fragment)
        known = {word for part in _PARTS.findall(fragment) for word in [part.casefold()] if not part.isdecimal()}
        return fragment if known <= label_words() or fragment.casefold() in self._ids else self._plain(fragment)

    def _of_host(self, host: str) -> str:
        host = host.rpartition("@")[2]
        name = host.partition(":")[0].lower()
        if name in (self._host, self._domain, f"www.{self._domain}") or not name.endswith(self._domain):
            return host
        return f"{self._plain(name.removesuffix(self._domain))}{self._domain}"

    def _of_profile(self, found: re.Match[str]) -> str:
        head, mark, name = re.match(r"(.*)([/=])(.*)$", found[0], re.S).groups()  # type: ignore[union-attr]  # it holds one of them
        return f"{head}{mark}{self._all_words(name)}"

    def _of_raw(self, token: re.Match[str]) -> str:
        document = _json(token["inside"]) if "json" in token["raw"].lower() else None
        if token["name"].lower() == "style" or document is None:  # in programs nobody can tell what is said
            return ""
        return json.dumps(self._of_json(document), ensure_ascii=False).replace("</", "<\\/")

    def _of_json(self, document: Any) -> Any:
        """The same document with its strings scrubbed; without recursion, as it may be nested deeply."""
        top: list[Any] = [document]
        left: list[tuple[Any, Any, bool]] = [(top, 0, False)]
        while left:
            holder, key, is_kept = left.pop()
            value = holder[key]
            if isinstance(value, dict):
                holder[key] = made = {self._of_json_key(inner): one for inner, one in value.items()}
                left += [(made, inner, inner in _NO_WORDS) for inner in made]
            elif isinstance(value, list):
                holder[key] = items = list(value)
                left += [(items, inner, is_kept) for inner in range(len(items))]
            elif isinstance(value, str):
                holder[key] = self._known_words(value) if is_kept else self._of_key(key, value)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                holder[key] = type(value)(_DIGITS.sub(lambda digits: self._of_digits(digits[0]), repr(value)))
        return top[0]

    def _of_json_key(self, key: str) -> str:
        known = label_words() | MARKUP_WORDS
        return key if key.casefold() in known else self._words(decoded(key), set())

    def _of_key(self, key: object, value: str) -> str:
        if isinstance(key, str) and re.search(r"user(?:_?name)?$|avatar", key, re.I):
            return self._all_words(decoded(value))
        return self._of_string(value)


def _json(text: str) -> Any:
    """A JSON object or list; None for anything else."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
