"""Files and folders that are damaged, newer, missing or locked: said, and never made worse."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support import needs
from tests.support.people import PASSWORDS
from tests.support.program import Answer, Browser, Program
from tests.support.refusing import on_the_page, on_the_terminal, three_sentences
from webapp import create_app
from webapp.core.database import JOURNAL_ID, open_encrypted, use_accounts
from webapp.features.accounts import service
from webapp.settings import Settings

PASSWORD = PASSWORDS["alice"]
KNOWN = {"QUIETLEAF_PASSWORD": PASSWORD}
ALLOWED = "Quietleaf is not allowed to write to its folder. Nothing was changed. Check the folder"
DAMAGED = "Part of your journal's file cannot be read. Quietleaf has not changed it"
COPIES = "Copies made before changes to the file's form are in its folder, under “copies”."


@dataclass(frozen=True)
class Made:
    """A data folder of the real program, and the key of the one journal in it."""

    folder: Path
    key: bytes = field(repr=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A data folder with alice, whose keys cost what they cost outside the tests."""
    place = tmp_path_factory.mktemp("made")
    admin = {"QUIETLEAF_ADMIN_USERNAME": "alice", "QUIETLEAF_ADMIN_PASSWORD": PASSWORD}
    with Program(place, env=admin) as program:
        program.stop()
    app = create_app(Settings(data_dir=program.data_dir))
    places = app.extensions["places"]
    with app.app_context(), use_accounts(places.accounts_path):
        _user, vault = service.unlock(places, "alice", PASSWORD)
    made = Made(program.data_dir, vault.key)
    vault.close()
    return made


@pytest.fixture(scope="module")
def program(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program on a copy of that folder, where file permissions count."""
    program = Program(tmp_path_factory.mktemp("running"))
    shutil.copytree(made.folder, program.data_dir, dirs_exist_ok=True)
    program.before = needs.permissions_that_count()
    with program:
        yield program


@pytest.fixture(scope="module")
def browser(program: Program) -> Browser:
    return program.browser()


@pytest.fixture
def hers(program: Program, browser: Browser, made: Made) -> Iterator[Path]:
    """alice's folder, closed; after the test it is as it was."""
    (folder,) = (program.data_dir / "people").iterdir()
    yield folder
    browser.post("/lock")
    for path in (folder.parent, folder, *folder.glob("*")):
        path.chmod(0o700)
    shutil.rmtree(folder)
    shutil.copytree(made.folder / "people" / folder.name, folder)


def digests(folder: Path) -> dict[str, str]:
    """What every file below a folder holds."""
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def unlock(browser: Browser, **headers: str) -> Answer:
    """Open alice's journal, or try to."""
    return browser.post("/unlock", {"name": "alice", "password": PASSWORD}, **headers)


def is_refused(browser: Browser, status: int, said: str) -> None:
    """The page and its script are told, and nothing has been opened."""
    page, script = unlock(browser), unlock(browser, Accept="application/json")
    assert (page.status, script.status) == (status, status), page.text
    assert said in on_the_page(page)
    assert " ".join(three_sentences(script)).startswith(said)
    assert browser.get("/").location.endswith("/unlock")


def is_refused_to_a_command(program: Program, said: str) -> None:
    done = program.command("search", "words", "--as", "alice", env=KNOWN)
    assert on_the_terminal(done).startswith(said)


def turn_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[2000] ^= 1
    path.write_bytes(content)


def test_a_journal_of_a_newer_quietleaf_is_not_touched(
    program: Program, browser: Browser, hers: Path, made: Made
) -> None:
    journal = open_encrypted(hers / "journal.sqlite3", made.key, JOURNAL_ID)
    [version] = journal.execute("PRAGMA user_version").fetchone()
    journal.execute(f"PRAGMA user_version = {version + 100}")
    journal.close()
    before = digests(hers)
    said = "This journal was last opened with a newer Quietleaf. It is safe and unchanged. Update"
    is_refused(browser, 503, said)
    is_refused_to_a_command(program, said)
    assert digests(hers) == before


@pytest.mark.parametrize("name", ["journal.sqlite3", "media.sqlite3"])
def test_a_damaged_file_is_not_opened_and_not_touched(
    browser: Browser, hers: Path, name: str
) -> None:
    turn_a_byte(hers / name)
    before = digests(hers)
    is_refused(browser, 503, f"{DAMAGED} and opens nothing. {COPIES}")
    assert digests(hers) == before


def test_a_command_says_that_a_file_is_damaged(program: Program, hers: Path) -> None:
    turn_a_byte(hers / "journal.sqlite3")
    is_refused_to_a_command(program, f"{DAMAGED} and opens nothing. {COPIES}")


def test_a_person_whose_folder_is_gone_finds_it_again_when_it_is_back(
    program: Program, browser: Browser, hers: Path
) -> None:
    away = hers.replace(program.place / "away")
    said = "Quietleaf cannot find your journal where it was. Nothing was changed. If you moved"
    is_refused(browser, 503, said)
    away.replace(hers)
    assert unlock(browser).status == 303


@pytest.mark.parametrize("which", ["..", ".", "journal.sqlite3"])
def test_what_may_not_be_read_is_not_called_damaged_or_gone(
    browser: Browser, hers: Path, which: str
) -> None:
    locked = (hers / which).resolve()
    locked.chmod(0)
    is_refused(browser, 507, ALLOWED)
    locked.chmod(0o700)
    assert unlock(browser).status == 303


def test_a_folder_that_may_not_be_written_is_not_called_damaged(
    program: Program, browser: Browser, hers: Path
) -> None:
    hers.chmod(0o500)
    is_refused(browser, 507, ALLOWED)
    is_refused_to_a_command(program, ALLOWED)


def test_a_journal_that_may_not_be_written_can_be_read_until_it_may(
    browser: Browser, hers: Path
) -> None:
    (hers / "journal.sqlite3").chmod(0o400)
    assert unlock(browser).status == 303
    sent = {"body": "Frost", "title": None, "base_version": 0, "page": "p"}
    answer = browser.put(f"/entries/{'ab' * 16}", sent)
    assert answer.status == 507
    assert three_sentences(answer)[1] == "They are kept in this window."
    assert browser.get("/").status == 200
    browser.post("/lock")
    for path in hers.iterdir():  # the files beside it were made with its rights
        path.chmod(0o600)
    assert unlock(browser).status == 303
    assert browser.put(f"/entries/{'ab' * 16}", sent).status == 200


@pytest.fixture
def copied(made: Made, tmp_path: Path) -> Program:
    """The program on another copy of the folder, not started."""
    shutil.copytree(made.folder, tmp_path / "data")
    return Program(tmp_path)


@pytest.mark.parametrize("mode", ["--headless", "--browser", ""])
def test_journals_without_the_list_of_people_are_not_opened(copied: Program, mode: str) -> None:
    accounts = copied.data_dir / "accounts.sqlite3"
    accounts.unlink()
    before = digests(copied.data_dir / "people")
    done = copied.command(*filter(None, [mode]), env={"DISPLAY": ""})
    said = "The journals are there, but the file that lists the people of this computer is gone."
    assert f"{said} The journals are untouched. Put “accounts.sqlite3” back" in done.stderr
    assert (done.returncode, done.stdout) == (1, "")
    assert digests(copied.data_dir / "people") == before
    assert not accounts.exists()


def test_a_list_of_people_of_a_newer_quietleaf_is_not_touched(copied: Program) -> None:
    accounts = copied.data_dir / "accounts.sqlite3"
    database = sqlite3.connect(accounts)
    database.execute("PRAGMA user_version = 1000")
    database.close()
    before = accounts.read_bytes()
    assert "newer Quietleaf" in on_the_terminal(copied.command("--headless"))
    assert accounts.read_bytes() == before


@pytest.mark.parametrize("mode", ["--headless", ""])
def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path, mode: str) -> None:
    program = Program(tmp_path)
    program.before = needs.permissions_that_count()
    (tmp_path / "locked").mkdir(mode=0o500)
    program.data_dir = tmp_path / "locked" / "data"
    done = program.command(*filter(None, [mode]), env={"DISPLAY": ""})
    said = f"Quietleaf cannot write to its folder {program.data_dir}. Nothing was changed."
    assert on_the_terminal(done).startswith(said)
