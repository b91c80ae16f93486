"""A table with an entry a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bringing import bring
from tests.support.formats import of_file, read, times
from webapp.features.transfer import service
from webapp.features.transfer.formats import table
from webapp.features.transfer.shapes import Problem, ReadOptions
from webapp.features.transfer.texts import TransferRefused

TABLE = 'date,title,text,tags,mood\n2020-05-01 10:30,Rain,"All day,\nand on",pond;reed,4\n'


def test_a_row_is_an_entry() -> None:
    found, problems = read(table, of_file("diary.csv", TABLE))
    assert not problems
    assert times(found) == ["2020-05-01 10:30"]
    assert (found[0].title, found[0].body) == ("Rain", "All day,\nand on")
    assert (found[0].tags, found[0].margin.mood) == (("pond", "reed"), 4)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_columns_may_be_parted_otherwise(delimiter: str) -> None:
    text = "Datum|Titel|Eintrag\n1.5.2020|Regen|Den ganzen Tag\n".replace("|", delimiter)
    (entry,), _ = read(table, of_file("diary.csv", text))
    assert (entry.title, entry.body, times([entry])) == (
        "Regen",
        "Den ganzen Tag",
        ["2020-05-01 12:00"],
    )


def test_unknown_names_are_told_by_what_is_in_the_columns() -> None:
    text = "no,when it was,what happened\n1,2020-05-01,A long text of the day\n2,2020-05-02,Short\n"
    found, _ = read(table, of_file("diary.csv", text))
    assert [entry.body for entry in found] == ["A long text of the day", "Short"]
    assert found[0].extra == {"no": "1"}


def test_a_time_in_a_column_of_its_own_counts() -> None:
    (entry,), _ = read(table, of_file("d.csv", "date,time,text\n2020-05-01,21:10,Words\n"))
    assert times([entry]) == ["2020-05-01 21:10"]


def test_a_formula_is_text() -> None:
    (entry,), _ = read(table, of_file("d.csv", "date,text\n2020-05-01,=1+1\n"))
    assert entry.body == "=1+1"


def test_a_table_without_dates_is_refused() -> None:
    with pytest.raises(TransferRefused):
        service.recognise(of_file("d.csv", "name,text\nalice,Words\n"))


@pytest.mark.parametrize(
    ("row", "key"),
    [("2020-02-30,Words", "date_impossible"), (",Words", "no_date"), ("2020-05-01,", "empty")],
)
def test_a_row_that_is_no_entry_is_reported(row: str, key: str) -> None:
    found, problems = read(table, of_file("d.csv", f"date,text\n2020-05-01,Words\n{row}\n"))
    assert (len(found), [(one.key, one.line) for one in problems]) == (1, [(key, 3)])


def test_day_and_month_are_asked_about() -> None:
    source = of_file("d.csv", "date,text\n03/04/2020,Words\n")
    assert [one.key for one in read(table, source)[1]] == ["day_or_month"]


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    assert bring(of_file("diary.csv", TABLE)).entries == 1
    with pytest.raises(TransferRefused) as caught:
        bring(of_file("diary.csv", TABLE))
    assert caught.value.key == "nothing_new"


@given(st.text(st.sampled_from('0129-/,;"\n ab'), max_size=60))
def test_any_table_is_read_or_refused(text: str) -> None:
    try:
        items = list(table.read(of_file("d.csv", TABLE + text), ReadOptions()))
    except TransferRefused:
        return
    assert not isinstance(items[0], Problem)
