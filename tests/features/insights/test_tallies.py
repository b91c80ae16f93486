"""The tallies are what counting all entries anew would give, whatever was done."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, time, timedelta

import pytest

from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.features.entries import service as entries
from webapp.features.entries.service import Margin, MarginChange, NewEntry
from webapp.features.insights import service

pytestmark = pytest.mark.usefixtures("alice_journal")
FIRST = date(2019, 12, 25)
TAGS = ("walk", "dad", "sea", "work")
STEPS = 400


def counted() -> tuple[dict[str, tuple[int, ...]], Counter[tuple[int, ...]], Counter[object]]:
    """Day, hour and tag tallies, counted from the entries themselves."""
    by_day: dict[str, list[int]] = {}
    by_hour: Counter[tuple[int, ...]] = Counter()
    by_tag: Counter[object] = Counter()
    for entry in entries.every_entry():
        row = by_day.setdefault(entry.day, [0] * 7)
        row[0] += 1
        row[1] += entry.words
        if entry.margin.mood:
            row[1 + entry.margin.mood] += 1
        when = entry.when
        by_hour[(when.day.year, when.day.isoweekday() % 7, when.time.hour)] += 1
        for tag in entry.tags:
            by_tag[(when.day.year, tag.name)] += 1
    return {day: tuple(row) for day, row in by_day.items()}, by_hour, by_tag


def kept() -> tuple[dict[str, tuple[int, ...]], Counter[tuple[int, ...]], Counter[object]]:
    """The same as the tables have it."""
    days = journal_db.execute_sql("SELECT * FROM day_tally WHERE entries <> 0").fetchall()
    hours = journal_db.execute_sql("SELECT * FROM hour_tally WHERE entries <> 0").fetchall()
    tags = journal_db.execute_sql(
        "SELECT year, name, t.entries FROM tag_tally t JOIN tag ON tag.id = tag_id"
        " WHERE t.entries <> 0"
    ).fetchall()
    return (
        {row[0]: tuple(row[1:]) for row in days},
        Counter({tuple(row[:3]): row[3] for row in hours}),
        Counter({(year, name): number for year, name, number in tags}),
    )


def a_moment(chance: random.Random) -> When:
    """Some time in three years."""
    day = FIRST + timedelta(chance.randrange(800))
    return When(day, time(chance.randrange(24), chance.randrange(60)), "UTC")


def do_something(chance: random.Random, uids: list[str]) -> None:
    """Write, change, tag, mark, throw away, put back, delete: one of them."""
    tags = chance.sample(TAGS, chance.randrange(3))
    mood = chance.choice([None, 1, 2, 3, 4, 5])
    body = "word " * chance.randrange(9) + chance.choice(["", "#walk", "#sea"])
    what = chance.randrange(8)
    if what < 3 or not uids:
        margin = Margin(mood=mood)
        made = entries.create_entry(body=body, when=a_moment(chance), tags=tags, margin=margin)
        uids.append(made.uid)
        return
    uid = chance.choice(uids)
    entry = entries.read_entry(uid)
    if what == 3:
        when = a_moment(chance) if chance.random() < 0.5 else None
        entries.save_entry(
            uid, body=body, title=None, base_version=entry.version, when=when, tags=tags
        )
    elif what == 4:
        entries.set_margin(uid, MarginChange(mood=mood or 0))
    elif what == 5 and entry.trashed_at is None:
        entries.trash_entry(uid)
    elif what == 6 and entry.trashed_at is not None:
        entries.restore_entry(uid)
    elif what == 7 and chance.random() < 0.4:
        if entry.trashed_at is None:
            entries.trash_entry(uid)
        entries.delete_entry(uid)
        uids.remove(uid)


@pytest.mark.parametrize("seed", range(3))
def test_they_are_right_after_many_changes(seed: int) -> None:
    chance = random.Random(seed)
    uids: list[str] = []
    for step in range(STEPS):
        do_something(chance, uids)
        if step % 50 == 49:
            assert kept() == counted()


def test_they_are_right_after_a_bulk_and_its_removal() -> None:
    chance = random.Random(5)
    ids = entries.add_entries(
        NewEntry("words #walk", a_moment(chance), tags=("dad",), margin=Margin(mood=3))
        for _ in range(300)
    )
    assert kept() == counted()
    entries.remove_entries(ids[:200])
    assert kept() == counted()
    assert sum(day.entries for day in service.days()) == 100


def test_the_first_and_the_last_day_are_told() -> None:
    assert service.span() is None
    for year in (7, 1666, 9999):
        entries.create_entry(body="a", when=When(date(year, 9, 2), time(3), "UTC"))
    assert service.span() == (date(7, 9, 2), date(9999, 9, 2))


def test_hours_begin_with_monday() -> None:
    monday = date(2026, 11, 23)
    entries.create_entry(body="a", when=When(monday, time(22, 59), "UTC"))
    week = service.hours()
    assert week[0][22] == 1
    assert sum(map(sum, week)) == 1


def test_days_are_found_among_others() -> None:
    day = date(2020, 2, 29)
    entries.create_entry(body="a", when=When(day, time(3), "UTC"))
    assert service.among([day, date(2021, 2, 28)]) == [day]
