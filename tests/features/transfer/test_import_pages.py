"""The pages of the import, from choosing to taking back, with alice and bob."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from io import BytesIO
from threading import Event

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.importing import zip_of
from webapp.core.vault import Vault
from webapp.features.entries import service as entries
from webapp.features.transfer import holding, service

JOURNAL = (
    "[2020-02-28 10:00] The heron *\nIt stood there. @pond\n\n[2020-03-01 11:00] Rain\nAll day.\n"
)
JournalOf = Callable[[str], AbstractContextManager[Vault]]


def send(
    client: FlaskClient, files: Mapping[str, str | bytes], times: list[int] | None = None
) -> TestResponse:
    streams = [
        (BytesIO(text.encode() if isinstance(text, str) else text), name)
        for name, text in files.items()
    ]
    data: dict[str, object] = {"files": streams}
    if times is not None:
        data["times"] = json.dumps(times)
    return client.post("/import/files", data=data, headers={"Accept": "application/json"})


def chosen(client: FlaskClient, files: Mapping[str, str | bytes] | None = None) -> str:
    """Choose files and get the address of the check page."""
    answer = send(client, files or {"journal.txt": JOURNAL})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    place: str = answer.get_json()["to"]
    return place


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def bring_in(
    app: Flask, client: FlaskClient, files: Mapping[str, str | bytes] | None = None
) -> str:
    """Choose, check and bring in; the address of the result."""
    place = chosen(client, files)
    client.post(f"{place}/start")
    wait(app)
    return client.get(f"{place}/progress").headers["Location"]


def wait(app: Flask) -> None:
    """Wait for all work of the app."""
    for job in list(app.extensions["jobs"]._jobs.values()):
        job.thread.join(30)


def test_import_stands_in_the_sidebar(alice: FlaskClient) -> None:
    assert 'href="/import"' in page(alice, "/")


def test_the_first_page_says_what_can_be_read(alice: FlaskClient) -> None:
    text = words(page(alice, "/import"))
    assert "Drop a file or a folder here" in text
    assert "jrnl" in text


def test_checking_shows_what_is_inside_and_changes_nothing(
    alice: FlaskClient, journal_of: JournalOf
) -> None:
    text = words(page(alice, chosen(alice)))
    assert "Entries 2" in text
    assert "Written between 28 February 2020 and 1 March 2020" in text
    assert "Starred 1" in text
    assert "The heron" in text
    assert "Bring in 2 entries" in text
    with journal_of("alice"):
        assert entries.count_entries() == 0


def test_bringing_in_puts_the_entries_into_the_journal(
    app: Flask, alice: FlaskClient, journal_of: JournalOf
) -> None:
    text = words(page(alice, bring_in(app, alice)))
    assert "2 entries are in." in text
    with journal_of("alice"):
        latest, earliest = entries.timeline()
        assert (latest.name, latest.day, latest.time) == ("Rain", "2020-03-01", "11:00:00")
        assert earliest.starred
        assert [tag.name for tag in entries.read_entry(earliest.uid).tags] == ["pond"]


def test_it_can_go_into_a_new_journal_without_its_tags(
    app: Flask, alice: FlaskClient, journal_of: JournalOf
) -> None:
    place = chosen(alice, {"journal.txt": JOURNAL})
    assert '<option value="+journal">journal (new)</option>' in page(alice, place)
    alice.post(f"{place}/start", data={"journal": "+journal", "media": "1", "places": "1"})
    wait(app)
    with journal_of("alice"):
        _latest, earliest = entries.timeline()
        found = entries.read_entry(earliest.uid)
        assert entries.read_journal(found.journal_id).name == "journal"
        assert not found.tags


def test_it_goes_into_the_journal_that_is_chosen(
    app: Flask, alice: FlaskClient, journal_of: JournalOf
) -> None:
    with journal_of("alice"):
        walks = entries.journal_named("Walks").id
    place = chosen(alice)
    alice.post(f"{place}/start", data={"journal": str(walks), "tags": "1"})
    wait(app)
    with journal_of("alice"):
        assert {entry.journal_id for entry in entries.every_entry()} == {walks}


def test_what_is_here_already_does_not_come_in_again(app: Flask, alice: FlaskClient) -> None:
    bring_in(app, alice)
    place = chosen(alice, {"journal.txt": JOURNAL + "\n[2020-03-02 10:00] Sun\n"})
    text = words(page(alice, place))
    assert "Already in your journal The same day, time and words, or the same id 2" in text
    assert "Bring in 1 entry" in text


def test_nothing_new_is_said_and_cannot_be_brought_in(app: Flask, alice: FlaskClient) -> None:
    bring_in(app, alice)
    text = words(page(alice, chosen(alice)))
    assert "There is nothing new in it." in text
    assert "Bring in" not in text.replace("Bring in </li>", "").split("How it should come in")[1]


def test_an_import_can_be_undone_later(
    app: Flask, alice: FlaskClient, journal_of: JournalOf
) -> None:
    place = bring_in(app, alice)
    assert "journal.txt" in page(alice, "/import")
    answer = alice.post(f"{place}/back", follow_redirects=True)
    assert "2 entries taken back" in words(answer.get_data(as_text=True))
    with journal_of("alice"):
        assert entries.count_entries() == 0
    assert "This import was taken back." in words(page(alice, place))


def test_it_is_refused_to_undo_twice(app: Flask, alice: FlaskClient) -> None:
    place = bring_in(app, alice)
    alice.post(f"{place}/back")
    assert alice.post(f"{place}/back").status_code == 409


def test_a_folder_keeps_its_names_and_the_times_of_its_files(alice: FlaskClient) -> None:
    answer = send(
        alice,
        {"vault/a.md": "Undated", "vault/2002-02-02.md": "Dated"},
        [1_000_000_000_000, 1_100_000_000_000],
    )
    text = words(page(alice, answer.get_json()["to"]))
    assert "Written between 9 September 2001 and 2 February 2002" in text
    assert "Only the file’s own time says when it was written" in text
    assert "vault/a.md" in text


def test_a_zip_is_taken(alice: FlaskClient) -> None:
    data = zip_of({"v/2002-02-02.md": "Tea"}).getvalue()
    assert "Bring in 1 entry" in words(page(alice, chosen(alice, {"vault.zip": data})))


def test_what_has_no_date_can_be_given_one(alice: FlaskClient) -> None:
    place = chosen(alice, {"note.md": "Tea"})
    assert "Nothing says when it was written." in words(page(alice, place))
    alice.post(f"{place}/options", data={"undated": "1999-12-31", "zone": "UTC"})
    assert "Written on 31 December 1999." in words(page(alice, place))


def test_a_day_that_is_none_is_refused_on_the_page(alice: FlaskClient) -> None:
    place = chosen(alice, {"note.md": "Tea"})
    answer = alice.post(f"{place}/options", data={"undated": "1999-02-31"})
    assert answer.status_code == 400
    assert "There is no such day." in words(answer.get_data(as_text=True))


def test_a_zone_that_is_none_is_refused_on_the_page(alice: FlaskClient) -> None:
    answer = alice.post(f"{chosen(alice)}/options", data={"zone": "Middle/Earth"})
    assert answer.status_code == 400
    assert "knows no such time zone" in words(answer.get_data(as_text=True))


def test_the_zone_that_is_chosen_is_the_entries_zone(
    app: Flask, alice: FlaskClient, journal_of: JournalOf
) -> None:
    place = chosen(alice)
    alice.post(f"{place}/options", data={"zone": "Asia/Tokyo"})
    alice.post(f"{place}/start")
    wait(app)
    with journal_of("alice"):
        assert entries.read_entry(entries.timeline()[0].uid).zone == "Asia/Tokyo"


def test_the_encoding_is_asked_for_and_the_answer_used(
    app: Flask, alice: FlaskClient, journal_of: JournalOf
) -> None:
    place = chosen(alice, {"2020-01-01.txt": "Zo\u00eb came".encode("cp1252")})
    text = words(page(alice, place))
    assert "How is this text written?" in text
    assert "Zoë came" in text
    alice.post(f"{place}/options", data={"encoding": "cp1252"})
    alice.post(f"{place}/start")
    wait(app)
    with journal_of("alice"):
        assert entries.timeline()[0].name == "Zoë came"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.json", b"{}", "does not know this kind of file"),
        ("a.zip", b"PK\x03\x04 broken", "damaged or cut short"),
        ("../../a.md", b"x", "leads out of the folder"),
    ],
)
def test_a_bad_file_is_refused_in_three_sentences(
    alice: FlaskClient, name: str, data: bytes, said: str
) -> None:
    answer = send(alice, {name: data})
    error = answer.get_json()["error"]
    assert answer.status_code == 400
    assert said in error["happened"]
    assert error["safe"] == "Nothing was added."
    assert error["todo"]


def test_a_locked_journal_is_opened_with_its_password(
    app: Flask, alice: FlaskClient, journal_of: JournalOf
) -> None:
    locked = locked_journal("[2020-02-28 10:00] The heron\nIt stood there.\n", "pond and reed")
    place = chosen(alice, {"journal.txt": locked})
    assert "This file is locked" in words(page(alice, place))
    answer = alice.post(f"{place}/options", data={"password": "wrong"}, follow_redirects=True)
    assert "The password does not open this file." in words(answer.text)
    alice.post(f"{place}/options", data={"password": "pond and reed"})
    assert "Bring in 1 entry" in words(page(alice, place))
    alice.post(f"{place}/start")
    wait(app)
    with journal_of("alice"):
        (entry,) = entries.every_entry()
        assert entry.title == "The heron"


def locked_journal(text: str, password: str) -> bytes:
    """A journal as the third format of jrnl locks it."""
    salt = bytes(range(16))
    key = base64.urlsafe_b64encode(hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 100_000))
    said = json.dumps({"salt": base64.urlsafe_b64encode(salt).decode()})
    head = base64.b64encode(said.encode())
    return b"JRNLv3" + len(head).to_bytes(2, "big") + head + Fernet(key).encrypt(text.encode())


def test_no_file_at_all_is_refused(alice: FlaskClient) -> None:
    assert send(alice, {}).status_code == 400


def test_more_than_the_page_can_take_is_refused(
    alice: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.features.transfer.forms.MAX_UPLOAD", 100)
    answer = send(alice, {"journal.txt": JOURNAL})
    assert answer.status_code == 413
    assert "on the command line" in answer.get_json()["error"]["todo"]


def test_what_was_chosen_can_be_dropped(alice: FlaskClient) -> None:
    place = chosen(alice)
    alice.post(f"{place}/drop")
    assert alice.get(place).status_code == 404


def test_what_was_chosen_goes_with_the_lock(app: Flask, alice: FlaskClient) -> None:
    chosen(alice)
    (session,) = app.extensions["sessions"]._by_sid.values()
    held = session.kept[holding.KEY]
    alice.post("/lock")
    assert session.kept == {}
    assert held is not None


def test_a_stranger_to_the_choice_gets_nothing(alice: FlaskClient, bob: FlaskClient) -> None:
    place = chosen(alice)
    for address in (place, f"{place}/progress"):
        assert bob.get(address).status_code == 404
    for address in (f"{place}/options", f"{place}/start", f"{place}/drop"):
        assert bob.post(address).status_code == 404
    assert alice.get(place).status_code == 200


def test_a_stranger_to_the_import_gets_nothing(
    app: Flask, alice: FlaskClient, bob: FlaskClient
) -> None:
    place = bring_in(app, alice)
    assert bob.get(place).status_code == 404
    assert bob.post(f"{place}/back").status_code == 404
    assert "journal.txt" not in page(bob, "/import")


def test_the_import_needs_an_open_journal(client: FlaskClient) -> None:
    for address in ("/import", "/import/0123", "/import/batches/1"):
        assert client.get(address).status_code in {302, 303, 401}


def test_bringing_in_needs_a_look_first(app: Flask, alice: FlaskClient) -> None:
    place = chosen(alice, {"2020-01-01.txt": "Zo\u00eb".encode("cp1252")})
    alice.post(f"{place}/start")
    wait(app)
    assert alice.get(f"{place}/progress").headers["Location"].endswith(place)


def test_a_second_press_of_the_button_brings_in_nothing_twice(
    app: Flask, alice: FlaskClient, journal_of: JournalOf
) -> None:
    place = chosen(alice)
    alice.post(f"{place}/start")
    wait(app)
    alice.post(f"{place}/start")
    wait(app)
    with journal_of("alice"):
        assert entries.count_entries() == 2


def test_the_script_of_the_page_is_where_scripts_may_be(alice: FlaskClient) -> None:
    (address,) = re.findall(r'src="([^"]*choosing\.js[^"]*)"', page(alice, "/import"))
    assert address.startswith("/static/")
    with alice.get(address) as answer:
        assert answer.status_code == 200


def test_taking_back_what_takes_long_shows_how_far_it_is(
    app: Flask, alice: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = bring_in(app, alice)
    may_end = Event()

    def slow(batch_id: int, progress: object) -> tuple[int, int]:
        may_end.wait(30)
        return 2, 0

    monkeypatch.setattr("webapp.features.transfer.views.SOON", 0.0)
    monkeypatch.setattr(service, "take_back", slow)
    answer = alice.post(f"{place}/back")
    may_end.set()
    text = answer.get_data(as_text=True)
    assert "Taking the import back" in words(text)
    assert f'data-done-url="{place}"' in text
