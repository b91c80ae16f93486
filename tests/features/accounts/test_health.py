"""A journal that is damaged inside is found beside the person's work, and shut."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.people import PASSWORDS, Person
from webapp.core import inspection

DAMAGED = "Part of your journal&#39;s file cannot be read. Quietleaf has not changed it and opens"
PAGE = 4096


@pytest.fixture
def folder(app: Flask, people: dict[str, Person]) -> Path:
    """The folder of alice's files."""
    return Path(app.extensions["places"].people_folder) / people["alice"].id


def turn_a_bit(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[page * PAGE + 1000] ^= 1
    path.write_bytes(content)


def unlock(client: FlaskClient) -> int:
    """Open alice's journal as the page does, and wait until it has been looked through."""
    answer = client.post("/unlock", data={"name": "alice", "password": PASSWORDS["alice"]})
    for job in list(client.application.extensions["jobs"]._jobs.values()):
        job.thread.join()
    return answer.status_code


def last_page(path: Path) -> int:
    return path.stat().st_size // PAGE - 1


def test_a_whole_journal_stays_open(client: FlaskClient, folder: Path) -> None:
    assert unlock(client) == 303
    assert client.get("/").status_code == 200
    assert not inspection.is_due(folder / "journal.sqlite3")
    assert not inspection.is_due(folder / "media.sqlite3")


def test_a_page_damaged_far_inside_shuts_the_journal(client: FlaskClient, folder: Path) -> None:
    turn_a_bit(folder / "journal.sqlite3", last_page(folder / "journal.sqlite3"))
    unlock(client)
    assert client.get("/").location == "/unlock"
    assert DAMAGED in client.get("/unlock").text


def test_what_was_found_damaged_is_not_opened_again(client: FlaskClient, folder: Path) -> None:
    turn_a_bit(folder / "journal.sqlite3", last_page(folder / "journal.sqlite3"))
    unlock(client)
    before = (folder / "journal.sqlite3").read_bytes()
    assert unlock(client) == 503
    assert (folder / "journal.sqlite3").read_bytes() == before


def test_a_copy_in_its_place_is_opened_and_the_cover_is_calm(
    client: FlaskClient, folder: Path
) -> None:
    journal = folder / "journal.sqlite3"
    good = journal.read_bytes()
    turn_a_bit(journal, last_page(journal))
    unlock(client)
    journal.write_bytes(good)
    os.utime(journal, (0, 0))  # a file's time has steps of some ms, and this copy may come in one
    assert unlock(client) == 303
    client.post("/lock")
    assert DAMAGED not in client.get("/unlock").text


def test_damaged_photos_are_told_and_the_words_stay_open(client: FlaskClient, folder: Path) -> None:
    turn_a_bit(folder / "media.sqlite3", last_page(folder / "media.sqlite3"))
    unlock(client)
    assert "Part of the file with your photos cannot be read" in client.get("/").text


def test_a_second_window_does_not_read_it_all_again(app: Flask, client: FlaskClient) -> None:
    unlock(client)
    begun = len(app.extensions["jobs"]._jobs)
    unlock(app.test_client())
    assert len(app.extensions["jobs"]._jobs) == begun


def test_bob_is_told_nothing_of_it(client: FlaskClient, folder: Path) -> None:
    turn_a_bit(folder / "journal.sqlite3", last_page(folder / "journal.sqlite3"))
    unlock(client)
    answer = client.post("/unlock", data={"name": "bob", "who": "bob"})
    assert DAMAGED not in answer.text
