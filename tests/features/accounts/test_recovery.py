"""Opening a journal with its code, and changing what opens it."""

from __future__ import annotations

import pytest

from tests.conftest import FrozenClock
from tests.support.people import A_NEW_PASSWORD, PASSWORDS, Person
from tests.support.unlocking import WRONG, damage_slot, opens
from webapp.core.database import journal_db, use_vault
from webapp.core.errors import Refusal
from webapp.core.places import Places
from webapp.features.accounts import refusals, service, visits
from webapp.features.accounts.models import KeySlot, User
from webapp.features.accounts.refusals import BadPassword


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
    visits.note(service.find_person("bob"))
    assert [user.username for user in service.people_last_first()] == ["bob", "alice"]
