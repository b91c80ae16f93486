"""Any part of the timeline, read piece by piece, in both orders."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from webapp.core.clock import When
from webapp.features.entries import journals, service, spans
from webapp.features.entries.spans import Span

pytestmark = pytest.mark.usefixtures("alice_journal")
FIRST_DAY = date(2020, 1, 1)


def fill(number: int, body: str = "Entry {n}") -> None:
    """Entries on as many days, the oldest first; every third is #third and about herons."""
    service.add_entries(
        service.NewEntry(
            body.format(n=n) + ("\n\nA heron. #third" if n % 3 == 0 else ""),
            When(FIRST_DAY + timedelta(n), time(9), "UTC"),
            starred=n % 5 == 0,
        )
        for n in range(number)
    )


def walked(span: Span, *, oldest_first: bool = True) -> list[str]:
    """The names of a span, read piece by piece to its end."""
    names: list[str] = []
    after: int | None = None
    while True:
        piece = spans.read_piece(span, after=after, oldest_first=oldest_first)
        names += [entry.name for entry in piece.entries]
        if not piece.has_next:
            return names
        after = piece.entries[-1].position


def walked_back(span: Span, *, oldest_first: bool = True) -> list[str]:
    """The names of a span, read piece by piece from its end to its beginning."""
    names: list[str] = []
    piece = spans.read_piece(span, oldest_first=oldest_first, from_end=True)
    while True:
        names = [entry.name for entry in piece.entries] + names
        if not piece.has_previous:
            return names
        first = piece.entries[0].position
        piece = spans.read_piece(span, upto=first, oldest_first=oldest_first)


def numbered(*numbers: int) -> list[str]:
    """The names of these entries."""
    return [f"Entry {n}" for n in numbers]


@pytest.fixture
def third() -> int:
    """35 entries; the id of the tag that every third has."""
    fill(35)
    return service.all_tags()[0].id


def test_the_whole_timeline_is_read_without_gap_or_double(third: int) -> None:
    assert walked(Span()) == numbered(*range(35))
    assert walked(Span(), oldest_first=False) == numbered(*reversed(range(35)))


def test_backwards_it_reads_the_same(third: int) -> None:
    assert walked_back(Span()) == numbered(*range(35))
    assert walked_back(Span(), oldest_first=False) == numbered(*reversed(range(35)))


def test_a_tag_is_read(third: int) -> None:
    assert walked(Span(tag_id=third)) == numbered(*range(0, 35, 3))


def test_what_has_a_star_is_read(third: int) -> None:
    assert walked(Span(starred=True)) == numbered(*range(0, 35, 5))


def test_a_search_is_read_in_both_orders(third: int) -> None:
    found = numbered(*range(0, 35, 3))
    assert walked(Span(words="heron")) == found
    assert walked(Span(words="heron"), oldest_first=False) == found[::-1]
    assert walked_back(Span(words="heron")) == found


def test_days_bound_a_span_on_both_sides(third: int) -> None:
    span = Span(first=FIRST_DAY + timedelta(3), last=FIRST_DAY + timedelta(20))
    assert walked(span) == numbered(*range(3, 21))
    assert walked_back(span) == numbered(*range(3, 21))


def test_all_that_is_said_must_be_so(third: int) -> None:
    span = Span(tag_id=third, starred=True, words="heron", first=FIRST_DAY + timedelta(1))
    assert walked(span) == numbered(15, 30)
    assert spans.count(span) == 2


def test_a_journal_is_read(third: int) -> None:
    walks = journals.new_journal("Walks")
    journals.move_entries(spans.ids_of(Span(tag_id=third)), walks.id)
    assert walked(Span(journal_id=walks.id)) == numbered(*range(0, 35, 3))


def test_a_selection_is_read(third: int) -> None:
    chosen = spans.ids_of(Span())[4:8]
    assert walked(Span(ids=tuple(chosen))) == numbered(4, 5, 6, 7)


def test_all_but_some_are_read(third: int) -> None:
    some = spans.ids_of(Span())[3:]
    assert walked(Span(but=tuple(some))) == numbered(0, 1, 2)


def test_the_trash_is_in_no_span(third: int) -> None:
    ids = spans.ids_of(Span())
    service.trash_entry(service.Entry.get_by_id(ids[0]).uid)
    assert ids[0] not in spans.ids_of(Span(ids=tuple(ids)))
    assert spans.count(Span()) == 34


def test_a_piece_is_as_long_as_one_reads_at_once() -> None:
    fill(4, body="Entry {n}\n\n" + "word " * (spans.PIECE_WORDS // 2))
    piece = spans.read_piece(Span())
    assert [entry.name for entry in piece.entries] == numbered(0)
    assert piece.has_next
    assert walked(Span()) == numbered(*range(4))
    assert walked_back(Span()) == numbered(*range(4))


def test_reading_begins_at_a_position_and_knows_what_is_above(third: int) -> None:
    position = service.timeline()[-6].position
    piece = spans.piece_at(Span(), position)
    assert (piece.entries[0].name, piece.has_previous) == ("Entry 5", True)


def test_at_a_place_without_entry_reading_begins_at_the_next_one(third: int) -> None:
    position = service.day_start((FIRST_DAY + timedelta(5)).toordinal())
    assert spans.piece_at(Span(), position).entries[0].name == "Entry 5"
    newest_first = spans.piece_at(Span(), position, oldest_first=False)
    assert newest_first.entries[0].name == "Entry 4"


def test_beyond_the_end_the_last_piece_is_read(third: int) -> None:
    assert spans.piece_at(Span(), 1 << 60).entries[-1].name == "Entry 34"


def test_only_own_entries_are_named(third: int) -> None:
    uid = service.timeline()[0].uid
    assert len(spans.ids_named([uid, "0" * 32, "'; DROP TABLE entry"])) == 1
