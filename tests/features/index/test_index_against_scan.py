"""The index finds what a scan of the texts finds, in every language of the samples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.support.bare_index import bare_vault
from tests.support.plain_scan import Question, flat, questions
from tests.support.samples import diary
from webapp.core.database import journal_db, use_vault
from webapp.core.vault import Vault
from webapp.features.index import service as index

LANGUAGES = ("en", "de", "zh", "ja", "ru", "he", "ar")
MOST_ENTRIES = 1_500  # of those that the generated questions are put to

Journal = Callable[[str], tuple[Vault, list[str]]]


@pytest.fixture(scope="module")
def journal_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """`journal_in("ru")`: a vault whose index has the texts of that language, and the texts."""
    folder: Path = tmp_path_factory.mktemp("languages")

    @cache
    def make(language: str) -> tuple[Vault, list[str]]:
        texts = diary(language)
        vault = bare_vault(folder / language)
        with use_vault(vault), journal_db.atomic():
            index.add_many((number, "", text, "") for number, text in enumerate(texts))
        return vault, texts

    yield make
    make.cache_clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_finds_the_same_entries_as_a_scan(language: str, journal_in: Journal) -> None:
    vault, texts = journal_in(language)
    some = texts[:MOST_ENTRIES]
    folded = [flat(text) for text in some]

    @settings(derandomize=True, max_examples=100, deadline=None, database=None)
    @given(questions(some))
    def check(question: Question) -> None:
        query = index.parse(question.written())
        found = index.find(query, before=len(some), limit=len(some))
        assert found == question.answers(folded)

    with use_vault(vault):
        check()


@pytest.mark.parametrize("words", ["内山书店", "二弟", "夜", "雨", "鲁迅", "寄三弟信"])
def test_it_counts_in_chinese_as_a_scan_of_the_text_does(words: str, journal_in: Journal) -> None:
    vault, texts = journal_in("zh")
    with use_vault(vault):
        assert index.count(index.parse(words)) == sum(words in text for text in texts)


def test_it_counts_every_chinese_character_as_a_scan_does(journal_in: Journal) -> None:
    vault, texts = journal_in("zh")
    scanned = Counter(char for text in texts for char in set(text))
    characters = re.findall("[\u4e00-\u9fff]", "".join(scanned))
    with use_vault(vault):
        wrong = [c for c in characters if index.count(index.parse(c)) != scanned[c]]
    assert len(characters) > 3_000
    assert wrong == []


@pytest.mark.parametrize("typed", ["смотритель", "Смотритель", "СМОТРИТЕЛЬ"])
def test_it_finds_russian_in_any_case(typed: str, journal_in: Journal) -> None:
    vault, texts = journal_in("ru")
    scanned = [n for n, text in enumerate(texts) if re.search(r"\bсмотритель\b", text.lower())]
    with use_vault(vault):
        assert index.find(index.parse(typed)) == scanned[::-1] != []


def test_it_finds_yo_by_ye(journal_in: Journal) -> None:
    vault, texts = journal_in("ru")
    scanned = sum(bool(re.search(r"\bещ[её]\b", text.lower())) for text in texts)
    with use_vault(vault):
        assert index.count(index.parse("еще")) == index.count(index.parse("ещё")) == scanned


@pytest.mark.parametrize(("bare", "pointed"), [("קהלת", "קֹהֶ֣לֶת"), ("הבל", "הֲבֵ֤ל")])
def test_it_finds_pointed_hebrew_by_the_letters(
    bare: str, pointed: str, journal_in: Journal
) -> None:
    vault, texts = journal_in("he")
    scanned = [n for n, text in enumerate(texts) if f" {bare} " in flat(text)]
    assert any(pointed in text for text in texts)
    with use_vault(vault):
        found = index.find(index.parse(bare), limit=300)
    assert found == scanned[::-1]
    assert {n for n, text in enumerate(texts) if pointed in text} <= set(found)


@pytest.mark.parametrize("typed", ["أحمد", "احمد", "أَحْمَد"])
def test_it_finds_arabic_whatever_the_vowels_and_the_alef(typed: str, journal_in: Journal) -> None:
    vault, texts = journal_in("ar")
    assert any("أحمد" in text for text in texts)
    with use_vault(vault):
        assert index.count(index.parse(typed)) == sum(" احمد " in flat(text) for text in texts)
