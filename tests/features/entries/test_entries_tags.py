"""What is a tag, in the text and in the tag field."""

from __future__ import annotations

import pytest

from webapp.features.entries import service
from webapp.features.entries.names import fold, tidy
from webapp.features.entries.tags import tags_in_text, wanted_tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Rang #dad today", ["dad"]),
        ("#first and #last", ["first", "last"]),
        ("(#dad), #mum.", ["dad", "mum"]),
        ("#work/hartley-survey_2", ["work/hartley-survey_2"]),
        ("#Dad and #dad", ["Dad"]),
        ("#2026trip", ["2026trip"]),
        ("#x", ["x"]),
        ("#日记 今天", ["日记"]),
        ("#Größe #идея #हिन्दी", ["Größe", "идея", "हिन्दी"]),
        ("#می\u200cخواهم", ["می\u200cخواهم"]),
        ("#cafe\u0301", ["café"]),
        ("#trailing- and #slash/", ["trailing", "slash"]),
        ("line\n#next", ["next"]),
    ],
)
def test_a_word_with_a_sign_before_it_is_a_tag(text: str, tags: list[str]) -> None:
    assert tags_in_text(text) == tags


@pytest.mark.parametrize(
    "text",
    [
        "# Heading",
        "## Heading",
        "#1 in the list",
        "#",
        "C#sharp",
        "a&#38;b",
        "https://example.org/page#part",
        "[words](page#part)",
        "<https://example.org/#part>",
        r"\#escaped",
        "##doubled",
        "`#code`",
        "```\n#code\n```",
        "~~~\n#code that never ends",
        "#-dash",
        "no sign at all",
    ],
)
def test_other_signs_are_no_tag(text: str) -> None:
    assert tags_in_text(text) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("dad", "dad"),
        ("  evening   class ", "evening class"),
        ("#dad", "dad"),
        ("##", ""),
        ("line\nbreak", "line break"),
        ("\ud800", ""),
        ("x" * 100, "x" * 80),
    ],
)
def test_a_tag_of_the_field_is_tidied(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


def test_tags_are_compared_without_case_and_composition() -> None:
    assert fold("CAFÉ") == fold("cafe\u0301") == fold("café")


def test_a_tag_of_text_and_field_counts_as_in_the_text() -> None:
    assert wanted_tags("#dad", ["Dad", "mum", ""]) == {"dad": True, "mum": False}


def test_tags_come_and_go_with_the_text(alice_journal: object) -> None:
    entry = service.create_entry(body="#one #two", tags=["field"])
    service.save_entry(entry.uid, body="#two #three", title=None, base_version=1)
    tags = {tag.name: tag.in_text for tag in service.read_entry(entry.uid).tags}
    assert tags == {"two": True, "three": True, "field": False}


def test_the_tag_field_is_replaced_as_a_whole(alice_journal: object) -> None:
    entry = service.create_entry(body="#one", tags=["old"])
    service.save_entry(entry.uid, body="#one", title=None, base_version=1, tags=["new"])
    assert service.field_tags(entry.id) == ["new"]


def test_a_tag_written_twice_is_one_tag(alice_journal: object) -> None:
    service.create_entry(body="#Dad")
    service.create_entry(body="#dad")
    assert [(tag.name, tag.uses) for tag in service.all_tags()] == [("Dad", 2)]


def test_the_most_used_tags_come_first(alice_journal: object) -> None:
    for body in ("#a #b", "#b #c", "#b #c"):
        service.create_entry(body=body)
    assert [tag.name for tag in service.most_used(limit=2)] == ["b", "c"]


def test_what_is_in_the_trash_does_not_count_as_use(alice_journal: object) -> None:
    entry = service.create_entry(body="#dad")
    service.trash_entry(entry.uid)
    assert service.all_tags() == []


def test_what_is_put_back_counts_again(alice_journal: object) -> None:
    entry = service.create_entry(body="#dad")
    service.trash_entry(entry.uid)
    service.trash_entry(entry.uid)
    service.restore_entry(entry.uid)
    assert [(tag.name, tag.uses) for tag in service.all_tags()] == [("dad", 1)]


def test_a_deleted_entry_takes_its_use_along_once(alice_journal: object) -> None:
    service.create_entry(body="#dad")
    entry = service.create_entry(body="#dad")
    service.trash_entry(entry.uid)
    service.delete_entry(entry.uid)
    assert [(tag.name, tag.uses) for tag in service.all_tags()] == [("dad", 1)]


def test_a_tag_saved_in_the_trash_counts_when_it_is_put_back(alice_journal: object) -> None:
    entry = service.create_entry(body="#dad")
    service.trash_entry(entry.uid)
    service.save_entry(entry.uid, body="#mum", title=None, base_version=1)
    service.restore_entry(entry.uid)
    assert [(tag.name, tag.uses) for tag in service.all_tags()] == [("mum", 1)]
