"""The margin of an entry: pin, mood, place, weather, people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.features.entries import service
from webapp.features.entries.service import NO_MARGIN, Margin, MarginChange
from webapp.features.index import service as index

pytestmark = pytest.mark.usefixtures("alice_journal")

WHOLE = Margin(True, 4, "The ridge", 54.5, -3.1, "Frost", ("Dad", "Isla"))


def save(uid: str, base_version: int = 0, **changes: object) -> service.Entry:
    """A save of a valid entry, with changes."""
    sent = {"body": "Frost", "title": None, "base_version": base_version, **changes}
    return service.save_entry(uid, **sent)  # type: ignore[arg-type]


def found(words: str) -> list[int]:
    """The positions that a search gives."""
    return index.find(index.parse(words))


def test_an_entry_begins_with_an_empty_margin() -> None:
    assert service.create_entry(body="Frost").margin == NO_MARGIN


def test_a_margin_is_read_back() -> None:
    assert service.create_entry(body="Frost", margin=WHOLE).margin == WHOLE


@pytest.mark.parametrize(
    ("change", "margin"),
    [
        (MarginChange(mood=2), replace(WHOLE, mood=2)),
        (MarginChange(mood=0), replace(WHOLE, mood=None)),
        (MarginChange(place="Home"), replace(WHOLE, place="Home", latitude=None, longitude=None)),
        (MarginChange(place="The ridge"), WHOLE),
        (MarginChange(people=("Tom",)), replace(WHOLE, people=("Tom",))),
        (MarginChange(pinned=False, weather=""), replace(WHOLE, pinned=False, weather="")),
    ],
)
def test_a_save_changes_what_it_names_and_nothing_else(
    change: MarginChange, margin: Margin
) -> None:
    uid = service.new_uid()
    first = save(uid, margin=WHOLE)
    assert save(uid, first.version, margin=change).margin == margin


def test_a_save_without_a_margin_keeps_it() -> None:
    uid = service.new_uid()
    first = save(uid, margin=WHOLE)
    assert save(uid, first.version).margin == WHOLE


def test_a_margin_that_is_emptied_leaves_no_row() -> None:
    entry = service.create_entry(body="Frost", margin=Margin(mood=3))
    service.set_margin(entry.uid, MarginChange(mood=0))
    assert journal_db.execute_sql("SELECT count(*) FROM entry_margin").fetchone() == (0,)


def test_the_margin_can_change_without_a_new_version() -> None:
    entry = service.create_entry(body="Frost")
    assert service.set_margin(entry.uid, MarginChange(pinned=True)).version == entry.version


@pytest.mark.parametrize("word", ["ridge", "frost", "isla", "dad"])
def test_words_of_the_margin_are_found(word: str) -> None:
    entry = service.create_entry(body="Nothing", margin=WHOLE)
    assert found(word) == [entry.position]


def test_words_of_the_margin_are_found_after_the_trash() -> None:
    entry = service.create_entry(body="Nothing", margin=WHOLE)
    service.trash_entry(entry.uid)
    assert found("isla") == []
    service.restore_entry(entry.uid)
    assert found("isla") == [entry.position]


def test_one_person_in_two_spellings_is_one() -> None:
    service.create_entry(body="One", margin=Margin(people=("Isla",)))
    second = service.create_entry(body="Two", margin=Margin(people=("isla", "ISLA ")))
    assert second.margin.people == ("Isla",)
    assert service.known_people() == ["Isla"]


def test_places_and_weathers_are_proposed_by_how_often_they_were_given() -> None:
    for place, weather in (("Home", "Rain"), ("Ridge", "Frost"), ("Ridge", "Frost"), ("", "")):
        service.create_entry(body="One", margin=Margin(place=place, weather=weather))
    assert service.known_places() == ["Ridge", "Home"]
    assert service.known_weathers() == ["Frost", "Rain"]


@pytest.mark.parametrize("mood", [-1, 6, 2**70])
def test_there_are_five_moods(mood: int) -> None:
    with pytest.raises(Refusal, match="no such mood"):
        service.create_entry(body="Frost", margin=Margin(mood=mood))


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(91.0, 0.0), (0.0, 181.0), (5.0, None), (float("nan"), 1.0)]
)
def test_coordinates_off_the_earth_are_not_kept(latitude: float, longitude: float | None) -> None:
    margin = service.create_entry(
        body="Frost", margin=Margin(place="Ridge", latitude=latitude, longitude=longitude)
    ).margin
    assert margin == Margin(place="Ridge")


def test_texts_of_the_margin_stand_on_one_line() -> None:
    margin = Margin(place=" The\n ridge\x00\ud800 ", weather="\u202efrost" + "x" * 300)
    kept = service.create_entry(body="Frost", margin=margin).margin
    assert (kept.place, len(kept.weather)) == ("The ridge", 200)


def test_pinned_entries_are_listed_newest_first() -> None:
    walks = service.new_journal("Walks")
    pins = [
        service.create_entry(body=f"{n}", margin=Margin(pinned=True), journal_id=journal_id)
        for n, journal_id in ((1, None), (2, walks.id), (3, None))
    ]
    service.create_entry(body="4")
    service.trash_entry(pins[0].uid)
    assert [one.name for one in service.pinned()] == ["3", "2"]
    assert [one.name for one in service.pinned(journal_id=walks.id)] == ["2"]
    assert [bool(one.is_pinned) for one in service.timeline()] == [False, True, True]


def test_a_deleted_entry_leaves_nothing_of_its_margin() -> None:
    entry = service.create_entry(body="Frost", margin=WHOLE)
    service.trash_entry(entry.uid)
    service.delete_entry(entry.uid)
    for table in ("entry_margin", "entry_companion"):
        assert journal_db.execute_sql(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    assert service.known_people() == []
