"""Several entries at once, and all of it taken back."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.jobs import Cancelled, Progress
from webapp.features.entries import journals, service, several, spans
from webapp.features.entries.spans import Span
from webapp.features.index import service as index

pytestmark = pytest.mark.usefixtures("alice_journal")


class Counting(Progress):
    """Progress that counts, and may stop the work after some steps."""

    def __init__(self, stop_after: int = 1_000_000) -> None:
        super().__init__()
        self.stop_after = stop_after

    def step(self, n: int = 1, detail: str = "") -> None:
        """Stop when enough was done."""
        super().step(n, detail)
        if self.job.done >= self.stop_after:
            raise Cancelled


def state() -> dict[str, object]:
    """All that must be as it was after an undo: rows, tags, counts and what search finds."""
    tables = {
        name: journal_db.execute_sql(sql).fetchall()
        for name, sql in {
            "entry": "SELECT * FROM entry ORDER BY id",
            "entry_tag": "SELECT * FROM entry_tag ORDER BY entry_id, tag_id",
            "uses": "SELECT name, uses FROM tag WHERE uses > 0 ORDER BY id",
            "journal": "SELECT id, entries FROM journal ORDER BY id",
        }.items()
    }
    return {**tables, "index": index.fingerprint()}


@pytest.fixture
def ids() -> list[int]:
    """Twelve entries; every second has #reed in its text, every third has a star."""
    service.add_entries(
        service.NewEntry(
            f"Entry {n}" + (" #reed" if n % 2 else ""),
            When(date(2024, 5, 1) + timedelta(n), time(9), "UTC"),
            tags=("sedge",) if n < 4 else (),
            starred=n % 3 == 0,
        )
        for n in range(12)
    )
    return spans.ids_of(Span())


@pytest.fixture
def walks() -> int:
    """A second journal."""
    return journals.new_journal("Walks").id


def tag_id(name: str) -> int:
    return several.tag_of(name)


def found(words: str) -> int:
    """How many entries a search finds."""
    return index.count(index.parse(words))


def test_stars_are_put_on_and_counted(ids: list[int]) -> None:
    change = several.star(ids, True, Counting())
    assert len(change.ids) == 8
    assert spans.count(Span(starred=True)) == 12


def test_entries_move_and_the_journals_count_them(ids: list[int], walks: int) -> None:
    several.move(ids[:5], walks, Counting())
    counts = {one.id: one.entries for one in journals.all_journals()}
    assert (counts[walks], counts[journals.default_id()]) == (5, 7)


def test_a_new_tag_is_found_at_once(ids: list[int]) -> None:
    several.tag(ids, "#Spring walk", Counting())
    assert found("spring") == 12
    assert {tag.name: tag.uses for tag in service.all_tags()}["Spring walk"] == 12


def test_a_tag_is_given_once(ids: list[int]) -> None:
    change = several.tag(ids, "REED", Counting())
    assert len(change.ids) == 6
    assert {tag.name: tag.uses for tag in service.all_tags()}["reed"] == 12


def test_a_tag_of_the_text_stays_and_is_counted(ids: list[int]) -> None:
    several.tag(ids, "reed", Counting())
    change = several.untag(ids, tag_id("reed"), Counting())
    assert (len(change.ids), change.stay) == (6, 6)
    assert found("reed") == 6


def test_the_trash_takes_them_out_of_lists_and_search(ids: list[int]) -> None:
    several.trash(ids[:3], Counting())
    assert spans.count(Span()) == 9
    assert found("entry") == 9
    assert len(service.trashed()) == 3


@pytest.mark.parametrize("verb", ["star", "unstar", "move", "tag", "untag", "trash"])
def test_everything_can_be_taken_back_exactly(ids: list[int], walks: int, verb: str) -> None:
    several.move(ids[:2], walks, Counting())
    before = state()
    change = {
        "star": lambda: several.star(ids, True, Counting()),
        "unstar": lambda: several.star(ids, False, Counting()),
        "move": lambda: several.move(ids, walks, Counting()),
        "tag": lambda: several.tag(ids, "sedge", Counting()),
        "untag": lambda: several.untag(ids, tag_id("sedge"), Counting()),
        "trash": lambda: several.trash(ids, Counting()),
    }[verb]()
    assert change.verb == verb
    assert state() != before
    several.take_back(change, Counting())
    assert state() == before


def test_undo_leaves_alone_what_was_put_in_the_trash_since(ids: list[int]) -> None:
    change = several.tag(ids, "later", Counting())
    service.trash_entry(service.Entry.get_by_id(ids[0]).uid)
    several.take_back(change, Counting())
    assert found("later") == 0
    assert len(service.trashed()) == 1


def test_entries_of_a_journal_that_is_gone_come_back_to_the_default(
    ids: list[int], walks: int
) -> None:
    several.move(ids, walks, Counting())
    change = several.move(ids, journals.default_id(), Counting())
    journal_db.execute_sql("DELETE FROM journal WHERE id = ?", (walks,))
    several.take_back(change, Counting())
    assert spans.count(Span(journal_id=journals.default_id())) == 12


@pytest.mark.parametrize("verb", ["tag", "trash", "star"])
def test_what_is_stopped_changes_nothing(
    ids: list[int], verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(several, "CHUNK", 2)
    before = state()
    work = {
        "tag": lambda: several.tag(ids, "half", Counting(4)),
        "trash": lambda: several.trash(ids, Counting(4)),
        "star": lambda: several.star(ids, True, Counting(4)),
    }[verb]
    with pytest.raises(Cancelled):
        work()
    assert state() == before


@pytest.mark.parametrize("name", ["", "   ", "##", "\0"])
def test_a_tag_without_a_letter_is_refused(ids: list[int], name: str) -> None:
    with pytest.raises(Refusal):
        several.tag(ids, name, Counting())


def test_a_tag_or_journal_that_is_not_there_is_refused(ids: list[int]) -> None:
    with pytest.raises(Refusal):
        several.tag_of("nowhere")
    with pytest.raises(Refusal):
        several.move(ids, 99, Counting())


def test_ids_of_nobody_are_passed_over(ids: list[int]) -> None:
    assert several.star([ids[1], 10**9], True, Counting()).ids == (ids[1],)
