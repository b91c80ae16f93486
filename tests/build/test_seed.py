"""The demo diary: the same for the same day, complete, and never put where somebody writes."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "assets" / "demo"
A_DAY = date(2026, 11, 22)


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "build"))
    from seedkit import writer

    return writer


@pytest.fixture
def drafts(writer: Any) -> list[Any]:
    return list(writer.write_alices(A_DAY, DEMO / "stories.md"))


def seed(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build" / "seed.py"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_writes_the_same_for_the_same_day(writer: Any, drafts: list[Any]) -> None:
    assert list(writer.write_alices(A_DAY, DEMO / "stories.md")) == drafts


def test_it_writes_two_years_up_to_that_day(drafts: list[Any]) -> None:
    days = [draft.day for draft in drafts]
    assert 650 <= len(drafts) <= 800
    assert days == sorted(days)
    assert A_DAY - timedelta(days=735) <= days[0] <= A_DAY - timedelta(days=700)
    assert days[-1] == A_DAY


@pytest.mark.parametrize("month", range(1, 13))
def test_it_has_pictures_among_the_newest_in_every_season(writer: Any, month: int) -> None:
    newest = list(writer.write_alices(date(2027, month, 28), DEMO / "stories.md"))[-25:]
    assert sum("{photo:" in draft.body for draft in newest) >= 4


def test_it_leaves_nothing_to_be_filled_in(drafts: list[Any]) -> None:
    texts = [re.sub(r"\{photo:[\w-]+\|[^{}]+\}", "picture", draft.body) for draft in drafts]
    assert not [text for text in texts if re.search(r"[{}]|^\[\d|\s$|^\s", text) or not text]


def test_it_names_only_photos_that_are_there(drafts: list[Any]) -> None:
    named = {name for draft in drafts for name in re.findall(r"\{photo:([\w-]+)", draft.body)}
    assert named == {path.stem for path in DEMO.glob("*.jpg")}


def test_each_photo_is_credited() -> None:
    table = (DEMO / "CREDITS.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    credited = {name.strip() for row in rows for name in row.split(",")}
    assert {path.stem for path in DEMO.glob("*.jpg")} <= credited


@pytest.mark.parametrize("used", ["accounts.sqlite3", "a letter.txt"])
def test_it_refuses_a_folder_that_holds_something(tmp_path: Path, used: str) -> None:
    (tmp_path / used).write_bytes(b"words")
    done = seed("--data-dir", str(tmp_path))
    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [used]


@pytest.mark.real_kdf
def test_it_makes_people_whose_passwords_it_tells(tmp_path: Path) -> None:
    from webapp import create_app
    from webapp.core.database import use_accounts, use_vault
    from webapp.features.accounts import service as accounts
    from webapp.features.entries import service as entries
    from webapp.features.media import service as media
    from webapp.settings import Settings

    done = seed("--data-dir", str(tmp_path / "demo"), "--until", A_DAY.isoformat())
    assert done.returncode == 0, done.stderr
    name, password, said = done.stdout.splitlines()[0].split("\t")
    places = create_app(Settings(data_dir=tmp_path / "demo")).extensions["places"]
    with use_accounts(places.accounts_path):
        _user, vault = accounts.unlock(places, name, password)
        with use_vault(vault):
            page = entries.timeline(limit=30)
            assert said == f"{entries.count_entries()} entries"
            assert any(media.thumbs_for(page).values())
        vault.close()
