"""Diarium's JSON export, as far as it is known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.bringing import bring, picture
from tests.support.formats import of_files, read, times
from webapp.features.transfer.formats import diarium
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.texts import TransferRefused


def record(**values: Any) -> dict[str, object]:
    plain = {"date": "2010-10-26T15:47:53.4882812", "heading": "Rain", "html": "<p>All day.</p>"}
    return {**plain, **values}


def one(**values: Any) -> Any:
    (found,), _ = read(diarium, of_files({"Diarium.json": [record(**values)]}))
    return found


def test_an_entry_has_its_local_time_and_words() -> None:
    found = one(tags=["pond"], rating=4, location=[53.8, -1.5], weather="Rain, 9 °C")
    assert times([found]) == ["2010-10-26 15:47"]
    assert (found.title, found.body, found.tags) == ("Rain", "All day.", ("pond",))
    assert (found.margin.latitude, found.margin.weather) == (53.8, "Rain, 9 °C")
    assert found.extra == {"rating": 4}


@pytest.mark.usefixtures("alice_journal")
def test_media_are_found_by_the_moment_of_the_entry() -> None:
    files = {
        "Diarium.json": [record(), record(date="2010-10-27T10:00:00")],
        "media/2010-10-26_154753488/cup.png": picture(),
        "media/2011-01-01_000000000/lost.png": picture(),
    }
    batch = bring(of_files(files))
    assert (batch.entries, batch.pictures) == (2, 1)
    assert [(one.where, one.key) for one in batch.problems] == [
        ("export/media/2011-01-01_000000000/lost.png", "photo_of_nothing")
    ]


def test_one_file_an_entry_is_read_too() -> None:
    files = {"a.json": record(), "b.json": record(date="2010-10-27T10:00:00")}
    assert len(read(diarium, of_files(files))[0]) == 2


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"date": "2010-02-30T10:00:00"}, "date_impossible"),
        ({"date": 5}, "date_impossible"),
        ({"html": "", "heading": ""}, "empty_record"),
    ],
)
def test_a_record_that_is_no_entry_is_reported(values: dict[str, object], key: str) -> None:
    found, problems = read(diarium, of_files({"D.json": [record(), record(**values)]}))
    assert (len(found), [problem.key for problem in problems]) == (1, [key])


def test_an_export_that_is_cut_short_is_refused() -> None:
    source = of_files({"D.json": '[{"date": "2010-10-26T15:47:53", "html": "x"}'})
    with pytest.raises(TransferRefused) as caught:
        list(diarium.read(source, ReadOptions()))
    assert caught.value.key == "json_damaged"
