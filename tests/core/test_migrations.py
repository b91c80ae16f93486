"""Bringing a file to this version's form: all steps or none, a copy first, newer files refused."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import FrozenClock
from webapp.core import migrations
from webapp.core.errors import Refusal
from webapp.core.migrations import NewerFile, Step, bring_up_to_date

ONE, TWO = Step("notes", "0001_notes"), Step("notes", "0002_stars")
SQL = {
    "0001_notes": "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);\n",
    "0002_stars": (
        "-- a comment; with a semicolon\n"
        "ALTER TABLE note ADD COLUMN star INTEGER NOT NULL DEFAULT 0;\n"
        "CREATE TRIGGER starred AFTER UPDATE ON note BEGIN\n"
        "  UPDATE note SET text = text; SELECT 1;\nEND;\n"
    ),
    "0002_broken": "ALTER TABLE note ADD COLUMN star INTEGER;\nCREATE TABLE note (id);\n",
    "0002_half": "ALTER TABLE note ADD COLUMN star INTEGER;\nCREATE TABLE more (\n",
    "0002_orphans": (
        "CREATE TABLE leaf (note INTEGER REFERENCES note (id));\nINSERT INTO leaf VALUES (99);\n"
    ),
}


@pytest.fixture(autouse=True)
def written_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "features" / "notes" / "migrations"
    folder.mkdir(parents=True)
    for name, sql in SQL.items():
        (folder / f"{name}.sql").write_text(sql, encoding="utf-8")
    monkeypatch.setattr(migrations, "FEATURES_FOLDER", tmp_path / "features")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def file(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    yield connection
    connection.close()


@pytest.fixture
def filled(file: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """A file of the first form that holds a note."""
    bring_up_to_date(file, path, [ONE])
    file.execute("INSERT INTO note (text) VALUES ('a note')")
    return file


def columns(file: sqlite3.Connection) -> list[str]:
    return [row[1] for row in file.execute("PRAGMA table_info(note)")]


def version(file: sqlite3.Connection) -> int:
    return int(file.execute("PRAGMA user_version").fetchone()[0])


def copies(path: Path) -> list[Path]:
    return sorted((path.parent / "copies").glob("*"))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_new_file_gets_every_step_in_order(file: sqlite3.Connection, path: Path) -> None:
    assert bring_up_to_date(file, path, [ONE, TWO]) == [ONE, TWO]
    assert columns(file) == ["id", "text", "star"]
    assert version(file) == 2


def test_a_new_file_needs_no_copy(file: sqlite3.Connection, path: Path) -> None:
    bring_up_to_date(file, path, [ONE])
    assert copies(path) == []


def test_repeating_changes_nothing(filled: sqlite3.Connection, path: Path) -> None:
    before = filled.total_changes
    assert bring_up_to_date(filled, path, [ONE]) == []
    assert filled.total_changes == before
    assert copies(path) == []


def test_only_the_missing_step_is_run(filled: sqlite3.Connection, path: Path) -> None:
    assert bring_up_to_date(filled, path, [ONE, TWO]) == [TWO]
    assert filled.execute("SELECT text, star FROM note").fetchall() == [("a note", 0)]


def test_a_step_of_another_feature_may_come_in_between(
    filled: sqlite3.Connection, path: Path
) -> None:
    assert bring_up_to_date(filled, path, [TWO, ONE]) == [TWO]


def test_the_file_is_copied_before_a_step(filled: sqlite3.Connection, path: Path) -> None:
    bring_up_to_date(filled, path, [ONE, TWO])
    (copy,) = copies(path)
    with sqlite3.connect(copy) as kept:
        assert columns(kept) == ["id", "text"]
        assert kept.execute("SELECT text FROM note").fetchall() == [("a note",)]
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    kept.close()


def test_the_copy_says_which_form_and_when(
    filled: sqlite3.Connection, path: Path, frozen_clock: FrozenClock
) -> None:
    bring_up_to_date(filled, path, [ONE, TWO])
    assert [copy.name for copy in copies(path)] == ["journal-form1-20261122-190400.sqlite3"]


def test_without_room_for_a_copy_no_step_is_run(
    filled: sqlite3.Connection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrations.shutil, "copy2", full)
    with pytest.raises(OSError, match="No space"):
        bring_up_to_date(filled, path, [ONE, TWO])
    assert columns(filled) == ["id", "text"]
    assert not filled.in_transaction


def bring_broken(filled: sqlite3.Connection, path: Path, name: str) -> None:
    with pytest.raises((sqlite3.OperationalError, ValueError, RuntimeError)):
        bring_up_to_date(filled, path, [ONE, Step("notes", name)])


@pytest.mark.parametrize("name", ["0002_broken", "0002_half", "0002_orphans"])
def test_a_step_that_breaks_off_leaves_the_file_as_it_was(
    filled: sqlite3.Connection, path: Path, name: str
) -> None:
    bring_broken(filled, path, name)
    assert columns(filled) == ["id", "text"]
    assert version(filled) == 1
    assert not filled.in_transaction


def test_after_a_step_that_broke_off_the_mended_one_runs(
    filled: sqlite3.Connection, path: Path
) -> None:
    bring_broken(filled, path, "0002_broken")
    assert bring_up_to_date(filled, path, [ONE, TWO]) == [TWO]


def test_foreign_keys_are_watched_again_after_a_step(
    filled: sqlite3.Connection, path: Path
) -> None:
    bring_up_to_date(filled, path, [ONE, TWO])
    assert filled.execute("PRAGMA foreign_keys").fetchone() == (1,)


def newer_by_number(file: sqlite3.Connection) -> None:
    file.execute("PRAGMA user_version=7")


def newer_by_a_strange_step(file: sqlite3.Connection) -> None:
    file.execute("INSERT INTO schema_step VALUES ('notes', '0002_of_tomorrow', 0)")


@pytest.mark.parametrize("make_newer", [newer_by_number, newer_by_a_strange_step])
def test_a_newer_file_is_refused_and_unchanged(
    filled: sqlite3.Connection, path: Path, make_newer: Callable[[sqlite3.Connection], None]
) -> None:
    make_newer(filled)
    filled.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = digest(path)
    with pytest.raises(NewerFile, match="newer Quietleaf"):
        bring_up_to_date(filled, path, [ONE, TWO])
    filled.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert digest(path) == before
    assert copies(path) == []


def test_a_step_without_its_sql_is_a_mistake_that_shows(
    file: sqlite3.Connection, path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        bring_up_to_date(file, path, [Step("notes", "0001_missing")])
    assert version(file) == 0


def test_every_step_of_every_feature_has_its_sql(monkeypatch: pytest.MonkeyPatch) -> None:
    from webapp.features import FEATURES

    monkeypatch.undo()
    for feature in FEATURES:
        for kind in ("accounts", "journal", "media"):
            for name in getattr(feature, f"{kind}_steps"):
                assert list(Step(feature.name, name).statements()), name


def test_two_programs_that_begin_at_once_run_each_step_once(
    file: sqlite3.Connection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = sqlite3.connect(path, isolation_level=None)
    run = migrations._run
    quicker = [lambda: bring_up_to_date(second, path, [ONE, TWO])]

    def after_the_other(*given: object) -> list[Step]:
        if quicker:
            quicker.pop()()
        return run(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(migrations, "_run", after_the_other)
    assert bring_up_to_date(file, path, [ONE, TWO]) == []
    assert version(file) == 2
    second.close()


def test_what_is_called_a_copy_is_a_whole_one(
    filled: sqlite3.Connection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(migrations.shutil, "copy2", half)
    with pytest.raises(OSError, match="No space"):
        bring_up_to_date(filled, path, [ONE, TWO])
    assert copies(path) == []


def test_a_file_that_somebody_else_reads_is_not_copied_in_part(
    filled: sqlite3.Connection, path: Path
) -> None:
    filled.execute("PRAGMA busy_timeout=0")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM note").fetchall()
    filled.execute("INSERT INTO note (text) VALUES ('in the log only')")
    with pytest.raises(Refusal, match="open in another program"):
        bring_up_to_date(filled, path, [ONE, TWO])
    reader.close()
    assert copies(path) == []
    assert columns(filled) == ["id", "text"]
