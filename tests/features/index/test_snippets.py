"""Marks in the original text, and passages that show why an entry was found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.features.index import service as index
from webapp.features.index.snippets import plain_line


def marked(words: str, text: str, *, typing: bool = False) -> list[str]:
    found = index.hits(index.parse(words, typing=typing), text)
    return [text[start:end] for start, end in found]


def shown(words: str, body: str, width: int = 160) -> str:
    """A passage with its hits in brackets."""
    pieces = index.snippet(index.parse(words), body, width)
    return "".join(f"[{text}]" if is_hit else text for text, is_hit in pieces)


@pytest.mark.parametrize(
    ("words", "text", "hits"),
    [
        ("frost", "Frost, then a late frost. Frosty.", ["Frost", "frost"]),
        ("fro*", "Frost, then Frosty, afro.", ["Frost", "Frosty"]),
        ("strasse", "Die Straße, die STRASSE.", ["Straße", "STRASSE"]),
        ("late frost", "A late frost, too late.", ["late", "frost", "late"]),
        ('"late frost"', "Late, a late\n**frost**, frost.", ["late\n**frost"]),
        ("frost OR snow", "Snow and frost.", ["Snow", "frost"]),
        ("frost -snow", "Snow and frost.", ["frost"]),
        ("קהלת", "דִּבְרֵי֙ קֹהֶ֣לֶת בֶּן", ["קֹהֶ֣לֶת"]),
        ("احمد", "قال أَحْمَدُ بن", ["أَحْمَدُ"]),
        ("еще", "Ещё раз", ["Ещё"]),
        ("内山书店", "往内山书店买书，内山。书店", ["内山书店"]),
        ("书", "往内山书店买书", ["书", "书"]),
        ("cafe", "Das Cafe\u0301 und café", ["Cafe\u0301", "café"]),
        ("-frost", "frost", []),
        ("", "frost", []),
    ],
)
def test_it_marks_the_original_text(words: str, text: str, hits: list[str]) -> None:
    assert marked(words, text) == hits


def test_it_marks_the_whole_word_whose_beginning_is_typed() -> None:
    assert marked("fro", "Frost from afar", typing=True) == ["Frost", "from"]


def test_a_short_text_is_shown_whole() -> None:
    assert shown("frost", "A late frost took the beans.") == "A late [frost] took the beans."


def test_a_long_text_is_shown_around_the_hit() -> None:
    body = "Before it. " * 40 + "A late frost took the beans. " + "After it. " * 40
    passage = shown("frost", body, width=60)
    assert "A late [frost] took the beans." in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(passage) < 75


def test_words_are_not_cut_in_two() -> None:
    body = "blackbird " * 40 + "frost " + "nightingale " * 40
    assert set(shown("frost", body, width=80).split()) == {
        "…",
        "blackbird",
        "[frost]",
        "nightingale",
    }


def test_the_place_with_more_of_the_words_is_shown() -> None:
    body = "A frost. " + "Nothing here. " * 30 + "The beans and the frost. " + "Nothing. " * 30
    assert "The [beans] and the [frost]." in shown("frost beans", body, width=80)


def test_a_hit_far_down_a_long_text_is_shown() -> None:
    assert "[frost]" in shown("frost", "word " * 50_000 + "frost " + "word " * 50_000)


def test_a_phrase_is_shown_wherever_the_text_is_divided_for_looking() -> None:
    for length in range(1_780, 2_020, 3):
        assert "[late frost]" in shown('"late frost"', "x " * (length // 2) + "late frost now")


def test_text_without_spaces_is_shown_around_the_hit() -> None:
    passage = shown("内山书店", "日" * 3_000 + "往内山书店买书" + "月" * 3_000, width=40)
    assert "日往[内山书店]买书月" in passage
    assert len(passage) < 55


def test_without_a_hit_the_beginning_is_shown() -> None:
    assert (
        shown("zebra", "The car would not start. " * 20, 40)
        == "The car would not start. The car would …"
    )


def test_marks_of_markdown_are_left_out() -> None:
    body = (
        "# Heading\n\n> A **late** _frost_ took [the beans](https://example.org/x).\n\n- [x] done"
    )
    assert shown("frost", body) == "Heading A late [frost] took the beans. done"


def test_a_hit_in_an_address_is_shown_too() -> None:
    assert "[beans]" in shown("beans", "See [this](https://example.org/beans) now")


def test_signs_that_are_no_markdown_stay() -> None:
    assert plain_line("5 * 3 = 15, snake_case, a-b, 2 > 1 # not") == (
        "5 * 3 = 15, snake_case, a-b, 2 > 1 # not"
    )


def test_pieces_are_the_whole_text() -> None:
    pieces = index.Marker(index.parse("frost")).pieces("First frost, last frost")
    assert pieces == [("First ", False), ("frost", True), (", last ", False), ("frost", True)]


@settings(derandomize=True, max_examples=300, deadline=None, database=None)
@given(
    st.text(st.sampled_from("ab é内店 .\n*[]()#ß\u0301ｶﾞ"), max_size=300),
    st.text(st.sampled_from('ab é内店"*-'), max_size=8),
    st.integers(10, 60),
)
def test_any_question_gives_a_passage_of_any_text(body: str, words: str, width: int) -> None:
    pieces = index.snippet(index.parse(words, typing=True), body, width)
    assert sum(len(text) for text, _ in pieces) <= width + 4
    assert all(text for text, _ in pieces)
