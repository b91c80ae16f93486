"""Folding: what is made equal, what stays different, and the way back to the original."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlcipher

from webapp.features.index.folding import BREAK, EVERY, FoldedText, fold, pattern, tokens


def same(one: str, other: str) -> bool:
    """Whether the two are the same words to the index."""
    return tokens(fold(one)) == tokens(fold(other))


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("FROST", "frost"),
        ("Straße", "STRASSE"),
        ("Müller", "muller"),
        ("niño", "nino"),
        ("cœur", "coeur"),
        ("Łódź", "lodz"),
        ("Đặng", "dang"),
        ("İstanbul", "istanbul"),
        ("ﬁn", "fin"),
        ("Ὀδυσσεύς", "οδυσσευσ"),
        ("ΑΘΗΝΑ", "αθηνά"),
        ("Смотритель", "смотритель"),
        ("ещё", "еще"),
        ("за\u0301мок", "замок"),
        ("קֹהֶ֣לֶת", "קהלת"),
        ("יְרוּשָׁלִָֽם", "ירושלם"),
        ("כِتَابٌ", "כتاب"),
        ("مُحَمَّد", "محمد"),
        ("أحمد", "احمد"),
        ("إلى", "الي"),
        ("آخر", "اخر"),
        ("ٱلله", "الله"),
        ("مدينة", "مدينه"),
        ("العـــربية", "العربية"),
        ("کتاب", "كتاب"),
        ("می\u200cخواهم", "ميخواهم"),
        ("١٩٢٦", "1926"),
        ("Ｑｕｉｅｔ", "quiet"),
        ("ｶﾞｷﾞｸﾞ", "ガギグ"),
        ("か\u3099", "が"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("soft\u00adhyphen", "softhyphen"),
        ("👍🏽", "👍"),
    ],
)
def test_it_makes_equal(written: str, typed: str) -> None:
    assert same(written, typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мой", "мои"),
        ("їх", "іх"),
        ("か", "が"),
        ("か", "カ"),
        ("は", "ば"),
        ("한", "하"),
        ("น้ำ", "นำ"),
        ("की", "कि"),
        ("কে", "ক"),
        ("ك", "ق"),
        ("ש", "ס"),
    ],
)
def test_it_keeps_different(one: str, other: str) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("内山书店", ["内", "山", "书", "店"]),
        ("东京Tokyo1923", ["东", "京", "tokyo1923"]),
        ("ひらカタ", ["ひ", "ら", "カ", "タ"]),
        ("コーヒー", ["コ", "ー", "ヒ", "ー"]),
        ("한글", ["한", "글"]),
        ("ไทย", ["ไ", "ท", "ย"]),
        ("ລາວ", ["ລ", "າ", "ວ"]),
        ("人々", ["人", "々"]),
        ("〇", ["〇"]),
        ("书、店", ["书", BREAK, "店"]),
        ("书 店", ["书", BREAK, "店"]),
        ("书\u200b店", ["书", "店"]),
        ("书, book", ["书", "book"]),
        ("🎂🎉", ["🎂", "🎉"]),
        ("हिन्दी", ["हिन्दी"]),
        ("don't", ["don", "t"]),
        ("20°C", ["20", "c"]),
        ("word²", ["word", "2"]),
        ("a_b", ["a", "b"]),
        ("—", []),
        (f"a{BREAK}b{EVERY}", ["a", "b"]),
    ],
)
def test_it_divides_into_words(text: str, parts: list[str]) -> None:
    assert tokens(fold(text)) == parts


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_it_gives_the_same_for_every_normal_form(form: str) -> None:
    for text in ("Ångström", "й ё ї", "ぱぴぷ ガ", "한글날", "ế ự", "أحمد آخر", "קֹהֶ֣לֶת", "कि क़"):
        assert fold(unicodedata.normalize(form, text)) == fold(text)


def test_it_folds_a_mostly_ascii_text_like_any_other() -> None:
    text = "The Café of İzmir, ΟΔΟΣ, Straße: "
    assert fold(text + "x" * 5_000) == fold(text) + "x" * 5_000


def test_case_and_normal_form_never_matter_to_any_character() -> None:
    iota = "\u0345"  # the Greek iota below a vowel has an upper case that is a letter
    for code in range(0x20000):
        char = chr(code)
        for form in (char.lower(), char.upper(), char.casefold()):
            assert same(form, char) or char == iota, hex(code)
        assert fold(unicodedata.normalize("NFD", char)) == fold(char), hex(code)


def test_the_database_keeps_every_sign_that_folding_keeps() -> None:
    kept = {
        f"x{token}x"
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) not in ("Cn", "Co")
        for token in tokens(fold(chr(code)))
    }
    kept |= {BREAK, EVERY}
    database = sqlcipher.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE t USING fts5(a, content='', contentless_delete=1, tokenize="
        "\"unicode61 remove_diacritics 0 categories 'L* N* M* So Co Cn'\")"
    )
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'row')")
    database.executemany("INSERT INTO t(rowid, a) VALUES (?, ?)", enumerate(kept))
    found = {term for (term,) in database.execute("SELECT term FROM v")}
    database.close()
    assert found == kept


TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "aéßЙё\u0306\u0301אֹ֣أٱ\u0654\u0670ｶﾞか\u3099\u1112\u1161\u11ab한ิ์ก\u200d🏽ﬁ½²"
        ),
    ),
    max_size=30,
)


@settings(derandomize=True, max_examples=400, deadline=None, database=None)
@given(TEXTS)
def test_the_folded_text_with_its_way_back_has_the_same_words(text: str) -> None:
    words = [token for token in tokens(fold(text)) if token != BREAK]
    assert tokens(FoldedText(text).text) == words


@settings(derandomize=True, max_examples=400, deadline=None, database=None)
@given(TEXTS, st.data())
def test_a_piece_of_the_folded_text_leads_to_the_original_that_made_it(
    text: str, data: st.DataObject
) -> None:
    folded = FoldedText(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, after = folded.original_span(start, end)
    assert folded.text[start:end] in FoldedText(text[first:after]).text


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("Die Straße hier", "strasse", "Straße"),
        ("ﬁne ﬂour", "flour", "ﬂour"),
        ("בֶּן־דָּוִ֔ד מֶ֖לֶךְ", "דוד", "דָּוִ֔ד"),
        ("cafe\u0301 au lait", "cafe", "cafe\u0301"),
        ("在内山书店", "店", "店"),
        ("ｶﾞｷﾞ", "ギ", "ｷﾞ"),
    ],
)
def test_the_way_back_covers_letters_with_all_their_marks(
    text: str, word: str, original: str
) -> None:
    folded = FoldedText(text)
    start = folded.text.index(word)
    first, after = folded.original_span(start, start + len(word))
    assert text[first:after] == original


@settings(derandomize=True, max_examples=400, deadline=None, database=None)
@given(TEXTS, st.booleans())
def test_the_pattern_of_a_text_matches_the_text(text: str, prefix: bool) -> None:
    words = tuple(tokens(fold(text)))
    if words:
        for folded in (fold(text), FoldedText(text).text):
            assert re.search(pattern(words, prefix=prefix), folded)


@pytest.mark.parametrize(
    ("text", "words"),
    [("书、店", "书店"), ("书店", "书、店"), ("icefrost", "frost"), ("frosty", "frost")],
)
def test_the_pattern_matches_nothing_else(text: str, words: str) -> None:
    wanted = pattern(tuple(tokens(fold(words))), prefix=False)
    assert not re.search(wanted, FoldedText(text).text)
