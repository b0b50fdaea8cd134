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
from urllib.parse import unquote, urlsplit

from archiver.freezing.label_words import label_words
from archiver.freezing.pseudo_words import PseudoWords
from archiver.freezing.readers_words import WORD, ReadersWords, words_in
from archiver.items import ThreadPage
from archiver.urls import absolute_http, article_key, registered_domain

_TOKEN = re.compile(
    r"(?P<comment><!--.*?-->)|(?P<raw><(?P<name>script|style)\b[^>]*>)(?P<inside>.*?)(?P<end></(?P=name)\s*>)"
    r"|(?P<tag></?[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>)|(?P<other><[!?][^>]*>)|(?P<text>[^<]+|<)",
    re.S | re.I,
)
_ATTRIBUTE = re.compile(r"([^\s=<>\"'/]+)(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_STAY = frozenset(
    "type rel itemprop itemtype itemscope property http-equiv charset role lang xml:lang dir datetime method width "
    "height hidden media colspan rowspan rows cols maxlength loading decoding align valign border".split()
)
_NAMES = frozenset(("class", "id", "for", "name", "headers", "aria-labelledby", "aria-describedby", "aria-controls"))
_HARMLESS_STYLE = re.compile(r"[a-z0-9:;.,%#\s-]*", re.I)
_NAMES_AN_AUTHOR = re.compile(r"(?<=comment-author-)[\w-]+|(?<=user-)[\w-]+|(?<=author-)[\w-]+", re.I)
_OF_A_USER = re.compile(r"user|author|member|email|hash", re.I)
_ADDRESS = re.compile(r"(?:https?:)?//\S+|[/?#]\S*|\.{1,2}/\S*", re.I)
_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
_HASH = re.compile(r"(?=[a-z0-9]{12,}\Z)(?:\d+[a-z]+\d|[a-z]+\d+[a-z])[a-z0-9]*", re.I)
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_PROFILE = re.compile(r"/(?:members?|users?|profile|authors?|people|u)/[^/?#]+|[?&](?:u|uid|user|author)=[^&#]+", re.I)
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
        self._readers = ReadersWords(thread)
        self._domain = registered_domain(url) if url else ""
        self._url = url
        self._articles = {article_key(one) for one in (url, thread.article.url) if one}
        self._ids = {word for one in thread.comments for word in words_in(one.external_id or "")}
        self._names = {word for name in self._readers.names for word in name if len(word) > 2} - label_words()
        self._pseudo = PseudoWords(label_words() | set(words_in(text)))

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
                out.append(html.escape(self._words(line, readers, first), quote=False))
            elif token["tag"]:
                out.append(self._of_tag(token["tag"]))
            elif token["raw"]:
                out.append(self._of_tag(token["raw"]) + self._of_raw(token) + token["end"])
            else:
                out.append(self._plain(token[0]))
        return "".join(out)

    def _words(self, text: str, readers: set[int], first: int = 0) -> str:
        """A text's words, but for labels, each replaced; of readers' words all."""
        number = first - 1

        def one(found: re.Match[str]) -> str:
            nonlocal number
            number += 1
            word = found[0]
            if number in readers or self._is_hash(word):
                return self._pseudo.of(word)
            return _PARTS.sub(lambda part: self._part(part[0]), word)

        return WORD.sub(one, text)

    def _is_hash(self, word: str) -> bool:
        """Whether a word may be made of an address of mail, as those of avatars are; a comment's id is none."""
        return _HASH.fullmatch(word) is not None and word.casefold() not in self._ids

    def _part(self, part: str) -> str:
        labels = label_words()
        is_label = part.isdecimal() or part.casefold() in labels
        # Where no spaces part them, labels stand in a row: six days ago.
        is_row = len(part) <= _LONGEST_ROW and part[0] >= _FIRST_WITHOUT_SPACES and all(sign in labels for sign in part)
        return part if is_label or is_row else self._pseudo.of(part)

    def _plain(self, text: str) -> str:
        """A text that stands for itself: an attribute's value, a string of JSON."""
        text = _MAIL.sub("reader@mail.example", text)
        words = words_in(text)
        return self._words(text, self._readers.places(words, [(0, len(words))]))

    def _all_words(self, text: str) -> str:
        return WORD.sub(lambda word: self._pseudo.of(word[0]), text)

    def _of_tag(self, tag: str) -> str:
        return _ATTRIBUTE.sub(self._of_attribute, tag)

    def _of_attribute(self, found: re.Match[str]) -> str:
        name, equals, quoted = found.groups()
        quote = quoted[0] if quoted[0] in "\"'" else ""
        value = html.unescape(quoted.strip(quote) if quote else quoted)
        kept = html.escape(self._of_value(name.lower(), value))
        return f"{name}{equals}{quote}{kept}{quote}"

    def _of_value(self, name: str, value: str) -> str:
        if name in _STAY or (name == "style" and _HARMLESS_STYLE.fullmatch(value)):
            return value
        if name in _NAMES:
            return self._of_names(value)
        if name.startswith("data-") and _OF_A_USER.search(name):
            return self._all_words(value)
        return self._of_string(value)

    def _of_string(self, value: str) -> str:
        if _MOMENT.fullmatch(value.strip()):
            return value
        if (document := _json(value)) is not None:
            return json.dumps(self._of_json(document), ensure_ascii=False)
        if _MARKUP.search(value):
            return self._of_markup(value)
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
            is_name = found[0].casefold() in self._names or self._is_hash(found[0])
            return self._pseudo.of(found[0]) if is_name else found[0]

        return WORD.sub(one, value)

    def _of_address(self, address: str) -> str:
        whole = absolute_http(self._url, address)
        if whole is None:
            return self._plain(address)
        if article_key(whole) in self._articles:
            return address
        host = urlsplit(whole).hostname or ""
        if host in _KNOWN_HOSTS:
            return address
        if registered_domain(whole) != self._domain:
            return f"https://{self._pseudo.of(re.sub(r'[^a-z]', 'x', host))}.example/"
        start, slashes, rest = address.partition("//") if "//" in address[:8] else ("", "", address)
        host, slash, path = rest.partition("/") if slashes else ("", "", rest)
        path = _PROFILE.sub(self._of_profile, unquote(slash + path))
        words = words_in(path)
        return f"{start}{slashes}{host}{self._words(path, self._readers.places(words, [(0, len(words))]))}"

    def _of_profile(self, found: re.Match[str]) -> str:
        head, mark, name = re.match(r"(.*)([/=])(.*)$", found[0], re.S).groups()  # type: ignore[union-attr]  # it holds one of them
        return f"{head}{mark}{self._all_words(name)}"

    def _of_raw(self, token: re.Match[str]) -> str:
        if token["name"].lower() == "style":
            return ""
        document = _json(token["inside"])
        if document is None:
            return self._plain(token["inside"])
        return json.dumps(self._of_json(document), ensure_ascii=False).replace("</", "<\\/")

    def _of_json(self, document: Any) -> Any:
        """The same document with its strings scrubbed; without recursion, as it may be nested deeply."""
        top: list[Any] = [document]
        left: list[tuple[Any, Any, bool]] = [(top, 0, False)]
        while left:
            holder, key, is_kept = left.pop()
            value = holder[key]
            if isinstance(value, dict):
                holder[key] = made = dict(value)
                left += [(made, inner, inner in _NO_WORDS) for inner in made]
            elif isinstance(value, list):
                holder[key] = items = list(value)
                left += [(items, inner, is_kept) for inner in range(len(items))]
            elif isinstance(value, str) and not is_kept:
                holder[key] = self._of_key(key, value)
        return top[0]

    def _of_key(self, key: object, value: str) -> str:
        if isinstance(key, str) and re.search(r"user(?:_?name)?$|avatar", key, re.I):
            return self._all_words(value)
        return self._of_string(value)


def _json(text: str) -> Any:
    """A JSON object or list; None for anything else."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
