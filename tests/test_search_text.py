"""Words are found in every script, and nothing typed is an error."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.archive import Archive
from archiver.archive.search_query import read_query
from archiver.archive.search_text import folded, folded_with_places, indexed_text
from archiver.archive.searching import Sort, search
from archiver.archive.snippets import snippet
from archiver.archive.storing import store_observation
from archiver.items import Article
from tests.command import archiver
from tests.threads import URL, comment, thread

TEXTS = {
    1: "Die Glasfaser kommt, sagt Müller, nach Größenwahn und Übermut.",
    2: "专家说华为的设备很便宜，但是5G基地局很贵。",
    3: "楽天モバイルの光ファイバーは速い。",
    4: "광케이블 공사가 끝났다.",
    5: 'The AT&T 5G-core runs on C++ code; O\'Brien says "never again".',
    6: "Обрыв кабеля в море",
}


@pytest.fixture
def filled(archive: Archive) -> Archive:
    store_observation(
        archive, thread("2024-05-06T12:00:00", *(comment(number, text) for number, text in TEXTS.items()))
    )
    return archive


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("glasfaser", {1}),
        ("muller grossenwahn ubermut", {1}),
        ("华为", {2}),
        ("为", {2}),
        ("华设", set()),
        ("5G基地局", {2}),
        ("楽天", {3}),
        ("光ファイバー", {3}),
        ("ファイバ", {3}),
        ("광케이블", {4}),
        ("케이블 공사", {4}),
        ("5G-core", {5}),
        ("AT&T", {5}),
        ("C++", {5}),
        ('"never again"', {5}),
        ('"again never"', set()),
        ("o'brien", {5}),
        ("кабеля", {6}),
    ],
)
def test_words_are_found_where_they_stand(filled: Archive, words: str, expected: set[int]) -> None:
    found = {hit["id"] for hit in search(filled, words)}
    by_text = {row["id"]: int(row["external_id"]) for row in filled.rows("SELECT id, external_id FROM comments")}
    assert {by_text[number] for number in found} == expected


def test_the_index_follows_an_edit(filled: Archive) -> None:
    edited = {**TEXTS, 2: "没有别的话。"}
    store_observation(
        filled, thread("2024-05-07T12:00:00", *(comment(number, text) for number, text in edited.items()))
    )
    assert search(filled, "华为") == []
    assert len(search(filled, "别的")) == 1
    filled.db.execute("INSERT INTO comments_fts (comments_fts, rank) VALUES ('integrity-check', 1)")


def test_a_text_without_cjk_is_indexed_as_it_is() -> None:
    assert indexed_text("Glasfaser, Übermut, мой Việt") is None
    assert indexed_text("It costs 5\N{NO-BREAK SPACE}€ …") is None
    assert indexed_text("") is None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The backhaul is fibre.", "Backhaul", "The [backhaul] is fibre."),
        ("Herr Müller sagt", "muller", "Herr [Müller] sagt"),
        ("专家说华为的设备", "华为", "专家说[华为]的设备"),
        ("no hit here", "masts", "no hit here"),
        (
            "Im Cafe\u0301 ½ Glas\u00adfaser\u00ad da",
            "cafe glasfaser 1",
            "Im [Cafe\u0301] [½] [Glas\u00adfaser]\u00ad da",
        ),
        ("Η Ελλάδα", "ΕΛΛΑΔΑ", "Η [Ελλάδα]"),
    ],
)
def test_the_snippet_marks_the_words_as_they_stand_in_the_text(text: str, words: str, expected: str) -> None:
    assert snippet(text, read_query(words).terms, ("[", "]")) == expected


def test_a_long_text_is_cut_around_the_first_hit() -> None:
    cut = snippet("word " * 500 + "mast " + "tail " * 500, read_query("mast").terms, ("<b>", "</b>"))
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert "<b>mast</b>" in cut
    assert len(cut) < 300


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("glas*", {1}),
        ("glas", set()),
        ("baseb* OR кабел*", {6}),
        ("glasfaser OR 华为", {1, 2}),
        ("5G NOT 华为", {5}),
        ("5G AND 华为", {2}),
        ("5G NOT 华为 OR glasfaser", {1, 5}),
        ("基地*", {2}),
        ("5G-co*", {5}),
        ('never "again', {5}),
        ("NOT glasfaser", set()),
        ("and", set()),
        ("OR", set()),
        ("*", set()),
        ("( ) - ^ : {", set()),
        ('"5G core" AND', set()),
        ("text: 5G", set()),
    ],
)
def test_words_can_be_joined_and_left_open(filled: Archive, words: str, expected: set[int]) -> None:
    test_words_are_found_where_they_stand(filled, words, expected)


def test_an_operator_with_nothing_to_join_is_a_word(archive: Archive) -> None:
    store_observation(archive, thread("2024-05-06T12:00:00", comment(1, "It is OR that is not"), comment(2, "Fibre")))
    for typed in ("OR", "NOT is", "is OR", "AND OR NOT"):
        found = [hit["snippet"] for hit in search(archive, typed)]
        assert found == ([] if "AND" in typed else [found[0]]), typed
    assert len(search(archive, "fibre OR that")) == 2


def test_what_was_to_be_left_out_is_not_marked() -> None:
    assert snippet("Fibre and copper", read_query("fib* NOT copper").terms, ("[", "]")) == "[Fibre] and copper"


def test_hits_can_be_narrowed_to_a_depth_and_a_state(archive: Archive) -> None:
    first = (comment(1, "Fibre one"), comment(2, "Fibre two", 1), comment(3, "Fibre three"))
    store_observation(archive, thread("2024-05-06T12:00:00", *first))
    store_observation(archive, thread("2024-05-07T12:00:00", *first[:2]))
    assert [hit["depth"] for hit in search(archive, "fibre", depth=1)] == [1]
    assert [hit["snippet"] for hit in search(archive, "fibre", state="gone")] == ["[Fibre] three"]


@given(
    st.lists(st.sampled_from(["fibre", '"open ran"', "5G*", "AND", "OR", "NOT", "*", '"', "华为", "(", "NEAR", "C++"]))
)
def test_no_order_of_words_and_operators_is_a_syntax_error(words: list[str]) -> None:
    ask(" ".join(words))


@given(st.text(max_size=60))
def test_nothing_typed_is_a_syntax_error(words: str) -> None:
    ask(words)


def ask(words: str) -> None:
    """Ask FTS5, which raises for a query that is none."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
    query = read_query(words).match
    if query:
        db.execute("SELECT * FROM t WHERE t MATCH ?", [query])
    db.close()


LEFT, RIGHT = "\ue000", "\ue001"
readable = st.characters(codec="utf-8", exclude_categories=["Co", "Cs"], exclude_characters="…")


@given(st.text(readable, max_size=400), st.text(max_size=20))
def test_a_snippet_never_changes_the_words(text: str, words: str) -> None:
    cut = snippet(text, read_query(words).terms, (LEFT, RIGHT)).replace(LEFT, "").replace(RIGHT, "").strip("…")
    assert cut in " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *(("５Ｇ ｃｏｒｅ", "5g core"), ("The ﬁbre is here", "fibre"), ("Cafe\u0301 Mast", "café"), ("10 km²", "km2")),
        *(
            ("ŁÓDŹ", "lodz"),
            ("the 5G_core_net", "core"),
            ("Ærø i København", "aero kobenh*"),
            ("Đà Nẵng", '"da nang"'),
            ("Bakı ǿ Straße", "baki o STRASSE"),
        ),
        *(("Ελλάδα ᾠδή", "ελλαδα ωδη"), ("Ёлка в Київ", "елка киів"), ("за\u0301мок", "замок"), ("שָׁלוֹם", "שלום")),
        *(("مُحَمَّد", "محمد"), ("Oʻahu ĸ ŉ", "o'ahu k n"), ("ガ ｶﾞ", "ガ"), ("हिन्दी", "हिन्दी")),
        *(("Glas\u00adfaser\u00adleitung", "glasfaserleitung"), ("Mast\u200bbau", "mastbau"), ("E\u034fx", "ex")),
        *(("The 5G™ launch", "5g"), ("Openreach℠", "openreach")),
    ],
)
def test_letters_are_found_in_whatever_form_they_were_written(archive: Archive, text: str, words: str) -> None:
    store_observation(archive, thread("2024-05-06T12:00:00", comment(1, text)))
    for typed in (words, text, words.upper()):
        for sort in get_args(Sort):
            (hit,) = search(archive, typed, sort=sort)
            assert "[" in hit["snippet"], typed


@pytest.mark.parametrize(
    ("text", "words"),
    [("がん", "かん"), ("мой край", "мои"), ("می\u200cخواهم", "میخواهم"), ("เสา\u200bสัญญาณ", "เสาสัญญาณ")],
)
def test_signs_that_make_another_letter_or_part_words_are_none_to_leave_out(
    archive: Archive, text: str, words: str
) -> None:
    store_observation(archive, thread("2024-05-06T12:00:00", comment(1, text)))
    assert search(archive, words) == []
    assert len(search(archive, text)) == 1


@given(st.text(st.one_of(readable, st.sampled_from("aάйß か\u3099ｶﾞ\u00ad\u200b\u0301ᄒ\u1161한½")), max_size=60))
def test_what_is_marked_is_folded_as_what_is_indexed(text: str) -> None:
    plain, begins, ends = folded_with_places(text)
    assert plain == folded(text)
    assert len(begins) == len(ends) == len(plain)
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize("where", ["comments", "articles"])
@pytest.mark.parametrize(
    ("local", "since", "until", "is_found"),
    [
        ("2020-10-16", "2020-10-16", None, True),
        ("2020-10-16", None, "2020-10-17", True),
        ("2020-10-16", None, "2020-10-16", False),
        ("2020-10-16", "2020-10-17", None, False),
        ("2020-10-16T19:47", "2020-10-16T19:47Z", None, True),
        ("2020-10-16T19:47", None, "2020-10-16T19:47Z", False),
        ("2020-10-16T19:47", None, "2020-10-16T19:48Z", True),
    ],
)
def test_a_date_without_instant_lies_between_its_days(
    tmp_path: Path, where: str, local: str, since: str | None, until: str | None, is_found: bool
) -> None:
    with Archive.for_writing(tmp_path / "archive.db") as archive:
        article = Article(url=URL, title="Masts", body="fibre", published_local=local)
        store_observation(
            archive, thread("2024-05-06T12:00:00", comment(1, "fibre", published_local=local), article=article)
        )
    limits = [*(["--since", since] if since else []), *(["--until", until] if until else [])]
    done = archiver("search", "fibre", "--in", where, *limits, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert ("fibre" in done.stdout) is is_found


@pytest.mark.parametrize("typed", ["ÉMILE ŽOF", "émile žof", "Émile  Žof"])
def test_an_author_is_known_in_every_case(archive: Archive, typed: str) -> None:
    store_observation(
        archive, thread("2024-05-06T12:00:00", comment(1, "fibre", author="Émile Žof"), comment(2, "fibre"))
    )
    assert [hit["author"] for hit in search(archive, "fibre", author=typed)] == ["Émile Žof"]


@pytest.mark.parametrize("words", ["光ファイバー", "5G", "masts"])
def test_the_words_of_a_title_are_found_in_every_script(archive: Archive, words: str) -> None:
    article = Article(url=URL, title="楽天の光ファイバーと５Ｇ", body="New masts are up.")
    store_observation(archive, thread("2024-05-06T12:00:00", article=article))
    assert len(search(archive, words, where="articles")) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [("王小明", ("王小明", "小明", "明", '"王小明"')), ("김철수", ("김철수", "철수")), ("ＡＢＣ", ("abc", "ＡＢＣ"))],
)
def test_names_are_found_in_every_script_as_comments_past_words_and_bylines(
    archive: Archive, name: str, words: tuple[str, ...]
) -> None:
    article = Article(url=URL, title="Ducts", byline=name)
    for day, said in ((6, "Duct"), (7, "Mast")):
        looked = thread(f"2024-05-0{day}T12:00:00", comment(1, said, author=name), comment(2, said), article=article)
        store_observation(archive, looked)
    for typed in words:
        for where in ("comments", "versions", "articles"):
            assert [hit["author"] for hit in search(archive, typed, where=where)] == [name], (typed, where)
            assert [hit["author"] for hit in search(archive, typed, where=where, author=name)] == [name]
    assert search(archive, name[0] + name[2], sort="best") == []


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("ＡＢＣ", "ABC"),
        ("ABC", "ａｂｃ"),
        ("Jörg Müßig", "JÖRG MÜSSIG"),
        ("STRASSE", "straße"),
        ("Łukasz Groß", "ŁUKASZ GROSS"),
        ("Οδυσσεύς", "ΟΔΥΣΣΕΎΣ"),
        ("İpek", "i̇pek"),
        ("王小明ﬁ", "王小明FI"),
        ("Ꮳꮃꭹ", "ꮳꮃꭹ"),
        ("𞤀𞤣", "𞤢𞤣"),
        ("Ada  Low", "ada low"),
    ],
)
def test_an_authors_name_is_found_however_its_letters_are_written(archive: Archive, name: str, typed: str) -> None:
    store_observation(archive, thread("2024-05-06T12:00:00", comment(1, "fibre", author=name), comment(2, "fibre")))
    assert [hit["author"] for hit in search(archive, "fibre", author=typed)] == [name]
