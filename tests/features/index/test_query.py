"""Questions: what is read from what was typed, and that nothing typed is an error."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.features.index.query import All, Either, Node, Not, Term, parse


def word(*tokens: str) -> Term:
    return Term(tokens)


def beginning(*tokens: str) -> Term:
    return Term(tokens, prefix=True)


def typed(*tokens: str) -> Term:
    return Term(tokens, prefix=True, typing=True)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("frost", word("frost")),
        ("Frost RIDGE", All((word("frost"), word("ridge")))),
        ('"first frost"', word("first", "frost")),
        ("“first frost”", word("first", "frost")),
        ("„first frost“", word("first", "frost")),
        ("«first frost»", word("first", "frost")),
        ("well-known", word("well", "known")),
        ("#walking", word("walking")),
        ("don't", word("don", "t")),
        ("fro*", beginning("fro")),
        ('"first fro"*', beginning("first", "fro")),
        ("frost -snow", All((word("frost"), Not(word("snow"))))),
        ("frost －snow", All((word("frost"), Not(word("snow"))))),
        ('-"first frost"', Not(word("first", "frost"))),
        ("-sno*", Not(beginning("sno"))),
        ("frost OR snow", Either((word("frost"), word("snow")))),
        (
            "dad frost OR snow ridge",
            All((word("dad"), Either((word("frost"), word("snow"))), word("ridge"))),
        ),
        ("frost AND snow", All((word("frost"), word("snow")))),
        ("frost or snow", All((word("frost"), word("or"), word("snow")))),
        ("内山书店", word("内", "山", "书", "店")),
        ("内山　书店", All((word("内", "山"), word("书", "店")))),
        ("内*", word("内")),
        ("קֹהֶלֶת", word("קהלת")),
        ('צה"ל', word("צה", "ל")),
    ],
)
def test_it_reads(text: str, root: Node) -> None:
    assert parse(text).root == root


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ('"first frost', word("first", "frost")),
        ('frost"', word("frost")),
        ('5" nails', All((word("5"), word("nails")))),
        ("- frost", word("frost")),
        ("--frost", Not(word("frost"))),
        ("frost -", word("frost")),
        ("*", None),
        ("*frost", word("frost")),
        ("fro*st", word("fro", "st")),
        ("OR", word("or")),
        ("OR frost", word("frost")),
        ("frost OR", word("frost")),
        ("frost OR OR snow", Either((word("frost"), word("snow")))),
        ("frost OR -snow", Either((word("frost"), word("snow")))),
        ("(frost)", word("frost")),
        ("frost NEAR(snow)", All((word("frost"), word("near", "snow")))),
        ("body:frost", word("body", "frost")),
        ("{title} : ^frost + x", All((word("title"), word("frost"), word("x")))),
        ("frost;'--", word("frost")),
        ('""', None),
        ("", None),
        ("   ", None),
        ("?!… –", None),
        ("\u0301\u05b8", None),
        ("\0", None),
    ],
)
def test_it_searches_what_it_cannot_read_as_plain_words(text: str, root: Node | None) -> None:
    assert parse(text).root == root


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("fro", typed("fro")),
        ("frost ri", All((word("frost"), typed("ri")))),
        ("frost r", All((word("frost"), word("r")))),
        ("fro ", word("fro")),
        ("fro!", word("fro")),
        ('"first fro', typed("first", "fro")),
        ('"first fro"', word("first", "fro")),
        ("fro*", beginning("fro")),
        ("内山", word("内", "山")),
        ("ไทย", word("ไ", "ท", "ย")),
        ("한글", word("한", "글")),
        ("сме", typed("сме")),
        ("frost -sn", All((word("frost"), Not(word("sn"))))),
    ],
)
def test_the_last_word_may_be_unfinished_while_typing(text: str, root: Node) -> None:
    assert parse(text, typing=True).root == root


def test_what_is_marked_are_the_words_an_entry_is_found_by() -> None:
    query = parse("dad frost OR snow -rain dad")
    assert query.terms == (word("dad"), word("frost"), word("snow"))


def test_a_text_without_end_is_cut_and_not_refused() -> None:
    query = parse("word " * 100_000)
    assert len(query.terms) == 1


@settings(derandomize=True, max_examples=500, deadline=None, database=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from('"“*- \tORAND()內ก'))), st.booleans())
def test_nothing_typed_is_an_error(text: str, typing: bool) -> None:
    assert parse(text, typing=typing).terms is not None
