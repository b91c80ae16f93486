"""Our own export: what goes out comes back, and an export that fails leaves nothing."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from tests.support.bringing import VAULT, bring, picture, source_of
from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.jobs import Cancelled
from webapp.features.entries import service as entries
from webapp.features.transfer import service

pytestmark = pytest.mark.usefixtures("alice_journal")


def write(destination: Path) -> int:
    return service.write_out(destination, lambda _: None)


def everything() -> list[tuple[object, ...]]:
    return [
        (
            entry.uid,
            entry.day,
            entry.time,
            entry.zone,
            entry.title,
            entry.body,
            entry.starred,
            entry.created_at,
            entry.updated_at,
            [(tag.name, tag.in_text) for tag in entry.tags],
            entry.journal.name,
            entry.margin,
        )
        for entry in entries.every_entry()
    ]


WHOLE_MARGIN = entries.Margin(
    True, 4, 'The "ridge": #1', -0.1234567890123456, 1e-05, "Frost, no wind", ("Dad", "Ísla, 8")
)


def some_entries() -> None:
    walks = entries.journal_named("Walks: far")
    with journal_db.atomic():
        entries.add_entries(
            [
                entries.NewEntry(
                    "\n  a body\n---\nwith #inline tag\n\n",
                    When(date(1660, 1, 11), time(21, 4, 30), "Europe/London"),
                    'The "pallet": \u2028 table \\ \U0001f4a9',
                    ("home", "music/jazz", "null"),
                    True,
                    1_500_000_000_123,
                    1_600_000_000_456,
                    journal_id=walks.id,
                    margin=WHOLE_MARGIN,
                ),
                entries.NewEntry("", When(date(1, 1, 1), time(0, 0), "Asia/Kathmandu"), "Empty"),
                entries.NewEntry("# No title", When(date(9999, 12, 31), time(23, 59), "UTC")),
                entries.NewEntry("twin", When(date(2002, 2, 2), time(8, 0), "UTC"), "twin"),
                entries.NewEntry("other twin", When(date(2002, 2, 2), time(8, 0), "UTC"), "Twin"),
                entries.NewEntry("今天很好", When(date(2002, 2, 3), time(8, 0), "Asia/Shanghai")),
            ]
        )


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_our_own_export_comes_back_with_nothing_lost(tmp_path: Path, name: str) -> None:
    some_entries()
    before = everything()
    assert write(tmp_path / name) == 6
    entries.remove_entries([entry.id for entry in entries.every_entry()])
    with service.open_path(tmp_path / name) as source:
        batch = bring(source)
    assert (batch.entries, batch.problems) == (6, ())
    assert everything() == before


def test_our_own_export_is_known_where_it_came_from(tmp_path: Path) -> None:
    some_entries()
    write(tmp_path / "out")
    with pytest.raises(Refusal, match="nothing new"):
        bring(service.open_path(tmp_path / "out"))


def test_pictures_go_out_and_come_back(tmp_path: Path) -> None:
    bring(source_of({**VAULT, "img/cup.png": picture()}))
    before = everything()
    write(tmp_path / "out")
    assert [path.suffix for path in (tmp_path / "out" / "media").iterdir()] == [".png"]
    tea = next((tmp_path / "out").rglob("*tea.md")).read_text()
    assert "![the cup](../../media/" in tea
    entries.remove_entries([entry.id for entry in entries.every_entry()])
    bring(service.open_path(tmp_path / "out"))
    assert everything() == before


def test_fields_of_an_earlier_import_go_out_again(tmp_path: Path) -> None:
    bring(source_of({"a.md": "---\ndate: 2002-02-02\nlist: [a, {b: ~}]\nodd key: '~'\n---\nT"}))
    write(tmp_path / "out")
    text = next((tmp_path / "out").rglob("*.md")).read_text()
    assert 'list: ["a", {"b": null}]\n"odd key": "~"\n' in text


def test_a_field_of_an_earlier_import_stands_beside_our_own(tmp_path: Path) -> None:
    bring(source_of({"a.md": "---\ndate: 2002-02-02\nmood: so so\nplace: Oslo\n---\nT"}))
    (entry,) = entries.every_entry()
    entries.set_margin(entry.uid, entries.MarginChange(mood=2))
    write(tmp_path / "out")
    text = next((tmp_path / "out").rglob("*.md")).read_text()
    assert 'mood: "2"\n' in text
    assert 'mood_: "so so"\nplace_: Oslo\n' in text


def test_an_export_never_writes_over_anything(tmp_path: Path) -> None:
    some_entries()
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine")
    (tmp_path / "there.zip").write_text("mine")
    for name in ("there", "there.zip"):
        with pytest.raises(Refusal, match="something of that name already"):
            write(tmp_path / name)
    assert (tmp_path / "there" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_an_export_that_is_stopped_leaves_nothing(tmp_path: Path, name: str) -> None:
    some_entries()

    def stop(_: int) -> None:
        raise Cancelled

    folder = tmp_path / "exports"
    folder.mkdir()
    with pytest.raises(Cancelled):
        service.write_out(folder / name, stop)
    assert list(folder.iterdir()) == []
