"""Day One Classic: a plist an entry."""

from __future__ import annotations

import plistlib
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bringing import bring, picture
from tests.support.formats import of_files, of_folder, read, times
from tests.support.samples import samples
from webapp.features.entries import service as entries_service
from webapp.features.transfer.formats import dayone_classic
from webapp.features.transfer.shapes import ReadOptions
from webapp.features.transfer.texts import TransferRefused


def plist(**values: Any) -> bytes:
    plain = {
        "UUID": "A" * 32,
        "Creation Date": datetime(2013, 5, 1, 23, 30),  # noqa: DTZ001 - as plists have it
        "Entry Text": "Words",
        "Starred": False,
        "Time Zone": "Europe/Berlin",
    }
    return plistlib.dumps({**plain, **values})


def one(**values: Any) -> Any:
    (found,), _ = read(dayone_classic, of_files({"entries/A.doentry": plist(**values)}))
    return found


def test_the_basic_journal_has_the_times_of_its_zone() -> None:
    found, problems = read(
        dayone_classic, of_folder(samples("dayone-classic", "basic_dayone.dayone"))
    )
    assert not problems
    assert min(times(found)) == "2020-08-29 11:11"
    assert max(times(found)) == "2020-09-24 09:14"
    tags = sorted(tag for entry in found for tag in entry.tags)
    assert tags == ["ipsum", "tagone", "tagone", "tagthree", "tagtwo", "tagtwo"]
    assert sum(entry.starred for entry in found) == 1


def test_the_other_journal_keeps_the_case_of_tags_and_its_place() -> None:
    found, problems = read(dayone_classic, of_folder(samples("dayone-classic", "dayone.dayone")))
    assert not problems
    assert (len(found), min(times(found))[:10]) == (4, "2013-01-17")
    assert max(times(found))[:10] == "2013-07-17"
    assert {tag for entry in found for tag in entry.tags} >= {"work", "PLaY"}
    assert sum(entry.starred for entry in found) == 1
    assert sum(entry.when.zone is None for entry in found) == 1
    assert sum(bool(entry.margin.place) for entry in found) == 1


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    folder = samples("dayone-classic", "basic_dayone.dayone")
    assert bring(of_folder(folder)).entries == 3
    with pytest.raises(TransferRefused) as caught:
        bring(of_folder(folder))
    assert caught.value.key == "nothing_new"


@pytest.mark.usefixtures("alice_journal")
def test_the_photo_of_an_entry_stands_below_its_words() -> None:
    files = {"entries/A.doentry": plist(), "photos/A.jpg": picture()}
    assert bring(of_files(files)).pictures == 1
    (entry,) = entries_service.every_entry()
    assert entry.body.startswith("Words\n\n![](media:")


def test_the_day_is_that_of_the_zone() -> None:
    assert one().when.day.isoformat() == "2013-05-02"


def test_weather_is_words() -> None:
    found = one(Weather={"Description": "Mostly Cloudy", "Celsius": "22"})
    assert found.margin.weather == "Mostly Cloudy, 22 °C"
    assert found.extra["Weather"] == {"Description": "Mostly Cloudy", "Celsius": "22"}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"<plist><dict>", "xml_damaged"),
        (b"no plist at all", "xml_damaged"),
        (plistlib.dumps(["a list"]), "record_wrong"),
        (plistlib.dumps({"Entry Text": "Words"}), "no_date"),
        (plist(**{"Entry Text": ""}), "empty"),
        (b'<!DOCTYPE plist [<!ENTITY a "b">]><plist><string>&a;</string></plist>', "xml_damaged"),
    ],
)
def test_a_file_that_is_no_entry_is_reported(content: bytes, key: str) -> None:
    files = {"entries/A.doentry": plist(), "entries/B.doentry": content}
    found, problems = read(dayone_classic, of_files(files))
    assert (len(found), [problem.key for problem in problems]) == (1, [key])


def test_a_photo_that_belongs_to_nothing_is_named() -> None:
    files = {"entries/A.doentry": plist(), "photos/B.jpg": picture()}
    _, problems = read(dayone_classic, of_files(files))
    assert [(problem.where, problem.key) for problem in problems] == [
        ("export/photos/B.jpg", "photo_of_nothing")
    ]


@given(st.binary(max_size=60), st.integers(0, 400))
def test_a_mangled_plist_stops_nothing(noise: bytes, at: int) -> None:
    content = plist()
    files = {"entries/A.doentry": content[:at] + noise + content[at + len(noise) :]}
    assert len(list(dayone_classic.read(of_files(files), ReadOptions()))) == 1
