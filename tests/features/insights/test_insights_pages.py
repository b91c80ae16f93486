"""The page of insights and its tables over HTTP."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import FrozenClock
from webapp.core.clock import When
from webapp.features.entries import service as entries
from webapp.features.entries.service import Margin, NewEntry
from webapp.features.insights.tables import TABLES, Table

JournalOf = Callable[[str], AbstractContextManager[object]]


@pytest.fixture
def written(journal_of: JournalOf, frozen_clock: FrozenClock) -> date:
    """alice's journal with the last four days and one of 1999; the day it is."""
    today = frozen_clock.moment.date()
    with journal_of("alice"):
        entries.add_entries(
            NewEntry(
                "three plain words",
                When(today - timedelta(n), time(22, 5), "UTC"),
                tags=("sea",),
                margin=Margin(mood=4),
            )
            for n in range(4)
        )
        entries.create_entry(body="=SUM(A1) #old", when=When(date(1999, 1, 2), time(6), "UTC"))
    return today


def table(client: FlaskClient, name: str, **query: object) -> list[list[str]]:
    """A table as it is downloaded."""
    answer = client.get(f"/insights/{name}.csv", query_string=query)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_an_empty_journal_has_nothing_to_tell(alice: FlaskClient) -> None:
    assert "Nothing to tell yet" in alice.get("/insights").text


def test_the_last_weeks_are_told_in_one_sentence(alice: FlaskClient, written: date) -> None:
    sentence = "You wrote on 4 of the last 22 days, most often between 22:00 and 23:00."
    assert sentence in alice.get("/insights").text


def test_all_time_has_the_years_between_too(alice: FlaskClient, written: date) -> None:
    rows = table(alice, "words", all=1)
    assert rows[1][:3] == ["1999", "2", "1"]
    assert len(rows) == written.year - 1999 + 2
    assert rows[-1][2] == "4"


def test_this_year_has_the_twelve_months_up_to_now(alice: FlaskClient, written: date) -> None:
    rows = table(alice, "words")
    assert len(rows) == 13
    assert rows[-1][1] == str(12 if written.day > 3 else int(rows[-1][1]))


def test_another_year_has_its_own_months(alice: FlaskClient, written: date) -> None:
    rows = table(alice, "words", year=1999)
    assert rows[1][0].startswith("January 1999")
    assert rows[12][0].startswith("December 1999")


def test_the_first_year_of_all_has_months_too(alice: FlaskClient, written: date) -> None:
    assert len(table(alice, "words", year=1)) == 13


def test_every_table_is_there_as_csv(alice: FlaskClient, written: date) -> None:
    for name in TABLES:
        rows = table(alice, name, all=1)
        assert all(len(row) == len(rows[0]) for row in rows), name


def test_a_gap_is_told_with_its_days(alice: FlaskClient, written: date) -> None:
    [gap] = table(alice, "gaps", all=1)[1:]
    assert gap[0] == "3 January 1999"


def test_what_a_spreadsheet_would_run_is_only_text() -> None:
    made = Table(("a",), [("=SUM(A1)",), ("-1",), ("plain",)]).as_csv().decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(made))] == ["a", "'=SUM(A1)", "'-1", "plain"]


@pytest.mark.parametrize("address", ["?year=0", "?year=10000", "/no.csv"])
def test_what_is_not_there_is_said(alice: FlaskClient, address: str) -> None:
    assert alice.get(f"/insights{address}").status_code == 404


def test_bob_has_nothing_of_alices(bob: FlaskClient, written: date) -> None:
    assert "Nothing to tell yet" in bob.get("/insights").text
    assert table(bob, "tags", all=1) == [["Tag", "Entries"]]
