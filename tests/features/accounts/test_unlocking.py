"""Opening a journal with its password, and the wrong tries before it."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import FrozenClock
from tests.support.people import A_NEW_PASSWORD, PASSWORDS, Person
from tests.support.unlocking import WRONG, damage_slot, fail, opens
from webapp.core import kdf
from webapp.core.database import DamagedFile, accounts_db
from webapp.core.errors import Refusal
from webapp.core.kdf import Cost
from webapp.core.places import Places
from webapp.features.accounts import service, tries
from webapp.features.accounts.models import KeySlot, User
from webapp.features.accounts.refusals import TryLater, WrongPassword


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
    with pytest.raises(TryLater, match="not alice’s password"):
        service.unlock(places, "alice", PASSWORDS["alice"])
    with pytest.raises(TryLater, match="code does not open"):
        service.open_with_code(places, "alice", "nothing", A_NEW_PASSWORD)


def test_names_that_nobody_has_do_not_fill_the_memory(places: Places) -> None:
    for number in range(tries.MOST_STRANGERS + 5):
        tries.count_failure(None, f"stranger {number}")
    assert len(tries._strangers) <= tries.MOST_STRANGERS
