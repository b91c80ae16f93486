"""Several journals: made, renamed, coloured, ordered, the default one, and what stands in them."""

from __future__ import annotations

import pytest

from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.features.entries import service
from webapp.features.entries.service import NewEntry, NoSuchJournal

pytestmark = pytest.mark.usefixtures("alice_journal")


def names() -> list[str]:
    """The journals, in their order."""
    return [journal.name for journal in service.all_journals()]


def counts() -> dict[str, int]:
    """How many entries each journal says it holds."""
    return {journal.name: journal.entries for journal in service.all_journals()}


def test_a_person_begins_with_one_journal() -> None:
    assert names() == ["Daily"]
    assert service.default_journal().name == "Daily"


def test_a_new_journal_stands_at_the_end_in_a_colour_of_its_own() -> None:
    service.new_journal("Walks")
    last = service.new_journal("Painting")
    assert names() == ["Daily", "Walks", "Painting"]
    assert last.color == "plum"


@pytest.mark.parametrize("name", ["", " \n ", "daily", "DAILY "])
def test_a_name_that_is_empty_or_taken_is_refused(name: str) -> None:
    with pytest.raises(Refusal):
        service.new_journal(name)
    assert names() == ["Daily"]


def test_a_journal_is_renamed_and_coloured() -> None:
    walks = service.new_journal("Walks")
    service.change_journal(walks.id, name="walks", color="ochre")
    kept = service.read_journal(walks.id)
    assert (kept.name, kept.color) == ("walks", "ochre")


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(Refusal, match="no such colour"):
        service.new_journal("Walks", "red")


def test_another_journal_becomes_the_default() -> None:
    walks = service.make_default(service.new_journal("Walks").id)
    assert service.create_entry(body="Frost").journal_id == walks.id
    assert [journal.is_default for journal in service.all_journals()] == [False, True]


@pytest.mark.parametrize(
    ("steps", "order"),
    [(-1, ["Daily", "C", "B"]), (-9, ["C", "Daily", "B"]), (1, ["Daily", "B", "C"])],
)
def test_a_journal_is_moved_in_the_list(steps: int, order: list[str]) -> None:
    service.new_journal("B")
    service.move_journal(service.new_journal("C").id, steps)
    assert names() == order


def test_an_import_finds_a_journal_by_its_name_or_makes_it() -> None:
    made = service.journal_named("Walks")
    assert service.journal_named(" walks ").id == made.id
    assert service.journal_named("\n").name == "Daily"


def test_an_entry_moves_to_another_journal_without_a_new_version() -> None:
    walks = service.new_journal("Walks")
    entry = service.create_entry(body="Frost")
    moved = service.move_entry(entry.uid, walks.id)
    assert (moved.journal_id, moved.version) == (walks.id, entry.version)


def test_a_save_moves_an_entry() -> None:
    walks = service.new_journal("Walks")
    entry = service.create_entry(body="Frost")
    saved = service.save_entry(
        entry.uid, body="Frost", title=None, base_version=1, journal_id=walks.id
    )
    assert service.read_entry(saved.uid).journal_id == walks.id


def test_an_entry_goes_into_no_journal_that_is_not_there() -> None:
    with pytest.raises(NoSuchJournal):
        service.create_entry(body="Frost", journal_id=99)
    assert service.count_entries() == 0


def test_a_journal_lists_its_own_entries_page_by_page() -> None:
    walks = service.new_journal("Walks")
    when = service.create_entry(body="0").when
    with journal_db.atomic():
        service.add_entries(
            NewEntry(f"{n}", when, journal_id=walks.id if n % 2 else None) for n in range(1, 8)
        )
    first = service.timeline(limit=2, journal_id=walks.id)
    rest = service.timeline(first[-1].position, journal_id=walks.id)
    assert [one.name for one in first + rest] == ["7", "5", "3", "1"]
    later = service.later_than(rest[-1].position, 2, journal_id=walks.id)
    assert [one.name for one in later] == ["5", "3"]


def test_a_page_of_a_journal_is_read_from_its_index() -> None:
    plan = journal_db.execute_sql(
        "EXPLAIN QUERY PLAN SELECT e.uid FROM entry e WHERE e.trashed_at IS NULL"
        " AND e.position < 9 AND e.journal_id = 1 ORDER BY e.position DESC LIMIT 100"
    ).fetchall()
    assert [row[3] for row in plan] == [
        "SEARCH e USING INDEX entry_journal (journal_id=? AND position<?)"
    ]


def test_journals_know_how_many_entries_they_hold() -> None:
    walks = service.new_journal("Walks")
    one, two = (service.create_entry(body=body) for body in ("One", "Two"))
    service.move_entry(one.uid, walks.id)
    assert counts() == {"Daily": 1, "Walks": 1}
    service.trash_entry(one.uid)
    service.move_entry(one.uid, service.default_journal().id)
    assert counts() == {"Daily": 1, "Walks": 0}
    service.restore_entry(one.uid)
    assert counts() == {"Daily": 2, "Walks": 0}
    service.remove_entries([two.id])
    assert counts() == {"Daily": 1, "Walks": 0}
