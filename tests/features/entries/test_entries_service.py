"""Writing and reading entries, as other features and the pages do it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.features.entries import service
from webapp.features.entries.refusals import BadText
from webapp.features.index import service as index

pytestmark = pytest.mark.usefixtures("alice_journal")


def save(uid: str, **changes: object) -> service.Entry:
    """A save of a valid entry, with changes."""
    sent = {"body": "Frost on the ridge", "title": None, "base_version": 0, **changes}
    return service.save_entry(uid, **sent)  # type: ignore[arg-type]


def found(words: str) -> list[int]:
    """The positions that a search gives."""
    return index.find(index.parse(words))


def test_an_entry_is_read_back_to_the_byte() -> None:
    body = "Ärger  \r\n\tund \u202erechts\u200b  \n\n"
    entry = service.create_entry(body=body)
    assert service.read_entry(entry.uid).body == body


def test_a_new_entry_has_the_present_in_the_persons_zone(frozen_clock: object) -> None:
    entry = service.create_entry(body="Now")
    assert (entry.day, entry.time, entry.zone) == ("2026-11-22", "19:04:00", "UTC")


def test_a_new_entry_keeps_the_instant() -> None:
    when = When(date(2026, 7, 1), time(9, 30), "Europe/Berlin")
    entry = service.create_entry(body="Here", when=when)
    moment = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    assert entry.instant == int(moment.timestamp() * 1000)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(9999, 12, 31)])
def test_every_year_of_the_calendar_is_ordinary(day: date) -> None:
    entry = service.create_entry(body="Old", when=When(day, time(23, 59, 59), "Asia/Tokyo"))
    assert service.read_entry(entry.uid).when == When(day, time(23, 59, 59), "Asia/Tokyo")


def test_the_first_line_is_the_name() -> None:
    entry = service.create_entry(body="# Frost\n\nIt was cold.")
    assert (entry.name, entry.summary) == ("Frost", "It was cold.")


def test_a_title_is_the_name_where_there_is_one() -> None:
    entry = service.create_entry(body="It was cold.", title="Frost")
    assert (entry.name, entry.summary) == ("Frost", "It was cold.")


def test_a_save_of_an_unknown_uid_with_version_nought_creates_it() -> None:
    entry = save(service.new_uid())
    assert (entry.version, entry.body) == (1, "Frost on the ridge")


def test_a_save_counts_the_version_up() -> None:
    entry = service.create_entry(body="One")
    assert save(entry.uid, body="Two", base_version=1).version == 2


def test_a_save_that_began_with_an_older_version_is_refused() -> None:
    entry = service.create_entry(body="One")
    save(entry.uid, body="Two", base_version=1)
    with pytest.raises(service.StaleEntry) as refused:
        save(entry.uid, body="Three", base_version=1)
    assert refused.value.version == 2


def test_a_refused_save_leaves_the_stored_text() -> None:
    entry = service.create_entry(body="One")
    with pytest.raises(service.StaleEntry):
        save(entry.uid, body="Three", base_version=7)
    assert service.read_entry(entry.uid).body == "One"


def test_a_save_of_an_entry_that_is_gone_is_refused() -> None:
    with pytest.raises(service.NoSuchEntry):
        save(service.new_uid(), base_version=3)


@pytest.mark.parametrize("uid", ["", "abc", "g" * 32, "A" * 32, "a" * 33])
def test_only_an_id_of_ours_is_created(uid: str) -> None:
    with pytest.raises(service.NoSuchEntry):
        save(uid)


def test_a_save_leaves_what_it_does_not_name() -> None:
    when = When(date(2020, 2, 29), time(8, 15, 30), "Pacific/Auckland")
    entry = service.create_entry(body="One", when=when, tags=["dad"], starred=True)
    saved = save(entry.uid, body="Two", base_version=1)
    assert (saved.when, saved.starred) == (when, True)
    assert [tag.name for tag in saved.tags] == ["dad"]


def test_a_change_of_the_day_alone_keeps_time_and_zone() -> None:
    when = When(date(2020, 2, 29), time(8, 15, 30), "Pacific/Auckland")
    entry = service.create_entry(body="One", when=when)
    change = service.WhenChange(day=date(1870, 1, 1))
    saved = save(entry.uid, base_version=1, when=change)
    assert saved.when == When(date(1870, 1, 1), time(8, 15, 30), "Pacific/Auckland")


def test_the_same_minute_keeps_its_seconds() -> None:
    when = When(date(2020, 2, 29), time(8, 15, 30), "UTC")
    assert service.WhenChange(time=time(8, 15)).on(when).time == time(8, 15, 30)


def test_another_minute_begins_anew() -> None:
    when = When(date(2020, 2, 29), time(8, 15, 30), "UTC")
    assert service.WhenChange(time=time(8, 16)).on(when).time == time(8, 16)


def test_a_changed_zone_keeps_day_and_time_and_moves_the_instant() -> None:
    entry = service.create_entry(body="One", when=When(date(2026, 1, 1), time(8), "UTC"))
    saved = save(entry.uid, base_version=1, when=service.WhenChange(zone="Asia/Tokyo"))
    assert (saved.day, saved.time) == ("2026-01-01", "08:00:00")
    assert saved.instant == entry.instant - 9 * 3_600_000


def test_a_star_is_no_new_version() -> None:
    entry = service.create_entry(body="One")
    service.set_star(entry.uid, True)
    assert (service.read_entry(entry.uid).starred, entry.version) == (True, 1)


def test_a_saved_text_is_found_and_the_old_one_is_not() -> None:
    entry = service.create_entry(body="heron")
    save(entry.uid, body="lantern", base_version=1)
    assert (found("lantern"), found("heron")) == ([entry.position], [])


def test_a_moved_entry_is_found_at_its_new_place() -> None:
    entry = service.create_entry(body="heron")
    change = service.WhenChange(day=date(1901, 5, 6))
    moved = save(entry.uid, body="heron", base_version=1, when=change)
    assert found("heron") == [moved.position] != [entry.position]


def test_words_are_counted() -> None:
    assert service.create_entry(body="Three words here").words == 3


def test_a_text_of_four_megabytes_is_kept() -> None:
    assert service.create_entry(body="é" * (2 * 1024 * 1024)).words == 1


@pytest.mark.parametrize("body", ["a" * (service.MAX_BODY_BYTES + 1), "a\0b", "\ud800"])
def test_a_text_that_cannot_be_kept_is_refused(body: str) -> None:
    with pytest.raises(BadText) as refused:
        service.create_entry(body=body)
    assert all(refused.value.sentences)


def test_a_refused_text_is_in_no_message() -> None:
    with pytest.raises(BadText) as refused:
        service.create_entry(body="my secret\0")
    assert "secret" not in str(refused.value) + refused.value.curious


def test_a_failed_save_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = service.create_entry(body="One #dad")
    monkeypatch.setattr(index, "add", _disk_full)
    with pytest.raises(RuntimeError):
        save(entry.uid, body="Two #mum", base_version=1)
    stored = service.read_entry(entry.uid)
    assert (stored.body, stored.version, [tag.name for tag in stored.tags]) == (
        "One #dad",
        1,
        ["dad"],
    )
    assert found("one") == [entry.position]


def _disk_full(*_: object) -> None:
    raise RuntimeError


def test_nothing_of_an_entry_stands_in_a_log_or_repr() -> None:
    entry = service.create_entry(body="my secret", title="hidden")
    assert "secret" not in repr(entry)
    assert "hidden" not in repr(entry)


def test_a_bulk_of_entries_is_added_in_order() -> None:
    when = When(date(2020, 1, 1), time(12), "UTC")
    new = [service.NewEntry(f"Entry {n} #n{n % 3}", when) for n in range(20)]
    ids = service.add_entries(new)
    assert ids == sorted(ids)
    assert [entry.body for entry in service.every_entry()] == [one.body for one in new]


def test_removed_entries_leave_no_word_behind() -> None:
    when = When(date(2020, 1, 1), time(12), "UTC")
    ids = service.add_entries([service.NewEntry("heron #dad", when) for _ in range(5)])
    service.remove_entries(ids)
    assert (service.count_entries(), found("heron"), service.all_tags()) == (0, [], [])
    assert journal_db.execute_sql("SELECT count(*) FROM entry_tag").fetchone() == (0,)


def test_every_entry_leaves_out_the_trash() -> None:
    kept = service.create_entry(body="Kept")
    service.trash_entry(service.create_entry(body="Gone").uid)
    assert [entry.uid for entry in service.every_entry(batch=1)] == [kept.uid]


def test_texts_are_read_by_position() -> None:
    entry = service.create_entry(body="Body", title="Title")
    assert service.texts_at([entry.position, 5]) == {entry.position: ("Title", "Body")}


def test_bob_has_none_of_what_is_alices(app: object, journal_of: object) -> None:
    entry = service.create_entry(body="For alice only")
    with journal_of("bob"):  # type: ignore[operator]
        assert service.count_entries() == 0
        with pytest.raises(service.NoSuchEntry):
            service.read_entry(entry.uid)
