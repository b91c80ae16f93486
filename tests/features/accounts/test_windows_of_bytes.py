"""What lies in the data folder opens nothing: no 32 bytes of it are a key."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask

from tests.support.people import Person
from webapp.core import kdf
from webapp.core.database import use_accounts
from webapp.core.slots import NONCE_BYTES, Slot
from webapp.core.vault import Vault
from webapp.features.accounts.models import KeySlot

KEY = 32
PAGE = 4096


@pytest.fixture
def files(app: Flask, journal_of: Callable[[str], AbstractContextManager[Vault]]) -> list[Path]:
    """Every file of the data folder, after both have opened and closed their journals."""
    for name in ("alice", "bob"):
        with journal_of(name):
            pass
    folder: Path = app.extensions["places"].data_dir
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


@pytest.fixture
def slots(app: Flask, files: list[Path]) -> list[Slot]:
    with app.app_context(), use_accounts(app.extensions["places"].accounts_path):
        return [row.slot for row in KeySlot.select()]


def windows(path: Path) -> Iterator[bytes]:
    """Every 32 bytes in a row, as they are and where they stand as hexadecimal or base64."""
    here = path.read_bytes()
    if path.name.split(".")[0] in ("journal", "media"):  # one page of cipher is like the other
        here = here[:PAGE] + here[-PAGE:]
    for at in range(len(here) - KEY + 1):
        yield here[at : at + KEY]
    for run in re.findall(rb"[0-9a-fA-F]{64,}", here):
        for at in range(len(run) - 63):
            yield binascii.unhexlify(run[at : at + 64])
    for run in re.findall(rb"[A-Za-z0-9+/]{43,}", here):
        for at in range(len(run) - 42):
            yield base64.b64decode(run[at : at + 43] + b"=")[:KEY]


def opens_a_slot(window: bytes, slots: list[Slot]) -> bool:
    cipher = AESGCM(window)
    for slot in slots:
        try:
            cipher.decrypt(slot.sealed[:NONCE_BYTES], slot.sealed[NONCE_BYTES:], slot.bound)
        except InvalidTag:
            continue
        return True
    return False


def test_no_stored_bytes_open_a_slot(files: list[Path], slots: list[Slot]) -> None:
    assert len(slots) == 4  # two people, each with a password and a recovery code
    tried = 0
    for path in files:
        for window in windows(path):
            assert not opens_a_slot(window, slots), path.name
            tried += 1
    assert tried > 50_000


def test_no_stored_bytes_are_a_journal_s_key(files: list[Path], people: dict[str, Person]) -> None:
    keys = [person.key for person in people.values()]
    for path in files:
        content = path.read_bytes()
        for key in keys:
            for written in (key, key.hex().encode(), key.hex().upper().encode()):
                assert written not in content
            assert base64.b64encode(key).rstrip(b"=") not in content


def test_no_stored_bytes_are_a_password_or_a_code(
    files: list[Path], people: dict[str, Person]
) -> None:
    for path in files:
        content = path.read_bytes().lower()
        for person in people.values():
            for secret in (person.password, person.code, person.code.replace(" ", "")):
                assert secret.lower().encode() not in content


def test_what_proves_a_password_is_stored_nowhere(
    files: list[Path], slots: list[Slot], people: dict[str, Person]
) -> None:
    alice = people["alice"]
    (slot,) = [one for one in slots if one.person_id == alice.id and one.kind == "password"]
    keys = kdf.derive(alice.password, slot.salt, slot.cost)
    for path in files:
        content = path.read_bytes()
        assert keys.kek not in content
        assert keys.login not in content
        assert base64.b64encode(keys.login) not in content


def test_the_search_above_finds_a_key_that_does_lie_there(
    app: Flask, files: list[Path], slots: list[Slot], people: dict[str, Person]
) -> None:
    alice = people["alice"]
    (slot,) = [one for one in slots if one.person_id == alice.id and one.kind == "password"]
    kek = kdf.derive(alice.password, slot.salt, slot.cost).kek
    for written in (b"x" + kek, kek.hex().encode(), base64.b64encode(kek)):
        planted = app.extensions["places"].data_dir / "planted"
        planted.write_bytes(written)
        assert any(opens_a_slot(window, slots) for window in windows(planted))


def test_the_slots_beside_the_journal_are_those_of_the_accounts_file(
    app: Flask, slots: list[Slot], people: dict[str, Person]
) -> None:
    folder = app.extensions["places"].people_folder / people["alice"].id
    said = json.loads((folder / "slots.json").read_text(encoding="utf-8"))
    kept = {slot["kind"]: bytes.fromhex(slot["sealed"]) for slot in said["slots"]}
    mine = {slot.kind: slot.sealed for slot in slots if slot.person_id == people["alice"].id}
    assert kept == mine
    assert said["person"] == people["alice"].id
