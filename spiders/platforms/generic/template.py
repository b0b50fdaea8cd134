"""What all comments of a thread have in the same place: the name, the time, labels; the rest are the words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from statistics import median

from lxml.html import HtmlElement

from spiders.platforms.class_words import Marks, marks_of
from spiders.platforms.date_shapes import is_clock
from spiders.platforms.generic.heads import date_in_head
from spiders.platforms.generic.names import is_label, name_in, says_who_is_before, says_whose
from spiders.platforms.generic.pieces import Piece
from spiders.platforms.text_words import is_action

_PROFILE = re.compile(
    r"/?(?:user|usr|profil|member|mitglied|author|autor|people|nutzer|mailto:|account|community)|/u/|/@"
    r"|space-uid|mod=space",
    re.I,
)
_TITLES = re.compile(r"title|titel|subject|betreff|headline|sujet|asunto|oggetto", re.I)
_BOLD = frozenset("b strong cite h2 h3 h4 h5 h6 em dt th".split())
_LONGEST_LABEL = 60
_LONGEST_HEAD = 160
_MOST_WORDS_OF_A_HEAD = 16
_FIGURES_ONLY = re.compile(r"[\W\d]*\d[\W\d]*")
_FIGURES = re.compile(r"\d+")
_COUNTING = re.compile(r"\W*[^\W\d][^\d:]{0,30}:\s*[+-]?\d+\W*")
_ENOUGH = 0.6
_LEAST_LIKELY = 0.8
_LOOKED_AT = 60
_HEAD = 12


@dataclass(slots=True)
class Template:
    """Places in the mark-up of one thread's comments. ``name``: None where none is sure to hold names."""

    name: str | None = None
    times: set[str] = field(default_factory=set)
    clocks: set[str] = field(default_factory=set)
    labels: set[tuple[str, str]] = field(default_factory=set)
    """Places with the form of what they nearly always show."""
    words: str | None = None
    """The box that holds most of what is said in all comments: in one of few words others may hold more."""
    figures: set[str] = field(default_factory=set)


def learn(comments: Sequence[Sequence[Piece]], anchors: Collection[HtmlElement]) -> Template:
    """What the pieces of one thread's comments have in common. ``anchors``: elements that show the times."""
    sample = comments[:: max(1, len(comments) // _LOOKED_AT)]
    by_place = _first_of_each_place(sample)
    count = len(sample)
    template = Template()
    for place, pieces in by_place.items():
        if len(pieces) < count * _ENOUGH:
            continue
        texts = [piece.text for piece in pieces]
        dated = sum(map(_is_dated, texts))
        if dated >= len(texts) * _ENOUGH and median(map(len, texts)) <= _LONGEST_HEAD:
            template.times.add(place)
        elif sum(map(is_clock, texts)) >= len(texts) * _ENOUGH:
            template.clocks.add(place)
        elif count > 1 and all(_FIGURES_ONLY.fullmatch(text) for text in texts):
            template.figures.add(place)
        if count > 2:
            outside_paragraphs = Counter(label_form(piece.text) for piece in pieces if piece.element.tag != "p")
            text, times = next(iter(outside_paragraphs.most_common(1)), ("", 0))
            if times >= count * _ENOUGH and len(text) <= _LONGEST_LABEL:
                template.labels.add((place, text))
    template.name = _place_of_names(sample, by_place, template, anchors)
    template.words = _box_of_words(sample, template)
    return template


def _box_of_words(comments: Sequence[Sequence[Piece]], template: Template) -> str | None:
    lengths: Counter[str] = Counter()
    for pieces in comments:
        for piece in pieces:
            if piece.place != template.name and piece.place not in template.times and not piece.is_aside:
                lengths[piece.box] += len(piece.text)
    return next((box for box, _ in lengths.most_common(1)), None)


def label_form(text: str) -> str:
    """A text as labels are compared: those that count something ("Score: 12") are one label."""
    return _FIGURES.sub("#", text) if len(text) <= _LONGEST_LABEL and _COUNTING.fullmatch(text) else text


def _first_of_each_place(comments: Sequence[Sequence[Piece]]) -> dict[str, list[Piece]]:
    """One piece of each comment at a place: the first, or the first with a date where words stand there too."""
    by_place: defaultdict[str, list[Piece]] = defaultdict(list)
    for pieces in comments:
        firsts: dict[str, Piece] = {}
        for piece in pieces:
            first = firsts.setdefault(piece.place, piece)
            if first is not piece and _is_dated(piece.text) and not _is_dated(first.text):
                firsts[piece.place] = piece
        for place, piece in firsts.items():
            by_place[place].append(piece)
    return dict(by_place)


def _is_dated(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and date_in_head(text) is not None


def _place_of_names(
    comments: Sequence[Sequence[Piece]],
    by_place: dict[str, list[Piece]],
    template: Template,
    anchors: Collection[HtmlElement],
) -> str | None:
    order = _order(comments, anchors)
    wordy = _wordy_boxes(comments)
    labelled = Counter(
        after.place for pieces in comments for label, after in pairwise(pieces[:_HEAD]) if is_label(label.text)
    )
    for pieces in comments:
        labelled.update(one.place for one, after in pairwise(pieces[:_HEAD]) if says_who_is_before(after.text))
    best: str | None = None
    best_score = _LEAST_LIKELY
    for place, found in by_place.items():
        if place in template.figures or place in template.clocks:
            continue
        pieces = found
        if len(found) < len(comments) * _ENOUGH:
            pieces = _with_bare_names(place, found, comments)
            if len(pieces) < len(comments) * _ENOUGH:
                continue
        if place not in template.times and pieces[0].box in wordy:
            continue
        names = [name for piece in pieces if (name := name_in(piece.text))]
        if len(names) < len(pieces) * 0.8:
            continue
        if len(comments) > 2 and len(set(names)) == 1 and (place, label_form(pieces[0].text)) in template.labels:
            continue
        score = _likeliness(pieces, names, order.get(place, 9.0), is_timed=place in template.times)
        score += 1.5 * labelled[place] / len(comments)
        if score > best_score:
            best, best_score = place, score
    return best


def place_of_name(linked: str | None, pieces: Sequence[Piece]) -> str | None:
    """Where one comment shows its name: at ``linked``, or bare in that link's box or in its line beside the time.

    People without a page of their own have no link round their name.
    """
    if linked is None or any(piece.place == linked for piece in pieces):
        return linked
    line, _, last = linked.rpartition("/")
    if last.partition(".")[0] == "a" and any(piece.place == line and _may_be_bare(piece) for piece in pieces):
        return line
    return linked


def _with_bare_names(linked: str, found: Sequence[Piece], comments: Sequence[Sequence[Piece]]) -> list[Piece]:
    """The links at a place, and what stands for them in the comments that have none there."""
    pieces = list(found)
    if found[0].element.tag == "a":
        for one in comments:
            place = place_of_name(linked, one)
            if place != linked:
                pieces.append(next(piece for piece in one if piece.place == place))
    return pieces


def _may_be_bare(piece: Piece) -> bool:
    """Whether a name without a link stands here: beside the time, or alone in a box of the comment."""
    if len(piece.text) > _LONGEST_HEAD or name_in(piece.text) is None:
        return False
    return date_in_head(piece.text) is not None or ("/" in piece.place and piece.element.text is not None)


def _wordy_boxes(comments: Sequence[Sequence[Piece]]) -> set[str]:
    """Where words stand that are no names, dates or figures: among paragraphs of words a short one is no name."""
    held: Counter[str] = Counter()
    wordy: Counter[str] = Counter()
    for pieces in comments:
        for piece in pieces:
            held[piece.box] += 1
            wordy[piece.box] += _is_wordy(piece.text)
    return {box for box, count in wordy.items() if count > 0.2 * held[box]}


def _is_wordy(text: str) -> bool:
    is_undated = date_in_head(text) is None
    if is_undated and text.count(" ") > _MOST_WORDS_OF_A_HEAD:
        return True
    is_of_head = name_in(text) is not None or _FIGURES_ONLY.fullmatch(text) or is_action(text)
    return not is_of_head and (is_undated or len(text) > _LONGEST_HEAD)


def _likeliness(pieces: Sequence[Piece], names: Sequence[str], distance: float, *, is_timed: bool) -> float:
    """How much a place looks like that of the authors' names. ``distance``: pieces between it and the time."""
    sample = pieces[:10]
    score = sum(_by_element(piece, is_timed=is_timed) for piece in sample) / len(sample)
    score += 1.5 * sum(says_whose(piece.text) for piece in sample) / len(sample)
    score += 1.5 if is_timed else max(0.0, 1.6 - 0.3 * distance)
    score -= max(0.0, median(len(name) for name in names) - 18) / 12
    score -= sum(name.count(" ") > 2 for name in names) / len(names)
    return score


def _by_element(piece: Piece, *, is_timed: bool) -> float:
    element = piece.element
    score = -1.5 if piece.is_aside else 0.0
    around = [element, *islice(element.iterancestors(), 2)]
    marks = [_marks(one) for one in around]
    if marks[0].author >= 3 or (len(element) == 0 and marks[1].author >= 3):
        score += 3.0
    elif any(mark.author for mark in marks):
        score += 1.0
    if _TITLES.search(element.get("class") or ""):
        score -= 2.0
    if marks[0].text >= 2 or (marks[0].time >= 3 and not marks[0].author and not is_timed):
        score -= 1.5
    link = next((one for one in around[:2] if one.tag == "a"), None)
    if link is not None:
        href = link.get("href") or ""
        score += 1.2 if _PROFILE.search(href) else -0.8 if href.startswith("#") else 0.3
    if any(one.tag in _BOLD for one in around[:2]):
        score += 0.6
    return score


def _order(comments: Sequence[Sequence[Piece]], anchors: Collection[HtmlElement]) -> dict[str, float]:
    """For each place the median number of pieces from it to the time; after the time counts a little more."""
    distances: defaultdict[str, list[float]] = defaultdict(list)
    for all_pieces in islice(comments, 20):
        pieces = [piece for piece in all_pieces if any(map(str.isalnum, piece.text)) and not is_label(piece.text)]
        at = next((i for i, piece in enumerate(pieces) if _is_in(piece.element, anchors)), None)
        if at is None:
            continue
        for i, piece in enumerate(pieces[:40]):
            distances[piece.place].append(at - i if i <= at else (i - at) + 0.5)
    return {place: median(found) for place, found in distances.items()}


def _is_in(element: HtmlElement, anchors: Collection[HtmlElement]) -> bool:
    parent = element.getparent()
    return element in anchors or (parent is not None and parent in anchors)


def _marks(element: HtmlElement) -> Marks:
    names = element.get("class") or element.get("id") or ""
    return marks_of(str(element.tag), names, element.get("itemprop") or "", element.get("rel") or "")
