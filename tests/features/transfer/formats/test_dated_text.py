"""One text with many days in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bringing import bring
from tests.support.formats import of_file, read, times
from webapp.features.transfer import service
from webapp.features.transfer.formats import dated_text
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.texts import TransferRefused

TEXT = "# 3 May 2014\n\nNew flat.\n\n# 2014-05-04 21:10\n## Boxes\nNine of them.\n"


@pytest.mark.parametrize("name", ["diary.txt", "diary.md", "diary"])
def test_a_line_that_is_a_date_begins_an_entry(name: str) -> None:
    found, problems = read(dated_text, of_file(name, TEXT))
    assert not problems
    assert times(found) == ["2014-05-03 12:00", "2014-05-04 21:10"]
    assert [(entry.title, entry.body) for entry in found] == [
        (None, "New flat."),
        ("Boxes", "Nine of them."),
    ]


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "## {}",
        "**{}**",
        "{}:",
        "Date: {}",
        "\tDate:\t{}",
        "--- {} ---",
    ],
)
def test_the_line_may_be_dressed(form: str) -> None:
    text = f"{form.format('1 May 2014')}\nOne\n{form.format('2 May 2014')}\nTwo\n"
    assert len(read(dated_text, of_file("diary.txt", text))[0]) == 2


def test_day_one_text_has_its_tags() -> None:
    first = "\tDate:\t15 January 2024\n\tTags:\tsnow, walk\n\nCold.\n\n"
    text = f"{first}\tDate:\t16 January 2024\n\nOn.\n"
    found, _ = read(dated_text, of_file("Journal.txt", text))
    assert [(entry.tags, entry.body) for entry in found] == [
        (("snow", "walk"), "Cold."),
        ((), "On."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Words\n2014-05-03\nmore words\n",
        "One line with 3 May 2014 in it.\nAnd 4 May 2014 here.\n",
        "3 May 2014\nonly one date\n",
    ],
)
def test_a_text_with_dates_in_it_is_one_text(text: str) -> None:
    assert service.recognise(of_file("2020-01-01.txt", text)).name == "markdown"


def test_words_before_the_first_date_are_reported() -> None:
    text = "My diary\n" + "\n".join(f"2014-05-0{day}\nwords" for day in range(1, 7))
    found, problems = read(dated_text, of_file("diary.txt", text))
    assert (len(found), [problem.key for problem in problems]) == (6, ["before_first_date"])


def test_a_day_that_does_not_exist_is_reported() -> None:
    found, problems = read(dated_text, of_file("diary.txt", TEXT + "2014-02-30\nwords\n"))
    assert (len(found), [problem.key for problem in problems]) == (2, ["date_impossible"])


def test_a_day_that_may_be_a_month_is_asked_about() -> None:
    text = "03/04/2014\nOne\n05/06/2014\nTwo\n"
    _, problems = read(dated_text, of_file("diary.txt", text))
    assert [problem.key for problem in problems] == ["day_or_month"]
    found, problems = read(dated_text, of_file("diary.txt", text), ReadOptions(day_first=True))
    assert (times(found)[0][:10], problems) == ("2014-04-03", [])


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    assert bring(of_file("diary.txt", TEXT)).entries == 2
    with pytest.raises(TransferRefused) as caught:
        bring(of_file("diary.txt", TEXT))
    assert caught.value.key == "nothing_new"


@given(st.text(st.sampled_from("0123456789-/. May\n#*:"), max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert list(dated_text.read(of_file("d.txt", TEXT + text), ReadOptions()))
