"""The project's files speak of the project alone: no path of a machine, no host of a registry."""

from __future__ import annotations

import pytest

from tests.support import house_rules as rules


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        str(breach)
        for path in rules.project_files()
        for breach in rules.forbidden_words(path, rules.text_of(path))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("word", [word for words in rules.FORBIDDEN.values() for word in words])
def test_it_names_the_file_and_line_of_such_a_word(word: str) -> None:
    found = list(rules.forbidden_words("a.txt", f"one\ntwo {word} three\n"))
    assert [(breach.path, breach.line) for breach in found] == [("a.txt", 2)]


def test_it_lets_an_ordinary_text_pass() -> None:
    assert list(rules.forbidden_words("a.txt", "work, root and farm / and the opt-out\n")) == []
