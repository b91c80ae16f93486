"""The place of an entry in the timeline."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.clock import When
from webapp.features.entries import positions, service
from webapp.features.entries.positions import Allocator, base_position, day_at, day_start

EACH_MINUTE = 1 << positions.MINUTE_BITS
NOON = When(date(2026, 11, 22), time(12), "UTC")


def new(when: When, number: int = 1) -> list[service.NewEntry]:
    """Entries of one moment, numbered."""
    return [service.NewEntry(f"Entry {n}", when) for n in range(number)]


def bodies() -> list[str]:
    """The whole timeline from its beginning, as bodies."""
    return [entry.body for entry in service.every_entry()]


@given(st.datetimes(), st.datetimes())
def test_positions_order_as_wall_clocks_do(one: object, other: object) -> None:
    first, second = sorted(_when(moment) for moment in (one, other))
    assert base_position(When(*first, "UTC")) <= base_position(When(*second, "UTC"))


def _when(moment: object) -> tuple[date, time]:
    return moment.date(), moment.time().replace(microsecond=0)  # type: ignore[attr-defined]


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date.max])
def test_a_position_tells_its_day(day: date) -> None:
    assert day_at(base_position(When(day, time(23, 59), "UTC"))) == day


@pytest.mark.parametrize("position", [-1, 0, 1 << 62])
def test_outside_the_calendar_there_is_no_day(position: int) -> None:
    assert day_at(position) is None


def test_entries_of_one_minute_stand_one_after_the_other(alice_journal: object) -> None:
    service.add_entries(new(NOON, 3))
    service.create_entry(body="Entry 3", when=NOON)
    assert bodies() == ["Entry 0", "Entry 1", "Entry 2", "Entry 3"]


def test_more_than_a_minute_holds_run_over_into_the_next(alice_journal: object) -> None:
    number = EACH_MINUTE + 90
    service.add_entries(new(NOON, number))
    assert bodies() == [f"Entry {n}" for n in range(number)]


def test_an_overfull_minute_goes_round_those_that_are_there(alice_journal: object) -> None:
    later = When(NOON.day, time(12, 1), "UTC")
    service.create_entry(body="Later", when=later)
    service.add_entries([*new(NOON, EACH_MINUTE + 5), *new(later, 5), *new(NOON, 5)])
    assert service.count_entries() == EACH_MINUTE + 16


def test_a_bulk_may_come_back_to_a_minute_that_was_run_over(alice_journal: object) -> None:
    later = When(NOON.day, time(12, 1), "UTC")
    service.add_entries([*new(later, 2), *new(NOON, EACH_MINUTE + 5), *new(later, 3)])
    assert service.count_entries() == EACH_MINUTE + 10


def test_the_last_minute_of_a_day_runs_over_inside_its_day(alice_journal: object) -> None:
    midnight = When(date.max, time(23, 59), "UTC")
    service.add_entries(new(midnight, EACH_MINUTE + 5))
    assert {day_at(entry.position) for entry in service.timeline(limit=600)} == {date.max}


def test_a_new_entry_finds_its_place_in_an_overfull_minute(alice_journal: object) -> None:
    service.add_entries(new(NOON, EACH_MINUTE + 5))
    service.create_entry(body="Last", when=NOON)
    assert bodies()[-1] == "Last"


def test_a_gap_in_an_overfull_stretch_is_used(alice_journal: object) -> None:
    ids = service.add_entries(new(NOON, EACH_MINUTE + 5))
    service.remove_entries([ids[EACH_MINUTE + 1]])
    assert Allocator().take(NOON) == base_position(NOON) + EACH_MINUTE + 1


def test_an_entry_moved_to_another_day_takes_its_place_there(alice_journal: object) -> None:
    uids = [
        service.create_entry(
            body=f"Day {n}", when=When(NOON.day + timedelta(n), time(9), "UTC")
        ).uid
        for n in range(3)
    ]
    change = service.WhenChange(day=NOON.day + timedelta(5))
    service.save_entry(uids[0], body="Day 0", title=None, base_version=1, when=change)
    assert bodies() == ["Day 1", "Day 2", "Day 0"]


def test_an_entry_moved_inside_its_minute_stays_where_it_is(alice_journal: object) -> None:
    entry = service.create_entry(body="One", when=NOON)
    change = service.WhenChange(time=time(12, 0, 30))
    saved = service.save_entry(entry.uid, body="One", title=None, base_version=1, when=change)
    assert saved.position == entry.position


def test_the_first_and_the_last_day_of_the_calendar_stand_at_the_ends(
    alice_journal: object,
) -> None:
    for day in (NOON.day, date.max, date.min):
        service.create_entry(body=day.isoformat(), when=When(day, time(0), "UTC"))
    assert bodies() == ["0001-01-01", "2026-11-22", "9999-12-31"]
    assert day_start(1) <= service.timeline()[-1].position
