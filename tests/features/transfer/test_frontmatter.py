"""Front matter: everything is text, nothing is lost, nothing in it can do harm."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.features.transfer.formats import frontmatter
from webapp.features.transfer.formats.frontmatter import Value, by_line, parse, split


def fields(header: str) -> dict[str, Value]:
    found, is_valid = parse(header)
    assert found is not None
    assert is_valid
    return found


def test_the_body_begins_after_the_second_line_of_dashes() -> None:
    front, body, is_kept = split("---\ntitle: A\n---\n\nText\n---\nmore\n")
    assert front is not None
    assert (front.fields, body, is_kept) == ({"title": "A"}, "\nText\n---\nmore\n", False)


def test_three_dots_end_it_too() -> None:
    front, body, _ = split("---\ntitle: A\n...\nText")
    assert front is not None
    assert body == "Text"


@pytest.mark.parametrize(
    "text",
    [
        "Text\n---\ntitle: A\n---\n",
        "---\ntitle: A\n",
        "--- \nA rule.\n---\nText",
        "----\na: b\n---\n",
    ],
)
def test_what_is_no_front_matter_stays_text(text: str) -> None:
    assert split(text) == (None, text, False)


def test_a_block_that_cannot_be_read_is_kept_as_text_and_said() -> None:
    text = "---\nkey: [a\n}} what\n---\nText"
    assert split(text) == (None, text, True)


def test_an_empty_block_is_no_text() -> None:
    front, body, _ = split("---\n---\nText")
    assert front is not None
    assert (front.fields, body) == ({}, "Text")


@pytest.mark.parametrize("value", ["001", "1e3", "2017-01-01", "12:30:45", "true", "0x1F", "1_000"])
def test_a_value_stays_as_it_is_written(value: str) -> None:
    assert fields(f"a: {value}") == {"a": value}


@pytest.mark.parametrize("value", ["", "~", "null"])
def test_nothing_is_nothing_but_not_between_quotes(value: str) -> None:
    assert fields(f"a: {value}\nb: '{value}'") == {"a": None, "b": value}


def test_a_key_that_comes_twice_keeps_both_values() -> None:
    assert fields("tag: a\ntag: b\ntag: [c, d]") == {"tag": ["a", "b", "c", "d"]}


def test_no_tag_makes_anything_but_text() -> None:
    assert fields("a: !!python/object/apply:os.system ['true']") == {"a": ["true"]}


def test_aliases_that_unfold_without_end_are_stopped() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    found, is_valid = parse("\n".join(lines))
    assert not is_valid
    assert found is None or len(str(found)) < 10_000


@pytest.mark.parametrize("header", ["a: " + "[" * 60_000, "a:\n" + "- " * 30_000, "a: &x [*x]"])
def test_nesting_without_end_does_no_harm(header: str) -> None:
    _, is_valid = parse(header)
    assert not is_valid


def test_tabs_and_uneven_dashes_are_read_by_line() -> None:
    found, is_valid = parse("title: norm\ntags:\n\t\t- tag1\n- tag2\n - tag3\n")
    assert (found, is_valid) == ({"title": "norm", "tags": ["tag1", "tag2", "tag3"]}, False)


def test_a_block_indented_with_tabs_is_read_by_line() -> None:
    found, is_valid = parse("date: 2020-08-31 14:32\nbody: |\t\t\n\tOne\n\t\n\t\tTwo\n")
    assert (found, is_valid) == ({"date": "2020-08-31 14:32", "body": "One\n\n\tTwo"}, False)


def test_a_template_that_was_never_filled_in_is_read_by_line() -> None:
    found, is_valid = parse("created: {{date}}\ntags:\n  - note\n")
    assert (found, is_valid) == ({"created": "{{date}}", "tags": ["note"]}, False)


def test_a_title_with_a_colon_is_read_by_line() -> None:
    found, is_valid = parse("title: Monday: rain\n")
    assert (found, is_valid) == ({"title": "Monday: rain"}, False)


def test_text_between_two_rules_is_no_field() -> None:
    assert by_line("So it was\n  that morning") is None


@given(st.text(max_size=300))
def test_no_text_makes_it_fall_and_none_is_lost(text: str) -> None:
    front, body, _ = split(text)
    if front is None:
        assert body == text
    else:
        assert text.endswith(body)
        assert front.header in text


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(max_size=40), max_size=6)
)
def test_what_a_yaml_writer_writes_is_read_back(values: dict[str, str]) -> None:
    import yaml

    written = yaml.safe_dump(values, allow_unicode=True, default_style='"', width=10_000)
    assert parse(written) == (values, True)


PLAIN = st.from_regex(r"[A-Za-z0-9\"' :#,\-\[~][ -~äß日\u00a0]{0,20}", fullmatch=True)


@given(st.lists(st.tuples(st.sampled_from(["date", "title", "a-b", "Tags"]), PLAIN), max_size=4))
def test_the_quick_way_reads_what_the_yaml_reader_reads(lines: list[tuple[str, str]]) -> None:
    header = "".join(f"{key}: {value}\n" for key, value in lines)
    quick = frontmatter._plainly(header)
    with patch.object(frontmatter, "_plainly", lambda _: None):
        slow, is_valid = parse(header)
    if quick is not None and quick:
        assert (quick, True) == (slow, is_valid)
