"""Links between the entries of a source, and what of a source is taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.support.bringing import picture
from webapp.core.database import journal_db
from webapp.core.jobs import Progress
from webapp.features.entries import service as entries
from webapp.features.transfer import service
from webapp.features.transfer.service import ReadOptions, Upload, Wishes
from webapp.features.transfer.shapes import (
    EntryLink,
    MediaReference,
    Problem,
    SourceEntry,
    WhenParts,
)

pytestmark = pytest.mark.usefixtures("alice_journal")

HOW = ReadOptions(zone="Europe/London")
TO_B = EntryLink("[[b]]", "b", "that day")


def entry(source_id: str, body: str, **values: Any) -> SourceEntry:
    return SourceEntry(body, WhenParts(date(2020, 1, 1)), source_id=source_id, **values)


def bring(*found: SourceEntry, wishes: Wishes | None = None) -> service.Batch:
    def read(_source: service.Source, _how: ReadOptions) -> Iterator[SourceEntry | Problem]:
        yield from found

    source = service.open_uploads([Upload("a/cup.png", picture()), Upload("a/b.txt", b"b")])
    form = service.Format("made", lambda _source: 1.0, read)
    look = service.look(source, form, HOW, lambda _: None)
    batch = service.bring_in(source, form, HOW, look, Progress(), wishes or Wishes())
    return service.read_batch(batch)


def by_body() -> dict[str, entries.Entry]:
    return {one.body: one for one in entries.every_entry()}


def test_a_link_leads_to_an_entry_that_comes_later() -> None:
    bring(entry("a", "See [[b]].", links=(TO_B,)), entry("b", "B"))
    uid = by_body()["B"].uid
    assert f"See [that day](entry:{uid})." in by_body()


def test_a_link_to_what_does_not_come_in_leaves_its_words() -> None:
    bring(entry("a", "See [[b]].", links=(TO_B,)))
    assert list(by_body()) == ["See that day."]


def test_a_link_leads_to_an_entry_that_came_in_before() -> None:
    bring(entry("b", "B"))
    bring(entry("a", "See [[b]].", links=(TO_B,)))
    uid = by_body()["B"].uid
    assert f"See [that day](entry:{uid})." in by_body()


def test_of_two_entries_of_the_same_id_the_first_is_led_to() -> None:
    bring(entry("a", "[[b]]", links=(TO_B,)), entry("b", "B"), entry("b", "B again"))
    assert f"[that day](entry:{by_body()['B'].uid})" in by_body()
    assert len(by_body()) == 3


def test_a_link_works_again_after_the_import_was_taken_back() -> None:
    both = entry("a", "[[b]]", links=(TO_B,)), entry("b", "B")
    service.take_back(bring(*both).id, Progress())
    bring(*both)
    assert f"[that day](entry:{by_body()['B'].uid})" in by_body()


def test_all_goes_into_the_journal_that_is_wished() -> None:
    bring(entry("a", "A", journal="Old"), wishes=Wishes(journal="Walks"))
    assert [journal.name for journal in entries.all_journals()][-1] == "Walks"
    (one,) = entries.every_entry()
    assert one.journal_id == entries.journal_named("Walks").id


def test_it_keeps_the_journals_of_the_source() -> None:
    bring(entry("a", "A", journal="Old"), entry("b", "B"))
    found = by_body()
    assert found["A"].journal_id == entries.journal_named("Old").id
    assert found["B"].journal_id == entries.default_journal().id


def test_tags_can_be_left() -> None:
    bring(entry("a", "A", tags=("tea",)), wishes=Wishes(tags=False))
    assert not by_body()["A"].tags


def test_places_can_be_left() -> None:
    margin = entries.Margin(mood=4, place="Leeds", latitude=53.8, longitude=-1.5)
    bring(entry("a", "A", margin=margin), wishes=Wishes(places=False))
    kept = by_body()["A"].margin
    assert (kept.mood, kept.place, kept.latitude) == (4, "", None)


def test_photos_can_be_left() -> None:
    shown = MediaReference("![](cup.png)", "cup.png", "a/cup.png")
    batch = bring(entry("a", "![](cup.png)", media=(shown,)), wishes=Wishes(media=False))
    assert batch.pictures == 0
    assert journal_db.execute_sql("SELECT count(*) FROM entry_media").fetchone() == (0,)
