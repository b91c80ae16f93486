"""Bringing in: all or nothing, doubles, pictures, times, taking back; with real diaries."""

from __future__ import annotations

import json
from datetime import date, time
from pathlib import Path

import pytest

from tests.support.bringing import VAULT, bring, picture, source_of
from tests.support.pepys import luxun, luxun_folder, pepys, pepys_folder
from tests.support.samples import samples
from webapp.core import clock
from webapp.core.clock import When
from webapp.core.database import journal_db
from webapp.core.errors import Refusal
from webapp.core.jobs import Cancelled, Progress
from webapp.core.vault import Vault
from webapp.features.entries import service as entries
from webapp.features.index import service as index
from webapp.features.media import service as media
from webapp.features.transfer import service
from webapp.features.transfer.service import ReadOptions

pytestmark = pytest.mark.usefixtures("alice_journal")


def bodies() -> list[str]:
    return [entry.body for entry in entries.every_entry()]


def test_pepys_comes_in_whole(tmp_path: Path) -> None:
    batch = bring(service.open_path(pepys_folder(tmp_path / "pepys")))
    assert (batch.entries, batch.doubles, batch.problems) == (3415, 0, ())
    assert (batch.first_day, batch.last_day) == ("1660-01-11", "1669-06-10")
    assert entries.count_entries() == 3415
    texts = {str(entry["text"]) for entry in pepys()}
    assert {entry.body for entry in entries.every_entry()} == texts


def test_the_order_of_several_entries_a_day_is_that_of_the_source(tmp_path: Path) -> None:
    bring(service.open_path(pepys_folder(tmp_path / "pepys")))
    day = date(1661, 11, 14)
    wanted = [entry["text"] for entry in pepys() if entry["date"] == day.isoformat()]
    got = [entry.body for entry in entries.every_entry() if entry.day == day.isoformat()]
    assert (len(got), got) == (2, wanted)


def test_luxun_is_searched_with_the_counts_of_a_plain_scan(tmp_path: Path) -> None:
    batch = bring(service.open_path(luxun_folder(tmp_path / "luxun")))
    assert batch.entries == 7461
    for words in ("内山书店", "二弟", "雨", "晴"):
        wanted = sum(words in str(entry["content"]) for entry in luxun())
        query = index.parse(words)
        found = index.count(query)
        tagged = sum(
            words in " ".join(entry.get("tags") or [])  # type: ignore[arg-type]
            and words not in str(entry["content"])
            for entry in luxun()
        )
        assert found == wanted + tagged


def test_fields_without_a_home_are_kept_with_the_entry() -> None:
    bring(source_of({"2002-02-02.md": "---\nweather: rain\nmood: 4\n---\nText"}))
    (record,) = journal_db.execute_sql("SELECT record FROM import_source").fetchone()
    kept = json.loads(record)
    assert kept["extra"] == {"weather": "rain", "mood": "4"}
    assert kept["header"] == "weather: rain\nmood: 4\n"


def test_pictures_come_in_and_the_text_leads_to_them() -> None:
    batch = bring(source_of({**VAULT, "img/cup.png": picture()}))
    assert batch.pictures == 1
    (tea, gone) = list(entries.every_entry())
    (attached,) = media.for_entry(tea.id)
    assert attached.is_picture
    assert tea.body == f"# Tea\n\n![the cup](media:{attached.uid}) and ![](media:{attached.uid})"
    assert gone.body == VAULT["2002-02-03.md"]
    assert [problem.key for problem in batch.problems] == ["picture_missing"]


def test_a_picture_that_cannot_be_kept_is_said_and_the_entry_comes_in() -> None:
    batch = bring(source_of({"2002-02-02.md": "![cup](cup.png)", "cup.png": b""}))
    assert (batch.entries, [problem.key for problem in batch.problems]) == (1, ["picture_refused"])


def test_the_times_of_making_and_change_are_kept() -> None:
    bring(
        source_of(
            {
                "a.md": "---\ndate: 2002-02-02 10:00\ncreated: 2002-02-03T00:00:00Z\n"
                "modified: 2003-03-03T00:00:00Z\n---\nText"
            }
        )
    )
    (entry,) = list(entries.every_entry())
    assert entry.instant == When(date(2002, 2, 2), time(10), "Europe/London").instant_ms
    assert entry.created_at == 1_012_694_400_000
    assert entry.updated_at == 1_046_649_600_000


def test_the_same_source_twice_brings_nothing_new() -> None:
    source = source_of({"2002-02-02.md": "One", "2002-02-03.md": "Two"})
    bring(source)
    with pytest.raises(Refusal, match="nothing new"):
        bring(source)
    assert bodies() == ["One", "Two"]


def test_what_a_source_holds_twice_comes_in_twice_and_then_no_more() -> None:
    source = source_of({"2002-02-02.md": "One", "copy/2002-02-02.md": "One"})
    batch = bring(source)
    assert (batch.entries, batch.doubles) == (2, 0)
    with pytest.raises(Refusal, match="nothing new"):
        bring(source)


def test_the_joplin_folders_come_in_with_all_their_entries() -> None:
    counts = [
        bring(service.open_path(samples("joplin", name))).entries
        for name in ("md-frontmatter", "md-plain")
    ]
    assert counts == [20, 14]


def test_the_same_id_with_other_words_in_one_source_comes_in_twice() -> None:
    head = "---\nid: 0123456789abcdef0123456789abcdef\ndate: 2002-02-02\n---\n"
    batch = bring(source_of({"a.md": f"{head}One", "a copy.md": f"{head}Two"}))
    assert (batch.entries, batch.doubles) == (2, 0)


def test_an_id_that_came_in_before_is_a_double_even_when_the_words_have_changed() -> None:
    head = "---\nid: note-7\ndate: 2002-02-02\n---\n"
    bring(source_of({"a.md": f"{head}One"}))
    batch = bring(source_of({"a.md": f"{head}One, corrected", "2002-02-03.md": "Two"}))
    assert (batch.entries, batch.doubles) == (1, 1)


def test_a_text_longer_than_an_entry_can_be_is_left_out_and_said() -> None:
    batch = bring(source_of({"2002-02-02.md": "long " * 1_000_000, "2002-02-03.md": "Short"}))
    assert (batch.entries, [problem.key for problem in batch.problems]) == (1, ["too_long"])


class StopAt(Progress):
    """Stops the work when so much of it is done."""

    def __init__(self, done: int) -> None:
        super().__init__()
        self._stop_at = done

    def step(self, n: int = 1, detail: str = "") -> None:
        super().step(n, detail)
        if self.job.done >= self._stop_at:
            raise Cancelled


def test_an_import_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    source = service.open_path(pepys_folder(tmp_path / "pepys"))
    with pytest.raises(Cancelled):
        bring(source, StopAt(1000))
    assert entries.count_entries() == 0
    assert service.all_batches() == []
    assert index.count(index.parse("office")) == 0


def test_an_import_that_fails_leaves_nothing() -> None:
    journal_db.execute_sql("PRAGMA max_page_count=1")  # what SQLite says then is "full"
    with pytest.raises(Refusal, match="The import stopped at February 2002") as caught:
        bring(source_of({"2002-02-02.md": "The disk is full of words. " * 20_000}))
    assert caught.value.status == 507
    assert "your journal is as it was" in str(caught.value)
    assert entries.count_entries() == 0


def test_taking_back_removes_the_entries_from_list_index_and_tags() -> None:
    batch = bring(source_of({"2002-02-02.md": "---\ntags: [pond]\n---\nA heron"}))
    assert service.take_back(batch.id, Progress()) == (1, 0)
    assert entries.count_entries() == 0
    assert index.count(index.parse("heron")) == 0
    assert entries.all_tags() == []
    taken = service.read_batch(batch.id)
    assert taken.taken_back_at is not None


def test_what_was_changed_since_stays_when_the_import_is_taken_back() -> None:
    batch = bring(source_of({"2002-02-02.md": "One", "2002-02-03.md": "Two"}))
    (first, _) = list(entries.every_entry())
    entries.save_entry(first.uid, body="One, and more", title=None, base_version=1)
    assert service.changed_since(batch.id) == 1
    assert service.take_back(batch.id, Progress()) == (1, 1)
    assert bodies() == ["One, and more"]


def test_taking_back_that_is_stopped_changes_nothing() -> None:
    batch = bring(source_of({"2002-02-02.md": "One"}))
    with pytest.raises(Cancelled):
        service.take_back(batch.id, StopAt(1))
    assert bodies() == ["One"]
    assert service.read_batch(batch.id).taken_back_at is None


def test_what_was_taken_back_can_come_in_again() -> None:
    source = source_of({"2002-02-02.md": "One"})
    service.take_back(bring(source).id, Progress())
    assert bring(source).entries == 1


def test_what_was_written_by_hand_is_not_touched_by_taking_back() -> None:
    mine = entries.create_entry(body="Mine", when=When(date(2002, 2, 2), time(9), "UTC"))
    service.take_back(bring(source_of({"2002-02-02.md": "One"})).id, Progress())
    assert [entry.uid for entry in entries.every_entry()] == [mine.uid]


def test_progress_counts_to_its_total() -> None:
    progress = Progress()
    bring(source_of({**VAULT, "img/cup.png": picture()}), progress)
    assert progress.job.done == progress.total == 3


def test_a_look_changes_nothing() -> None:
    source = source_of({"2002-02-02.md": "One"})
    form = service.recognise(source)
    service.look(source, form, ReadOptions(), lambda _: None)
    assert entries.count_entries() == 0
    assert service.all_batches() == []


def test_what_is_too_much_to_be_kept_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.features.transfer.looking.KEPT_SIGNS", 3)
    batch = bring(source_of({"2002-02-02.md": "One", "2002-02-03.md": "Two"}))
    assert batch.entries == 2


def test_a_look_shows_the_first_the_last_and_one_between(alice_journal: Vault) -> None:
    source = source_of({f"2002-02-{day:02}.md": f"Day {day}" for day in range(1, 11)})
    look = service.look(source, service.recognise(source), ReadOptions(), lambda _: None)
    assert [sample.name for sample in look.samples] == ["Day 1", "Day 8", "Day 10"]


def test_the_date_of_the_import_is_that_of_the_clock(frozen_clock: object) -> None:
    batch = bring(source_of({"2002-02-02.md": "One"}))
    assert batch.made_at == clock.now_ms()
