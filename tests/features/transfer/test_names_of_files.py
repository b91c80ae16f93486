"""The day in a file's name or path."""

from __future__ import annotations

import pytest

from tests.support.importing import read_files
from webapp.features.transfer.dates import ImpossibleDate
from webapp.features.transfer.formats.names import Vault, date_in_name


def found(name: str, *, day_first: bool | None = None) -> tuple[str, str] | None:
    date = date_in_name(name, Vault(), day_first=day_first)
    return (date.when.stamp(), date.title) if date else None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2023-09-12.md", ("2023-09-12", "")),
        ("Daily/2023_09_12.md", ("2023-09-12", "")),
        ("20230912.md", ("2023-09-12", "")),
        ("2023.09.12.txt", ("2023-09-12", "")),
        ("2023-Sep-12.md", ("2023-09-12", "")),
        ("2023-09-12 Meeting with Steph.md", ("2023-09-12", "Meeting with Steph")),
        ("2023-09-12-my-first-post.md", ("2023-09-12", "my first post")),
        ("2023-09-12 1530.md", ("2023-09-12 15:30:00", "")),
        ("2023-09-12T15-30-45 Tea.md", ("2023-09-12 15:30:45", "Tea")),
        ("2023-09-12-1530-tea-at-four.md", ("2023-09-12 15:30:00", "tea at four")),
        ("2023-09-12 2023 plans.md", ("2023-09-12 20:23:00", "plans")),
        ("12.09.2023.md", ("2023-09-12", "")),
        ("31-12-2023 Party.md", ("2023-12-31", "Party")),
        ("Meeting 2023-09-12 with Steph.md", ("2023-09-12", "Meeting 2023-09-12 with Steph")),
        ("diary/2023/09/12.md", ("2023-09-12", "")),
        ("diary/2023/9/2 Tea.md", ("2023-09-02", "Tea")),
        ("1660-01-11.md", ("1660-01-11", "")),
    ],
)
def test_it_finds_the_day_and_what_is_left_for_a_title(
    name: str, expected: tuple[str, str]
) -> None:
    assert found(name) == expected


@pytest.mark.parametrize(
    "name", ["Tea.md", "2023 Japan Trip.md", "1234-56-78 valve.md", "20231399.md", "IMG_0001.md"]
)
def test_other_numbers_are_no_day(name: str) -> None:
    assert found(name) is None


@pytest.mark.parametrize("name", ["2023-02-30.md", "31-02-2023.md", "2023/02/30.md"])
def test_a_name_that_is_a_day_which_is_none_is_refused(name: str) -> None:
    with pytest.raises(ImpossibleDate):
        date_in_name(name, Vault())


def test_a_name_whose_day_could_be_its_month_is_doubtful() -> None:
    date = date_in_name("03-04-2020.md", Vault())
    assert date is not None
    assert (date.when.day.isoformat(), date.is_doubtful) == ("2020-04-03", True)
    assert found("03-04-2020.md", day_first=False) == ("2020-03-04", "")


def daily(form: str, name: str) -> list[str]:
    return read_files({".obsidian/daily-notes.json": f'{{"format": "{form}"}}', name: "x"}).days


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("DD.MM.YYYY", "05.06.2023.md"),
        ("MM-DD-YYYY", "06-05-2023.md"),
        ("YYYY/MMMM/YYYY-MMM-DD", "2023/June/2023-Jun-05.md"),
        ("[Tagebuch] D. MMMM YYYY", "Tagebuch 5. Juni 2023.md"),
        ("dddd, MMMM Do YYYY", "Monday, June 5th 2023.md"),
        ("YYYY-[W]ww/YYYY-MM-DD", "2023-W23/2023-06-05.md"),
    ],
)
def test_the_daily_notes_of_a_vault_are_named_as_it_says(form: str, name: str) -> None:
    assert daily(form, name) == ["2023-06-05"]


def test_settings_that_are_no_settings_are_passed_over() -> None:
    for text in ("[1]", "{", '{"format": 5}', "[" * 100_000):
        files = {".obsidian/daily-notes.json": text, "2023-06-05.md": "x"}
        assert read_files(files).days == ["2023-06-05"]
