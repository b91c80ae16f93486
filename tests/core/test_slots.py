"""Key slots and recovery codes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from webapp.core import slots
from webapp.core.kdf import Cost
from webapp.core.slots import DamagedSlot, Slot

ALICE, BOB = "a1" * 16, "b0" * 16
KEK, KEY = bytes(range(32)), bytes(range(32, 64))
SALT, COST = bytes(16), Cost(64)


@pytest.fixture
def slot() -> Slot:
    return slots.seal(ALICE, "password", KEK, KEY, SALT, COST)


def test_a_slot_gives_back_the_journal_key(slot: Slot) -> None:
    assert slots.unseal(slot, KEK) == KEY


def test_a_slot_does_not_hold_the_journal_key_in_the_open(slot: Slot) -> None:
    assert KEY not in slot.sealed
    assert KEY.hex() not in repr(slot)


def test_sealing_twice_gives_other_bytes(slot: Slot) -> None:
    assert slots.seal(ALICE, "password", KEK, KEY, SALT, COST).sealed != slot.sealed


def test_another_key_does_not_open_it(slot: Slot) -> None:
    with pytest.raises(DamagedSlot):
        slots.unseal(slot, KEK[::-1])


@pytest.mark.parametrize(
    "change",
    [
        {"person_id": BOB},
        {"kind": "recovery"},
        {"salt": bytes(15) + b"\1"},
        {"mib": 63},
        {"passes": 2},
        {"lanes": 1},
    ],
    ids=str,
)
def test_a_slot_that_was_relabelled_does_not_open(slot: Slot, change: dict[str, object]) -> None:
    with pytest.raises(DamagedSlot):
        slots.unseal(replace(slot, **change), KEK)


@given(st.integers(0, 12 + 32 + 16 - 1), st.integers(1, 255))
def test_a_slot_with_one_changed_byte_does_not_open(at: int, change: int) -> None:
    slot = slots.seal(ALICE, "password", KEK, KEY, SALT, COST)
    bad = bytearray(slot.sealed)
    bad[at] ^= change
    with pytest.raises(DamagedSlot):
        slots.unseal(replace(slot, sealed=bytes(bad)), KEK)


@pytest.mark.parametrize("length", [0, 1, 12, 27, 59])
def test_a_slot_that_was_cut_does_not_open(slot: Slot, length: int) -> None:
    with pytest.raises(DamagedSlot):
        slots.unseal(replace(slot, sealed=slot.sealed[:length]), KEK)


def test_a_slot_that_holds_something_else_than_a_key_is_refused() -> None:
    empty = slots.seal(ALICE, "password", KEK, KEY, SALT, COST)
    nonce = bytes(slots.NONCE_BYTES)
    short = nonce + AESGCM(KEK).encrypt(nonce, KEY[:31], empty.bound)
    with pytest.raises(DamagedSlot, match="31 bytes"):
        slots.unseal(replace(empty, sealed=short), KEK)


def test_a_recovery_code_has_six_groups_of_four_of_thirty_signs() -> None:
    groups = slots.new_recovery_code().split(" ")
    assert [len(group) for group in groups] == [4] * 6
    assert set("".join(groups)) <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_no_sign_of_a_code_looks_like_another() -> None:
    assert len(slots.CODE_SIGNS) == 30
    assert not set("ILOU01") & set(slots.CODE_SIGNS)


def test_every_sign_comes_up_in_codes() -> None:
    codes = "".join(slots.new_recovery_code() for _ in range(100))
    assert set(slots.CODE_SIGNS) == set(codes) - {" "}


CODE = "K7QM 2XWD 9RFH T4VN B6CP J3YE"
BARE = CODE.replace(" ", "")


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        BARE,
        CODE.replace(" ", "-"),
        CODE.replace(" ", " – "),
        f"  {CODE}\n",
        CODE.replace(" ", "\u00a0"),
    ],
)
def test_a_code_is_read_whatever_its_case_and_spaces(typed: str) -> None:
    assert slots.read_recovery_code(typed) == BARE


@pytest.mark.parametrize(
    "typed", ["", " ", BARE[:-1], BARE + "2", BARE[:-1] + "0", BARE[:-1] + "é", "?" * 24]
)
def test_what_is_no_code_is_not_read_as_one(typed: str) -> None:
    assert slots.read_recovery_code(typed) is None


@given(st.text(max_size=60))
def test_reading_a_code_never_fails_on_any_text(typed: str) -> None:
    signs = slots.read_recovery_code(typed)
    assert signs is None or len(signs) == 24


def test_the_key_of_a_code_depends_on_its_salt() -> None:
    assert slots.recovery_kek(BARE, bytes(16)) != slots.recovery_kek(BARE, bytes(15) + b"\1")
