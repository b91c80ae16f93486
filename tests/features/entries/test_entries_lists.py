"""The timeline page by page, and the trash."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from tests.conftest import FrozenClock
from webapp.core.clock import When
from webapp.features.entries import lists, service
from webapp.features.index import service as index

pytestmark = pytest.mark.usefixtures("alice_journal")
FIRST_DAY = date(2020, 1, 1)
NOON = When(date(2021, 1, 1), time(12), "UTC")


def fill(number: int, **values: object) -> None:
    """Entries on as many days, the oldest first."""
    service.add_entries(
        service.NewEntry(f"Entry {n}", When(FIRST_DAY + timedelta(n), time(9), "UTC"), **values)  # type: ignore[arg-type]
        for n in range(number)
    )


def names(entries: list[service.Summary]) -> list[str]:
    """The names of a list."""
    return [entry.name for entry in entries]


def test_the_newest_stands_first() -> None:
    fill(3)
    assert names(service.timeline()) == ["Entry 2", "Entry 1", "Entry 0"]


def test_pages_follow_each_other_without_gap_or_double() -> None:
    fill(250)
    seen: list[str] = []
    before: int | None = None
    while page := service.timeline(before):
        seen += names(page)
        before = page[-1].position
    assert seen == [f"Entry {n}" for n in reversed(range(250))]


def test_an_entry_written_between_two_pages_shifts_nothing() -> None:
    fill(150)
    page = service.timeline()
    service.create_entry(body="Now")
    assert names(service.timeline(page[-1].position))[0] == "Entry 49"


@pytest.mark.parametrize(("number", "more"), [(100, False), (101, True)])
def test_a_window_knows_whether_there_is_more(number: int, more: bool) -> None:
    fill(number)
    window = service.window_before()
    assert (len(window.entries), window.has_later, window.has_earlier) == (100, False, more)


def test_a_window_ends_above_a_position() -> None:
    fill(250)
    oldest = service.timeline(limit=300)[-1].position
    window = service.window_after(oldest)
    assert names(window.entries)[-1] == "Entry 1"
    assert (len(window.entries), window.has_later) == (100, True)


def test_a_window_round_an_early_entry_has_it_and_some_later_ones() -> None:
    fill(300)
    wanted = next(entry for entry in service.timeline(limit=300) if entry.name == "Entry 100")
    window = service.window_around(wanted.position)
    assert names(window.entries).index("Entry 100") == lists.ABOVE
    assert (len(window.entries), window.has_later, window.has_earlier) == (100, True, True)


def test_a_window_round_a_recent_entry_is_the_top() -> None:
    fill(300)
    wanted = next(entry for entry in service.timeline() if entry.name == "Entry 201")
    window = service.window_around(wanted.position)
    assert (names(window.entries)[0], window.has_later) == ("Entry 299", False)


def test_a_window_round_the_very_first_entry_ends_with_it() -> None:
    fill(300)
    oldest = service.timeline(limit=300)[-1]
    window = service.window_around(oldest.position)
    assert (window.entries[-1].name, window.has_earlier) == ("Entry 0", False)


def test_a_tag_filters_the_timeline() -> None:
    fill(3)
    service.create_entry(body="With #dad")
    tag = service.most_used()[0]
    assert names(service.timeline(tag_id=tag.id)) == ["With #dad"]


@pytest.mark.parametrize("is_common", [True, False])
def test_a_tag_of_many_entries_is_read_like_one_of_few(
    is_common: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(60)
    service.add_entries(service.NewEntry(f"Tagged {n} #dad", NOON) for n in range(60))
    tag = service.most_used()[0]
    monkeypatch.setattr(lists, "is_common", lambda *_: is_common)
    first = service.window_before(tag_id=tag.id)
    assert names(first.entries) == [f"Tagged {n} #dad" for n in reversed(range(60))]
    oldest = first.entries[-1].position
    assert names(service.window_after(oldest, tag_id=tag.id).entries) == names(first.entries)[:-1]


def test_a_tag_counts_as_common_by_its_share_of_the_journal() -> None:
    fill(50)
    service.add_entries(service.NewEntry("#often", NOON) for _ in range(80))
    service.create_entry(body="#rare")
    often, rare = service.most_used()
    assert (lists.is_common(often.id, 10), lists.is_common(rare.id, 10)) == (True, False)


def test_a_star_filters_the_timeline() -> None:
    fill(3)
    entry = service.create_entry(body="Bright", starred=True)
    assert [found.uid for found in service.timeline(starred=True)] == [entry.uid]


def test_summaries_at_positions_leave_out_the_trash() -> None:
    fill(2)
    first, second = service.timeline()
    service.trash_entry(second.uid)
    assert service.summaries_at([first.position, second.position]) == [first]


def test_an_entry_knows_its_neighbours() -> None:
    fill(3)
    later, entry, earlier = service.timeline()
    assert service.neighbours(service.read_entry(entry.uid)) == (later.uid, earlier.uid)


def test_the_ends_have_one_neighbour() -> None:
    fill(2)
    later, earlier = service.timeline()
    assert service.neighbours(service.read_entry(later.uid)) == (None, earlier.uid)
    assert service.neighbours(service.read_entry(earlier.uid)) == (later.uid, None)


def test_near_a_position_is_the_entry_at_it_or_before_it() -> None:
    fill(3)
    assert service.uid_near(service.day_start(date(2020, 1, 3).toordinal())) == (
        service.timeline()[1].uid
    )


def test_near_a_position_before_all_entries_is_the_first() -> None:
    fill(3)
    assert service.uid_near(0) == service.timeline()[-1].uid


def test_days_with_entries_are_counted() -> None:
    fill(40)
    days = service.days_with_entries(date(2020, 2, 1), date(2020, 2, 29))
    assert days == {date(2020, 2, n): 1 for n in range(1, 10)}


def test_the_last_month_of_the_calendar_can_be_asked_for() -> None:
    assert service.days_with_entries(date(9999, 12, 1), date.max) == {}


@pytest.mark.parametrize("days", [0, 29])
def test_the_trash_keeps_an_entry_thirty_days(days: int, frozen_clock: FrozenClock) -> None:
    entry = service.trash_entry(service.create_entry(body="Test").uid)
    frozen_clock.advance(days=days)
    assert service.empty_trash(older_than_days=service.TRASH_DAYS) == 0
    assert service.days_left(entry) == 30 - days


def test_after_thirty_days_an_entry_is_gone_for_good(frozen_clock: FrozenClock) -> None:
    service.trash_entry(service.create_entry(body="Test").uid)
    frozen_clock.advance(days=30)
    assert service.empty_trash(older_than_days=service.TRASH_DAYS) == 1
    assert service.trashed() == []


def test_what_is_in_the_trash_is_not_found() -> None:
    entry = service.create_entry(body="heron")
    service.trash_entry(entry.uid)
    assert index.find(index.parse("heron")) == service.timeline() == []


def test_what_is_put_back_is_found_again() -> None:
    entry = service.create_entry(body="heron #dad")
    service.trash_entry(entry.uid)
    service.restore_entry(entry.uid)
    service.restore_entry(entry.uid)
    assert index.find(index.parse("heron")) == [entry.position]
    assert [found.uid for found in service.timeline()] == [entry.uid]


def test_the_trash_shows_the_latest_first(frozen_clock: FrozenClock) -> None:
    fill(2)
    newer, older = service.timeline()
    service.trash_entry(newer.uid)
    frozen_clock.advance(minutes=1)
    service.trash_entry(older.uid)
    assert names(service.trashed()) == [older.name, newer.name]


def test_only_what_is_in_the_trash_is_deleted() -> None:
    entry = service.create_entry(body="Kept")
    with pytest.raises(service.NoSuchEntry):
        service.delete_entry(entry.uid)
    assert service.has_entry(entry.uid)


def test_a_trashed_entry_can_be_moved_and_put_back() -> None:
    entry = service.trash_entry(service.create_entry(body="heron").uid)
    change = service.WhenChange(day=date(1950, 5, 5))
    moved = service.save_entry(entry.uid, body="heron", title=None, base_version=1, when=change)
    service.restore_entry(entry.uid)
    assert index.find(index.parse("heron")) == [moved.position]
