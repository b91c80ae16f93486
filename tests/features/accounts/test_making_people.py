"""Making people: names, passwords, and what is stored of them."""

from __future__ import annotations

import base64
from pathlib import Path

import bcrypt
import pytest

from tests.support.people import A_NEW_PASSWORD, PASSWORDS, Person
from tests.support.unlocking import WRONG, opens
from webapp.core import kdf, slots
from webapp.core.errors import Refusal
from webapp.core.kdf import Cost
from webapp.core.places import Places
from webapp.features.accounts import service
from webapp.features.accounts.models import KeySlot, NameTaken, User, check_login, hash_login
from webapp.features.accounts.refusals import BadPassword


def test_a_new_person_has_a_journal_that_their_password_opens(empty_places: Places) -> None:
    service.create_person(empty_places, "carol", A_NEW_PASSWORD).vault.close()
    assert opens(empty_places, "carol", A_NEW_PASSWORD)


def test_a_new_person_s_recovery_code_is_not_yet_kept(empty_places: Places) -> None:
    new = service.create_person(empty_places, "carol", A_NEW_PASSWORD)
    new.vault.close()
    assert not service.find_person("carol").code_is_kept


def test_two_people_have_different_keys(people: dict[str, Person]) -> None:
    assert people["alice"].key != people["bob"].key


@pytest.mark.parametrize("name", ["alice", "ALICE", " alice ", "ａｌｉｃｅ"])
def test_it_refuses_a_name_that_is_taken(places: Places, name: str) -> None:
    with pytest.raises(Refusal, match="already called") as caught:
        service.create_person(places, name, A_NEW_PASSWORD)
    assert caught.value.status == 409


def test_a_refused_person_leaves_nothing_behind(places: Places) -> None:
    before = sorted(places.people_folder.iterdir())
    with pytest.raises(Refusal):
        service.create_person(places, "Alice", A_NEW_PASSWORD)
    assert sorted(places.people_folder.iterdir()) == before


@pytest.mark.parametrize("name", ["", "   ", "a\0b", "x" * 61, "a\u202eb", "\ud800"])
def test_it_refuses_a_name_that_cannot_be_shown(places: Places, name: str) -> None:
    with pytest.raises(Refusal, match="cannot be used"):
        service.create_person(places, name, A_NEW_PASSWORD)


def test_spaces_and_line_breaks_in_a_name_are_one_space() -> None:
    assert service.check_name("  Ann \n\t Marie ") == "Ann Marie"


@pytest.mark.parametrize("name", ["Zoë", "李雷", "שרה", "O’Neil", "Ann Marie", "x" * 60])
def test_a_name_may_be_of_any_script(places: Places, name: str) -> None:
    service.create_person(places, name, A_NEW_PASSWORD).vault.close()
    assert service.find_person(name).username == name


@pytest.mark.parametrize("password", ["", "short", "123456789", "é" * 9, "a\u0301" * 9])
def test_it_refuses_a_password_of_fewer_than_ten_signs(places: Places, password: str) -> None:
    with pytest.raises(BadPassword, match="Ten characters or more"):
        service.create_person(places, "carol", password)


@pytest.mark.parametrize(
    "password",
    ["password123", "Password123", "1234567890", "qwertyuiop", "aaaaaaaaaa", "ababababab"],
)
def test_it_refuses_a_password_that_many_people_use(places: Places, password: str) -> None:
    with pytest.raises(BadPassword, match="Many people use this one"):
        service.create_person(places, "carol", password)


@pytest.mark.parametrize("password", ["lantern\ud800 oblong", "x y" * 400])
def test_it_refuses_a_password_that_is_no_text_or_too_long(places: Places, password: str) -> None:
    with pytest.raises(BadPassword, match="cannot be used"):
        service.create_person(places, "carol", password)


@pytest.mark.parametrize(
    "password",
    [
        "пароль из слов",
        "密码密码密码密码一二三",
        "🦉🦊🐻🐼🦁🐯🐨🐸🐵🐔",
        "a b\0c d e f g",
        "x y " * 256,
    ],
)
def test_a_password_may_be_of_any_signs(places: Places, password: str) -> None:
    service.create_person(places, "carol", password).vault.close()
    assert opens(places, "carol", password)
    assert not opens(places, "carol", password + "!")


def test_an_unwritable_folder_is_said_and_leaves_nobody(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(Refusal, match="not allowed to write"):
        service.create_person(places, "carol", A_NEW_PASSWORD)
    assert [user.username for user in service.people()] == ["alice", "bob"]


def test_the_class_method_of_the_model_says_when_a_name_is_taken(places: Places) -> None:
    with pytest.raises(NameTaken):
        User.create_user("Alice", A_NEW_PASSWORD)


def test_the_first_person_is_the_administrator(empty_places: Places) -> None:
    service.create_first_person(empty_places, "carol", A_NEW_PASSWORD).vault.close()
    assert service.find_person("carol").is_admin


def test_there_is_no_second_first_person(places: Places) -> None:
    with pytest.raises(Refusal, match="been here first"):
        service.create_first_person(places, "carol", A_NEW_PASSWORD)


def test_the_named_administrator_is_made_on_an_empty_computer(empty_places: Places) -> None:
    code = service.ensure_administrator("carol", A_NEW_PASSWORD, empty_places)
    assert code is not None
    assert slots.read_recovery_code(code)
    assert service.find_person("carol").code_is_kept


def test_the_named_administrator_changes_nothing_where_somebody_is(places: Places) -> None:
    assert service.ensure_administrator("alice", A_NEW_PASSWORD, places) is None
    assert opens(places, "alice", PASSWORDS["alice"])


def test_the_stored_hash_is_bcrypt_of_the_derived_login(places: Places) -> None:
    user = service.find_person("alice")
    keys = user.derive(PASSWORDS["alice"])
    assert bcrypt.checkpw(base64.b64encode(keys.login), user.password_hash.encode())
    assert user.check_login(keys)


@pytest.mark.real_kdf
def test_the_cost_of_the_stored_hash_is_the_program_s_own() -> None:
    keys = kdf.derive(WRONG, bytes(16), Cost(64))
    assert hash_login(keys).startswith("$2b$10$")


def test_the_password_itself_is_in_no_hash(places: Places) -> None:
    user = service.find_person("alice")
    assert not bcrypt.checkpw(PASSWORDS["alice"].encode(), user.password_hash.encode())


@pytest.mark.parametrize(
    "planted", ["", "x", "$2b$31$" + "." * 53, "$2b$04$" + "." * 53, "$2b$10$"]
)
def test_a_planted_hash_never_lets_anyone_in(planted: str) -> None:
    keys = kdf.derive(WRONG, bytes(16), Cost(8))
    assert not check_login(planted, keys)
    assert check_login(hash_login(keys), keys)


@pytest.mark.parametrize("mib", [0, 1025, 4096])
def test_a_planted_cost_is_refused_without_being_paid(places: Places, mib: int) -> None:
    User.update(mib=mib).where(User.username == "alice").execute()
    with pytest.raises(Refusal, match="is damaged"):
        service.unlock(places, "alice", PASSWORDS["alice"])


def test_an_administrator_has_no_slot_in_anyone_s_journal(
    places: Places, people: dict[str, Person]
) -> None:
    alice = service.find_person("alice")
    keys = alice.derive(PASSWORDS["alice"])
    for slot in KeySlot.select().where(KeySlot.person == people["bob"].id):
        with pytest.raises(slots.DamagedSlot):
            slots.unseal(slot.slot, keys.kek)
