"""The index itself: put in, take out, ask, page, count; nothing left behind."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.bare_index import bare_vault
from webapp.core.database import journal_db, use_vault
from webapp.core.vault import Vault
from webapp.features.index import service as index


@pytest.fixture
def three(bare_journal: Vault) -> None:
    """Three entries at 10, 20 and 30, in this order of time."""
    index.add(10, "First frost", "The car would not start.", "winter")
    index.add(20, "", "A late frost took the beans.", "garden beans")
    index.add(30, "Nothing", "No word of the weather.", "")


def find(words: str, **options: int) -> list[int]:
    return index.find(index.parse(words), **options)


@pytest.mark.usefixtures("three")
def test_it_finds_the_newest_first() -> None:
    assert find("frost") == [20, 10]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(("words", "found"), [("first", [10]), ("car", [10]), ("garden", [20])])
def test_it_finds_in_title_body_and_tags(words: str, found: list[int]) -> None:
    assert find(words) == found


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("frost car", [10]),
        ("frost -car", [20]),
        ("-frost", [30]),
        ("-frost -weather", []),
        ('"late frost"', [20]),
        ('"frost late"', []),
        ("car OR weather", [30, 10]),
        ("wea*", [30]),
        ('"the wea"*', [30]),
        ("zebra*", []),
        ("zebra", []),
        ("title", []),
        ("", []),
        ("?!", []),
    ],
)
def test_it_understands_the_question(words: str, found: list[int]) -> None:
    assert find(words) == found


@pytest.mark.usefixtures("three")
def test_the_last_word_finds_words_that_begin_with_it_while_typing() -> None:
    assert index.find(index.parse("late fro", typing=True)) == [20]
    assert index.find(index.parse("late fro")) == []


@pytest.mark.usefixtures("three")
def test_a_page_goes_on_before_the_last_of_the_one_before() -> None:
    assert find("the", limit=2) == [30, 20]
    assert find("the", before=20, limit=2) == [10]


@pytest.mark.usefixtures("three")
def test_it_counts_and_stops_counting_where_told() -> None:
    assert index.count(index.parse("the")) == 3
    assert index.count(index.parse("the"), at_most=2) == 2
    assert index.count(index.parse("")) == 0


@pytest.mark.usefixtures("three")
def test_a_search_gives_a_page_and_the_count_together() -> None:
    query = index.parse("the")
    assert index.search(query, limit=1) == index.Found([30], 3, is_all=True)
    assert index.search(query, limit=1, count_to=2) == index.Found([30], 2, is_all=False)
    assert index.search(query, limit=3, count_to=3) == index.Found([30, 20, 10], 3, is_all=True)


@pytest.mark.usefixtures("three")
def test_an_entry_at_the_same_place_takes_the_place_of_the_other() -> None:
    index.add(20, "", "Hail took the peas.", "")
    index.add_many([(30, "", "Hail again.", "")])
    assert find("hail") == [30, 20]
    assert find("beans OR weather") == []
    index.forget(20, 30)
    assert find("hail OR beans OR weather") == []


@pytest.mark.usefixtures("three")
def test_what_is_forgotten_is_not_found() -> None:
    index.forget(20, 30, 999)
    assert find("frost OR weather") == [10]
    assert find("-zebra") == [10]


def test_beginnings_of_many_words_find_them_all(bare_journal: Vault) -> None:
    index.add_many((number, "", f"ab{number:04}", "") for number in range(1_000))
    assert find("ab*", limit=2_000) == list(range(999, -1, -1))
    assert find("ab00*", limit=2_000) == list(range(99, -1, -1))


def test_a_word_being_typed_stands_for_the_words_most_used(bare_journal: Vault) -> None:
    index.add_many((number, "", f"abb{number:04}", "") for number in range(1_000))
    index.add_many((number, "", "abbey", "") for number in range(1_000, 1_010))
    found = index.find(index.parse("abb", typing=True), limit=2_000)
    assert found[:10] == list(range(1_009, 999, -1))
    assert len(found) == 10 + 255


def test_a_word_being_typed_stands_for_itself_too(bare_journal: Vault) -> None:
    index.add_many((number // 2, "", f"ox{number // 2:04}", "") for number in range(1_000))
    index.add(5_000, "", "ox", "")
    assert index.find(index.parse("ox", typing=True))[0] == 5_000


@pytest.mark.parametrize("joint", [" ", " OR ", " -"])
def test_a_question_of_a_thousand_words_is_answered(joint: str, bare_journal: Vault) -> None:
    index.add(1, "", "w1", "")
    assert len(find(joint.join(f"w{number}" for number in range(1_000)))) <= 1


def test_a_text_with_any_sign_can_be_kept(bare_journal: Vault) -> None:
    index.add(1, "\0", "frost\0snow \ud800 \uffff", "\0")
    assert find("frost snow") == [1]


def test_what_is_rolled_back_is_not_found(bare_journal: Vault) -> None:
    with journal_db.atomic() as transaction:
        index.add(1, "", "frost", "")
        transaction.rollback()
    assert find("frost") == []


def test_after_many_edits_it_is_the_same_as_one_made_anew(bare_journal: Vault) -> None:
    chance = random.Random(7)
    words = ["frost", "ridge", "内山书店", "קֹהֶ֣לֶת", "Straße", "walk"]
    texts: dict[int, str] = {}
    for _ in range(600):
        position = chance.randrange(80)
        if position in texts:
            index.forget(position)
            del texts[position]
        if chance.random() < 0.7:
            texts[position] = " ".join(chance.choices(words, k=5))
            index.add(position, texts[position][:9], texts[position], "tag")
    edited = index.fingerprint()
    assert find("walk") == sorted((p for p in texts if "walk" in texts[p]), reverse=True)

    vault = bare_vault(bare_journal.folder.parent / "anew")
    with use_vault(vault):
        index.add_many((p, text[:9], text, "tag") for p, text in texts.items())
        assert index.fingerprint() == edited


def test_nothing_of_the_index_stands_in_the_file_in_clear(tmp_path: Path) -> None:
    vault = bare_vault(tmp_path / "alice")
    with use_vault(vault):
        index.add(1, "kestrelcanary", "kestrelcanary", "kestrelcanary")
    for path in vault.folder.iterdir():
        assert b"kestrel" not in path.read_bytes()
