"""What an article's looks say together about each of its comments.

Everything is worked out anew from all looks, in the order of their instants and never of their arrival, so
that the archive is a function of the set of its observations (design, rule 3). Pure: no file is touched here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from archiver.archive.erasures import Erased
from archiver.archive.identity import Known, Place, groups_of
from archiver.archive.looks import Look
from archiver.archive.readings import Facts, Reading, author_mark
from archiver.archive.shown_threads import Entry, ShownThread
from archiver.archive.spans import span_of
from archiver.words import words_of

_ERASED = "~erased"  # whose hashes of ids these are: no source of ours calls itself so


@dataclass(slots=True, eq=False)
class Seen:
    """Where and how one reading was seen over all looks."""

    reading: Reading
    first: Place
    first_entry: Entry
    last: Place
    last_entry: Entry
    shown: set[int] | frozenset[int] = frozenset()  # the shown threads that hold it; told of threads without ids alone
    is_cut: bool = False  # only looks that broke off have shown it: its words may be cut


@dataclass(slots=True)
class Version:
    """One wording of a comment: the texts of all readings whose words are equal."""

    wording: Reading  # the reading in whose typography it is kept
    first: Place
    last: Place


@dataclass(slots=True, eq=False)
class Life:
    """One comment over all looks at its thread."""

    identity: str
    seen: list[Seen]  # latest first
    versions: list[Version]  # in the order of their first sightings
    scopes: Set[str]  # in which it was seen, one by one
    parent: Life | None = None
    parent_status: str | None = None
    depth: int = 0
    gone_at: str | None = None

    @property
    def first(self) -> Place:
        """Where it was first seen."""
        return self.versions[0].first

    @property
    def last(self) -> Place:
        """Where it was last seen."""
        return self.seen[0].last

    @property
    def version(self) -> Version:
        """The wording it was last seen in."""
        return self.versions[0] if len(self.versions) == 1 else max(self.versions, key=lambda version: version.last)


def lives_of(looks: list[Look], shown: Mapping[int, ShownThread], readings: Mapping[int, Reading]) -> list[Life]:
    """Each comment's life, in the order of first sightings."""
    seen = _seen_over(looks, shown, readings)
    scopes = _scopes(looks, shown)
    lives = [_life(identity, members, scopes) for identity, members in _comments_among(seen)]
    life_of = {one.reading.id: life for life in lives for one in life.seen}
    _find_parents(lives, life_of)
    _cut_cycles(lives)
    _fill_depths(lives)
    _find_gone(lives, life_of, looks, shown)
    return lives


def _comments_among(seen: Mapping[int, Seen]) -> Iterator[tuple[str, list[Seen]]]:
    """The readings of each comment under its natural key, in the order of first sightings."""
    told_apart = _told_apart(seen)
    if all(one.reading.facts.external_id is not None for one in seen.values()):
        named: dict[str, list[Seen]] = {}
        for one in seen.values():
            named.setdefault(_external(one.reading.facts, told_apart), []).append(one)
        yield from named.items()
        return
    ranks: Counter[str] = Counter()
    for group in groups_of([_known(one, told_apart) for one in seen.values()]):
        identity = group.identity
        ranks[identity] += 1
        rank = f"~{ranks[identity]}" if ranks[identity] > 1 else ""
        yield identity + rank, [seen[member.reading] for member in group.members]


def _seen_over(looks: list[Look], shown: Mapping[int, ShownThread], readings: Mapping[int, Reading]) -> dict[int, Seen]:
    """Goes through each thread as shown, however many looks saw it, and takes from it what no other gave."""
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    for number, look in enumerate(looks):
        firsts.setdefault(look.shown_id, number)
        lasts[look.shown_id] = number
    seen: dict[int, Seen] = {}
    for shown_id, number in firsts.items():
        one = shown[shown_id]
        is_base_known = one.base is not None and firsts.get(one.base.id, number) < number
        for position, entry in one.own if is_base_known else enumerate(one.entries):
            if entry[0] not in seen:
                place = Place(number, position)
                seen[entry[0]] = Seen(readings[entry[0]], place, entry, place, entry)
    sought = set(seen)
    for shown_id, number in sorted(lasts.items(), key=lambda item: -item[1]):
        if not sought:
            break
        for position, entry in _among(sought, shown[shown_id]):
            seen[entry[0]].last, seen[entry[0]].last_entry = Place(number, position), entry
            sought.discard(entry[0])
    _mark_cut(looks, shown, seen)
    if any(one.reading.facts.external_id is None for one in seen.values()):
        for reading, told in seen.items():
            told.shown = {shown_id for shown_id in firsts if reading in shown[shown_id].readings}
    return seen


def _among(sought: Set[int], shown: ShownThread) -> list[tuple[int, Entry]]:
    """The entries whose readings are sought, with their positions. Most threads have nothing but a few of their own."""
    if shown.base is not None and not (sought & shown.base.readings) - shown.lacking:
        return [(position, entry) for position, entry in shown.own if entry[0] in sought]
    return [(position, entry) for position, entry in enumerate(shown.entries) if entry[0] in sought]


def _mark_cut(looks: list[Look], shown: Mapping[int, ShownThread], seen: Mapping[int, Seen]) -> None:
    """What only looks that broke off have shown may be cut itself."""
    if not any(look.is_cut for look in looks):
        return
    whole = {look.shown_id for look in looks if not look.is_cut}
    sure = frozenset().union(*(shown[shown_id].readings for shown_id in whole))
    for reading, one in seen.items():
        one.is_cut = reading not in sure


def _told_apart(seen: Mapping[int, Seen]) -> set[tuple[str | None, str, str]]:
    """The ids that one look showed on several comments, each with the mark of an author who bore it there."""
    facts = (one.reading.facts for one in seen.values())
    return {
        (one.id_space, one.external_id, one.told_apart)
        for one in facts
        if one.told_apart and one.external_id is not None
    }


def _external(facts: Facts, told_apart: Set[tuple[str | None, str, str]]) -> str:
    """What names a comment with an id. Of one that several bear, it is that of the author who signs here."""
    assert facts.external_id is not None
    mark = facts.told_apart
    if mark is None and told_apart:
        signed = author_mark(facts.author)
        mark = signed if (facts.id_space, facts.external_id, signed) in told_apart else None
    rank = f"#{facts.rank}" if facts.rank > 1 else ""
    return f"{facts.id_space or ''}:{facts.external_id}{'~' + mark if mark else ''}{rank}"


def _known(one: Seen, told_apart: Set[tuple[str | None, str, str]]) -> Known:
    facts = one.reading.facts
    if facts.erased is not None and (erased := Erased.read(facts.erased)).words:
        return _known_by_hashes(one, erased)
    external = None
    if facts.external_id is not None:
        external = _external(facts, told_apart)
    return Known(
        reading=one.reading.id,
        external=external,
        author=words_of(facts.author),
        words_key=one.reading.words_key,
        body=one.reading.wording.body,
        time=span_of(facts.published_local, facts.published_at, facts.time_basis),
        first=one.first,
        parent=one.first_entry.parent,
        shown=one.shown,
        is_cut=one.is_cut,
    )


def _known_by_hashes(one: Seen, erased: Erased) -> Known:
    """Of an erased reading: the same as before, so that the same readings are of one comment."""
    rank = one.reading.facts.rank
    return Known(
        reading=one.reading.id,
        external=f"{_ERASED}:{erased.comment}" + (f"#{rank}" if rank > 1 else "") if erased.comment else None,
        author=f"{_ERASED}:{erased.words}",
        words_key=erased.words,
        body="",
        time=None,
        first=one.first,
        parent=one.first_entry.parent,
        shown=one.shown,
        is_cut=one.is_cut,
    )


def _scopes(looks: list[Look], shown: Mapping[int, ShownThread]) -> dict[str, set[int]]:
    """For each scope the readings that were seen in it."""
    found: dict[str, set[int]] = defaultdict(set)
    lacking: dict[tuple[str, int], frozenset[int]] = {}
    for scope, shown_id in {(look.scope, look.shown_id) for look in looks}:
        one = shown[shown_id]
        for part in scope.split("+"):
            found[part].update(entry[0] for _, entry in one.own)
            if one.base is not None:
                lacking[part, one.base.id] = one.lacking & lacking.get((part, one.base.id), one.lacking)
    for (part, base_id), nowhere in lacking.items():
        found[part] |= shown[base_id].readings - nowhere
    return found


def _life(identity: str, members: list[Seen], scopes: Mapping[str, set[int]]) -> Life:
    if len(members) > 1:
        members.sort(key=lambda one: (one.last, one.first), reverse=True)
    return Life(
        identity,
        members,
        _versions(members),
        _scopes_of(members, scopes),
    )


def _scopes_of(members: list[Seen], scopes: Mapping[str, set[int]]) -> Set[str]:
    if len(scopes) == 1:
        return scopes.keys()
    return {scope for scope, ids in scopes.items() if any(one.reading.id in ids for one in members)}


def _versions(members: list[Seen]) -> list[Version]:
    if len(members) == 1:
        return [Version(members[0].reading, members[0].first, members[0].last)]
    worded: dict[str, list[Seen]] = defaultdict(list)
    for one in members:
        worded[_words_meant(one, members)].append(one)
    versions = [
        Version(
            min(alike, key=_typography_preference).reading,
            min(one.first for one in alike),
            max(one.last for one in alike),
        )
        for alike in worded.values()
    ]
    return sorted(versions, key=lambda version: version.first)


def _words_meant(one: Seen, members: list[Seen]) -> str:
    """The key of a reading's words; of one that broke off, the key of the whole words it begins."""
    if one.is_cut:
        words = words_of(one.reading.wording.body)
        whole = [
            other for other in members if not other.is_cut and words_of(other.reading.wording.body).startswith(words)
        ]
        if whole:
            return min(whole, key=lambda other: other.first).reading.words_key
    return one.reading.words_key


def _typography_preference(one: Seen) -> tuple[bool, bool, Place]:
    """Whole before cut, marked up before plain, then what was seen first."""
    return one.is_cut, one.reading.wording.body_html is None, one.first


def _find_parents(lives: list[Life], life_of: Mapping[int, Life]) -> None:
    """An explicit parent, even one that its look did not show, beats nesting; of equals the latest counts."""
    does_claim = any(one.reading.facts.claimed_parent is not None for life in lives for one in life.seen)
    by_external = _lives_by_external_id(lives) if does_claim else {}
    for life in lives:
        life.parent, life.parent_status = _parent(life, life_of, by_external)


def _parent(
    life: Life, life_of: Mapping[int, Life], by_external: Mapping[tuple[str | None, str], Life]
) -> tuple[Life | None, str | None]:
    nested: Seen | None = None
    is_missing = False
    for one in life.seen:  # latest first
        if not one.reading.facts.is_parent_sure:
            nested = nested or one
            continue
        parent = _claimed(one, life_of, by_external)
        if parent is not None:
            return parent, "ok"
        if one.reading.facts.claimed_parent is None:
            return None, None
        is_missing = True
    if nested is not None and nested.last_entry.parent is not None:
        return life_of[nested.last_entry.parent], "ok"
    return None, "missing" if is_missing else None


def _lives_by_external_id(lives: list[Life]) -> dict[tuple[str | None, str], Life]:
    """Of several with one id the one first seen."""
    found: dict[tuple[str | None, str], Life] = {}
    for life in lives:
        for one in life.seen:
            facts = one.reading.facts
            if facts.external_id is not None:
                found.setdefault((facts.id_space, facts.external_id), life)
            elif facts.erased is not None and (comment := Erased.read(facts.erased).comment):
                found.setdefault((_ERASED, comment), life)
    return found


def _claimed(one: Seen, life_of: Mapping[int, Life], by_external: Mapping[tuple[str | None, str], Life]) -> Life | None:
    """The parent that a reading names: as its look found it, else wherever the archive has that id."""
    facts = one.reading.facts
    if facts.claimed_parent is None:
        return None
    if one.last_entry.parent is not None:
        return life_of[one.last_entry.parent]
    named = by_external.get((facts.id_space, facts.claimed_parent))
    return named or by_external.get((_ERASED, Erased.read(facts.erased).parent))


def _cut_cycles(lives: Iterable[Life]) -> None:
    """A chain that bites its tail is cut at its earliest comment."""
    settled: set[int] = set()
    for life in lives:
        if life.parent is None:
            continue
        chain: dict[int, Life] = {}
        at: Life | None = life
        while at is not None and id(at) not in settled and id(at) not in chain:
            chain[id(at)] = at
            at = at.parent
        if at is not None and id(at) in chain:
            members = list(chain.values())
            members = members[members.index(at) :]
            earliest = min(members, key=lambda member: (member.first, member.identity))
            earliest.parent, earliest.parent_status = None, "cycle"
        settled.update(chain)


def _fill_depths(lives: Iterable[Life]) -> None:
    done: set[int] = set()
    for life in lives:
        chain: list[Life] = []
        at: Life | None = life
        while at is not None and id(at) not in done:
            chain.append(at)
            at = at.parent
        depth = -1 if at is None else at.depth
        for one in reversed(chain):
            depth += 1
            one.depth = depth
            done.add(id(one))


def _find_gone(
    lives: list[Life], life_of: Mapping[int, Life], looks: list[Look], shown: Mapping[int, ShownThread]
) -> None:
    """A comment is gone from the first complete look after its last sighting that could have shown it."""
    newest = len(looks) - 1
    present: dict[int, set[int]] = {}

    def shows(shown_id: int, life: Life) -> bool:
        if shown_id not in present:
            present[shown_id] = {id(life_of[reading]) for reading in shown[shown_id].readings}
        return id(life) in present[shown_id]

    for life in lives:
        for number in range(life.last.look + 1, newest + 1):
            look = looks[number]
            if not look.is_complete or not _may_show(look, life):
                continue
            # Threaded mark-up alone shows no answers to a comment that it does not show.
            if look.scope.endswith("-threaded") and life.parent and not shows(look.shown_id, life.parent):
                continue
            life.gone_at = look.observed_at
            break


def _may_show(look: Look, life: Life) -> bool:
    """Whether a source that the look rests on has shown the comment, and can show a comment of its kind."""
    scopes = look.scope.split("+")
    if life.scopes.isdisjoint(scopes):
        return False
    if scopes == ["rest"]:  # shows visitors no pingbacks, which a look at pages and list together may have seen
        return life.seen[0].reading.facts.kind == "comment"
    # What answers a comment that nobody has seen, no threaded mark-up has shown.
    return not (look.scope.endswith("-threaded") and life.parent_status == "missing")
