"""Day One 2: journals as JSON, with their media."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.bringing import bring
from tests.support.formats import days, media, of_file, of_files, of_folder, read, times
from tests.support.samples import samples
from webapp.core import markdown
from webapp.features.entries import service as entries_service
from webapp.features.transfer import service
from webapp.features.transfer.escapes import lighten
from webapp.features.transfer.formats import dayone
from webapp.features.transfer.texts import TransferRefused

MEDIA = ("photos", "videos", "audios")


def journal(*records: object) -> dict[str, object]:
    return {"metadata": {"version": "1.0"}, "entries": list(records)}


def record(**values: Any) -> dict[str, object]:
    plain = {
        "uuid": "A" * 32,
        "creationDate": "2020-05-01T10:00:00Z",
        "timeZone": "Europe/London",
        "text": "Words",
        "starred": False,
    }
    return {**plain, **values}


def one(**values: Any) -> Any:
    (found,), _ = read(dayone, of_files({"Daily.json": journal(record(**values))}))
    return found


def test_the_dev_journal_comes_in_with_its_days_tags_and_media() -> None:
    source = of_folder(samples("dayone-json", "dev-journal"), "Dev Journal.json", *MEDIA)
    found, problems = read(dayone, source)
    assert not problems
    assert days(found) == ["2024-04-17", "2024-04-18", "2024-04-19", "2024-04-19", "2024-04-21"]
    assert Counter(entry.when.zone for entry in found) == {"Europe/London": 4, "Europe/Dublin": 1}
    assert [entry.tags for entry in found if entry.tags] == [
        ("another-dev-testing-tag", "dev-testing-tag")
    ]
    assert sum(entry.starred for entry in found) == 1
    assert sum(entry.margin.pinned for entry in found) == 1
    assert sum(entry.margin.latitude is not None for entry in found) == 3
    assert media(found) == (6, 4, ["842e6f3bf38e93981004c637e8b03967.mp4"])
    assert "incididunt." in found[1].body
    assert "\\" not in "".join(entry.body for entry in found)


def test_a_record_whose_text_is_no_text_is_reported_and_the_rest_comes_in() -> None:
    source = of_folder(samples("dayone-json", "dev-journal"), "Dev Journal One Invalid", *MEDIA)
    found, problems = read(dayone, source)
    assert len(found) == 5
    assert [(problem.key, problem.params) for problem in problems] == [
        ("record_wrong", {"number": 6})
    ]


def test_one_of_each_medium_comes_in() -> None:
    source = of_folder(samples("dayone-json", "my-journal"), "MyJournal.json", *MEDIA, "pdfs")
    found, problems = read(dayone, source)
    assert not problems
    assert times(found) == ["2018-04-21 18:57"]
    assert media(found)[:2] == (4, 4)


def test_a_journal_that_is_no_json_is_refused() -> None:
    content = samples("dayone-json", "my-journal", "invalid.json").read_bytes()
    with pytest.raises(TransferRefused):
        service.recognise(of_file("invalid.json", content))


def test_the_zip_names_its_journal() -> None:
    path = samples("dayone-json", "fictional", "day-one-fictional.zip")
    with service.open_path(path) as source:
        found, problems = read(dayone, source)
    assert not problems
    assert days(found) == ["2031-04-05", "2031-04-06", "2031-04-07"]
    assert {entry.journal for entry in found} == {"Fictional Journal"}
    tags = [tag for entry in found for tag in entry.tags]
    assert (len(tags), len(set(tags))) == (9, 6)
    assert media(found) == (1, 1, [])
    assert (sum(entry.starred for entry in found), sum(e.margin.pinned for e in found)) == (1, 1)


@pytest.mark.usefixtures("alice_journal")
def test_it_comes_in_once() -> None:
    source = of_folder(samples("dayone-json", "dev-journal"), "Dev Journal.json", *MEDIA)
    batch = bring(source)
    assert (batch.entries, batch.pictures, batch.doubles) == (5, 4, 0)
    texts = "".join(entry.body for entry in entries_service.every_entry())
    assert texts.count("(media:") == 5
    source = of_folder(samples("dayone-json", "dev-journal"), "Dev Journal.json", *MEDIA)
    with pytest.raises(TransferRefused) as caught:
        bring(source)
    assert caught.value.key == "nothing_new"


def test_several_journals_of_a_zip_stay_apart() -> None:
    found, _ = read(
        dayone,
        of_files({"Daily.json": journal(record()), "Walks.json": journal(record(uuid="B" * 32))}),
    )
    assert [entry.journal for entry in found] == ["Daily", "Walks"]


def test_the_first_heading_is_the_title() -> None:
    found = one(text="# The lake\\.\n\nCold\\!")
    assert (found.title, found.body) == ("The lake.", "Cold!")


def test_signs_nobody_sees_are_dropped() -> None:
    assert one(text="\u200bWords\u200b").body == "Words"


def test_an_entry_of_a_whole_day_has_the_day_of_its_own_zone() -> None:
    found = one(creationDate="2020-04-30T23:00:00Z", isAllDay=True)
    assert (found.when.day.isoformat(), found.when.time) == ("2020-05-01", None)


def test_a_zone_that_does_not_exist_leaves_the_instant() -> None:
    found = one(timeZone="Mars/Olympus")
    assert (found.when.zone, found.when.offset) == (None, 0)


def test_place_and_weather_go_into_the_margin() -> None:
    found = one(
        location={
            "placeName": "Pier",
            "localityName": "Hove",
            "country": "United Kingdom",
            "latitude": 50.8,
            "longitude": -0.2,
        },
        weather={"conditionsDescription": "Cloudy", "temperatureCelsius": 11.6, "moonPhase": 0.2},
    )
    assert found.margin.place == "Pier, Hove, United Kingdom"
    assert (found.margin.latitude, found.margin.longitude) == (50.8, -0.2)
    assert found.margin.weather == "Cloudy, 12 °C"
    assert found.extra["weather"]["moonPhase"] == 0.2


def test_what_has_no_home_is_kept() -> None:
    assert one(creationDevice="phone", editingTime=3.5).extra == {
        "creationDevice": "phone",
        "editingTime": 3.5,
    }


def test_a_photo_that_no_text_shows_stands_below_it() -> None:
    photos = [{"identifier": "P", "md5": "cafe", "type": "jpeg", "orderInEntry": 0}]
    found, _ = read(
        dayone,
        of_files({"J.json": journal(record(photos=photos)), "photos/cafe.jpeg": b"x"}),
    )
    assert [(ref.text, ref.member) for ref in found[0].media] == [("", "export/photos/cafe.jpeg")]


def test_a_photo_is_found_under_another_ending() -> None:
    photos = [{"identifier": "P", "md5": "cafe", "type": "heic"}]
    found, _ = read(
        dayone, of_files({"J.json": journal(record(photos=photos)), "photos/CAFE.jpg": b"x"})
    )
    assert found[0].media[0].member == "export/photos/CAFE.jpg"


def test_a_photo_listed_under_another_entry_is_found() -> None:
    photos = [{"identifier": "P1", "md5": "cafe", "type": "jpeg"}]
    found, _ = read(
        dayone,
        of_files(
            {
                "J.json": journal(
                    record(text="![](dayone-moment://P1)"), record(uuid="B" * 32, photos=photos)
                ),
                "photos/cafe.jpeg": b"x",
            }
        ),
    )
    assert found[0].media[0].member == "export/photos/cafe.jpeg"


@pytest.mark.parametrize("scheme", ["dayone", "dayone2"])
def test_links_between_entries_are_found(scheme: str) -> None:
    address = f"{scheme}://view?entryId={'B' * 32}"
    (link,) = one(text=f"See [that day]({address}).").links
    assert (link.text, link.target, link.words) == (f"[that day]({address})", "B" * 32, "that day")


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"text": {"a": 1}}, "record_wrong"),
        ({"creationDate": "2020-02-30T10:00:00Z"}, "date_impossible"),
        ({"creationDate": 12}, "date_impossible"),
        ({"text": ""}, "empty_record"),
    ],
)
def test_a_record_that_is_no_entry_is_reported(values: dict[str, object], key: str) -> None:
    files = {"J.json": journal(record(), record(**values))}
    found, problems = read(dayone, of_files(files))
    assert (len(found), [problem.key for problem in problems]) == (1, [key])


def test_a_journal_that_is_cut_short_is_refused() -> None:
    content = b'{"metadata": {}, "entries": [{"uuid": "A", "creationDate": "2020-05-01T10:00:00Z"'
    source = of_file("J.json", content)
    with pytest.raises(TransferRefused) as caught:
        list(dayone.read(source, service.ReadOptions()))
    assert caught.value.key == "json_damaged"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
FIELDS = st.sampled_from((
    "uuid", "text", "creationDate", "modifiedDate", "timeZone", "tags", "starred", "isAllDay",
    "location", "weather", "photos", "videos", "audios", "pdfAttachments", "pinned",
))  # fmt: skip


@given(st.dictionaries(FIELDS, VALUES, max_size=6))
def test_no_record_stops_the_others(values: dict[str, object]) -> None:
    source = of_files({"J.json": journal(record(), {**record(), **values}, record())})
    assert len(list(dayone.read(source, service.ReadOptions()))) == 3


@pytest.mark.parametrize(
    ("heavy", "light"),
    [
        (r"a\.b\-c\!", "a.b-c!"),
        (r"\(in\)", "(in)"),
        (r"1\. May", r"1\. May"),
        (r"\# no heading", r"\# no heading"),
        (r"\*no star\*", r"\*no star\*"),
        (r"snake\_case", "snake_case"),
        ("`a\\.b`", "`a\\.b`"),
        ("```\na\\.b\n```", "```\na\\.b\n```"),
    ],
)
def test_needless_backslashes_go(heavy: str, light: str) -> None:
    assert lighten(heavy) == light


ESCAPED = [f"\\{sign}" for sign in ".-+()[]!_>:=~&*"]
SIGNS = st.sampled_from([*"\\.!-+()[]>#_*~=<&|:`{}\"' ab1\n", *ESCAPED, "](", "1\\."])


@given(st.lists(SIGNS, max_size=14).map("".join))
def test_a_text_reads_the_same_without_them(text: str) -> None:
    def shown(words: str) -> str:
        return markdown.render(words, lambda _address: "/photo")

    assert shown(lighten(text)) == shown(text)
