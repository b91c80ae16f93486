"""Making people, opening their journals, and changing what opens them."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path

import bcrypt
import pytest
from flask import Flask

from tests.conftest import FrozenClock
from tests.support.people import A_NEW_PASSWORD, PASSWORDS, Person
from webapp.core import kdf, slots
from webapp.core.database import DamagedFile, accounts_db, journal_db, use_accounts, use_vault
from webapp.core.errors import Refusal
from webapp.core.kdf import Cost
from webapp.core.places import Places
from webapp.features.accounts import refusals, service, tries
from webapp.features.accounts.models import KeySlot, NameTaken, User, check_login, hash_login
from webapp.features.accounts.refusals import BadPassword, TryLater, WrongPassword

WRONG = "lantern oblong thirty herring"


@pytest.fixture
def places(app: Flask) -> Iterator[Places]:
    """The data folder with alice and bob, its accounts file open; not together with requests."""
    found: Places = app.extensions["places"]
    tries._strangers.clear()
    with app.app_context(), use_accounts(found.accounts_path):
        yield found


@pytest.fixture
def empty_places(empty_app: Flask) -> Iterator[Places]:
    found: Places = empty_app.extensions["places"]
    with empty_app.app_context(), use_accounts(found.accounts_path):
        yield found


def opens(places: Places, name: str, password: str) -> bool:
    try:
        _user, vault = service.unlock(places, name, password)
    except WrongPassword:
        return False
    vault.close()
    return True


def fail(places: Places, name: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(WrongPassword):
            service.unlock(places, name, WRONG)


# --- making people ---------------------------------------------------------------------------


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


# --- what is stored --------------------------------------------------------------------------


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


# --- unlocking -------------------------------------------------------------------------------


def test_the_password_opens_the_person_s_own_journal(
    places: Places, people: dict[str, Person]
) -> None:
    user, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    assert (user.username, vault.key) == ("alice", people["alice"].key)
    vault.close()


@pytest.mark.parametrize("name", ["Alice", " ALICE  "])
def test_the_name_is_known_whatever_its_case(places: Places, name: str) -> None:
    assert opens(places, name, PASSWORDS["alice"])


@pytest.mark.parametrize(
    "password", ["", WRONG, PASSWORDS["bob"], PASSWORDS["alice"].upper(), "\ud800", "x" * 100_000]
)
def test_it_refuses_a_wrong_password(places: Places, password: str) -> None:
    with pytest.raises(WrongPassword, match="That is not alice’s password"):
        service.unlock(places, "alice", password)


@pytest.mark.parametrize("name", ["carol", "", "\ud800", "x" * 100_000])
def test_a_name_that_nobody_has_gets_the_same_answer(places: Places, name: str) -> None:
    with pytest.raises(WrongPassword) as caught:
        service.unlock(places, name, WRONG)
    with pytest.raises(WrongPassword) as known:
        service.unlock(places, "alice", WRONG)
    assert caught.value.sentences[1:] == known.value.sentences[1:]
    assert caught.value.status == known.value.status
    assert len(str(caught.value)) < 300


def test_a_name_that_nobody_has_costs_the_same_work(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid: list[Cost] = []
    derive = kdf.derive

    def counted(password: str, salt: bytes, cost: Cost) -> kdf.Derived:
        paid.append(cost)
        return derive(password, salt, cost)

    monkeypatch.setattr(kdf, "derive", counted)
    for name in ("alice", "carol"):
        with pytest.raises(WrongPassword):
            service.unlock(places, name, WRONG)
    assert len(paid) == 2
    assert paid[0] == paid[1]


def test_a_disabled_person_s_journal_stays_closed(places: Places) -> None:
    User.update(is_disabled=True).where(User.username == "bob").execute()
    with pytest.raises(Refusal, match="Ask alice, who looks after this computer"):
        service.unlock(places, "bob", PASSWORDS["bob"])


def test_a_disabled_person_s_wrong_password_is_only_a_wrong_password(places: Places) -> None:
    User.update(is_disabled=True).where(User.username == "bob").execute()
    with pytest.raises(WrongPassword):
        service.unlock(places, "bob", WRONG)


def test_a_damaged_slot_is_told_from_a_wrong_password(places: Places) -> None:
    damage_slot("password")
    with pytest.raises(Refusal, match="The password is right, but"):
        service.unlock(places, "alice", PASSWORDS["alice"])


def test_a_missing_slot_is_told_from_a_wrong_password(places: Places) -> None:
    KeySlot.delete().where(KeySlot.kind == "password").execute()
    with pytest.raises(Refusal, match="The password is right, but"):
        service.unlock(places, "alice", PASSWORDS["alice"])


def test_a_damaged_journal_is_told_from_a_wrong_password(
    places: Places, people: dict[str, Person]
) -> None:
    path = places.people_folder / people["alice"].id / "journal.sqlite3"
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(DamagedFile, match="has not changed it and opens nothing"):
        service.unlock(places, "alice", PASSWORDS["alice"])


def test_a_journal_that_was_moved_away_is_said(places: Places, people: dict[str, Person]) -> None:
    shutil.rmtree(places.people_folder / people["alice"].id)
    with pytest.raises(Refusal, match="cannot find your journal where it was"):
        service.unlock(places, "alice", PASSWORDS["alice"])
    assert not (places.people_folder / people["alice"].id).exists()


def test_the_slots_of_two_people_cannot_be_swapped(
    places: Places, people: dict[str, Person]
) -> None:
    rows = {slot.person_id: bytes(slot.sealed) for slot in password_slots()}
    alice, bob = people["alice"].id, people["bob"].id
    for mine, other in ((alice, bob), (bob, alice)):
        KeySlot.update(sealed=rows[other]).where(
            (KeySlot.person == mine) & (KeySlot.kind == "password")
        ).execute()
    with pytest.raises(Refusal, match="is damaged"):
        service.unlock(places, "alice", PASSWORDS["alice"])


def password_slots() -> list[KeySlot]:
    return list(KeySlot.select().where(KeySlot.kind == "password"))


def damage_slot(kind: str) -> None:
    user = service.find_person("alice")
    slot = KeySlot.of(user.person_id, kind)
    assert slot is not None
    bad = slot.sealed[:-1] + bytes([slot.sealed[-1] ^ 1])
    KeySlot.update(sealed=bad).where(
        (KeySlot.person == user.person_id) & (KeySlot.kind == kind)
    ).execute()


# --- wrong tries -----------------------------------------------------------------------------


def test_four_wrong_tries_cost_no_wait(places: Places, frozen_clock: FrozenClock) -> None:
    fail(places, "alice", 4)
    assert opens(places, "alice", PASSWORDS["alice"])


def test_after_five_wrong_tries_even_the_right_password_must_wait(
    places: Places, frozen_clock: FrozenClock
) -> None:
    fail(places, "alice", 5)
    with pytest.raises(TryLater, match="possible in 1 second\\."):
        service.unlock(places, "alice", PASSWORDS["alice"])


def test_the_wait_ends(places: Places, frozen_clock: FrozenClock) -> None:
    fail(places, "alice", 5)
    frozen_clock.advance(seconds=1)
    assert opens(places, "alice", PASSWORDS["alice"])


@pytest.mark.parametrize("name", ["alice", "carol"])
def test_the_wait_doubles_up_to_a_minute(
    places: Places, frozen_clock: FrozenClock, name: str
) -> None:
    fail(places, name, 4)
    waits = []
    for _ in range(8):
        fail(places, name, 1)
        with pytest.raises(TryLater) as caught:
            service.unlock(places, name, WRONG)
        waits.append(caught.value.seconds)
        frozen_clock.advance(seconds=caught.value.seconds)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_try_during_the_wait_is_not_counted(places: Places, frozen_clock: FrozenClock) -> None:
    fail(places, "alice", 5)
    for _ in range(10):
        with pytest.raises(TryLater):
            service.unlock(places, "alice", WRONG)
    assert service.find_person("alice").failures == 5


def test_the_right_password_begins_the_count_anew(
    places: Places, frozen_clock: FrozenClock
) -> None:
    fail(places, "alice", 4)
    assert opens(places, "alice", PASSWORDS["alice"])
    fail(places, "alice", 4)
    assert opens(places, "alice", PASSWORDS["alice"])


def test_the_wait_outlives_a_restart(places: Places, frozen_clock: FrozenClock) -> None:
    fail(places, "alice", 5)
    accounts_db.close()
    tries._strangers.clear()
    accounts_db.connect()
    with pytest.raises(TryLater):
        service.unlock(places, "alice", PASSWORDS["alice"])


def test_one_person_s_wrong_tries_do_not_hold_up_the_other(
    places: Places, frozen_clock: FrozenClock
) -> None:
    fail(places, "alice", 6 - 1)
    assert opens(places, "bob", PASSWORDS["bob"])


def test_a_clock_that_was_set_back_makes_nobody_wait_for_a_year(
    places: Places, frozen_clock: FrozenClock
) -> None:
    fail(places, "alice", 5)
    frozen_clock.set(frozen_clock.moment.replace(year=2025))
    with pytest.raises(TryLater) as caught:
        service.unlock(places, "alice", PASSWORDS["alice"])
    assert caught.value.seconds == tries.LONGEST_WAIT


def test_wrong_codes_and_wrong_passwords_are_counted_together(
    places: Places, frozen_clock: FrozenClock
) -> None:
    fail(places, "alice", 4)
    with pytest.raises(Refusal, match="does not open this journal"):
        service.open_with_code(places, "alice", "nothing", A_NEW_PASSWORD)
    with pytest.raises(TryLater):
        service.unlock(places, "alice", PASSWORDS["alice"])


def test_names_that_nobody_has_do_not_fill_the_memory(places: Places) -> None:
    for number in range(tries.MOST_STRANGERS + 5):
        tries.count_failure(None, f"stranger {number}")
    assert len(tries._strangers) <= tries.MOST_STRANGERS


# --- the recovery code -----------------------------------------------------------------------


def recovered(places: Places, person: Person, typed: str | None = None) -> service.NewPerson:
    new = service.open_with_code(places, person.name, typed or person.code, A_NEW_PASSWORD)
    new.vault.close()
    return new


def test_the_code_opens_the_journal_and_sets_the_new_password(
    places: Places, people: dict[str, Person]
) -> None:
    recovered(places, people["alice"])
    assert opens(places, "alice", A_NEW_PASSWORD)
    assert not opens(places, "alice", PASSWORDS["alice"])


def test_the_journal_is_still_there_after_recovery(
    places: Places, people: dict[str, Person]
) -> None:
    _user, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    with use_vault(vault):
        journal_db.execute_sql("INSERT INTO preference VALUES ('theme', '\"dark\"')")
    vault.close()
    new = service.open_with_code(places, "alice", people["alice"].code, A_NEW_PASSWORD)
    with use_vault(new.vault):
        kept = journal_db.execute_sql("SELECT value FROM preference").fetchone()
    new.vault.close()
    assert kept == ('"dark"',)


def test_the_code_works_once(
    places: Places, people: dict[str, Person], frozen_clock: FrozenClock
) -> None:
    recovered(places, people["alice"])
    with pytest.raises(Refusal, match=r"replaced by a newer one on .*22.*2026"):
        service.open_with_code(places, "alice", people["alice"].code, A_NEW_PASSWORD)


def test_the_new_code_works_after_the_old_one(places: Places, people: dict[str, Person]) -> None:
    second = recovered(places, people["alice"])
    recovered(places, people["alice"], second.recovery_code)
    assert opens(places, "alice", A_NEW_PASSWORD)


def test_a_new_code_has_still_to_be_kept(places: Places, people: dict[str, Person]) -> None:
    recovered(places, people["alice"])
    assert not service.find_person("alice").code_is_kept


@pytest.mark.parametrize("typed", ["", "nothing", "2222 2222 2222 2222 2222 2222"])
def test_a_wrong_code_changes_nothing(places: Places, typed: str) -> None:
    with pytest.raises(Refusal, match=r"does not open this journal\. Nothing has changed"):
        service.open_with_code(places, "alice", typed, A_NEW_PASSWORD)
    assert opens(places, "alice", PASSWORDS["alice"])


def test_one_person_s_code_does_not_open_the_other_s_journal(
    places: Places, people: dict[str, Person]
) -> None:
    with pytest.raises(Refusal, match="does not open this journal"):
        service.open_with_code(places, "bob", people["alice"].code, A_NEW_PASSWORD)


def test_a_code_for_a_name_that_nobody_has_gets_the_same_answer(
    places: Places, people: dict[str, Person]
) -> None:
    with pytest.raises(Refusal) as caught:
        service.open_with_code(places, "carol", people["alice"].code, A_NEW_PASSWORD)
    assert str(caught.value) == str(refusals.wrong_code())


def test_a_new_password_that_does_not_do_leaves_the_code_as_it_was(
    places: Places, people: dict[str, Person]
) -> None:
    with pytest.raises(BadPassword):
        service.open_with_code(places, "alice", people["alice"].code, "short")
    recovered(places, people["alice"])
    assert opens(places, "alice", A_NEW_PASSWORD)


def test_a_disabled_person_s_code_does_not_open_either(
    places: Places, people: dict[str, Person]
) -> None:
    User.update(is_disabled=True).where(User.username == "bob").execute()
    with pytest.raises(Refusal, match="closed for now"):
        service.open_with_code(places, "bob", people["bob"].code, A_NEW_PASSWORD)


def test_a_damaged_recovery_slot_is_told_from_a_wrong_code(
    places: Places, people: dict[str, Person]
) -> None:
    damage_slot("recovery")
    with pytest.raises(Refusal, match="The code is right, but"):
        service.open_with_code(places, "alice", people["alice"].code, A_NEW_PASSWORD)


# --- changing --------------------------------------------------------------------------------


def test_a_changed_password_opens_and_the_old_one_does_not(places: Places) -> None:
    user, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    service.change_password(user, vault, PASSWORDS["alice"], A_NEW_PASSWORD)
    vault.close()
    assert opens(places, "alice", A_NEW_PASSWORD)
    assert not opens(places, "alice", PASSWORDS["alice"])


def test_changing_the_password_does_not_touch_the_journal(
    places: Places, people: dict[str, Person]
) -> None:
    user, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    before = vault.journal_path.read_bytes()
    service.change_password(user, vault, PASSWORDS["alice"], A_NEW_PASSWORD)
    assert vault.journal_path.read_bytes() == before
    vault.close()


def test_the_recovery_code_outlives_a_change_of_the_password(
    places: Places, people: dict[str, Person]
) -> None:
    user, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    service.change_password(user, vault, PASSWORDS["alice"], "another long password")
    vault.close()
    recovered(places, people["alice"])
    assert opens(places, "alice", A_NEW_PASSWORD)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [(WRONG, A_NEW_PASSWORD, "That is not"), (PASSWORDS["alice"], "short", "Ten characters")],
)
def test_a_refused_change_leaves_the_password_as_it_was(
    places: Places, old: str, new: str, said: str
) -> None:
    user, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    with pytest.raises(Refusal, match=said):
        service.change_password(user, vault, old, new)
    vault.close()
    assert opens(places, "alice", PASSWORDS["alice"])


def test_a_change_that_breaks_off_leaves_the_password_as_it_was(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_args: object) -> None:
        raise RuntimeError("broken off")

    user, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    with monkeypatch.context() as broken:
        broken.setattr(KeySlot, "put", break_off)
        with pytest.raises(RuntimeError):
            service.change_password(user, vault, PASSWORDS["alice"], A_NEW_PASSWORD)
    vault.close()
    assert opens(places, "alice", PASSWORDS["alice"])


def test_a_new_code_ends_the_old_one(places: Places, people: dict[str, Person]) -> None:
    user, vault = service.unlock(places, "alice", PASSWORDS["alice"])
    code = service.new_code(user, vault)
    vault.close()
    with pytest.raises(Refusal, match="replaced by a newer one"):
        service.open_with_code(places, "alice", people["alice"].code, A_NEW_PASSWORD)
    recovered(places, people["alice"], code)


def test_who_opened_last_stands_first(places: Places) -> None:
    service.note_opening(service.find_person("bob"))
    assert [user.username for user in service.people_last_first()] == ["bob", "alice"]
