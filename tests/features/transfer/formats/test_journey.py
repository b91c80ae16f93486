"""Journey: a JSON an entry, its media beside it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bringing import bring, picture
from tests.support.formats import media, of_files, read, times
from tests.support.samples import samples
from webapp.features.entries import service as entries_service
from webapp.features.transfer import service
from webapp.features.transfer.formats import journey
from webapp.features.transfer.shapes import Problem, ReadOptions
from webapp.features.transfer.texts import TransferRefused

NOWHERE = 1.7976931348623157e308


def record(**values: Any) -> dict[str, object]:
    plain = {
        "id": "1-a",
        "date_journal": 1_577_836_800_000,
        "timezone": "Asia/Tokyo",
        "text": "<p>Words</p>",
        "type": "html",
        "photos": [],
    }
    return {**plain, **values}


def one(**values: Any) -> Any:
    (found,), _ = read(journey, of_files({"1-a.json": record(**values)}))
    return found


def test_the_sample_has_its_times_and_its_photo() -> None:
    with service.open_path(samples("journey", "journey-multiple-1.zip")) as source:
        found, problems = read(journey, source)
    assert not problems
    assert sorted(times(found)) == ["2021-06-27 16:09", "2021-07-01 12:00"]
    assert {entry.when.zone for entry in found} == {"Europe/Vienna"}
    assert media(found) == (1, 1, [])
    assert all(not entry.tags and entry.title is None for entry in found)
    by_text = {entry.body: entry for entry in found}
    assert by_text["Another test"].margin.place == "1 Constitution Hill"
    assert by_text["Another test"].margin.weather == "Scattered Clouds, 27 °C"
    nowhere = by_text["Test Entry\n\n**bold** *italic* ***bold-italic***"]
    assert (nowhere.margin.latitude, nowhere.margin.weather) == (None, "")


def test_another_zip_is_refused_politely() -> None:
    with service.open_path(samples("journey", "unrelated.zip")) as source:
        form = service.recognise(source)
        assert form.name != journey.NAME
        look = [one for one in form.read(source, ReadOptions()) if isinstance(one, Problem)]
    assert [one.key for one in look] == ["empty", "empty"]


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    path = samples("journey", "journey-multiple-1.zip")
    with service.open_path(path) as source:
        batch = bring(source)
    assert (batch.entries, batch.pictures) == (2, 1)
    assert sum("(media:" in entry.body for entry in entries_service.every_entry()) == 1
    with service.open_path(path) as source, pytest.raises(TransferRefused) as caught:
        bring(source)
    assert caught.value.key == "nothing_new"


def test_the_day_is_that_of_the_zone() -> None:
    assert times([one()]) == ["2020-01-01 09:00"]


def test_an_entry_without_a_zone_is_an_instant() -> None:
    assert one(timezone="").when.offset == 0


def test_old_texts_are_markdown() -> None:
    found = one(text="**bold** and 2 < 3", type="markdown")
    assert found.body == "**bold** and 2 < 3"


def test_no_place_and_no_weather_are_nothing() -> None:
    found = one(lat=NOWHERE, lon=NOWHERE, weather={"id": -1, "degree_c": NOWHERE})
    assert (found.margin.latitude, found.margin.weather, found.extra) == (None, "", {})


def test_mood_and_music_are_kept_with_the_source() -> None:
    assert one(mood=4, music_title="Song").extra == {"mood": 4, "music_title": "Song"}


def test_a_film_is_no_picture() -> None:
    files = {"1-a.json": record(photos=["1-a-b.mp4", "gone.jpg"]), "1-a-b.mp4": b"film"}
    (found,), _ = read(journey, of_files(files))
    assert [(ref.member, ref.is_picture) for ref in found.media] == [
        ("export/1-a-b.mp4", False),
        (None, True),
    ]


def test_a_photo_that_no_entry_shows_is_named() -> None:
    _, problems = read(journey, of_files({"1-a.json": record(), "x.jpg": picture()}))
    assert [problem.key for problem in problems] == ["photo_of_nothing"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("{broken", "json_damaged"),
        ("[1, 2]", "not_of_this_export"),
        (record(text=None), "not_of_this_export"),
        (record(date_journal="soon"), "date_impossible"),
        (record(date_journal=10**18), "date_impossible"),
        (record(text="<p></p>"), "empty"),
    ],
)
def test_a_file_that_is_no_entry_is_reported(content: object, key: str) -> None:
    found, problems = read(journey, of_files({"1-a.json": record(), "2-b.json": content}))
    assert (len(found), [problem.key for problem in problems]) == (1, [key])


@given(
    st.dictionaries(
        st.sampled_from([*list(record()), "lat", "lon", "weather", "tags", "favourite", "mood"]),
        st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.text()),
    )
)
def test_no_record_stops_the_others(values: dict[str, object]) -> None:
    source = of_files({"1-a.json": record(), "2-b.json": {**record(), **values}})
    assert len(list(journey.read(source, ReadOptions()))) == 2
